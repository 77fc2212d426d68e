"""Chinese first, English complete: the reader's language, and the catalogues of the pages.

Pages are written in Chinese; ``translations/en/LC_MESSAGES/*.po`` holds their English, read as they are at start.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, g, request
from flask_babel import Babel, get_locale
from flask_login import current_user
from markupsafe import Markup

LANGUAGES = ("zh", "en")
_FOLDER = Path(__file__).parent / "translations"
#: What is the same in every language: a tablet finds its files again whatever its browser asks for.
_FILES = {"static", "field.index", "field.file", "field.version"}


@cache
def catalogue(code: str) -> NullTranslations:
    """Return the merged catalogues of a language."""
    merged = Translations()
    for file in sorted((_FOLDER / code / "LC_MESSAGES").glob("*.po")):
        with file.open("rb") as source:
            compiled = BytesIO()
            write_mo(compiled, read_po(source, locale=code))
        compiled.seek(0)
        merged.merge(Translations(fp=compiled))
    return merged


def language() -> str:
    """Return the reader's language, zh or en. It is asked for at every text, so a request keeps it."""
    held = g._get_current_object()
    found = held.get("language")
    if found is None:
        found = held.language = "en" if str(get_locale()).startswith("en") else "zh"
    return found


def gettext(text: str, **values: object) -> str:
    """Return ``text``, written in Chinese, in the reader's language, with ``%(name)s`` filled in."""
    return catalogue(language()).ugettext(text) % values if values else catalogue(language()).ugettext(text)


def init_app(app: Flask) -> None:
    """Choose the language of each request; ``?lang=en`` chooses and remembers."""
    Babel(
        app,
        default_locale="zh",
        locale_selector=_select,
        default_timezone=app.extensions["settings"].time_zone,
    )
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: catalogue(language()).ugettext(text),
        lambda one, many, n: catalogue(language()).ungettext(one, many, n),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = _in_page
    app.after_request(_remember)
    app.jinja_env.globals["language"] = language


def _in_page(text: str, **values: object) -> Markup:
    """What ``_`` is in templates: a page asks for dozens of texts, so each is looked up once."""
    found = _text(text, language())
    return found % values if values else found


@cache
def _text(text: str, code: str) -> Markup:
    translated = catalogue(code).ugettext(text)
    # Without values nothing is filled in, and a doubled percent sign stands for itself.
    return Markup(translated if "%(" in translated else translated.replace("%%", "%"))  # noqa: S704


def _select() -> str:
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        return asked
    kept = request.cookies.get("lang")
    if kept in LANGUAGES:
        return kept
    if "actor" not in g and current_user.is_authenticated:
        return current_user.language
    return request.accept_languages.best_match(["zh", "zh-CN", "en"], "zh")[:2]


def _remember(response: Response) -> Response:
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        response.set_cookie("lang", asked, max_age=31_536_000, samesite="Lax", httponly=True)
    if request.endpoint not in _FILES or response.status_code >= 400:
        response.headers.setdefault("Content-Language", language())
        response.vary.add("Accept-Language")
    return response


__all__ = ["LANGUAGES", "catalogue", "gettext", "init_app", "language"]
