"""Entering editions: a table of limits or of rules, a checklist, a violation, a legal basis and its last day.

What was typed stays when something is wrong.
"""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.editions import (
    BASIS,
    CHECKLIST,
    ENDING,
    LIMITS,
    RULES,
    VIOLATION,
    bases,
    checklists,
    columns,
    endings,
    limits,
    rules,
    violations,
)
from server.domain.editions.fields import TRUST
from server.domain.problems import Problem
from server.domain.programmes import PROGRAMMES, Programme
from server.services import editions
from server.web import problems
from server.web.access import may
from server.web.catalogue import catalogue
from server.web.edge import unit_of_work
from server.web.languages import gettext, language
from server.web.office import edition_fields as typed
from server.web.office.edition_fields import Fields

_VALUES, _VALUE = re.compile(r"[：:（(，,]"), re.compile(r"\{[^}]*\}")
blueprint = Blueprint("office_edition_forms", __name__, url_prefix="/office/editions/enter")


@blueprint.route("/limits/<programme>/<table>", methods=["GET", "POST"])
@may("edition.enter")
def enter_limits(programme: str, table: str) -> ResponseReturnValue:
    """Enter an edition of a table of limits."""
    known = limits.tables(programme, catalogue()).get(table)
    if known is None:
        raise Problem("not_found", what=f"{programme}/{table}")
    found = columns.columns(known)
    if request.method == "GET":
        fields = typed.of_table(known, request.args.get("id", ""))
    else:
        fields = typed.of_request(request.form, typed.EDITION)
        fields["rows"] = typed.rows_of_request(request.form, "rows", [column.name for column in found])
    shown = {
        "programme": programme,
        "table": table,
        "columns": [_column(catalogue().load(programme), column) for column in found],
        "editions": known["editions"],
    }
    return _answer("office/editions/limits.html", LIMITS, programme, {**fields, "table": table}, shown)


@blueprint.route("/rules/<programme>/<table>", methods=["GET", "POST"])
@may("edition.enter")
def enter_rules(programme: str, table: str) -> ResponseReturnValue:
    """Enter an edition of a table of rules: those that are added, and those that apply no longer."""
    known = rules.tables(programme, catalogue()).get(table)
    if known is None:
        raise Problem("not_found", what=f"{programme}/{table}")
    fields = typed.of_request(request.form, typed.EDITION)
    fields["rows"] = typed.rows_of_request(request.form, "rows", rules.COLUMNS)
    fields["without"] = request.form.getlist("without")
    found = catalogue().load(programme)
    shown = {
        "programme": programme,
        "table": table,
        "where": rules.WHERE,
        "levels": [
            (code, _said(found, f"value.level.{code}", code)) for code in rules.choices(known, "level")
        ],
        "findings": [(code, _found(found, code)) for code in rules.choices(known, "finding")],
        "known": known["editions"][-1]["rows"] or [],
        "editions": known["editions"],
    }
    return _answer("office/editions/rules.html", RULES, programme, {**fields, "table": table}, shown)


@blueprint.route("/checklist", methods=["GET", "POST"])
@may("edition.enter")
def enter_checklist() -> ResponseReturnValue:
    """Enter a programme that is only a checklist, or the next edition of one (``of``)."""
    of = request.args.get("of", "")
    own = of if of in catalogue().names() and of not in PROGRAMMES else ""
    if of and not own:
        raise Problem("not_found", what=of)
    if request.method == "GET":
        fields = typed.of_checklist(catalogue().load(own) if own else None)
    else:
        fields = typed.of_request(request.form, (*typed.NAMED, *typed.EDITION))
        fields["items"] = typed.rows_of_request(request.form, "items", typed.ITEM)
    shown = {
        "own": own,
        "groups": checklists.GROUPS,
        "severities": checklists.SEVERITIES,
        "editions": catalogue().load(own).limits["tables"][CHECKLIST]["editions"] if own else [],
    }
    return _answer("office/editions/checklist.html", CHECKLIST, own or fields["programme"], fields, shown)


