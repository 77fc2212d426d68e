"""The minutes as a file for the archive: PDF/A, the same bytes for the same values, every character shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
import typst

from server.documents import minutes, typesetting
from server.documents.labels import svg
from server.documents.minutes import Listing, Minutes, Points

ADDRESS = "https://example.org/draws/1"
typst_compile = typst.compile
MADE = Minutes(
    language="zh",
    title="双随机抽取现场记录",
    subtitle="海岳市市场监督管理局 · D2026-0001",
    author="海岳市市场监督管理局",
    at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC),
    facts=(("公开值", ("3 1 4", "2026-03-02 09:00:00 +08:00")), ("不参加抽取", ("—",))),
    commitment_title="承诺值",
    commitment=("9a49d2a3",) * 8,
    code=svg(ADDRESS),
    code_says=ADDRESS,
    witnesses_title="见证人",
    witnesses_says="见证人只证明：",
    witness_columns=("姓名", "单位或身份", "签名", "时间"),
    foot="D2026-0001 · 3:9a49d2a3",
    tables=(
        Listing(
            "抽中的对象", ("顺序", "检查对象"), (("1", "东城农贸市场"), ("2", "#set [x] $y$ \\z")), (0, 1)
        ),
    ),
    lists=(Points("每位见证人可以自己核对", ("甲", "乙")),),
    witnesses=("王芳",),
)


@pytest.fixture(scope="module")
def made() -> bytes:
    return minutes.pdf(MADE)


def test_the_minutes_are_a_pdf_for_archives_with_their_own_font(made):
    assert made.startswith(b"%PDF-1.7")
    assert b"pdfaid:part>2<" in made
    assert b"pdfaid:conformance>A<" in made
    assert b"NotoSansCJKsc" in made
    assert b"/Lang(zh-CN)" in made


def test_the_same_values_are_the_same_bytes_wherever_their_time_is_told(made):
    assert minutes.pdf(MADE) == made
    elsewhere = MADE.at.astimezone(timezone(timedelta(hours=8)))
    assert minutes.pdf(replace(MADE, at=elsewhere)) == made
    assert minutes.pdf(replace(MADE, at=MADE.at + timedelta(seconds=1))) != made


def test_the_projects_font_has_every_character_that_it_is_asked_for(monkeypatch):
    """Without a word from the machine's fonts; PDF/A refuses a character that no font shows."""
    known = "".join(filter(_in_gb2312, map(chr, range(0x80, 0x10000))))
    spelled = "".join(map(typesetting._spelled, known + "".join(typesetting._ALSO) + "éü§"))
    assert len(spelled) > 7000
    assert "U+" not in spelled
    calls = []
    monkeypatch.setattr(
        typesetting.typst, "compile", lambda *a, **k: calls.append(k) or typst_compile(*a, **k)
    )
    minutes.pdf(replace(MADE, title=spelled))
    assert [call["ignore_system_fonts"] for call in calls] == [True]


def test_on_a_machine_without_fonts_a_rare_character_is_spelled(monkeypatch):
    def alone(*arguments, **named):
        return typst_compile(*arguments, **{**named, "ignore_system_fonts": True})

    monkeypatch.setattr(typesetting.typst, "compile", alone)
    rare = minutes.pdf(replace(MADE, witnesses=("李喆",)))
    assert rare == minutes.pdf(replace(MADE, witnesses=("李〔U+5586〕",)))


def _in_gb2312(character):
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False
