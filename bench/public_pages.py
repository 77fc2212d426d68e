"""How fast the public reads: the list of outcomes and the page of one, against Datasette over the same table.

    python -m bench.public_pages [--rows 200000] [--seconds 8] [--server granian|gunicorn]

Builds a database, starts one process of each server and measures them in turn, several rounds each, with the same
client: requests in a second, the 99th percentile of their times, and the memory of the server's processes. Prints
one line for each measurement and the ratios. ``page`` visits more pages than the server keeps ready, so that each
is made anew; ``page again`` comes back to a few.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

from bench import servers
from bench.clients import Measured, joined, measure
from bench.outcomes_made import CATEGORIES, DIVISIONS, build
from server.domain import programmes
from server.store.outcomes_queries import COLUMNS

ROUNDS = 4
GOALS = {"list": 5, "page": 2}
FEW = 50


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=200_000)
    asked.add_argument("--seconds", type=float, default=8, help="of each measurement, all rounds together")
    asked.add_argument("--server", choices=("granian", "gunicorn"), default="granian")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fair-scale.sqlite"
        seen = build(file, chosen.rows)
        random.Random(1).shuffle(seen)
        print(f"{chosen.rows} outcomes, {file.stat().st_size / 1e6:.0f} MB")
        found = _measured(chosen.server, file, seen, chosen.seconds / ROUNDS)
    for kind, goal in GOALS.items():
        print(
            f"{kind}_ratio {found['fair-scale', kind].rate / found['datasette', kind].rate:.2f}  (at least {goal})"
        )


def _measured(
    name: str, file: Path, seen: list[tuple[str, str]], seconds: float
) -> dict[tuple[str, str], Measured]:
    ports = servers.free_port(), servers.free_port()
    environment = {"FAIR_SCALE_DATA": str(file.parent), "FAIR_SCALE_SECRET_KEY": "for this measurement alone"}
    command = getattr(servers, name)(ports[0])
    rounds: dict[tuple[str, str], list[Measured]] = {}
    with (
        servers.running(command, ports[0], "/healthz", environment) as ours,
        servers.running(servers.datasette(ports[1], file), ports[1], "/-/versions.json", {}) as theirs,
    ):
        asked = {("fair-scale", kind): (ours, paths) for kind, paths in _ours(seen).items()}
        asked |= {("datasette", kind): (theirs, paths) for kind, paths in _theirs(file, seen).items()}
        for _ in range(ROUNDS):
            for key, (server, paths) in asked.items():
                rounds.setdefault(key, []).append(measure(server.port, paths, seconds))
        found = {key: joined(parts) for key, parts in rounds.items()}
        for key, measured in found.items():
            _print(" ".join(key), measured)
        print(f"memory: fair-scale on {name} {ours.memory():.0f} MB, datasette {theirs.memory():.0f} MB")
    return found


def _ours(seen: list[tuple[str, str]]) -> dict[str, list[str]]:
    pages = [f"/outcomes/{number}" for number, _ in seen]
    lists = [f"/api/outcomes?{urlencode({**query, 'per_page': 20})}" for query in _filters()]
    return {"list": lists, "page": pages, "page again": pages[:FEW]}


def _theirs(file: Path, seen: list[tuple[str, str]]) -> dict[str, list[str]]:
    table = f"/{file.stem}/outcomes"
    shape = [("_size", 20), ("_sort_desc", "published_at"), ("_shape", "objects")]
    shape += [("_col", name) for name in COLUMNS]
    lists = [f"{table}.json?{urlencode([('current', 1), *query.items(), *shape])}" for query in _filters()]
    return {"list": lists, "page": [f"{table}/{row_id}" for _, row_id in seen]}


def _filters() -> list[dict[str, str]]:
    """Every combination of programme with nothing, a division or a category, in mixed order."""
    narrower = [{}, *({"division": code} for code in DIVISIONS), *({"category": code} for code in CATEGORIES)]
    found = [{"programme": name, **more} for name, more in product(programmes.names()[:3], narrower)]
    random.Random(2).shuffle(found)
    return found


def _print(name: str, measured: Measured) -> None:
    median, late = measured.percentile(0.5), measured.percentile(0.99)
    print(f"{name}: {measured.rate:.0f} requests/s, median {median:.1f} ms, 99th percentile {late:.1f} ms")


if __name__ == "__main__":
    main()
