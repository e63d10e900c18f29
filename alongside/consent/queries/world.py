"""The world of one family as the rules want it, and what is asked of them.

``world_of`` reads what the asker may read. What she may not read is not in her world: a permission that she cannot see
opens nothing for her, and of one kind of record about one person she sees the refusals where she sees the permissions.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from alongside.agencies.models import Agency as AgencyRow
from alongside.agencies.models import Programme
from alongside.consent import rules
from alongside.consent.models import (
    CollectivePermission,
    Consent,
    ConsentLine,
    DutyReport,
    DutyReportStep,
    OutsideWorker,
)
from alongside.consent.models import LegalBasis as LegalBasisRow
from alongside.consent.profiles import shipped
from alongside.consent.queries import same_person
from alongside.consent.rules.times import BEGINNING, birthday, day_begins
from alongside.consent.rules.vocabulary import CARE, CUSTODY, DUTY, TPO, Who
from alongside.consent.terms import Purpose, RecipientClass, RecipientKind, ReportStep
from alongside.families.models import DecisionRight, Dyad, Family, LegalStatus, LivingArrangement, Person
from alongside.families.terms import LegalKind, PersonKind, RightTopic
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import EVERYTHING, Ability, Category, Kind, mask

# Which kinds of agency a class means. (A class that is a kind's own name, such as child_welfare, needs no line.)
_TREATING = frozenset({"programme", "comparison", "hospital", "public_health", "mental_health"})
_CLASSES = {RecipientClass.TREATING_PROVIDERS: _TREATING,
            RecipientClass.HEALTH_CUSTODIANS: frozenset({"hospital", "public_health", "mental_health"})}  # fmt: skip
# Whose people look at what is shared with them for her care; all others to work together.
_FOR_CARE = frozenset({"hospital", "public_health", "mental_health"})
_CARE_NEEDS = mask(Category.CONTACT, Category.CHILD_HEALTH_DEV)
NEVER = datetime.max.replace(tzinfo=BEGINNING.tzinfo)


def standing_purpose(agency_kind: str) -> str:
    """What the people of a partner agency read for, day by day, when they look at what is shared with them."""
    return Purpose.CARE.value if agency_kind in _FOR_CARE else Purpose.CARE_COORDINATION.value


@dataclass(frozen=True)
class _Days:
    """Turns a stretch of days into moments, where the programme is."""

    zone: ZoneInfo

    def span(self, during: object) -> tuple[datetime | None, datetime | None]:
        lower, upper = during.lower, during.upper  # type: ignore[attr-defined]
        return (
            day_begins(lower, self.zone) if lower else None,
            day_begins(upper, self.zone) if upper else None,
        )


def world_of(family: uuid.UUID, *, known_at: datetime | None = None) -> rules.World:
    """Everything about one family that a decision may look at; fourteen statements, two more where somebody is linked.

    ``known_at``: what was believed at that moment (for asking whether something was right when it was done).
    """
    at = known_at or timezone.now()
    programme = Programme.objects.get()
    profile = shipped().get(programme.jurisdiction)
    days = _Days(ZoneInfo(programme.time_zone))
    people = list(Person.objects.filter(family_id=family).values_list("id", "kind", "born_on"))
    dyads: dict[Who, tuple[Who, Who]] = {
        id: (woman, child)
        for id, woman, child in Dyad.objects.filter(family_id=family).values_list("id", "woman_id", "child_id")
    }
    agencies: dict[Who, rules.Agency] = {
        id: rules.Agency(id, kind, classes=frozenset(c.value for c, kinds in _CLASSES.items() if kind in kinds))
        for id, kind in AgencyRow.objects.values_list("id", "kind")
    }
    guardianships, capable = _rights(family, days, known_at)
    placed, placements = _placements(family, days, known_at)
    outside, circle = _outside(family, days, at)
    everybody: frozenset[Who] = frozenset(id for id, _kind, _born in people)
    same = same_person.of(family, at, known_at)
    return rules.World(
        profile=profile,
        directives=(*_said(family, days, profile), *placements, *same.said),
        guardianships=(*guardianships, *placed),
        capable=tuple(capable),
        legal_bases=tuple(same.named(row) for row in (*_orders(family, days, known_at), *_duties(family))),
        collective=tuple(_communities(family, days, known_at)),
        exclusions=tuple(_kept_out(family, everybody)),
        assignments=(*outside, *same.outside, *same.also(_team(family, everybody.union(dyads)))),
        merges=same.merges,
        elsewhere=same.elsewhere,
        dyads=dyads,
        agencies=agencies,
        own_programme=Family.objects.values_list("agency_id", flat=True).get(id=family),
        of_age={
            id: day_begins(birthday(born, profile.own_age), days.zone)
            if born and profile and profile.own_age
            else NEVER
            for id, kind, born in people
            if kind == PersonKind.CHILD
        },
        # Without the programme's word for it nobody is in a circle of care in which a form is not needed.
        circle={**circle, **same.circle} if programme.implied_consent else {},
    )


def _current(known_at: datetime | None) -> Q:
    if known_at is None:
        return Q(superseded_at=None)
    return Q(recorded_at__lte=known_at) & (Q(superseded_at=None) | Q(superseded_at__gt=known_at))


def _rights(
    family: uuid.UUID, days: _Days, known_at: datetime | None
) -> tuple[list[rules.Guardianship], list[rules.Capable]]:  # fmt: skip
    """Who may decide what is given out about a child. A child who may is capable; an adoption ends what was before."""
    adopted = defaultdict(list)
    for child, during in LegalStatus.objects.filter(
        _current(known_at), family_id=family, kind=LegalKind.ADOPTED
    ).values_list("child_id", "during"):
        adopted[child].append(days.span(during))
    held, capable = [], []
    rows = DecisionRight.objects.filter(_current(known_at), family_id=family, topic=RightTopic.RELEASE)
    for row in rows:
        holder = row.holder_id or row.holder_agency_id
        for opens, closes in _without(days.span(row.during), adopted[row.child_id]):
            if holder == row.child_id:
                capable.append(rules.Capable(row.child_id, EVERYTHING, row.recorded_by, opens or BEGINNING, closes))
            else:
                held.append(rules.Guardianship(row.child_id, holder, CUSTODY, opens, closes))
    return held, capable


Span = tuple[datetime | None, datetime | None]


def _without(span: Span, taken: Iterable[Span]) -> list[Span]:
    """What is left of a stretch of time."""
    left = [(span[0] or BEGINNING, span[1] or NEVER)]
    for opens, closes in taken:
        begins, ends = opens or BEGINNING, closes or NEVER
        left = [piece for a, b in left for piece in ((a, min(b, begins)), (max(a, ends), b)) if piece[0] < piece[1]]
    return [(None if a == BEGINNING else a, None if b == NEVER else b) for a, b in left]


def _placements(
    family: uuid.UUID, days: _Days, known_at: datetime | None
) -> tuple[list[rules.Guardianship], list[rules.Directive]]:  # fmt: skip
    """Whoever looks after a child sees its needs: the arrangement itself says so, for as long as it lasts (D-I5)."""
    held, said = [], []
    rows = LivingArrangement.objects.filter(_current(known_at), family_id=family, carer__isnull=False)
    for row in rows:
        opens, closes = days.span(row.during)
        held += [
            rules.Guardianship(row.child_id, row.carer_id, CARE, opens, closes),
            rules.Guardianship(row.child_id, row.id, CUSTODY, opens, closes),
        ]
        said.append(
            rules.Directive(
                row.id, "permit", row.child_id, row.id, (rules.Recipient(person=row.carer_id),), _CARE_NEEDS,
                frozenset({Purpose.PORTAL.value}), signed_at=opens or BEGINNING, opens=opens, closes=closes,
                complete=True,
            )
        )  # fmt: skip
    return held, said


def _said(family: uuid.UUID, days: _Days, profile: rules.Profile | None) -> Iterator[rules.Directive]:
    """Each form as directives: one for each person and moment of withdrawal."""
    lines: dict[uuid.UUID, list[ConsentLine]] = defaultdict(list)
    for line in ConsentLine.objects.filter(family_id=family):
        lines[line.consent_id].append(line)
    for form in Consent.objects.filter(family_id=family).select_related("colleague"):
        opens, closes = days.span(form.during)
        masks: dict[tuple[uuid.UUID, datetime | None], int] = defaultdict(int)
        whole: dict[uuid.UUID, int] = defaultdict(int)
        for line in lines[form.id]:
            masks[line.subject, _earliest(form.withdrawn_at, line.withdrawn_at)] |= 1 << line.category
            whole[line.subject] |= 1 << line.category
        for (subject, ended), categories in masks.items():
            yield rules.Directive(
                form.id, form.effect, subject, form.giver_agency_id or form.giver_id, _recipients(form), categories,
                frozenset({form.purpose}), signed_at=form.signed_at, opens=opens, closes=closes, ended_at=ended,
                complete=_is_whole(form, whole[subject], profile),
            )  # fmt: skip


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


def _is_whole(form: Consent, categories: int, profile: rules.Profile | None) -> bool:
    """The elements that the form's words hold were looked at when it was signed; these two can be seen on the row."""
    if profile is None:
        return False
    ends = form.during.upper is not None or not profile.expiry_needed or form.purpose in TPO
    return ends and (not profile.separate & categories or not categories & ~profile.separate)


