"""The programming interface: lists, documents, evaluation, and problems in one shape."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from server.commands.openapi import description
from server.domain import canonical
from server.domain.programmes import names
from server.services import draws, teams
from server.services.audit import Change, append
from server.store import teams_queries
from server.store.outcomes_queries import COLUMNS
from server.store.plans import Plan
from server.web.api.evaluation import LARGEST
from tests.campaign import Campaign
from tests.domain.programmes.cases import cases_of, differences
from tests.published import draw

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"
CASES = [pytest.param(name, case, id=case["id"]) for name in names() for case in cases_of(name)]


def test_the_list_gives_the_outcomes_in_force_with_an_exact_total(client, make) -> None:
    first = make.outcome()
    make.outcome(first.object, corrects=first)
    other = make.outcome(published_at=datetime(2027, 1, 1, tzinfo=UTC))
    make.commit()
    answer = client.get("/api/outcomes?per_page=1")
    assert answer.mimetype == "application/json"
    assert {key: answer.json[key] for key in ("total", "page", "per_page")} == {
        "total": 2,
        "page": 1,
        "per_page": 1,
    }
    (row,) = answer.json["items"]
    assert tuple(row) == COLUMNS
    assert (row["number"], row["published_at"]) == (other.number, "2027-01-01T00:00:00Z")
    assert client.get("/api/outcomes?page=2&per_page=1").json["items"][0]["version"] == 2
    assert client.get("/api/outcomes?page=3&per_page=1").json["items"] == []


def test_the_total_follows_every_publication(client, make, session, supervisor, now) -> None:
    made = make.outcome()
    make.commit()
    assert client.get("/api/outcomes?verdict=fail").json["total"] == 1
    make.outcome(published_at=datetime(2020, 1, 1, tzinfo=UTC))
    append(session, supervisor, now, "outcome.publish", Change("outcome", made.id))
    make.commit()
    assert client.get("/api/outcomes?verdict=fail").json["total"] == 2


def test_filters_narrow_the_list(client, make) -> None:
    market = make.outcome(make.object(name="荷花市场", division="379901"), inspected_on=date(2026, 3, 1))
    make.outcome(programme="net_content", category="no_problem", inspected_on=date(2026, 3, 9))
    make.commit()
    for query in (
        "q=荷花",
        "programme=market_scales",
        "verdict=fail",
        "category=ordered_to_correct",
        "to=2026-03-05",
        "division=3799&from=2026-03-01&to=2026-03-01",
    ):
        numbers = [row["number"] for row in client.get(f"/api/outcomes?{query}").json["items"]]
        assert numbers == [market.number], query


@pytest.mark.parametrize(
    ("query", "at", "code"),
    [
        ("page=0", "page", "number_out_of_range"),
        ("per_page=101", "per_page", "number_out_of_range"),
        ("per_page=many", "per_page", "number_out_of_range"),
        ("programme=nonsense", "programme", "invalid_choice"),
        ("verdict=nonsense", "verdict", "invalid_choice"),
        ("category=nonsense", "category", "invalid_choice"),
        ("division=37990", "division", "invalid_division"),
        ("division=379901%0A", "division", "invalid_division"),
        ("from=yesterday", "from", "invalid_date"),
        ("to=0001-01-01", "to", "invalid_date"),
        (f"q={'x' * 101}", "q", "too_long"),
    ],
)
def test_a_wrong_argument_is_named_in_the_readers_language(client, query: str, at: str, code: str) -> None:
    for language in ("zh", "en"):
        answer = client.get(f"/api/outcomes?{query}&lang={language}")
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
        assert [(part["at"], part["code"]) for part in answer.json["errors"]] == [(at, code)]
        assert (
            answer.json["errors"][0]["title"].isascii() == (language == "en")
            or "“" in answer.json["errors"][0]["title"]
        )


def test_every_wrong_argument_is_named_at_once(client) -> None:
    answer = client.get("/api/outcomes?page=x&verdict=x&from=x")
    assert [part["at"] for part in answer.json["errors"]] == ["from", "page", "verdict"]


def test_a_null_character_is_refused(client) -> None:
    for address in ("/api/outcomes?q=%00", "/api/objects/%00", "/outcomes/?q=%00", "/api/outcomes/a%00"):
        assert client.get(address).status_code == 422, address


def test_an_outcome_comes_with_its_document_and_its_versions(client, make) -> None:
    first = make.outcome()
    second = make.outcome(first.object, corrects=first)
    make.commit()
    answer = client.get(f"/api/outcomes/{first.number}").json
    assert (answer["version"], answer["current"]) == (2, True)
    assert canonical.digest(answer["content"]) == answer["content_sha256"] == second.content_sha256
    assert [row["version"] for row in answer["versions"]] == [2, 1]
    document = client.get(answer["versions"][1]["document"])
    assert canonical.sha256(document.data) == answer["versions"][1]["content_sha256"]
    forged = client.get(f"/api/outcomes/{first.number}", headers={"Host": "elsewhere.example"}).json
    assert forged["versions"] == answer["versions"]
    earlier = client.get(f"/api/outcomes/{first.number}?version=1").json
    assert (earlier["current"], earlier["content_sha256"]) == (False, first.content_sha256)


@pytest.mark.parametrize(
    "path", ["outcomes/none", "outcomes/none?version=2", "objects/none", "objects/a/b", "nowhere"]
)
def test_what_is_not_there_is_a_problem(client, path: str) -> None:
    answer = client.get(f"/api/{path}")
    assert (answer.status_code, answer.mimetype, answer.json["code"]) == (
        404,
        "application/problem+json",
        "not_found",
    )


def test_an_object_comes_with_instruments_outcomes_and_opened_draws(client, make) -> None:
    object = make.object(number="SELF/1", contact="李四 13900000000")
    make.instrument(object, number="S-1")
    outcome = make.outcome(object)
    secret = make.outcome(object, draw=draw(make, opened=False))
    make.commit()
    answer = client.get("/api/objects/SELF/1")
    assert "13900000000" not in answer.text
    assert answer.json["programmes"] == ["market_scales"]
    assert [row["number"] for row in answer.json["instruments"]] == ["S-1"]
    assert answer.json["instruments"][0]["valid_until"] == "2026-08-01"
    assert {row["number"] for row in answer.json["outcomes"]} == {outcome.number, secret.number}
    assert len(answer.json["draws"]) == 1


def test_every_commitment_ever_made_is_listed_and_no_secret(client, make) -> None:
    opened, hidden = draw(make), draw(make, opened=False)
    make.commit()
    answer = client.get("/api/draws")
    assert {row["commitment"] for row in answer.json["items"]} == {opened.commitment, hidden.commitment}
    assert opened.secret not in answer.text
    assert hidden.secret not in answer.text
    assert {row["opened_at"] for row in answer.json["items"]} == {"2026-03-02T01:00:00Z", None}


def test_a_draw_tells_its_sources_with_their_bits_and_after_the_opening_all_of_it(
    client, session, make, now
) -> None:
    campaign = Campaign(session, make, now)
    campaign.register(objects=20)
    draw = campaign.committed(sources=[{"kind": "dice", "count": 6}], entropy_source="晚报头版的日期")
    session.commit()
    told = client.get(f"/api/draws/{draw.number}").json
    assert told["sources"] == [
        {"kind": "dice", "count": 6, "bits": 20},
        {"kind": "text", "text": "晚报头版的日期", "bits": None},
    ]
    assert (told["entropy_bits"], told["needed_bits"], told["strata"]) == (None, 11, [])
    value = "3 1 4 1 5 9 | 20260305"
    campaign.step(draws.entropy, draw, value=value, repeated=value, accepted=True)
    for step in (draws.draw, draws.open):
        campaign.step(step, draw)
    absent = next(iter(teams_queries.of_draw(session, draw.id).values()))[1]
    campaign.step(teams.replace, draw, inspector_id=absent.id, reason="住院")
    session.commit()
    told = client.get(f"/api/draws/{draw.number}").json
    assert (told["sources"][1]["bits"], told["entropy_bits"]) == (27, 47)
    assert told["strata"][0] == {"stratum": "379901/C", "objects": 15, "sample": 3}
    (one,) = told["departures"]
    assert (one["event"], one["absent"], one["reason"]) == ("replaced", absent.certificate, "住院")
    assert client.get("/api/draws/D1999-0001").status_code == 404


def test_only_published_plans_are_listed(client, make) -> None:
    published = draw(make).plan
    columns = {column.key: getattr(published, column.key) for column in Plan.__table__.columns}
    make._add(Plan(**{**columns, "id": "x", "number": "P-DRAFT", "state": "draft", "published_at": None}))
    make.commit()
    assert [row["number"] for row in client.get("/api/plans").json["items"]] == [published.number]


def test_programmes_and_codes_have_their_words(client) -> None:
    answer = client.get("/api/programmes").json
    assert [row["code"] for row in answer["programmes"]] == list(names())
    assert {"code": "pass", "zh": "符合", "en": "Pass"} in answer["verdicts"]
    assert all(row["zh"] and row["en"] and row["trust"] for row in answer["categories"])


@pytest.mark.parametrize(("programme", "case"), CASES)
def test_the_worked_examples_hold_over_http(case_client, programme: str, case: dict[str, Any]) -> None:
    answer = case_client.post(f"/api/evaluate/{programme}", json=case["record"])
    assert answer.status_code == 200
    assert differences(case["expect"], answer.json) == []


@pytest.mark.parametrize(
    ("programme", "body", "status", "code", "at"),
    [
        ("net_content", b'{"packages": [{"net": 500.2}]}', 422, "record_fraction", "packages/0/net"),
        ("net_content", b'{"date": "5 March"}', 422, "record_refused", "date"),
        ("net_content", b"{", 400, "record_unreadable", None),
        ("net_content", b"", 400, "record_unreadable", None),
        ("net_content", b" " * (LARGEST + 1), 413, "too_large", None),
        ("no_such", b"{}", 404, "not_found", "programme"),
    ],
)
def test_a_record_that_cannot_be_judged_is_a_problem(client, programme, body, status, code, at) -> None:
    answer = client.post(f"/api/evaluate/{programme}", data=body, content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert (answer.json["code"], answer.json.get("at")) == (code, at)


def test_evaluation_needs_no_token_against_forgery(app, client) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post("/api/evaluate/net_content", data=b"{}").status_code == 422
    assert client.get("/api/evaluate/net_content").json["code"] == "method_not_allowed"


def test_the_published_description_is_the_generated_one(client) -> None:
    assert (
        json.loads(DOCUMENT.read_text("utf-8"))
        == client.get("/api/openapi.json").json
        == json.loads(description())
    )


@pytest.fixture
def case_client(sqlite_url, tmp_path, clock):
    """A client of an application on SQLite: evaluation asks no database."""
    from server.app import create_app
    from server.config import Settings

    app = create_app(Settings(data=tmp_path, database=sqlite_url, secret_key="a key for tests only"), clock)
    yield app.test_client()
    with app.app_context():
        from server.web.database import db

        db.engine.dispose()
