"""A walk along the links of a site, and the Chinese words that stand on its pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import APIRequestContext
from werkzeug.routing import MapAdapter

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
#: How many pages of one kind are looked at: the first has no past, the second has one.
OF_A_KIND = 3
_SPOKEN = {"alt", "aria-label", "content", "placeholder", "title"}
_EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class _Reader(HTMLParser):
    """Collects the words of a page, also those that only some people meet, and its links."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        foreign = (given.get("lang") or "").startswith("zh") or given.get("translate") == "no"
        if tag not in _EMPTY:
            self._open.append(foreign or tag in ("script", "style") or any(self._open[-1:]))
        if not foreign and not any(self._open[-1:]):
            spoken = [text for name, text in attrs if text and (name in _SPOKEN or name.startswith("data-"))]
            self.words += spoken
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _EMPTY and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._open[-1:]) and data.strip():
            self.words.append(data.strip())


def chinese(html: str, entered: Iterable[str]) -> list[str]:
    """The Chinese words of a page, apart from what people entered and from what is marked as Chinese."""
    reader = _Reader()
    reader.feed(html)
    known = sorted(entered, key=len, reverse=True)
    found = []
    for words in reader.words:
        for text in known:
            words = words.replace(text, "")
        if CHINESE.search(words):
            found.append(words)
    return found


def walk(
    request: APIRequestContext, start: str, routes: MapAdapter, of_a_kind: int = OF_A_KIND
) -> Iterator[tuple[str, str]]:
    """Follow the links from ``start``; yield each page's path with its query, and its HTML, a few of every route."""
    seen, waiting, kinds = {start}, [start], Counter()
    while waiting:
        address = waiting.pop(0)
        kind, _ = routes.match(urlsplit(address).path, method="GET")
        if kinds[kind] == of_a_kind or kind.endswith("sign_out"):
            continue
        kinds[kind] += 1
        answer = request.get(address)
        assert answer.ok, f"{answer.status} {address}"
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        html = answer.text()
        parts = urlsplit(address)
        yield parts.path + (f"?{parts.query}" if parts.query else ""), html
        reader = _Reader()
        reader.feed(html)
        for link in reader.links:
            target = urldefrag(urljoin(address, link)).url
            inside = urlsplit(target).netloc == urlsplit(start).netloc and "lang=" not in target
            if inside and target not in seen:
                seen.add(target)
                waiting.append(target)
