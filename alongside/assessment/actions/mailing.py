"""Questions by post, only where she said that post is safe: a plain envelope, a code, no title (T-14)."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from alongside.assessment.actions.sitting import Started, start_sitting
from alongside.assessment.models import Mailing
from alongside.assessment.queries.sittings import mailing
from alongside.assessment.terms import Mode, No
from alongside.families import queries as families
from alongside.families.models import Family, Woman
from alongside.families.rules import Sendable, safe_to_send
from alongside.families.terms import Because, Channel
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another on paper
NOON = time(12)
NO_HOUR = {Because.NOT_THIS_HOUR, Because.NOT_THIS_DAY}  # a letter arrives when it arrives


@dataclass(frozen=True)
class Pack:
    """A letter with questions: its code, and what is in it."""

    mailing: Mailing
    started: Started


def may_go_by_post(woman: Woman, at: datetime) -> Sendable:
    """Whether her own plan allows post, said not long ago and not through somebody she calls unsafe."""
    plan = families.safe_contact_of(woman)
    today = timezone.localdate(at)
    ways = list(plan.ways.all()) if plan else []
    unsafe = families.unsafe_names(woman.family_id, woman.pk, today)
    said = safe_to_send(plan, ways, Channel.POST, datetime.combine(today, NOON), today, unsafe=unsafe)
    return Sendable(True) if said.because in NO_HOUR else said


@transaction.atomic
def send_pack(
    *, family: Family, woman: Woman, occasions: Sequence[uuid.UUID], minutes: int, language: str, met_on: date | None,
    by: uuid.UUID, at: datetime,
) -> Pack:  # fmt: skip
    """Put questions into a plain letter. Raises ``Refused`` (``post_not_safe``, ``not_by_post``, and those of
    ``start_sitting``)."""
    if not may_go_by_post(woman, at):
        raise Refused(No.POST_NOT_SAFE)
    started = start_sitting(
        family=family, woman=woman, occasions=occasions, mode=Mode.MAIL, minutes=minutes, language=language,
        met_on=met_on, by=by, at=at,
    )  # fmt: skip
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(2))
    sent = Mailing.objects.create(
        family=family, woman=woman, sitting=started.sitting, code=code, sent_on=timezone.localdate(at),
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("letter with questions", family=family.pk, subject=woman.pk, sitting=started.sitting.pk)], by=by)
    return Pack(sent, started)


@transaction.atomic
def letter_came_back(*, code: str, by: uuid.UUID, at: datetime) -> Mailing:
    """A letter is here again; its answers are typed in next. Raises ``Refused`` (``no_such_code``, also for a letter
    of a family that is not hers to see; ``brought_back``)."""
    found = mailing(tidy_code(code))
    if found is None:
        raise Refused(No.NO_SUCH_CODE, field="code")
    if found.returned_on is not None and found.sitting.ended_at is not None:
        raise Refused(No.BROUGHT_BACK, field="code")
    if found.returned_on is None:
        found.returned_on = timezone.localdate(at)
        Mailing.objects.filter(pk=found.pk).update(returned_on=found.returned_on)
        line = entry("letter came back", family=found.family_id, subject=found.woman_id, sitting=found.sitting_id)
        write_trail([line], by=by)
    return found


def tidy_code(code: str) -> str:
    """A code as it stands in the record, however it was typed: "k7qm 2xfd" is K7QM-2XFD."""
    letters = "".join(c for c in code.upper() if c.isalnum())
    return f"{letters[:4]}-{letters[4:]}"
