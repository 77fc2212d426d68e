"""The database's schema: ordered migrations, run by the command line at set-up."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect

FOLDER = Path(__file__).parent / "migrations"


def configuration(url: str) -> Config:
    """Return Alembic's settings for a database address."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["url"] = url
    return config


def upgrade(url: str, to: str = "head") -> None:
    """Bring the database to a revision, the newest unless said otherwise."""
    command.upgrade(configuration(url), to)


def missing(url: str) -> list[str]:
    """Return the tables and columns (``table.column``) of the models that the database lacks, in their order.

    What the database has besides, such as an index of its own administrators, is not looked at.
    """
    from server.store.engine import open_engine
    from server.store.models import Base

    engine = open_engine(url)
    try:
        inspector = inspect(engine)
        there = {
            name: {column["name"] for column in inspector.get_columns(name)}
            for name in inspector.get_table_names()
        }
    finally:
        engine.dispose()
    found: list[str] = []
    for table in Base.metadata.sorted_tables:
        if table.name not in there:
            found.append(table.name)
        else:
            found += [
                f"{table.name}.{column.name}"
                for column in table.columns
                if column.name not in there[table.name]
            ]
    return found


def differences(url: str) -> list[object]:
    """Return what the models have and the database lacks, or the reverse; empty when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from server.store.engine import open_engine
    from server.store.models import Base

    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))
    finally:
        engine.dispose()
