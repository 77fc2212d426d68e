"""Every route says who may use it."""

import pytest
from flask import Flask

from server.domain import permissions
from server.web import access


def test_every_route_declares_a_permission_of_the_table(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            assert access.permission_of(app, rule.endpoint, method) in permissions.PERMISSIONS, rule


def test_an_application_with_an_undeclared_route_does_not_start() -> None:
    app = Flask("tests")
    app.add_url_rule("/open", "open", lambda: "")
    with pytest.raises(access.UndeclaredAccess, match="/open GET"):
        access.init_app(app)


def test_an_inspector_may_not_open_the_office(sign_in) -> None:
    client = sign_in("inspector")
    assert client.get("/office/").status_code == 302
