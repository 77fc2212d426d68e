"""The bundle: seven files that let anyone recompute a draw, as a folder or as a .zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

from .committing import Commitment
from .notes import BundleError, DrawError
from .result import Result
from .tickets import seed_of

# The largest size in bytes of each file that is read into memory: about ten million objects.
LIMITS: Mapping[str, int] = {
    "entropy.txt": 8_000,
    "frame.tsv": 400_000_000,
    "recusals.tsv": 100_000_000,
    "result.json": 400_000_000,
    "roster.tsv": 50_000_000,
    "rule.json": 10_000_000,
    "secret.txt": 1_000,
}
FILES = tuple(LIMITS)
_ZIP_LIMIT = 1_000_000_000
_DIRECTORY_LIMIT = 65_536
_RATIO_LIMIT = 100  # lists of identifiers and hashes do not compress further than some twenty times
_RATIO_FROM = 1_000_000
_END_RECORD = b"PK\x05\x06"


def write_bundle(commitment: Commitment, entropy: str, result: Result) -> dict[str, bytes]:
    """The seven files by name; DrawError when `result` does not belong to this commitment and entropy."""
    seed = seed_of(commitment.commitment, commitment.secret, entropy)
    if (result.commitment, result.seed) != (commitment.commitment, seed):
        raise DrawError("result_foreign", "result.json")
    return {
        "entropy.txt": entropy.encode("utf-8"),
        "frame.tsv": commitment.frame_tsv,
        "recusals.tsv": commitment.recusals_tsv,
        "result.json": result.json,
        "roster.tsv": commitment.roster_tsv,
        "rule.json": commitment.rule_json,
        "secret.txt": commitment.secret.encode("ascii"),
    }


def zip_bundle(commitment: Commitment, entropy: str, result: Result) -> bytes:
    """The bundle as a .zip whose bytes depend on its content alone: one order, one time, not compressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(write_bundle(commitment, entropy, result).items()):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return target.getvalue()


def read_bundle(path: str | Path) -> dict[str, bytes]:
    """The seven files of a folder or a .zip.

    Raises BundleError when it cannot be read (no such path, a file missing, damaged, hostile or huge), and
    DrawError when there is a file too many.
    """
    source = Path(path)
    try:
        if source.is_dir():
            return _read_folder(source)
        if source.is_file():
            return _read_zip(source)
    except OSError as error:
        raise BundleError("bundle_unreadable", str(path), reason=error.strerror or "I/O") from None
    raise BundleError("bundle_not_found", str(path))


def check_names(names: Collection[str]) -> None:
    """BundleError when one of the seven files is missing, DrawError when there is another one."""
    missing = sorted(set(FILES) - set(names))
    if missing:
        raise BundleError("file_missing", missing[0])
    extra = sorted(set(names) - set(FILES))
    if extra:
        raise DrawError("file_extra", repr(extra[0])[1:-1][:100])


def check_size(name: str, size: int) -> None:
    """BundleError when a file of the bundle is larger than is read into memory."""
    if size > LIMITS[name]:
        raise BundleError("file_huge", name, max=LIMITS[name])


def _read_folder(folder: Path) -> dict[str, bytes]:
    entries = {entry.name: entry for entry in folder.iterdir()}
    check_names(entries)
    for name, entry in entries.items():
        if entry.is_symlink() or not entry.is_file():
            raise BundleError("file_irregular", name)
        check_size(name, entry.stat().st_size)
    return {name: entries[name].read_bytes() for name in FILES}


def _read_zip(path: Path) -> dict[str, bytes]:
    if path.stat().st_size > _ZIP_LIMIT:
        raise BundleError("file_huge", path.name, max=_ZIP_LIMIT)
    _check_directory_size(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            return {entry.filename: _read_entry(archive, entry) for entry in entries}
    except DrawError:
        raise
    except OSError:
        raise
    except Exception as error:
        # zipfile and zlib raise a dozen unrelated types on damaged input; none of them may pass for a bundle.
        raise BundleError("zip_damaged", path.name, reason=type(error).__name__) from None


def _check_directory_size(path: Path) -> None:
    """Refuse a table of contents with millions of entries before it is read."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_557))
        tail = file.read()
    start = tail.rfind(_END_RECORD)
    if start < 0 or len(tail) < start + 22:
        raise BundleError("zip_expected", path.name)
    if int.from_bytes(tail[start + 12 : start + 16], "little") > _DIRECTORY_LIMIT:
        raise BundleError("zip_hostile", path.name)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    for name in names:
        if "/" in name or "\\" in name or name in ("", ".", ".."):
            raise BundleError("file_path", repr(name)[1:-1][:100])
    if len(set(names)) != len(names):
        raise BundleError("file_twice", next(name for name in names if names.count(name) > 1))
    check_names(names)
    for entry in entries:
        check_size(entry.filename, entry.file_size)
        if entry.file_size > max(_RATIO_FROM, _RATIO_LIMIT * entry.compress_size):
            raise BundleError("zip_hostile", entry.filename)


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    limit = LIMITS[entry.filename]
    with archive.open(entry) as file:
        data = file.read(limit + 1)
    if len(data) > limit or len(data) != entry.file_size:
        raise BundleError("zip_hostile", entry.filename)
    return data
