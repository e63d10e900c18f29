"""The two, seen by three: each view in its own place, what differs in words, and never one number of all."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.access.policy import May, decide
from alongside.assessment.models import Observation, Reflection
from alongside.assessment.queries import PlayToCode, Seen
from alongside.assessment.queries.pictures import SUPPORT
from alongside.assessment.rules import pictures as rules
from alongside.assessment.rules.pictures import Reading
from alongside.assessment.terms import Evidence, Play
from alongside.pages.design.days import date_format
from alongside.pages.design.place import place_svg
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Category

TITLES = {
    rules.HERS: gettext_lazy("Her own answers"),
    rules.CLINICIAN: gettext_lazy("A clinician’s view"),
    rules.PLAY: gettext_lazy("Observed play"),
}
# The same in the middle of a sentence.
NAMED = {
    rules.HERS: gettext_lazy("her own answers"),
    rules.CLINICIAN: gettext_lazy("the clinician’s view"),
    rules.PLAY: gettext_lazy("observed play"),
}


@dataclass(frozen=True)
class ScaleShown:
    """One scale: its name, the value in words, which way is which, and a line with a point on it."""

    title: str
    value: str
    means: str
    picture: SafeString


@dataclass(frozen=True)
class SeenShown:
    """One occasion of one view. ``facts``: who, when, how, on what ground. ``second_url``: to type in what a second
    coder found; ``ask_url``: to ask a colleague for it."""

    title: str
    on: date
    scales: list[ScaleShown]
    level: str
    words: str
    facts: list[str]
    second_url: str
    ask_url: str


@dataclass(frozen=True)
class ViewShown:
    """One of the three views at one time; without ``seen`` it is not there."""

    title: str
    seen: list[SeenShown]
    support: list[SeenShown]


@dataclass(frozen=True)
class TimeShown:
    """One time: its three views, what differs, and what people made of it."""

    title: str
    days: str
    id: str
    views: list[ViewShown]
    alone: str
    differences: list[str]
    reflections: list[tuple[date, str, str, str]]
    brought_over: list[SeenShown]


# What each level meant from when on, oldest first.
Levels = Mapping[int, Sequence[tuple[datetime, str]]]


def _meant(anchors: Levels, level: int, at: datetime) -> str:
    """What the level meant when somebody rated: words that were changed later do not change her meaning."""
    every = anchors.get(level, ())
    return next((words for since, words in reversed(every) if since <= at), every[0][1] if every else "")


def writes(me: Me) -> bool:
    """Whether this part writes about what is between the two."""
    return bool(decide(me, May.WRITE_IN_FAMILY)) and me.may_write(Category.DYAD_OBSERVATION)


def times(
    seen: Sequence[Seen], reflections: Sequence[Reflection], anchors: Levels, names: Mapping[uuid.UUID, str],
    waves: Mapping[str, str], me: Me,
) -> list[TimeShown]:  # fmt: skip
    """Every time at which the two were looked at, the newest first, each with the time before it to compare with."""
    about = [each for each in seen if each.occasion.instrument != SUPPORT]
    support = [each for each in seen if each.occasion.instrument == SUPPORT]
    by_id = {each.occasion.id: each for each in about}
    found = rules.times((each.occasion.id, each.occasion.on, each.occasion.wave) for each in about)
    groups = [[by_id[id] for id in time.members] for time in found]
    shown = []
    for n, (time, mine) in enumerate(zip(found, groups, strict=True)):
        before = groups[n + 1] if n + 1 < len(groups) else []
        words = [each for each in reflections if _nearest(each.on, found) is time]
        felt = [each for each in support if _nearest(each.occasion.on, found) is time]
        shown.append(_time(time, mine, before, felt, words, anchors, names, waves, me))
    return shown


def _nearest(day: date, every: Sequence[rules.Time]) -> rules.Time:
    """The time a day belongs to: the one that has begun by then and is nearest, else the first of all."""
    return min(every, key=lambda time: (max(time.first - day, day - time.last), time.first > day))


def _time(
    time: rules.Time, mine: Sequence[Seen], before: Sequence[Seen], support: Sequence[Seen],
    reflections: Sequence[Reflection], anchors: Levels, names: Mapping[uuid.UUID, str],
    waves: Mapping[str, str], me: Me,
) -> TimeShown:  # fmt: skip
    now, then = _readings(mine), _readings(before)
    days = date_format(time.first)
    if time.last != time.first:
        days = _("%(first)s to %(last)s") % {"first": days, "last": date_format(time.last)}
    name = waves.get(time.wave, time.wave)
    views = [
        ViewShown(
            str(TITLES[source]),
            [_seen(each, mine, anchors, names, me) for each in mine if each.occasion.source == source and _first(each)],
            [_seen(each, (), anchors, names, me) for each in support] if source == rules.HERS else [],
        )
        for source in rules.SOURCES
    ]
    there = rules.seen_by(now)
    alone = ""
    if rules.one_alone(now):
        alone = _("Only %(view)s is here for this time. Nothing about the two can be concluded from one view.") % {
            "view": NAMED[there[0]]
        }
    return TimeShown(
        title=capfirst(name) if name else days,
        days=days if name else "",
        id=f"time-{time.first.isoformat()}-{time.last.isoformat()}",
        views=views,
        alone=alone,
        differences=[_says(each) for each in rules.differences(now, then)],
        reflections=[(r.on, r.words, r.her_words, names.get(r.recorded_by, "")) for r in reflections],
        brought_over=[
            _seen(each, (), anchors, names, me) for each in mine if each.occasion.source not in rules.SOURCES
        ],
    )


def _first(each: Seen) -> bool:
    """A second coding is shown with the first."""
    return each.occasion.coding == 1


def _readings(seen: Sequence[Seen]) -> list[Reading]:
    return [reading for each in seen for reading in each.readings()]


def _says(difference: rules.Difference) -> str:
    told = {"one": NAMED[difference.one], "other": NAMED[difference.other]}
    if difference.kind == "now":
        words = _(
            "%(one)s: in the half of the measure that stands for more closeness and ease; %(other)s: in the other."
        )
    else:
        words = _("Since the time before, %(one)s: towards more closeness and ease; %(other)s: the other way.")
    return capfirst(words % told)


def _seen(each: Seen, mine: Sequence[Seen], anchors: Levels, names: Mapping[uuid.UUID, str], me: Me) -> SeenShown:
    rating, observation, o = each.rating, each.observation, each.occasion
    facts, level, second_url, ask_url = [], "", "", ""
    scales = [_scale(reading) for reading in each.readings()]
    if rating:
        facts = [_("It rests on: %(what)s.") % {"what": ", ".join(str(Evidence(e).label) for e in rating.evidence)}]
        facts.append(_("Rated by %(who)s.") % {"who": names.get(rating.recorded_by, _("a colleague"))})
        value = int(o.total) if o.total is not None else 0
        level = _("Level %(n)s of 5: %(words)s") % {"n": value, "words": _meant(anchors, value, rating.recorded_at)}
        scales = []
    if observation:
        second = next((s for s in mine if s.observation and s.observation.second_of_id == o.id), None)
        facts = [*_play(observation, names), *_second(each, second, names)]
        if second is None and observation.second_coder:
            asked = names.get(observation.second_coder, _("a colleague"))
            facts.append(_("Asked to code it a second time, without seeing this: %(who)s.") % {"who": asked})
        if second is None and writes(me):
            second_url = reverse("play_second", args=[o.family_id, o.subject, o.id])
            ask_url = reverse("play_ask", args=[o.family_id, o.subject, o.id])
    words = rating.seen if rating else o.note
    return SeenShown(each.measure, o.on, scales, level, words, facts, second_url, ask_url)


@dataclass(frozen=True)
class ToCode:
    """A play that the reader is asked to code a second time."""

    what: str
    on: date
    recording: str
    url: str


def to_code(plays: Iterable[PlayToCode], family: uuid.UUID, me: Me) -> list[ToCode]:
    """What is for her to code, without a word of what was found first."""
    return [
        ToCode(
            capfirst(str(Play(play.play).label)), play.on, play.recording,
            reverse("play_second", args=[family, play.subject, play.occasion]),
        )
        for play in plays
        if play.second_coder == me.principal
    ]  # fmt: skip


def _scale(reading: Reading) -> ScaleShown:
    means = ""
    if reading.value is None:
        return ScaleShown(reading.scale, _("not scored"), "", SafeString(""))
    if reading.low is None or reading.high is None:
        return ScaleShown(reading.scale, _number(reading.value), "", SafeString(""))
    if reading.better:
        means = _("higher means more closeness and ease") if reading.better == "higher" else _(
            "lower means more closeness and ease"
        )  # fmt: skip
    value = _("%(value)s (from %(low)s to %(high)s)") % {
        "value": _number(reading.value), "low": _number(reading.low), "high": _number(reading.high),
    }  # fmt: skip
    return ScaleShown(reading.scale, value, means, place_svg(reading.value, reading.low, reading.high, reading.better))


def _number(value: float) -> str:
    return number_format(
        round(value, 2), 0 if float(value).is_integer() else 1 if round(value * 10) == value * 10 else 2
    )


def _play(o: Observation, names: Mapping[uuid.UUID, str]) -> list[str]:
    told = [capfirst(str(Play(o.play).label))]
    if o.minutes:
        told[0] += ", " + ngettext("%(n)s minute", "%(n)s minutes", o.minutes) % {"n": o.minutes}
    told[0] += "."
    told.append(_coder(o, names))
    if o.certified_by:
        certified = {"by": o.certified_by, "day": date_format(o.certified_on) if o.certified_on else ""}
        told.append(
            _("Certified by %(by)s on %(day)s.") % certified
            if o.certified_on
            else _("Certified by %(by)s.") % certified
        )
    if o.blind is not None:
        told.append(
            _("The coder did not know who they are.") if o.blind else _("The coder knew who they are.")
        )  # fmt: skip
    if o.recording:
        told.append(_("Recording: %(where)s.") % {"where": o.recording})
    return told


def _coder(o: Observation, names: Mapping[uuid.UUID, str]) -> str:
    who = names.get(o.coder, "") if o.coder else o.coder_name
    return _("Coded by %(who)s.") % {"who": who or _("a colleague")}


def _second(first: Seen, second: Seen | None, names: Mapping[uuid.UUID, str]) -> list[str]:
    if second is None or second.observation is None:
        return []
    found = rules.agreement(first.values, second.values)
    agree = _("Of %(n)s values %(same)s are the same, and %(close)s lie within half a point.") % {
        "n": found.n, "same": found.same, "close": found.close,
    }  # fmt: skip
    who = names.get(second.observation.coder, "") if second.observation.coder else second.observation.coder_name
    return [_("A second time by %(who)s.") % {"who": who or _("a colleague")} + " " + agree, *_both(first, second)]


def _both(first: Seen, second: Seen) -> list[str]:
    """Where the two coders differ, value by value."""
    items = first.terms.every_item if first.terms else {}
    told = []
    for item, value in first.values.items():
        other = second.values.get(item)
        if value is not None and other is not None and value != other:
            words: dict[str, Any] = {
                "what": (items[item].text if item in items else "") or item, "one": _number(value),
                "other": _number(other),
            }  # fmt: skip
            told.append(_("%(what)s: %(one)s and %(other)s") % words)
    return told


def people_in(seen: Sequence[Seen], reflections: Sequence[Reflection]) -> set[uuid.UUID]:
    """Colleagues to be named."""
    found = {each.rating.recorded_by for each in seen if each.rating}
    for each in seen:
        if each.observation:
            found |= {who for who in (each.observation.coder, each.observation.second_coder) if who}
    return found | {each.recorded_by for each in reflections}
