"""Whom we have not met for a while, and who waits for what, in words that blame nobody."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.care.terms import HowOften, Mode, ReachOut
from alongside.continuity.models import Wait, WaitStep
from alongside.continuity.queries import NotMet, ServiceWaits, WaitNow
from alongside.continuity.terms import Standing, Whom
from alongside.pages.design.days import date_format
from alongside.pages.design.signs import colon


@dataclass(frozen=True)
class NotMetShown:
    """One of a family whom we have not met: when we did last, her wish, what was tried, what comes next."""

    name: str
    met: str
    wish: str
    her_words: str
    tried: str
    url: str
    does: str


@dataclass(frozen=True)
class FamilyShown:
    """A family with those of it whom we have not met for a while."""

    family: uuid.UUID
    name: str
    url: str
    lines: tuple[NotMetShown, ...]
    next: str


def not_met(rows: Iterable[NotMet], names: Mapping[uuid.UUID, str], *, writes: bool) -> list[FamilyShown]:
    """Families in the order of the rows. ``names``: how each family's woman is called."""
    found = []
    for family, group in groupby(rows, key=lambda row: row.family):
        each = list(group)
        planned = next((row for row in each if row.next_on), None)
        arranged = ""
        if planned is not None and planned.next_on is not None:
            day = date_format(planned.next_on)
            arranged = _("Arranged: %(what)s, %(day)s") % {"what": planned.next_what, "day": day}
        lines = tuple(_line(row, writes=writes, arranged=bool(arranged)) for row in each)
        called, url = names.get(family) or _("No name given"), reverse("family", args=[family])
        found.append(FamilyShown(family, called, url, lines, arranged))
    return found


def _line(row: NotMet, *, writes: bool, arranged: bool) -> NotMetShown:
    wish = _("Her wish: %(wish)s") % {"wish": ReachOut(row.wants).label} if row.wants else ""
    if wish and row.every_days in HowOften.values:
        wish += f", {HowOften(row.every_days).label}"
    tried = "; ".join(f"{Mode(each.how).label}, {date_format(each.on)}" for each in row.tried)
    url, does = "", ""
    leaves = row.wants == ReachOut.LEAVE and row.whom != Whom.CHILD
    if writes and not leaves and not arranged:
        url = f"{reverse('promise_add', args=[row.family])}?about={row.subject}"
        does = _("Write down what comes next")
    return NotMetShown(
        _called(row), _met(row), wish, row.her_words if row.wants else "",
        _("Tried since: %(what)s") % {"what": tried} if tried else "", url, does,
    )  # fmt: skip


def _called(row: NotMet) -> str:
    said = [name or _("No name given") for name in row.names]
    if row.whom == Whom.DYAD:
        return _("%(her)s and %(child)s, the two together") % {"her": said[0], "child": said[1]}
    return said[0]


def _met(row: NotMet) -> str:
    if row.met_on is None:
        return _("We know each other since %(day)s, and have not met yet.") % {"day": date_format(row.since)}
    return _("We met last on %(day)s.") % {"day": date_format(row.met_on)}


# --- waits


@dataclass(frozen=True)
class WaitShown:
    """A wait in plain words, with what happened meanwhile."""

    wait: Wait
    name: str
    who: str
    stands: str
    days: str
    meanwhile: tuple[str, ...]
    steps: tuple[tuple[WaitStep, str], ...]
    goes_on: bool
    words: str
    why: str


def service_name(service: str, elsewhere: str, called: Mapping[str, str]) -> str:
    """What is waited for: the service's name, and where, when it is elsewhere."""
    return " · ".join(str(each) for each in (called.get(service, service), elsewhere) if each)


def waits(rows: Sequence[WaitNow], called: Mapping[str, str]) -> list[WaitShown]:
    """Waits in their order. ``called``: how each service is called here."""
    return [_wait(row, called) for row in rows]


def _wait(row: WaitNow, called: Mapping[str, str]) -> WaitShown:
    days, stood, who = row.stood.days, row.stood, row.wait.person.name or _("No name given")
    if stood.waits:
        told = ngettext("%(n)s day so far", "%(n)s days so far", days)
    else:
        told = ngettext("after %(n)s day", "after %(n)s days", days)
    return WaitShown(
        row.wait, service_name(row.wait.service, row.wait.elsewhere, called), who,
        capfirst(str(stood.standing.label)), told % {"n": days},
        tuple(_meanwhile(each, called) for each in row.meanwhile),
        tuple((each, _step(each, called)) for each in row.steps), stood.waits, row.wait.her_words,
        str(row.wait.get_why_display()) if stood.standing in (Standing.WAITS, Standing.NO_ANSWER) else "",
    )  # fmt: skip


def _meanwhile(step: WaitStep, called: Mapping[str, str]) -> str:
    return called.get(step.instead, step.instead) or step.words or str(step.get_kind_display())


def _step(step: WaitStep, called: Mapping[str, str]) -> str:
    said = capfirst(step.get_kind_display())
    if step.instead:
        said += f"{colon()}{called.get(step.instead, step.instead)}"
    if step.place_on:
        said = _("%(what)s, from %(day)s on") % {"what": said, "day": date_format(step.place_on)}
    return said


@dataclass(frozen=True)
class CountsShown:
    """One service's waits as numbers; "fewer than five" where it is so few that a number would tell of somebody."""

    name: str
    url: str
    cells: tuple[Any, ...]


COUNTED = {"waiting": False, "median": True, "began": False, "took": True, "unanswered": False}  # whether it is of days


def counts(rows: Iterable[ServiceWaits], called: Mapping[str, str], *, links: bool) -> list[CountsShown]:
    """Lines of one time of twelve months, by the services' names."""
    found = [
        CountsShown(
            _kind(row.service, row.elsewhere, called), waiting_url(row.service, row.elsewhere) if links else "",
            tuple(_few(getattr(row, name), days=days) for name, days in COUNTED.items()),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda each: each.name.casefold())


def waiting_url(service: str, elsewhere: bool) -> str:
    """Where the names of those stand who wait for it."""
    return reverse("service_waiting", args=[service or "none"]) + ("?at=elsewhere" if elsewhere else "")


def _kind(service: str, elsewhere: bool, called: Mapping[str, str]) -> str:
    name = called.get(service, service) or _("Something else")
    return _("%(service)s, at another agency") % {"service": name} if elsewhere else name


def _few(number: int | None, *, days: bool) -> Any:
    """Families that are too few to be told; of days there is then nothing to say."""
    if number is None:
        return "–" if days else _("fewer than five")
    return number


def periods(rows: Iterable[ServiceWaits]) -> list[tuple[date, date, list[ServiceWaits]]]:
    """The same rows by their twelve months, the newest first: the first day, the day after the last, the rows."""
    return [
        (since, until, list(each)) for (since, until), each in groupby(rows, key=lambda row: (row.since, row.until))
    ]
