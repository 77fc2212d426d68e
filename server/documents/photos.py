"""Photos: whether bytes are one, and copies that carry no metadata."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 40_000_000
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
PUBLIC_SIDE = 1600
THUMBNAIL_SIDE = 320
_QUALITY = 82

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
    return Examined(FORMATS[picture.format or ""], picture.width, picture.height)


def public_copy(data: bytes) -> bytes:
    """Return a JPEG for everybody: upright, at most 1600 pixels long, nothing but the picture in it."""
    return _plain(data, PUBLIC_SIDE)


def thumbnail(data: bytes) -> bytes:
    """Return a small JPEG for lists."""
    return _plain(data, THUMBNAIL_SIDE)


def _open(data: bytes) -> Image.Image:
    try:
        picture = Image.open(BytesIO(data), formats=list(FORMATS))
        if picture.width * picture.height > MOST_PIXELS:
            raise Unreadable("too many pixels")
        picture.load()
    except _REFUSALS as error:
        raise Unreadable(str(error)) from error
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    """Turn a picture as its metadata say. Anyone can write those; a picture with broken ones stays as it is."""
    try:
        return ImageOps.exif_transpose(picture)
    except (*_REFUSALS, ArithmeticError, LookupError, TypeError, struct.error):
        return picture


def _plain(data: bytes, side: int) -> bytes:
    picture = _upright(_open(data))
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture.convert("RGBA"))
    picture = picture.convert("RGB")
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    # Saved from a fresh picture: no EXIF, no colour profile, no comment can come along.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    out = BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
