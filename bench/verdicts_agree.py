"""Whether the tablet judges as the office does, on many random records, and how fast each of them is.

    python -m bench.verdicts_agree [--records 20000] [--seed 1]

For every programme it prints how many records differ (verdict, figures, findings, refusals: everything counts) and the
records per second in Python on one core and in a page of Chromium; then how long one record of 125 packages takes the
page, alone and with all its notes, and 1,000 of them the server. Exits with 1 when a record differs.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from itertools import islice
from typing import Any

from server.domain.programmes import load, names
from tests.field.random_records import records
from tests.field.verdicts_page import VerdictsPage, judged_in_python, tables_of

BATCH = 1_000
PACKAGES, REPEATED = 125, 1_000
TIMED = """async ([programme, tables, records]) => {
  const { evaluate, prepare } = await import("/core/verdicts/index.js");
  await prepare(programme);
  const given = JSON.parse(records);
  const started = performance.now();
  for (const record of given) { try { evaluate(programme, record, tables); } catch { continue; } }
  return (performance.now() - started) / 1000;
}"""


LIVE = """async ([programme, data, record]) => {
  const { live, prepare } = await import("/core/verdicts/live.js");
  await prepare(programme);
  const given = JSON.parse(record);
  const once = () => {
    const started = performance.now();
    live(programme, given, data, "zh");
    return performance.now() - started;
  };
  return Array.from({ length: 101 }, once).sort((a, b) => a - b)[50];
}"""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    differing = 0
    with VerdictsPage() as page:
        for name in names():
            differing += compare(page, name, asked.seed, asked.records)
        time_packages(page)
    return 1 if differing else 0


def compare(page: VerdictsPage, name: str, seed: int, count: int) -> int:
    """Judge `count` random records on both sides; prints a line and returns how many differ."""
    stream, differing, python, chromium = records(name, seed, count), 0, 0.0, 0.0
    while batch := list(islice(stream, BATCH)):
        expected = judged_in_python(name, batch)
        differing += sum(one != other for one, other in zip(expected, page.judged(name, batch), strict=True))
        python += seconds_in_python(name, batch)
        chromium += page.run(TIMED, [name, tables_of(name), json.dumps(batch)])
    print(
        f"{name:20} {count} records, {differing} differ;"
        f" {count / python:,.0f} records/s in Python, {count / chromium:,.0f} records/s in Chromium"
    )
    return differing


def seconds_in_python(name: str, batch: list[Any]) -> float:
    """The processor's time for judging alone: other work on the machine does not count."""
    rules = load(name)
    started = time.process_time()
    for record in batch:
        try:
            rules.evaluate(record)
        except ValueError:
            continue
    return time.process_time() - started


def time_packages(page: VerdictsPage) -> None:
    """The two yardsticks of a full lot: milliseconds for one on the page, records per second on the server."""
    name = "net_content"
    given = [lot(turn) for turn in range(REPEATED)]
    server = seconds_in_python(name, given)
    tablet = page.run(TIMED, [name, tables_of(name), json.dumps(given)])
    first = page.run(TIMED, [name, tables_of(name), json.dumps(given[:1])])
    print(f"{PACKAGES} packages: {REPEATED / server:,.0f} records/s in Python (yardstick 1,000)")
    print(
        f"{PACKAGES} packages: {tablet / REPEATED * 1000:.2f} ms for one in Chromium, "
        f"{first * 1000:.2f} ms for one alone (yardstick 16)"
    )
    data = {**tables_of(name), "texts": load(name).texts}
    milliseconds = page.run(LIVE, [name, data, json.dumps(given[0])])
    print(f"{PACKAGES} packages: {milliseconds:.2f} ms with all notes in words (median of 101, yardstick 16)")


def lot(turn: int) -> dict[str, Any]:
    """A lot of 125 packages weighed gross, each record with other readings."""
    packages = [{"gross": f"{500 + (place * 7 + turn) % 40 / 10:.1f}"} for place in range(PACKAGES)]
    return {
        "date": "2026-03-05",
        "product": {"name": "白砂糖", "kind": "mass", "nominal": "500", "unit": "g"},
        "label": {"text": "净含量：500g", "character_height_mm": "4", "prominent": True},
        "lot": {"size": 5000},
        "tare": {"values": ["3.1", "3.0", "3.2"]},
        "packages": packages,
    }


if __name__ == "__main__":
    sys.exit(main())
