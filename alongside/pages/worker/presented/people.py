"""The people of a family as its page shows them, as of a day."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.access.policy import May, decide
from alongside.access.scope import File, child_of, was_there
from alongside.care.queries import Entry
from alongside.enrolment.models import KeyWorker, TeamMember
from alongside.enrolment.terms import ENDED_STATES, State
from alongside.families.models import Dyad, Person, Pregnancy, Relationship
from alongside.families.queries import TrackRow
from alongside.families.terms import ChildState, InvolvementKind, LegalKind, LivingKind, Safety, language_words
from alongside.pages.design.days import date_format
from alongside.pages.worker.presented.story import Names
from alongside.pages.worker.presented.words import (
    age_words,
    corrected_words,
    name_of,
    name_of_child,
    together_words,
)
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Category


@dataclass(frozen=True)
class WomanShown:
    """The woman at the head of her family's page."""

    id: uuid.UUID
    name: str
    pronouns: str
    is_alias: bool
    age: str
    languages: str
    interpreter: str
    her_why: str
    state: str
    since: date | None
    quiet: bool
    ended: bool


@dataclass(frozen=True)
class ChildShown:
    """A child with how it stands on the day: where she lives, what the law says, who is involved."""

    id: uuid.UUID
    url: str
    name: str
    age: str
    corrected: str
    expected: bool
    remembered: bool
    due: str
    living: str
    legal: str
    involvement: str
    key_worker: str
    together: str
    together_url: str


@dataclass(frozen=True)
class TogetherShown:
    """Two who belong together."""

    url: str
    title: str
    since: date
    child: uuid.UUID


@dataclass(frozen=True)
class TeamShown:
    """A colleague on her team."""

    name: str
    part: str
    works_with: str
    since: date
    key_for: str
    left_on: date | None = None


def _birth_order(person: Person) -> tuple[bool, date, int]:
    """The oldest first, twins in the order of their birth, those expected last."""
    child = child_of(person)
    return person.born_on is None, person.born_on or date.max, child.birth_order if child else 1


def names(file: File) -> Names:
    """What everybody of the file is called."""
    several = any(
        child.birth_order > 1 and child.state == ChildState.EXPECTED for child in map(child_of, file.children) if child
    )
    people = {
        p.id: name_of_child(p, child_of(p), one_of_several=several) if p.kind == "child" else name_of(p)
        for p in file.people
    }
    children = [p.id for p in sorted(file.children, key=_birth_order)]
    dyads = {
        d.id: together_words(people[d.woman_id], people[d.child_id])
        for d in file.dyads
        if d.woman_id in people and d.child_id in people
    }
    return Names(file.woman.id, people, children, dyads)


def woman(file: File, entries: Iterable[Entry], day: date) -> WomanShown:
    """The head of the page; how it stands (the newest state on the timeline) only as far as the asker may know."""
    person = file.woman
    state = next((e for e in entries if e.kind == "state" and e.subject == person.id), None)
    why = getattr(getattr(person, "woman", None), "her_why", "")
    code = state.code if state else ""
    return WomanShown(
        person.id, name_of(person), person.pronouns, person.is_alias, age_words(person.born_on, day),
        language_words(person.languages), person.interpreter, why, capfirst(str(State(code).label)) if code else "",
        state.on if state else None, code == State.QUIET, code in ENDED_STATES,
    )  # fmt: skip


def children(
    file: File, tracks: Iterable[TrackRow], keys: Iterable[KeyWorker], called: Names, day: date, *, whole: bool = False
) -> list[ChildShown]:
    """The children as of ``day``: those born, then those expected; remembered children last.

    ``whole``: also those who were not there yet on that day (a child's own page still opens).
    """
    stands: dict[uuid.UUID, dict[str, TrackRow]] = {}
    for row in tracks:
        stands.setdefault(row.child, {})[row.track] = row
    key = {worker.person_id: worker.colleague.name for worker in keys}
    due = {pregnancy.id: pregnancy for pregnancy in file.pregnancies}
    pairs = {dyad.child_id: dyad for dyad in file.dyads if dyad.id in called.dyads}
    shown = [
        _child(file, person, stands.get(person.id, {}), key.get(person.id, ""), due, called, day, pairs.get(person.id))
        for person in sorted(file.children, key=_birth_order)
        if whole or was_there(person, getattr(pairs.get(person.id), "began_on", None), day)
    ]
    return sorted(shown, key=lambda child: (child.remembered, child.expected))


