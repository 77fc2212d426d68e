"""Every limit says where it comes from and how far it can be trusted, and the bands leave no gap by accident."""

import json
import re
from itertools import pairwise

import pytest

from server.domain.programmes import load, names
from server.domain.programmes.folder import HERE
from server.domain.programmes.quantities import scaled
from tests.field.chance import every_edition

EVERY_PROGRAMME = pytest.mark.parametrize("name", names())
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MAY_BE_TOLD = {"with", "drained"}
TOLD = {"id", "document", "clause", "edition", "from", "to", "source", "trust", "rows"}
NUMERIC = {
    "from", "to", "e_from", "e_to", "cylinder_from", "cylinder_to", "mpe", "factor", "limit", "limit_e", "limit_g",
    "n_min", "n_max", "min_e", "lambda", "fixed", "mm", "meridian", "cylinder", "degrees", "addition", "nominal",
    "mpe_mg", "divisor", "t1_share", "mean_share", "s_share",
}  # fmt: skip


def editions(name: str):
    for table, content in load(name).limits["tables"].items():
        for edition in every_edition(content):
            yield table, edition


@EVERY_PROGRAMME
def test_every_edition_names_document_clause_dates_source_and_trust(name):
    for table, edition in editions(name):
        assert set(edition) - MAY_BE_TOLD == TOLD, (table, edition["id"])
        assert edition["document"], table
        assert DAY.fullmatch(edition["from"]), (table, edition["id"])
        assert edition["to"] is None or edition["from"] <= edition["to"], (table, edition["id"])
        assert edition["clause"] or edition["rows"] is None, (table, edition["id"])


@EVERY_PROGRAMME
def test_every_limit_has_a_source_that_resolves_and_a_trust_mark_with_words(name):
    programme = load(name)
    sources, texts = programme.limits["sources"], programme.texts
    for table, edition in editions(name):
        for entry in [edition, *(edition["rows"] or [])]:
            assert entry["source"], (table, entry)
            assert set(entry["source"].split()) <= set(sources), (table, entry)
            assert f"trust.{entry['trust']}" in texts, (table, entry)


@EVERY_PROGRAMME
def test_numbers_are_decimal_strings_and_no_file_holds_a_float(name):
    def refuse(text):
        raise AssertionError(f"a float in the data: {text}")

    for file in (HERE / name).glob("*.json"):
        json.loads(file.read_text("utf-8"), parse_float=refuse)
    for table, edition in editions(name):
        for row in edition["rows"] or []:
            for key in NUMERIC & set(row):
                assert row[key] is None or scaled(row[key]), (table, key, row)


@EVERY_PROGRAMME
def test_editions_of_a_table_follow_each_other_without_overlap(name):
    for table, content in load(name).limits["tables"].items():
        for entries in [content["editions"], *content.get("others", [])]:
            for earlier, later in pairwise(entries):
                assert earlier["to"] is not None, table
                assert earlier["to"] < later["from"], table
            assert entries[-1]["to"] is None, table
            assert entries[0]["rows"] is not None, table


@EVERY_PROGRAMME
def test_an_edition_has_one_id_and_those_that_go_with_it_are_there(name):
    tables = load(name).limits["tables"]
    ids = {table: [edition["id"] for edition in every_edition(content)] for table, content in tables.items()}
    for table, content in tables.items():
        assert len(set(ids[table])) == len(ids[table]), table
        for edition in every_edition(content):
            for other, companion in edition.get("with", {}).items():
                assert tables[other]["follows"] == table, (table, other)
                assert companion in ids[other], (table, edition["id"])


@EVERY_PROGRAMME
def test_bands_state_their_ends_and_meet_without_overlap(name):
    for table, edition in editions(name):
        for prefix in ("", "e_", "cylinder_"):
            for rows in _groups(edition["rows"] or [], prefix):
                for earlier, later in pairwise(rows):
                    ends = earlier[f"{prefix}to_closed"], later[f"{prefix}from_closed"]
                    if earlier[f"{prefix}to"] == later[f"{prefix}from"]:
                        assert ends in {(True, False), (False, True)}, (table, earlier, later)


def _groups(rows: list[dict], prefix: str):
    """Rows of one series of bands: everything but the band and what it gives is the same."""
    groups: dict[str, list[dict]] = {}
    for row in rows:
        if f"{prefix}from" in row:
            keys = ("accuracy_class", "category", "kinds", "designs", "kind", "quantity")
            other = [row.get(key) for key in keys] + [
                row.get("cylinder_from") if prefix == "" else row.get("from")
            ]
            groups.setdefault(json.dumps(other), []).append(row)
    return groups.values()


@EVERY_PROGRAMME
def test_findings_have_a_severity_and_checklists_and_violations_a_basis(name):
    programme = load(name)
    sources = programme.limits["sources"]
    for code, entry in programme.limits["findings"].items():
        assert entry["severity"] in {"violation", "hint", "ask"}, code
    items = [item for group in programme.checklist["groups"].values() for item in group]
    for item in items:
        assert item["severity"] in {"violation", "hint"}, item
        assert item["basis"], item
        for basis in item["basis"]:
            assert set(basis) == {"document", "clause", "source", "trust"}, item
            assert set(basis["source"].split()) <= set(sources), item
    known = set(programme.limits["findings"]) | {item["code"] for item in items}
    for violation in programme.violations:
        assert set(violation["findings"]) <= known, violation
        for basis in violation["bases"]:
            assert set(basis) == {"document", "article", "measure", "amount", "source", "trust"}, violation
            assert set(basis["source"].split()) <= set(sources), violation
