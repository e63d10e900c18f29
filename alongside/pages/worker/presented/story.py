"""The timeline in words: what room wrote which entry, what it is called, in whose lane it stands."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.accounts.terms import RoleName
from alongside.assessment.terms import OccasionState, ScoreSource, ToldHow
from alongside.care.queries import Entry
from alongside.care.terms import Mode, Reached
from alongside.enrolment.terms import Because, ReturnKind, State, WhyHandOver
from alongside.families.terms import (
    DyadBegan,
    InvolvementKind,
    LegalKind,
    LivingKind,
    PregnancyOutcome,
    RightTopic,
)
from alongside.goals.terms import Lane as GoalLane
from alongside.goals.terms import Standing
from alongside.pages.design.moments import Labels, Lane, Moment, Stretch
from alongside.pages.design.timeline import timeline_svg

# In the list and the table, not in the picture: there would be more lines than anybody can follow.
NOT_DRAWN = frozenset({"team", "key_worker", "right", "pattern"})
TOGETHER = "together"
# Drawn with a broken line: the child lives in another home than hers. (For the eye alone; nothing is counted by it.)
ELSEWHERE = frozenset(
    {LivingKind.FATHER, LivingKind.KIN, LivingKind.FOSTER, LivingKind.ADOPTIVE, LivingKind.OWN, LivingKind.ELSEWHERE}
)


@dataclass(frozen=True)
class Told:
    """One entry of the timeline as it is read."""

    on: date
    until: date | None
    title: str
    detail: str
    her_words: bool
    lane: str
    who: str
    kind: str
    url: str
    recorded_at: datetime

    @property
    def last(self) -> date | None:
        """The last day of a stretch that ended."""
        return self.until - timedelta(days=1) if self.until and self.until > self.on else None


@dataclass(frozen=True)
class Names:
    """What the people of a family are called on this page; ``dyads`` as "Ana and Bee"."""

    woman: uuid.UUID
    people: Mapping[uuid.UUID, str]
    children: Sequence[uuid.UUID]
    dyads: Mapping[uuid.UUID, str]

    def who(self, entry: Entry) -> str:
        """Whom an entry is about."""
        named = self.dyads.get(entry.subject) or self.people.get(entry.subject) if entry.subject else None
        return named or (_("The family") if entry.kind in ("team", "hand_over") else "")

    def lanes(self, used: Collection[str]) -> list[Lane]:
        """The woman, the two together, then each child; only those in which something stands."""
        together = next(iter(self.dyads.values())) if len(self.dyads) == 1 else _("Together")
        lanes = [Lane("woman", self.people[self.woman]), Lane(TOGETHER, together)]
        lanes += [Lane(f"child:{id}", self.people[id]) for id in self.children]
        return [lane for lane in lanes if lane.key in used]


def _in_touch(entry: Entry) -> str:
    mode = str(Mode(entry.code).label)
    if entry.also == Reached.MET:
        return _("In touch %(how)s") % {"how": mode}
    if entry.also == Reached.TRIED:
        return _("We tried to reach her %(how)s") % {"how": mode}
    return _("We did not meet")


def _occasion(entry: Entry) -> str:
    """The measure and its total, or what happened instead: "BDI-II: 29", "PHQ-9: not available"."""
    instrument, _line, total = entry.text.rpartition("\n")
    if entry.code != OccasionState.DONE:
        total = str(OccasionState(entry.code).label)
    elif total:
        total = number_format(Decimal(total))
    return _("%(instrument)s: %(total)s") % {"instrument": instrument, "total": total} if total else instrument


_TITLES: dict[str, Callable[[Entry], str]] = {
    "contact": _in_touch,
    "state": lambda e: capfirst(str(State(e.code).label)),
    "welcome_back": lambda e: _("Welcome back"),
    "return": lambda e: capfirst(str(ReturnKind(e.code).label)),
    "pattern": lambda e: _("How she describes this time"),
    "occasion": _occasion,
    "pregnancy": lambda e: _("Pregnancy"),
    "birth": lambda e: _("Born"),
    "together": lambda e: _("Together"),
    "living": lambda e: capfirst(str(LivingKind(e.code).label)),
    "legal": lambda e: capfirst(str(LegalKind(e.code).label)),
    "involvement": lambda e: _("Child welfare: %(how)s") % {"how": InvolvementKind(e.code).label},
    "right": lambda e: _("Who decides about %(what)s") % {"what": RightTopic(e.code).label},
    "team": lambda e: _("%(colleague)s, %(part)s") % {"colleague": e.text, "part": RoleName(e.code).label},
    "key_worker": lambda e: _("Key worker: %(colleague)s") % {"colleague": e.text},
    "hand_over": lambda e: _("Hand-over to %(colleague)s") % {"colleague": e.text},
    "development": lambda e: _("Growing and learning: assessment by %(examiner)s") % {"examiner": e.text},
    "told": lambda e: _("The mother heard the report"),
    "goal": lambda e: _("A goal: %(lane)s") % {"lane": GoalLane(e.code).label},
    "goal_stands": lambda e: _("A goal: %(how)s") % {"how": Standing(e.code).label},
    "goal_talk": lambda e: _("A goal, talked over"),
    "plan": lambda e: _("Our plan: %(lane)s") % {"lane": GoalLane(e.code).label},
    "plan_signed": lambda e: _("Our plan, signed by her: %(lane)s") % {"lane": GoalLane(e.code).label},
}
_DETAILS: dict[str, Callable[[Entry], str]] = {
    "contact": lambda e: e.text if e.also in (Reached.MET, Reached.TRIED) else _and(str(Reached(e.also).label), e.text),
    "state": lambda e: str(Because(e.also).label),
    "pattern": lambda e: e.text,
    "occasion": lambda e: str(ScoreSource(e.also).label) if e.code == OccasionState.DONE else "",
    "pregnancy": lambda e: str(PregnancyOutcome(e.code).label),
    "together": lambda e: str(DyadBegan(e.code).label),
    "involvement": lambda e: e.text,
    "hand_over": lambda e: str(WhyHandOver(e.code).label),
    "told": lambda e: str(ToldHow(e.code).label),
    "goal": lambda e: e.text,
    "goal_stands": lambda e: e.text,
    "goal_talk": lambda e: e.text,
    "plan": lambda e: e.text,
}
GOALS = frozenset({"goal", "goal_stands", "goal_talk"})
PLAN = frozenset({"plan", "plan_signed"})


# Kinds that have a page of their own.
_PAGES = {"contact": "contact", "development": "development", "told": "development"}


def _and(one: str, more: str) -> str:
    return f"{capfirst(one)}. {more}" if more else capfirst(one)


def _url(entry: Entry, family: uuid.UUID) -> str:
    """The page of its own that an entry has."""
    if entry.kind in GOALS:
        return reverse("goal", args=[family, entry.also])
    if entry.kind in PLAN:
        return reverse("shared_plan", args=[family])
    if entry.kind in _PAGES:
        return reverse(_PAGES[entry.kind], args=[family, entry.id])
    if (
        entry.kind == "occasion"
        and entry.lane == "dyad"
        and entry.also in (ScoreSource.CLINICIAN, ScoreSource.OBSERVED)
    ):
        return reverse("three_views", args=[family, entry.subject])
    answered = entry.kind == "occasion" and entry.code in (OccasionState.DONE, OccasionState.PARTLY)
    return reverse("answers", args=[family, entry.id]) if answered else ""


NO_CHANGES: Mapping[uuid.UUID, str] = {}


def told(entry: Entry, names: Names, family: uuid.UUID, changes: Mapping[uuid.UUID, str] = NO_CHANGES) -> Told:
    """An entry as it is read in the list. ``changes``: what an occasion says of a change since the first time."""
    title = _TITLES[entry.kind](entry)
    detail = _DETAILS[entry.kind](entry) if entry.kind in _DETAILS else ""
    lane = TOGETHER if entry.lane == "dyad" else entry.lane
    url = _url(entry, family)
    if entry.id in changes:
        detail = " ".join(filter(None, (f"{capfirst(detail)}." if detail else "", changes[entry.id])))
    return Told(
        on=entry.on,
        until=entry.until if entry.stretch else None,
        title=title,
        detail=detail,
        her_words=bool(detail) and (entry.kind in ("pattern", "plan") or entry.kind in GOALS),
        lane=lane,
        who=names.who(entry),
        kind=entry.kind,
        url=url,
        recorded_at=entry.recorded_at,
    )


def by_year(rows: Iterable[Told]) -> list[tuple[int, list[Told]]]:
    """Entries under the year in which they began, in the order given."""
    years: dict[int, list[Told]] = {}
    for row in rows:
        years.setdefault(row.on.year, []).append(row)
    return list(years.items())


def picture(entries: Iterable[Entry], names: Names, day: date, *, first: date | None = None, today: date) -> SafeString:
    """The three lanes drawn up to ``day``; nothing when there is nothing to draw.

    The picture begins with the first thing with a day, but not more than thirty years before ``day``.
    """
    drawn = [entry for entry in entries if entry.kind not in NOT_DRAWN and _lane(entry, names)]
    if not drawn:
        return SafeString("")
    start = first or max(min(entry.on for entry in drawn), day - timedelta(days=30 * 365))
    start = min(start, day - timedelta(days=60))
    titles: dict[tuple[str, ...], str] = {}
    labels = Labels(
        title=_("Timeline"),
        kinds=_kinds(),
        marked=frozenset({"birth", "welcome_back"}),
        today=today if today <= day else None,
    )
    end = day + timedelta(days=max(14, (day - start).days // 60))
    return timeline_svg(
        [_drawn(entry, names, titles) for entry in drawn],
        names.lanes({_lane(entry, names) for entry in drawn}),
        start,
        end,
        labels,
    )


def _lane(entry: Entry, names: Names) -> str:
    if entry.lane == "child":
        return f"child:{entry.subject}" if entry.subject in names.people else ""
    if entry.lane == "dyad":
        return TOGETHER if names.dyads else ""
    return "woman"


def _drawn(entry: Entry, names: Names, titles: dict[tuple[str, ...], str]) -> Moment | Stretch:
    """``titles`` remembers words already made: a long timeline says the same few things hundreds of times."""
    lane, same = _lane(entry, names), (entry.kind, entry.code, entry.also, entry.text)
    title = titles.get(same) or titles.setdefault(same, _TITLES[entry.kind](entry))
    if entry.kind == "together" and len(names.dyads) > 1:
        title = names.who(entry)
    if entry.stretch and entry.kind != "return":
        kind = "apart" if entry.kind == "living" and entry.code in ELSEWHERE else entry.kind
        return Stretch(lane, entry.on, entry.until, title, kind)
    return Moment(lane, entry.on, title, entry.kind)


def _kinds() -> dict[str, str]:
    """The legend."""
    return {
        "living": _("Where the child lives: with her mother, or together with her"),
        "apart": _("Where the child lives: elsewhere"),
        "legal": _("What the law says"),
        "involvement": _("Child welfare"),
        "pregnancy": _("Pregnancy"),
        "together": _("Belonging together"),
        "birth": _("Birth, or welcome back"),
    }
