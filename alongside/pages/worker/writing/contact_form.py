"""The form of a contact: one calm page, of which only whom it was for and the day are needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.care.terms import Mode, Purpose, Reached
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing.fields import (
    Choices,
    choose,
    clock,
    day,
    line,
    number,
    past_day,
    pick,
    several,
    tick,
    words,
)
from alongside.services.terms import Item

TEXTS = ("note", "her_words", "between_you", "also_present", "purpose", "items_given", "helped")
MANY = ("purposes", "given")  # as many as fit
# Texts in which a script quietly shows what could be said another way; "woman": written to her. Never her own words.
WORDED = {"note": "note", "helped": "note", "between_you": "woman"}
MOST_ROWS = 5  # of what will happen, and of what she mentioned
PARTS_OF = {"promise": ("what", "on", "at"), "mention": ("what", "on")}  # of each line
ROWS = tuple(PARTS_OF)


class ContactForm(CalmForm):
    """One calm page. Only whom it was for and the day are needed, and both are filled in where we can.

    ``rows``: how many lines there are for what will happen (``promise``) and for what she mentioned (``mention``); one
    more is asked for with a button, without a script.
    """

    whys: ClassVar = {
        "category": gettext_lazy("Only colleagues whose part it is can read it. When in doubt, leave it as it is."),
        "believed": gettext_lazy("Being believed matters most. What it was need not be written anywhere."),
        "between_you": gettext_lazy("Something good you saw between mother and child, said to her. She can read it."),
        "given": gettext_lazy(
            "So that nobody asks her twice what she still needs. It asks for nothing: not for coming, not for means."
        ),
    }
    about = forms.ChoiceField(label=gettext_lazy("Whom was this for?"), widget=forms.RadioSelect)
    on = past_day(gettext_lazy("The day"))
    at_time = clock(gettext_lazy("Time"))
    mode = pick(gettext_lazy("How, and where"), Mode.choices, required=True, initial=Mode.IN_PERSON)
    reached = choose(gettext_lazy("Were you in touch?"), Reached.choices, initial=Reached.MET)
    purposes = several(gettext_lazy("What it was for"), Purpose.choices)
    purpose = line(gettext_lazy("What it was for, in your words"), longest=2000)
    note = words(gettext_lazy("What happened"), rows=6)
    her_words = words(gettext_lazy("In her words"), help_text=gettext_lazy("Exactly as she said it."))
    helped = words(gettext_lazy("What helped"), rows=2)
    between_you = words(gettext_lazy("What we saw between you two"), help_text=gettext_lazy("Written to her: “You …”."))
    believed = tick(gettext_lazy("She told us something hard. She was believed and supported."))
    category = forms.ChoiceField(label=gettext_lazy("What this is about"), required=False)
    present = several(gettext_lazy("Who of the family was there"))
    also_present = line(gettext_lazy("Who else"), longest=2000)
    minutes = number(gettext_lazy("About how many minutes"), least=0, most=1440)
    given = several(gettext_lazy("Things given"), Item.choices)
    items_given = line(
        gettext_lazy("Things given, in your words"),
        longest=2000,
        help_text=gettext_lazy("For example “bus tickets, diapers”. How much it was need not be written."),
    )

    def __init__(
        self,
        *args: Any,
        about: Choices = (),
        kinds: Choices = (),
        people: Choices = (),
        correcting: bool = False,
        rows: Mapping[str, int] | None = None,
        **kwargs: Any,
    ) -> None:
        self.rows = {} if correcting else {name: (rows or {}).get(name, 1) for name in ROWS}
        super().__init__(*args, **kwargs)
        for name, to in WORDED.items():
            self.fields[name].widget.attrs["data-wording"] = to
        self.fields["about"].choices = about
        self.fields["category"].choices = kinds
        self.fields["present"].choices = people
        for name, count in self.rows.items():
            for n in range(1, count + 1):
                self.fields |= _row(name, n)
        self.sections = self._sections()
        self.further = (("keep", "yes", _("Keep it, not finished")), *self._more())

    def _more(self) -> Iterator[tuple[str, str, Any]]:
        """Buttons for one more line."""
        words = {"promise": _("One more thing that will happen"), "mention": _("One more thing she mentioned")}
        return (("more", name, words[name]) for name, count in self.rows.items() if count < MOST_ROWS)

    def _sections(self) -> tuple[Any, ...]:
        """Headed parts of the page; what comes next is asked in a new note and not when one is put right."""
        found: list[Any] = [
            ("", "", ("about", "on", "at_time", "mode", "reached")),
            (
                _("In plain words"),
                _("She can ask to read this. Write so that she could."),
                ("note", "her_words", "helped", "between_you", "believed", "category"),
            ),
            (_("Who was there, and what for"), "", ("present", "also_present", "minutes", "purposes", "purpose")),
            (_("Food, vouchers, fares"), _("Also when you did not meet."), ("given", "items_given")),
        ]
        told = {
            "promise": (_("What comes next"), _("Something that was said will happen. It shows on your first page.")),
            "mention": (
                _("Things she mentioned"),
                _("A birthday, a date in court, a call she dreads. From that day you are reminded to ask how it went."),
            ),
        }
        for name, count in self.rows.items():
            fields = [f"{name}_{part}{_number(n)}" for n in range(1, count + 1) for part in PARTS_OF[name]]
            found.append((*told[name], fields))
        return tuple(found)

    def clean(self) -> dict[str, Any]:
        """What comes next, and what she mentioned, has words and a day."""
        given = super().clean() or self.cleaned_data
        for name, count in self.rows.items():
            for n in range(1, count + 1):
                what, on = f"{name}_what{_number(n)}", f"{name}_on{_number(n)}"
                told = given.get(on) or given.get(f"{name}_at{_number(n)}")
                if told and not given.get(what) and what not in self.errors:
                    self.add_error(what, _("Please write what will happen on that day."))
                if given.get(what) and not given.get(on) and on not in self.errors:
                    self.add_error(on, _("Please say about when."))
        return given


def said(given: Mapping[str, Any], name: str) -> Iterator[tuple[str, date, time | None]]:
    """(what, on which day, at what time) of each line of this name that was filled in, in their order."""
    for n in range(1, MOST_ROWS + 1):
        if what := given.get(f"{name}_what{_number(n)}"):
            yield what, given[f"{name}_on{_number(n)}"], given.get(f"{name}_at{_number(n)}")


def rows_in(data: Mapping[str, Any]) -> dict[str, int]:
    """How many lines of each name were filled in or asked for, from what a browser sent."""
    found = {}
    for name in ROWS:
        parts = ("what{}", "on{}_day", "on{}_month", "on{}_year", "at{}")
        filled = [
            n
            for n in range(1, MOST_ROWS + 1)
            if any(str(data.get(f"{name}_{part.format(_number(n))}", "")).strip() for part in parts)
            or f"{name}_what{_number(n)}" in data
        ]
        found[name] = min(max(filled, default=1) + (data.get("more") == name), MOST_ROWS)
    return found


def _number(n: int) -> str:
    """The first line has the plain name; the others are numbered."""
    return "" if n == 1 else f"_{n}"


def _row(name: str, n: int) -> dict[str, forms.Field]:
    label, example = {
        "promise": (_("What will happen next"), _("For example “Call her about the crib”.")),
        "mention": (_("What she mentioned"), _("For example “her sister’s birthday”.")),
    }[name]
    if n > 1:
        label = _("%(what)s (%(n)d)") % {"what": label, "n": n}
    when = _("When") if name == "promise" else _("About when")
    if n > 1:
        when = _("%(what)s (%(n)d)") % {"what": when, "n": n}
    what = line(label, longest=2000, help_text=example if n == 1 else "")
    found: dict[str, forms.Field] = {f"{name}_what{_number(n)}": what, f"{name}_on{_number(n)}": day(when)}
    if "at" in PARTS_OF[name]:
        found[f"{name}_at{_number(n)}"] = clock(
            _("Time") if n == 1 else _("%(what)s (%(n)d)") % {"what": _("Time"), "n": n}
        )
    for field in found.values():
        field.why = ""  # type: ignore[attr-defined]
        field.widget.attrs.setdefault("autocomplete", "off")
    return found
