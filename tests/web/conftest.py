"""What tests of the web share: requests at the same moment, an account that is closed meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from server.store.users import User


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


@pytest.fixture
def close_account(session, sign_in):
    """Closes the account of a name on its page, as an administrator does."""

    def close_account(username):
        user_id = session.scalars(select(User.id).where(User.username == username)).one()
        answer = sign_in("administrator").post(f"/office/users/{user_id}/active", data={"active": "no"})
        assert answer.status_code == 302

    return close_account
