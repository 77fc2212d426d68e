"""Names of files that are downloaded: headers hold ASCII alone, so any other name is told as RFC 6266 says."""

from __future__ import annotations

import re
from urllib.parse import quote

from flask import Response

#: What stands in a header as it is, between quotation marks.
PLAIN = re.compile(r"[A-Za-z0-9 ._-]+")


def attach(response: Response, name: str) -> Response:
    """Let an answer be kept as a file of this name."""
    plain = f'; filename="{name}"' if PLAIN.fullmatch(name) else ""
    response.headers["Content-Disposition"] = f"attachment{plain}; filename*=UTF-8''{quote(name, safe='')}"
    return response
