"""Alembic's entry: runs migrations against the address it was given."""

from alembic import context

from server.store import frozen
from server.store.engine import open_engine
from server.store.models import Base

engine = open_engine(context.config.attributes["url"])
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        frozen.lift(connection)
        context.run_migrations()
        frozen.guard(connection)
    # Alembic leaves it open on SQLite.
    connection.commit()
engine.dispose()
