"""Settings: everything that an installation can change, read from the environment, with its default.

Each name is an environment variable ``FAIR_SCALE_<NAME>``; docs/operations.md describes them all.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

#: Numbers of papers have 40 places.
LONGEST_WORD = 12
ROOT = Path(__file__).resolve().parent.parent
#: In a checkout data is kept beside the code; an installed package has no place for it but where it is started.
HOME = ROOT if (ROOT / "setup.cfg").is_file() else Path.cwd()


@dataclass(frozen=True)
class Settings:
    """One installation. ``data`` holds database and files; ``secret_key`` signs sessions and is made at set-up."""

    data: Path = HOME / "var"
    database: str = ""
    secret_key: str = ""
    authority: str = "海岳市市场监督管理局"
    time_zone: str = "Asia/Shanghai"
    base_url: str = "http://127.0.0.1:8000"
    secure_cookies: bool = False
    proxies: int = 0
    sign_in_limit: str = "10 per minute"
    photo_limit_mb: int = 12
    import_limit_mb: int = 64
    rescue_limit_mb: int = 512
    evidence_limit_mb: int = 20
    objection_days: int = 0
    number_word: str = ""
    second_review: bool = True
    national_link: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_from: str = ""
    field_client: Path = ROOT / "field_client"

    @property
    def database_url(self) -> str:
        """The database; an SQLite file in ``data`` unless set."""
        return self.database or f"sqlite:///{self.data / 'fair-scale.sqlite'}"

    @property
    def files(self) -> Path:
        """Where photos and uploaded registers are kept."""
        return self.data / "files"


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of this process; ``ValueError`` names a variable that cannot be read."""
    settings = Settings()
    given = {}
    for field in fields(Settings):
        text = environment.get(f"FAIR_SCALE_{field.name.upper()}")
        if text is not None:
            given[field.name] = _read(field.name, text, getattr(settings, field.name))
    return _checked(replace(settings, **given))


def _checked(settings: Settings) -> Settings:
    word = settings.number_word
    if len(word) > LONGEST_WORD or not all(one.isalnum() for one in word) or word[-1:].isdecimal():
        raise ValueError(
            f"FAIR_SCALE_NUMBER_WORD has at most {LONGEST_WORD} letters and digits and ends in a letter, not {word!r}"
        )
    return settings


def _read(name: str, text: str, default: object) -> object:
    if isinstance(default, bool):
        if text.lower() not in {"0", "1", "false", "true", "no", "yes"}:
            raise ValueError(f"FAIR_SCALE_{name.upper()} is yes or no, not {text!r}")
        return text.lower() in {"1", "true", "yes"}
    if isinstance(default, int):
        if not text.isdecimal():
            raise ValueError(f"FAIR_SCALE_{name.upper()} is a whole number, not {text!r}")
        return int(text)
    return Path(text) if isinstance(default, Path) else text
