"""One draw by one contestant, from files on disk to the list of drawn objects: a process of its own, for its memory.

    python -m bench.draw_contestants NAME PLACE

Prints seconds (also of this process's processor time, and before them those of loading the packages), peak memory in
MB, the number of drawn objects and a hash of them.
"""

from __future__ import annotations

import json
import re
import sys
import time
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from bench.draw_contestants import CONTESTANTS, PACKAGES


def main() -> None:
    """Draw and print."""
    name, place = sys.argv[1:]
    draw, loading = CONTESTANTS[name], time.perf_counter()
    if name in PACKAGES:
        import_module(PACKAGES[name])
    start, begun, count, seen = time.perf_counter(), time.process_time(), 0, sha256()
    for line in draw(place):
        count += 1
        seen.update(line.encode())
    seconds = time.perf_counter() - start
    figures = {
        "loading": start - loading,
        "seconds": seconds,
        "processor": time.process_time() - begun,
        "memory": peak(),
    }
    print(json.dumps(figures | {"count": count, "hash": seen.hexdigest()}))


def peak() -> float:
    """The most memory that this process had, in MB; getrusage would count that of the process it came from."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


main()
