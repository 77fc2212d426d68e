"""What the protocol does not allow in a frame is found while it streams by, in the words of the reference."""

from __future__ import annotations

import sys
from dataclasses import replace

import duckdb
import pytest

import sampling
from sampling import engines
from sampling.engines import datafusion
from sampling.engines.duckdb import DuckdbSource
from sampling.engines.frames import FrameCheck, file_blocks
from sampling.lists import FRAME, parse_frame
from tests.sampling.engines.places import as_frame_file

LINES = b"".join(b"object %05d\t370102/C\n" % number for number in range(500))


def _of_reference(data):
    try:
        return parse_frame(data)
    except sampling.DrawError as error:
        return error.code, error.at


def _streamed(file, data, monkeypatch, block):
    monkeypatch.setattr(engines.frames, "BLOCK", block)
    file.write_bytes(data)
    try:
        return engines.survey(engines.FrameFile(file))
    except sampling.DrawError as error:
        return error.code, error.at


FAULTS = {
    "empty": b"",
    "no tab": b"a\n",
    "three fields": b"a\tb\tc\n",
    "empty object": b"\tb\n",
    "empty stratum": b"a\t\n",
    "empty line": b"a\tb\n\n",
    "space before": b" a\tb\n",
    "space after the object": b"a \tb\n",
    "space before the stratum": b"a\t b\n",
    "space after": b"a\tb \n",
    "wide space": "\u3000甲\t乙\n".encode(),
    "control": b"a\x01\tb\n",
    "delete": b"a\x7f\tb\n",
    "c1 control": "a\x85b\tb\n".encode(),
    "control in the stratum": b"a\tb\x00\n",
    "carriage return": b"a\tb\r\n",
    "not utf-8": b"a\xff\tb\n",
    "not utf-8 in the stratum": b"a\tb\xe9\n",
    "surrogate": b"a\xed\xa0\x80\tb\n",
    "not nfc": "e\u0301\tb\n".encode(),
    "not nfc in the stratum": "a\te\u0301\n".encode(),
    "long": b"a" * 101 + b"\tb\n",
    "long in the stratum": b"a\t" + b"b" * 101 + b"\n",
    "long in Chinese": ("甲" * 101 + "\tb\n").encode(),
    "order": b"b\tb\na\tb\n",
    "repeated": b"a\tb\na\tb\n",
    "twice": b"a\tb\na\tc\n",
    "no last line end": b"a\tb",
    "bom": b"\xef\xbb\xbfa\tb\n",
}
# What the reference says of a line or of the whole file, the stream says of the identifier.
SAME = {"file_not_nfc": "text_not_nfc", "line_repeated": "identifier_twice"}
SOUND = {
    "one": b"a\tb\n",
    "longest": b"a" * 100 + b"\t" + "层".encode() * 100 + b"\n",
    "odd": "!a b~\t#\n\"\t'\n\\N\t\\.\nnull\tNULL\n甲 乙\té\n\ue000\tx\n𠀀\tx\n".encode(),
}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("block", [7, 1 << 20])
def test_a_fault_is_the_one_that_the_reference_finds(tmp_path, monkeypatch, name, block):
    expected = _of_reference(FAULTS[name])
    code, at = _streamed(tmp_path / FRAME, FAULTS[name], monkeypatch, block)
    assert (SAME.get(code, code), at.partition(":")[0]) == (SAME.get(expected[0], expected[0]), FRAME)
    if ":" in expected[1] and ":" in at:
        assert at == expected[1]


@pytest.mark.parametrize("name", [name for name in FAULTS if FAULTS[name].endswith(b"\n") and name != "bom"])
def test_a_fault_far_down_is_found_at_its_line(tmp_path, monkeypatch, name):
    data = LINES + FAULTS[name].replace(b"a", b"p").replace(b"b", b"q").replace(b"c", b"r")
    code, at = _streamed(tmp_path / FRAME, data, monkeypatch, 999)
    expected = _of_reference(data)
    assert SAME.get(code, code) == SAME.get(expected[0], expected[0])
    assert at.startswith(f"{FRAME}:50")


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize("block", [7, 1 << 20])
def test_what_the_reference_takes_is_taken(tmp_path, monkeypatch, name, block):
    pairs = parse_frame(SOUND[name])
    frame = _streamed(tmp_path / FRAME, SOUND[name], monkeypatch, block)
    assert (frame.count, frame.sha256) == (len(pairs), sampling.digest(SOUND[name]))


