"""Child care as it is read: rooms, children in them, a child's day, who may fetch."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.care.terms import NeedKind
from alongside.childcare.models import FetchBar, Fetcher, LogEntry, Ratio
from alongside.childcare.queries import Fetching, Noted, There, carers
from alongside.childcare.rules import Room
from alongside.childcare.terms import FetchAnswer
from alongside.pages.design.days import days_of
from alongside.pages.worker.presented.sessions import Names, clock
from alongside.services.models import Session

ICONS = {FetchAnswer.YES: "tick", FetchAnswer.ASK: "phone", FetchAnswer.NO: "door"}


@dataclass(frozen=True)
class RoomShown:
    """Where children are looked after, when, and by whom of us."""

    url: str
    name: str
    place: str
    day: date
    time: str
    carers: tuple[str, ...]
    mine: bool


def room(row: Session, called: Names, me: uuid.UUID) -> RoomShown:
    """One session and the room where children are meanwhile."""
    return RoomShown(
        url=reverse("child_care_room", args=[row.pk]),
        name=name_of(row, called),
        place=row.minding.name if row.minding else "",
        day=timezone.localdate(row.during.lower),
        time=clock(row.during.lower, row.during.upper),
        carers=carers([row]),
        mine=any(worker.colleague_id == me for worker in row.there),  # type: ignore[attr-defined]
    )


def name_of(row: Session, called: Names) -> str:
    """What this session is called: its own name, or that of its service."""
    return str(row.called or called.get(row.service, row.service))


def said_of_carers(stands: Room) -> str:
    """In a sentence how many children and carers there are, and whether somebody more is asked for."""
    said = ngettext("%(n)d child is here.", "%(n)d children are here.", stands.children) % {"n": stands.children}
    if stands.missing:
        more = ngettext("One more carer is needed.", "%(n)d more carers are needed.", stands.missing)
        return f"{said} {more % {'n': stands.missing}}"
    if stands.too_many:
        too_many = _("That is more than belong together in this room.")
        return f"{said} {too_many}"
    if stands.unsaid:
        return str(said)
    enough = _("There are enough of us.")
    return f"{said} {enough}"


@dataclass(frozen=True)
class ChildShown:
    """A child in a room. ``allergies`` stand apart from what else a carer has to know."""

    name: str
    age: str
    seat: int
    allergies: tuple[str, ...]
    needs: tuple[tuple[str, str], ...]
    came: str
    left: str
    here: bool
    came_url: str
    left_url: str
    came_not_url: str
    left_not_url: str
    days_url: str
    fetching_url: str


def child(each: There, session: uuid.UUID, *, notes: bool) -> ChildShown:
    """One child, with where it is noted that it came and left."""
    known, of = [each.family, each.child] if each.child else [], [session, each.booking]
    return ChildShown(
        name=each.name,
        age=age(each.months),
        seat=each.seat,
        allergies=tuple(words for kind, words in each.needs if kind == NeedKind.ALLERGY),
        needs=tuple((str(NeedKind(kind).label), words) for kind, words in each.needs if kind != NeedKind.ALLERGY),
        came=noted(each.came),
        left=noted(each.left),
        here=each.here,
        came_url=reverse("child_came", args=of) if notes else "",
        left_url=reverse("child_left", args=of) if notes and each.came else "",
        came_not_url=reverse("child_came_not", args=of) if notes and each.here else "",
        left_not_url=reverse("child_left_not", args=of) if notes and each.left else "",
        days_url=reverse("childs_days", args=known) if known else "",
        fetching_url=reverse("childs_fetching", args=known) if known else "",
    )


def age(months: int | None) -> str:
    """An age in words: months up to two years, then years; "" where nobody knows it."""
    if months is None:
        return ""
    if months < 24:
        return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    return ngettext("%(n)d year", "%(n)d years", months // 12) % {"n": months // 12}


def noted(row: Noted | None) -> str:
    """When a child came or left, and with whom; "" where nothing is noted."""
    if row is None:
        return ""
    at = time_format(timezone.localtime(row.at), "TIME_FORMAT")
    return _("%(time)s, with %(name)s") % {"time": at, "name": row.name or _("No name given")}


@dataclass(frozen=True)
class ToldShown:
    """One thing of a child's day."""

    kind: str
    time: str
    words: str
    done: str
    told: str
    by: str
    right_url: str


