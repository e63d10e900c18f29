"""Verbs of peer support: of the peer's own, of the two who agree, of her who chooses, and of what was done."""

from alongside.peers.actions.contacts import record_peer_contact
from alongside.peers.actions.matching import (
    allow,
    answer,
    ask_peer,
    begin_match,
    close_wish,
    end_match,
    pause_match,
    wish_for,
)
from alongside.peers.actions.own import (
    agree,
    draft_agreement,
    rest,
    say_learning,
    say_of_myself,
    say_story,
    say_wellness,
    take_back,
)

__all__ = [
    "agree", "allow", "answer", "ask_peer", "begin_match", "close_wish", "draft_agreement", "end_match", "pause_match",
    "record_peer_contact", "rest", "say_learning", "say_of_myself", "say_story", "say_wellness", "take_back",
    "wish_for",
]  # fmt: skip
