"""A second reader of the papers: what ISO 19005-2 (PDF/A-2, level A) asks, looked at by qpdf, and the text by PDFium.

Typst, which writes the papers, refuses to write what breaks PDF/A; this reader knows nothing of it. It does not look
at everything that the standard asks: at what :func:`faults` names.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pikepdf
import pypdfium2

XMP_ID = "{http://www.aiim.org/pdfa/ns/id/}"
FORBIDDEN_ACTIONS = {
    "/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState",
    "/Rendition", "/Trans", "/GoTo3DView",
}  # fmt: skip
INFO = {"/Title": "dc:title", "/Author": "dc:creator", "/Producer": "pdf:Producer"}


def text(data: bytes) -> str:
    """Return the words of a PDF as another program extracts them, each separated by one blank."""
    document = pypdfium2.PdfDocument(data)
    pages = [page.get_textpage().get_text_range() for page in document]
    # PDFium marks a hyphen at the end of a line so.
    return " ".join(" ".join(pages).replace("\x02", "").replace("\ufffe", "").split())


def faults(data: bytes) -> list[str]:
    """Return what in a PDF breaks PDF/A-2a; empty when nothing was found."""
    found = list(_bytes(data))
    with pikepdf.open(io.BytesIO(data)) as document:
        found += document.check_pdf_syntax()
        found += [*_catalogue(document), *_metadata(document), *_output(document)]
        for place, thing in enumerate(document.objects):
            found += [f"object {place}: {fault}" for fault in _object(thing)]
        for page in document.pages:
            found += _structure(page)
    return found


def _bytes(data: bytes) -> Iterator[str]:
    head = data[:30].split(b"\n")
    if not re.fullmatch(rb"%PDF-1\.[0-7]\r?", head[0]):
        yield "6.1.2: header"
    if not (len(head) > 1 and head[1][:1] == b"%" and all(byte > 127 for byte in head[1][1:5])):
        yield "6.1.2: no binary comment after the header"
    if data.rstrip()[-5:] != b"%%EOF" or not data.endswith((b"%%EOF", b"%%EOF\n", b"%%EOF\r\n")):
        yield "6.1.3: data after the end"


def _catalogue(document: pikepdf.Pdf) -> Iterator[str]:
    root = document.Root
    if document.is_encrypted:
        yield "6.1.3: encrypted"
    if "/ID" not in document.trailer:
        yield "6.1.3: no ID"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "6.7.2.2: not marked as tagged"
    if not str(root.get("/Lang", "")):
        yield "6.7.4: no language"
    for key in ("/AA", "/OpenAction", "/NeedsRendering", "/Collection"):
        if key in root and key != "/OpenAction":
            yield f"catalogue has {key}"
    names = root.get("/Names", {})
    for key in ("/JavaScript", "/EmbeddedFiles"):
        if key in names:
            yield f"names have {key}"
    if root.get("/AcroForm", {}).get("/XFA") is not None:
        yield "6.4.2: XFA"
    if "/StructTreeRoot" not in root:
        yield "6.7.3: no structure"


def _metadata(document: pikepdf.Pdf) -> Iterator[str]:
    stream = document.Root.get("/Metadata")
    if stream is None:
        yield "6.6.2.1: no metadata"
        return
    if "/Filter" in stream:
        yield "6.6.2.1: metadata are filtered"
    with document.open_metadata(set_pikepdf_as_editor=False) as said:
        if (said.get(f"{XMP_ID}part"), said.get(f"{XMP_ID}conformance")) != ("2", "A"):
            yield "6.6.4: not declared as PDF/A-2a"
        for key, name in INFO.items():
            told = document.docinfo.get(key)
            kept = said.get(name)
            kept = "; ".join(kept) if isinstance(kept, list | set) else kept
            if told is not None and str(told) != kept:
                yield f"6.6.3: {key} is {told} and {kept}"
        made = document.docinfo.get("/CreationDate")
        if made is not None and _moment(str(made)) != datetime.fromisoformat(str(said.get("xmp:CreateDate"))):
            yield "6.6.3: two dates of creation"


def _moment(text: str) -> datetime:
    digits = text.removeprefix("D:").replace("'", "")
    return datetime.strptime(digits.replace("Z", "+0000")[:19], "%Y%m%d%H%M%S%z")


def _output(document: pikepdf.Pdf) -> Iterator[str]:
    intents = document.Root.get("/OutputIntents", [])
    if not any(one.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in one for one in intents):
        yield "6.2.3: no output intent"
    for one in intents:
        profile = bytes(one["/DestOutputProfile"].read_bytes())
        if profile[36:40] != b"acsp":
            yield "6.2.3: no ICC profile"


def _object(thing: Any) -> Iterator[str]:
    if isinstance(thing, pikepdf.Stream):
        if {"/F", "/FFilter", "/FDecodeParms"} & set(thing.keys()):
            yield "6.1.7.1: bytes in another file"
        filters = thing.get("/Filter", [])
        if "/LZWDecode" in (filters if isinstance(filters, pikepdf.Array) else [filters]):
            yield "6.1.7.2: LZW"
        if thing.get("/Subtype") == "/Image" and thing.get("/Interpolate"):
            yield "6.2.8: interpolated"
        if thing.get("/Subtype") == "/PS":
            yield "6.2.9: PostScript"
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    if thing.get("/S") in FORBIDDEN_ACTIONS and thing.get("/Type") in (None, "/Action"):
        yield f"6.5.1: action {thing['/S']}"
    if thing.get("/Type") == "/Font":
        yield from _font(thing)
    if thing.get("/Type") == "/ExtGState" and {"/TR", "/HTP"} & set(thing.keys()):
        yield "6.2.5: transfer function"
    if thing.get("/S") == "/Figure" and not str(thing.get("/Alt", thing.get("/ActualText", ""))).strip():
        yield "6.7.3: a picture without words"
    if (
        thing.get("/Type") == "/Annot"
        and thing.get("/Subtype") != "/Popup"
        and not int(thing.get("/F", 0)) & 4
    ):
        yield "6.3.2: an annotation is not printed"


def _font(font: Any) -> Iterator[str]:
    name = font.get("/BaseFont")
    if "/FontDescriptor" in font:
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"].keys()):
            yield f"6.2.11.4: {name} is not embedded"
    elif font.get("/Subtype") not in ("/Type0", "/Type3"):
        yield f"6.2.11.4: {name} is not embedded"
    if font.get("/Subtype") in ("/Type0", "/TrueType", "/Type1") and "/ToUnicode" not in font:
        yield f"6.2.11.7: {name} does not say its characters"


def _structure(page: Any) -> Iterator[str]:
    if "/AA" in page.obj:
        yield "6.5.2: a page acts"
    # A page with repeated heads and empty cells alone has nothing that belongs to the structure.
    marked = any("/MCID" in str(step.operands) for step in pikepdf.parse_content_stream(page))
    if marked and "/StructParents" not in page.obj:
        yield "6.7.3: a page outside the structure"
    group = page.obj.get("/Group", {})
    if group.get("/CS") == "/DeviceCMYK":
        yield "6.2.4.3: colour without a profile"
