"""Somebody of one file who is also somebody of another: what the rules need to know of the other record, and no more.

Who asks may see one of the two files alone. So the other record has no name and no number of its own here: it is
somebody who is *the same*, with what was said there (for as long as it counts), and who elsewhere works with her.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from alongside.consent import rules
from alongside.consent.models import SamePerson
from alongside.consent.rules.times import BEGINNING
from alongside.consent.rules.vocabulary import Who
from alongside.consent.terms import RecipientKind


@dataclass(frozen=True)
class Same:
    """Of one family: who is the same as somebody elsewhere, and what of that a decision looks at."""

    twins: Mapping[Who, frozenset[Who]] = field(default_factory=dict)
    said: tuple[rules.Directive, ...] = ()
    outside: tuple[rules.Assignment, ...] = ()
    circle: Mapping[Who, frozenset[Who]] = field(default_factory=dict)

    @property
    def merges(self) -> tuple[rules.Merge, ...]:
        """Every check runs on each of them, and the strictest answer holds; from the first word on."""
        return tuple(rules.Merge(others | {person}) for person, others in self.twins.items())

    @property
    def elsewhere(self) -> frozenset[Who]:
        """The same people as other files know them."""
        return frozenset().union(*self.twins.values())

    def named(self, basis: rules.LegalBasis) -> rules.LegalBasis:
        """What the law asks about her it asks whatever she is called elsewhere: a word of ours does not stop a duty."""
        return replace(basis, subjects=basis.subjects.union(*(self.twins.get(who, ()) for who in basis.subjects)))

    def also(self, team: Iterable[rules.Assignment]) -> Iterator[rules.Assignment]:
        """Our own people work with a file as before: who is let into this one is not asked for the other."""
        for row in team:
            yield row
            if self.twins:
                yield rules.Assignment(
                    row.actor, frozenset().union(*self.twins.values()), opens=row.opens, closes=row.closes
                )


def of(family: uuid.UUID, at: datetime, known_at: datetime | None) -> Same:
    """How it stands (by the clock of the database) or stood at ``known_at``, and who works with her ``at`` that moment.

    One statement, and two more where somebody is also somebody elsewhere.
    """
    twins: dict[Who, set[Who]] = defaultdict(set)
    for person, same in _asked("same_people", family, known_at):
        twins[person].add(same)
    if not twins:
        return Same()
    outside, circle = [], defaultdict(set)
    for same, colleague, agency, opens, closes in _asked("outside_of_same", family, known_at):
        outside.append(rules.Assignment(colleague, frozenset({same}), agency, opens=opens, closes=closes))
        if (opens is None or opens <= at) and (closes is None or at < closes):
            circle[same].add(agency)
    return Same(
        {person: frozenset(others) for person, others in twins.items()},
        tuple(_directive(row) for row in _asked("said_of_same", family, known_at)),
        tuple(outside),
        {same: frozenset(agencies) for same, agencies in circle.items()},
    )


def _asked(function: str, family: uuid.UUID, at: datetime | None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"select * from safekeeping.{function}(%s::uuid, %s::timestamptz)", [family, at])
        return cursor.fetchall()


def _directive(row: tuple) -> rules.Directive:
    """What was said there. Whether who signed it had the right to is in the span already."""
    same, form, effect, kind, agency, colleague, klass, purpose, whole, categories, opens, closes = row
    named = {
        RecipientKind.AGENCY: rules.Recipient(agency=agency),
        RecipientKind.COLLEAGUE: rules.Recipient(person=colleague, agency=agency),
    }.get(kind, rules.Recipient(klass=klass))
    return rules.Directive(
        form, effect, same, same, (named,), categories, frozenset({purpose}), signed_at=opens or BEGINNING, opens=opens,
        closes=closes, complete=whole,
    )  # fmt: skip


def on_her_own_page(world: rules.World, person: uuid.UUID) -> rules.World:
    """On her own page she is whom she signed in as: what another record keeps, it keeps from others, not from her."""
    return replace(world, merges=tuple(row for row in world.merges if person not in row.persons))


def same_persons() -> QuerySet[SamePerson]:
    """Those that live, of files both of which the asker is let into: what waits for a second person first."""
    rows = SamePerson.objects.filter(ended_at=None).select_related("person", "other_person")
    settled = ExpressionWrapper(Q(agreed_at__isnull=False, apart_asked_at=None), BooleanField())
    return rows.order_by(settled, "recorded_at", "id")


def same_waits_for(principal: uuid.UUID) -> bool:
    """One of them waits for a second person, who is not the one who said it; one statement, and no row is read out."""
    waiting = Q(agreed_at=None, apart_asked_at=None) & ~Q(recorded_by=principal)
    apart = Q(apart_asked_at__isnull=False) & ~Q(apart_asked_by=principal)
    return SamePerson.objects.filter(waiting | apart, ended_at=None).exists()


def same_persons_of(family: uuid.UUID) -> QuerySet[SamePerson]:
    """Those of one file, as far as the asker is let into the other as well."""
    return same_persons().filter(Q(family_id=family) | Q(other_family_id=family))


def whole_files(principal: uuid.UUID, families: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Of these files, those into the whole of which she is let; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select family from safekeeping_cell where principal = %s and family = any(%s::uuid[]) and subject = family"
            " and valid @> statement_timestamp()",
            [principal, list(families)],
        )
        return {family for (family,) in cursor.fetchall()}
