"""Everything that is measured, one after the other, as one report: ``make bench``.

    python -m bench.run [name ...]

Each measurement is a module of this folder that can be run alone; its docstring says what it measures and what is to
be reached. The report begins with the machine, since only ratios on one machine mean anything.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurements that are asked for, all unless some are named; status 1 when one of them failed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("names", nargs="*", choices=[*measurements(), []], help="which; all unless named")
    chosen = asked.parse_args(arguments).names or measurements()
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {_machine()}", flush=True)
    failed = [name for name in chosen if not _run(name)]
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def measurements() -> list[str]:
    """Return the modules of this folder that can be run."""
    files = sorted(HERE.glob("*.py"))
    runnable = [file.stem for file in files if '__name__ == "__main__"' in file.read_text("utf-8")]
    return [name for name in runnable if name != Path(__file__).stem]


def _run(name: str) -> bool:
    print(f"\n== {name}", flush=True)
    return (
        subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent, check=False).returncode == 0
    )


def _machine() -> str:
    models = [line for line in _processors() if line.startswith("model name")]
    model = models[0].partition(":")[2].strip() if models else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} x {model}, {memory:.0f} GB, Python {platform.python_version()}"


def _processors() -> list[str]:
    file = Path("/proc/cpuinfo")
    return file.read_text("utf-8").splitlines() if file.exists() else []


if __name__ == "__main__":
    sys.exit(main())
