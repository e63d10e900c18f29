"""The Elder of the practice programme beside the first women who said yes."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from alongside.accounts.actions import instants
from alongside.accounts.terms import PARTS, RoleName
from alongside.culture.models import CulturalOffer, ElderBeside
from alongside.enrolment.models import TeamMember
from alongside.recordkeeping.models import new_id
from alongside.safekeeping import actions as safekeeping
from alongside.safekeeping.terms import Reach

WOMEN = 3


def load_elder(*, elder: uuid.UUID, by: uuid.UUID, day: date, at: datetime) -> None:
    """As the loader: on the team of the first women whose last word was yes, and let in as she agreed."""
    newest = CulturalOffer.objects.order_by("subject", "-recorded_at", "-id").distinct("subject")
    yes = sorted((row for row in newest if row.answer == "yes"), key=lambda row: (row.recorded_at, row.id))
    part = PARTS[RoleName.ELDER]
    for row in yes[:WOMEN]:
        member = TeamMember.objects.create(
            family_id=row.family_id, colleague_id=elder, role=RoleName.ELDER.value, works_with="family",
            during=DateRange(day, None), recorded_by=by, recorded_at=at,
        )  # fmt: skip
        ElderBeside.objects.create(
            id=new_id(), family_id=row.family_id, subject=row.subject, colleague_id=elder, member=member, begun_on=day,
            recorded_by=by, recorded_at=at,
        )  # fmt: skip
        safekeeping.let_in(
            principal=elder, family=row.family_id, subject=row.subject, reach=Reach.ONE, categories=part.reads,
            writes=part.writes, valid=instants(day, None), basis=member.pk,
        )  # fmt: skip
