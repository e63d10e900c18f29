"""A day in three boxes: works on every phone, without JavaScript, and takes a pasted ISO date too."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import dates, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.pages.design.days import date_format

_ISO = re.compile(r"^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?\s*$")
_PARTS = ("day", "month", "year")


def month_number(text: str) -> int | None:
    """Return 1 to 12 for a month given as number, name or short name in the language of the page, else None."""
    text = text.strip().rstrip(".")
    if text.isdecimal():
        number = int(text) if len(text) <= 4 else 0
        return number if 1 <= number <= 12 else None
    wanted = _plain(text)
    if len(wanted) < 3:
        return None
    for number, name in dates.MONTHS.items():
        names = {_plain(str(name)), _plain(str(dates.MONTHS_3[number])), _plain(str(dates.MONTHS_AP[number]))}
        if wanted in names:
            return number
    return None


def _plain(text: str) -> str:
    """Lower case, no accents, no dots: février, Fevrier and fév. compare equal."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c)).rstrip(".")


class DayWidget(forms.MultiWidget):
    """Three text boxes (day, month, year), submitted as ``name_day``, ``name_month``, ``name_year``."""

    template_name = "design/form/widgets/day.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes = {part: forms.TextInput({"inputmode": "numeric", "class": f"day__{part}"}) for part in _PARTS}
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[str]:
        """Split a date, or ISO text, into the texts of the three boxes."""
        if isinstance(value, dt.datetime | dt.date):
            return [str(value.day), str(value.month), str(value.year)]
        if isinstance(value, str) and (iso := _ISO.match(value)):
            return [str(int(iso[3])), str(int(iso[2])), iso[1]]
        return [str(value or ""), "", ""]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """Read the boxes; a whole ISO date in ``name`` itself or pasted into any one box is understood."""
        texts = [str(data.get(f"{name}_{part}") or "").strip() for part in _PARTS]
        for whole in (data.get(name), *texts):
            if isinstance(whole, dt.date) or (isinstance(whole, str) and _ISO.match(whole)):
                return self.decompress(whole)
        if data.get(name) and not any(texts):
            return [str(data[name]).strip(), "", ""]
        return texts

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """True when neither the boxes nor the plain name were sent."""
        return name not in data and all(f"{name}_{part}" not in data for part in _PARTS)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the translated label of each box."""
        context = super().get_context(name, value, attrs)
        labels = (_("Day"), _("Month"), _("Year"))
        for box, label in zip(context["widget"]["subwidgets"], labels, strict=True):
            box["label"] = label
        return context


class DayField(forms.Field):
    """A day; cleans to ``datetime.date`` or None. ``earliest`` and ``latest`` are inclusive days or callables."""

    widget = DayWidget
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": gettext_lazy("Please give a day, month and year."),
        "part": gettext_lazy("Please give %(missing)s as well."),
        "number": gettext_lazy("Please write the day and the year in numbers, for example 27 3 2024."),
        "month": gettext_lazy("Please write the month as a number from 1 to 12, or its name."),
        "year": gettext_lazy("Please write the year with four numbers, for example 2024."),
        "no_such_day": gettext_lazy("There is no %(day)s %(month)s %(year)s. Please look at the day again."),
        "early": gettext_lazy("Please give a day on or after %(limit)s."),
        "late": gettext_lazy("Please give a day on or before %(limit)s."),
    }

    def __init__(self, *, earliest: Any = dt.date(1900, 1, 1), latest: Any = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        """Turn the three texts into a date; raise ValidationError in plain words."""
        if isinstance(value, dt.datetime):
            return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
        if value is None or isinstance(value, dt.date):
            return value
        texts = self.widget.decompress(value) if isinstance(value, str) else [str(t).strip() for t in value]
        if not any(texts):
            return None
        day, month, year = self._numbers(texts)
        try:
            found = dt.date(year, month, day)
        except ValueError:
            params = {"day": day, "month": dates.MONTHS[month], "year": year}
            raise self._error("no_such_day", **params) from None
        self._within(found)
        return found

    def _numbers(self, texts: list[str]) -> tuple[int, int, int]:
        names = (_("the day"), _("the month"), _("the year"))
        if missing := [name for name, text in zip(names, texts, strict=True) if not text]:
            raise self._error("part", missing=_(" and ").join(missing))
        if not (texts[0].isdecimal() and texts[2].isdecimal()):
            raise self._error("number")
        month = month_number(texts[1])
        if month is None:
            raise self._error("month")
        if len(texts[2]) != 4 or int(texts[2]) == 0:
            raise self._error("year")
        return int(texts[0].lstrip("0")[:3] or 0), month, int(texts[2])

    def _within(self, found: dt.date) -> None:
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        latest = self.latest() if callable(self.latest) else self.latest
        if earliest and found < earliest:
            raise self._error("early", limit=date_format(earliest, "DATE_FORMAT"))
        if latest and found > latest:
            raise self._error("late", limit=date_format(latest, "DATE_FORMAT"))

    def _error(self, code: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)
