"""The page in which the tablet's judging runs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Error

from tests.field.verdicts_page import VerdictsPage


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives Chromium."""
    for item in items:
        if "verdicts_page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def verdicts_page() -> Iterator[VerdictsPage]:
    """A page that judges as the tablet does."""
    page = VerdictsPage()
    try:
        page.__enter__()
    except Error as error:
        if "Executable doesn't exist" not in error.message:
            raise
        pytest.skip("no Chromium: browser tests were skipped")
    yield page
    page.__exit__()
