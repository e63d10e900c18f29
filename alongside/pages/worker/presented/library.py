"""A programme in plain words: for whom, how much, who leads it, what comes first, what is called how here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from alongside.library.rules import (
    Dose,
    Lasts,
    Measure,
    Part,
    Programme,
    Source,
    Span,
    Version,
    comes_first,
    dose,
    speaks_first,
)
from alongside.library.terms import About, Caution, Facilitator, Focus, Mark, Seen, Who
from alongside.programmes.rules import features_of
from alongside.recordkeeping.rules import Words

ENGLISH = "en"


def said(words: Words | None) -> str:
    """A text of the catalogue in the reader's language; "" for none."""
    return words.said(get_language() or ENGLISH) if words is not None else ""


@dataclass(frozen=True)
class Listed:
    """A programme in the list."""

    code: str
    name: str
    about: str
    facts: str
    cautions: list[str]


def listed(programme: Programme) -> Listed:
    """One line: what it works on, who takes part, how much of it."""
    amounts = [amount for amount in (in_short(dose(version)) for version in programme.versions) if amount]
    facts = [capfirst(str(Focus(programme.focus).label)), people(programme.who), _(" or ").join(amounts)]
    return Listed(
        programme.code, programme.name, said(programme.about), " · ".join(filter(None, facts)), cautions(programme)
    )


def cautions(programme: Programme) -> list[str]:
    """What somebody who chooses it should know."""
    return [str(Caution(code).label) for code in programme.cautions]


def people(who: Iterable[str]) -> str:
    """Who takes part, in words."""
    return ", ".join(str(Who(code).label) for code in who)


def in_short(amount: Dose) -> str:
    """ "12 sessions, 12 weeks"; "" when nothing of it is said."""
    return ", ".join(filter(None, (sessions_words(amount.sessions), hours_words(amount), lasts_words(amount.lasts))))


def sessions_words(count: Span | None) -> str:
    """How many sessions; "" when it is not said."""
    if count is None:
        return ""
    if count.one:
        return ngettext("%(n)d session", "%(n)d sessions", count.low) % {"n": count.low}
    return _("%(from)d to %(to)d sessions") % {"from": count.low, "to": count.high}


def hours_words(amount: Dose) -> str:
    """How many hours all sessions take; "" when it is not said."""
    if amount.hours is None:
        return ""
    low, high = (_number(hours) for hours in amount.hours)
    if low == high:
        return ngettext("%(n)s hour", "%(n)s hours", round(amount.hours[0])) % {"n": low}
    return _("%(from)s to %(to)s hours") % {"from": low, "to": high}


def minutes_words(minutes: Span | None) -> str:
    """How long one session takes; "" when it is not said."""
    if minutes is None:
        return ""
    if minutes.one:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes.low) % {"n": minutes.low}
    return _("%(from)d to %(to)d minutes") % {"from": minutes.low, "to": minutes.high}


def lasts_words(lasts: Lasts | None) -> str:
    """How long it goes on; "" when it is not said."""
    if lasts is None:
        return ""
    low, high = lasts.span.low, lasts.span.high
    if not lasts.span.one:
        told = {
            "weeks": _("%(from)d to %(to)d weeks"),
            "months": _("%(from)d to %(to)d months"),
            "years": _("%(from)d to %(to)d years"),
        }
        return told[lasts.unit] % {"from": low, "to": high}
    one = {
        "weeks": ngettext("%(n)d week", "%(n)d weeks", low),
        "months": ngettext("%(n)d month", "%(n)d months", low),
        "years": ngettext("%(n)d year", "%(n)d years", low),
    }
    return one[lasts.unit] % {"n": low}


def _number(value: float) -> str:
    return number_format(round(value, 1), 0 if float(value).is_integer() else 1)


@dataclass(frozen=True)
class Cited:
    """A source as it is shown: its citation (in its own language), what we saw of it, whether that was enough."""

    citation: str
    url: str
    seen: str
    checked: bool


def cited(source: Source) -> Cited:
    """A source with what we saw of it."""
    return Cited(source.citation, source.url, str(Seen(source.seen).label), source.checked)


@dataclass(frozen=True)
class PartShown:
    """Sessions that are alike: which numbers, what they are about, how long one takes, who takes part."""

    numbers: str
    title: str
    aim: str
    about: str
    minutes: str
    who: str
    points: list[str]
    materials: list[str]


@dataclass(frozen=True)
class MeasureShown:
    """What is measured and when."""

    title: str
    code: str
    when: str
    chosen: str
    why: str


