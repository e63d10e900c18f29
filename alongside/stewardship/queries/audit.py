"""Was it right that it left? Each line of the ledger, decided anew in the world of its day; asked by the loader."""

from __future__ import annotations

import uuid
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Prefetch
from django.utils import timezone

from alongside.accounts.models import Colleague, Role
from alongside.accounts.terms import PARTS
from alongside.consent import rules
from alongside.consent.models import (
    CollectivePermission,
    DisclosedPart,
    Disclosure,
    LegalBasis,
    OutsideWorker,
    SamePerson,
    SentBack,
)
from alongside.consent.queries import Asker, may_be_said, protected_by, request_of, world_of
from alongside.consent.terms import Basis, DisclosureKind, Purpose
from alongside.families.models import DecisionRight, LegalStatus, LivingArrangement, Person
from alongside.families.terms import PersonKind
from alongside.safekeeping.terms import CLINICIANS, EVERYTHING, Kind

TRACKS = (DecisionRight, LegalStatus, LivingArrangement)
PAPERS = (LegalBasis, CollectivePermission)  # each says itself until when; it is known from when it was written down
OTHER_BASIS = "other_basis"  # allowed, and not by the agreement that the line names
NOTHING_BESIDE = "nothing_beside_it"  # an emergency without the hour that was opened
NO_WORDS = "no_words"  # a line with no part: nobody can say what left


@dataclass(frozen=True)
class Forbidden:
    """One kind of record in one line that the rules would not have let go on its day, and why (codes of reasons)."""

    line: uuid.UUID
    family: uuid.UUID
    at: datetime
    basis: str
    category: int | None
    why: tuple[str, ...]


def lines_in_ledger() -> int:
    """How many lines there are to look at."""
    return Disclosure.objects.count()


def audit(done: Callable[[int], None] = lambda n: None) -> Iterator[Forbidden]:
    """Look at every line, family by family; ``done`` hears of each that was looked at."""
    parts = Prefetch("parts", DisclosedPart.objects.order_by("category").defer("snapshot"))
    people = _People(Disclosure.objects.order_by().values_list("recorded_by", flat=True).distinct())
    linked = {m for row in SamePerson.objects.values_list("recorded_at", "ended_at") for m in row if m}
    for family in Disclosure.objects.order_by("family_id").values_list("family_id", flat=True).distinct():
        past = _Past(family, people, linked)
        rows = Disclosure.objects.filter(family_id=family).select_related("break_glass", "letter", "report")
        for row in rows.prefetch_related(parts).order_by("recorded_at", "id"):
            yield from past.judged(row)
            done(1)


class _People:
    """These people, whatever parts they played on which day; three statements for all of them."""

    def __init__(self, ids: Iterable[uuid.UUID]) -> None:
        wanted = list(ids)
        self.agencies = dict(Colleague.objects.filter(pk__in=wanted).values_list("pk", "agency_id"))
        self.roles: dict[uuid.UUID, list[tuple[str, Any]]] = {}
        for who, name, during in Role.objects.filter(colleague_id__in=wanted).values_list(
            "colleague_id", "name", "during"
        ):
            self.roles.setdefault(who, []).append((name, during))
        with connection.cursor() as cursor:
            cursor.execute("select id, person from safekeeping_principal where id = any(%s)", [wanted])
            self.persons: dict[uuid.UUID, uuid.UUID | None] = dict(cursor.fetchall())

    def parts(self, who: uuid.UUID, day: date) -> set[str]:
        """The parts she played on this day."""
        return {name for name, during in self.roles.get(who, ()) if day in during}

    def reads(self, who: uuid.UUID, day: date) -> int:
        """The kinds of record (a mask) that her parts read on this day."""
        mask = 0
        for name in self.parts(who, day):
            mask |= PARTS[name].reads
        return mask


