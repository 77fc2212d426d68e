"""The migrations make what the models say, and those that installations have run stay as they are."""

from __future__ import annotations

import hashlib

from server.store import schema

#: Migrations of releases, by the SHA-256 of their files: installations have run them.
RELEASED = {"0001_first_schema.py": "6900ab47e33d8152f6583cfcede7d2a65144cdc173a2b1082a021e845cc85827"}


def test_a_migrated_database_has_exactly_the_tables_of_the_models(database_url: str) -> None:
    assert schema.differences(database_url) == []
    assert schema.missing(database_url) == []


def test_a_released_migration_is_never_edited() -> None:
    """What changes the schema afterwards is a migration of its own (docs/decisions/first-migration.md)."""
    versions = schema.FOLDER / "versions"
    found = {name: hashlib.sha256((versions / name).read_bytes()).hexdigest() for name in RELEASED}
    assert found == RELEASED
