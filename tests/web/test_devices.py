"""The page of the tablets."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from server.domain.canonical import sha256
from server.services.audit import new_id
from server.store.users import Device
from tests.factories import Make
from tests.web.tablets import carry, join, visit


@pytest.fixture
def tablet(make: Make, session: Session, now: datetime):
    """Makes enrolled tablets."""

    def tablet(name: str, **columns: object) -> Device:
        device = Device(
            id=new_id(now),
            name=name,
            user_id=make.user(role="inspector").id,
            token_sha256=sha256(name.encode()),
            enrolled_at=now,
            **{"seen_at": now, "unsent": 0, **columns},
        )
        session.add(device)
        session.commit()
        return device

    return tablet


def test_tablets_are_listed_with_their_last_contact_and_what_they_hold(
    sign_in, tablet, now: datetime
) -> None:
    tablet("平板甲", seen_at=now - timedelta(days=2), unsent=37)
    page = sign_in("supervisor").get("/office/devices/").text
    assert "平板甲" in page
    assert "2026-02-28 09:00" in page, "two days before, at the authority's place"
    assert '<span class="due-near">37</span>' in page


def test_tablets_are_found_by_name_and_state(sign_in, tablet, now: datetime) -> None:
    tablet("tablet-one", unsent=3)
    tablet("tablet-two", revoked_at=now)
    office = sign_in("supervisor")
    for query, expected in (
        ("q=one", {"tablet-one"}),
        ("state=unsent", {"tablet-one"}),
        ("state=revoked", {"tablet-two"}),
        ("state=enrolled", {"tablet-one"}),
        ("", {"tablet-one", "tablet-two"}),
    ):
        page = office.get(f"/office/devices/?{query}").text
        assert {name for name in ("tablet-one", "tablet-two") if name in page} == expected, query
    assert "没有符合条件的平板" in office.get("/office/devices/?q=none").text


def test_the_list_says_whether_a_tablet_may_be_handed_back(client, make, session, sign_in, clock) -> None:
    """Nothing is on it that is not here, and it was heard of just now."""
    inspection, other = visit(make), visit(make)
    carried = carry(client, make, inspection)
    join(make, other, session.get(Device, carried.device).user.inspector_id)
    make.commit()
    office = sign_in("supervisor")

    def row() -> str:
        text = re.sub(r"<[^>]+>", " ", office.get("/office/devices/").text.split("<tbody>")[1])
        return re.sub(r"\s+", " ", text)

    def contact(unsent: int) -> None:
        body = {"since": {}, "unsent": unsent}
        assert client.post("/api/sync/others", json=body, headers=carried.headers).status_code == 200

    assert "待检查 2" in row() and "不可以 从未报告过未发送的条数" in row()
    contact(2)
    assert "不可以 上次联系时还有未发送的内容" in row()
    one, two = (carried.set(inspection.id, ["date"], f"2026-03-0{n}") for n in (1, 2))
    carried.send(two, unsent=1)
    assert "有条目在等待只在本机上的条目" in row() and "本机已开始、未核验 1" in row()
    carried.send(one, carried.entry(inspection.id, "finish", {"operations": 2}), unsent=0)
    assert "不可以 有已开始而未核验的检查" in row()
    assert carried.finish(inspection.id, 3).json["complete"]
    assert "待检查 1" in row() and " 可以 " in row() and "不可以" not in row()
    clock.forward(minutes=16)
    assert "不可以 超过 15 分钟没有联系" in row()
    contact(0)
    assert "不可以" not in row()


def test_a_revoked_tablet_is_refused_and_stays_in_the_list(sign_in, tablet, client, session: Session) -> None:
    device = tablet("lost-tablet")
    token = {"Authorization": "Bearer lost-tablet"}
    assert client.get("/api/sync/bundle", headers=token).status_code == 200
    office = sign_in("supervisor")
    assert office.post(f"/office/devices/{device.id}/revoke").status_code == 302
    refused = client.get("/api/sync/bundle", headers=token)
    assert (refused.status_code, refused.json["code"]) == (401, "device_revoked")
    assert "lost-tablet" in office.get("/office/devices/?state=revoked").text


def test_an_unknown_tablet_is_not_found(sign_in) -> None:
    assert sign_in("supervisor").post("/office/devices/none/revoke").status_code == 404


def test_inspectors_do_not_see_the_tablets_of_others(sign_in) -> None:
    assert sign_in("inspector").get("/office/devices/").status_code == 403
