"""Reviews 复核: each decision of a supervisor about an inspection, kept beside the earlier ones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.base import Base, Id, Instant, Json


class Review(Base):
    """``decision``: approve, propose (the first approval of two), decline (of the second), return, or one of the
    interventions (:data:`reviews_queries.INTERVENTIONS`), such as choose (between two values for one field).

    ``items`` is ``[{"item": text, "category": code}]`` for approve and propose; ``choices`` maps a path to the
    operation chosen.
    """

    __tablename__ = "reviews"
    __table_args__ = (Index(None, "reviewer", "inspection_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspections.id"), index=True)
    revision: Mapped[int] = mapped_column(Integer)
    decision: Mapped[str] = mapped_column(String(10))
    reviewer: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(Text, default="")
    items: Mapped[Any] = mapped_column(Json, nullable=True)
    choices: Mapped[Any] = mapped_column(Json, nullable=True)
    at: Mapped[datetime] = mapped_column(Instant)