def _recipients(form: Consent) -> tuple[rules.Recipient, ...]:
    if form.recipient_kind == RecipientKind.AGENCY:
        return (rules.Recipient(agency=form.agency_id),)
    if form.recipient_kind == RecipientKind.COLLEAGUE:
        assert form.colleague is not None
        return (rules.Recipient(person=form.colleague_id, agency=form.colleague.agency_id),)
    return (rules.Recipient(klass=form.recipient_class),)


def _outside(family: uuid.UUID, days: _Days, at: datetime) -> tuple[list[rules.Assignment], dict[Who, frozenset[Who]]]:
    """Who elsewhere works with whom, and the agencies that do so now."""
    found, circle = [], defaultdict(set)
    for row in OutsideWorker.objects.filter(family_id=family).select_related("colleague"):
        opens, closes = days.span(row.during)
        agency = row.colleague.agency_id
        found.append(rules.Assignment(row.colleague_id, frozenset({row.person_id}), agency, opens=opens, closes=closes))
        if (opens is None or opens <= at) and (closes is None or at < closes):
            circle[row.person_id].add(agency)
    return found, {person: frozenset(agencies) for person, agencies in circle.items()}


def _team(family: uuid.UUID, everybody: frozenset[Who]) -> Iterator[rules.Assignment]:
    """Who of our own is let in, as far as the asker sees it: herself, and for the loader everybody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select principal, subject, categories, lower(valid), upper(valid) from safekeeping_cell"
            " where family = %s and reach in ('file', 'one') and not isempty(valid)",
            [family],
        )
        rows = cursor.fetchall()
    for principal, subject, categories, opens, closes in rows:
        subjects = everybody if subject == family else frozenset({subject})
        yield rules.Assignment(principal, subjects, categories=categories, opens=opens, closes=closes)


def _kept_out(family: uuid.UUID, everybody: frozenset[Who]) -> Iterator[rules.Exclusion]:
    with connection.cursor() as cursor:
        cursor.execute("select id, principal, since, lifted_at from safekeeping_exclusion where family = %s", [family])
        rows = cursor.fetchall()
    for id, principal, since, lifted in rows:
        yield rules.Exclusion(id, "other", who=principal, subjects=everybody, opens=since, closes=lifted)


def _orders(family: uuid.UUID, days: _Days, known_at: datetime | None) -> Iterator[rules.LegalBasis]:
    """Each court's paper until its last day, or until it was taken back."""
    rows = LegalBasisRow.objects.filter(family_id=family)
    for row in rows if known_at is None else rows.filter(recorded_at__lte=known_at):
        opens, closes = days.span(row.during)
        if closes is not None and row.withdrawn_at is not None:  # without a last day it orders nothing at any time
            closes = min(closes, row.withdrawn_at)
        to = (rules.Recipient(agency=row.agency_id),) if row.agency_id else ()
        yield rules.LegalBasis(
            row.id, row.kind, frozenset({row.subject}), row.categories, to, purposes=frozenset({row.purpose}),
            opens=opens, closes=closes,
        )  # fmt: skip


