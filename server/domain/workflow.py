"""States and the only ways between them, as a table."""

from __future__ import annotations

from server.domain.problems import Problem

#: noun: state: action: next state
TRANSITIONS: dict[str, dict[str, dict[str, str]]] = {
    "plan": {
        "draft": {"edit": "draft", "publish": "published"},
        "published": {"commit": "published"},
    },
    "draw": {
        "committed": {"entropy": "sealed", "void": "voided"},
        "sealed": {"draw": "drawn", "void": "voided"},
        "drawn": {
            "substitute": "drawn",
            "staff": "drawn",
            "replace": "drawn",
            "open": "opened",
            "void": "voided",
        },
        "opened": {"substitute": "opened", "staff": "opened", "replace": "opened", "void": "voided"},
        "voided": {},
    },
    "assignment": {
        "assigned": {"start": "started", "substitute": "substituted", "withdraw": "withdrawn"},
        "unstaffed": {"staff": "assigned", "substitute": "substituted", "withdraw": "withdrawn"},
        "started": {"finish": "finished", "substitute": "substituted", "withdraw": "withdrawn"},
        "finished": {"return": "started", "withdraw": "withdrawn"},
        "substituted": {},
        "withdrawn": {},
    },
    "inspection": {
        "open": {"receive": "open", "admit": "open", "finish": "finished", "withdraw": "withdrawn"},
        "finished": {
            "receive": "finished",
            "admit": "finished",
            "complete": "in_review",
            "withdraw": "withdrawn",
        },
        "in_review": {
            "admit": "in_review",
            "reply": "in_review",
            "order": "in_review",
            "return": "open",
            "approve": "approved",
            "propose": "seconding",
            "withdraw": "withdrawn",
        },
        "seconding": {
            "admit": "in_review",
            "reply": "seconding",
            "order": "seconding",
            "return": "open",
            "confirm": "approved",
            "decline": "in_review",
            "withdraw": "withdrawn",
        },
        "approved": {
            "admit": "in_review",
            "reply": "approved",
            "order": "approved",
            "hand_over": "approved",
            "publish": "published",
            "return": "open",
            "withdraw": "withdrawn",
        },
        "published": {
            "correct": "published",
            "reply": "published",
            "object": "published",
            "order": "published",
            "hand_over": "published",
        },
        "withdrawn": {},
    },
    "outcome": {
        "in_force": {"correct": "replaced"},
        "replaced": {},
    },
    "correction": {
        "proposed": {"confirm": "confirmed", "decline": "declined", "withdraw": "withdrawn"},
        "confirmed": {},
        "declined": {},
        "withdrawn": {},
    },
    "look_back": {
        "planned": {"draw": "drawn", "pass_over": "passed_over"},
        "drawn": {"look": "looked_back", "miss": "passed_over", "void": "planned"},
        "passed_over": {"draw": "drawn", "pass_over": "passed_over", "void": "planned"},
        "looked_back": {},
    },
    "entry": {
        "held": {"count": "applied", "fail": "failed"},
        "failed": {"count": "applied", "set_aside": "set_aside"},
        "applied": {},
        "set_aside": {},
    },
    "reply": {
        "received": {"release": "released", "withhold": "withheld"},
        "withheld": {"release": "released"},
        "released": {},
    },
    "objection": {
        "received": {"uphold": "upheld", "reject": "rejected"},
        "upheld": {},
        "rejected": {},
    },
    "rectification": {
        "ordered": {
            "sign": "ordered",
            "unsigned": "ordered",
            "prove": "proof_received",
            "extend": "extended",
            "accept": "accepted",
        },
        "extended": {
            "sign": "extended",
            "unsigned": "extended",
            "prove": "proof_received",
            "extend": "extended",
            "accept": "accepted",
        },
        "proof_received": {
            "sign": "proof_received",
            "unsigned": "proof_received",
            "prove": "proof_received",
            "accept": "accepted",
            "refuse": "proof_refused",
        },
        "proof_refused": {
            "sign": "proof_refused",
            "unsigned": "proof_refused",
            "prove": "proof_received",
            "extend": "extended",
            "accept": "accepted",
        },
        "accepted": {},
    },
    "handover": {
        "handed_over": {"take_up": "taken_up", "send_back": "sent_back"},
        "taken_up": {"conclude": "concluded", "send_back": "sent_back"},
        "concluded": {},
        "sent_back": {},
    },
    "penalty": {
        "entered": {"publish": "published", "withdraw": "withdrawn"},
        "kept": {},
        "published": {"withdraw": "withdrawn"},
        "withdrawn": {},
    },
    "edition": {
        "proposed": {"confirm": "confirmed", "decline": "declined", "withdraw": "withdrawn"},
        "confirmed": {},
        "declined": {},
        "withdrawn": {},
    },
    "import": {
        "checking": {"check": "checked", "refuse": "refused", "fail": "failed"},
        "checked": {"accept": "applying"},
        "applying": {"apply": "applied", "fail": "failed"},
        "refused": {},
        "applied": {},
        "failed": {},
    },
}

#: noun: the states in which one begins
FIRST: dict[str, tuple[str, ...]] = {
    "plan": ("draft",),
    "draw": ("committed",),
    "assignment": ("assigned", "unstaffed"),
    "inspection": ("open",),
    "outcome": ("in_force",),
    "correction": ("proposed",),
    "look_back": ("planned",),
    "entry": ("held",),
    "reply": ("received",),
    "objection": ("received",),
    "rectification": ("ordered",),
    "handover": ("handed_over",),
    "penalty": ("entered", "kept"),
    "edition": ("proposed",),
    "import": ("checking",),
}


def advance(noun: str, state: str, action: str) -> str:
    """Return the state after ``action``; :class:`Problem` ``wrong_state`` when the table has no such way."""
    try:
        return TRANSITIONS[noun][state][action]
    except KeyError:
        raise Problem("wrong_state", state=f"{noun}.{state}", action=f"{noun}.{action}") from None


def allows(noun: str, state: str, action: str) -> bool:
    """Whether ``action`` is possible in ``state``."""
    return action in TRANSITIONS[noun].get(state, {})
