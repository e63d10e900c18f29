"""Agreements in a list: who may see what about whom, until when; how each form and each line stands."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.consent.models import Consent, ConsentLine
from alongside.consent.profiles.forms import names_in, purposes_in, titles_in
from alongside.consent.queries import Left
from alongside.consent.rules.agreeing import ON_THE_FORM, Decider, stands
from alongside.consent.rules.vocabulary import SPELLING
from alongside.consent.terms import DisclosureKind, Effect, FormKind, Purpose
from alongside.pages.design.days import date_format
from alongside.pages.mother.agreements.door import Door
from alongside.pages.mother.agreements.recipients import recipient

SOON = timedelta(days=30)
NEWEST = 5  # of what left under a form; all of it stands under what went outside
STATES = {
    "draft": lambda: _("not signed yet"),
    "put_away": lambda: _("put away, never signed"),
    "replaced": lambda: _("a newer one stands in its place"),
    "withdrawn": lambda: _("taken back"),
    "ended": lambda: _("over"),
    "not_yet": lambda: _("has not begun"),
    "stopped": lambda: _("stopped: somebody else decides this now"),
    "live": lambda: _("in force"),
}


def last_day(consent: Consent) -> date | None:
    """Its last day; ``None`` when it has none."""
    return consent.during.upper - timedelta(days=1) if consent.during.upper else None


def decides(consent: Consent, subject: uuid.UUID, deciders: Mapping[uuid.UUID, Decider]) -> bool:
    """Whoever signed it decides for this person today."""
    return deciders.get(subject, Decider()) == consent.decider


def state_of(consent: Consent, line: ConsentLine | None, deciders: Mapping[uuid.UUID, Decider], now: datetime) -> str:
    """How a form stands now, or one line of it."""
    if line is None:
        own = any(decides(consent, each.subject, deciders) for each in consent.lines.all()) or not consent.lines.all()
        ended = consent.withdrawn_at
    else:
        own = decides(consent, line.subject, deciders)
        ended = min(filter(None, (consent.withdrawn_at, line.withdrawn_at)), default=None)
    return stands(
        signed_at=consent.signed_at, withdrawn_at=ended, first_day=consent.during.lower, last_day=last_day(consent),
        replaced=consent.replaced and line is None, decides=own, now=now, today=timezone.localdate(now),  # type: ignore[attr-defined]
    )  # fmt: skip


@dataclass(frozen=True)
class LineShown:
    """One kind of record about one person. ``state``: a code; ``said``: the same in words, "" while it is in force."""

    id: uuid.UUID
    kind: str
    state: str
    said: str

    @property
    def live(self) -> bool:
        """It counts."""
        return self.state == "live"


@dataclass(frozen=True)
class PersonLines:
    """The lines about one person. ``everything``: each kind that such a form can be about."""

    name: str
    lines: tuple[LineShown, ...]
    everything: bool = False

    @property
    def said(self) -> str:
        """How all of them stand, where they stand alike; ""  when they do not, or are all in force."""
        said = {line.said for line in self.lines}
        return said.pop() if len(said) == 1 else ""


@dataclass(frozen=True)
class FormShown:
    """A form in a list."""

    id: uuid.UUID
    url: str
    kind: str
    recipient: str
    purpose: str
    people: tuple[PersonLines, ...]
    until: date | None
    state: str
    said: str
    ends_soon: bool
    no: bool
    by_another: str

    @property
    def live(self) -> bool:
        """It counts."""
        return self.state == "live"


def name_of(door: Door, person: uuid.UUID) -> str:
    """Somebody of this family, as one says it here: "you" on her own page."""
    if door.hers and person == door.woman.pk:
        return _("you")
    return next((each.name or _("No name given") for each in door.people if each.pk == person), _("somebody"))


def called_to(door: Door, kind: FormKind) -> str:
    """What a form is called: to herself as its own title says it."""
    own = titles_in(get_language() or "en").get(kind.value, "") if door.hers else ""
    return own or str(kind.label)


def shown(door: Door, consent: Consent, deciders: Mapping[uuid.UUID, Decider], now: datetime) -> FormShown:
    """One form, with how it stands."""
    names = names_in(get_language() or "en")
    people: dict[uuid.UUID, list[LineShown]] = {}
    bits: dict[uuid.UUID, int] = {}
    whole = ON_THE_FORM[consent.form.kind]
    for line in consent.lines.all():
        state = state_of(consent, line, deciders, now)
        said = "" if state in ("live", "draft") else STATES[state]()
        bits[line.subject] = bits.get(line.subject, 0) | 1 << line.category
        people.setdefault(line.subject, []).append(LineShown(line.pk, names[SPELLING[line.category]], state, said))
    state, last = state_of(consent, None, deciders, now), last_day(consent)
    form_kind = FormKind(consent.form.kind)
    called, purpose = called_to(door, form_kind), ""
    if form_kind == FormKind.SHARING:
        purpose = purposes_in(get_language() or "en").get(consent.purpose, "") if door.hers else ""
        purpose = purpose or str(Purpose(consent.purpose).label)
    where = "agreement_look" if state == "draft" else "agreement"
    return FormShown(
        id=consent.pk,
        url=door.to(where, consent.pk),
        kind=called,
        recipient=recipient(consent),
        purpose=purpose,
        people=tuple(
            PersonLines(name_of(door, who), tuple(lines), bits[who] & whole == whole)
            for who, lines in in_order(door, people)
        ),
        until=last,
        state=state,
        said=STATES[state](),
        ends_soon=state == "live" and last is not None and last - timezone.localdate(now) <= SOON,
        no=consent.effect == Effect.DENY,
        by_another=door.by_another(consent),
    )


def in_order(door: Door, people: Mapping[uuid.UUID, Any]) -> list[tuple[uuid.UUID, Any]]:
    """What is held by person, in the order in which the family stands; whoever is not of it last."""
    order = {person.pk: n for n, person in enumerate(door.people)}
    return sorted(people.items(), key=lambda item: order.get(item[0], len(order)))


def left_words(left: Sequence[Left]) -> list[str]:
    """What left under a form, a line each."""
    return [
        _("%(day)s: %(how)s, %(who)s")
        % {
            "day": date_format(timezone.localtime(each.at), "DATE_FORMAT"),
            "how": _how(each.kind),
            "who": each.recipient,
        }
        for each in left
    ]


def _how(kind: str) -> str:
    return str(DisclosureKind(kind).label) if kind in DisclosureKind.values else kind
