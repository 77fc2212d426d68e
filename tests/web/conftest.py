"""What tests of the web share: requests at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest


@pytest.fixture
def together(app):
    """Runs functions of a client of their own at the same moment; returns their values."""

    def together(*acts):
        start = Barrier(len(acts))

        def run(act):
            with app.test_client() as client:
                start.wait()
                return act(client)

        with ThreadPoolExecutor(len(acts)) as pool:
            return [future.result() for future in [pool.submit(run, act) for act in acts]]

    return together
