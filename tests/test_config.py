"""Settings come from the environment, and a wrong one is named."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from server.app import create_app
from server.config import Settings, from_environment


def test_without_an_environment_everything_has_its_default() -> None:
    assert from_environment({}) == Settings()


def test_each_kind_of_setting_is_read() -> None:
    found = from_environment(
        {
            "FAIR_SCALE_DATA": "/srv/fair-scale",
            "FAIR_SCALE_AUTHORITY": "某市市场监督管理局",
            "FAIR_SCALE_SECURE_COOKIES": "yes",
            "FAIR_SCALE_PROXIES": "1",
        }
    )
    assert found.data == Path("/srv/fair-scale")
    assert found.database_url == "sqlite:////srv/fair-scale/fair-scale.sqlite"
    assert (found.authority, found.secure_cookies, found.proxies) == ("某市市场监督管理局", True, 1)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SECURE_COOKIES", "perhaps"),
        ("PROXIES", "-1"),
        ("PROXIES", "one"),
        ("PHOTO_LIMIT_MB", ""),
        ("NUMBER_WORD", "岳/市"),
        ("NUMBER_WORD", "岳2026"),
        ("NUMBER_WORD", "岳" * 13),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=f"FAIR_SCALE_{name}"):
        from_environment({f"FAIR_SCALE_{name}": text})


def test_every_setting_stands_in_the_document_of_operations() -> None:
    document = (Path(__file__).parent.parent / "docs" / "operations.md").read_text("utf-8")
    missing = [
        field.name for field in fields(Settings) if f"`FAIR_SCALE_{field.name.upper()}`" not in document
    ]
    assert missing == []


@pytest.mark.parametrize(("proxies", "secure"), [(0, False), (1, True)])
def test_what_a_proxy_says_counts_only_when_one_is_there(
    settings: Settings, proxies: int, secure: bool
) -> None:
    app = create_app(replace(settings, proxies=proxies))
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
    answer = app.test_client().get("/healthz", headers=forwarded)
    assert ("Strict-Transport-Security" in answer.headers) is secure
    with app.app_context():
        from server.web.database import db

        db.session.remove()
        db.engine.dispose()
