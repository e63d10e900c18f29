"""The teams of families that were brought over: whoever works with a family now is let in, who left is history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from alongside.accounts.models import Colleague
from alongside.enrolment.actions import join_team, leave_team
from alongside.enrolment.models import KeyWorker, TeamMember
from alongside.families.models import Child, Family
from alongside.stewardship.actions.importing_rows import Batch
from alongside.stewardship.rules.caseload import Row
from alongside.stewardship.rules.checking import days_of, works_with
from alongside.stewardship.rules.people import Draft, folded


def let_teams_in(drafts: Sequence[Draft], batch: Batch, today: date) -> dict[str, int]:
    """Write the teams of ``drafts`` (their families must be written); answers how many members and key workers.

    A present member joins by ``enrolment.join_team``, so that one place decides what a membership lets in.
    """
    left: list[TeamMember] = []
    keys: list[KeyWorker] = []
    members = 0
    for draft in drafts:
        family = Family(pk=batch.families[draft.key])
        for row in draft.team:
            [colleague] = batch.known.colleagues[folded(row["colleague"])]
            members += 1
            if row["last_day"] and row["last_day"] < today:
                left.append(_past(batch, family, row))
            else:
                _join(batch, family, row)
            if row["key_worker_for"]:
                keys.append(KeyWorker(
                    family_id=family.pk, person_id=batch.people[row["key_worker_for"]], colleague_id=colleague,
                    during=DateRange(*days_of(row)), **batch.recorded,
                ))  # fmt: skip
    TeamMember.objects.bulk_create(left, batch_size=2000)
    KeyWorker.objects.bulk_create(keys, batch_size=2000)
    return {"team members": members, "key workers": len(keys)} if members else {}


def _past(batch: Batch, family: Family, row: Row) -> TeamMember:
    """Somebody who has left: a row of history that lets nobody in."""
    return TeamMember(
        family_id=family.pk, colleague_id=batch.known.colleagues[folded(row["colleague"])][0], role=row["role"],
        works_with=works_with(row), child_id=batch.people[row["child_key"]] if row["child_key"] else None,
        during=DateRange(*days_of(row)), **batch.recorded,
    )  # fmt: skip


def _join(batch: Batch, family: Family, row: Row) -> None:
    child = Child(pk=batch.people[row["child_key"]], family_id=family.pk) if row["child_key"] else None
    member = join_team(
        family=family, colleague=Colleague(pk=batch.known.colleagues[folded(row["colleague"])][0]), role=row["role"],
        works_with=works_with(row), child=child, from_on=row["first_day"], by=batch.by, at=batch.at,
    )  # fmt: skip
    if row["last_day"]:
        leave_team(member=member, on=row["last_day"] + timedelta(days=1), by=batch.by, at=batch.at)
