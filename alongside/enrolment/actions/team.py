"""Her team. Membership is the fact; the wall's cells rest on it and are written and closed in the same transaction."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils import timezone

from alongside.accounts.actions import instants
from alongside.accounts.models import Colleague
from alongside.accounts.terms import PARTS, RoleName
from alongside.enrolment import rules
from alongside.enrolment.models import HandOver, KeyWorker, TeamMember
from alongside.enrolment.terms import WhyHandOver, WorksWith
from alongside.families.models import Child, Dyad, Family, Person
from alongside.families.terms import PersonKind
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping import actions as safekeeping
from alongside.safekeeping.terms import BETWEEN_THEM, EVERYTHING, Category, Reach, mask

NOBODY = uuid.UUID(int=0)  # the subject of a pattern cell: no person has this id
_DAY = timedelta(days=1)


@transaction.atomic
def join_team(
    *, family: Family, colleague: Colleague, role: str, works_with: str = WorksWith.FAMILY, child: Child | None = None,
    from_on: date, by: uuid.UUID, at: datetime,
) -> TeamMember:  # fmt: skip
    """``colleague`` works with this family from ``from_on`` and is let in, as far as her part and ``works_with`` reach.

    A colleague who is kept out of the file can be put on its team by mistake: she still sees nothing. Raises
    ``Refused`` (``already_on_team``, ``children_only``, ``which_child``, ``not_of_this_family``); ProgrammingError
    (42501) for whoever may not arrange this team.
    """
    rules.require(rules.may_work_with(role, works_with, child), field="works_with")
    if child is not None and child.family_id != family.pk:
        raise Refused("not_of_this_family", field="child")
    begins = _first_free_day(family, colleague, role, from_on)
    try:
        with transaction.atomic():
            member = TeamMember.objects.create(
                family=family, colleague=colleague, role=RoleName(role).value, works_with=WorksWith(works_with).value,
                child=child if works_with == WorksWith.ONE_CHILD else None, during=DateRange(begins, None),
                recorded_by=by, recorded_at=at,
            )  # fmt: skip
    except IntegrityError as clash:
        raise Refused("already_on_team", field="colleague") from clash
    _let_in(member, from_on)
    write_trail([entry("joined the team", family=family.pk, colleague=colleague.pk, role=role)], by=by)
    return member


@transaction.atomic
def leave_team(*, member: TeamMember, on: date, by: uuid.UUID, at: datetime) -> TeamMember:
    """From ``on`` she is on the team no longer; what she was let in to closes then (at once, if that day is here).

    Where she was the one person to turn to, nobody is until somebody is named. Raises ``Refused`` (``already_left``).
    """
    _check_present(member, on)
    for held in _key_rows(member.family_id, on).filter(colleague_id=member.colleague_id):
        _end_row(held, on)
    write_trail([entry("left the team", family=member.family_id, colleague=member.colleague_id)], by=by)
    _leave(member, on, at)
    return member


@transaction.atomic
def set_key_worker(
    *, family: Family, person: Person, colleague: Colleague, from_on: date, by: uuid.UUID, at: datetime
) -> KeyWorker:
    """The one person to turn to, for the woman or a child, from ``from_on``; whoever was it before ends on that day.

    Raises ``Refused`` (``not_on_team``, ``before_present_one``).
    """
    on_team = TeamMember.objects.filter(family=family, colleague=colleague, during__contains=from_on)
    if not on_team.exists():
        raise Refused("not_on_team", field="colleague")
    begins = from_on
    latest = KeyWorker.objects.filter(family=family, person_id=person.pk).order_by("-during").first()
    if latest is not None:
        if latest.colleague_id == colleague.pk and latest.during.upper is None:
            return latest
        if latest.during.lower > from_on or (latest.during.upper and latest.during.upper > from_on + _DAY):
            raise Refused("before_present_one", field="from_on", clash=latest)
        begins = max(from_on, _end_row(latest, from_on))
    key = KeyWorker.objects.create(
        family=family, person_id=person.pk, colleague=colleague, during=DateRange(begins, None),
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("key worker named", family=family.pk, subject=person.pk, colleague=colleague.pk)], by=by)
    return key


@transaction.atomic
def hand_over(
    *, family: Family, from_member: TeamMember, to_colleague: Colleague, on: date, why: str, met_together: bool = False,
    to_know: str = "", her_words: str = "", by: uuid.UUID, at: datetime,
) -> HandOver:  # fmt: skip
    """One colleague goes, another goes on: same part, same reach, and key worker of the same people (D-54).

    Raises ``Refused`` (``same_colleague``, ``already_left``, ``not_of_this_family``, ``too_long``).
    """
    rules.require_texts(to_know=to_know, her_words=her_words)
    if from_member.family_id != family.pk:
        raise Refused("not_of_this_family", field="from_member")
    if from_member.colleague_id == to_colleague.pk:
        raise Refused("same_colleague", field="to_colleague")
    _check_present(from_member, on)
    kept = HandOver.objects.create(
        family=family, from_colleague_id=from_member.colleague_id, to_colleague=to_colleague, on=on,
        why=WhyHandOver(why).value, met_together=met_together, to_know=to_know, her_words=her_words,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    goes_on = TeamMember.objects.filter(family=family, colleague=to_colleague, role=from_member.role)
    if not goes_on.filter(during__contains=on).exists():
        join_team(
            family=family, colleague=to_colleague, role=from_member.role, works_with=from_member.works_with,
            child=from_member.child, from_on=on, by=by, at=at,
        )  # fmt: skip
    for held in list(_key_rows(family.pk, on).filter(colleague_id=from_member.colleague_id)):
        set_key_worker(family=family, person=held.person, colleague=to_colleague, from_on=on, by=by, at=at)
    write_trail(
        [entry("handed over", family=family.pk, colleague=from_member.colleague_id, to=to_colleague.pk, why=why)], by=by
    )
    _leave(from_member, on, at)
    return kept


def _let_in(member: TeamMember, from_on: date) -> None:
    """The cells that rest on this membership, in the part's own mask (policies ask besides what she may do today)."""
    part = PARTS[member.role]
    family = member.family_id

    def let(subject: uuid.UUID, reach: Reach, categories: int, writes: int) -> None:
        safekeeping.let_in(
            principal=member.colleague_id, family=family, subject=subject, reach=reach, categories=categories,
            writes=writes, valid=instants(from_on, None), basis=member.id,
        )  # fmt: skip

    reads, writes = EVERYTHING & part.reads, EVERYTHING & part.writes
    if member.works_with == WorksWith.FAMILY:
        let(family, Reach.FILE, reads, writes)
        return
    if member.works_with == WorksWith.CHILDREN:
        let(NOBODY, Reach.CHILDREN, reads, writes)
        children = Child.objects.filter(family_id=family).values_list("pk", flat=True)
        dyads = Dyad.objects.filter(family_id=family).values_list("pk", flat=True)
        for child in children:
            let(child, Reach.ONE, reads, writes)
        for dyad in dyads:
            let(dyad, Reach.ONE, reads & BETWEEN_THEM, writes & BETWEEN_THEM)
    elif member.child_id:
        let(member.child_id, Reach.ONE, reads, writes)
    # The mother's name, and how it is safe to reach her; nothing else of hers.
    women = Person.objects.filter(family_id=family, kind=PersonKind.WOMAN).values_list("pk", flat=True)
    for woman in women:
        let(woman, Reach.ONE, mask(Category.CONTACT), 0)


