"""Files that are their hash."""

from pathlib import Path

import pytest

from server.domain.canonical import sha256
from server.store.files import FileStore


def test_what_was_put_comes_back_under_its_hash(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    assert store.put(b"a photo") == sha256(b"a photo")
    assert store.get(sha256(b"a photo")) == b"a photo"


def test_putting_twice_keeps_one_file_and_leaves_no_remains(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    store.put(b"a photo")
    store.put(b"a photo")
    assert len([file for file in tmp_path.rglob("*") if file.is_file()]) == 1


def test_the_folder_of_a_file_and_the_folder_above_are_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut takes a new name away unless the folder that holds it was written out."""
    written = []
    monkeypatch.setattr("server.store.files._sync_folder", written.append)
    store = FileStore(tmp_path)
    digest = store.put(b"a photo")
    assert written == [tmp_path, tmp_path / digest[:2]]
    store.put(b"a photo")
    assert written[2:] == [tmp_path / digest[:2]]


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 65])
def test_only_a_hash_names_a_file(tmp_path: Path, digest: str) -> None:
    with pytest.raises(ValueError):
        FileStore(tmp_path).has(digest)


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("server.store.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        FileStore(tmp_path).put(b"a photo")
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]
