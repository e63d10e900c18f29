"""About whom a form can be and what it can open: who decides for each, kinds of record, which stand apart."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.access.scope import child_of
from alongside.consent.models import Consent
from alongside.consent.profiles.forms import Words, names_in, read
from alongside.consent.rules.agreeing import ON_THE_FORM, Decider
from alongside.consent.rules.vocabulary import SPELLING
from alongside.consent.terms import Effect, FormKind
from alongside.families.models import Person
from alongside.families.terms import ChildState, PersonKind
from alongside.pages.mother.agreements.door import Door
from alongside.pages.mother.agreements.presented import name_of
from alongside.pages.mother.agreements.recipients import agency_of, on_screen


@dataclass(frozen=True)
class Somebody:
    """A person a form can be about: herself, or a child. ``hers``: the giver decides today; else ``who`` does."""

    id: uuid.UUID
    name: str
    url: str
    hers: bool
    who: str
    ticked: tuple[str, ...]


def about_whom(
    door: Door, consent: Consent, deciders: Mapping[uuid.UUID, Decider], agencies: Mapping[uuid.UUID, str]
) -> list[Somebody]:
    """The giver and the children of the family, each with who decides today."""
    names = names_in(get_language() or "en")
    ticked: dict[uuid.UUID, list[str]] = {}
    for line in consent.lines.all():
        ticked.setdefault(line.subject, []).append(names[SPELLING[line.category]])
    found = []
    for person in door.people:
        if person.pk != consent.giver_id and (consent.giver_agency_id is not None or not _is_born(person)):
            continue  # an agency signs for one child alone
        held = deciders.get(person.pk, Decider())
        found.append(
            Somebody(
                id=person.pk,
                name=name_of(door, person.pk),
                url=door.to("agreement_kinds", consent.pk, person.pk),
                hers=held == consent.decider,
                who=_who_decides(door, person, held, agencies),
                ticked=tuple(ticked.get(person.pk, ())),
            )
        )
    return sorted(found, key=lambda each: each.id != consent.giver_id)


def _is_born(person: Person) -> bool:
    """A child who is here: nothing is shared of one who is expected, or remembered."""
    child = child_of(person)
    return person.kind == PersonKind.CHILD and (child is None or child.state == ChildState.BORN)


def _who_decides(door: Door, person: Person, held: Decider, agencies: Mapping[uuid.UUID, str]) -> str:
    if held.person == person.pk:
        return _("%(name)s decides alone.") % {"name": person.name}
    if held.person is not None:
        name = capfirst(name_of(door, held.person))  # type: ignore[arg-type]
        return _("%(name)s decides this today.") % {"name": name}
    if held.agency is not None:
        agency = agencies.get(held.agency, _("an agency"))  # type: ignore[call-overload]
        return _("%(agency)s decides this today.") % {"agency": agency}
    return _("We do not know yet who decides this. Please ask your worker; until then nothing is shared.")


@dataclass(frozen=True)
class KindShown:
    """A kind of record to tick. ``not_on_screen``: such an agency gets it in a letter or a talk alone."""

    value: int
    words: Words
    ticked: bool
    not_on_screen: bool


def kinds(consent: Consent, person: Person, ticked: set[int]) -> tuple[list[KindShown], list[KindShown]]:
    """The kinds a form can be about for this person: everyday ones, and those that each stand apart (D-94)."""
    text, herself = read(consent.form.text), consent.of_herself(person.pk)
    screen = on_screen(agency_of(consent)) if consent.effect == Effect.PERMIT else -1
    if consent.form.kind not in (FormKind.SHARING, FormKind.KEEPING_FROM):
        screen = -1
    usual, apart = [], []
    for bit, kind in SPELLING.items():
        if not ON_THE_FORM[consent.form.kind] >> bit & 1:
            continue
        words = text.words(kind, herself=herself)
        each = KindShown(bit, words, bit in ticked, not screen >> bit & 1)
        (apart if words.care else usual).append(each)
    return usual, apart
