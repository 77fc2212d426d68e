"""Packaged products 定量包装商品 that an object makes or sells."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.store.base import Base, Id, Instant
from server.store.objects import Object


class Product(Base):
    """A product by its number (bar code or the register's own). ``nominal`` is a decimal string in ``unit``."""

    __tablename__ = "products"
    __table_args__ = (UniqueConstraint("object_id", "number"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    object_id: Mapped[str] = mapped_column(ForeignKey("objects.id"), index=True)
    number: Mapped[str] = mapped_column(String(100), index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    nominal: Mapped[str] = mapped_column(String(30))
    unit: Mapped[str] = mapped_column(String(10))
    producer: Mapped[str] = mapped_column(String(200), default="")
    status: Mapped[str] = mapped_column(String(10), default="active")
    version: Mapped[int] = mapped_column(Integer, default=1)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    object: Mapped[Object] = relationship()
