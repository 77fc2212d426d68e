"""Every engine gives what the standard library gives, byte for byte.

The number of random draws is small here; FAIR_SCALE_DRAWS sets another one, and `make engines` runs 10,000.
"""

from __future__ import annotations

import os
import shutil

import duckdb
import pytest
from hypothesis import given, settings

import sampling
from sampling import engines
from sampling.engines import definition
from sampling.lists import FRAME, parse_frame
from tests.sampling.bundles import NAMES, PATIENT, VECTORS, draws, entropies, vector
from tests.sampling.engines.comparing import assert_same
from tests.sampling.engines.places import COLUMNS, as_csv, as_table, connection_string, in_csv, in_frame_file
from tests.sampling.engines.places import in_postgresql as in_table

DRAWS = int(os.environ.get("FAIR_SCALE_DRAWS", "60"))
MANY = settings(PATIENT, max_examples=DRAWS)


@pytest.fixture
def database(postgresql_url):
    return connection_string(postgresql_url)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("frames")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "kind",
    [
        "standard",
        "duckdb",
        "datafusion",
        "csv",
        "csv by datafusion",
        pytest.param("table", marks=pytest.mark.postgresql),
    ],
)
def test_the_published_bundles_hold(name, kind, tmp_path, request):
    files = vector(name)
    frame = parse_frame(files[FRAME])
    folder = tmp_path / "bundle"
    shutil.copytree(VECTORS / name, folder)
    (folder / "result.json").unlink()
    place, options = folder / FRAME, {}
    if kind.startswith("csv"):
        place, options = as_csv(tmp_path, frame), {"columns": COLUMNS}
    if kind == "table":
        database = request.getfixturevalue("database")
        place, options = as_table(database, frame), {"columns": COLUMNS, "database": database}
    engine = {"csv": "duckdb", "csv by datafusion": "datafusion", "table": "postgresql"}.get(kind, kind)
    with engines.open_source(engine, place, **options) as source:
        if kind in ("duckdb", "datafusion"):
            done = engines.draw_folder(folder, source, checked=engines.FrameFile(folder / FRAME))
        else:
            done = engines.draw_folder(folder, source)
        assert done.file.read_bytes() == files["result.json"]
        seed = sampling.result.parse_result(files["result.json"]).seed
        assert_same(source, frame, seed, sampling.parse_rule(files["rule.json"]).sample)


@MANY
@given(draws(), entropies)
def test_random_draws_are_the_same_in_the_standard_library_and_duckdb(place, given_draw, entropy):
    seed, frame = sampling.digest(entropy), given_draw["frame"]
    with in_frame_file(place, frame, "standard") as source:
        assert_same(source, frame, seed, given_draw["sample"])
    with in_csv(place, frame) as source:
        assert_same(source, frame, seed, given_draw["sample"])


@MANY
@given(draws(), entropies)
def test_random_draws_are_the_same_in_datafusion(place, given_draw, entropy):
    seed, frame = sampling.digest(entropy), given_draw["frame"]
    with in_csv(place, frame, "datafusion") as source:
        assert_same(source, frame, seed, given_draw["sample"])


@pytest.mark.postgresql
@MANY
@given(draws(), entropies)
def test_random_draws_are_the_same_in_postgresql(postgresql_url, given_draw, entropy):
    seed, frame = sampling.digest(entropy), given_draw["frame"]
    with in_table(connection_string(postgresql_url), frame) as source:
        assert_same(source, frame, seed, given_draw["sample"])


@pytest.mark.postgresql
@pytest.mark.parametrize("kind", ['text COLLATE "en-x-icu"', "char(20)", "bigint", "uuid"])
def test_the_register_decides_neither_order_nor_padding(database, kind):
    names = ["b", "B", "a", "é", "A-1", "a1", "Ä", "甲", "乙"]
    if kind == "bigint":
        names = ["9", "10", "-2", "100"]
    if kind == "uuid":
        names = ["00000000-0000-4000-8000-00000000000b", "00000000-0000-4000-8000-00000000000a"]
    frame = [(name, names[0]) for name in names]
    source = engines.open_source("postgresql", as_table(database, frame, kind), COLUMNS, database=database)
    with source as opened:
        assert_same(opened, frame, sampling.digest("collation"), {names[0]: 2})


@pytest.mark.parametrize("engine", ["standard", "duckdb", "datafusion"])
def test_a_cutoff_that_leaves_too_few_is_widened(tmp_path, monkeypatch, engine):
    frame = [(f"object {number}", f"stratum {number % 3}") for number in range(600)]
    asked = []
    plain = definition.cutoffs

    def remembered(wanted, sizes, margin):
        asked.append(set(wanted))
        return plain(wanted, sizes, margin)

    monkeypatch.setattr(definition, "SPREAD", 0)
    monkeypatch.setattr(definition, "FEWEST", 1)
    monkeypatch.setattr(definition, "cutoffs", remembered)
    with in_frame_file(tmp_path, frame, engine) as source:
        for number in range(6):
            seed = sampling.digest(f"widened {number}")
            assert_same(
                source,
                frame,
                seed,
                {"stratum 0": 40, "stratum 1": 7, "stratum 2": 120},
                read_whole=not number,
            )
    assert any(len(wanted) < 3 for wanted in asked)


def test_a_frame_of_several_blocks_is_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(engines.frames, "BLOCK", 64)
    monkeypatch.setattr(engines.sources, "LINES_AT_ONCE", 7)
    frame = [(f"object {number} 摊", f"层 {number % 5}") for number in range(300)]
    for engine in ("standard", "duckdb", "datafusion"):
        with in_frame_file(tmp_path, frame, engine) as source:
            assert_same(
                source, frame, sampling.digest("blocks"), {f"层 {number}": number for number in range(5)}
            )


@pytest.mark.parametrize("engine", ["duckdb", "datafusion"])
def test_parquet_in_several_files_is_the_same(tmp_path, engine):
    frame = [(f"object {number}", f"stratum {number % 5}") for number in range(300)]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE frame (object VARCHAR, stratum VARCHAR)")
        connection.executemany("INSERT INTO frame VALUES (?, ?)", frame)
        for part in (0, 1):
            file = tmp_path / f"part {part}'.parquet"
            query = f"SELECT stratum, object FROM frame WHERE rowid % 2 = {part}"
            connection.execute(f"COPY ({query}) TO '{str(file).replace(chr(39), chr(39) * 2)}'")
    with engines.open_source(engine, tmp_path / "*.parquet") as source:
        assert_same(source, frame, sampling.digest("parts"), {"stratum 1": 6, "stratum 4": 1})


def test_a_large_draw_of_the_server_goes_to_duckdb_and_gives_the_same_result(monkeypatch):
    given_draw = vector("draw-chinese")
    rule = sampling.parse_rule(given_draw["rule.json"])
    commitment = sampling.Commitment(
        given_draw["rule.json"],
        given_draw[FRAME],
        given_draw["roster.tsv"],
        given_draw["recusals.tsv"],
        given_draw["secret.txt"].decode(),
        sampling.commitment_of(given_draw["rule.json"]),
    )
    opened = []
    plain = engines.choosing.open_source
    monkeypatch.setattr(engines.choosing, "LARGE", 5)
    monkeypatch.setattr(
        engines.choosing, "open_source", lambda engine, *rest: opened.append(engine) or plain(engine, *rest)
    )
    result = engines.draw(commitment, given_draw["entropy.txt"].decode())
    assert result.json == given_draw["result.json"]
    assert opened == ["standard", "duckdb"]
    assert rule.sample
