"""Families in a list: who they are, how it stands, and the next thing somebody said will happen."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.access.scope import Listed, child_of
from alongside.care.queries import HomeRow
from alongside.enrolment.terms import State
from alongside.families.models import Person
from alongside.families.terms import ChildState
from alongside.pages.worker.presented.words import day_words, name_of, name_of_child


@dataclass(frozen=True)
class FamilyLine:
    """One line of a list of families."""

    url: str
    woman: uuid.UUID | None
    family: uuid.UUID
    name: str
    children: str
    state: str
    found: str = ""


@dataclass(frozen=True)
class NextThing:
    """Something somebody said will happen: recorded by a person, never worked out from what did not happen."""

    day: str
    time: str
    what: str
    name: str
    url: str
    coming: bool


def line(row: Listed) -> FamilyLine:
    """A line of the list of families and of what was found."""
    names = [person_words(p) for p in row.found if p.id != row.woman.id]
    found = _("Found: %(names)s") % {"names": ", ".join(names)} if names else ""
    state = state_words(row.state.state, row.state.from_on) if row.state else ""
    return FamilyLine(
        reverse("family", args=[row.family]),
        row.woman.id,
        row.family,
        name_of(row.woman),
        children_words(row.children),
        state,
        found,
    )


def my_line(row: HomeRow, children: Sequence[Person]) -> FamilyLine:
    """A line of a worker's own families."""
    state = state_words(row.state, row.state_from) if row.state else ""
    name = row.name or _("No name given")
    return FamilyLine(
        reverse("family", args=[row.family]), row.woman, row.family, name, children_words(children), state
    )


def person_words(person: Person) -> str:
    """The name of somebody who was found."""
    return name_of_child(person, child_of(person)) if person.kind == "child" else name_of(person)


def state_words(state: str, since: date | None) -> str:
    """How it stands; nothing to say for the usual: with us."""
    if not state or state == State.ACTIVE:
        return ""
    words = str(State(state).label)
    return _("%(state)s, since %(day)s") % {"state": words, "day": date_format(since, "j F Y")} if since else words


def children_words(children: Iterable[Person]) -> str:
    """Names of the children, then how many are expected."""
    names, expected = [], 0
    for person in children:
        child = child_of(person)
        if child is not None and child.state == ChildState.EXPECTED:
            expected += 1
        else:
            names.append(name_of_child(person, child))
    words = ", ".join(names)
    if not expected:
        return words
    more = ngettext("a child expected", "%(n)s children expected", expected) % {"n": expected}
    return _("%(names)s, %(more)s") % {"names": words, "more": more} if words else more


def next_thing(row: HomeRow, today: date) -> NextThing:
    """The next promise to a family. One whose day has come stays, without a word about being late."""
    on = row.promise_on or today
    coming = on >= today
    day = day_words(on, today) if coming else _("Was planned for %(day)s") % {"day": date_format(on, "l j F")}
    time = time_format(row.promise_at, "H:i") if row.promise_at else ""
    url = reverse("family", args=[row.family])
    return NextThing(day, time, row.promise_what, row.name or _("No name given"), url, coming)


def due_words(row: HomeRow) -> str:
    """When a child is expected."""
    return _("a child expected, due %(day)s") % {"day": date_format(row.due_on, "j F")} if row.due_on else ""
