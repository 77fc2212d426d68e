"""Entries typed by hand: added, changed, closed, with every version kept."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.problems import Problem
from server.services import registers
from server.services.actors import Actor
from server.services.audit import first_break
from server.store import registers_queries
from server.store.audit import AuditEntry
from server.store.inspectors import Absence, Inspector, Recusal
from server.store.objects import Object

TODAY = date(2026, 3, 2)
CODE = "91350100M000100Y43"
MARKET = {
    "uscc": CODE,
    "name": "东城市场",
    "kind": "market",
    "division": "379901",
    "programmes": "market_scales",
}


@pytest.fixture
def office(session: Session, supervisor: Actor, now, make):
    make.division("379901")

    def call(service, **given):
        return service(session, supervisor, now, today=TODAY, **given)

    return call


def refused(act, **given) -> dict[str | None, str]:
    with pytest.raises(Problem) as caught:
        act(**given)
    return {part.at: part.code for part in caught.value.parts} or {caught.value.at: caught.value.code}


def test_an_added_object_is_in_the_register_with_its_first_version(office, session: Session) -> None:
    entry = office(registers.add, noun="object", cells=MARKET)
    held = session.scalar(select(Object))
    assert (held.number, held.uscc, held.name, held.status, held.version) == (
        CODE,
        CODE,
        "东城市场",
        "active",
        1,
    )
    assert [one.programme for one in held.programmes] == ["market_scales"]
    assert held.risk_date is None
    (version,) = registers_queries.history(session, "object", entry.id)
    assert version.columns == entry.columns == registers_queries.by_id(session, "object", entry.id).columns
    assert (version.version, version.actor, version.source) == (1, "supervisor", "")


def test_wrong_fields_are_all_named_and_nothing_is_kept(office, session: Session) -> None:
    wrong = MARKET | {"name": "", "division": "379999", "uscc": CODE[:-1] + "4"}
    assert refused(office, service=registers.add, noun="object", cells=wrong) == {
        "name": "required",
        "division": "division_unknown",
        "uscc": "uscc_check",
    }
    assert session.scalar(select(Object)) is None
    assert session.scalar(select(AuditEntry)) is None


def test_a_taken_number_is_refused(office) -> None:
    office(registers.add, noun="object", cells=MARKET)
    assert refused(office, service=registers.add, noun="object", cells=MARKET) == {"number": "entry_taken"}


def test_a_change_is_a_new_version_and_the_old_one_stays(office, session: Session) -> None:
    entry = office(registers.add, noun="object", cells=MARKET)
    risk = {"risk_class": "B", "risk_source": "省局", "risk_date": "2026-01-05"}
    office(registers.change, noun="object", entry_id=entry.id, version=1, cells=risk | {"status": "closed"})
    newest, oldest = registers_queries.history(session, "object", entry.id)
    assert (newest.version, newest.columns["risk_class"], newest.columns["status"]) == (2, "B", "closed")
    assert oldest.columns == entry.columns
    held = session.scalar(select(Object))
    assert (held.version, held.risk_class, held.risk_date, held.status) == (
        2,
        "B",
        date(2026, 1, 5),
        "closed",
    )


def test_two_people_do_not_overwrite_each_other(office) -> None:
    entry = office(registers.add, noun="object", cells=MARKET)
    office(registers.change, noun="object", entry_id=entry.id, version=1, cells={"name": "甲"})
    with pytest.raises(Problem, match="changed_meanwhile"):
        office(registers.change, noun="object", entry_id=entry.id, version=1, cells={"name": "乙"})


def test_a_key_is_never_changed_and_no_change_is_no_version(office) -> None:
    entry = office(registers.add, noun="object", cells=MARKET)
    same = {"service": registers.change, "noun": "object", "entry_id": entry.id, "version": 1}
    assert refused(office, **same, cells={"number": "T-1"}) == {"number": "key_fixed"}
    assert refused(office, **same, cells={"name": "东城市场"}) == {None: "nothing_changed"}
    assert refused(office, **same | {"entry_id": "none"}, cells={}) == {None: "not_found"}


def test_what_points_to_another_register_has_to_find_it(office) -> None:
    scale = {"object": "T-1", "number": "S-1", "kind": "scale"}
    assert refused(office, service=registers.add, noun="instrument", cells=scale) == {
        "object": "object_unknown"
    }
    both = {"object": "T-1", "certificate": "ZF1", "reason": "近亲属"}
    assert refused(office, service=registers.add, noun="recusal", cells=both) == {
        "object": "object_unknown",
        "certificate": "inspector_unknown",
    }


def test_instruments_and_products_hang_on_their_object(office, session: Session) -> None:
    office(registers.add, noun="object", cells=MARKET)
    scale = {"object": CODE, "number": "S-1", "kind": "秤", "max": "15000", "e": "5", "unit": "g"}
    scale |= {"valid_until": "2026-8-1", "accuracy_class": "Ⅲ"}
    entry = office(registers.add, noun="instrument", cells=scale)
    assert entry.columns["valid_until"] == "2026-08-01"
    sugar = {"object": CODE, "number": "P-1", "name": "糖", "kind": "质量", "nominal": "500", "unit": "g"}
    office(registers.add, noun="product", cells=sugar)
    assert (
        registers_queries.by_key(session, "product", [(CODE, "P-1")])[CODE, "P-1"].columns["nominal"] == "500"
    )


def test_a_withdrawn_absence_or_recusal_stays_but_counts_no_more(office, session: Session) -> None:
    office(registers.add, noun="object", cells=MARKET)
    office(registers.add, noun="inspector", cells={"certificate": "ZF1", "name": "甲", "role": "组长"})
    away = {"certificate": "ZF1", "first": "2026-03-05", "last": "2026-03-09", "reason": "年休假"}
    absence = office(registers.add, noun="absence", cells=away)
    recusal = office(
        registers.add, noun="recusal", cells={"certificate": "ZF1", "object": CODE, "reason": "亲属"}
    )
    inspector = session.scalar(select(Inspector))
    assert (len(inspector.absences), len(inspector.recusals)) == (1, 1)
    for noun, entry in (("absence", absence), ("recusal", recusal)):
        office(registers.change, noun=noun, entry_id=entry.id, version=1, cells={"status": "closed"})
    session.expire_all()
    assert (len(inspector.absences), len(inspector.recusals)) == (0, 0)
    assert session.scalar(select(Absence.status)) == session.scalar(select(Recusal.status)) == "closed"


def test_every_act_is_one_entry_of_an_unbroken_log(office, session: Session) -> None:
    entry = office(registers.add, noun="object", cells=MARKET)
    office(registers.change, noun="object", entry_id=entry.id, version=1, cells={"name": "甲"})
    assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)).all() == [
        "register.add",
        "register.change",
    ]
    assert first_break(session) is None


def test_an_inspector_may_not_edit_a_register(session: Session, now) -> None:
    with pytest.raises(Problem, match="forbidden"):
        registers.add(session, Actor("", "i", "inspector"), now, noun="object", cells=MARKET, today=TODAY)