def told(row: LogEntry, names: Mapping[uuid.UUID, str], *, writes: bool) -> ToldShown:
    """One thing of a day, with who wrote it and where it is put right."""
    return ToldShown(
        kind=str(capfirst(row.get_kind_display())),
        time=time_format(row.at_time, "TIME_FORMAT") if row.at_time else "",
        words=row.words,
        done=row.done,
        told=row.told,
        by=names.get(row.recorded_by, ""),
        right_url=reverse("day_right", args=[row.family_id, row.child_id, row.pk]) if writes else "",
    )


def doing(family: uuid.UUID, child: uuid.UUID, on: date, *, gives_places: bool) -> list[tuple[str, str]]:
    """What can be written down about this child's days."""
    of = [family, child]
    return [
        (f"{reverse('day_tell', args=of)}?on={on.isoformat()}", _("Tell something of this day")),
        *([(reverse("places_give", args=of), _("A place on some days"))] if gives_places else []),
        (reverse("help_say", args=of), _("What helps this child")),
        (reverse("consult_add", args=of), _("Somebody was asked what helps")),
        (reverse("need_add", args=of), _("What a carer has to know")),
        *([(_daycare(family, child), _("Help with a place in a daycare"))] if gives_places else []),
    ]


def _daycare(family: uuid.UUID, child: uuid.UUID) -> str:
    """A wait for a place elsewhere: where it was asked for, what happened since, what there is meanwhile (S-040)."""
    return f"{reverse('wait_add', args=[family])}?who={child}&for=daycare_entry"


def answer(each: Fetching) -> dict[str, Any]:
    """Somebody and the answer for today, with one sentence."""
    return {
        "name": each.name or _("No name given"),
        "icon": ICONS[each.answer.answer],
        "answer": capfirst(each.answer.answer.label),
        "why": each.answer.why.label,
    }


def fetcher(row: Fetcher, people: Mapping[uuid.UUID, str], *, writes: bool) -> dict[str, Any]:
    """One line of the list."""
    said = people.get(row.said_by_id, "") if row.said_by_id else ""
    return {
        "name": row.name,
        "days": capfirst(days_of(row.during)),
        "known_by": row.known_by,
        "said": said or _("whoever decided then"),
        "end_url": reverse("fetcher_end", args=[row.family_id, row.child_id, row.pk]) if writes else "",
    }


def bar(row: FetchBar, *, writes: bool) -> dict[str, Any]:
    """Somebody who must not fetch the child, and the paper."""
    return {
        "name": row.name,
        "days": capfirst(days_of(row.during)),
        "basis": capfirst(row.get_basis_display()),
        "paper": row.paper,
        "end_url": reverse("fetch_bar_end", args=[row.family_id, row.child_id, row.pk]) if writes else "",
    }


def ratio(row: Ratio, *, keeps: bool) -> dict[str, Any]:
    """One number of carers, with where it comes from."""
    return {
        "where": row.place.name if row.place else _("Every room"),
        "ages": _ages(row),
        "said": ngettext("one carer for %(n)d child", "one carer for %(n)d children", row.children_per_carer)
        % {"n": row.children_per_carer},
        "most": row.most_children,
        "source": row.source,
        "checked_on": row.checked_on,
        "verified": row.verified,
        "end_url": reverse("carers_end", args=[row.pk]) if keeps else "",
    }


def _ages(row: Ratio) -> str:
    if row.until_months is None:
        return _("from %(from)d months on") % {"from": row.from_months}
    return _("from %(from)d up to %(until)d months") % {"from": row.from_months, "until": row.until_months}
