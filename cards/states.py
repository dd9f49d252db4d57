"""The words and marks for how a return stands."""

from collections.abc import Mapping

from audits.states import State

NAMES: Mapping[State, str] = {
    State.NOT_OPENED: "not opened",
    State.OPENED: "opened",
    State.ACKNOWLEDGED: "acknowledged",
    State.ASSIGNED: "assigned",
    State.IN_PROGRESS: "in progress",
    State.AWAITING_SIGN_OFF: "awaiting sign-off",
    State.SENT: "sent",
    State.LATE: "sent late",
    State.QUERIED: "queried",
    State.ACCEPTED: "accepted",
    State.NIL_NOT_KNOWN: "nil: not known",
    State.NIL_NO_CONTACT: "nil: no contact",
    State.NIL_OTHER: "nil: other reason",
    State.DECLINED: "declined",
    State.OVERDUE: "overdue",
    State.NO_RETURN: "no return",
    State.WAIVED: "waived",
    State.UNREACHABLE: "unreachable in Teams",
}

MARKS: Mapping[State, tuple[str, str]] = {
    State.NOT_OPENED: ("!", "attention"),
    State.OPENED: ("○", "warning"),
    State.ACKNOWLEDGED: ("◔", "warning"),
    State.ASSIGNED: ("◔", "warning"),
    State.IN_PROGRESS: ("◐", "accent"),
    State.AWAITING_SIGN_OFF: ("●", "accent"),
    State.SENT: ("✓", "good"),
    State.LATE: ("✓", "good"),
    State.QUERIED: ("?", "accent"),
    State.ACCEPTED: ("✓", "good"),
    State.NIL_NOT_KNOWN: ("N", "good"),
    State.NIL_NO_CONTACT: ("N", "good"),
    State.NIL_OTHER: ("N", "good"),
    State.DECLINED: ("D", "attention"),
    State.OVERDUE: ("L", "attention"),
    State.NO_RETURN: ("✗", "attention"),
    State.WAIVED: ("W", "default"),
    State.UNREACHABLE: ("U", "attention"),
}
"""A mark, and with it a colour, for each cell of the grid."""

LEGEND: Mapping[str, str] = {
    "✓": "sent", "N": "nil return", "?": "queried", "●": "for sign-off", "◐": "in progress",
    "◔": "acknowledged or assigned", "○": "opened", "!": "nothing yet", "L": "overdue",
    "✗": "no return", "D": "declined", "W": "waived", "U": "unreachable",
}  # fmt: skip
