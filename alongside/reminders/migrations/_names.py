"""The verbs of ``0003_outbox``: which anybody may call, which speak of the asker alone, which are the
service's, and which nobody calls."""

from __future__ import annotations

ANYBODY = ("message_came(text,text,text,text,timestamptz)", "message_reported(text,boolean,timestamptz)")
MINE = ("hard_for_me()", "take_hard(uuid)", "heard_by_me()", "reasons_for_me(uuid[])")
WORKER = (
    "plan_reminders(text,timestamptz,interval)", "take_reminders(uuid,timestamptz,int,interval)",
    "reminder_facts(uuid,timestamptz,uuid[])", "reminder_names()", "reminders_went(uuid,timestamptz,jsonb)",
    "unread_messages(int)", "message_read(uuid,text[],timestamptz)", "hard_letters()",
    "hard_mailed(uuid[],timestamptz)",
)  # fmt: skip
INSIDE = (
    "reminder_source_promise(timestamptz,timestamptz)", "reminder_source(text,timestamptz,timestamptz)",
    "stop_number(text,text,text,text,uuid,timestamptz)", "whose_number(text)", "everybody_about_nobody(uuid)",
)  # fmt: skip
