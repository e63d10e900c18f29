"""What somebody outside is shown of a person: asked by her own page, and by whoever tries it with the woman.

One question for both, so that what is tried is what they see.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from alongside.care import queries as care
from alongside.care.queries import Shared
from alongside.consent import queries as consent
from alongside.consent.models import OutsideWorker
from alongside.consent.queries import SharedWithMe


@dataclass(frozen=True)
class Outside:
    """Somebody who is shared with whoever asks now. ``subjects``: she, and (for a child) the two together."""

    who: SharedWithMe
    subjects: tuple[uuid.UUID, ...]
    found: Shared


def seen_from_outside(person: uuid.UUID, today: date, before: tuple[date, uuid.UUID] | None = None) -> Outside:
    """What is open to whoever asks from outside, about this person and the two together.

    ``before``: (day, id) of the last note of the page before. Raises OutsideWorker.DoesNotExist for anybody who is not
    shared: never, not any more, or not there.
    """
    who = consent.one_shared_with_me(person)
    reach = {person: who.categories, **consent.pairs_with_me(person)}
    return Outside(who, tuple(reach), care.shared(who.family, person, reach, today=today, before=before))


def or_nothing(person: uuid.UUID, today: date) -> Outside | None:
    """The same; ``None`` for somebody who is not shared."""
    try:
        return seen_from_outside(person, today)
    except OutsideWorker.DoesNotExist:
        return None