def _communities(family: uuid.UUID, days: _Days, known_at: datetime | None) -> Iterator[rules.Collective]:
    """Each community's yes from when it was written down until its last day, or until it was ended."""
    rows = CollectivePermission.objects.filter(family_id=family)
    for row in rows if known_at is None else rows.filter(recorded_at__lte=known_at):
        to, (opens, closes) = (rules.Recipient(agency=row.agency_id),), days.span(row.during)
        when = {"opens": max(filter(None, (opens, row.recorded_at))), "closes": _earliest(closes, row.ended_at)}
        yield rules.Collective(row.id, frozenset({row.subject}), to, row.given_by, **when)


def _duties(family: uuid.UUID) -> Iterator[rules.LegalBasis]:
    """A concern is a duty of whoever has it, once: until it is written that it was reported."""
    used = dict(
        DutyReportStep.objects.filter(family_id=family, step=ReportStep.REPORTED)
        .order_by("-recorded_at").values_list("report_id", "recorded_at")
    )  # fmt: skip
    for row in DutyReport.objects.filter(family_id=family):
        yield rules.LegalBasis(
            row.id,
            DUTY,
            frozenset({row.child_id}),
            actor=row.recorded_by,
            opens=row.recorded_at,
            used_at=used.get(row.id),
        )


