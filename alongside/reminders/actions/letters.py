"""What is handed over to a way out, and what it may answer."""

from __future__ import annotations

from dataclasses import dataclass

PATIENCE = 20  # seconds that a gateway has to answer


@dataclass(frozen=True)
class Letter:
    """What is handed over. ``key`` is the same however often it is tried, so that whoever takes it can take it once."""

    key: str
    by: str
    value: str
    words: str
    title: str
    sender: str
    language: str
    leave_message: bool


class TryAgain(Exception):
    """It could not be handed over just now. Holds the kind of trouble and nothing else."""


class DidNotArrive(Exception):
    """This number or address takes no message: nothing more is sent to it."""


class NotKnown(Exception):
    """It was handed over in part or whole, and no answer came: nobody knows whether it went.

    Of a way out that keeps no keys (``WayOut.once``) it is not handed over a second time. Holds the kind of trouble and
    nothing else.
    """
