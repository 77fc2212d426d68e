"""A scale of a market as a record, and what comes out of judging it."""

from server.domain.programmes import load

PLATE = {
    "serial": "S-1",
    "accuracy_class": "III",
    "max": "15000",
    "min": "100",
    "e": "5",
    "d": "5",
    "unit": "g",
    "valid_until": "2026-08-01",
    "seal": "intact",
}


def scale(**tests) -> dict:
    return {key: value for key, value in (PLATE | tests).items() if value is not None}


def market(*instruments: dict, stage: str = "in_service", **more) -> dict:
    return {"date": "2026-03-05", "stage": stage, "instruments": list(instruments), **more}


def judged(record: dict) -> dict:
    return load("market_scales").evaluate(record)


def only(record: dict) -> dict:
    """The figures of the only instrument."""
    (figures,) = judged(record)["figures"]["instruments"]
    return figures


def weighing(load: str, indication: str, added: str | None = None) -> dict:
    row = {"load": load, "indication": indication}
    return row if added is None else row | {"added": added}


def codes(result: dict) -> list[str]:
    return [finding["code"] for finding in result["findings"]]
