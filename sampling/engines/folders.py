"""A draw as a folder of files whose frame is never in memory: written, committed and drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from .. import lists
from ..bundle import FILES, check_names, check_size
from ..committing import check_fit
from ..lists import Pair
from ..notes import BundleError, DrawError
from ..result import FILE as RESULT
from ..result import json_parts
from ..rule import Rule, commitment_of, instant
from ..tickets import check_hash, digest, new_secret
from ..writing import new_file
from .frames import Frame, FrameCheck
from .sources import Source, Tell, silent, survey
from .standard import FrameFile
from .steps import Given, drawn


@dataclass(frozen=True)
class DrawnFolder:
    """What `draw_folder` wrote or found right: the result's file, its objects and its teams."""

    file: Path
    objects: int
    teams: int


def write_frame(source: Source, folder: Path, tell: Tell = silent) -> Frame:
    """Write frame.tsv into `folder`, sorted and checked on the way.

    DrawError for what the protocol does not allow, and when there is a frame.tsv; nothing is written then.
    """
    check = FrameCheck(source.place)
    with new_file(_folder(folder) / lists.FRAME) as file:
        for block in source.blocks(tell):
            check.feed(block)
            file.write(block)
        return check.done()


def commit_folder(
    folder: Path,
    *,
    draw: str,
    title: str,
    roster: Iterable[Pair],
    recusals: Iterable[Pair],
    sample: Mapping[str, int],
    team_size: int,
    entropy_source: str,
    committed_at: datetime,
    secret: str | None = None,
    tell: Tell = silent,
) -> str:
    """Fix a draw from the frame.tsv in `folder`: `sampling.commit` for a frame of any size.

    Writes roster.tsv, recusals.tsv, secret.txt and, last, rule.json. Returns the commitment, to be published;
    the folder is secret until step 4. Raises DrawError as `sampling.commit` does, and when a file is there already.
    """
    folder, secret = _folder(folder), check_hash(secret or new_secret(), "secret")
    roster_pairs, recusal_pairs = lists.roster_list(roster), lists.recusal_list(recusals)
    frame = survey(FrameFile(folder / lists.FRAME), {about for _, about in recusal_pairs}, tell)
    files = {
        lists.ROSTER: lists.serialise(roster_pairs),
        lists.RECUSALS: lists.serialise(recusal_pairs),
        "secret.txt": secret.encode("ascii"),
    }
    rule = Rule(
        draw=draw,
        title=title,
        frame_sha256=frame.sha256,
        roster_sha256=digest(files[lists.ROSTER]),
        recusals_sha256=digest(files[lists.RECUSALS]),
        secret_sha256=digest(secret),
        sample=dict(sample),
        team_size=team_size,
        entropy_source=entropy_source,
        committed_at=instant(committed_at, "committed_at"),
    )
    check_fit(rule, frame.strata, frame.held, roster_pairs, recusal_pairs)
    files["rule.json"] = rule.json
    for name in files:
        if (folder / name).exists():
            raise DrawError("file_exists", str(folder / name))
    for name, data in files.items():
        with new_file(folder / name) as file:
            file.write(data)
    return commitment_of(rule.json)


def draw_folder(
    folder: Path, source: Source, *, checked: Source | None = None, tell: Tell = silent
) -> DrawnFolder:
    """Write result.json, or compare it when it is there: a result is never written over.

    `source` selects; `checked` (the same unless given) is the frame that is proved to be the committed one.
    Raises DrawError for what is not allowed or not what was committed, and for a result that differs.
    """
    folder = _folder(folder)
    given = Given.read(_read(folder))
    teams, entries = drawn(given, checked or source, source, tell)
    count = 0

    def counted():
        nonlocal count
        for entry in entries:
            count += 1
            yield entry

    parts = json_parts(given.commitment, given.seed, teams, counted())
    target = folder / RESULT
    if target.exists():
        _compare(target, parts)
    else:
        with new_file(target) as file:
            file.writelines(parts)
    return DrawnFolder(target, count, len(teams))


def _compare(target: Path, parts: Iterable[bytes]) -> None:
    with target.open("rb") as file:
        same = all(file.read(len(part)) == part for part in parts) and not file.read(1)
    if not same:
        raise DrawError("bytes_differ", str(target))


def _folder(folder: Path) -> Path:
    if not folder.is_dir():
        raise BundleError("bundle_not_found", str(folder))
    return folder


def _read(folder: Path) -> dict[str, bytes]:
    """The files but for the frame, which may be elsewhere, and the result, which may not be there yet."""
    streamed = {lists.FRAME, RESULT}
    check_names({entry.name for entry in folder.iterdir()} | streamed)
    names = [name for name in FILES if name not in streamed]
    for name in names:
        check_size(name, (folder / name).stat().st_size)
    return {name: (folder / name).read_bytes() for name in names}
