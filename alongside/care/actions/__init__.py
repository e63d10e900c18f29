"""Verbs of care: contacts, promises, what she mentioned, safety plans, our plan, being beside her, quiet files."""

from alongside.care.actions.begun import forget_begun, keep_begun, now_recorded, throw_away_begun
from alongside.care.actions.contacts import correct_contact, record_contact, share_contact
from alongside.care.actions.known import agree_known, put_known_away, say_known_anew, tell_once
from alongside.care.actions.mentions import answer_mention, mention
from alongside.care.actions.needs import take_back_need, write_need
from alongside.care.actions.promises import change_promise, keep_promise, let_go_promise, promise
from alongside.care.actions.quiet import note_quiet
from alongside.care.actions.reaching import wish_reached
from alongside.care.actions.safety import (
    choose_copy,
    make_plan,
    print_card,
    say_plan_anew,
    take_off_her_page,
    turn_plan,
    write_local_protocol,
)
from alongside.care.actions.shared_plan import say_lane, sign_plan
from alongside.care.actions.used import answer_used, ask_today, begin_used, settle_ask

__all__ = [
    "agree_known",
    "answer_mention",
    "answer_used",
    "ask_today",
    "begin_used",
    "change_promise",
    "choose_copy",
    "correct_contact",
    "forget_begun",
    "keep_begun",
    "keep_promise",
    "let_go_promise",
    "make_plan",
    "mention",
    "note_quiet",
    "now_recorded",
    "print_card",
    "promise",
    "put_known_away",
    "record_contact",
    "say_known_anew",
    "say_lane",
    "say_plan_anew",
    "settle_ask",
    "share_contact",
    "sign_plan",
    "take_back_need",
    "take_off_her_page",
    "tell_once",
    "throw_away_begun",
    "turn_plan",
    "wish_reached",
    "write_local_protocol",
    "write_need",
]  # fmt: skip
