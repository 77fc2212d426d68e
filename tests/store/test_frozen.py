"""The database refuses to change what was published, drawn, received, logged or handed over, whoever asks."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from server.store import frozen, schema
from server.store.files import FileStore
from server.store.models import Base
from tests.unpublished import build


@pytest.fixture
def filled(make, settings):
    """A database with a row of everything."""
    return build(make, FileStore(settings.files))


def rows(session, name):
    return sorted(map(repr, session.execute(text(f'SELECT * FROM "{name}"')).all()))


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("name", list(frozen.MOVABLE))
def test_no_statement_changes_a_frozen_row(session, name):
    before = rows(session, name)
    assert before
    table = Base.metadata.tables[name]
    changes = [f'UPDATE "{name}" SET "{column}" = "{column}"' for column in frozen.columns(table)]
    refused = [*changes, f'DELETE FROM "{name}"']
    if session.get_bind().dialect.name == "postgresql":
        refused.append(f'TRUNCATE "{name}" CASCADE')
    for statement in refused:
        with pytest.raises(IntegrityError, match="is frozen"), session.begin_nested():
            session.execute(text(statement))
    for column in frozen.MOVABLE[name]:
        session.execute(text(f'UPDATE "{name}" SET "{column}" = "{column}"'))
    assert rows(session, name) == before


def test_what_may_move_is_there(session):
    for name, movable in frozen.MOVABLE.items():
        assert movable <= {column["name"] for column in inspect(session.get_bind()).get_columns(name)}


def test_an_upgrade_makes_the_triggers_anew(session, database_url):
    for event in ("update", "delete"):
        place = ' ON "outcomes"' if session.get_bind().dialect.name == "postgresql" else ""
        session.execute(text(f"DROP TRIGGER outcomes_frozen_{event}{place}"))
    session.commit()
    schema.upgrade(database_url)
    catalogue = "pg_trigger" if place else "sqlite_master"
    column = "tgname" if place else "name"
    query = text(f"SELECT count(*) FROM {catalogue} WHERE {column} LIKE 'outcomes_frozen_%'")
    assert session.scalar(query) == (3 if place else 2)


FILLING = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "later", "0001"


def upgrade():
    op.add_column("outcomes", sa.Column("colour", sa.String(10)))
    op.execute("UPDATE outcomes SET colour = 'red', reason = 'filled'")
    op.execute({ending!r})
"""


@pytest.mark.usefixtures("filled")
def test_a_migration_may_write_and_nobody_after_it(engine):
    change = text("UPDATE outcomes SET reason = 'filled'")
    with engine.connect() as connection:
        frozen.lift(connection)
        connection.execute(change)
        frozen.guard(connection)
        with pytest.raises(IntegrityError, match="is frozen"):
            connection.execute(change)
        connection.rollback()
        with pytest.raises(IntegrityError, match="is frozen"):
            connection.execute(change)


# The schema of the database on PostgreSQL is that of all tests.
@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("ending", ["SELECT 1", "SELECT nothing_of_that_name"])
def test_a_later_migration_fills_a_column_of_a_frozen_table_or_leaves_it_as_it_was(
    engine, database_url, tmp_path, ending
):
    (tmp_path / "later.py").write_text(FILLING.format(ending=ending))
    config = schema.configuration(database_url)
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", f"{schema.FOLDER / 'versions'}:{tmp_path}")
    if ending == "SELECT 1":
        command.upgrade(config, "later")
    else:
        with pytest.raises(OperationalError):
            command.upgrade(config, "later")
    with Session(engine) as session:
        filled = set(session.scalars(text("SELECT reason FROM outcomes"))) == {"filled"}
        assert filled is (ending == "SELECT 1")
        with pytest.raises(IntegrityError, match="is frozen"):
            session.execute(text("UPDATE outcomes SET reason = 'changed'"))