class _Past:
    """The worlds of one family, each made once: they differ where something about the children was put right, a court's
    paper or a community's yes was written down, or two records were said to be of one person (``linked``)."""

    def __init__(self, family: uuid.UUID, people: _People, linked: Collection[datetime]) -> None:
        self.family = family
        self.people = people
        self.worlds: dict[tuple[int, date], rules.World] = {}
        tracks = (
            moment
            for track in TRACKS
            for row in track.objects.filter(family_id=family).values_list("recorded_at", "superseded_at")
            for moment in row
            if moment
        )
        papers = (
            m for paper in PAPERS for m in paper.objects.filter(family_id=family).values_list("recorded_at", flat=True)
        )
        self.moments = sorted({*tracks, *papers, *linked})
        came = SentBack.objects.filter(family_id=family, part2=False).values_list("pk", flat=True)
        self.free = frozenset(came)  # of what came from elsewhere: what its sender said is not protected
        self.reported: dict[uuid.UUID, datetime] = {}
        duty = Disclosure.objects.filter(family_id=family, basis=Basis.DUTY_TO_REPORT, report__isnull=False)
        for report, at in duty.order_by("-recorded_at").values_list("report_id", "recorded_at"):
            self.reported[report] = at

    def judged(self, row: Disclosure) -> Iterator[Forbidden]:
        """What of this line the rules would not have let go."""
        parts = [(part.category, part.about) for part in row.parts.all()]
        told: dict[str, Any] = {"line": row.pk, "family": row.family_id, "at": row.recorded_at, "basis": row.basis}
        if not parts:
            yield Forbidden(**told, category=None, why=(NO_WORDS,))
        if row.basis == Basis.EMERGENCY and row.break_glass is None:
            yield Forbidden(**told, category=None, why=(NOTHING_BESIDE,))
            return
        world, asker = self.world(row), _asker(row, self.people)
        for category, about in parts:
            if row.basis == Basis.HER_REQUEST:
                answer = _hers(asker, world, row, category, about)
            else:
                request = _request(asker, world, row, category, about, self.part2(row))
                answer = rules.decide(request, world)
            if not answer.allowed:
                yield Forbidden(**told, category=category, why=tuple(reason.code for reason in answer.reasons))
            elif row.basis == Basis.CONSENT and row.subject not in world.dyads:
                # Of others whom the words speak of, and of the same people in other files, forms of their own say it.
                theirs = world.elsewhere.union(about)
                alone = tuple(
                    d for d in world.directives if d.effect == "deny" or d.id == row.consent_id or d.subject in theirs
                )
                if not rules.decide(request, replace(world, directives=alone)).allowed:
                    yield Forbidden(**told, category=category, why=(OTHER_BASIS,))

    def part2(self, row: Disclosure) -> bool | None:
        """Whether 42 CFR Part 2 protects words of its letter that came from elsewhere; None: it holds none."""
        return protected_by(row.letter.draws_on, self.free) if row.letter else None

    def world(self, row: Disclosure) -> rules.World:
        """What was believed at that moment. A duty was open until its first report, which this line may be."""
        at = row.recorded_at
        key = (bisect_right(self.moments, at), timezone.localdate(at))
        if key not in self.worlds:
            self.worlds[key] = world_of(self.family, known_at=at)
        world = self.worlds[key]
        if row.report_id is None:
            return world
        first = self.reported.get(row.report_id)
        used = first if first is not None and first < at else None
        bases = tuple(replace(b, used_at=used) if b.id == row.report_id else b for b in world.legal_bases)
        return replace(world, legal_bases=bases)


def _asker(row: Disclosure, people: _People) -> Asker:
    """Whoever it was, with the part she played that day: somebody outside who looked, or one of us who told."""
    looked = row.kind == DisclosureKind.VIEW
    if row.basis == Basis.CARING:
        return Asker(row.recorded_by, Kind.CARER, EVERYTHING, person=people.persons.get(row.recorded_by))
    kind = Kind.PARTNER if looked else Kind.STAFF
    emergency = row.basis == Basis.EMERGENCY
    return Asker(
        row.recorded_by, kind, people.reads(row.recorded_by, timezone.localdate(row.recorded_at)),
        agency=row.agency_id if looked else people.agencies.get(row.recorded_by), proved=emergency,
        clinician=emergency and bool(CLINICIANS & people.parts(row.recorded_by, timezone.localdate(row.recorded_at))),
    )  # fmt: skip


def _hers(asker: Asker, world: rules.World, row: Disclosure, category: int, about: list[uuid.UUID]) -> rules.Answer:
    """Into her own hands: whoever wrote it might read it, and it was hers to have that day."""
    return may_be_said(
        asker, world, subject=row.subject, categories=[category], about=about, purpose=row.purpose, to=None,
        at=row.recorded_at,
    )[category]  # fmt: skip


def _request(
    asker: Asker, world: rules.World, row: Disclosure, category: int, about: list[uuid.UUID], part2: bool | None
) -> rules.Request:  # fmt: skip
    asked: dict[str, Any] = {"subject": row.subject, "category": category, "about": about, "at": row.recorded_at}
    if row.basis == Basis.CARING:
        return request_of(asker, world, **asked)
    if row.kind == DisclosureKind.VIEW and row.basis != Basis.EMERGENCY:
        return request_of(asker, world, purpose=row.purpose, **asked)
    to = rules.Recipient(person=row.colleague_id, agency=row.agency_id)
    if row.basis == Basis.EMERGENCY:
        assert row.break_glass is not None  # judged() has looked
        return request_of(
            asker, world, purpose=Purpose.EMERGENCY.value, action="disclose", recipient=to,
            reason=row.break_glass.reason, glass_broken_at=row.break_glass.recorded_at, **asked,
        )  # fmt: skip
    action = "report" if row.report_id else "disclose"
    return request_of(asker, world, purpose=row.purpose, action=action, recipient=to, part2=part2, **asked)


def who_might_ask(family: uuid.UUID, world: rules.World, at: datetime) -> list[tuple[str, rules.Request]]:
    """Everybody let into this family in any way, by name, each with the question as she would ask it; for a table."""
    day = timezone.localdate(at)
    ids = {row.actor for row in world.assignments if isinstance(row.actor, uuid.UUID)}
    ids |= set(OutsideWorker.objects.filter(family_id=family).values_list("colleague_id", flat=True))
    found: list[tuple[str, Asker]] = []
    people = _People(ids)
    for each in Colleague.objects.filter(pk__in=ids).select_related("agency").order_by("name", "pk"):
        kind = Kind.STAFF if each.agency_id == world.own_programme else Kind.PARTNER
        asker = Asker(each.pk, kind, people.reads(each.pk, day), agency=each.agency_id)
        found.append((f"{each.name}, {each.agency.name}", asker))
    for woman in Person.objects.filter(family_id=family, kind=PersonKind.WOMAN).order_by("pk"):
        found.append(("herself", Asker(woman.pk, Kind.HERSELF, EVERYTHING, person=woman.pk)))
    return [(name, request_of(asker, world, subject=family, category=0, at=at)) for name, asker in found]