@dataclass(frozen=True)
class Asker:
    """Whoever asks, as far as a decision has to know: as whom she is signed in, and what her part reads."""

    principal: uuid.UUID
    kind: str
    reads: int
    agency: uuid.UUID | None = None
    person: uuid.UUID | None = None
    clinician: bool = False
    proved: bool = False


def asker_of(me: Me, *, proved: bool = False) -> Asker:
    """Whoever is signed in. ``proved``: she has just shown her second factor again."""
    return Asker(
        me.principal, me.kind, me.categories, me.agency, me.person, clinician=me.can(Ability.BREAK_GLASS), proved=proved
    )


def request_of(
    asker: Asker, world: rules.World, *, subject: uuid.UUID, category: int, at: datetime,
    about: Iterable[uuid.UUID | None] | None = (), recorded_at: datetime | None = None, purpose: str = "",
    action: str = "read", recipient: rules.Recipient | None = None, reason: str = "",
    glass_broken_at: datetime | None = None, named: Iterable[uuid.UUID] = (),
    closed: Mapping[uuid.UUID, str] | None = None, part2: bool | None = None,
) -> rules.Request:  # fmt: skip
    """May she, for what her kind reads for unless ``purpose`` says otherwise? ``about`` or one of it is
    ``None``: nobody has said yet of whom else it speaks, so but for our own people it has no kind, which nobody reads.

    ``part2``: whether 42 CFR Part 2 protects it; None: the programme wrote it, and that is a matter of its law.
    ``closed`` is what ``closed_in`` found; ``named`` are the row itself and whatever else it names.
    """
    said: tuple[uuid.UUID | None, ...] = (None,) if about is None else tuple(about)
    closed_by = {closed[each] for each in (subject, *said, *named) if each and each in closed} if closed else set()
    unsaid = None in said and asker.kind != Kind.STAFF
    record = rules.Record(
        subject, None if unsaid else category, tuple(rules.About(person) for person in said if person),
        source_agency=world.own_programme, part2=world.profile.part2_own if part2 is None and world.profile else part2,
        recorded_at=recorded_at, sealed=bool(closed_by), adoption_sealed="adoption" in closed_by,
    )  # fmt: skip
    return rules.Request(
        asker.principal, record, purpose or _usual_purpose(asker, world), action, at, person=asker.person,
        agency=asker.agency, role_mask=asker.reads, clinician=asker.clinician, recipient=recipient, reason=reason,
        glass_broken_at=glass_broken_at,
        assurance=rules.Assurance.STEP_UP if asker.proved else rules.Assurance.SESSION,
    )  # fmt: skip


def _usual_purpose(asker: Asker, world: rules.World) -> str:
    if asker.kind in (Kind.HERSELF, Kind.CARER):
        return Purpose.PORTAL.value
    if asker.kind == Kind.STAFF:
        return Purpose.CARE.value
    return standing_purpose(world.agencies[asker.agency].kind if asker.agency in world.agencies else "")
