"""An eyewear shop's record, and what comes out of judging it."""

from server.domain.programmes import load


def power(sph: str, cyl: str = "0", axis: str | None = None, add: str | None = None) -> dict:
    given = {"sph": sph, "cyl": cyl, "axis": axis, "add": add}
    return {key: value for key, value in given.items() if value is not None}


def lens(ordered: dict, measured: dict | None = None) -> dict:
    return {"ordered": ordered, "measured": ordered if measured is None else measured}


def pair(design: str = "single_vision", **parts) -> dict:
    return {"number": "1", "design": design, **parts}


def shop(*spectacles: dict, **more) -> dict:
    return {"date": "2025-06-01", "spectacles": list(spectacles), **more}


def judged(record: dict) -> dict:
    return load("eyewear").evaluate(record)


def only(record: dict) -> dict:
    (figures,) = judged(record)["figures"]["spectacles"]
    return figures


def right(ordered: dict, measured: dict, design: str = "single_vision") -> dict:
    return only(shop(pair(design, right=lens(ordered, measured))))["right"]


def codes(result: dict) -> list[str]:
    return [finding["code"] for finding in result["findings"]]
