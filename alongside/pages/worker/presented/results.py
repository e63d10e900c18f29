"""Results over time, as the team reads them: pictures, what moved and on which figures that is said. Never a judgement
of a person: a number is what somebody answered on a day."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.access.policy import May, decide
from alongside.assessment.rules import reading
from alongside.assessment.rules.reading import Compared, Line, Move, Point, Threshold
from alongside.assessment.terms import OccasionState, Respondent, ScoreSource
from alongside.instruments.rules.change import Norm
from alongside.instruments.rules.definition import plain as plain_number
from alongside.pages.design.days import date_format
from alongside.pages.design.panels import Mark, Panel, panel_svg, value_words
from alongside.pages.worker.presented import plain
from alongside.pages.worker.presented.story import Names
from alongside.safekeeping.queries import Me

# Why there is no score, in plain words.
REASONS: dict[str, Any] = {
    "missing": gettext_lazy("No score: too many answers are missing. A missing answer is never counted as nought."),
    "gate": gettext_lazy("No score: the first question, which decides whether the others are asked, has no answer."),
    "lower_bound": gettext_lazy("Not every question was answered, so there is only an “at least”."),
    "nothing_answered": gettext_lazy("No score: none of its questions was answered."),
    "invalid": gettext_lazy("No score: two answers cannot stand together, or one cannot be. Nothing was guessed."),
}
# Why a change is not judged: in a few words beside the picture, and why so where the figures stand.
WHY_NOT: dict[str, Any] = {
    reading.STATIC: gettext_lazy("It counts what has been, and does not change."),
    reading.GROUPS_ONLY: gettext_lazy("For groups, not for one person."),
}
WHY_SO: dict[str, Any] = {
    reading.UNKNOWN: gettext_lazy("This measure is known here by name alone, so nothing can be said about a change."),
    reading.GROUPS_ONLY: gettext_lazy(
        "This scale is too unsteady to tell one woman’s change by it, whichever figures are used. Read it with her, as"
        " her answers on these days."
    ),
    reading.NO_NORM: gettext_lazy(
        "How much this scale moves by itself is not known here, so no change is called reliable or not."
    ),
}
JUDGED: dict[str, Any] = {
    "recovered (reliable and below caseness)": gettext_lazy("a reliable change for the better, across the cut-off"),
    "reliably improved": gettext_lazy("a reliable change for the better"),
    "below caseness but not reliable": gettext_lazy("across the cut-off, but not a reliable change"),
    "unchanged": gettext_lazy("no reliable change"),
    "reliably deteriorated": gettext_lazy("a reliable change, and things are harder"),
    "reliably changed (no direction is better)": gettext_lazy("a reliable change; neither direction is better"),
}


@dataclass(frozen=True)
class LineShown:
    """One scale over time: the picture with what moved and on which figures that rests; more on request."""

    picture: Any
    measure: str
    more: list[str]
    norm_url: str
    norm_label: str
    notice: str


@dataclass(frozen=True)
class About:
    """Everything about one woman, child or two who belong together."""

    id: uuid.UUID
    who: str
    lines: list[LineShown]


def about(lines: Iterable[Line], called: Names, me: Me) -> list[About]:
    """Her first, then the two together, then each child; strengths before concerns."""
    by_subject: dict[uuid.UUID, list[Line]] = {}
    for line in lines:
        by_subject.setdefault(line.subject, []).append(line)
    order = [called.woman, *called.dyads, *called.children]
    found = []
    for subject in [*order, *(each for each in by_subject if each not in order)]:
        if subject in by_subject:
            who = called.people.get(subject) or called.dyads.get(subject, "")
            shown = [_line(line, n, me) for n, line in enumerate(reading.in_order(by_subject[subject]))]
            found.append(About(subject, who, shown))
    return found


def _line(line: Line, place: int, me: Me) -> LineShown:
    compared = reading.compare(line)
    url, label = _where_norms_are(line, me) if line.terms and not line.terms.static else ("", "")
    return LineShown(
        picture=panel_svg(panel(line, compared, f"r{str(line.subject)[-6:]}-{place}")),
        measure=" · ".join(filter(None, (_which(line), _by_whom(line)))),
        more=[*_why_so(compared), *(_more(compared.norm) if compared.norm else ()), *_cutoff_sources(line)],
        norm_url=url,
        norm_label=label,
        notice=line.terms.licence.notice if line.terms else "",
    )


def _which(line: Line) -> str:
    name = plain.measure(line.terms, line.instrument)
    if line.terms is None:
        return name
    return _("%(name)s, version %(version)s") % {"name": name, "version": line.terms.version}


def _by_whom(line: Line) -> str:
    words = "" if line.respondent == Respondent.HERSELF else str(Respondent(line.respondent).label)
    return words if line.coding == 1 else _("%(who)s, a second one") % {"who": words}


# --- the picture


def panel(line: Line, compared: Compared, uid: str, told: Sequence[str] | None = None) -> Panel:
    """A small picture of a line. ``told``: what is told to her; then there is no band and no cut-off."""
    hers = told is not None
    drawn = [point for point in line.points if point.value is not None or point.state == OccasionState.NOT_AVAILABLE]
    drawn = drawn if line.scored else []
    low, high = reading.spread(line.points, line.held)
    around = None if hers else reading.band(line)
    norm = line.norm
    way = plain.direction(line)
    title = plain.title(line)
    points = value_words(norm.points) if around and norm and norm.points else ""
    return Panel(
        title=_("%(what)s: %(way)s") % {"what": title, "way": way} if way and not hers else title,
        sentence=finding(line, compared, hers=hers),
        marks=[Mark(point.on, point.value, point.source, point.prorated) for point in drawn],
        low=low,
        high=high,
        head=(_("Day"), _("Score"), _("Whose picture"), _("Note")),
        rows=[_row(point, hers=hers) for point in line.points],
        uid=uid,
        band=around,
        band_words=_("within %(points)s of the first score: no reliable change") % {"points": points} if points else "",
        cutoffs=[] if hers else [(each.check.value, cutoff_words(each)) for each in reading.thresholds(line)],
        sources={source.value: str(source.label) for source in ScoreSource},
        words=list(said(line, compared)) if told is None else told,
        beside=stands_on(compared.norm) if compared.norm and not hers else "",
    )


def cutoff_words(each: Threshold) -> str:
    """ "cut-off: 10 or more" """
    words = {
        ">=": _("cut-off: %(n)s or more"), ">": _("cut-off: more than %(n)s"), "<=": _("cut-off: %(n)s or less"),
        "<": _("cut-off: less than %(n)s"),
    }  # fmt: skip
    return words.get(each.check.op, "%(n)s") % {"n": value_words(each.check.value)}


def _cutoff_sources(line: Line) -> list[str]:
    def told(each: Threshold) -> str:
        label, source = f" ({each.label})" if each.label else "", f": {each.source}" if each.source else ""
        return f"{capfirst(cutoff_words(each))}{label}{source}"

    return [told(each) for each in reading.thresholds(line)]


def _row(point: Point, *, hers: bool) -> tuple[str, str, str, str]:
    notes = [point.wave]
    if point.state != OccasionState.DONE:
        notes.append(str(OccasionState(point.state).label))
    if point.missing and point.value is not None:
        notes.append(missing_words(point.missing, prorated=point.prorated))
    if point.apart_from is not None:
        notes.append(apart_words(point.apart_from, point.on))
    if not hers:
        notes += [point.band, str(REASONS.get(point.reason, point.reason)) if point.reason else ""]
    value = value_words(point.value)
    if point.value is None and point.at_least is not None:
        value = _("at least %(n)s") % {"n": value_words(point.at_least)}
    return date_format(point.on), value, str(ScoreSource(point.source).label), "; ".join(filter(None, notes)) or "–"


def apart_words(first: date, last: date) -> str:
    """The answers of one score are from further apart than its measure looks back over."""
    told = {"first": date_format(first), "last": date_format(last)}
    return _("answers from different days: %(first)s to %(last)s") % told


def missing_words(missing: int, *, prorated: bool) -> str:
    """How many answers are missing from a score that there is all the same."""
    if prorated:
        return ngettext(
            "%(n)d answer missing, the score is made up from the others",
            "%(n)d answers missing, the score is made up from the others",
            missing,
        ) % {"n": missing}
    return ngettext("%(n)d answer missing", "%(n)d answers missing", missing) % {"n": missing}


def finding(line: Line, compared: Compared, *, hers: bool = False) -> str:
    """One sentence that says what the picture shows."""
    scored = line.scored
    if not scored:
        return _("No score yet.")
    if len(scored) == 1:
        return _("%(value)s on %(day)s.") % {"value": value_words(scored[0].value), "day": date_format(scored[0].on)}
    first, last = scored[0], scored[-1]
    told = _("%(first)s on %(first_day)s, %(last)s on %(last_day)s; %(n)s scores.") % {
        "first": value_words(first.value), "first_day": date_format(first.on), "last": value_words(last.value),
        "last_day": date_format(last.on), "n": len(scored),
    }  # fmt: skip
    change = compared.overall.change if compared.overall else None
    if hers or change is None:
        return told
    return f"{told} {capfirst(str(JUDGED[change.klass]))}."


# --- what moved


def said(line: Line, compared: Compared) -> Iterable[str]:
    """What moved since the first time and since the time before, or why that is not told."""
    if compared.because in WHY_NOT:
        yield str(WHY_NOT[compared.because])
    if compared.overall is not None:
        yield _("Since the first time: %(moved)s.") % {"moved": _moved(compared.overall)}
        if len(compared.steps) > 1:
            yield _("Since the time before: %(moved)s.") % {"moved": _moved(compared.steps[-1])}
    for point in line.points:
        if point.apart_from is not None:
            yield _("%(day)s: answers from different days, since %(first)s. Read this score with care.") % {
                "day": date_format(point.on), "first": date_format(point.apart_from),
            }  # fmt: skip
        if point.value is None and point.reason:
            yield f"{date_format(point.on)}: {REASONS.get(point.reason, point.reason)}"


def _moved(move: Move) -> str:
    """ "from 29 (1 May 2001) to 20 (1 January 2002), 9 lower: no reliable change" """
    words = {
        "from": value_words(move.first.value), "from_day": date_format(move.first.on),
        "to": value_words(move.last.value), "to_day": date_format(move.last.on), "by": value_words(abs(move.points)),
    }  # fmt: skip
    if move.points == 0:
        told = _("%(from)s (%(from_day)s) and %(to)s (%(to_day)s), the same") % words
    elif move.points > 0:
        told = _("from %(from)s (%(from_day)s) to %(to)s (%(to_day)s), %(by)s higher") % words
    else:
        told = _("from %(from)s (%(from_day)s) to %(to)s (%(to_day)s), %(by)s lower") % words
    if move.change is None:
        return told
    return _("%(moved)s; %(judged)s") % {"moved": told, "judged": JUDGED[move.change.klass]}


def _why_so(compared: Compared) -> list[str]:
    return [str(WHY_SO[compared.because])] if compared.because in WHY_SO else []


def stands_on(norm: Norm) -> str:
    """The figures that stand beside every judgement: the variant, r, its kind, SD, source, and of whom they are."""
    words = {
        "points": value_words(norm.points), "variant": reading.VARIANT, "r": localize(norm.r),
        "kind": norm.r_type or "–",
        "sd": "–" if norm.sd is None else localize(plain_number(norm.sd)), "source": norm.source or "–",
        "by": norm.fixed_source or "–",
    }  # fmt: skip
    if norm.s_diff:
        told = _("Reliable from %(points)s points on (%(variant)s): r = %(r)s, %(kind)s; SD = %(sd)s; from %(source)s.")
    else:
        told = _("Reliable from %(points)s points on, by a fixed rule: %(by)s.")
    told %= words
    return told if norm.about.get("own") else told + " " + _("These figures do not come from women like her.")


def _more(norm: Norm) -> list[str]:
    """Other rules in use, and how the cut-off is read."""
    found = []
    if norm.s_diff and norm.fixed is not None:
        words = {"fixed": value_words(norm.fixed), "by": norm.fixed_source or "–"}
        found.append(_("Another rule in use: %(fixed)s points (%(by)s).") % words)
    if norm.caseness:
        key = f"{norm.caseness.op} {value_words(norm.caseness.value)}"
        found.append(_("A score exactly on the cut-off (%(key)s) counts as on that side.") % {"key": key})
    return found


def _where_norms_are(line: Line, me: Me) -> tuple[str, str]:
    """Where this site can enter its own figures, or look them up for whoever may not."""
    if decide(me, May.KEEP_INSTRUMENTS):
        return reverse("norm_record", args=[line.definition]), _("Enter figures of our own")
    return reverse("instrument", args=[line.definition]), _("The measure and its figures")


def since_first(lines: Iterable[Line]) -> dict[uuid.UUID, str]:
    """{occasion: what moved since the first time, and on which figures that rests}; where it is judged."""
    found: dict[uuid.UUID, list[str]] = {}
    for line in lines:
        several = line.terms is not None and len(line.terms.scales) > 1
        for occasion, move in reading.since_first(line).items():
            told = _("Since the first time: %(moved)s.") % {"moved": _moved(move)}
            said = f"{plain.title(line)}: {told}" if several else told
            found.setdefault(occasion, []).append(f"{said} {stands_on(line.norms[0])}")
    return {occasion: " ".join(sentences) for occasion, sentences in found.items()}
