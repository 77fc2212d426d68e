"""A bundle is read from a folder or a .zip; what is damaged, hostile or huge is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

import sampling
from sampling import bundle
from tests.sampling.bundles import VECTORS, arguments, vector


def test_a_folder_and_a_zip_hold_the_same(tmp_path):
    files = vector("draw-small")
    assert sampling.read_bundle(VECTORS / "draw-small") == files
    assert sampling.read_bundle(_zipped(tmp_path, files)) == files
    assert sampling.read_bundle(_zipped(tmp_path, files, zipfile.ZIP_DEFLATED)) == files


def test_the_zip_of_a_draw_depends_on_its_content_alone(tmp_path):
    made = sampling.commit(**arguments())
    result = sampling.draw(made, "6")
    data = sampling.zip_bundle(made, "6", result)
    assert data == sampling.zip_bundle(made, "6", result)
    assert sampling.digest(data) == "24fd8495e245cb570a84cd139d0b4174860fbe9378127fc8131c0dfb29ace3f5"
    path = tmp_path / "bundle.zip"
    path.write_bytes(data)
    assert sampling.read_bundle(path) == sampling.write_bundle(made, "6", result)
    assert sampling.verify_path(path, commitment=made.commitment).ok


@pytest.mark.parametrize("name", ["../frame.tsv", "/frame.tsv", "draw/frame.tsv", "..\\frame.tsv"])
def test_a_name_with_a_path_is_refused(tmp_path, name):
    assert _refusal(_zipped(tmp_path, {name: b""})) == "file_path"


def test_an_archive_with_two_files_of_one_name_is_refused(tmp_path):
    path = _zipped(tmp_path, vector("draw-small"))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("secret.txt", "0" * 64)
    assert _refusal(path) == "file_twice"


def test_a_file_that_unpacks_to_far_more_is_refused(tmp_path):
    files = vector("draw-small") | {"frame.tsv": b"0" * 50_000_000}
    assert _refusal(_zipped(tmp_path, files, zipfile.ZIP_DEFLATED)) == "zip_hostile"


def test_an_archive_with_thousands_of_entries_is_refused_before_they_are_read(tmp_path):
    files = {f"{number}.txt": b"" for number in range(3000)}
    assert _refusal(_zipped(tmp_path, files)) == "zip_hostile"


def test_a_file_beyond_its_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "LIMITS", {**bundle.LIMITS, "frame.tsv": 1000})
    assert _refusal(VECTORS / "draw-small") == "file_huge"
    assert _refusal(_zipped(tmp_path, vector("draw-small"))) == "file_huge"
    report = sampling.verify(vector("draw-small"))
    assert [note.code for note in report.differences] == ["file_huge"]


def test_an_archive_that_lies_about_a_size_is_refused(tmp_path):
    path = _zipped(tmp_path, vector("draw-small"))
    data = path.read_bytes()
    size = len(vector("draw-small")["frame.tsv"])
    directory = data.rindex(b"PK\x01\x02", 0, data.rindex(b"frame.tsv"))
    spoiled = data[: directory + 24] + (size - 1).to_bytes(4, "little") + data[directory + 28 :]
    path.write_bytes(spoiled)
    assert _refusal(path) in ("zip_damaged", "zip_hostile")


@pytest.mark.parametrize("cut", [0, 1, 21, 500, 3000])
def test_a_torn_archive_is_refused(tmp_path, cut):
    path = _zipped(tmp_path, vector("draw-small"))
    path.write_bytes(path.read_bytes()[:cut])
    assert _refusal(path) in ("zip_expected", "zip_damaged")


def test_a_changed_byte_inside_an_archive_never_passes(tmp_path):
    path = _zipped(tmp_path, vector("draw-small"), zipfile.ZIP_DEFLATED)
    data = path.read_bytes()
    start = data.index(b"rule.json")
    for place in range(start, start + 300, 11):
        path.write_bytes(data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :])
        assert not _passes(path), place


def test_a_link_and_a_folder_among_the_files_are_refused(tmp_path):
    files = vector("draw-small")
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "frame.tsv").unlink()
    (tmp_path / "frame.tsv").symlink_to(VECTORS / "draw-small" / "frame.tsv")
    assert _refusal(tmp_path) == "file_irregular"
    (tmp_path / "frame.tsv").unlink()
    (tmp_path / "frame.tsv").mkdir()
    assert _refusal(tmp_path) == "file_irregular"


def test_a_path_that_is_not_there_is_refused(tmp_path):
    assert _refusal(tmp_path / "nothing") == "bundle_not_found"


def _zipped(tmp_path, files, method=zipfile.ZIP_STORED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    path = tmp_path / "bundle.zip"
    path.write_bytes(target.getvalue())
    return path


def _refusal(path):
    with pytest.raises(sampling.BundleError) as refused:
        sampling.verify_path(path)
    assert refused.value.text("zh") != refused.value.text("en")
    return refused.value.code


def _passes(path):
    try:
        return sampling.verify_path(path).ok
    except sampling.BundleError:
        return False
