"""The tables of the domain agree with each other."""

import pytest

from server.domain import permissions, problems, results, texts, workflow
from server.domain.problems import Problem


def test_every_problem_has_a_status_and_words_in_both_languages() -> None:
    for code, entry in problems.table().items():
        assert set(entry) == {"status", "zh", "en"}, code
        assert 400 <= entry["status"] <= 599, code
        assert entry["zh"].strip() and entry["en"].strip(), code


def test_every_word_has_both_languages() -> None:
    for table, entries in texts.tables().items():
        for code, entry in entries.items():
            assert entry.get("zh") and entry.get("en"), (table, code)


def test_a_problem_that_the_table_lacks_cannot_be_raised() -> None:
    with pytest.raises(KeyError, match="no_such"):
        Problem("no_such")


def test_a_problem_speaks_with_its_values() -> None:
    assert Problem("not_found", what="S-1").text("en") == "Not found: S-1."


def test_only_known_roles_hold_permissions() -> None:
    for permission, roles in permissions.PERMISSIONS.items():
        assert roles <= {*permissions.ROLES, permissions.PUBLIC, permissions.RECIPIENT}, permission
        assert (permissions.PUBLIC in roles) == (permission in {"anyone", "business.write"})


def test_every_transition_ends_in_a_state_of_its_noun() -> None:
    for noun, states in workflow.TRANSITIONS.items():
        for state, actions in states.items():
            assert set(actions.values()) <= set(states), (noun, state)
            assert {state, f"{noun}.{state}"} & texts.tables()["state"].keys(), state


def test_nothing_leaves_a_voided_draw() -> None:
    with pytest.raises(Problem) as refused:
        workflow.advance("draw", "voided", "open")
    assert refused.value.code == "wrong_state"


def test_no_way_leads_back_behind_the_draw() -> None:
    after = {"drawn", "opened", "voided"}
    for state in after:
        assert set(workflow.TRANSITIONS["draw"][state].values()) <= after


def test_the_categories_are_nine_with_a_trust_mark_each() -> None:
    assert len(results.categories()) == 9
    assert {category.trust for category in results.categories().values()} <= {"A", "B", "C"}