def _child(
    file: File, person: Person, rows: Mapping[str, TrackRow], key: str, due: Mapping[uuid.UUID, Pregnancy],
    called: Names, day: date, pair: Dyad | None,
) -> ChildShown:  # fmt: skip
    child = child_of(person)
    state = child.state if child else ChildState.BORN
    expected = state == ChildState.EXPECTED or (person.born_on is not None and person.born_on > day)
    pregnancy = due.get(child.pregnancy_id) if child and child.pregnancy_id else None
    due_on = getattr(pregnancy, "due_on", None)
    return ChildShown(
        person.id,
        reverse("child", args=[file.id, person.id]) if child else "",
        called.people[person.id],
        age_words(person.born_on, day),
        corrected_words(person, child, day),
        expected,
        state == ChildState.LOST,
        date_format(due_on, "DATE_FORMAT") if expected and due_on else "",
        track_words(rows.get("living")),
        track_words(rows.get("legal")),
        track_words(rows.get("involvement")),
        key,
        called.dyads[pair.id] if pair else "",
        reverse("together", args=[file.id, pair.id]) if pair else "",
    )


_KINDS = {"living": LivingKind, "legal": LegalKind, "involvement": InvolvementKind}


def track_words(row: TrackRow | None) -> str:
    """How it stands on one track, in words; "" when nothing is recorded."""
    if row is None:
        return ""
    return capfirst(str(_KINDS[row.track](row.code).label))


def together(file: File, called: Names, day: date) -> list[TogetherShown]:
    """Each two who belong together, since when. It never ends, so there is no other date."""
    return [
        TogetherShown(reverse("together", args=[file.id, dyad.id]), called.dyads[dyad.id], dyad.began_on, dyad.child_id)
        for dyad in file.dyads
        if dyad.id in called.dyads and dyad.began_on <= day
    ]


def team(members: Iterable[TeamMember], keys: Sequence[KeyWorker], called: Names) -> list[TeamShown]:
    """Her team on the day, key workers first."""
    key: dict[uuid.UUID, list[str]] = {}
    for worker in keys:
        key.setdefault(worker.colleague_id, []).append(called.people.get(worker.person_id, ""))
    rows = []
    for member in members:
        with_whom = called.people.get(member.child_id, "") if member.child_id else str(member.get_works_with_display())
        key_for = ", ".join(filter(None, key.get(member.colleague_id, ())))
        part = str(member.get_role_display())
        left_on = member.colleague.left_on
        rows.append(TeamShown(member.colleague.name, part, with_whom, member.during.lower, key_for, left_on))
    return sorted(rows, key=lambda row: not row.key_for)


@dataclass(frozen=True)
class AroundShown:
    """Somebody in her life, and how safe she says they are."""

    name: str
    kind: str
    of: str
    safety: str
    unsafe: bool
    url: str


def around(rows: Iterable[Relationship], file: File, me: Me) -> list[AroundShown]:
    """People around the family on the day; those she calls unsafe first, so that nobody overlooks them."""
    writes = decide(me, May.WRITE_IN_FAMILY) and me.may_write(Category.IPV_SAFETY)
    shown = [
        AroundShown(
            name=name_of(row.other),
            kind=str(row.get_kind_display()),
            of="" if row.person_id == file.woman.id else name_of(row.person),
            safety=str(row.get_safety_display()),
            unsafe=row.safety == Safety.UNSAFE,
            url=reverse("relationship_change", args=[file.id, row.person_id, row.id]) if writes else "",
        )
        for row in rows
    ]
    return sorted(shown, key=lambda each: (not each.unsafe, each.name))


def quiet_words(shown: WomanShown) -> str:
    """What a quiet time means here: nothing is closed."""
    if not shown.quiet or shown.since is None:
        return ""
    return _(
        "Quiet since %(day)s. Her file, her place and her team stay. When she comes back, only what changed is asked."
    ) % {"day": date_format(shown.since, "DATE_FORMAT")}
