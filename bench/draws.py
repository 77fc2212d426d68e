"""How long a draw of one in a hundred from each of 100 strata takes, and how much memory.

    python -m bench.draws [--objects 100000 1000000 10000000] [--rounds 3] [--only NAME ...]

Against consistent_sampler (the reference of election audits), numpy's choice per stratum, and the limit: SHA-256 of
as many messages of one block on all cores, by OpenSSL. Everything starts from a file (Parquet for DuckDB
and DataFusion, frame.tsv for what is written in Python) or a table and ends with the list of drawn objects. Each
measurement is a process of its own, whose clock starts when its packages are loaded, as they are in a server (how long
that takes is printed beside it), and of several rounds the fastest counts, of the limit too. Whatever draws by the
protocol must give equal bytes, else this ends with status 1. With `--only` the other contestants are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

from bench import frames_made
from bench.draw_contestants import CONTESTANTS

PARQUET = ("datafusion", "duckdb")
SAME = ("datafusion", "duckdb", "postgresql", "standard", "in_memory")
MESSAGE = 32 + 1 + 18  # bytes: key, colon, identifier
SLOW = {"consistent_sampler", "in_memory", "numpy", "standard"}  # measured once from ten million objects on
MANY = 5_000_000


def main() -> int:
    """Measure and print; status 1 when two results differ that must be equal."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--objects", type=int, nargs="+", default=[10**5, 10**6, 10**7])
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--only", nargs="+", choices=CONTESTANTS, default=list(CONTESTANTS))
    asked.add_argument("--folder", help="where the frames are written; the system's unless given")
    chosen = asked.parse_args()
    equal, each = True, {}
    for count in chosen.objects:
        with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
            found = measured(Path(folder), count, chosen.only, chosen.rounds)
        print_ratios(count, found)
        equal &= len({found[name]["hash"] for name in SAME if name in found}) <= 1
        each[count] = found
    for name in PARQUET:
        if name in chosen.only and len(each) > 1:
            costs = [found[name]["seconds"] / count for count, found in each.items()]
            print(f"{name}_growth {costs[-1] / costs[0]:.2f} times the seconds per object  (at most 1)")
    if not equal:
        print("the drawn objects DIFFER between engines")
    return 0 if equal else 1


def measured(folder: Path, count: int, names: list[str], rounds: int) -> dict[str, dict]:
    """The fastest of each contestant's rounds, taken in turn, and the limit."""
    place = frames_made.parquet(folder, count)
    lines = frames_made.frame_file(folder, place) if set(names) - set(PARQUET) else place
    database = frames_made.table(lines) if "postgresql" in names else nullcontext("")
    found: dict[str, dict] = {}
    with database as address:
        places = dict.fromkeys(PARQUET, str(place)) | {"postgresql": f"objects {address}"}
        for turn in range(rounds):
            keep(found, "limit", limit(count))
            for name in names:
                if turn == 0 or count < MANY or name not in SLOW:
                    keep(found, name, contest(name, places.get(name, str(lines))))
    return found


def keep(found: dict[str, dict], name: str, one: dict) -> None:
    """Take a measurement when it is the fastest so far."""
    if name not in found or one["seconds"] < found[name]["seconds"]:
        found[name] = one


def contest(name: str, place: str) -> dict:
    """One measurement in a process of its own."""
    command = [sys.executable, "-m", "bench.draw_contestants", name, place]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=Path(__file__).parents[1])
    return json.loads(done.stdout)


def limit(count: int) -> dict:
    """Seconds and processor time for `count` hashes of one block on all cores, by OpenSSL's own measurement."""
    return {
        "seconds": count / hash_rate("-elapsed", "-multi", str(os.cpu_count())),
        "processor": count / hash_rate(),
    }


def hash_rate(*options: str) -> float:
    """Hashes in a second; in a second of one core's processor time when there are no options."""
    command = ["openssl", "speed", "-seconds", "1", "-bytes", str(MESSAGE), *options, "-evp", "sha256"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(re.findall(r"([0-9.]+)k", done.stdout)[-1]) * 1000 / MESSAGE


def print_ratios(count: int, found: dict[str, dict]) -> None:
    """Seconds and memory of each, and the ratios that are to be reached."""
    print(f"\n{count} objects, {next(one['count'] for one in found.values() if 'count' in one)} drawn")
    for name, one in found.items():
        beside = f", {one['memory']:.0f} MB, loaded in {one['loading']:.2f} s" if "memory" in one else ""
        print(
            f"  {name:20} {one['seconds']:8.2f} s, {one['processor']:.2f} s of this side's processor time{beside}"
        )
    seconds = {name: one["seconds"] for name, one in found.items()}
    for title, above, below, goal in (
        ("consistent_sampler_to_datafusion", "consistent_sampler", "datafusion", "at least 40"),
        ("datafusion_to_limit", "datafusion", "limit", "at most 1.8"),
        ("consistent_sampler_to_duckdb", "consistent_sampler", "duckdb", "at least 40"),
        ("duckdb_to_limit", "duckdb", "limit", "at most 1.8"),
        ("postgresql_to_duckdb", "postgresql", "duckdb", "at most 5"),
        ("duckdb_to_numpy", "duckdb", "numpy", ""),
        ("standard_to_duckdb", "standard", "duckdb", ""),
    ):
        if above in seconds and below in seconds:
            told = f"  ({goal}, at ten million)" if goal else ""
            print(f"  {title} {seconds[above] / seconds[below]:.2f}{told}")
    for name in PARQUET:
        if name in found:
            # On a machine that others use as well, this says more than the time on the clock.
            share = found[name]["processor"] / found["limit"]["processor"]
            print(f"  {name}_to_limit_processor_time {share:.2f}")


if __name__ == "__main__":
    sys.exit(main())
