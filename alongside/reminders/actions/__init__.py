"""Verbs of reminders: how she wants messages, what goes, what comes back, who takes it up."""

from alongside.reminders.actions.listening import call_somebody, listen, message_came, message_reported
from alongside.reminders.actions.sending import SOURCES, hand_over, plan_messages, take_answers
from alongside.reminders.actions.verbs import REMINDERS_SERVICE
from alongside.reminders.actions.wishing import (
    ask_other_time,
    no_reminder,
    remind_of_promise,
    save_wish,
    settle_notice,
    stop_messages,
    take_notice,
    time_is_fine,
    wishes_standing,
)

__all__ = [
    "REMINDERS_SERVICE",
    "SOURCES",
    "ask_other_time",
    "call_somebody",
    "hand_over",
    "listen",
    "message_came",
    "message_reported",
    "no_reminder",
    "plan_messages",
    "remind_of_promise",
    "save_wish",
    "settle_notice",
    "stop_messages",
    "take_answers",
    "take_notice",
    "time_is_fine",
    "wishes_standing",
]
