"""A form as it is read and signed: its text in the language of the form, its lines, its signature."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from alongside.consent.models import Consent
from alongside.consent.profiles.forms import FormText, Words, read
from alongside.consent.rules.agreeing import Decider
from alongside.consent.rules.vocabulary import SPELLING
from alongside.consent.terms import Effect, Purpose, SignedHow
from alongside.pages.design.days import date_format
from alongside.pages.mother.agreements.door import Door
from alongside.pages.mother.agreements.presented import STATES, in_order, last_day, state_of
from alongside.pages.mother.agreements.recipients import recipient

FIRST = ("patient_name", "discloser", "recipient", "purpose", "information")
AFTER = (
    "expiry", "no_end", "right_to_revoke", "may_withhold", "refusal_consequences", "redisclosure_warning",
    "knowledgeable",
)  # fmt: skip


@dataclass(frozen=True)
class PaperLine:
    """A line as the form says it."""

    id: uuid.UUID
    words: Words
    said: str


@dataclass(frozen=True)
class Paper:
    """A form as it is read and signed, in the language of the form: text, lines, signature."""

    language: str
    text: FormText
    first: tuple[str, ...]
    people: tuple[tuple[str, tuple[PaperLine, ...]], ...]
    after: tuple[str, ...]
    signed: str
    strokes: str
    typed: str
    on_file: str
    for_agency: str
    on: str
    witness: str
    explained: str
    version: int
    sha256: str


def paper(
    door: Door, consent: Consent, own_agency: str, deciders: Mapping[uuid.UUID, Decider] | None = None,
    now: datetime | None = None,
) -> Paper:  # fmt: skip
    """The form with its text as it was signed (or would be now). ``deciders``: also say how each line stands."""
    text = read(consent.form.text)
    with translation.override(consent.form.language):
        people: dict[uuid.UUID, list[PaperLine]] = {}
        for line in consent.lines.all():
            words = text.words(SPELLING[line.category], herself=consent.of_herself(line.subject))
            state = state_of(consent, line, deciders, now) if deciders is not None and now is not None else "live"
            said = "" if state in ("live", "draft") else STATES[state]()
            people.setdefault(line.subject, []).append(PaperLine(line.pk, words, said))
        names = {person.pk: person.name or _("No name given") for person in (*door.people, consent.giver)}
        who = [names.get(subject, _("somebody")) for subject, _lines in in_order(door, people)]
        last = last_day(consent)
        fill = {
            "{who}": _(" and ").join(who) or consent.giver.name,
            "{discloser}": own_agency,
            "{recipient}": recipient(consent),
            "{purpose}": text.purposes.get(consent.purpose, str(Purpose(consent.purpose).label)),
            "{until}": date_format(last, "DATE_FORMAT") if last else "…",
        }
        skip = (
            {"no_end"} if last else {"expiry"} if "no_end" in text.elements and consent.effect == Effect.DENY else set()
        )
        signed_on = timezone.localtime(consent.signed_at) if consent.signed_at else None
        return Paper(
            language=consent.form.language,
            text=text,
            first=_filled(text, FIRST, fill, set()),
            people=tuple((names.get(s, _("somebody")), tuple(lines)) for s, lines in in_order(door, people)),
            after=_filled(text, AFTER, fill, skip),
            signed=str(SignedHow(consent.signed_how).label) if consent.signed_how else "",
            strokes=consent.signature if consent.signed_how == SignedHow.DRAWN else "",
            typed=consent.signature if consent.signed_how == SignedHow.TYPED else "",
            on_file=consent.signature if consent.signed_how == SignedHow.PAPER else "",
            for_agency=_for_agency(consent),
            on=date_format(signed_on, "DATETIME_FORMAT") if signed_on else "",
            witness=consent.witness.name if consent.witness else "",
            explained=consent.explained,
            version=consent.form.version,
            sha256=consent.form.sha256,
        )


def _for_agency(consent: Consent) -> str:
    """Who signed for which agency, where one gives it."""
    if consent.giver_agency is None:
        return ""
    if not consent.signer_name:
        return str(consent.giver_agency.name)
    words = {"name": consent.signer_name, "role": consent.signer_role, "agency": consent.giver_agency.name}
    return _("%(name)s, %(role)s, for %(agency)s") % words


def _filled(text: FormText, names: Iterable[str], fill: Mapping[str, str], skip: set[str]) -> tuple[str, ...]:
    found = []
    for name in names:
        said = text.elements.get(name, "")
        if name in skip or not said:
            continue
        for place, words in fill.items():
            said = said.replace(place, words)
        found.append(said)
    return tuple(found)
