"""Headers that keep pages to themselves: no foreign scripts, no framing, no guessing of types."""

from __future__ import annotations

from flask import Flask, Response, request

from server.domain.problems import Problem

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def init_app(app: Flask) -> None:
    """Add the headers to every answer; pages of signed-in people and of one business are never kept."""
    app.before_request(_refuse_null_in_address)
    app.before_request(_refuse_null_in_form)
    app.after_request(_add)


def _refuse_null_in_address() -> None:
    """No text of ours holds a null character, and PostgreSQL fails on one."""
    if "\0" in request.path or any("\0" in value for _, value in request.args.items(multi=True)):
        raise Problem("control_character", at="url")


def _refuse_null_in_form() -> None:
    """The same for what a form says; bodies of the interfaces below /api/ are no forms and are read there."""
    if request.path.startswith("/api/"):
        return
    for name, value in request.form.items(multi=True):
        if "\0" in value:
            raise Problem("control_character", at=name)
    for name, file in request.files.items(multi=True):
        if "\0" in (file.filename or ""):
            raise Problem("control_character", at=name)


def _add(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.path.startswith(("/office", "/api/sync", "/account", "/business")):
        headers["Cache-Control"] = "no-store"
    if request.path.startswith("/business"):
        headers["X-Robots-Tag"] = "noindex, nofollow"
        headers["Referrer-Policy"] = "no-referrer"
    return response
