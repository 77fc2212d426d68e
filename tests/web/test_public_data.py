"""Open data: everything that was published, as files and as an interface."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from markupsafe import escape

from server.domain import canonical, problems


def test_the_csv_holds_every_version_under_its_address(client, make, settings) -> None:
    first = make.outcome()
    make.outcome(first.object, corrects=first)
    make.commit()
    answer = client.get("/data/outcomes.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["version"], row["current"]) for row in rows] == [("1", "false"), ("2", "true")]
    address = f"{settings.base_url}/outcomes/{first.number}"
    assert [row["url"] for row in rows] == [f"{address}?version=1", address]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_type_of_a_problem_leads_to_its_row(client, language: str) -> None:
    answer = client.get("/api/outcomes/none", headers={"Accept": "application/json"})
    address, _, code = answer.json["type"].partition("#")
    page = client.get(address, query_string={"lang": language})
    assert page.status_code == 200
    for known, entry in problems.table().items():
        row = re.search(rf'<tr id="{known}">.*?</tr>', page.text)[0]
        gaps = re.sub(r"\{\w+\}", "…", entry[language])
        assert str(escape(gaps)) in row and f">{entry['status']}<" in row
    assert f'id="{code}"' in page.text


def test_json_lines_hold_the_document_whose_hash_was_published(client, make) -> None:
    made = [make.outcome(), make.outcome(programme="eyewear")]
    make.commit()
    lines = [json.loads(line) for line in client.get("/data/outcomes.jsonl").text.splitlines()]
    assert [canonical.digest(line["content"]) for line in lines] == [row.content_sha256 for row in made]


def test_files_are_empty_but_whole_when_nothing_was_published(client) -> None:
    assert client.get("/data/outcomes.csv").data.decode("utf-8-sig").startswith("number,version,")
    assert client.get("/data/outcomes.jsonl").data == b""


def test_more_rows_than_are_read_at_once_come_in_order(client, make) -> None:
    object = make.object()
    made = [make.outcome(object).number for _ in range(230)]
    make.commit()
    answer = client.get("/data/outcomes.csv", buffered=False)
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["number"] for row in rows] == made


def test_the_page_describes_the_fields_and_leaves_the_licence_to_the_authority(client, settings) -> None:
    page = client.get("/data/")
    assert "content_sha256" in page.text
    assert f"数据由 {settings.authority} 公布。使用许可由该机关声明" in page.text


def test_the_page_of_the_interface_lists_every_call(client) -> None:
    page = client.get("/data/api").text
    for path in client.get("/api/openapi.json").json["paths"]:
        assert path in page
