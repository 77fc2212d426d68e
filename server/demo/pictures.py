"""Small pictures in place of photos: what a display showed, and a signature."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFont

from server.domain.canonical import sha256

_GROUNDS = ((214, 206, 190), (190, 205, 200), (205, 198, 214), (222, 214, 176))


@dataclass(frozen=True)
class Picture:
    """A picture's bytes and what a tablet says of it."""

    data: bytes
    mime: str
    width: int
    height: int
    caption: str = ""

    @property
    def sha256(self) -> str:
        """The hash under which it is kept."""
        return sha256(self.data)


def display(chance: Random, text: str, caption: str) -> Picture:
    """Return a JPEG of an instrument whose display shows ``text``."""
    width, height = 640, 480
    image = Image.new("RGB", (width, height), chance.choice(_GROUNDS))
    draw = ImageDraw.Draw(image)
    for _ in range(60):
        x, y, r = chance.randrange(width), chance.randrange(height), chance.randrange(4, 40)
        shade = chance.randrange(150, 230)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(shade, shade, shade - 10))
    draw.rounded_rectangle((110, 120, 530, 380), 24, fill=(58, 64, 70), outline=(30, 32, 36), width=6)
    draw.rounded_rectangle((150, 160, 490, 270), 10, fill=(16, 26, 18))
    draw.text((320, 215), text, fill=(122, 240, 132), font=ImageFont.load_default(64), anchor="mm")
    for n in range(6):
        left = 160 + n * 54
        draw.rounded_rectangle((left, 300, left + 40, 340), 6, fill=(210, 210, 205))
    return _saved(image, "JPEG", "image/jpeg", caption)


def signature(chance: Random) -> Picture:
    """Return a PNG with the strokes of a signature."""
    image = Image.new("L", (400, 160), 255)
    draw = ImageDraw.Draw(image)
    for stroke in range(3):
        x = 40 + stroke * 110
        points = [(x + n * 14, 80 + chance.randrange(-45, 45)) for n in range(7)]
        draw.line(points, fill=20, width=4, joint="curve")
    return _saved(image, "PNG", "image/png", "")


def _saved(image: Image.Image, kind: str, mime: str, caption: str) -> Picture:
    data = BytesIO()
    image.save(data, kind, quality=70)
    return Picture(data.getvalue(), mime, image.width, image.height, caption)
