"""When we missed each other: a kind suggestion, what was tried, and what is safe now. Never a word against her."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.access.own_page import OwnPage
from alongside.access.policy import May, decide
from alongside.access.scope import File
from alongside.care.queries import MissedEachOther, missed_of
from alongside.care.rules import WAYS_TO_REACH
from alongside.care.terms import HowOften, Mode, ReachOut
from alongside.families.models import Relationship, SafeContact
from alongside.families.rules import safe_to_send
from alongside.families.terms import Channel, ContentLevel, Safety
from alongside.pages.worker.presented.words import day_words
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Category

ON_A_PHONE = (Channel.TEXT, Channel.CALL, Channel.EMAIL)


@dataclass(frozen=True)
class MissedShown:
    """On home: whom we missed, since when."""

    name: str
    day: str
    url: str


@dataclass(frozen=True)
class ReachShown:
    """On the family's page: what was tried since, what she wants, and which ways are safe now."""

    day: str
    reason_known: bool
    tried: tuple[str, ...]
    wants: str
    often: str
    look: bool
    where: str
    her_words: str
    ways: tuple[str, ...]
    write_url: str


def missed(rows: Iterable[MissedEachOther], names: Mapping[uuid.UUID, str], today: date) -> list[MissedShown]:
    """Lines of a first page. ``names``: how each family's woman is called."""
    return [
        MissedShown(
            names.get(row.family) or _("No name given"),
            day_words(row.missed_on, today),
            reverse("family", args=[row.family]),
        )
        for row in rows
    ]


def reaching_out(
    found: File, me: Me, plan: SafeContact | None, around: Iterable[Relationship], own: OwnPage, now: datetime
) -> ReachShown | None:
    """The suggestion of a family's page; ``None`` when there is none (also: she leaves it to herself)."""
    today = timezone.localdate(now)
    row = missed_of(found.woman, today, settings.REACH_OUT_EVERY_DAYS)
    if row is None or plan is None or not found.knows_her:
        return None
    writes = decide(me, May.WRITE_IN_FAMILY)
    return ReachShown(
        day_words(row.missed_on, today),
        row.reason_known,
        tuple(f"{_how(each.how)}, {day_words(each.on, today)}" for each in row.tried),
        str(ReachOut(row.wants).label),
        str(HowOften(row.every_days).label) if row.every_days in HowOften.values else "",
        row.wants == ReachOut.LOOK,
        row.where,
        row.her_words,
        _safe_now(row, plan, me, _unsafe(found, around), own, now),
        f"{reverse('contact_add', args=[found.id])}?about={found.woman.id}&reaching=out" if writes else "",
    )


def _unsafe(found: File, around: Iterable[Relationship]) -> list[str]:
    hers = [row for row in around if row.person_id == found.woman.id and row.safety == Safety.UNSAFE]
    return [name for row in hers for name in (row.other.name, *row.other.other_names) if name]


def _safe_now(
    row: MissedEachOther, plan: SafeContact, me: Me, unsafe: list[str], own: OwnPage, now: datetime
) -> tuple[str, ...]:
    """Ways that she named, that are hers, and that the rules of safe contact let somebody use at this moment.

    Whoever does not read who is unsafe for her is offered no phone that somebody else sees: unclear is no.
    """
    ways, found = list(plan.ways.all()), []
    reads = me.reads(Category.IPV_SAFETY)
    for channel in WAYS_TO_REACH:
        if row.ways and channel.value not in row.ways:
            continue
        if channel in ON_A_PHONE and not reads and plan.who_shares_the_phone.strip():
            continue
        said = safe_to_send(
            plan, ways, channel, timezone.localtime(now).replace(tzinfo=None), unsafe=unsafe,
            device_not_safe=own.state == "off" and own.why_off == "device", of_others=row.others,
        )  # fmt: skip
        if said:
            found.append(_way(channel, said.level, said.way))
    return tuple(found)


def _way(channel: Channel, level: int, way: object) -> str:
    words = f"{channel.label}: {ContentLevel(level).label}"
    if channel == Channel.CALL and not getattr(way, "voicemail", False):
        return _("%(way)s; no voice message") % {"way": words}
    return words


def _how(how: str) -> str:
    return _("a session") if how == "session" else str(Mode(how).label)
