"""Complaints 投诉举报 of the city; one was entered by mistake."""

from __future__ import annotations

from sqlalchemy import select

from server.demo.office import Office
from server.services import complaints
from server.store.objects import Object, ObjectProgramme

_SOURCE = "12315 平台"
#: Programme, what it says, whether it was entered by mistake.
COMPLAINTS = (
    ("market_scales", "称重后到公平秤复称，少了一两多", False),
    ("eyewear", "配好的眼镜戴着头晕，怀疑度数不准", False),
    ("net_content", "袋装大米自称重量不足", False),
    ("eyewear", "与前一件重复登记", True),
    ("market_scales", "摊位上的秤没有检定标志", False),
)


def enter(office: Office, n: int) -> None:
    """Enter one of the complaints, about some object of its programme."""
    programme, note, mistaken = COMPLAINTS[n]
    with office.work() as unit:
        query = (
            select(Object.number)
            .join(ObjectProgramme, ObjectProgramme.object_id == Object.id)
            .where(ObjectProgramme.programme == programme)
        )
        number = office.chance.choice(unit[0].scalars(query.order_by(Object.number)).all())
        day = office.clock().astimezone(office.clock.zone).date()
        given = {"number": number, "programme": programme, "day": day, "source": _SOURCE, "note": note}
        row = complaints.enter(*unit, **given, zone=office.clock.zone)
    if mistaken:
        office.clock.forward(minutes=5)
        with office.work() as unit:
            complaints.withdraw(*unit, complaint_id=row.id)
