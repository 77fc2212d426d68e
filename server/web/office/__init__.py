"""Pages for the office: administrators and supervisors."""

from __future__ import annotations

from flask import Flask

from server.web.office import (
    assignments,
    audit,
    businesses,
    calendar,
    complaints,
    corrections,
    deadlines,
    devices,
    draws,
    edition_forms,
    editions,
    enrolment_codes,
    entries,
    handovers,
    home,
    imports,
    inspections,
    inspectors,
    instruments,
    labels,
    look_backs,
    menu,
    merged_visits,
    national_records,
    objects,
    outcomes,
    papers,
    penalties,
    photos,
    plans,
    products,
    publication,
    publication_times,
    raised_ratios,
    ratings,
    rectifications,
    registers,
    rescues,
    results,
    servings,
    users,
)


def register(app: Flask) -> None:
    """Join the pages of the office."""
    app.add_template_global(menu.entries, "office_menu")
    app.register_blueprint(home.blueprint)
    app.register_blueprint(users.blueprint)
    app.register_blueprint(devices.blueprint)
    app.register_blueprint(enrolment_codes.blueprint)
    app.register_blueprint(rescues.blueprint)
    app.register_blueprint(calendar.blueprint)
    app.register_blueprint(audit.blueprint)
    app.register_blueprint(labels.blueprint)
    for module in (registers, imports, objects, inspectors, instruments, products):
        app.register_blueprint(module.blueprint)
    for module in (editions, edition_forms):
        app.register_blueprint(module.blueprint)
    for module in (
        plans,
        draws,
        assignments,
        inspections,
        photos,
        entries,
        outcomes,
        corrections,
        publication,
    ):
        app.register_blueprint(module.blueprint)
    for module in (publication_times, results, national_records, merged_visits, complaints, raised_ratios):
        app.register_blueprint(module.blueprint)
    for module in (
        businesses,
        rectifications,
        servings,
        handovers,
        penalties,
        papers,
        ratings,
        look_backs,
        deadlines,
    ):
        app.register_blueprint(module.blueprint)
