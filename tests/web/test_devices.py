"""The page of the tablets."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from server.domain.canonical import sha256
from server.services.audit import new_id
from server.store.users import Device
from tests.factories import Make


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
