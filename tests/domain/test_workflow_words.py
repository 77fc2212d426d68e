"""Every state and every step of the workflow has words, and refusals use them."""

import pytest

from server.domain.problems import Problem
from server.domain.texts import tables
from server.domain.workflow import TRANSITIONS, advance


def test_every_state_and_every_step_has_words():
    known = tables()
    for noun, states in TRANSITIONS.items():
        assert {state for state in states if f"{noun}.{state}" not in known["state"]} <= known["state"].keys()
        for actions in states.values():
            assert {f"{noun}.{action}" for action in actions} <= known["transition"].keys()


def test_a_refused_step_is_worded_for_the_reader():
    with pytest.raises(Problem) as refused:
        advance("inspection", "approved", "approve")
    assert refused.value.text("zh") == "当前状态为“已复核，待公布”，不能进行“复核通过”。"
    assert refused.value.text("en") == "This is Approved; approving is not possible now."
