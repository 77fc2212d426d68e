"""What an earlier inspection ordered: the officer's violations, then what else was found, each in one word."""

from server.domain.ordered import ordered
from server.domain.programmes import load


def finding(code: str, severity: str = "violation") -> dict:
    return {"code": code, "severity": severity}


def of(violations: list[str], *findings: dict) -> list[str]:
    content = {"violations": [{"code": code} for code in violations], "result": {"findings": list(findings)}}
    return ordered(content, load("eyewear"))


def test_the_officer_s_violations_come_first_and_cover_their_findings():
    [unverified] = [one for one in load("eyewear").violations if "verification_expired" in one["findings"]]
    assert of([unverified["code"]], finding("verification_expired")) == [unverified["code"]]


def test_a_finding_stands_for_its_violation_and_an_item_of_the_checklist_for_itself():
    [item] = [one["code"] for one in load("eyewear").checklist["groups"]["object"]][:1]
    found = of([], finding("verification_expired"), finding("verification_expired"), finding(item))
    assert item in found
    assert len(found) == len(set(found))
    assert {"verification_expired"} & set(found) == set()


def test_hints_and_what_was_not_inspected_order_nothing():
    assert of([], finding("verification_expired", "hint")) == []
    assert ordered({"violations": [], "result": None}, load("eyewear")) == []
    assert ordered({}, load("eyewear")) == []
