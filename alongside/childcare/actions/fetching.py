"""Saying who may fetch a child, who must not, and letting somebody fetch it for one day."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.childcare.actions.texts import LINE, text
from alongside.childcare.models import FetchBar, Fetcher, FetchToday
from alongside.childcare.queries import fetching_of
from alongside.childcare.terms import BarBasis, FetchWhy
from alongside.families.actions.insisting import insist, one_of
from alongside.families.models import Child, Person
from alongside.families.rules import check_span
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@dataclass(frozen=True)
class Somebody:
    """Somebody of the child's file, or a name that was said."""

    person: uuid.UUID | None = None
    name: str = ""


@transaction.atomic
def let_fetch(
    *, child: Child, who: Somebody, said_by: uuid.UUID | None = None, said_by_agency: uuid.UUID | None = None,
    from_on: date, until_on: date | None, known_by: str = "", by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> Fetcher:  # fmt: skip
    """Whoever decides for the child lets somebody fetch it. ``until_on``: the day after the last; None while it holds.

    Who said it is written down, and counts on each day on which that one decides for the child: asked when the child is
    fetched, not now. Raises ``Refused``: ``who_needed``, ``who_says_needed``, ``another_family``, and what
    ``check_span`` says.
    """
    if id is not None and (known := Fetcher.objects.filter(family_id=child.family_id, pk=id).first()) is not None:
        return known
    if (said_by is None) == (said_by_agency is None):
        raise Refused("who_says_needed", field="said_by")
    insist(check_span((from_on, until_on)))
    row = Fetcher(
        id=id or new_id(), said_by_id=said_by, said_by_agency_id=said_by_agency, during=(from_on, until_on),
        known_by=text(known_by, "known_by", longest=LINE), **_who(child, who), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([entry("somebody may fetch", family=child.family_id, subject=child.pk, line=row.pk)], by=by)
    return row


@transaction.atomic
def end_fetcher(*, fetcher: Fetcher, by: uuid.UUID, at: datetime) -> None:
    """From now on this person is not on the list. No reason is asked."""
    if Fetcher.objects.filter(pk=fetcher.pk, taken_back_at=None).update(taken_back_at=at):
        line = entry("somebody may not fetch any more", family=fetcher.family_id, subject=fetcher.child_id)
        write_trail([line], by=by)


@transaction.atomic
def bar_fetching(
    *, child: Child, who: Somebody, basis: str, paper: str, from_on: date, until_on: date | None, by: uuid.UUID,
    at: datetime, id: uuid.UUID | None = None,
) -> FetchBar:  # fmt: skip
    """Somebody must not fetch the child. It goes before every list, and nobody's word lifts it for a day.

    Raises ``Refused``: ``who_needed``, ``paper_needed``, ``unknown_choice``, ``another_family``; ProgrammingError
    (42501) for whoever does not write what courts say.
    """
    if id is not None and (known := FetchBar.objects.filter(family_id=child.family_id, pk=id).first()) is not None:
        return known
    one_of(basis, BarBasis.values, "basis")
    insist(check_span((from_on, until_on)))
    row = FetchBar(
        id=id or new_id(), basis=BarBasis(basis).value, paper=text(paper, "paper", needed="paper_needed", longest=LINE),
        during=(from_on, until_on), **_who(child, who), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([entry("somebody must not fetch", family=child.family_id, subject=child.pk, line=row.pk)], by=by)
    return row


@transaction.atomic
def end_bar(*, bar: FetchBar, by: uuid.UUID, at: datetime) -> None:
    """The order or the word that it rested on does not hold any more."""
    if FetchBar.objects.filter(pk=bar.pk, taken_back_at=None).update(taken_back_at=at):
        write_trail([entry("a bar to fetching ended", family=bar.family_id, subject=bar.child_id)], by=by)


@transaction.atomic
def let_today(
    *, child: Child, who: Somebody, why: str, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None
) -> FetchToday:
    """A supervisor, or who is on duty, says yes for today, with the reason; it stands in the child's trail.

    Raises ``Refused``: ``why_needed``, ``who_needed``, ``fetch_barred`` for somebody who must not fetch the child;
    ProgrammingError (42501) for whoever's word does not count.
    """
    if id is not None and (known := FetchToday.objects.filter(family_id=child.family_id, pk=id).first()) is not None:
        return known
    on, chosen = timezone.localdate(at), _who(child, who)
    for each in fetching_of(child.pk, on):
        same = each.person is not None and each.person == who.person
        if each.answer.why == FetchWhy.BARRED and (same or each.is_called(chosen["name"])):
            raise Refused("fetch_barred", field="who")
    row = FetchToday(
        id=id or new_id(), on=on, why=text(why, "why", needed="why_needed"), **chosen, recorded_by=by, recorded_at=at
    )
    row.save(force_insert=True)
    write_trail([entry("fetching said yes to for a day", family=child.family_id, subject=child.pk, line=row.pk)], by=by)
    return row


def _who(child: Child, who: Somebody) -> dict[str, Any]:
    """The columns of somebody: the name is kept beside the person, for those who do not read her or his own record."""
    name = text(who.name, "who", longest=LINE)
    if who.person is None:
        if not name:
            raise Refused("who_needed", field="who")
        return {"family_id": child.family_id, "child": child, "person_id": None, "name": name}
    held = Person.objects.filter(family_id=child.family_id, pk=who.person).first()
    if held is None or held.pk == child.pk:
        raise Refused("another_family", field="who")
    return {"family_id": child.family_id, "child": child, "person_id": held.pk, "name": held.name or name}
