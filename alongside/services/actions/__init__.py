"""Verbs of services: saying what is offered, arranging, moving and calling off sessions, booking, noting who came."""

from alongside.services.actions.arranging import (
    add_worker,
    call_off,
    call_off_series,
    end_worker,
    plan_series,
    plan_session,
    say_way_in,
)
from alongside.services.actions.coming import AlsoCame, Noted, book, note_who_came, take_back
from alongside.services.actions.keeping import keep_place, open_place, say_service
from alongside.services.actions.moving import move_session

__all__ = [
    "AlsoCame", "Noted", "add_worker", "book", "call_off", "call_off_series", "end_worker", "keep_place",
    "move_session", "note_who_came", "open_place", "plan_series", "plan_session", "say_service", "say_way_in",
    "take_back",
]  # fmt: skip
