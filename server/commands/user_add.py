"""``fair-scale user-add``: make an account, the first administrator among them."""

from __future__ import annotations

import argparse
import getpass
import sys

from sqlalchemy import select

from server.commands import work
from server.commands.words import say
from server.config import from_environment
from server.domain.permissions import ROLES
from server.domain.problems import Problem
from server.services import users
from server.store.inspectors import Inspector


def arguments(parser: argparse.ArgumentParser, speech: str) -> None:
    """Name, role and, for an inspector, the certificate."""
    parser.add_argument("username", help=say("user-add.username", speech))
    parser.add_argument("role", choices=ROLES, help=say("user-add.role", speech))
    parser.add_argument("--name", default="", help=say("user-add.name", speech))
    parser.add_argument("--certificate", default="", help=say("user-add.certificate", speech))


def run(chosen: argparse.Namespace) -> int:
    """Ask for the password (or read one line of standard input) and make the account."""
    password = _password()
    settings = from_environment()
    with work.unit_of_work(settings) as unit:
        inspector = unit[0].scalar(select(Inspector).where(Inspector.certificate == chosen.certificate))
        if chosen.certificate and inspector is None:
            raise Problem("not_found", at="certificate", what=chosen.certificate)
        users.add(
            *unit,
            username=chosen.username,
            name=chosen.name or chosen.username,
            role=chosen.role,
            password=password,
            authority=settings.authority,
            inspector_id=inspector.id if inspector else None,
        )
    sys.stdout.write(say("user-add.done", username=chosen.username) + "\n")
    return 0


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass(say("user-add.password") + " ")
    if getpass.getpass(say("user-add.again") + " ") != password:
        raise Problem("password_differs", at="password")
    return password
