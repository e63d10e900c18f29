"""Answers of which somebody in the programme is told at once."""

from __future__ import annotations

import uuid
from datetime import datetime

from alongside.assessment.models import Answer


def watch_answer(*, answer: Answer, confirmed: bool | None, by: uuid.UUID, at: datetime) -> None:
    """Called for every saved answer to a question that is watched, inside the transaction that saves it.

    Also when the answer is one of which nobody is told: it may take an earlier one back. ``confirmed``: whether she
    confirmed it when asked once; ``None`` before that. An answer she has not confirmed counts all the same.
    """
