"""Families in a list: who they are, how it stands, and the next thing somebody said will happen."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.access.scope import Listed, child_of
from alongside.calendars.queries import Next
from alongside.care.queries import HomeRow
from alongside.enrolment.terms import State
from alongside.families.models import Person
from alongside.families.terms import ChildState
from alongside.pages.design.days import date_format
from alongside.pages.worker.days import Showing
from alongside.pages.worker.presented.calendars import in_calendar
from alongside.pages.worker.presented.words import day_words, name_of, name_of_child
from alongside.services import queries as services


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
    """Something that will happen: recorded by a person, never worked out from what did not happen."""

    day: str
    time: str
    what: str
    name: str
    url: str
    coming: bool
    part: str = ""


def line(row: Listed, asked: Showing | None = None) -> FamilyLine:
    """A line of the list of families and of what was found; ``asked``: as it stood on that day."""
    names = [name_of(person) for person in row.found if person.id != row.woman.id]
    found = _("Found: %(names)s") % {"names": ", ".join(names)} if names else ""
    state = state_words(row.state.state, row.state.from_on) if row.state else ""
    return FamilyLine(
        reverse("family", args=[row.family]) + (asked.query if asked else ""),
        row.woman.id,
        row.family,
        name_of(row.woman),
        children_words(row.children, asked.day if asked and asked.past else None),
        state,
        found,
    )


def my_line(row: HomeRow, children: Sequence[Person], asked: Showing) -> FamilyLine:
    """A line of a worker's own families, today or as of a day."""
    state = state_words(row.state, row.state_from) if row.state else ""
    name = row.name or _("No name given")
    words = children_words(children, asked.day if asked.past else None)
    if row.due_on and words and (not asked.past or row.due_on > asked.day):
        words = _("%(names)s, due %(day)s") % {"names": words, "day": date_format(row.due_on, "j F")}
    url = reverse("family", args=[row.family]) + asked.query
    return FamilyLine(url, row.woman, row.family, name, words, state)


def state_words(state: str, since: date | None) -> str:
    """How it stands; nothing to say for the usual: with us."""
    if not state or state == State.ACTIVE:
        return ""
    words = str(State(state).label)
    return (
        _("%(state)s, since %(day)s") % {"state": words, "day": date_format(since, "DATE_FORMAT")} if since else words
    )


def children_words(children: Iterable[Person], then: date | None = None) -> str:
    """Names of the children, then how many are expected; ``then``: whoever was born later was expected that day."""
    names, expected = [], 0
    for person in children:
        child = child_of(person)
        later = then is not None and person.born_on is not None and person.born_on > then
        if later or (child is not None and child.state == ChildState.EXPECTED):
            expected += 1
        else:
            names.append(name_of_child(person, child))
    words = ", ".join(names)
    if not expected:
        return words
    more = ngettext("a child expected", "%(n)s children expected", expected) % {"n": expected}
    return _("%(names)s, %(more)s") % {"names": words, "more": more} if words else more


def coming_up(rows: Iterable[Next], names: Mapping[uuid.UUID, str], today: date) -> list[NextThing]:
    """What is to come first, then what was planned, without a word about being late."""
    return [_next(row, names, today) for row in rows]


def _next(row: Next, names: Mapping[uuid.UUID, str], today: date) -> NextThing:
    coming = row.on >= today
    day = day_words(row.on, today)
    if not coming:
        day = _("Was planned for %(day)s") % {"day": day}
    what = row.what or services.name_in_file(row.service) or row.service
    if row.family is None:
        return NextThing(day, _clock(row), what, "", reverse("session", args=[row.id]), coming)
    name = names.get(row.family, "")
    if row.kind == "elsewhere":
        return NextThing(day, _clock(row), what, name, in_calendar(row.family, row.on), coming, _("You go along"))
    return NextThing(day, _clock(row), what, name, reverse("family", args=[row.family]), coming)


def _clock(row: Next) -> str:
    return time_format(row.at, "H:i") if row.at else ""
