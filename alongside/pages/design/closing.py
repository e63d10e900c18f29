"""How things stood when a time ended: one form for whoever answers it, and the answers side by side."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from alongside.afterwards import rules
from alongside.afterwards.models import ClosingView
from alongside.afterwards.rules import Said
from alongside.afterwards.terms import Level, Matter, Whose
from alongside.pages.design.forms import CalmForm

Child = tuple[uuid.UUID, str]
# What each is called in a form's code: on her own page it says nothing to whoever looks over her shoulder.
KEYS: Mapping[Matter, str] = {
    Matter.HOW: "how",
    Matter.GOALS: "wanted",
    Matter.CUSTODY: "with_whom",
    Matter.SUBSTANCE_USE: "using",
    Matter.RELATIONSHIP: "between",
    Matter.CHILD_DEVELOPMENT: "growing",
}
Asked = tuple[Matter, uuid.UUID | None]
Stands = Mapping[Asked, tuple[str, str]]


def questions(children: Sequence[Child]) -> list[tuple[Matter, uuid.UUID | None, str]]:
    """Every question in order, with the child's name for those that are of one child."""
    found: list[tuple[Matter, uuid.UUID | None, str]] = []
    for matter in Matter:
        if matter in rules.OF_A_CHILD:
            found += [(matter, child, name) for child, name in children]
        else:
            found.append((matter, None, ""))
    return found


@dataclass(frozen=True)
class Speaks:
    """How the questions are put to whoever answers: what each is called, and the words to choose from."""

    matters: Mapping[Matter, Any]
    levels: Mapping[Level, Any]
    further: Any

    def asks(self, matter: Matter, name: str) -> str:
        """The question, with the child's name where it is of one."""
        label = capfirst(str(self.matters[matter]))
        return f"{label} · {name}" if name else label


# As it is said among us.
AMONG_US = Speaks({m: m.label for m in Matter}, {level: level.label for level in Level}, _("A few words"))


def stands_of(rows: Iterable[ClosingView], whose: Whose) -> Stands:
    """What one of the two said last to each question."""
    newest = rules.newest(rows)
    return {(m, child): (row.level, row.words) for (m, child, side), row in newest.items() if side == whose}


class ClosingForm(CalmForm):
    """Every question can be left out. What is there already stands in it; only what is changed is kept anew."""

    versioned = True

    def __init__(self, *args: Any, speaks: Speaks, children: Sequence[Child], stands: Stands, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked: list[tuple[str, Matter, uuid.UUID | None]] = []
        sections = []
        for n, (matter, child, name) in enumerate(questions(children)):
            level, words = stands.get((matter, child), ("", ""))
            key = f"{KEYS[matter]}_{child.hex}" if child else KEYS[matter]
            heading = speaks.asks(matter, name)
            choices = [
                ("", _("Not said")),
                *((each.value, capfirst(speaks.levels[each])) for each in rules.LEVELS[matter]),
            ]
            self.fields[key] = forms.ChoiceField(label=heading, required=False, choices=choices, initial=level)
            self.fields[f"{key}_words"] = forms.CharField(
                label=speaks.further, required=False, initial=words,
                widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
            )  # fmt: skip
            self.asked.append((key, matter, child))
            sections.append(
                (_("%(n)s of %(all)s") % {"n": n + 1, "all": len(questions(children))}, "", (key, f"{key}_words"))
            )
        self.sections = tuple(sections)  # type: ignore[misc]

    def answers(self) -> list[tuple[str, str]]:
        """Nothing beside it: two never change one row here."""
        return []

    def said(self) -> list[tuple[str, Said]]:
        """The answers, each with the field it stands in."""
        given = self.cleaned_data
        return [(key, Said(matter, given[key], given[f"{key}_words"], child)) for key, matter, child in self.asked]

    def base(self) -> uuid.UUID | None:
        """The newest row that the form showed; ``None`` while there was none, or for a hand-made one."""
        try:
            return uuid.UUID(str(self.cleaned_data.get("version") or ""))
        except ValueError:
            return None


@dataclass(frozen=True)
class View:
    """What one of the two says of one thing, and when."""

    said: str
    words: str
    on: date


@dataclass(frozen=True)
class Beside:
    """One thing: what she says, what we say, and what each said before."""

    asks: str
    hers: View | None
    ours: View | None
    before: tuple[tuple[str, View], ...]


def side_by_side(
    rows: Sequence[ClosingView], children: Mapping[uuid.UUID, str], speaks: Speaks, whose: Mapping[Whose, Any]
) -> list[Beside]:
    """The answers of one ending, hers beside ours; what nobody spoke of is left out.

    ``children``: what each is called for the reader; ``whose``: whom "hers" and "ours" are for the reader.
    """
    newest = rules.newest(rows)
    order = [*children, None]
    keys = sorted(
        {(m, child) for m, child, _side in newest}, key=lambda key: (list(Matter).index(key[0]), _place(key[1], order))
    )
    return [
        Beside(
            speaks.asks(matter, children.get(child, str(_("a child"))) if child else ""),
            _view(newest.get((matter, child, Whose.HERS)), speaks),
            _view(newest.get((matter, child, Whose.OURS)), speaks),
            tuple(_before(rows, (matter, child), set(newest.values()), speaks, whose)),
        )
        for matter, child in keys
        if any((row := newest.get((matter, child, side))) and (row.level or row.words) for side in Whose)
    ]


def _place(child: uuid.UUID | None, order: Sequence[uuid.UUID | None]) -> int:
    return order.index(child) if child in order else len(order)


def _view(row: ClosingView | None, speaks: Speaks) -> View | None:
    if row is None or not (row.level or row.words):
        return None
    return View(
        capfirst(str(speaks.levels[Level(row.level)])) if row.level else "",
        row.words,
        timezone.localdate(row.recorded_at),
    )


def _before(
    rows: Sequence[ClosingView], key: Asked, newest: set[ClosingView], speaks: Speaks, whose: Mapping[Whose, Any]
) -> Iterator[tuple[str, View]]:
    for row in rows:
        if (Matter(row.matter), row.child_id) == key and row not in newest and (view := _view(row, speaks)):
            yield str(whose[Whose(row.whose)]), view
