"""The people of a family as its page shows them, as of a day."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.access.scope import File, child_of
from alongside.enrolment.models import KeyWorker, StateChange, TeamMember
from alongside.enrolment.terms import ENDED_STATES, State
from alongside.families.models import Person, Pregnancy
from alongside.families.queries import TrackRow
from alongside.families.terms import ChildState, InvolvementKind, LegalKind, LivingKind
from alongside.pages.worker.presented.story import Names
from alongside.pages.worker.presented.words import age_words, corrected_words, name_of, name_of_child, together_words


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


def names(file: File) -> Names:
    """What everybody of the file is called."""
    people = {p.id: name_of_child(p, child_of(p)) if p.kind == "child" else name_of(p) for p in file.people}
    children = [p.id for p in file.children]
    dyads = {
        d.id: together_words(people[d.woman_id], people[d.child_id])
        for d in file.dyads
        if d.woman_id in people and d.child_id in people
    }
    return Names(file.woman.id, people, children, dyads)


def woman(file: File, state: StateChange | None, day: date) -> WomanShown:
    """The head of the page; where she stands only as far as the asker may know."""
    person = file.woman
    why = getattr(getattr(person, "woman", None), "her_why", "")
    code = state.state if state else ""
    return WomanShown(
        person.id, name_of(person), person.pronouns, person.is_alias, age_words(person.born_on, day),
        ", ".join(person.languages), person.interpreter, why, capfirst(str(State(code).label)) if code else "",
        state.from_on if state else None, code == State.QUIET, code in ENDED_STATES,
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
    began = {dyad.child_id: dyad.began_on for dyad in file.dyads}
    shown = [
        _child(file, person, stands.get(person.id, {}), key.get(person.id, ""), due, called, day)
        for person in file.children
        if whole or _there(person, began.get(person.id), day)
    ]
    return sorted(shown, key=lambda child: (child.remembered, child.expected))


def _there(person: Person, began_on: date | None, day: date) -> bool:
    """Born by that day, or expected on it (the two belong together from conception on), or without any day."""
    if person.born_on is None or person.born_on <= day:
        return began_on is None or began_on <= day or person.born_on is not None
    return began_on is not None and began_on <= day


def _child(
    file: File, person: Person, rows: Mapping[str, TrackRow], key: str, due: Mapping[uuid.UUID, Pregnancy],
    called: Names, day: date,
) -> ChildShown:  # fmt: skip
    child = child_of(person)
    state = child.state if child else ChildState.BORN
    expected = state == ChildState.EXPECTED or (person.born_on is not None and person.born_on > day)
    pregnancy = due.get(child.pregnancy_id) if child and child.pregnancy_id else None
    due_on = getattr(pregnancy, "due_on", None)
    return ChildShown(
        person.id,
        reverse("child", args=[file.id, person.id]),
        called.people[person.id],
        age_words(person.born_on, day),
        corrected_words(person, child, day),
        expected,
        state == ChildState.LOST,
        date_format(due_on, "j F Y") if expected and due_on else "",
        track_words(rows.get("living")),
        track_words(rows.get("legal")),
        track_words(rows.get("involvement")),
        key,
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
        rows.append(TeamShown(member.colleague.name, part, with_whom, member.during.lower, key_for))
    return sorted(rows, key=lambda row: not row.key_for)


def quiet_words(shown: WomanShown) -> str:
    """What a quiet time means here: nothing is closed."""
    if not shown.quiet or shown.since is None:
        return ""
    return _(
        "Quiet since %(day)s. Her file, her place and her team stay. When she comes back, only what changed is asked."
    ) % {"day": date_format(shown.since, "j F Y")}
