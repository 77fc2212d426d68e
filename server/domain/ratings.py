"""Ratings of visits by the inspected businesses 评价: a few questions, added up so that no visit can be told.

That the body inspected does not see who rated it how is the practice of Shenzhen Longhua
(https://www.gdzf.org.cn/xbsy/gddt/content/post_181122.html, mark B). What is asked follows duties that were read:
certificates are shown (行政处罚法 art. 55), no gifts, costs or agencies are asked for (国办发〔2024〕54号).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.domain.problems import Problem

QUESTIONS = ("certificate", "explained", "necessary", "no_demands", "fair")
SCORES = ("1", "2", "3", "4", "5")
#: Sums of fewer visits are never shown, nor is the difference between two sums of fewer.
LEAST = 5

Sums = dict[str, Any]


def nothing() -> Sums:
    """Return the sums of no visit: ``{"visits": 0, "answers": {question: {score: count}}}``."""
    return {"visits": 0, "answers": {}}


def checked(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that were given, each one of :data:`SCORES`.

    Problems: ``rating_empty`` at the first question, ``rating_choice`` at a question.
    """
    given = {question: answers[question] for question in QUESTIONS if answers.get(question)}
    for question, score in given.items():
        if score not in SCORES:
            raise Problem("rating_choice", at=question)
    if not given:
        raise Problem("rating_empty", at=QUESTIONS[0])
    return given


def added(shown: Sums, waiting: Sums, answers: Mapping[str, str]) -> tuple[Sums, Sums]:
    """Return what is shown and what waits after one more visit: what waits is shown once it is of :data:`LEAST`."""
    one = {"visits": 1, "answers": {question: {score: 1} for question, score in answers.items()}}
    waiting = _together(waiting, one)
    if waiting["visits"] < LEAST:
        return shown, waiting
    return _together(shown, waiting), nothing()


def mean(scores: Mapping[str, int]) -> tuple[int, int]:
    """Return the sum of the scores of a question and how many answered it."""
    return sum(int(score) * count for score, count in scores.items()), sum(scores.values())


def _together(first: Sums, second: Sums) -> Sums:
    answers: dict[str, dict[str, int]] = {}
    for sums in (first, second):
        for question, scores in sums["answers"].items():
            told = answers.setdefault(question, {})
            for score, count in scores.items():
                told[score] = told.get(score, 0) + count
    return {"visits": first["visits"] + second["visits"], "answers": answers}
