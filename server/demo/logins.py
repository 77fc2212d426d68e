"""The accounts of the demonstration. Their passwords are no secret: they are printed and stand in the README."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from server.config import Settings
from server.domain.permissions import ADMINISTRATOR, INSPECTOR, SUPERVISOR


@dataclass(frozen=True)
class Login:
    """An account; ``certificate`` joins an inspector's to the register."""

    username: str
    password: str
    role: str
    name: str
    certificate: str = ""


ADMIN = Login("admin", "haiyue-admin-2026", ADMINISTRATOR, "系统管理员")
HEAD = Login("supervisor", "haiyue-head-2026", SUPERVISOR, "监管负责人")
DEPUTY = Login("deputy", "haiyue-second-2026", SUPERVISOR, "第二复核人")
TABLET = Login("inspector", "haiyue-tablet-2026", INSPECTOR, "", "ZF37990004")
PRINTED = (ADMIN, HEAD, DEPUTY, TABLET)


def marker(settings: Settings) -> Path:
    """The file that says that an installation is the demonstration."""
    return settings.data / "demo.json"


def mark(settings: Settings, built_on: str) -> None:
    """Say that this installation is the demonstration, built on a day."""
    marker(settings).write_text(json.dumps({"built_on": built_on}) + "\n", "utf-8")


def is_demo(settings: Settings) -> bool:
    """Whether this installation is the demonstration."""
    return marker(settings).exists()
