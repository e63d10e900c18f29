"""Whom a contact, a promise or a measure is about: her, a child, or the two together, as far as the writer may see."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as _

from alongside.access import scope
from alongside.families.terms import PersonKind
from alongside.pages.worker.writing.choices import KINDS, USUAL, called
from alongside.safekeeping.terms import Category


def subjects(file: scope.File) -> list[tuple[str, str]]:
    """Whom it can be about, each as "woman:<id>", "child:<id>", "dyad:<id>"."""
    names = {person.id: called(person) for person in file.people}
    women = [p for p in file.people if p.kind == PersonKind.WOMAN]
    children = [p for p in file.children if scope.child_of(p) is not None]
    found = [(f"woman:{p.id}", names[p.id]) for p in women]
    found += [(f"child:{p.id}", names[p.id]) for p in children]
    for dyad in file.dyads:
        if dyad.woman_id in names and dyad.child_id in names:
            both = _("%(one)s and %(other)s together") % {"one": names[dyad.woman_id], "other": names[dyad.child_id]}
            found.append((f"dyad:{dyad.id}", both))
    return found


def asked_for(choices: list[tuple[str, str]], id: str) -> str:
    """The choice that an address asked for (``?about=<id>``), or ""."""
    return next((value for value, _label in choices if id and value.endswith(f":{id}")), "")


def whom(chosen: str) -> tuple[str, uuid.UUID]:
    """(for whom, id) of a choice that the form has checked."""
    kind, _colon, id = chosen.partition(":")
    return kind, uuid.UUID(id)


def category_of(chosen: str, for_whom: str, me: Any) -> Category:
    """What it is about: as chosen, else what is usual for this person, else the first kind that is hers to write."""
    if chosen:
        return Category(int(chosen))
    usual = USUAL[for_whom]
    return usual if me.may_write(usual) else next((kind for kind in KINDS if me.may_write(kind)), usual)
