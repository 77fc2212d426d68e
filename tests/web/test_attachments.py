"""Names of files that are downloaded go through every server: a header is ASCII."""

from __future__ import annotations

import pytest
from flask import Response
from werkzeug.http import parse_options_header

from server.web.attachments import attach


@pytest.mark.parametrize("name", ["R2026-000001.pdf", "岳市监R2026-000001.pdf", 'a"b;c.pdf', "结果 1.csv"])
def test_a_name_comes_back_as_it_was(name: str) -> None:
    header = attach(Response(), name).headers["Content-Disposition"]
    assert header.isascii()
    kind, options = parse_options_header(header)
    assert kind == "attachment"
    assert options["filename"] == name


def test_the_national_file_has_a_header_of_ascii_alone(sign_in) -> None:
    answer = sign_in("supervisor").get("/office/national-records/export.csv", buffered=True)
    assert answer.headers["Content-Disposition"].isascii()
