"""The second reader of the papers notices what breaks PDF/A, and finds nothing in what this project writes."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest

from server.documents import minutes
from tests import archival
from tests.documents.test_minutes import MADE


@pytest.fixture(scope="module")
def made() -> bytes:
    return minutes.pdf(MADE)


def changed(data: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        change(document)
        document.save(target, fix_metadata_version=False)
    return target.getvalue()


def test_nothing_is_found_in_the_minutes_and_their_words_are_there(made: bytes) -> None:
    assert archival.faults(made) == []
    words = archival.text(made)
    for said in ("双随机抽取现场记录", "海岳市市场监督管理局", "东城农贸市场", "#set [x] $y$ \\z", "王芳"):
        assert said in words


def _font(document: pikepdf.Pdf) -> pikepdf.Dictionary:
    return next(one for one in document.objects if _type(one) == "/Font" and "/ToUnicode" in one)


def _descriptor(document: pikepdf.Pdf) -> pikepdf.Dictionary:
    return next(one for one in document.objects if _type(one) == "/FontDescriptor")


def _type(thing: object) -> object:
    return thing.get("/Type") if isinstance(thing, pikepdf.Dictionary) else None


def _unembed(document: pikepdf.Pdf) -> None:
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        if key in (found := _descriptor(document)):
            del found[key]


def _script(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1", Type=pikepdf.Name.Action)
    document.Root.Perform = document.make_indirect(action)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda document: document.Root.__delitem__("/Metadata"), "6.6.2.1"),
        (lambda document: document.Root.__delitem__("/OutputIntents"), "6.2.3"),
        (lambda document: document.Root.__delitem__("/StructTreeRoot"), "6.7.3"),
        (lambda document: document.Root.__delitem__("/Lang"), "6.7.4"),
        (lambda document: document.Root.__delitem__("/MarkInfo"), "6.7.2.2"),
        (lambda document: document.docinfo.__setitem__("/Title", "another"), "6.6.3"),
        (lambda document: _font(document).__delitem__("/ToUnicode"), "6.2.11.7"),
        (_unembed, "6.2.11.4"),
        (_script, "6.5.1"),
    ],
)
def test_what_breaks_it_is_noticed(made: bytes, change: Callable[[pikepdf.Pdf], None], fault: str) -> None:
    broken = changed(made, change)
    assert any(fault in one for one in archival.faults(broken)), archival.faults(broken)


def test_data_after_the_end_is_noticed(made: bytes) -> None:
    assert archival.faults(made + b"more") == ["6.1.3: data after the end"]