@dataclass(frozen=True)
class VersionShown:
    """One version of a plan, in words."""

    code: str
    title: str
    source: Cited
    facts: list[tuple[str, str]]
    first: str
    warns: bool
    note: str
    parts: list[PartShown]
    own: list[tuple[int, str]]
    marks: list[str]
    measures: list[MeasureShown]


def version(
    plan: Version, sources: Mapping[str, Source], own: Mapping[int, str], titles: Mapping[str, str]
) -> VersionShown:
    """A version in words. ``own``: what this site calls its sessions; ``titles``: of instruments, by code."""
    return VersionShown(
        code=plan.code,
        title=said(plan.title),
        source=cited(sources[plan.source]),
        facts=_facts(plan),
        first=str(comes_first(plan).label),
        warns=speaks_first(plan),
        note=said(plan.note),
        parts=_parts(plan),
        own=sorted(own.items()),
        marks=[said(mark) for mark in plan.marks]
        or [str(mark.label) for mark in (Mark.KEPT, *features_of(plan), Mark.CHANGED)],
        measures=[_measure(each, titles) for each in plan.measures],
    )


def _facts(plan: Version) -> list[tuple[str, str]]:
    amount = dose(plan)
    joining = ngettext("%(n)d session, not said which", "%(n)d sessions, not said which", plan.children_join)
    pairs = [
        (_("Sessions"), sessions_words(amount.sessions) or (_("as many as it takes") if plan.until else _("not said"))),
        (_("How often"), _pace(plan)),
        (_("Hours in all"), hours_words(amount) or _("not said")),
        (_("How long"), lasts_words(amount.lasts) or said(plan.until) or _("not said")),
        (_("Led by"), _leaders(plan.facilitators) or _("not said")),
        (_("Children come to"), joining % {"n": plan.children_join} if plan.children_join else ""),
    ]
    return [(term, words) for term, words in pairs if words]


def _pace(plan: Version) -> str:
    """How often a week, of the part that has most of the sessions."""
    paces = [part.per_week for part in plan.parts if part.per_week]
    if not paces:
        return ""
    if paces[0] == 1:
        return _("once a week")
    if paces[0] == 2:
        return _("twice a week")
    return _("%(n)s times a week") % {"n": _number(paces[0])}


def _leaders(codes: Iterable[str]) -> str:
    """ "addiction counsellor and parent-infant therapist"; one that is needed twice is said with its number."""
    held = list(codes)
    told = []
    for code in dict.fromkeys(held):
        label = str(Facilitator(code).label)
        told.append(label if held.count(code) == 1 else f"{held.count(code)} × {label}")
    return _(" and ").join(told)


def _parts(plan: Version) -> list[PartShown]:
    shown, number = [], 1
    for part in plan.parts:
        count = 0 if part.beside or part.count is None else part.count.high
        shown.append(_part(part, _numbers(part, number, count)))
        number += count
    return shown


def _numbers(part: Part, first: int, count: int) -> str:
    if part.beside:
        return _("beside them")
    if not count:
        return _("each")
    if count == 1:
        return str(first)
    return _("%(from)d to %(to)d") % {"from": first, "to": first + count - 1}


def _part(part: Part, numbers: str) -> PartShown:
    about, any_order = str(About(part.about).label), _("in any order")
    return PartShown(
        numbers, said(part.title), said(part.aim), f"{about}; {any_order}" if part.any_order else about,
        minutes_words(part.minutes) or _("not said"), people(part.who), [said(each) for each in part.points],
        [said(each) for each in part.materials],
    )  # fmt: skip


def _measure(measure: Measure, titles: Mapping[str, str]) -> MeasureShown:
    chosen = _("chosen by us for the same purpose") if measure.ours else _("as in the source")
    when = ", ".join(map(when_words, measure.when))
    return MeasureShown(titles.get(measure.instrument, measure.instrument), measure.instrument, when, chosen,
                        said(measure.why))  # fmt: skip


def when_words(when: str) -> str:
    """ "before", "after", "6 months after the beginning", "3 months after the end"."""
    if when == "before":
        return _("before")
    if when == "after":
        return _("at the end")
    point, months = when.split("+")
    n = int(months)
    if point == "start":
        words = ngettext("%(n)d month after the beginning", "%(n)d months after the beginning", n)
    else:
        words = ngettext("%(n)d month after the end", "%(n)d months after the end", n)
    return words % {"n": n}