@blueprint.route("/basis/<programme>", methods=["GET", "POST"])
@may("edition.enter")
def enter_basis(programme: str) -> ResponseReturnValue:
    """Enter a legal basis of a violation with its range of measures."""
    if programme not in catalogue().names():
        raise Problem("not_found", what=programme)
    rules = catalogue().load(programme)
    fields = typed.of_request(request.form, typed.BASIS)
    shown = {
        "programme": programme,
        "levels": bases.LEVELS,
        "violations": [(one["code"], _said(rules, f"violation.{one['code']}")) for one in rules.violations],
    }
    return _answer("office/editions/basis.html", BASIS, programme, fields, shown)


@blueprint.route("/ending/<programme>/<violation>/<basis>", methods=["GET", "POST"])
@may("edition.enter")
def enter_ending(programme: str, violation: str, basis: str) -> ResponseReturnValue:
    """Enter the last day of a legal basis."""
    found = endings.find(programme, violation, endings.key_of(basis), catalogue())
    if found is None:
        raise Problem("not_found", what=basis)
    rules = catalogue().load(programme)
    fields = {**typed.of_request(request.form, typed.ENDING), "violation": violation, "basis": basis}
    if request.method == "GET":
        fields["to"] = found.get("to") or ""
    shown = {
        "programme": programme,
        "violation": _said(rules, f"violation.{violation}"),
        "basis": [
            _said(rules, f"cite.{found[part]}", found[part]) for part in endings.NAMED if found.get(part)
        ],
        "last": found.get("to"),
    }
    return _answer("office/editions/ending.html", ENDING, programme, fields, shown)


@blueprint.route("/violation/<programme>", methods=["GET", "POST"])
@may("edition.enter")
def enter_violation(programme: str) -> ResponseReturnValue:
    """Enter a violation that the programme does not list yet."""
    if programme not in catalogue().names():
        raise Problem("not_found", what=programme)
    rules = catalogue().load(programme)
    fields = {
        **typed.of_request(request.form, typed.VIOLATION),
        "findings": request.form.getlist("findings"),
    }
    shown = {
        "programme": programme,
        "findings": [(code, _found(rules, code)) for code in violations.findings(rules)],
    }
    return _answer("office/editions/violation.html", VIOLATION, programme, fields, shown)


def _answer(
    template: str, kind: str, programme: str, fields: Fields, shown: dict[str, Any]
) -> ResponseReturnValue:
    """Show the form, with more rows when they were asked for, or take in what was typed."""
    errors: dict[str, str] = {}
    spare = int(request.form.get("more") == "yes") * 10 or typed.SPARE
    if request.method == "POST" and not request.form.get("more"):
        try:
            with unit_of_work() as work:
                edition = editions.enter(*work, kind=kind, programme=programme, typed=fields)
            flash(gettext("已录入。由另一人与原文核对并确认之后才生效。"))
            return redirect(url_for("office_editions.show", edition_id=edition.id))
        except Problem as problem:
            errors = problems.by_field(problem)
    page = render_template(template, fields=fields, errors=errors, trust=TRUST, spare=spare, **shown)
    return page, 422 if errors else 200


def _column(programme: Programme, column: columns.Column) -> dict[str, Any]:
    def label(code: str) -> str:
        """A column of several codes is called by the plural of the field that has one of them."""
        one = _said(programme, f"choice.{column.name.removesuffix('s')}.{code}", code)
        return _said(programme, f"choice.{column.name}.{code}", one)

    return {**vars(column), "choices": [(code, label(code)) for code in column.choices]}


def _found(programme: Programme, code: str) -> str:
    """A finding in words: the question of an item, or the text of a finding before the values that it names."""
    said = _said(programme, f"check.{code}", _said(programme, f"finding.{code}", code))
    head = _VALUES.split(said, maxsplit=1)[0]
    return head if head and "{" not in head else _VALUE.sub("…", said)


def _said(programme: Programme, key: str, otherwise: str = "") -> str:
    entry = programme.texts.get(key)
    return entry[language()] if entry else otherwise or key
