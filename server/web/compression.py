"""Files that browsers fetch go out compressed, each packed once for each of its states.

Pages themselves stay as they are: what an attacker can put into a page beside a secret must not change its length.
"""

from __future__ import annotations

from flask import Flask, Request, Response, request
from flask_compress import Compress

TYPES = ("text/css", "text/javascript", "application/manifest+json", "image/svg+xml")
#: What answers with files alone, whose ETag names their state.
ENDPOINTS = ("static", "bootstrap.static", "field.file", "field.version")


class _Packed(dict[str, bytes]):
    """Packed files by coding, address and state; nothing is kept of an answer that is no file."""

    def set(self, key: str, content: bytes) -> None:
        """Keep a packed file."""
        if not key.endswith(";"):
            self[key] = content

    def get(self, key: str) -> bytes | None:  # type: ignore[override]
        """Return a packed file."""
        return None if key.endswith(";") else super().get(key)


def init_app(app: Flask) -> None:
    """Compress what browsers fetch as files; an answer that is packed already stays as it is."""
    app.config.update(
        COMPRESS_MIMETYPES=TYPES,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=9,
        COMPRESS_MIN_SIZE=200,
        COMPRESS_STREAMS=False,
        COMPRESS_CACHE_BACKEND=_Packed,
        COMPRESS_CACHE_KEY=_state,
    )
    Compress(app)
    app.after_request(_whole)


def _whole(response: Response) -> Response:
    """Read a file that would go out piece by piece, so that it is packed as a whole; runs before the packing."""
    if request.endpoint in ENDPOINTS and response.mimetype in TYPES and response.status_code == 200:
        response.direct_passthrough = False
        response.get_data()
        request.environ["fair_scale.etag"] = response.get_etag()[0]
    return response


def _state(asked: Request) -> str:
    etag = asked.environ.get("fair_scale.etag")
    return f"{asked.path};{etag}" if etag else ""
