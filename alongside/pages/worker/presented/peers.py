"""Peer support in words: who walks beside whom, what she allows, what was done, what was agreed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.care.terms import Mode
from alongside.families.models import Person
from alongside.peers.catalogue import cards
from alongside.peers.models import PeerAgreement, PeerMatch
from alongside.peers.queries import Done, Offered, OfHer
from alongside.peers.rules import Place
from alongside.peers.terms import Answer, Domain, Form, Help, How, Kind


@dataclass(frozen=True)
class MatchShown:
    """One match as its page shows it; ``urls`` holds what the reader can do."""

    name: str
    waits: bool
    since: date | None
    paused: bool
    until: date | None
    goodbye: bool
    reads: list[str]
    family_url: str = ""
    urls: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ContactShown:
    """What was done one time."""

    on: date
    how: str
    what: str
    helped: str
    note: str
    url: str


@dataclass(frozen=True)
class AgreementShown:
    """One version of what the two agreed."""

    name: str
    supervisor: str
    number: int
    on: date
    stands: bool
    mine_to_agree: bool
    women: int
    hours: int | None
    parts: list[tuple[str, str]]
    agree_url: str
    write_url: str


@dataclass(frozen=True)
class PlaceShown:
    """A peer's places as numbers, against her own cap; nothing of her work."""

    name: str
    place: Place
    languages: str
    hours: str
    wants: str
    rather_not: str
    agreement_url: str


def beside(row: PeerMatch, people: Mapping[uuid.UUID, Person]) -> MatchShown:
    """A match on the peer's own page."""
    her = people.get(row.subject)
    waits = row.begun_on is None
    names = ["peer_begin", "peer_not"] if waits else ["peer_end"]
    if not waits and row.paused_by in (None, row.colleague_id):  # another's pause is not hers to end
        names.append("peer_pause")
    urls = {name: reverse(name, args=[row.pk]) for name in names}
    if not waits and not row.paused:
        urls["peer_contact"] = reverse("peer_contact", args=[row.pk])
    return MatchShown(
        name=row.goes_by if waits or her is None else her.name or row.goes_by,
        waits=waits, since=row.begun_on, paused=row.paused, until=None, goodbye=False, reads=[],
        family_url=reverse("family_peers", args=[row.family_id]) if her is not None else "", urls=urls,
    )  # fmt: skip


def matches(seen: OfHer, names: Mapping[uuid.UUID, str], *, says: bool, me: uuid.UUID) -> list[MatchShown]:
    """Matches on the family's page, those that stand first; ``says``: the reader may say what she said."""
    found = []
    for row in sorted(seen.matches, key=lambda one: one.ended_on is not None):
        stands, allowed = row.ended_on is None, seen.allowed.get(row.pk)
        urls = {}
        if stands and (says or row.colleague_id == me):
            urls = {"peer_end": reverse("peer_end", args=[row.pk])}
            if row.begun_on and (row.colleague_id != me or row.paused_by in (None, me)):
                urls["peer_pause"] = reverse("peer_pause", args=[row.pk])
        if stands and row.begun_on and says and row.colleague_id != me:
            urls["peer_allow"] = reverse("peer_allow", args=[row.family_id, row.pk])
        if stands and row.begun_on and row.colleague_id == me and not row.paused:
            urls["peer_contact"] = reverse("peer_contact", args=[row.pk])
        found.append(
            MatchShown(
                name=names.get(row.colleague_id, _("somebody who works here")), waits=stands and row.begun_on is None,
                since=row.begun_on, paused=row.paused, until=row.ended_on, goodbye=row.goodbye,
                reads=[str(Kind(kind).label) for kind in (allowed.kinds if allowed and stands else ())], urls=urls,
            )
        )  # fmt: skip
    return found


def answers(seen: OfHer, names: Mapping[uuid.UUID, str]) -> list[tuple[str, str, date]]:
    """(name, what she said, when) for the wish that is open, the newest of each."""
    if not seen.looking or seen.wish is None:
        return []
    newest = {}
    for row in seen.answers:
        if row.wish_id == seen.wish.pk and row.colleague_id not in newest:
            newest[row.colleague_id] = row
    return [
        (names.get(who, _("somebody who works here")), str(Answer(row.answer).label), row.on)
        for who, row in newest.items()
    ]


def how(seen: OfHer) -> str:
    """How the wish came up; "" where nobody is looked for."""
    return str(How(seen.wish.how).label) if seen.looking and seen.wish else ""


def contact(done: Done) -> ContactShown:
    """What was done one time, in the words of the four domains."""
    row, note = done.row, done.contact
    forms = [str(Form(each).label).split(":")[0].strip() for each in row.forms]
    return ContactShown(
        on=note.on,
        how=str(Mode(note.mode).label),
        what=" · ".join([*(str(Domain(each).label) for each in row.domains), *forms]),
        helped=", ".join(str(Help(each).label) for each in row.helped_with),
        note=note.note,
        url=reverse("contact", args=[row.family_id, note.pk]),
    )


def current(rows: Iterable[PeerAgreement]) -> list[PeerAgreement]:
    """Of each peer supporter the version that stands, and a newer one that waits; ``rows``: the newest first."""
    found, over = [], set()
    for row in rows:
        if row.colleague_id not in over:
            found.append(row)
        if row.agreed_at is not None:
            over.add(row.colleague_id)
    return found


def agreement(row: PeerAgreement, me: uuid.UUID) -> AgreementShown:
    """One version, with what is written in it."""
    parts = [
        (_("What she does"), row.does), (_("What she does not do"), row.does_not),
        (_("How she can be reached, and when"), row.reach), (_("Breaks, for being well"), row.breaks),
    ]  # fmt: skip
    open_to_me = row.agreed_at is None and row.recorded_by != me
    return AgreementShown(
        name=row.colleague.name, supervisor=row.supervisor.name, number=row.number,
        on=timezone.localdate(row.recorded_at), stands=row.agreed_at is not None, mine_to_agree=open_to_me,
        women=row.women_at_once, hours=row.hours_a_week,
        parts=[(str(title), words) for title, words in parts if words],
        agree_url=reverse("peer_agree", args=[row.pk]) if open_to_me else "",
        write_url=reverse("peer_agreement", args=[row.colleague_id]),
    )  # fmt: skip


def described(one: Offered) -> str:
    """Who is there, in her own words, for a choice in a form."""
    return " · ".join(part for part in (one.name, one.words, one.languages, one.hours) if part)


def prompts() -> list[tuple[str, list[str]]]:
    """Cue cards by domain, in the page's language."""
    language = get_language() or "en"
    return [
        (str(domain.label), [card.said(language) for card in cards() if card.domain == domain]) for domain in Domain
    ]
