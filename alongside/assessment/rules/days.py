"""Answers of one measure that were given on different days. Plain Python, no clock.

A measure that asks about the last week cannot be put together from a week in January and one in March: its score would
be of no week at all. So what was begun longer ago than it looks back over is asked about again, and a score that came
of answers further apart than that says so.
"""

from __future__ import annotations

from datetime import date

from alongside.instruments.rules import Definition, recall_days

# For a measure whose words name no stretch of time ("in general"): two weeks, the window of most measures here. What a
# woman says of herself in general is no feeling of the day, but after longer than that she may no longer know what she
# had answered, and should see it again before it is counted.
USUAL_RECALL_DAYS = 14


def window_days(definition: Definition) -> int | None:
    """How far apart the answers to one measure may be; ``None`` for one that counts the past and does not change."""
    if definition.static:
        return None
    return recall_days(definition.recall) or USUAL_RECALL_DAYS


def days_apart(definition: Definition, first: date | None, last: date) -> bool:
    """These answers are from further apart than the measure looks back over."""
    window = window_days(definition)
    return first is not None and window is not None and (last - first).days > window


def asks_again(definition: Definition, first: date | None, confirmed_on: date | None, today: date) -> bool:
    """Before she goes on she is shown what she answered: it was on ``first``, too long ago to be counted unasked.

    ``confirmed_on``: the day on which she last said that it is still so.
    """
    since = max(first, confirmed_on) if first and confirmed_on else first
    return days_apart(definition, since, today)
