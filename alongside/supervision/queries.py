"""Named questions about supervision. Each answers the two who meet, and is empty for everybody else."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from alongside.supervision.models import Meeting, Reflection, Supervision
from alongside.supervision.terms import Standing


@dataclass(frozen=True)
class Together:
    """One supervision: the meetings to come (the next first), those before (the newest first), what was written."""

    supervision: Supervision
    ahead: tuple[Meeting, ...]
    before: tuple[Meeting, ...]
    reflections: tuple[Reflection, ...]

    @property
    def over(self) -> bool:
        """They ended it."""
        return self.supervision.during.upper is not None


def mine(now: datetime) -> list[Together]:
    """Every supervision of the asker with all its meetings and reflections, the newest first; three statements."""
    rows = list(Supervision.objects.select_related("supervisor", "colleague").order_by("-recorded_at", "-id"))
    meetings = list(Meeting.objects.order_by("-during", "-id"))
    written = list(Reflection.objects.order_by("-on", "-recorded_at", "-id"))
    found = []
    for row in rows:
        here = [meeting for meeting in meetings if meeting.supervision_id == row.pk]
        ahead = [m for m in here if m.standing == Standing.PLANNED and m.during.upper > now]
        found.append(
            Together(
                row, tuple(reversed(ahead)), tuple(m for m in here if m not in ahead),
                tuple(r for r in written if r.supervision_id == row.pk),
            )
        )  # fmt: skip
    return found


def supervision(id: uuid.UUID) -> Supervision:
    """One of the asker's. Raises Supervision.DoesNotExist for anybody else's, as for one that never was."""
    return Supervision.objects.select_related("supervisor", "colleague").get(pk=id)


def meeting(id: uuid.UUID) -> Meeting:
    """One meeting of the asker's. Raises Meeting.DoesNotExist for anybody else's, as for one that never was."""
    return Meeting.objects.select_related("supervision__supervisor", "supervision__colleague").get(pk=id)


def taken(supervision: Supervision, *, but: uuid.UUID | None = None) -> list[tuple[datetime, datetime]]:
    """The times at which the two meet or met: ``[(begins, ends), …]``; without one meeting."""
    stands = Q(standing__in=(Standing.PLANNED, Standing.HELD)) & ~Q(pk=but)
    return [(m.during.lower, m.during.upper) for m in Meeting.objects.filter(stands, supervision=supervision)]
