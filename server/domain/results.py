"""The result of an inspection item 检查结果 as published: a table, never preset. An installation may add to it.

The current national set, of nine since about 2019. The set as a whole has mark C (from memory); the wordings marked A
were read in programs that read the national site. The codes are ours: no official ones were found.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

#: The mark of a category that an installation added; its source stands beside it.
LOCAL = "L"
#: The source that the row of a national category names.
SOURCE = "国家类别"


@dataclass(frozen=True)
class Category:
    """One category: our ``code``, the wording, its English, its trust mark, whether reviewers may choose it."""

    code: str
    zh: str
    en: str
    trust: str
    offered: bool = True


@cache
def categories() -> dict[str, Category]:
    """Return the national categories by code, in the order in which they are offered."""
    rows = json.loads((Path(__file__).parent / "texts" / "results.json").read_text("utf-8"))
    return {row["code"]: Category(**row) for row in rows}
