"""A result in plain words: what was found, where, with which numbers and on what basis."""

from collections.abc import Callable, Mapping

from .errors import RecordError
from .findings import VIOLATION
from .folder import Programme

LANGUAGES = ("zh", "en")


class Words:
    """The texts of a programme in one language (zh or en)."""

    def __init__(self, programme: Programme, language: str):
        self._texts = programme.texts
        self._language = language

    def text(self, key: str, values: Mapping[str, str] | None = None) -> str:
        """The text under `key` with its placeholders filled; the key itself when there is none."""
        entry = self._texts.get(key)
        if entry is None:
            return key
        return entry[self._language].format_map(_Known(values or {}))

    def knows(self, key: str) -> bool:
        return key in self._texts

    def cite(self, chinese: str) -> str:
        """The name of a document, clause or measure: the data has it in Chinese, the texts in English."""
        entry = self._texts.get(f"cite.{chinese}")
        return entry[self._language] if entry else chinese


class _Known(dict):
    def __missing__(self, key: str) -> str:
        return ""


def explain(result: dict, programme: Programme, language: str) -> dict:
    """The result for people: `verdict` and `summary` in words, `findings`, and `editions`, each document once.

    Each finding has `code`, `severity`, `severity_text`, `at`, `text` and `basis`, a list of lines such as
    "JJG 539-2016, maximum permissible errors".
    """
    words = Words(programme, language)
    return {
        "verdict": words.text(f"verdict.{result['verdict']}"),
        "summary": words.text(f"explain.{result['verdict']}"),
        "findings": [_finding(found, words) for found in result["findings"]],
        "editions": list(dict.fromkeys(_edition(entry, words) for entry in result["editions"])),
    }


def explain_error(
    error: RecordError, programme: Programme, language: str, place: Callable[[str], str] = str
) -> str:
    """Why a record cannot be judged, with the field in front: its path, or what ``place`` makes of the path."""
    words = Words(programme, language)
    said = words.text(f"error.{error.code}", error.values)
    return f"{place(error.at) or words.text('record')}: {said}"


def violations(programme: Programme, language: str) -> list[dict]:
    """The table of violations in words: `code`, `text`, `findings` and `bases` with every entry translated."""
    words = Words(programme, language)
    told = ("region", "document", "article", "measure", "amount")
    return [
        {
            "code": entry["code"],
            "text": words.text(f"violation.{entry['code']}"),
            "findings": entry["findings"],
            "bases": [
                base | {key: words.cite(base[key]) for key in told if base.get(key)}
                for base in entry["bases"]
            ],
        }
        for entry in programme.violations
    ]


def _finding(found: dict, words: Words) -> dict:
    return {
        "code": found["code"],
        "severity": found["severity"],
        "severity_text": words.text(f"severity.{found['severity']}"),
        "at": found["at"],
        "text": _said(found, words),
        "basis": [_line(words, basis["document"], basis["clause"]) for basis in found["basis"]],
    }


def _said(found: dict, words: Words) -> str:
    if words.knows(f"finding.{found['code']}"):
        return words.text(f"finding.{found['code']}", _values(found, words))
    key = "finding.check" if found["severity"] == VIOLATION else "finding.check_hint"
    return words.text(key, {"item": words.text(f"check.{found['code']}")})


def _values(found: dict, words: Words) -> dict[str, str]:
    """Values that are codes, such as mm or prism, become words where the texts have them."""
    told = {}
    for name, value in found["values"].items():
        key = f"value.{name}.{value}"
        told[name] = words.text(key) if words.knows(key) else words.cite(str(value))
    item = found["values"].get("item")
    for key in (f"check.{item}", f"violation.{item}"):
        if item and words.knows(key):
            told["item"] = words.text(key)
            break
    return told


def _edition(entry: dict, words: Words) -> str:
    # JJG 539-2016 carries its edition in its name.
    named = entry["edition"] in entry["document"]
    line = _line(words, entry["document"], "" if named else entry["edition"])
    return f"{line} [{words.text('trust.' + entry['trust'])}]"


def _line(words: Words, document: str, clause: str) -> str:
    parts = [words.cite(part) for part in (document, clause) if part]
    return ", ".join(parts)
