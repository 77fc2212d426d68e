"""Photos: whether bytes are one, and copies that carry no metadata."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 40_000_000
#: Each scan of a JPEG goes over all pixels once more and needs a few dozen bytes to say so: 200 kB can ask for a
#: minute of work. Files of cameras and of the usual encoders have one to about a dozen.
MOST_SCANS = 40
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
PUBLIC_SIDE = 1600
THUMBNAIL_SIDE = 320
_QUALITY = 82
#: The markers of a JPEG (ITU-T T.81, B.1.1.3) but for those that stand alone within a scan or mean nothing.
_MARKER = re.compile(rb"\xff([\xc0-\xcf\xd8-\xfe])")
_BEGIN, _END, _SCAN = b"\xd8", b"\xd9", b"\xda"

# A picture that unpacks to more is refused by its header, before anything is unpacked.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
_REFUSALS = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    ValueError,
)


class Unreadable(ValueError):
    """Bytes that are no photo of a known format, or one that unpacks to too much."""


@dataclass(frozen=True)
class Examined:
    """A readable photo: its media type and its size in pixels."""

    mime: str
    width: int
    height: int


def examine(data: bytes) -> Examined:
    """Unpack a photo to see that it is one; :class:`Unreadable` for anything else."""
    picture = _open(data)
    # A JPEG with more pictures behind its first, as some telephones make it, goes by a name of its own.
    kind = "JPEG" if picture.format == "MPO" else picture.format or ""
    return Examined(FORMATS[kind], picture.width, picture.height)


def public_copy(data: bytes) -> bytes:
    """Return a JPEG for everybody: upright, at most 1600 pixels long, nothing but the picture in it."""
    return _plain(data, PUBLIC_SIDE)


def thumbnail(data: bytes) -> bytes:
    """Return a small JPEG for lists."""
    return _plain(data, THUMBNAIL_SIDE)


def printable(data: bytes) -> bytes:
    """Return a PNG that can stand in a paper, at most 1600 pixels long, without loss but for the size.

    A file can be a photo and nothing for PDF/A: a JPEG in the colours of print, a PNG without its end.
    """
    out = BytesIO()
    _bare(data, PUBLIC_SIDE).save(out, "PNG")
    return out.getvalue()


def _open(data: bytes) -> Image.Image:
    try:
        picture = Image.open(BytesIO(data), formats=list(FORMATS))
        if picture.width * picture.height > MOST_PIXELS:
            raise Unreadable("too many pixels")
        if picture.format in {"JPEG", "MPO"} and _goes_over_and_over(data):
            raise Unreadable("too many scans")
        picture.load()
    except _REFUSALS as error:
        raise Unreadable(str(error)) from error
    return picture


def _goes_over_and_over(data: bytes) -> bool:
    """Whether a JPEG has too many scans; what stands inside of segments or behind the end is no scan."""
    # There are never more scans than these bytes, and to count them is quick.
    if data.count(b"\xff" + _SCAN) <= MOST_SCANS:
        return False
    at, found = 0, 0
    while marker := _MARKER.search(data, at):
        at = marker.end()
        if marker[1] == _END:
            break
        if marker[1] != _BEGIN:
            found += marker[1] == _SCAN
            at += int.from_bytes(data[at : at + 2], "big")
    return found > MOST_SCANS


def _upright(picture: Image.Image) -> Image.Image:
    """Turn a picture as its metadata say. Anyone can write those; a picture with broken ones stays as it is."""
    try:
        return ImageOps.exif_transpose(picture)
    except (*_REFUSALS, ArithmeticError, LookupError, TypeError, struct.error):
        return picture


def _plain(data: bytes, side: int) -> bytes:
    out = BytesIO()
    _bare(data, side).save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def _bare(data: bytes, side: int) -> Image.Image:
    picture = _upright(_open(data))
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture.convert("RGBA"))
    picture = picture.convert("RGB")
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    # Saved from a fresh picture: no EXIF, no colour profile, no comment can come along.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    return bare