def test_a_line_without_end_is_not_read_into_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(engines.frames, "BLOCK", 100)
    file = tmp_path / FRAME
    file.write_bytes(b"a" * 10_000)
    with file.open("rb") as opened, pytest.raises(sampling.DrawError) as refused:
        list(file_blocks(opened))
    assert refused.value.code == "text_long"


def test_an_object_is_looked_out_for_across_blocks():
    check = FrameCheck(asked={"a", "c", "甲"})
    check.feed(b"a\tx\nb\tx\n")
    check.feed("甲\ty\n".encode())
    assert check.done().held == {"a", "甲"}


BAD_REGISTERS = {
    "empty object": ("id,risk\n1,A\n,B\n", "text_empty", "id"),
    "empty stratum": ("id,risk\n1,A\n2,\n", "text_empty", "risk"),
    "line end inside": ('id,risk\n1,A\n"2\n3",B\n', "file_carriage_return", "id"),
    "tab inside": ('id,risk\n1,A\n"2\t3",B\n', "line_fields", "id"),
    "twice": ("id,risk\n1,A\n2,B\n1,C\n", "identifier_twice", "id"),
    "not nfc": ("id,risk\ne\u0301,A\n", "text_not_nfc", "id"),
    "space": ("id,risk\n1 ,A\n", "text_edge", "id"),
    "no rows": ("id,risk\n", "frame_empty", ""),
    "no column": ("number,risk\n1,A\n", "column_missing", ""),
    "ragged": ("id,risk\n1,A\n2,B,C\n", "engine_failed", ""),
}


@pytest.mark.parametrize("engine", ["duckdb", "datafusion"])
@pytest.mark.parametrize("name", BAD_REGISTERS)
def test_a_bad_register_is_refused_with_its_column(tmp_path, name, engine):
    content, code, column = BAD_REGISTERS[name]
    file = tmp_path / "register.csv"
    file.write_text(content, encoding="utf-8")
    with (
        pytest.raises(sampling.DrawError) as refused,
        engines.open_source(engine, file, ("id", "risk")) as source,
    ):
        engines.write_frame(source, tmp_path)
    assert refused.value.code == code
    assert refused.value.at == (f"register.csv: {column}" if column else "register.csv")
    assert [entry.name for entry in tmp_path.iterdir()] == ["register.csv"]


@pytest.mark.parametrize(
    ("engine", "place", "code"),
    [
        ("duckdb", "missing.csv", "engine_failed"),
        ("duckdb", "register.xlsx", "source_kind"),
        ("duckdb", "spoiled.parquet", "engine_failed"),
        ("datafusion", "missing.csv", "engine_failed"),
        ("datafusion", "register.xlsx", "source_kind"),
        ("datafusion", "spoiled.parquet", "engine_failed"),
    ],
)
def test_a_place_that_cannot_be_read_is_refused(tmp_path, engine, place, code):
    (tmp_path / "register.xlsx").write_bytes(b"PK")
    (tmp_path / "spoiled.parquet").write_bytes(b"PAR1 spoiled PAR1")
    with pytest.raises(sampling.BundleError) as refused, engines.open_source(engine, tmp_path / place):
        pass
    assert refused.value.code == code


def test_identifiers_that_are_fractions_are_refused(tmp_path):
    duckdb.sql(f"COPY (SELECT 1.5::DOUBLE AS object, 'A' AS stratum) TO '{tmp_path}/x.parquet'")
    with pytest.raises(sampling.DrawError) as refused, engines.open_source("duckdb", tmp_path / "x.parquet"):
        pass
    assert (refused.value.code, refused.value.at) == ("column_type", "x.parquet: object")


