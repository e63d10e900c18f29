"""Loading the practice programme: the reference configuration, the cast, and as many families as wished."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import connection, connections, transaction
from django.db.models import Model
from django.utils import timezone

from alongside.accounts.actions import add_colleague, instants, keep_capacity, keep_principal
from alongside.accounts.models import Colleague, Role
from alongside.accounts.terms import PARTS
from alongside.agencies.actions import add_agency, agree
from alongside.agencies.models import Agency
from alongside.agencies.queries import programme as programme_here
from alongside.agencies.terms import AgencyKind, Mode
from alongside.assessment.actions import plan, write_anchors
from alongside.assessment.models import Score
from alongside.assessment.rules.reading import scale_of_total
from alongside.evaluation.actions import derive_tallies
from alongside.families.models import Family
from alongside.instruments import queries as instruments
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.models import Capacity, Cell, Exclusion, Principal
from alongside.safekeeping.terms import Ability
from alongside.stewardship.actions.agreeing import Stories, let_in, load_agreements, stories
from alongside.stewardship.actions.arriving import load_arrivals
from alongside.stewardship.actions.child_days import load_child_care
from alongside.stewardship.actions.culture import load_culture
from alongside.stewardship.actions.duty import load_duty
from alongside.stewardship.actions.leaving import load_what_left
from alongside.stewardship.actions.peering import load_peers
from alongside.stewardship.actions.programmes import load_programmes
from alongside.stewardship.actions.reference import LEAD, agencies, load_reference
from alongside.stewardship.actions.sessions import load_sessions
from alongside.stewardship.actions.staying import load_staying
from alongside.stewardship.actions.studying import load_study
from alongside.stewardship.actions.studying_own import load_own_study
from alongside.stewardship.actions.supervising import load_supervision
from alongside.stewardship.actions.week import load_week
from alongside.stewardship.actions.writing import TABLES, AllFiles, Measure, write
from alongside.stewardship.demonstration import NAMED, people, programme, seen

MOST = 50_000
MEASURES = ("PHQ-9", "GAD-7", seen.RATING, seen.PLAY, seen.STRESS)  # that the stories tell of
# Made up beside the reference configuration, so that each part has somebody: (name, kind, what it brings).
BESIDE = {
    "comparison": ("North Shore mothers’ programme (made up)", AgencyKind.COMPARISON, ""),
    "legal": ("Harbour legal clinic (made up)", AgencyKind.LEGAL, "Somebody beside her in court, and before it."),
    "city": ("City planning office (made up)", AgencyKind.OTHER, "Pays for a part of the work."),
    "mothers": ("Kitchen table mothers (made up)", AgencyKind.OTHER, "Mothers who know what it is like."),
}
BATCH = 200  # families written at a time; about 25,000 rows
WORKS_SINCE = timedelta(days=2500)  # longer than the six years the stories go back

Progress = Callable[[int, int], None]


def _silent(done: int, of: int) -> None:
    """Tell nobody how far it is."""


def load_demonstration(
    *, families: int = 120, seed: int = 1995, progress: Progress = _silent, today: date | None = None
) -> int:
    """Fill an empty database with a practice programme; answers the number of rows. ``progress(done, families)``.

    Runs as the loader, in one transaction: a load that is ended in the middle leaves nothing behind. Memory does not
    grow with the number of families. Raises ``Refused``: ``real_programme``, ``already_loaded``, ``too_many``.
    """
    if not 1 <= families <= MOST:
        raise Refused("too_many", field="families")
    now = timezone.now()
    day = today or timezone.localdate(now)
    with transaction.atomic():
        _check_empty()
        crowd = people.Crowd(seed)
        by = uuid.UUID(crowd.id(people.MANAGER, 0))
        if programme_here() is None:
            load_reference(by=by, at=now)
        known = agencies()
        known |= _beside(known[LEAD], day, by, now)
        told = list(programme(min(families, len(NAMED)), seed, today=day))
        named = stories(told, crowd, known, day)
        _cast(named, day - WORKS_SINCE, by, now)
        anchored = now - WORKS_SINCE  # before anybody rated
        _others(crowd, known[LEAD], families, day, by, now)
        count = _families(families, seed, day, known, by, progress)
        count += plan(on=day)
        _duty(crowd, known[LEAD], by, now)
        _supervision(crowd, now)
        evaluator, second = uuid.UUID(crowd.id("evaluator", 0)), uuid.UUID(crowd.id(people.SUPERVISOR, 0))
        load_study(agency=known[LEAD], evaluator=evaluator, second=second, seed=seed, at=now)
        _peers(crowd, families, now)
        _sessions(crowd, known[LEAD], named, day, seed, by, now)
        _programmes(crowd, known[LEAD], day, now)
        first = uuid.UUID(crowd.id("counsellor", 0))
        load_arrivals(agency=known[LEAD], counsellor=first, on=day, seed=seed, by=by, at=now)
        load_staying(agency=known[LEAD], counsellor=first, on=day, seed=seed, by=by, at=now)
        load_agreements(named)
        load_own_study(
            agency=known[LEAD], site=known["comparison"], evaluator=evaluator, seed=seed, at=now,
            steward=uuid.UUID(crowd.id("steward", 0)), beside=[uuid.UUID(story.id) for story in told],
        )  # fmt: skip
        load_culture(named)
        load_week(named, lead=known[LEAD], by=by, at=now)
        load_what_left(named)
        write_anchors(agency=known[LEAD].id, words=seen.LEVELS, by=by, at=anchored)
        derive_tallies()
    _tidy()
    return count


def _beside(lead: Agency, day: date, by: uuid.UUID, at: datetime) -> dict[str, Agency]:
    """Agencies that the reference configuration does not have, with an agreement where they bring something."""
    made = {}
    for key, (name, kind, brings) in BESIDE.items():
        made[key] = add_agency(name=name, kind=kind, by=by, at=at)
        if brings:
            agree(agency=lead, partner=made[key], brings=brings, from_on=day - WORKS_SINCE, by=by, at=at)
    return made


def _duty(crowd: people.Crowd, lead: Agency, by: uuid.UUID, at: datetime) -> None:
    """The first therapist is on duty; then the first counsellor and the first supervisor are told."""
    who = {part: uuid.UUID(crowd.id(part, 0)) for part in ("therapist", "counsellor", people.SUPERVISOR)}
    load_duty(
        agency=lead.id, on_duty=who["therapist"], then=[who["counsellor"], who[people.SUPERVISOR]],
        counsellor=who["counsellor"], by=by, at=at,
    )  # fmt: skip


def _supervision(crowd: people.Crowd, at: datetime) -> None:
    """The first supervisor and the first of each part; the first peer supporter and the first outreach worker."""
    meet = (
        "therapist", "child_care", "peer", "intake", "peer_supervisor", "elder", "coder", "facilitator", "steward",
        "trainer",
    )  # fmt: skip
    parts = ("counsellor", people.SUPERVISOR, "outreach", *meet)
    who = {part: uuid.UUID(crowd.id(part, 0)) for part in parts}
    load_supervision(
        supervisor=who[people.SUPERVISOR], counsellor=who["counsellor"], peers=(who["outreach"], who["peer"]),
        others=[who[part] for part in meet], at=at,
    )  # fmt: skip


def _peers(crowd: people.Crowd, families: int, at: datetime) -> None:
    """What each peer supporter says of herself, and agreed with the first supervisor."""
    numbers = sorted({people.number("peer", index) for index in range(max(families, 1))} | {0})
    load_peers(
        peers=[uuid.UUID(crowd.id("peer", n)) for n in numbers],
        supervisor=uuid.UUID(crowd.id(people.SUPERVISOR, 0)), at=at,
    )  # fmt: skip


def _sessions(
    crowd: people.Crowd, lead: Agency, named: Stories, day: date, seed: int, by: uuid.UUID, at: datetime
) -> None:
    """Groups that the first counsellor and the first therapist lead together."""
    who = {part: uuid.UUID(crowd.id(part, 0)) for part in ("therapist", "counsellor", "child_care")}
    load_sessions(agency=lead, on=day, seed=seed, by=by, at=at, **who)
    first = named.person("T-08", "Théo") if "T-08" in named.told else None
    load_child_care(agency=lead, child_care=who["child_care"], first=first, on=day, seed=seed, by=by, at=at)


def _programmes(crowd: people.Crowd, lead: Agency, day: date, at: datetime) -> None:
    """Programmes that the first therapist and the first counsellor give."""
    who = {part: uuid.UUID(crowd.id(part, 0)) for part in ("therapist", "counsellor")}
    load_programmes(agency=lead, on=day, at=at, **who)


def _check_empty() -> None:
    held = programme_here()
    if held is not None and held.mode != Mode.DEMO:
        raise Refused("real_programme")
    if Family.objects.exists() or Colleague.objects.exists():
        raise Refused("already_loaded")


def _cast(named: Stories, since: date, by: uuid.UUID, at: datetime) -> None:
    """Those one can walk in as, first, so that they stand first on the page."""
    for member in people.CAST:
        who = uuid.UUID(named.crowd.id(member.part, member.number))
        if member.story in named.told:
            let_in(member, named, since, by)
        elif member.kind == "carer":
            keep_principal(id=who, account=None, agency=None, kind=member.kind, name=member.name)
            keep_capacity(id=new_id(), principal=who, role=member.roles[0], from_on=since, until_on=None)
        elif not member.story:
            add_colleague(
                agency=named.agencies[member.agency], name=member.name, roles=list(member.roles), from_on=since,
                about=member.about, by=by, at=at, id=who,
            )  # fmt: skip


def _others(crowd: people.Crowd, lead: Agency, families: int, day: date, by: uuid.UUID, at: datetime) -> None:
    """All further colleagues, those who left included, in four statements."""
    cast = {(member.part, member.number) for member in people.CAST}
    held: tuple[list[Colleague], list[Role], list[Principal], list[Capacity]] = ([], [], [], [])
    for ref in people.everybody(families):
        if (ref.part, ref.number) in cast and not ref.left:
            continue
        who, name, part = uuid.UUID(crowd.id(ref.part, ref.number, ref.left)), crowd.name(ref), PARTS[ref.part]
        since = day - WORKS_SINCE
        left_on = day - timedelta(days=people.left_days_ago(ref.number)) if ref.left else None
        role = Role(colleague_id=who, name=ref.part, during=(since, left_on), recorded_by=by, recorded_at=at)
        held[0].append(Colleague(id=who, agency=lead, name=name, left_on=left_on, recorded_by=by, recorded_at=at))
        held[1].append(role)
        held[2].append(Principal(id=who, agency=lead.id, kind=part.kind, name=name, active=left_on is None))
        held[3].append(
            Capacity(id=role.id, principal=who, abilities=part.abilities, categories=part.reads, writes=part.writes,
                     valid=instants(since, left_on))
        )  # fmt: skip
    Colleague.objects.bulk_create(held[0], batch_size=1000)
    Role.objects.bulk_create(held[1], batch_size=1000)
    Principal.objects.bulk_create(held[2], batch_size=1000)
    Capacity.objects.bulk_create(held[3], batch_size=1000)
    write_trail([entry("practice colleagues loaded", count=len(held[0]))], by=by)


def _families(families: int, seed: int, day: date, known: dict[str, Agency], by: uuid.UUID, progress: Progress) -> int:
    ids = {reference: str(agency.id) for reference, agency in known.items()}
    everywhere, measures = _all_files(known[LEAD].id), _measures()
    with connection.cursor() as cursor:
        # Foreign keys are checked as each statement ends, so that nothing piles up until the end.
        cursor.execute("set constraints all immediate")
        cursor.execute("set local synchronous_commit = off")
    told = programme(families, seed, today=day)
    count = done = 0
    while batch := list(itertools.islice(told, BATCH)):
        count += write(batch, agencies=ids, lead=ids[LEAD], all_files=everywhere, measures=measures)
        write_trail([entry("practice families loaded", first=done, count=len(batch))], by=by)
        done += len(batch)
        progress(done, families)
    return count


def _measures() -> dict[str, Measure]:
    """The measures that stories tell of, as the catalogue has them."""
    found = {}
    for code in MEASURES:
        row = instruments.published(code)
        if row is not None:
            terms = instruments.definition(row.id)
            found[code] = Measure(str(row.id), terms, scale_of_total(terms))
    return found


def _all_files(lead: uuid.UUID) -> list[AllFiles]:
    """Who is let into every file of the lead agency, as ``safekeeping.let_into_all_files`` would let them in."""
    staff = Principal.objects.filter(agency=lead, kind="staff", active=True).values_list("id", flat=True)
    held = Capacity.objects.filter(principal__in=staff)
    return [
        AllFiles(
            str(c.principal),
            str(c.id),
            f"[{c.valid.lower.isoformat()},{c.valid.upper.isoformat() if c.valid.upper else ''})",
        )
        for c in held
        if c.abilities >> Ability.ALL_FILES & 1
    ]


def _tidy() -> None:
    """Let the database look at what it holds now, so that its first answers are as quick as its later ones."""
    if "owner" not in connections.settings or connection.in_atomic_block:
        return
    with connections["owner"].cursor() as cursor:
        models: set[type[Model]] = {*TABLES.values(), Score, Cell, Exclusion, Principal, Capacity, Colleague, Role}
        for model in models:
            cursor.execute(f'vacuum (analyze) "{model._meta.db_table}"')
