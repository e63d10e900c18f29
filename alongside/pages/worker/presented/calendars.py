"""Days as they are read: what, when, where, with whom; and a word in time about what lies too close together."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.calendars.queries import Told
from alongside.calendars.rules import Close, Entry, Load
from alongside.calendars.terms import AskedBy
from alongside.pages.worker.presented.sessions import clock, where

Names = Mapping[Any, str]
WIDEST = 200  # of the longest bar, in units of its picture


@dataclass(frozen=True)
class EntryShown:
    """One line of a day."""

    title: str
    time: str
    who: str
    place: str
    url: str = ""
    off: bool = False
    lines: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    right_url: str = ""
    off_url: str = ""


@dataclass(frozen=True)
class Asked:
    """How often one place asks for her in these days, with its bar."""

    who: str
    number: int
    width: int


def days(
    told: Sequence[Told],
    close: Iterable[Close],
    services: Names,
    who: Names,
    colleagues: Names,
    *,
    writes: bool,
    own: bool = False,
) -> list[tuple[date, list[EntryShown]]]:
    """Days with their entries. ``who``: {family, or person: name}; ``colleagues``: {id: name}.

    ``own``: a colleague's own days, which lead on to the calendar of each family. A session leads to its page, what was
    promised to where it is settled.
    """
    titles = {each.entry.id: _title(each, services) for each in told}
    words = _words(close, titles)
    rows = ((timezone.localdate(each.entry.begins), each) for each in told)
    return [
        (day, [_entry(each, titles, words, who, colleagues, writes, own) for _day, each in found])
        for day, found in groupby(rows, key=lambda row: row[0])
    ]


def _entry(
    told: Told,
    titles: Names,
    words: Mapping[uuid.UUID, list[str]],
    who: Names,
    colleagues: Names,
    writes: bool,
    own: bool,
) -> EntryShown:
    entry, row = told.entry, told.row
    common = {
        "title": titles[entry.id], "time": _("the whole day") if entry.whole_day else clock(entry.begins, entry.ends),
        "off": entry.off, "close": tuple(words.get(entry.id, ())), "who": _who(told, who),
    }  # fmt: skip
    if told.kind == "session":
        held = _session(row)
        return EntryShown(place=where(held), url=reverse("session", args=[held.pk]), **common)
    if told.kind == "promise":
        return EntryShown(place="", url=f"{reverse('family', args=[told.family])}#next", **common)
    change = writes and not entry.off
    named = [told.family, entry.id]
    return EntryShown(
        place=entry.place,
        url=in_calendar(told.family, timezone.localdate(entry.begins)) if own and told.family else "",
        lines=tuple(filter(None, (_asker(entry.asked_by), _way(entry), _along(row, colleagues)))),
        right_url=reverse("appointment_right", args=named) if change else "",
        off_url=reverse("appointment_off", args=named) if change else "",
        **common,
    )  # fmt: skip


def in_calendar(family: uuid.UUID, day: date) -> str:
    """That day in the family's own calendar, where what stands on it can be put right; whichever day it is."""
    return f"{reverse('family_calendar', args=[family])}?from={day.isoformat()}#{day.isoformat()}"


def _title(told: Told, services: Names) -> str:
    if told.kind != "session":
        return told.entry.what
    held = _session(told.row)
    return held.called or services.get(held.service, held.service)


def _session(row: Any) -> Any:
    """A colleague's own session, or the one that somebody of a family comes to."""
    return row.booking.session if hasattr(row, "booking") else row


def _who(told: Told, who: Names) -> str:
    if told.kind == "session":
        come = [each for each in (told.row, *told.also) if hasattr(each, "booking")]
        return ", ".join(filter(None, (who.get(each.booking.person_id, "") for each in come)))
    subject = getattr(told.row, "subject", None)
    return who.get(subject) or who.get(told.family, "")


def _asker(asked_by: str) -> str:
    return _("Asked for by: %(who)s") % {"who": asker(asked_by)} if asked_by else ""


def asker(asked_by: str) -> str:
    """Who asks for it; our own things are ours."""
    return str(AskedBy(asked_by).label) if asked_by else _("us")


def _way(entry: Entry) -> str:
    if entry.travel is None:
        return ""
    return ngettext("%(n)d minute to get there", "%(n)d minutes to get there", entry.travel) % {"n": entry.travel}


def _along(row: Any, colleagues: Names) -> str:
    name = colleagues.get(row.goes_along_id, "")
    return _("%(who)s goes along") % {"who": name} if name else ""


def _words(close: Iterable[Close], titles: Names) -> dict[uuid.UUID, list[str]]:
    """What is said beside each of two that lie too close."""
    found: dict[uuid.UUID, list[str]] = {}
    for each in close:
        first, then = titles.get(each.first.id, ""), titles.get(each.then.id, "")
        if each.same_time:
            found.setdefault(each.first.id, []).append(_("At the same time as: %(what)s") % {"what": then})
            found.setdefault(each.then.id, []).append(_("At the same time as: %(what)s") % {"what": first})
        else:
            words = ngettext(
                "The way from “%(what)s” takes %(n)d minute longer than there is.",
                "The way from “%(what)s” takes %(n)d minutes longer than there is.",
                each.short,
            )
            found.setdefault(each.then.id, []).append(words % {"what": first, "n": each.short})
    return found


def load(found: Load) -> tuple[str, list[Asked]]:
    """How much is asked in these days, in one sentence, and by whom, drawn."""
    if not found.number:
        return "", []
    said = ngettext("%(n)d appointment", "%(n)d appointments", found.number) % {"n": found.number}
    parts = [said, _("%(time)s there") % {"time": hours(found.minutes)}]
    if found.on_the_way:
        parts.append(_("%(time)s on the way") % {"time": hours(found.on_the_way)})
    most = max(number for _who, number in found.askers)
    bars = [Asked(str(capfirst(asker(who))), number, number * WIDEST // most) for who, number in found.askers]
    return ", ".join(parts), bars


def hours(minutes: int) -> str:
    """A stretch of time: "2 h 30", "45 min"."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return _("%(n)d min") % {"n": rest}
    return _("%(hours)d h %(minutes)02d") % {"hours": whole, "minutes": rest} if rest else _("%(n)d h") % {"n": whole}
