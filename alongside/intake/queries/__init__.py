"""Named questions about the one door. Each is a fixed number of statements, whatever the number of rows."""

from alongside.intake.queries.door import AtTheDoor, at_the_door, door, knock, knocks, usual_door
from alongside.intake.queries.known import known
from alongside.intake.queries.told import (
    GettingToKnow,
    became_goals,
    conversations_of,
    first_contacts_of,
    getting_to_know,
    goal_id,
    offers_of,
    told_of,
    told_one,
)
from alongside.intake.queries.waits import Waits, wait_of, waits

__all__ = [
    "AtTheDoor", "GettingToKnow", "Waits", "at_the_door", "became_goals", "conversations_of", "door",
    "first_contacts_of", "getting_to_know", "goal_id", "knock", "knocks", "known", "offers_of", "told_of", "told_one",
    "usual_door", "wait_of", "waits",
]  # fmt: skip
