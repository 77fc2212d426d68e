"""Problems as answers: RFC 9457 problem details for programs, a page for people."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge

from server.domain.problems import Problem
from server.store.engine import is_taken
from server.web.languages import language

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Answer every error in the one shape."""
    app.register_error_handler(Problem, answer)
    app.register_error_handler(HTTPException, from_http)
    app.register_error_handler(IntegrityError, _from_collision)
    app.register_error_handler(Exception, _from_fault)


def details(problem: Problem) -> dict[str, Any]:
    """Return RFC 9457 members: type, title, status, detail, and our code, at, errors (the parts)."""
    said = {
        "type": f"/data/problems#{problem.code}",
        "title": problem.text(language()),
        "status": problem.status,
        "code": problem.code,
    }
    if problem.at is not None:
        said["at"] = problem.at
    if problem.parts:
        said["errors"] = [
            {"code": part.code, "at": part.at, "title": part.text(language())} for part in problem.parts
        ]
    return said


def by_field(problem: Problem) -> dict[str, str]:
    """Return the words of a problem and its parts by the field they belong to; '' holds those without one."""
    found = {part.at or "": part.text(language()) for part in problem.parts}
    if not problem.parts or problem.at is not None:
        found[problem.at or ""] = problem.text(language())
    return found


def answer(problem: Problem) -> tuple[Response | str, int]:
    """Answer a program with JSON and a person with a page."""
    if _wants_json():
        response = jsonify(details(problem))
        response.mimetype = "application/problem+json"
        return response, problem.status
    return render_template("problem.html", problem=problem, text=problem.text(language())), problem.status


def _wants_json() -> bool:
    if request.path.startswith("/api/"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def from_http(error: HTTPException) -> Any:
    """Answer an error that Flask or an extension raised."""
    if isinstance(error, CSRFError):
        return answer(Problem("csrf"))
    if isinstance(error, RateLimitExceeded):
        return answer(Problem("too_many"))
    if isinstance(error, RequestEntityTooLarge):
        limit = (request.max_content_length or 0) >> 20
        return answer(Problem("too_large", limit=f"{limit} MB"))
    if isinstance(error, NotFound):
        return answer(Problem("not_found", what=request.path))
    if error.code is None or error.code < 400:
        return error
    if isinstance(error, MethodNotAllowed):
        return answer(Problem("method_not_allowed", method=request.method))
    data = getattr(error, "data", None) or {}
    parts = list(_parts("", data.get("messages", {})))
    return answer(Problem("bad_request", detail=error.description or error.name, parts=parts))


def _parts(at: str, messages: Any) -> Any:
    if isinstance(messages, dict):
        for key, value in messages.items():
            yield from _parts(f"{at}/{key}" if at else str(key), value)
    else:
        for message in messages:
            yield Problem("bad_request", at=at, detail=message)


def _from_collision(error: IntegrityError) -> Any:
    """Two people added the same at the same moment. A tablet is told of a fault: then it sends again."""
    if is_taken(error) and not request.path.startswith("/api/"):
        return answer(Problem("changed_meanwhile"))
    return _from_fault(error)


def _from_fault(error: Exception) -> Any:
    reference = secrets.token_hex(4)
    log.exception("fault %s at %s %s", reference, request.method, request.path, exc_info=error)
    return answer(Problem("internal", reference=reference))
