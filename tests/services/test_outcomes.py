"""Publishing: a frozen version, never changed, only followed by another."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import delete, func, select, update

from server.domain import canonical
from server.domain.problems import Problem
from server.services import entries, inspections, outcomes, reviews
from server.store import outcomes_office
from server.store.assignments import Assignment
from server.store.files import FileStore
from server.store.inspections import Inspection, InspectionPhoto
from server.store.outcomes import Frozen, Outcome
from server.store.reviews import Review
from tests.web.tablets import FAILING, PASSING, carry, complete, fresh, jpeg, visit

CATEGORIES = {"market_scales": "ordered_to_correct"}


@pytest.fixture
def files(settings):
    return FileStore(settings.files)


@pytest.fixture
def approved(client, make, desk):
    """Makes an approved inspection with two photos, of which the first is to be public."""

    def approved(record=FAILING, **columns):
        inspection = visit(make, **columns)
        tablet = carry(client, make, inspection, name="李检查")
        tablet.entry(inspection.id, "start", {"date": "2026-03-02"})
        code = {"key": "1", "code": "unqualified_used", "note": "老板态度差", "basis": [0], "path": None}
        tablet.entry(inspection.id, "violation", code)
        complete(tablet, inspection.id, record, (jpeg(1), jpeg(2)))
        digest = hashlib.sha256(jpeg(1)).hexdigest()
        desk(reviews.decide_photo, inspection_id=inspection.id, sha256=digest, public=True)
        desk(reviews.approve, inspection_id=inspection.id, revision=1, categories=CATEGORIES, second=False)
        return inspection

    return approved


@pytest.fixture
def publish(desk, files, zone):
    given = {"files": files, "zone": zone, "second": False}
    return lambda inspection: desk(outcomes.publish, inspection_id=inspection.id, **given)


@pytest.fixture
def correct(desk, files):
    def correct(outcome, **given):
        defaults = {
            "reason": "复检后更正",
            "categories": CATEGORIES,
            "photos": [],
            "version": outcome.version,
            "second": False,
        }
        return desk(outcomes.correct, number=outcome.number, files=files, **{**defaults, **given})

    return correct


def test_a_published_outcome_says_all_that_is_public_and_nothing_else(session, approved, publish, clock):
    inspection = approved()
    clock.forward(days=4)
    outcome = publish(inspection)
    assert canonical.sha256(outcome.content.encode()) == outcome.content_sha256
    content = json.loads(outcome.content)
    assert canonical.dumps(content) == outcome.content
    found = fresh(session).get(Inspection, inspection.id)
    assert found.state == "published"
    assert content["format"] == "fair-scale-outcome/1"
    assert (content["number"], content["version"], content["reason"]) == ("2026-000001", 1, "")
    assert content["record"] == FAILING
    assert content["result"] == found.result
    assert content["verdict"] == outcome.verdict == "fail"
    assert content["inspected_on"] == "2026-03-02"
    assert content["published_at"] == "2026-03-06T01:00:00.000Z"
    assert content["items"][0]["category"] == outcome.category == "ordered_to_correct"
    assert content["draw"]["commitment"] == found.assignment.draw.commitment
    assert content["draw"]["substitute_for"] is None
    assert content["object"]["number"] == outcome.object_number == found.object.number
    assert [violation["code"] for violation in content["violations"]] == ["unqualified_used"]
    assert content["violations"][0]["basis"][0]["document"] == "中华人民共和国计量法"
    for private in ("李检查", "老板态度差", inspection.id):
        assert private not in outcome.content


def test_only_photos_marked_public_become_public_as_copies_without_metadata(
    session, approved, publish, files
):
    outcome = publish(approved())
    (photo,) = json.loads(outcome.content)["photos"]
    fresh(session)
    rows = {row.sha256: row for row in session.scalars(select(InspectionPhoto))}
    original, hidden = (hashlib.sha256(jpeg(n)).hexdigest() for n in (1, 2))
    assert rows[original].public_sha256 == photo["sha256"] != original
    assert rows[hidden].public_sha256 is None
    copy = files.get(photo["sha256"])
    assert "comment" not in Image.open(BytesIO(copy)).info
    assert files.get(original) == jpeg(1)
    assert photo["caption"] == "铭牌"


def test_numbers_run_by_year_without_gaps(session, approved, publish, clock):
    numbers = [publish(approved()).number for _ in range(2)]
    unfinished = approved()
    fresh(session).get(Inspection, unfinished.id).conflicts = 1
    session.commit()
    with pytest.raises(Problem, match="inspection_conflicts"):
        publish(unfinished)
    numbers.append(publish(approved()).number)
    last = approved()
    clock.forward(days=400)
    numbers.append(publish(last).number)
    assert numbers == ["2026-000001", "2026-000002", "2026-000003", "2027-000001"]


def test_an_inspection_is_published_once(session, approved, publish):
    inspection = approved()
    publish(inspection)
    with pytest.raises(Problem, match="wrong_state"):
        publish(inspection)
    assert fresh(session).scalar(select(func.count()).select_from(Outcome)) == 1


@pytest.mark.parametrize("state", ["open", "finished", "in_review", "withdrawn", "published"])
def test_only_what_was_approved_is_published(session, make, publish, state):
    inspection = visit(make, state=state)
    make.commit()
    with pytest.raises(Problem, match="wrong_state"):
        publish(inspection)
    assert fresh(session).get(Inspection, inspection.id).state == state


@pytest.mark.parametrize("items", [None, [], [{"item": "market_scales", "category": "unheard_of"}]])
def test_nothing_is_published_without_a_result_for_each_item(session, approved, publish, items):
    inspection = approved()
    if items is None:
        session.execute(delete(Review))
    else:
        session.execute(update(Review).where(Review.decision == "approve").values(items=items))
    session.commit()
    with pytest.raises(Problem) as refused:
        publish(inspection)
    assert refused.value.code == "category_required"
    assert [part.at for part in refused.value.parts] == ["category-market_scales"]
    assert fresh(session).get(Inspection, inspection.id).state == "approved"
    assert fresh(session).scalar(select(func.count()).select_from(Outcome)) == 0


def test_entries_that_came_after_the_approval_stop_the_publication(client, make, desk, publish):
    inspection = visit(make)
    tablet = carry(client, make, inspection)
    complete(tablet, inspection.id, PASSING)
    desk(reviews.approve, inspection_id=inspection.id, revision=1, categories=CATEGORIES, second=False)
    tablet.send(tablet.set(inspection.id, ["stage"], "verification"))
    with pytest.raises(Problem, match="inspection_entries"):
        publish(inspection)


def test_a_substitute_names_the_object_it_replaces(session, make, approved, publish):
    replaced = visit(make)
    inspection = approved()
    row = fresh(session).get(Assignment, inspection.assignment_id)
    row.draw.opened_at = row.draw.committed_at
    row.substitute_for = replaced.assignment_id
    session.commit()
    content = json.loads(publish(inspection).content)
    assert content["draw"]["substitute_for"] == replaced.assignment.object.number


def test_a_visit_that_was_not_possible_is_published_with_its_category(client, make, desk, publish):
    inspection = visit(make)
    tablet = carry(client, make, inspection)
    tablet.entry(inspection.id, "not_possible", {"reason": "not_found", "note": "问过门卫张三"})
    tablet.entry(inspection.id, "finish", {"operations": 1})
    tablet.send(*tablet.made)
    tablet.finish(inspection.id, 2)
    categories = {"market_scales": "unreachable"}
    desk(reviews.approve, inspection_id=inspection.id, revision=1, categories=categories, second=False)
    content = json.loads(publish(inspection).content)
    assert (content["not_possible"], content["verdict"], content["result"]) == (
        "not_found",
        "not_judged",
        None,
    )
    assert "张三" not in canonical.dumps(content)


def test_a_correction_stands_beside_what_it_corrects(session, approved, publish, correct, clock):
    first = publish(approved())
    content, digest = first.content, first.content_sha256
    clock.forward(days=10)
    second = correct(first, categories={"market_scales": "open_matter"}, reason=" 尚待处理 ")
    assert (second.number, second.version, second.current) == (first.number, 2, True)
    assert json.loads(second.content)["reason"] == second.reason == "尚待处理"
    old, new = json.loads(content), json.loads(second.content)
    changed = {key for key in new if new[key] != old[key]}
    assert changed == {"version", "reason", "published_at", "items", "photos"}
    versions = outcomes_office.versions(fresh(session), first.number)
    assert [(row.version, row.current) for row in versions] == [(2, True), (1, False)]
    assert (versions[1].content, versions[1].content_sha256) == (content, digest)


def test_a_correction_can_take_a_photo_back_or_show_another(approved, publish, correct):
    first = publish(approved())
    second = correct(first, photos=[])
    assert json.loads(second.content)["photos"] == []
    both = [hashlib.sha256(jpeg(n)).hexdigest() for n in (1, 2)]
    third = correct(second, photos=both)
    assert len(json.loads(third.content)["photos"]) == 2
    assert third.version == 3


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": " "}, "reason_required"),
        ({"reason": "长" * 501}, "too_long"),
        ({"categories": {}}, "category_required"),
        ({"version": 7}, "changed_meanwhile"),
        ({"photos": [hashlib.sha256(jpeg(1)).hexdigest()]}, "outcome_unchanged"),
    ],
)
def test_a_correction_that_is_none_is_refused_and_changes_nothing(
    session, approved, publish, correct, given, code
):
    first = publish(approved())
    with pytest.raises(Problem) as refused:
        correct(first, **given)
    assert refused.value.code == code
    assert [row.version for row in outcomes_office.versions(fresh(session), first.number)] == [1]


def test_an_unknown_number_is_not_corrected(desk, files):
    with pytest.raises(Problem, match="not_found"):
        desk(
            outcomes.correct,
            number="2026-999999",
            version=1,
            reason="x",
            categories={},
            photos=[],
            files=files,
            second=False,
        )


def test_nothing_of_a_published_outcome_can_be_changed(session, approved, publish):
    outcome = publish(approved())
    for column in {column.key for column in Outcome.__table__.columns} - {"current"}:
        row = outcomes_office.in_force(fresh(session), outcome.number)
        setattr(row, column, None)
        with pytest.raises(Frozen):
            session.flush()
        session.rollback()
    session.delete(outcomes_office.in_force(fresh(session), outcome.number))
    with pytest.raises(Frozen):
        session.flush()
    session.rollback()


def test_no_service_of_an_inspection_reaches_a_published_outcome(
    session, client, make, approved, desk, publish, zone
):
    inspection = approved()
    outcome = publish(inspection)
    content = outcome.content
    key = {"inspection_id": inspection.id}
    calls = [
        (reviews.approve, {**key, "revision": 1, "categories": CATEGORIES, "second": False}),
        (reviews.send_back, {**key, "revision": 1, "reason": "x"}),
        (reviews.choose, {**key, "path": ["stage"], "operation_id": "x"}),
        (reviews.decide_photo, {**key, "sha256": hashlib.sha256(jpeg(2)).hexdigest(), "public": True}),
        (inspections.complete_without, {**key, "reason": "x", "zone": zone}),
    ]
    for service, given in calls:
        with pytest.raises(Problem, match="wrong_state"):
            desk(service, **given)
    colleague = carry(client, make, inspection, position=1)
    late = colleague.set(inspection.id, ["stage"], "verification")
    assert colleague.states(late) == ["failed"]
    with pytest.raises(Problem, match="operation_closed"):
        desk(entries.apply, operation_ids=[late["id"]], reason="x", zone=zone)
    assert [row.content for row in outcomes_office.versions(fresh(session), outcome.number)] == [content]


def test_the_ticket_is_published_only_once_its_draw_is_opened(approved, publish, session, clock) -> None:
    hidden = approved()
    before = json.loads(publish(hidden).content)["draw"]
    assert (before["order"], before["stratum"], before["ticket"]) == (None, None, None)
    assert before["commitment"]
    shown = approved()
    fresh(session)
    assignment = session.get_one(Inspection, shown.id).assignment
    assignment.draw.opened_at = clock.now
    session.commit()
    after = json.loads(publish(shown).content)["draw"]
    assert (after["order"], after["ticket"]) == (assignment.order, assignment.ticket)
