"""The digest of deadlines as a mail (RFC 5322): plain text in one language, one line for each deadline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from server.domain.reminders import STAGES
from server.domain.texts import tables, words

#: Lines of a mail; what is beyond them is counted.
MOST_LINES = 200


@dataclass(frozen=True)
class Line:
    """A deadline: the code of its kind, its day, the working days left, its stage, its number and the business."""

    kind: str
    day: date
    provisional: bool
    stage: int
    number: str
    name: str


def digest(
    lines: Sequence[Line],
    *,
    id: str,
    sender: str,
    to: str,
    authority: str,
    address: str,
    made_at: datetime,
    language: str,
) -> EmailMessage:
    """Return the mail; ``address`` is the page where it is dealt with, ``id`` makes its Message-ID."""
    texts = {code: entry[language] for code, entry in tables()["reminder"].items()}
    message = EmailMessage(policy=SMTP)
    message["Subject"] = texts["subject"].format(authority=authority, count=len(lines))
    message["From"], message["To"] = sender, to
    message["Date"] = format_datetime(made_at)
    message["Message-ID"] = f"<{id}@{sender.rpartition('@')[2].rstrip('>')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(_text(lines, texts, address, language)) + "\n", cte="base64")
    return message


def _text(lines: Sequence[Line], texts: dict[str, str], address: str, language: str) -> Iterable[str]:
    for stage in STAGES:
        held = [line for line in lines[:MOST_LINES] if line.stage == stage]
        if held:
            yield texts[f"stage.{stage}"]
            yield from (_line(line, texts, language) for line in held)
            yield ""
    if len(lines) > MOST_LINES:
        yield texts["more"].format(count=len(lines) - MOST_LINES)
    yield address
    yield texts["once"]


def _line(line: Line, texts: dict[str, str], language: str) -> str:
    provisional = texts["provisional"] if line.provisional else ""
    parts = (words("deadline", line.kind, language), line.number, line.name)
    return f"  {line.day.isoformat()}{provisional}  {' '.join(part for part in parts if part)}"
