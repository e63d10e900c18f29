"""What is known about a programme, in plain words: found or not, how large, how surely, with whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.library.rules import Effect, Evidence, Finding, Programme, Source, estimate
from alongside.library.rules.effect import DIFFERENCE
from alongside.library.rules.evidence import disagree, ratings
from alongside.library.terms import Certainty, Design, Direction, Fit
from alongside.pages.design.days import date_format
from alongside.pages.design.effects import Interval, effects_svg
from alongside.pages.worker.presented.library import ENGLISH, Cited, cited, said


@dataclass(frozen=True)
class FindingShown:
    """One outcome in words; ``effect``: its figure, "" when none was printed where we read it. ``language``: of words
    that are not ours."""

    what: str
    direction: str
    effect: str
    language: str = ""


@dataclass(frozen=True)
class Shown:
    """An item of evidence as it is shown."""

    key: str
    title: str
    programmes: list[tuple[str, str]]
    how: str
    findings: list[FindingShown]
    fit: str
    fit_why: str
    certainty: str
    certainty_why: str
    limits: str
    sources: list[Cited]
    derived: bool


@dataclass(frozen=True)
class RatingShown:
    """What a clearinghouse says, in its own word."""

    by: str
    word: str
    on: str
    why: str
    source: Cited


def shown(item: Evidence, sources: Mapping[str, Source], names: Mapping[str, str]) -> Shown:
    """An item in words. ``names``: short names of programmes by code."""
    how = f"{capfirst(str(Design(item.design).label))}: "
    how += " ".join(filter(None, ("" if item.n is None else number_format(item.n), said(item.of_whom))))
    return Shown(
        item.key, said(item.title), [(code, names[code]) for code in item.programmes], how,
        [_finding(each) for each in item.findings] or [_rated(item)],
        str(Fit(item.fit).label), said(item.fit_why), str(Certainty(item.certainty).label), said(item.certainty_why),
        said(item.limits), [cited(sources[key]) for key in (item.source, *item.further)],
        any(each.effect is not None and each.effect.derived for each in item.findings),
    )  # fmt: skip


def _finding(finding: Finding) -> FindingShown:
    what = " · ".join(filter(None, (said(finding.what), said(finding.at))))
    told = [said(finding.said)] if finding.said else []
    if finding.effect is not None:
        told.append(effect_words(finding.effect))
    return FindingShown(what, str(Direction(finding.direction).label), "; ".join(told))


def _rated(item: Evidence) -> FindingShown:
    assert item.rating is not None
    return FindingShown(item.rating.by, item.rating.word, day_words(item.rating.on), ENGLISH)


def day_words(on: str) -> str:
    """A day, a month or a year in words, as exactly as it is known; "" for none."""
    if len(on) == len("2019"):
        return on
    day = date.fromisoformat((on + "-01")[:10]) if on else None
    return date_format(day, "DATE_FORMAT" if len(on) == len("2019-06-01") else "F Y") if day else ""


def effect_words(effect: Effect) -> str:
    """ "20.3 percentage points more (2.5 to 38.1); 11 of 36, against 4 of 39". Without an interval it says so.

    Where less is better, the figure is how much less: "15.2 percentage points fewer".
    """
    figure = estimate(effect)
    places = 1 if figure.unit == "points" else 2
    fewer = effect.better == "lower"
    if figure.unit == "points":
        told = _("%(value)s percentage points fewer") if fewer else _("%(value)s percentage points more")
    elif figure.unit == "sd":
        told = _("%(value)s standard deviations less") if fewer else _("%(value)s standard deviations more")
    else:
        told = _("%(value)s times as often")
    told %= {"value": _signed(figure.value, places)}
    if figure.low is None or figure.high is None:
        return _("%(figure)s; no interval in what we read") % {"figure": told}
    ends = {"figure": told, "low": _signed(figure.low, places), "high": _signed(figure.high, places)}
    told = _("%(figure)s (%(low)s to %(high)s)") % ends
    if effect.kind == DIFFERENCE and effect.programme and effect.compared:
        counts = {"figure": told, "some": effect.programme[0], "of": effect.programme[1],
                  "others": effect.compared[0], "of_others": effect.compared[1]}  # fmt: skip
        told = _("%(figure)s; %(some)d of %(of)d, against %(others)d of %(of_others)d") % counts
    return told


def _signed(value: float, places: int) -> str:
    return number_format(round(value, places), places).replace("-", "−")  # by itself it cuts off: 20.29 would be 20.2


def pictures(items: Iterable[Evidence], uid: str) -> list[SafeString]:
    """The effects that have an interval, drawn: percentage points and standard deviations each by themselves."""
    units = {
        "points": (_("Differences between those with the programme and the others"), _("in percentage points")),
        "sd": (_("Differences in standard deviations"), _("in standard deviations")),
    }
    rows: dict[str, list[Interval]] = {unit: [] for unit in units}
    for item in items:
        for finding in item.findings:
            figure = estimate(finding.effect) if finding.effect else None
            if figure is None or not figure.drawn or figure.low is None or figure.high is None:
                continue
            words = effect_words(finding.effect) if finding.effect else ""
            label = capfirst(" · ".join(filter(None, (said(finding.what), said(finding.at)))))
            places = 1 if figure.unit == "points" else 2
            ends = [_signed(end, places) for end in (figure.value, figure.low, figure.high)]
            short = _("%(figure)s (%(low)s to %(high)s)") % dict(zip(("figure", "low", "high"), ends, strict=True))
            rows[figure.unit].append(Interval(label, figure.value, figure.low, figure.high, short, words))
    return [
        effects_svg(rows[unit], str(title), str(words), f"{uid}-{unit}")
        for unit, (title, words) in units.items()
        if rows[unit]
    ]


def rated(items: Iterable[Evidence], sources: Mapping[str, Source]) -> list[RatingShown]:
    """What clearinghouses say, side by side, the newest first."""
    found = []
    for item in ratings(items):
        assert item.rating is not None
        rating = item.rating
        found.append(
            RatingShown(rating.by, rating.word, day_words(rating.on), said(item.fit_why), cited(sources[item.source]))
        )
    return found


def differ(items: Iterable[Evidence]) -> bool:
    """Do they say different things?"""
    return disagree(items)


def names(programmes: Iterable[Programme]) -> dict[str, str]:
    """Short names by code."""
    return {programme.code: programme.short for programme in programmes}
