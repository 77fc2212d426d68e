"""A finding: what was found, how grave, where in the record, on what basis, with which values."""

from fractions import Fraction

from .quantities import plain

VIOLATION, HINT, ASK = "violation", "hint", "ask"
SEVERITIES = (VIOLATION, HINT, ASK)


def finding(code: str, severity: str, at: str, basis: list[dict], values: dict) -> dict:
    """A finding as it stands in a result: the basis cited by document, clause and trust mark.

    Quantities among the values become decimal strings.
    """
    cited = [{key: entry[key] for key in ("document", "clause", "trust")} for entry in basis]
    shown = {key: _shown(value) for key, value in values.items()}
    return {"code": code, "severity": severity, "at": at, "basis": cited, "values": shown}


def _shown(value: str | Fraction | None) -> str:
    if value is None:
        return ""
    return plain(value) if isinstance(value, Fraction) else value