@pytest.mark.postgresql
def test_a_database_that_does_not_answer_is_refused():
    nowhere = engines.open_source("postgresql", "objects", database="host=127.0.0.1 port=1 connect_timeout=2")
    with pytest.raises(sampling.BundleError) as refused, nowhere:
        pass
    assert (refused.value.code, refused.value.at) == ("engine_failed", "objects")


@pytest.mark.parametrize("engine", ["duckdb", "datafusion"])
def test_an_engine_that_is_not_installed_is_named_with_the_command(monkeypatch, engine):
    monkeypatch.setitem(sys.modules, engine, None)
    monkeypatch.delitem(sys.modules, f"sampling.engines.{engine}", raising=False)
    with pytest.raises(sampling.DrawError) as refused, engines.open_source(engine, "x.parquet"):
        pass
    assert refused.value.code == "engine_missing"
    assert f'pip install "fair-scale[{engine}]"' in refused.value.text("en")


def test_datafusion_that_hashes_otherwise_is_found_out(tmp_path, monkeypatch):
    as_frame_file(tmp_path, [(f"object {number}", "one") for number in range(400)])
    monkeypatch.setattr(datafusion, "DIALECT", replace(datafusion.DIALECT, sha256="sha256({} || ' ')"))
    with (
        engines.open_source("datafusion", tmp_path / FRAME) as source,
        pytest.raises(sampling.DrawError) as refused,
    ):
        list(engines.select(source, sampling.digest("x"), {"one": 4}))
    assert refused.value.code == "engine_differs"


def test_a_file_that_is_spoiled_further_down_is_refused_while_it_is_hashed(tmp_path):
    register = tmp_path / "register.csv"
    register.write_text("object,stratum\n" + "a,one\n" * 300_000 + "b,one,more\n")
    with (
        engines.open_source("datafusion", register) as source,
        pytest.raises(sampling.BundleError) as refused,
    ):
        source.know({"one": 300_000})
        list(engines.select(source, sampling.digest("x"), {"one": 1}))
    assert (refused.value.code, refused.value.at) == ("engine_failed", "register.csv")


def test_missing_values_are_not_drawn_by_datafusion(tmp_path):
    register = tmp_path / "register.csv"
    register.write_text("object,stratum\na,one\n,one\nb,\nc,one\n")
    with engines.open_source("datafusion", register) as source:
        source.know({"one": 2})
        drawn = [pick.object for pick in engines.select(source, sampling.digest("x"), {"one": 2})]
    assert sorted(drawn) == ["a", "c"]


def test_an_engine_that_hashes_otherwise_is_found_out(tmp_path, monkeypatch):
    frame = [(f"object {number}", "one") for number in range(400)]
    as_frame_file(tmp_path, frame)
    monkeypatch.setattr(DuckdbSource, "dialect", replace(DuckdbSource.dialect, sha256="sha256({} || ' ')"))
    with (
        engines.open_source("duckdb", tmp_path / FRAME) as source,
        pytest.raises(sampling.DrawError) as refused,
    ):
        list(engines.select(source, sampling.digest("x"), {"one": 4}))
    assert refused.value.code == "engine_differs"


@pytest.mark.parametrize("engine", ["duckdb", "datafusion"])
def test_a_frame_that_shrinks_under_the_draw_is_refused(tmp_path, engine):
    file = as_frame_file(tmp_path, [("a", "one"), ("b", "one")])
    with engines.open_source(engine, file) as source:
        source.know({"one": 3})
        with pytest.raises(sampling.DrawError) as refused:
            list(engines.select(source, sampling.digest("x"), {"one": 3}))
    assert refused.value.code == "frame_changing"


def test_an_object_twice_in_an_unchecked_frame_is_found_among_the_drawn(tmp_path):
    register = tmp_path / "register.csv"
    register.write_text("object,stratum\na,one\nb,one\na,two\n")
    with engines.open_source("duckdb", register) as source, pytest.raises(sampling.DrawError) as refused:
        list(engines.select(source, sampling.digest("x"), {"one": 2, "two": 1}))
    assert refused.value.code == "identifier_twice"
