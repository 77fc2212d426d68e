"""Hand-overs 移送 of the city: a case that ended with a penalty, and a finding that another authority took up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from server.demo.findings import bases, matters, untouched
from server.demo.office import Office
from server.domain import folding
from server.domain.handovers import Matter
from server.services import handovers, penalties
from server.store.handovers import Handover
from server.store.inspections import Inspection

#: Makes the on-site record of an inspection as PDF.
Paper = Callable[[str], bytes]
#: Who uses such an instrument stops using it, with a fine of up to 1000 yuan (计量法实施细则 art. 43).
FINED = ("unverified", "unqualified_used", "failed_instrument_used")
_RECIPIENT = "海岳市综合行政执法局"


class Handovers:
    """What is handed over, and what became of it."""

    def __init__(self, office: Office, today: date, paper: Paper) -> None:
        self.office, self.today, self.paper = office, today, paper
        self._case: Handover | None = None
        self._fined: Matter | None = None
        self._other: Handover | None = None

    def case(self) -> None:
        """Hand a finding that can be fined over to a case of the own authority."""
        with self.office.work() as (session, *_):
            chosen = next(((row, n, found[n]) for row, n, found in _fined(session)), None)
        if chosen is not None:
            inspection, place, self._fined = chosen
            reason = "发现的问题需立案查处"
            self._case = self._hand_over(inspection, "case", [place], reason=reason)

    def take_up_case(self) -> None:
        """Record that the case was opened."""
        self._record(self._case, handovers.take_up, "已立案")

    def penalty(self) -> None:
        """Enter the decision of the case, and publish it."""
        if self._case is None or self._fined is None:
            return
        day = self.office.clock().astimezone(self.office.clock.zone).date()
        with self.office.work() as unit:
            made = penalties.enter(
                *unit,
                handover_id=self._case.id,
                decision=f"岳市监处罚〔{day.year}〕12 号",
                decided_on=day,
                facts=self._fined.text,
                measures="责令停止使用，罚款 500 元",
                basis=bases(self._fined),
                weight="ordinary",
                zone=self.office.clock.zone,
            )
        self.office.clock.forward(minutes=20)
        with self.office.work() as unit:
            penalties.publish(*unit, penalty_id=made.id, zone=self.office.clock.zone)

    def conclude_case(self) -> None:
        """Record how the case ended."""
        self._record(self._case, handovers.conclude, "已作出行政处罚决定，当事人已履行，结案")

    def other(self) -> None:
        """Hand a finding over to another authority, with a day for its answer."""
        with self.office.work() as (session, *_):
            rows = ((row, len(matters(session, row))) for row in untouched(session, "open_matter"))
            inspection, count = next(((row, count) for row, count in rows if count), (None, 0))
        if inspection is not None:
            self._other = self._hand_over(
                inspection,
                "authority",
                range(count),
                reason="按职责分工移送处理",
                recipient=_RECIPIENT,
                last_day=self.today + timedelta(days=18),
            )

    def take_up_other(self) -> None:
        """Record that the other authority took it up."""
        self._record(self._other, handovers.take_up, "已受理，正在调查")

    def _hand_over(self, inspection: Inspection, kind: str, places: Any, **given: Any) -> Handover:
        paper = self.paper(inspection.id)
        with self.office.work() as unit:
            return handovers.hand_over(
                *unit,
                inspection_id=inspection.id,
                kind=kind,
                matters=places,
                seen=folding.fingerprint(inspection.folded),
                paper=lambda _: paper,
                files=self.office.files,
                zone=self.office.clock.zone,
                word=self.office.settings.number_word,
                **{"recipient": "", **given},
            )

    def _record(self, row: Handover | None, service: Callable[..., Any], text: str) -> None:
        if row is not None:
            with self.office.work() as unit:
                service(*unit, handover_id=row.id, text=text)


def _fined(session: Any) -> Any:
    """Yield inspections with a matter that can be fined, its place, and all their matters."""
    for row in untouched(session, "open_matter"):
        for n, one in enumerate(row.folded["violations"]):
            if one["code"] in FINED:
                yield row, n, matters(session, row)
