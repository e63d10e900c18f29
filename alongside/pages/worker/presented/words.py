"""Small words: ages, names, days. Names are never made up and never left as a blank."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.families.models import Child, Person
from alongside.families.rules import age, corrected_age
from alongside.families.terms import ChildState
from alongside.pages.design.days import date_format


def name_of(person: Person) -> str:
    """The name she goes by; words when there is none yet."""
    return person.name or _("No name given")


def name_of_child(person: Person, child: Child | None, *, one_of_several: bool = False) -> str:
    """A child's name; an expected child without one is called so, by number when there are several."""
    if person.name:
        return person.name
    if child is not None and child.state == ChildState.EXPECTED:
        return _("Expected child %(number)s") % {"number": child.birth_order} if one_of_several else _("Expected child")
    return _("Child without a name yet")


def age_words(born_on: date | None, on: date) -> str:
    """Years from two on, months before that, days in the first month; "" when not known or not born yet."""
    if born_on is None or on < born_on:
        return ""
    how_old = age(born_on, on)
    if how_old.years >= 2:
        return ngettext("%(n)s year old", "%(n)s years old", how_old.years) % {"n": how_old.years}
    months = how_old.years * 12 + how_old.months
    if months:
        return ngettext("%(n)s month old", "%(n)s months old", months) % {"n": months}
    return ngettext("%(n)s day old", "%(n)s days old", how_old.days) % {"n": how_old.days}


def corrected_words(person: Person, child: Child | None, on: date) -> str:
    """The age counted from the due date, for a small child born early; "" for all others."""
    if child is None or person.born_on is None or on < person.born_on or child.gestation_days is None:
        return ""
    counted = corrected_age(person.born_on, child.gestation_days, on)
    if counted == age(person.born_on, on):
        return ""
    months = counted.in_months
    return ngettext("%(n)s month, counted from the due date", "%(n)s months, counted from the due date", months) % {
        "n": months
    }


def day_words(day: date, today: date) -> str:
    """A day as people say it: today, tomorrow, the weekday for the week to come, else the date."""
    away = (day - today).days
    if away == 0:
        return _("Today")
    if away == 1:
        return _("Tomorrow")
    if 1 < away < 7:
        return date_format(day, "l")
    return date_format(day, "l j F") if day.year == today.year else date_format(day, "DATE_FORMAT")


def together_words(one: str, other: str) -> str:
    """Two names as one title."""
    return _("%(one)s and %(other)s") % {"one": one, "other": other}