def _first_free_day(family: Family, colleague: Colleague, role: str, from_on: date) -> date:
    """``from_on``, or the day after when she left in this part on that very day (a row of days is never empty)."""
    left = TeamMember.objects.filter(family=family, colleague=colleague, role=role, during__endswith=from_on + _DAY)
    return from_on + _DAY if left.exists() else from_on


def _check_present(member: TeamMember, on: date) -> None:
    member.refresh_from_db()
    if member.during.upper is not None and member.during.upper <= on:
        raise Refused("already_left", field="member")


def _leave(member: TeamMember, on: date, at: datetime) -> None:
    """End the membership, then close its cells (last: whoever leaves herself writes nothing in this file after it)."""
    family, colleague = member.family_id, member.colleague_id
    opened_by_her = Family.objects.filter(pk=family, recorded_by=colleague).exists()
    stays = TeamMember.objects.filter(family_id=family, colleague_id=colleague, during__contains=on)
    stays_on = stays.exclude(pk=member.pk).exists()
    _end_row(member, on)
    midnight = datetime(on.year, on.month, on.day, tzinfo=timezone.get_default_timezone())
    closes = max(at, midnight)
    safekeeping.let_go(family=family, basis=member.id, at=closes)
    if opened_by_her and not stays_on:
        # Whoever opened a file was let in by opening it; that ends with her last part in it.
        safekeeping.let_go(family=family, basis=family, at=closes)


def _key_rows(family: uuid.UUID, on: date) -> QuerySet[KeyWorker]:
    return KeyWorker.objects.filter(family_id=family, during__contains=on)


def _end_row(row: TeamMember | KeyWorker, on: date) -> date:
    """The row's last day is the day before ``on``, or its first day where it began on ``on``. Returns the free day."""
    free = max(on, row.during.lower + _DAY)
    if row.during.upper is None or row.during.upper > free:
        type(row).objects.filter(pk=row.pk).update(during=DateRange(row.during.lower, free))
        row.refresh_from_db()
    return row.during.upper
