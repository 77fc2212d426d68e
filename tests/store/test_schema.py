"""The migrations make what the models say."""

from server.store import schema


def test_a_migrated_database_has_exactly_the_tables_of_the_models(database_url: str) -> None:
    assert schema.differences(database_url) == []
