"""When she has used, in words: whom somebody could meet, and one event step by step. Never a word against her."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May, decide
from alongside.calendars.models import Elsewhere
from alongside.care.models import UsedAnswer
from alongside.care.queries import PlanSeen, ToMeet, UsedSeen
from alongside.care.rules.used import FITTING
from alongside.care.terms import AskedFor, PlanKind, PlanStep, UsedState, UsedStep
from alongside.consent.models import DutyReport
from alongside.consent.terms import ReportStep
from alongside.pages.worker.days import Showing
from alongside.pages.worker.presented.words import day_words
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Category

# What is said to each step, as a choice of its form and on the page.
SAYS: dict[UsedStep, dict[UsedState, object]] = {
    UsedStep.MET: {
        UsedState.OPEN: gettext_lazy("Nobody is with her yet"),
        UsedState.DONE: gettext_lazy("Somebody is or was with her"),
        UsedState.LEAVE: gettext_lazy("She says: leave it to me"),
        UsedState.NOT_NEEDED: gettext_lazy("Not needed"),
    },
    UsedStep.CHILDREN: {
        UsedState.DONE: gettext_lazy("Somebody cared for them"),
        UsedState.NOT_NEEDED: gettext_lazy("Not needed: no child was there"),
        UsedState.RATHER_NOT: gettext_lazy("She would rather not say"),
    },
    UsedStep.TELL: {
        UsedState.NOTHING: gettext_lazy("Nothing has to be told"),
        UsedState.ASKING: gettext_lazy("We are asking whoever is on duty"),
        UsedState.MUST: gettext_lazy("Something has to be told: she hears it first"),
    },
    UsedStep.BESIDE: {
        UsedState.DONE: gettext_lazy("Somebody is beside her"),
        UsedState.NOT_NEEDED: gettext_lazy("Not needed: there is no visit"),
        UsedState.RATHER_NOT: gettext_lazy("She would rather go alone"),
    },
    UsedStep.HELPED: {
        UsedState.DONE: gettext_lazy("She says what helped"),
        UsedState.NOT_NEEDED: gettext_lazy("Not now"),
        UsedState.RATHER_NOT: gettext_lazy("She would rather not say"),
    },
}
LEADS: dict[UsedStep, object] = {
    UsedStep.MET: gettext_lazy("Today if she likes, where she likes. Being with her comes before writing."),
    UsedStep.CHILDREN: gettext_lazy("To remember together what kept them safe. It is hers; it is sent nowhere."),
    UsedStep.TELL: gettext_lazy(
        "Using is no reason by itself. What has to be told is told to her first, and with her."
    ),
    UsedStep.BESIDE: gettext_lazy("A visit, a court, a call: nobody has to go there alone."),
    UsedStep.HELPED: gettext_lazy("In her words. It is offered again another time, and put nowhere by itself."),
}


def choices(step: UsedStep) -> list[tuple[str, object]]:
    """What can be said to a step: (code, words)."""
    return [(state.value, SAYS[step][state]) for state in FITTING[step]]


@dataclass(frozen=True)
class MeetShown:
    """Somebody could be with her: whom, what she said or asked for, and where to go on."""

    name: str
    said: str
    her_words: str
    url: str
    answers: tuple[tuple[str, str], ...]


def to_meet(rows: Iterable[ToMeet], names: Mapping[uuid.UUID, str], me: Me, today: date) -> list[MeetShown]:
    """Lines of a first page and of a family's page. ``names``: how each family's woman is called."""
    return [
        MeetShown(
            names.get(row.family) or _("No name given"),
            _told(row, today),
            row.her_words,
            reverse("used", args=[row.family, row.event]) if row.event else reverse("family", args=[row.family]),
            _answers(row, me),
        )
        for row in rows
    ]


def _told(row: ToMeet, today: date) -> str:
    if row.ask:
        asked = {"what": AskedFor(row.wants).label, "day": day_words(row.on, today)}
        return _("She asks for this: %(what)s (%(day)s)") % asked
    if row.on == today:
        return _("She told us today: nobody has met her yet")
    return _("She told us (%(day)s): nobody has met her yet") % {"day": day_words(row.on, today)}


def _answers(row: ToMeet, me: Me) -> tuple[tuple[str, str], ...]:
    if not (decide(me, May.WRITE_IN_FAMILY) and me.may_write(Category.SUD)):
        return ()
    if row.ask:
        there = (reverse("asked_today_answer", args=[row.family, row.ask]), _("Somebody was with her"))
        return there, (reverse("used_begin", args=[row.family, row.woman]), _("She told us she used"))
    assert row.event is not None  # it is the one or the other
    return ((reverse("used_step", args=[row.family, row.event, UsedStep.MET]), _("Write it down")),)


@dataclass(frozen=True)
class AnswerShown:
    """What somebody wrote to a step."""

    said: str
    on: date
    words: str
    place: str
    colleague: str
    note_url: str
    by: str


@dataclass(frozen=True)
class StepShown:
    """One step: how it stands, what was said before, and where it is written."""

    code: str
    title: str
    lead: str
    now: AnswerShown | None
    earlier: tuple[AnswerShown, ...]
    write_url: str


def who(seen: UsedSeen) -> set[uuid.UUID]:
    """Whoever wrote something of it."""
    return {row.recorded_by for held in seen.answers.values() for row in held} | {seen.event.recorded_by}


def steps(seen: UsedSeen, names: Mapping[uuid.UUID, str], me: Me, *, today: bool) -> list[StepShown]:
    """Each step, in the usual order; any of them may stay as it is."""
    writes = today and decide(me, May.WRITE_IN_FAMILY) and me.may_write(Category.SUD)
    found = []
    for step in UsedStep:
        said = [_answer(row, names) for row in seen.answers.get(step, ())]
        url = reverse("used_step", args=[seen.event.family_id, seen.event.pk, step.value]) if writes else ""
        title, lead = str(step.label), str(LEADS[step])
        found.append(StepShown(step.value, title, lead, said[-1] if said else None, tuple(said[-2::-1]), url))
    return found


def _answer(row: UsedAnswer, names: Mapping[uuid.UUID, str]) -> AnswerShown:
    # A note that is not for the asker is not there, and nothing says that there is one.
    note = reverse("contact", args=[row.family_id, row.contact_id]) if row.contact is not None else ""
    return AnswerShown(
        str(SAYS[UsedStep(row.step)][UsedState(row.state)]), row.on, row.words, row.place,
        row.colleague.name if row.colleague else "", note, names.get(row.recorded_by, _("a colleague")),
    )  # fmt: skip


CHILDREN_STEPS = (PlanStep.CHILD_WHO, PlanStep.CHILD_REACH, PlanStep.CHILD_CALL)


def from_her_plan(plans: Iterable[PlanSeen]) -> list[tuple[str, str]]:
    """Who cares for her child if she uses, as she planned it: (question, her words)."""
    return [
        (str(step.label), row.words.said[step.value])
        for row in plans
        if row.plan.kind == PlanKind.CHILD_CARE and not row.ended
        for step in CHILDREN_STEPS
        if row.words.said.get(step.value)
    ]


@dataclass(frozen=True)
class VisitShown:
    """An appointment to come, and who of us goes along."""

    what: str
    begins: object
    place: str
    goes_along: str
    url: str


def visits(rows: Iterable[Elsewhere]) -> list[VisitShown]:
    """What lies ahead elsewhere, where somebody can be beside her."""
    return [
        VisitShown(
            row.what, row.during.lower, row.place, row.goes_along.name if row.goes_along else "",
            reverse("appointment_right", args=[row.family_id, row.pk]),
        )
        for row in rows
        if row.off_at is None
    ]  # fmt: skip


@dataclass(frozen=True)
class TellingShown:
    """The worry in which it is weighed what has to be told: whether she heard it first."""

    url: str
    told_on: date | None
    reported: bool


def telling(report: DutyReport | None, showing: Showing) -> TellingShown | None:
    """As its steps said on the day that is shown; ``None`` where there is none for the asker."""
    if report is None:
        return None
    rows = [row for row in report.steps.all() if showing.had(row, row.on)]
    told = [row.on for row in rows if row.step == ReportStep.TOLD_HER]
    return TellingShown(
        reverse("worry", args=[report.family_id, report.pk]), told[0] if told else None,
        any(row.step == ReportStep.REPORTED for row in rows),
    )  # fmt: skip
