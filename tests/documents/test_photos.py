"""Public copies of photos carry the picture and nothing else."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from server.documents import photos

SECRET = b"GPS 36.06N 120.38E"


def loaded(kind, **options):
    picture = Image.new("RGB", (2400, 1200), "white")
    picture.paste((200, 0, 0), (0, 0, 100, 1200))
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def with_metadata():
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif[0x0112] = 6
    return loaded("JPEG", exif=exif.tobytes(), comment=SECRET, icc_profile=SECRET)


def test_a_public_copy_has_no_metadata():
    data = with_metadata()
    assert data.count(SECRET) == 3
    copy = photos.public_copy(data)
    assert SECRET not in copy
    picture = Image.open(BytesIO(copy))
    assert picture.format == "JPEG"
    assert not picture.getexif()
    assert "icc_profile" not in picture.info
    assert "comment" not in picture.info


def test_a_public_copy_is_upright_and_no_longer_than_its_limit():
    picture = Image.open(BytesIO(photos.public_copy(with_metadata())))
    assert picture.size == (800, 1600)
    red, *_ = picture.getpixel((400, 10))
    assert red < 255
    assert Image.open(BytesIO(photos.thumbnail(with_metadata()))).size == (160, 320)


def test_a_transparent_picture_stands_on_white():
    out = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    picture = Image.open(BytesIO(photos.public_copy(out.getvalue())))
    assert picture.getpixel((5, 5)) == (255, 255, 255)


def test_the_same_photo_gives_the_same_copy():
    assert photos.public_copy(with_metadata()) == photos.public_copy(with_metadata())


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"])
def test_bytes_that_only_begin_like_a_photo_are_unreadable(data):
    with pytest.raises(photos.Unreadable):
        photos.examine(data)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow tells what is broken
@pytest.mark.parametrize(
    "head", [b"XX\x00*\x00\x00\x00\x08", b"MM\x00*\xff\xff\xff\xff", b"MM\x00*\x00\x00\x00\x08\xff\xff"]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_broken_metadata_stop_no_publication(kind, head):
    out = BytesIO()
    Image.new("RGB", (32, 24), "red").save(out, kind, exif=b"Exif\x00\x00" + head + b"\xff" * 40)
    assert Image.open(BytesIO(photos.public_copy(out.getvalue()))).size == (32, 24)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow tells what is broken
def test_metadata_with_a_number_where_none_fits_stop_no_publication():
    out, found = BytesIO(), Image.Exif()
    found[0x0112], found[0x010E] = 6, "label" * 10
    Image.new("RGB", (64, 48)).save(out, "JPEG", exif=found)
    data = out.getvalue()
    place = data.index(b"Exif") + 6
    for offset in range(8, 40):
        for value in (0, 255):
            altered = data[: place + offset] + bytes([value]) + data[place + offset + 1 :]
            assert Image.open(BytesIO(photos.public_copy(altered))).format == "JPEG"


def scans(count, before=b""):
    """A progressive JPEG whose last scan comes ``count`` times more, each time behind ``before``."""
    data = loaded("JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + (before + data[last:-2]) * count + data[-2:]


@pytest.mark.parametrize(
    "before", [b"", b"\xff\xff", b"\xff\x01", b"\xff\xd0", b"\xff\x02\xff", b"\xff\xfe\x00\x02"]
)
def test_a_photo_that_goes_over_its_pixels_again_and_again_is_refused(before):
    assert photos.examine(scans(10)).width == 2400
    with pytest.raises(photos.Unreadable, match="too many scans"):
        photos.examine(scans(photos.MOST_SCANS, before))


def test_only_scans_of_the_picture_itself_are_counted():
    metadata = b"\xff\xda\x00\x08" * 100
    data = loaded("JPEG", comment=metadata) + metadata
    assert photos.examine(data).height == 1200


def test_a_photo_with_a_second_picture_behind_it_is_a_jpeg():
    out, second = BytesIO(), Image.new("RGB", (40, 30), "red")
    Image.new("RGB", (80, 60), "white").save(out, "MPO", save_all=True, append_images=[second])
    assert photos.examine(out.getvalue()) == photos.Examined("image/jpeg", 80, 60)
    assert Image.open(BytesIO(photos.public_copy(out.getvalue()))).size == (80, 60)
