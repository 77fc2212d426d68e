"""A small register and a plan to draw from, made with the services."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from server.services import draws, plans
from server.services.actors import Actor
from server.store.draws import Draw
from server.store.plans import Plan
from tests.factories import Make

SUPERVISOR = Actor("01900000-0000-7000-8000-00000000000a", "supervisor", "supervisor")
FIFTH = [{"division": "*", "risk_class": "*", "ratio": "0.2"}]
COLUMNS: dict[str, Any] = {
    "title": "2026年集贸市场衡器抽查",
    "authority": "海岳市市场监督管理局",
    "programmes": ["market_scales"],
    "first": date(2026, 3, 1),
    "last": date(2026, 6, 30),
    "sample": FIFTH,
    "team_size": 2,
    "basis": "《计量法》第十八条",
}


class Campaign:
    """Acts as one supervisor; each step of a draw comes a minute after the one before."""

    def __init__(self, session: Session, make: Make, now: datetime) -> None:
        self.session, self.make, self.now = session, make, now

    def register(self, objects: int = 20, leads: int = 2, members: int = 3) -> list:
        """Make objects in two strata, and inspectors."""
        self.make.division("379901")
        made = [self.make.object(risk_class="C" if n % 4 else "D") for n in range(objects)]
        for n in range(leads + members):
            self.make.inspector(role="lead" if n < leads else "member")
        return made

    def plan(self, **columns: Any) -> Plan:
        """Draft and publish a plan."""
        plan = plans.add(self.session, SUPERVISOR, self.now, **{**COLUMNS, **columns})
        return plans.publish(self.session, SUPERVISOR, self.now, plan_id=plan.id, version=plan.version)

    def committed(self, plan: Plan | None = None, **named: Any) -> Draw:
        """Commit a draw of a plan."""
        plan = plan or self.plan()
        named = named or {"entropy_source": "二十枚十面骰，当场掷出"}
        return draws.commit(self.session, SUPERVISOR, self.later(), plan_id=plan.id, **named)

    def sealed(self, value: str = "3 1 4 1 5 9 2 6 5 3", **given: Any) -> Draw:
        """Commit a draw and record its public value."""
        draw = self.committed(**given)
        said = {"value": value, "repeated": value, "accepted": True}
        return draws.entropy(self.session, SUPERVISOR, self.later(), draw_id=draw.id, **said)

    def drawn(self, **given: Any) -> Draw:
        """Go on to the drawn lists."""
        return self.step(draws.draw, self.sealed(**given))

    def opened(self, **given: Any) -> Draw:
        """Go on to the open bundle."""
        return self.step(draws.open, self.drawn(**given))

    def step(self, service: Any, draw: Draw, **given: Any) -> Draw:
        """Do one step of a draw a minute later."""
        return service(self.session, SUPERVISOR, self.later(), draw_id=draw.id, **given)

    def later(self) -> datetime:
        """Let a minute pass."""
        self.now += timedelta(minutes=1)
        return self.now
