"""Photos come in, each under its hash."""

from __future__ import annotations

from flask import Response

from server.domain.problems import Problem
from server.services import photos
from server.store.files import FileStore
from server.store.inspections import Photo
from server.web.access import may
from server.web.database import db
from server.web.edge import settings, unit_of_work
from server.web.sync.answers import answer, photo_receipt
from server.web.sync.blueprint import blueprint
from server.web.sync.bodies import received


@blueprint.get("/photos/<sha256>")
@may("device")
def has_photo(sha256: str) -> Response:
    """Answer whether a photo is here, without sending it back."""
    row = db.session.get(Photo, sha256)
    if row is None:
        raise Problem("not_found", what=sha256[:64])
    return answer(receipt=photo_receipt(row))


@blueprint.put("/photos/<sha256>")
@may("device")
def receive_photo(sha256: str) -> Response:
    """Store a photo, then answer its receipt."""
    data = received(settings().photo_limit_mb * 1024 * 1024)
    stored = photos.store(sha256, data, FileStore(settings().files))
    with unit_of_work() as work:
        told = photo_receipt(photos.receive(*work, stored=stored))
    return answer(receipt=told)
