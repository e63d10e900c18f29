"""A world from JSON: `docs/reference/consent-decide.md` says each field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alongside.consent.rules.fields import Fields, NotUnderstood
from alongside.consent.rules.profile import EVERY_ELEMENT, Profile
from alongside.consent.rules.times import BEGINNING, birthday, day_begins
from alongside.consent.rules.vocabulary import (
    ACTIONS,
    AGENCY_KINDS,
    CATEGORIES,
    DENY,
    DUTY,
    EVERYBODY,
    EXCLUSION_KINDS,
    HOLDINGS,
    LEGAL_KINDS,
    ORDER,
    PART2_ORDER,
    PERMIT,
    PORTAL_SAFE,
    PURPOSES,
    STATUSES,
    TOPICS,
    Who,
)
from alongside.consent.rules.world import (
    Agency,
    Assignment,
    Capable,
    Collective,
    Directive,
    Exclusion,
    Guardianship,
    LegalBasis,
    Merge,
    Recipient,
    World,
)
from alongside.safekeeping.terms import EVERYTHING

WORLD_FIELDS = frozenset({
    "profile", "time_zone", "own_programme", "people", "families", "accounts", "agencies", "circle", "directives",
    "guardianships", "guardianship", "capable_minors", "legal_bases", "exclusions", "assignments", "merges",
    "portal_safe", "step_up_for", "dyads", "collective_permissions",
})  # fmt: skip
USUAL_ZONE = "America/Toronto"  # of a world whose law is not known; nothing is permitted in it


class Read(NamedTuple):
    """A world that was read, and where its days begin."""

    world: World
    zone: ZoneInfo


def read_world(data: Any, profiles: Mapping[str, Profile], where: str = "world") -> Read:
    """A world. Raises NotUnderstood."""
    zone = _zone(data, profiles, where)
    f = Fields(data, where, zone)
    f.raw("time_zone")
    profile = profiles.get(f.text("profile"))
    families = {name: _ids(f, "families", people) for name, people in f.entries("families")}
    agencies: dict[Who, Agency] = {name: _agency(f, name, given) for name, given in f.entries("agencies")}
    world = World(
        profile=profile,
        agencies=agencies,
        own_programme=f.who("own_programme"),
        of_age=_of_age(f, profile, zone),
        circle={name: frozenset(_ids(f, "circle", who)) for name, who in f.entries("circle")}
        if "circle" in f.data
        else None,
        directives=tuple(_directive(row, agencies) for row in f.rows("directives")),
        guardianships=tuple(_guardianship(row) for row in f.rows("guardianships", "guardianship")),
        capable=tuple(_capable(row) for row in f.rows("capable_minors")),
        legal_bases=tuple(_legal(row, agencies, families) for row in f.rows("legal_bases")),
        collective=tuple(_collective(row, agencies, families) for row in f.rows("collective_permissions")),
        exclusions=tuple(each for row in f.rows("exclusions") for each in _exclusions(row, families)),
        assignments=tuple(_assignment(row, families) for row in f.rows("assignments")),
        merges=tuple(each for row in f.rows("merges") for each in _merge(row)),
        dyads={name: _two(f, name, people) for name, people in f.entries("dyads")},
        accounts={name: who for name, given in f.entries("accounts") for who in _one(f, name, given)},
        portal_safe=f.mask("portal_safe", PORTAL_SAFE),
        step_up=f.words("step_up_for", known=ACTIONS) if "step_up_for" in f.data else None,
    )
    f.taken |= {"circle", "step_up_for"}
    f.done()
    return Read(world, zone)


def _zone(data: Any, profiles: Mapping[str, Profile], where: str) -> ZoneInfo:
    given = data.get("time_zone") if isinstance(data, Mapping) else None
    named = data.get("profile") if isinstance(data, Mapping) else None
    profile = profiles.get(named) if isinstance(named, str) else None
    name = given or (profile.time_zone if profile else USUAL_ZONE)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as why:
        raise NotUnderstood(f"{where}.time_zone: “{name}” is not a time zone; write such as America/Toronto") from why


def _ids(f: Fields, name: str, given: Any) -> tuple[Who, ...]:
    return f.inside(name, {"ids": given}).whos("ids")


def _one(f: Fields, name: str, given: Any) -> tuple[Who, ...]:
    people = _ids(f, "accounts", given)
    if len(people) > 1:
        raise f.wrong("accounts", f"“{name}” is one person in the records")
    return people


def _two(f: Fields, name: str, given: Any) -> tuple[Who, Who]:
    people = _ids(f, "dyads", given)
    if len(people) != 2:
        raise f.wrong("dyads", f"“{name}” is a woman and a child: two ids, hers first")
    return people[0], people[1]


def _agency(f: Fields, name: str, given: Any) -> Agency:
    row = f.inside(f"agencies.{name}", {"kind": given} if isinstance(given, str) else given)
    found = Agency(
        id=name,
        kind=row.word_of("kind", AGENCY_KINDS, "other"),
        custodian=row.yes("custodian", None),
        classes=row.words("classes"),
    )
    row.text("name")
    row.done()
    return found


def _of_age(f: Fields, profile: Profile | None, zone: ZoneInfo) -> dict[Who, datetime]:
    found: dict[Who, datetime] = {}
    for name, given in f.entries("people"):
        row = f.inside(f"people.{name}", given)
        born = row.day("born")
        row.done()
        if born is not None and profile is not None and profile.own_age is not None:
            try:
                found[name] = day_begins(birthday(born, profile.own_age), zone)
            except ValueError as why:
                raise row.wrong("born", f"nobody comes of age who was born on {born}") from why
    return found


def read_recipient(f: Fields, name: str, given: Any, agencies: Mapping[Who, Agency]) -> tuple[Recipient, ...]:
    """One recipient: an object, or `"CAS"`, `"HOSP/DRX"`, `"person:DRX"`, `"class:treating_providers"`, `"*"`."""
    if isinstance(given, Mapping):
        row = f.inside(name, given)
        named = row.words("class")
        one = Recipient(row.who("person"), row.who("agency"), next(iter(named), None))
        row.done()
        if one == Recipient():
            raise f.wrong(name, "a recipient has a person, an agency or a class")
        return (one,)
    if not isinstance(given, str) or not given.strip():
        raise f.wrong(name, "a recipient is text or an object with person, agency or class")
    kind, _, rest = given.partition(":")
    if given == "*":
        return (Recipient(klass=EVERYBODY),)
    if rest and kind in {"person", "agency", "class"}:
        return (Recipient(**{"klass" if kind == "class" else kind: rest}),)
    agency, _, person = given.partition("/")
    if person:
        return (Recipient(person=person, agency=agency),)
    return (Recipient(agency=given),) if given in agencies else (Recipient(agency=given), Recipient(person=given))


def _recipients(f: Fields, agencies: Mapping[Who, Agency]) -> tuple[Recipient, ...]:
    found: list[Recipient] = []
    for name in ("recipient", "recipients"):
        given = f.raw(name)
        if given is not None:
            for each in given if isinstance(given, list) else [given]:
                found += read_recipient(f, name, each, agencies)
    return tuple(found)


def _directive(f: Fields, agencies: Mapping[Who, Agency]) -> Directive:
    effect = f.word_of("effect", {PERMIT, DENY})
    if not effect:
        raise f.wrong("effect", "permit or deny is needed")
    opens, signed_at = f.moment("start"), f.moment("signed_at")
    said = f.word_of("status", STATUSES)
    # What says nothing of signing is a draft; but a refusal that says nothing of being a draft holds.
    usual = signed_at is not None or (said != "draft" and (said != "" or effect == DENY))
    signed = f.yes("signed", usual)
    subject = f.who("subject")
    if subject is None:
        raise f.wrong("subject", "whose agreement is it?")
    found = Directive(
        id=f.who("id") or f.where,
        effect=effect,
        subject=subject,
        signer=f.who("signer") if "signer" in f.data else subject,
        recipients=_recipients(f, agencies),
        categories=f.mask("categories", EVERYTHING if effect == DENY else 0),
        purposes=f.words("purpose", "purposes", known=PURPOSES),
        signed_at=(signed_at or opens or BEGINNING) if signed else None,
        opens=opens,
        closes=f.moment("end", day_counts=True),
        status=said or "active",
        ended_at=f.moment("revoked_at"),
        ended_by=f.who("revoked_by"),
        replaced_at=f.moment("superseded_at"),
        complete=f.yes("complete", None),
        elements=f.words("elements", known=EVERY_ELEMENT),
        open_ended=bool(f.yes("no_end")),
        discloser=f.who("discloser"),
    )
    f.taken.add("signer")
    f.done()
    return found


def _guardianship(f: Fields) -> Guardianship:
    child, holder, kind = f.who("child"), f.who("holder"), f.word_of("kind", HOLDINGS)
    if child is None or holder is None or not kind:
        raise NotUnderstood(f"{f.where}: child, holder and kind are needed")
    found = Guardianship(child, holder, kind, f.moment("start"), f.moment("end"), f.moment("gap_open_from"))
    f.done()
    return found


def _capable(f: Fields) -> Capable:
    person = f.who("person")
    topics = f.words("topic", "topics", known={*TOPICS, *CATEGORIES})
    mask = f.mask("categories", 0)
    for topic in topics:
        mask |= TOPICS[topic] if topic in TOPICS else 1 << CATEGORIES[topic]
    if person is None or not mask:
        raise NotUnderstood(f"{f.where}: person and topic (or categories) are needed")
    found = Capable(person, mask, f.who("by"), f.moment("start") or BEGINNING, f.moment("end"))
    f.done()
    return found


def _legal(f: Fields, agencies: Mapping[Who, Agency], families: Mapping[str, tuple[Who, ...]]) -> LegalBasis:
    kind = f.word_of("kind", LEGAL_KINDS)
    if not kind:
        raise f.wrong("kind", "what kind of basis is it?")
    if f.yes("part2_qualifying") and kind == ORDER:
        kind = PART2_ORDER
    used, when = f.yes("used"), f.moment("used_at")
    found = LegalBasis(
        id=f.who("id") or f.where,
        kind=kind,
        subjects=_subjects(f, families) or frozenset(),
        categories=f.mask("categories", 0),
        recipients=_recipients(f, agencies),
        actor=f.who("actor"),
        purposes=f.words("purpose", "purposes", known=PURPOSES),
        opens=f.moment("start"),
        closes=f.moment("end", day_counts=True),
        used_at=when or (BEGINNING if used else None) if kind == DUTY else None,
    )
    f.done()
    return found


def _collective(f: Fields, agencies: Mapping[Who, Agency], families: Mapping[str, tuple[Who, ...]]) -> Collective:
    found = Collective(
        id=f.who("id") or f.where,
        subjects=_subjects(f, families) or frozenset(),
        recipients=_recipients(f, agencies),
        given_by=f.text("given_by"),
        opens=f.moment("start"),
        closes=f.moment("end", day_counts=True),
    )
    f.done()
    return found


def _subjects(f: Fields, families: Mapping[str, tuple[Who, ...]]) -> frozenset[Who] | None:
    """People by id, or everybody of a family; `None` when neither is said."""
    named = f.whos("subject", "subjects")
    family = f.text("family")
    if family and family not in families:
        raise f.wrong("family", f"“{family}” is not in world.families")
    if not named and not family:
        return None
    return frozenset(named) | frozenset(families.get(family, ()))


def _exclusions(f: Fields, families: Mapping[str, tuple[Who, ...]]) -> list[Exclusion]:
    """One row for each id it names. An agency beside a person says where she works and bars nobody else."""
    people = f.whos("actor", "person")
    agency = f.who("agency")
    if not people and agency is None:
        raise NotUnderstood(f"{f.where}: an actor, a person or an agency is needed")
    name = f.who("id") or f.where
    kind = f.word_of("kind", EXCLUSION_KINDS, "other" if people else "agency_barred")
    subjects = _subjects(f, families)
    mask, opens, closes = f.mask("categories", EVERYTHING), f.moment("start"), f.moment("end", day_counts=True)
    f.done()
    if not people:
        return [Exclusion(name, kind, None, agency, subjects, mask, opens, closes)]
    return [Exclusion(name, kind, who, None, subjects, mask, opens, closes) for who in people]


def _assignment(f: Fields, families: Mapping[str, tuple[Who, ...]]) -> Assignment:
    actor = f.who("actor")
    subjects = _subjects(f, families)
    if actor is None or subjects is None:
        raise NotUnderstood(f"{f.where}: an actor and a subject (or family) are needed")
    found = Assignment(
        actor, subjects, f.who("agency"), f.mask("categories", EVERYTHING), f.moment("start"), f.moment("end")
    )
    f.done()
    return found


def _merge(f: Fields) -> list[Merge]:
    people = frozenset(f.whos("persons"))
    state = f.word_of("state", {"in_progress", "disputed", "done", "undone"}, "disputed")
    f.done()
    if len(people) < 2:
        raise f.wrong("persons", "two people are needed")
    return [] if state in ("done", "undone") else [Merge(people, state == "disputed")]
