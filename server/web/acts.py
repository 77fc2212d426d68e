"""What a form does: carried out as a whole, or the form again with what is wrong at its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from server.domain.problems import Problem
from server.web.edge import Work, unit_of_work
from server.web.problems import by_field


def carry_out(
    act: Callable[[Work], Any],
    again: Callable[[dict[str, str]], str],
    done: str,
    onward: str,
    renamed: Mapping[str, str] | None = None,
) -> ResponseReturnValue:
    """Carry out ``act``, say that it is ``done`` and lead ``onward``.

    With a problem nothing changes, and ``again`` shows the form with its words by field, those ``renamed`` that the
    form calls otherwise. What is not there has no form: status 404 is left to the page of problems.
    """
    try:
        with unit_of_work() as work:
            act(work)
    except Problem as problem:
        if problem.status == 404:
            raise
        names = renamed or {}
        errors = {names.get(at, at): text for at, text in by_field(problem).items()}
        return again(errors), problem.status
    flash(done)
    return redirect(onward)
