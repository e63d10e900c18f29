"""Messages to her in words: how she wants them, what waits, went or did not go and why, what came back."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from alongside.care.models import Promise
from alongside.families.terms import Because
from alongside.pages.design.days import date_format
from alongside.reminders.models import Heard, Message, Notice, Reminded, Wish
from alongside.reminders.queries import CameBack
from alongside.reminders.terms import ON_ITS_WAY, By, Kind, Meaning, No, NoticeKind, Others, SaidHow, State
from alongside.safekeeping.terms import Category


@dataclass(frozen=True)
class WishShown:
    """One way. ``value`` is empty where she has said nothing yet or wants none."""

    label: str
    wanted: bool
    said: str
    value: str
    others: str
    words: str
    on: date | None
    url: str


@dataclass(frozen=True)
class MessageShown:
    """One message. ``why``: why it waits or did not go."""

    what: str
    by: str
    at: datetime
    about: str
    state: str
    why: str
    words: str
    language: str


@dataclass(frozen=True)
class HeardShown:
    """Something she wrote, as she wrote it, and how it was read."""

    words: str
    at: datetime
    read_as: str


@dataclass(frozen=True)
class NoticeShown:
    """What her team is told. ``who`` is empty for whoever may not know of whom it is."""

    what: str
    why: str
    at: datetime
    url: str
    who: str
    kind: str
    mine: bool


@dataclass(frozen=True)
class ToRemind:
    """Something that will happen: is she reminded, and where that is changed."""

    what: str
    when: str
    asked: bool
    url: str


# Of what a reason tells, and who may read it: whoever reads this kind of her.
TELLS = {Because.UNSAFE_PERSON.value: Category.IPV_SAFETY, No.AFTER_A_LOSS.value: Category.REPRODUCTIVE_STI}
Known = Collection[tuple[uuid.UUID, Category]]


def reason(code: str, woman: uuid.UUID | None = None, known: Known = ()) -> str:
    """Why, in words; nothing for nothing. ``known``: of which women and kinds the asker may read it
    (``reminders.queries.reasons_open_to_me``)."""
    if code in TELLS and (woman, TELLS[code]) not in known:
        return _("Somebody of her team knows why.")
    for room in (No, Because):
        if code in room.values:
            return str(room(code).label)
    return ""


def wishes(rows: Iterable[Wish], family: uuid.UUID, woman: uuid.UUID, writes: bool) -> list[WishShown]:
    """Each way that there is, with what she said of it."""
    held = {row.by: row for row in rows}
    return [_wish(by, held.get(by), family, woman, writes) for by in By]


def _wish(by: By, row: Wish | None, family: uuid.UUID, woman: uuid.UUID, writes: bool) -> WishShown:
    url = reverse("message_wish", args=[family, woman, by]) if writes else ""
    label = str(by.label)
    if row is None:
        return WishShown(
            label, False, _("She has not said anything about it, so nothing comes this way."), "", "", "", None, url
        )
    if not row.wanted:
        how = {SaidHow.SHE_SAID: _("She does not want it."), SaidHow.STOP_WORD: reason("stopped"),
               SaidHow.DID_NOT_ARRIVE: reason("bounced")}[SaidHow(row.how)]  # fmt: skip
        return WishShown(label, False, str(how), "", "", "", row.said_on, url)
    kinds = ", ".join(str(Kind(kind).label) for kind in row.kinds) or _("answers alone")
    said = _("She wants it: %(kinds)s.") % {"kinds": kinds}
    return WishShown(label, True, said, row.value, str(Others(row.others).label), row.her_words, row.said_on, url)


def messages(rows: Iterable[Message], known: Known) -> list[MessageShown]:
    """Messages, each with the reason where there is one."""
    return [
        MessageShown(
            str(Kind(row.kind).label), str(By(row.by).label), row.went_at or row.not_before, _about(row),
            str(State(row.state).label), reason(row.because, row.woman_id, known), row.words, row.language,
        )
        for row in rows
    ]  # fmt: skip


def on_its_way(rows: Iterable[Message]) -> bool:
    """Something is still to go."""
    return any(row.state in ON_ITS_WAY for row in rows)


def _about(row: Message) -> str:
    return date_format(timezone.localtime(row.starts_at), "DATETIME_FORMAT") if row.starts_at else ""


def heard(rows: Iterable[Heard]) -> list[HeardShown]:
    """What she wrote back."""
    return [
        HeardShown(row.words, row.came_at, ", ".join(str(Meaning(each).label) for each in row.meanings)) for row in rows
    ]


def notices(
    rows: Iterable[Notice], names: Mapping[uuid.UUID, str], writes: bool, known: Known, me: uuid.UUID
) -> list[NoticeShown]:  # fmt: skip
    """What nobody has taken up yet, and what the asker (``me``) has and has not settled.

    ``names``: families that the asker knows, by what their women are called.
    """
    return [
        NoticeShown(
            str(NoticeKind(row.kind).label), _of_which(row) or reason(row.because, row.woman_id, known), row.told_at,
            reverse("notice_take" if row.taken_by != me else "notice_settle", args=[row.pk]) if writes else "",
            names.get(row.family_id, "") if row.family_id else "", row.kind, row.taken_by == me,
        )
        for row in rows
    ]  # fmt: skip


def _of_which(row: Notice) -> str:
    """When the thing was to be of which she said so on her own page; what it is stands in her calendar."""
    if row.starts_at is None:
        return ""
    when = date_format(timezone.localtime(row.starts_at), "DATETIME_FORMAT")
    return _("She said so on her own page, of %(when)s.") % {"when": when}


@dataclass(frozen=True)
class CameBackShown:
    """For a first page. ``hard``: what cannot wait; ``rest``: the newest of all else; ``more``: left out here."""

    hard: list[NoticeShown]
    rest: list[NoticeShown]
    more: int

    def __bool__(self) -> bool:
        return bool(self.hard or self.rest)


def came_back(found: CameBack, names: Mapping[uuid.UUID, str], me: uuid.UUID) -> CameBackShown:
    """What came back. A family of hers (``names``) leads to its page about messages, all else to the list."""
    rest = [
        replace(each, url=reverse("messages", args=[row.family_id]) if row.family_id in names else reverse("notices"))
        for row, each in zip(found.newest, notices(found.newest, names, True, (), me), strict=True)
    ]
    return CameBackShown(notices(found.hard, names, True, (), me), rest, found.more)


def to_remind(
    rows: Iterable[Promise], asked: Mapping[uuid.UUID, Reminded], family: uuid.UUID, writes: bool
) -> list[ToRemind]:  # fmt: skip
    """What comes next and has a time: of anything else a machine reminds nobody."""
    found = []
    for row in rows:
        if row.at_time is None:
            continue
        name = "no_reminder" if row.pk in asked else "remind"
        when = f"{date_format(row.on, 'DATE_FORMAT')}, {time_format(row.at_time, 'H:i')}"
        url = reverse(name, args=[family, row.pk]) if writes else ""
        found.append(ToRemind(row.what, when, row.pk in asked, url))
    return found
