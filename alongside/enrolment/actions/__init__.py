"""Verbs of being with the programme: her states, her team, what happened to her, who is kept out."""

from alongside.enrolment.actions.events import record_pattern, record_return
from alongside.enrolment.actions.states import change_state, end, enrol, welcome_back
from alongside.enrolment.actions.team import hand_over, join_team, leave_team, set_key_worker
from alongside.enrolment.actions.wall import keep_out, let_back

__all__ = [
    "change_state", "end", "enrol", "hand_over", "join_team", "keep_out", "leave_team", "let_back", "record_pattern",
    "record_return", "set_key_worker", "welcome_back",
]  # fmt: skip
