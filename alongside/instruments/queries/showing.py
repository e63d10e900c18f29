"""How an instrument may be shown here, and the instrument with the words it may be shown with."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from alongside.instruments.models import Definition, Overlay
from alongside.instruments.queries.definitions import ENGLISH, definition, definitions, unlike
from alongside.instruments.queries.site import Site, site
from alongside.instruments.rules import licence
from alongside.instruments.rules.definition import Definition as Read
from alongside.instruments.rules.definition import Item
from alongside.instruments.terms import How, State


@dataclass(frozen=True)
class Shown:
    """How an instrument may be shown here, why not if not, and the notice that stands on every rendering of it."""

    how: How
    because: str = ""
    notice: str = ""

    @property
    def allowed(self) -> bool:
        """It may be used here at all, be it for entering results."""
        return self.how != How.REFUSED

    @property
    def with_words(self) -> bool:
        """Its questions may be read and answered here."""
        return self.how in (How.SHIPPED, How.OVERLAY)

    def __bool__(self) -> bool:
        return self.allowed


def shown_how(definition: Definition | uuid.UUID, held: Site | None = None) -> Shown:
    """Shipped words, words of this site, results only, or not used here; and why, as a code of ``terms.Because``.

    Give ``held`` when asking about many. Without a declaration of use, an instrument with conditions waits for one.
    """
    id = definition.id if isinstance(definition, Definition) else definition
    terms = definitions([id])[id]
    held = held or site([terms.code])
    return _shown(terms, id, held)


def _shown(terms: Read, id: uuid.UUID, held: Site) -> Shown:
    answer = licence.may_show(terms.licence, held.uses, id in held.overlays)
    return Shown(How(answer.how) if answer.allowed else How.REFUSED, answer.because, answer.notice)


def to_ask(id: uuid.UUID, held: Site | None = None) -> tuple[Read, Shown]:
    """A definition as it may be shown here: with its own words, with this site's words, or without any.

    Pages that show a question take it from here and never from ``definition``. Where the licence does not allow it, the
    items keep their ids and values and have no words, so that nothing can be shown by mistake. Definitions whose words
    are installed by the site, or that take results only, come without any of the publisher's words.
    """
    bare = definitions([id])[id]
    held = held or site([bare.code])
    shown = _shown(bare, id, held)
    if shown.how == How.REFUSED:
        return without_words(bare), shown
    if shown.how == How.OVERLAY:
        return with_words(bare, json.loads(Overlay.objects.get(id=held.overlays[id].id).texts)), shown
    return bare, shown


def introduction(held: Read, language: str) -> str:
    """The programme's own words above older or hard questions, in the reader's language where they exist in it."""
    own = held.source.get(f"introduction_{language.split('-')[0]}")
    return own if isinstance(own, str) and own else held.introduction


def with_words(bare: Read, texts: Mapping[str, Any]) -> Read:
    """``bare`` with the words of an overlay: items, labels of their answers in order, instructions and stem."""
    items, shared = texts["items"], texts.get("options")

    def said(item: Item) -> Item:
        given = items[item.id]
        labels = given.get("options", shared)
        options = item.options
        if labels and options:
            options = tuple((value, label) for (value, _), label in zip(options, labels, strict=True))
        return replace(item, text=given["text"], options=options)

    return _each_item(
        replace(bare, instructions=texts.get("instructions", bare.instructions), stem=texts.get("stem", bare.stem)),
        said,
    )


def without_words(bare: Read) -> Read:
    """``bare`` with no words of its questions: ids and values only."""
    plain = replace(bare, instructions="", stem="")
    return _each_item(plain, lambda item: replace(item, text="", options=tuple((v, "") for v, _ in item.options)))


def _each_item(held: Read, change_one: Callable[[Item], Item]) -> Read:
    gate = replace(held.gate, item=change_one(held.gate.item)) if held.gate else None
    return replace(held, gate=gate, items=tuple(change_one(item) for item in held.items))


@dataclass(frozen=True)
class OnShelf:
    """One instrument as this site has it: the version asked today, how it is shown, whether it is switched on."""

    row: Definition
    terms: Read
    shown: Shown
    on: bool

    @property
    def asked(self) -> bool:
        """It is switched on, and its licence allows it."""
        return self.on and self.shown.allowed


def catalogue(language: str = ENGLISH) -> list[OnShelf]:
    """Every instrument with a published version, by title; a fixed number of statements."""
    newest: dict[str, Definition] = {}
    rows = Definition.objects.filter(state=State.PUBLISHED).defer("document").order_by("-published_at", "-id")
    for each in sorted(rows, key=lambda row: unlike(row.language, language)):
        newest.setdefault(each.code, each)
    held, terms = site(), definitions([each.id for each in newest.values()])
    found = [_on_shelf(each, terms[each.id], held) for each in newest.values()]
    return sorted(found, key=lambda each: _naturally(each.row.title))


def _naturally(title: str) -> list[tuple[bool, int, str]]:
    """So that "12 months" comes after "9 months"."""
    parts = re.split(r"(\d+)", title.casefold())
    return [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts if part]


def on_shelf(row: Definition) -> OnShelf:
    """One instrument as this site has it."""
    terms = definition(row.id)
    return _on_shelf(row, terms, site([row.code]))


def _on_shelf(row: Definition, terms: Read, held: Site) -> OnShelf:
    return OnShelf(row, terms, _shown(terms, row.id, held), held.on(row.code, terms.default_enabled))
