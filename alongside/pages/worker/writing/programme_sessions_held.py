"""A session of a programme that took place as one of our sessions: who was there was said, and is not asked again."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst

from alongside.families.terms import PersonKind
from alongside.pages.design.days import date_format
from alongside.pages.worker.presented import sessions as present
from alongside.programmes.queries import DeliverySeen
from alongside.programmes.terms import There
from alongside.services import queries as services
from alongside.services.queries import NAMES_FOR, Comes
from alongside.services.terms import How, Mode, Setting

BY = {How.BY_PHONE: (Mode.PHONE, Setting.PHONE), How.ONLINE: (Mode.ONLINE, Setting.ONLINE)}
Held = list[Sequence[Comes]]


def were_there(family: uuid.UUID, row: DeliverySeen, now: datetime) -> Held:
    """Sessions of the last month at which somebody of the family was, the newest first, which do not stand with this
    programme yet, and are of no day on which something is written down without a session. Four statements."""
    tied = {each.own.session_id for each in row.held if each.own is not None}
    known = {each.on for each in row.held if each.own is None or each.own.session_id is None}
    found = [
        each
        for each in services.coming_of(family, since=now - NAMES_FOR, until=now)
        if each.presence is not None
        and each.presence.how != How.DID_NOT_MEET
        and each.presence.on not in known
        and each.booking.session_id not in tied
    ]
    found.sort(key=lambda each: (each.during.lower, each.booking.session_id), reverse=True)
    return [list(same) for _session, same in groupby(found, key=lambda each: each.booking.session_id)]


def listed(held: Held, address: str) -> list[tuple[str, str]]:
    """Each in words, with where it is taken from."""
    names = present.names(services.every_service()) if held else {}
    return [(_words(first, names), f"{address}?from={first.booking.session_id}") for first, *_also in held]


def named(held: Held, asked: str) -> str:
    """The one that is taken, in words; "" for none of them."""
    first = next((same[0] for same in held if str(same[0].booking.session_id) == asked), None)
    return _words(first, present.names(services.every_service())) if first else ""


def _words(first: Comes, names: Mapping[str, str]) -> str:
    session = first.booking.session
    on = capfirst(date_format(timezone.localdate(first.during.lower), "l, j F"))
    what = session.called or names.get(session.service, session.service)
    return f"{on}, {present.clock(first.during.lower, first.during.upper)}: {what}"


def taken_from(held: Held, asked: str) -> dict[str, Any]:
    """What the form begins with: the day, how long, how, who took part and who of us was there; nothing for one that is
    not among them."""
    for same in held:
        first = same[0]
        if str(first.booking.session_id) != asked or first.presence is None:
            continue
        kinds = {each.booking.person.kind for each in same}
        mode, setting = BY.get(How(first.presence.how), (Mode.IN_PERSON, None))
        there = services.session(first.booking.session_id).there  # type: ignore[attr-defined]
        found = {
            "session": asked,
            "on": timezone.localdate(first.during.lower),
            "minutes": int((first.during.upper - first.during.lower).total_seconds() // 60),
            "mode": mode.value,
            "there": [
                who.value
                for who, kind in ((There.WOMAN, PersonKind.WOMAN), (There.CHILD, PersonKind.CHILD))
                if kind in kinds
            ],
            "led_by": list(dict.fromkeys(str(worker.colleague_id) for worker in there)),
        }
        return found if setting is None else {**found, "setting": setting.value}
    return {}
