"""The editions that come with the software are what is asked of those that an office enters."""

from __future__ import annotations

import pytest

from server.domain import texts
from server.domain.editions import bands, columns
from server.domain.editions.fields import TRUST
from server.domain.programmes import PROGRAMMES, load


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_known_edition_has_the_bands_that_are_asked_of_entered_ones(programme):
    for name, table in load(programme).limits["tables"].items():
        for edition in table["editions"] if columns.enterable(table) else ():
            assert not list(bands.faults(table, edition["rows"] or [])), (name, edition["id"])
            for row in edition["rows"] or []:
                for column in columns.columns(table):
                    assert columns.cell(column, columns.shown(row.get(column.name))) == row.get(
                        column.name
                    ), name


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_table_and_column_that_can_be_entered_has_words(programme):
    for name, table in load(programme).limits["tables"].items():
        assert name in texts.tables()["limit_table"], name
        for column in columns.columns(table) if columns.enterable(table) else ():
            assert column.name in texts.tables()["limit_column"], (name, column.name)


def test_every_trust_mark_that_is_offered_has_words_on_pages_and_tablets():
    assert set(TRUST) == set(texts.tables()["edition_trust"])
    assert all(f"trust.{code}" in load(PROGRAMMES[0]).texts for code in TRUST)
