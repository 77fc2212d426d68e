"""Rectifications 责令改正 of the city: one in each state that there is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from server.demo import businesses, pictures
from server.demo.businesses import BUSINESS
from server.demo.findings import bases, matters, untouched
from server.demo.office import Office
from server.services import rectifications
from server.services.evidence import Upload

#: Enters an event: days before today, hour, minute.
Enter = Callable[[int, int, int, Callable[[], None]], None]


@dataclass(frozen=True)
class Order:
    """``ordered`` so many days before today, until ``last`` days before today; then the steps, with their days."""

    ordered: int
    last: int
    steps: tuple[tuple[str, int], ...] = ()


ORDERS = (
    Order(70, 50, (("prove", 60), ("accept", 57))),
    Order(34, 6),
    Order(30, 5, (("extend", 8),)),
    Order(27, -8, (("prove", 3),)),
    Order(24, -12, (("prove", 13), ("refuse", 10))),
    Order(7, -15),
)
_HOURS = {"prove": 10, "accept": 14, "refuse": 14, "extend": 15}
_PROOF = "有关问题已逐项整改，人员已培训，附整改后照片。"
_LATER = "整改所需时间较长，经申请同意延期"
_REFUSED = "照片看不出整改后的情况，请补拍后重新提交"


class Rectifications:
    """Orders, and what became of each."""

    def __init__(self, office: Office, today: date, enter: Enter) -> None:
        self.office, self.today, self._enter = office, today, enter

    def enter(self) -> None:
        """Enter every order."""
        for n, one in enumerate(ORDERS):
            self._enter(one.ordered, 9, 10 * n, partial(self._order, one, n))

    def _order(self, one: Order, n: int) -> None:
        with self.office.work() as unit:
            session = unit[0]
            found = (
                (row, items)
                for row in untouched(session, "ordered_to_correct")
                if (items := [each for each in matters(session, row) if each.basis])
            )
            inspection, chosen = next(found, (None, []))
            if inspection is None:
                return
            made = rectifications.order(
                *unit,
                inspection_id=inspection.id,
                items=[{"text": each.text, "basis": bases(each)} for each in chosen],
                last_day=self.today - timedelta(days=one.last),
                zone=self.office.clock.zone,
                word=self.office.settings.number_word,
            )
        businesses.invite(self.office, inspection.id)
        for action, days in one.steps:
            step = partial(getattr(self, f"_{action}"), made.id, inspection.id)
            self._enter(days, _HOURS[action], 10 * n, step)

    def _prove(self, rectification: str, inspection: str) -> None:
        picture = pictures.display(self.office.chance, "0.000", "整改后")
        with self.office.work(BUSINESS) as unit:
            rectifications.prove(
                *unit,
                rectification_id=rectification,
                inspection_id=inspection,
                text=_PROOF,
                uploads=[Upload("整改后.jpg", picture.data)],
                files=self.office.files,
            )

    def _accept(self, rectification: str, _inspection: str) -> None:
        with self.office.work() as unit:
            rectifications.accept(*unit, rectification_id=rectification)

    def _refuse(self, rectification: str, _inspection: str) -> None:
        with self.office.work() as unit:
            rectifications.refuse(*unit, rectification_id=rectification, reason=_REFUSED)

    def _extend(self, rectification: str, _inspection: str) -> None:
        last = self.today + timedelta(days=12)
        with self.office.work() as unit:
            rectifications.extend(
                *unit,
                rectification_id=rectification,
                last_day=last,
                reason=_LATER,
                zone=self.office.clock.zone,
            )
