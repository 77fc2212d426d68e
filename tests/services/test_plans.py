"""Plans are drafted, changed while drafts, and public before anything is drawn."""

from datetime import date

import pytest
from sqlalchemy import select

from server.domain.problems import Problem
from server.services import plans
from server.services.actors import Actor
from server.store.audit import AuditEntry
from tests.campaign import COLUMNS, Campaign


@pytest.fixture
def campaign(session, make, now):
    campaign = Campaign(session, make, now)
    campaign.register()
    return campaign


@pytest.fixture
def draft(campaign, session, supervisor, now):
    return plans.add(session, supervisor, now, **COLUMNS)


def parts(problem):
    return {part.at: part.code for part in problem.value.parts}


def test_a_plan_gets_the_next_number_of_its_year(draft, session, supervisor, now):
    second = plans.add(session, supervisor, now, **COLUMNS)
    third = plans.add(
        session, supervisor, now, **{**COLUMNS, "first": date(2027, 1, 1), "last": date(2027, 2, 1)}
    )
    assert [draft.number, second.number, third.number] == ["P2026-0001", "P2026-0002", "P2027-0001"]


def test_publishing_fixes_the_strata_and_writes_one_audit_entry(draft, session, supervisor, now):
    plan = plans.publish(session, supervisor, now, plan_id=draft.id, version=1)
    assert plan.state == "published"
    assert plan.published_at == now
    assert plan.strata == [
        {"stratum": "379901/C", "objects": 15, "sample": 3},
        {"stratum": "379901/D", "objects": 5, "sample": 1},
    ]
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)).all()
    assert actions == ["plan.add", "plan.publish"]


def test_a_published_plan_is_not_edited(draft, session, supervisor, now):
    plans.publish(session, supervisor, now, plan_id=draft.id, version=1)
    with pytest.raises(Problem, match="wrong_state"):
        plans.edit(session, supervisor, now, plan_id=draft.id, version=2, title="改")


def test_an_edit_of_an_old_version_changes_nothing(draft, session, supervisor, now):
    plans.edit(session, supervisor, now, plan_id=draft.id, version=1, title="第二版")
    with pytest.raises(Problem, match="changed_meanwhile"):
        plans.edit(session, supervisor, now, plan_id=draft.id, version=1, title="第三版")
    assert (draft.title, draft.version) == ("第二版", 2)


def test_a_draft_moved_to_another_year_gets_a_number_of_that_year(draft, session, supervisor, now):
    moved = {"first": date(2027, 1, 1), "last": date(2027, 3, 1)}
    plans.edit(session, supervisor, now, plan_id=draft.id, version=1, **moved)
    assert (draft.year, draft.number) == (2027, "P2027-0001")


def test_every_bad_field_of_a_plan_is_named_at_once(campaign, session, supervisor, now):
    bad = {
        "title": "",
        "programmes": ["nothing"],
        "first": date(2226, 3, 1),
        "last": date(2026, 3, 1),
        "team_size": 1,
        "left_out": {"Z": "病假"},
    }
    with pytest.raises(Problem) as problem:
        plans.add(session, supervisor, now, **{**COLUMNS, **bad})
    assert parts(problem) == {
        "title": "required",
        "programmes": "programme_unknown",
        "first": "date_out_of_range",
        "last": "plan_period",
        "team_size": "number_out_of_range",
        "left_out-0-certificate": "plan_inspector",
    }


def test_a_rule_for_an_empty_stratum_is_refused_with_its_row(campaign, session, supervisor, now):
    sample = [*COLUMNS["sample"], {"division": "379903", "risk_class": "A", "number": 2}]
    with pytest.raises(Problem) as problem:
        plans.add(session, supervisor, now, **{**COLUMNS, "sample": sample})
    assert parts(problem) == {"sample-1-division": "stratum_empty"}


def test_a_plan_for_which_no_team_can_be_formed_is_not_published(draft, session, supervisor, now):
    plans.edit(session, supervisor, now, plan_id=draft.id, version=1, team_size=6)
    with pytest.raises(Problem, match="too_few_inspectors") as problem:
        plans.publish(session, supervisor, now, plan_id=draft.id, version=2)
    assert (problem.value.values["leads"], problem.value.values["inspectors"]) == (2, 5)
    assert draft.state == "draft"


def test_only_a_supervisor_edits_plans(campaign, session, now):
    with pytest.raises(Problem, match="forbidden"):
        plans.add(session, Actor("1", "clerk", "administrator"), now, **COLUMNS)
