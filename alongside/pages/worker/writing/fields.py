"""Questions as these pages ask them: short to write, kind when something needs another look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from alongside.pages.design.forms import DayField
from alongside.pages.design.kindness import TOO_LONG
from alongside.recordkeeping.terms import Source

LONGEST_LINE = 300
Choices = Iterable[tuple[Any, Any]]

NOT_SAID = ("", _("Not said"))
# Ways of knowing that somebody who writes can have; what was brought over by an import says so itself.
HOW_WE_KNOW = [choice for choice in Source.choices if choice[0] != Source.IMPORTED]
CHOOSE = ("", _("Please choose"))


def today() -> dt.date:
    """The day it is where the programme is."""
    return timezone.localdate()


def day_after(last: dt.date | None) -> dt.date | None:
    """The end of a stretch whose last day is ``last``; ``None`` when it goes on."""
    return last + dt.timedelta(days=1) if last else None


def last_day(after: dt.date | None) -> dt.date | None:
    """The last day of a stretch that ends before ``after``; ``None`` when it goes on."""
    return after - dt.timedelta(days=1) if after else None


def line(label: Any, *, longest: int = LONGEST_LINE, **more: Any) -> forms.CharField:
    """A short text on one line; optional unless said otherwise."""
    more.setdefault("required", False)
    field = forms.CharField(label=label, **more)
    field.validators.append(MaxLengthValidator(longest, TOO_LONG))
    return field


def words(label: Any, *, rows: int = 3, **more: Any) -> forms.CharField:
    """A text of any length; optional unless said otherwise."""
    more.setdefault("required", False)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def day(label: Any, **more: Any) -> DayField:
    """A day in three boxes; optional unless said otherwise."""
    more.setdefault("required", False)
    return DayField(label=label, **more)


def past_day(label: Any, **more: Any) -> DayField:
    """A needed day that has come already; today unless changed."""
    return day(label, required=True, initial=today, latest=today, **more)


def clock(label: Any, **more: Any) -> forms.TimeField:
    """A time of day such as 14:30."""
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "input--short"})
    formats = ["%H:%M", "%H:%M:%S", "%H.%M", "%Hh%M", "%I:%M %p"]
    return forms.TimeField(label=label, required=False, widget=widget, input_formats=formats, **more)


def number(label: Any, *, least: int, most: int, **more: Any) -> forms.IntegerField:
    """A whole number between two others; optional unless said otherwise."""
    more.setdefault("required", False)
    field = forms.IntegerField(
        label=label,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
        error_messages={
            "invalid": _("Please write a whole number, for example %(example)s.") % {"example": max(least, 1)}
        },
        **more,
    )
    told = _("Please write a number from %(least)d to %(most)d.") % {"least": least, "most": most}
    field.validators.append(_between(least, most, told))
    return field


def _between(least: int, most: int, told: Any) -> Callable[[int], None]:
    def check(value: int) -> None:
        if not least <= value <= most:
            raise forms.ValidationError(told, code="range")

    return check


def labelled(choices: Choices) -> list[tuple[Any, Any]]:
    """Choices with a capital at the start of each label."""
    return [(value, capfirst(label)) for value, label in choices]


def choose(label: Any, choices: Choices | Callable[[], Choices] = (), **more: Any) -> forms.ChoiceField:
    """One of a few, all in sight. Needed unless said otherwise."""
    given = choices if callable(choices) else (lambda: labelled(choices))
    return forms.ChoiceField(label=label, choices=given, widget=forms.RadioSelect, **more)


def pick(label: Any, choices: Choices = (), **more: Any) -> forms.ChoiceField:
    """One of a longer list; optional unless said otherwise."""
    more.setdefault("required", False)
    first = CHOOSE if more["required"] else NOT_SAID
    return forms.ChoiceField(label=label, choices=lambda: [first, *labelled(choices)], **more)


def several(label: Any, choices: Choices = (), **more: Any) -> forms.MultipleChoiceField:
    """As many as fit, or none."""
    more.setdefault("required", False)
    return forms.MultipleChoiceField(
        label=label,
        choices=lambda: labelled(choices),
        widget=forms.CheckboxSelectMultiple,
        **more,
    )


def tick(label: Any, **more: Any) -> forms.BooleanField:
    """One thing to say yes to, or not."""
    return forms.BooleanField(label=label, required=False, **more)


def some_names(text: str) -> list[str]:
    """A line such as "Twi, français" as a list without empty parts."""
    return [part.strip() for part in text.replace(";", ",").replace("\n", ",").split(",") if part.strip()]
