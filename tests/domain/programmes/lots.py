"""A lot of prepackaged goods as a record, and what comes out of judging it."""

import pytest

from server.domain.programmes import RecordError, load

PLAN = {"plan": "JJF1070-2005"}


def lot(nets, size=None, nominal="500", kind="mass", **more) -> dict:
    packages = [{"net": net} if isinstance(net, str) else net for net in nets]
    return {
        "date": "2026-03-05",
        "product": {"name": "白砂糖", "kind": kind, "nominal": nominal},
        "lot": {"size": size or len(packages)},
        "packages": packages,
        "options": PLAN,
        **more,
    }


def judged(record: dict) -> dict:
    return load("net_content").evaluate(record)


def codes(result: dict) -> list[str]:
    return [finding["code"] for finding in result["findings"]]


def found(result: dict, code: str) -> dict:
    return next(finding for finding in result["findings"] if finding["code"] == code)


def refusal(record: dict) -> tuple[str, str]:
    with pytest.raises(RecordError) as caught:
        judged(record)
    return caught.value.code, caught.value.at
