"""Questions and answers in words, as the team reads them. An answer is an answer, never a mark on a person."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _

from alongside.access.policy import May, decide
from alongside.access.scope import File
from alongside.assessment import queries as assessment
from alongside.assessment.models import Answer, MeasureChoice, Occasion, OccasionStep, Sitting
from alongside.assessment.terms import AnswerStanding, Feeling, Mode, OccasionState
from alongside.instruments import queries as instruments
from alongside.instruments.rules import Definition
from alongside.pages.design.days import date_format
from alongside.pages.worker.presented.doing import Doing
from alongside.pages.worker.presented.story import Names
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Category

Titles = Mapping[str, str]


@dataclass(frozen=True)
class OpenShown:
    """A measure that can still be answered: (address, words) of what can be said about it."""

    title: str
    whom: str
    state: str
    on: date
    doing: list[tuple[str, str]]


@dataclass(frozen=True)
class AnsweredShown:
    """A measure that was answered, or part of it."""

    title: str
    whom: str
    on: str
    state: str
    how: str
    url: str


@dataclass(frozen=True)
class AnswerShown:
    """One question with the answer that stands; ``earlier``: what stood before, newest first, with its day; ``late``:
    what came when the questions had closed, and when. It never stands."""

    text: str
    answer: str
    corrected: bool
    earlier: list[tuple[str, date]]
    late: list[tuple[str, datetime]]
    url: str


def titles() -> dict[str, str]:
    """What each measure is called."""
    return {each.terms.code: each.terms.title for each in instruments.catalogue()}


def whom(subject: uuid.UUID, called: Names) -> str:
    """Whom a measure is about."""
    return called.people.get(subject) or called.dyads.get(subject, "")


def lying_open(row: Occasion, called: Names, titles: Titles, me: Me) -> OpenShown:
    """One line of what lies open."""
    may = decide(me, May.WRITE_IN_FAMILY) and me.may_write(row.category)
    to = {"measure_later": _("Later"), "measure_not_wanted": _("She would rather not")}
    doing = [(reverse(name, args=[row.family_id, row.id]), words) for name, words in to.items()] if may else []
    state = OccasionState(row.state).label
    return OpenShown(titles.get(row.instrument, row.instrument), whom(row.subject, called), str(state), row.on, doing)


def going_on(rows: Iterable[Occasion]) -> list[tuple[str, str, str]]:
    """Sittings that have not ended: (how, where to go on in one's own session, where to end the device)."""
    sittings: dict[uuid.UUID, Sitting] = {}
    for row in rows:
        if row.sitting is not None and row.sitting.ended_at is None:
            sittings[row.sitting.id] = row.sitting
    return [
        (
            str(Mode(each.mode).label),
            reverse("asked_begin", args=[each.family_id, each.id]),
            reverse("asked_give_back", args=[each.family_id, each.id]),
        )
        for each in sittings.values()
    ]


def answered(row: Occasion, called: Names, titles: Titles) -> AnsweredShown:
    """One line of what was answered."""
    state = "" if row.state == OccasionState.DONE else str(OccasionState(row.state).label)
    if row.begun_anew_id is not None:
        state = _("left unfinished, begun anew later")
    return AnsweredShown(
        titles.get(row.instrument, row.instrument), whom(row.subject, called), days(row), state,
        str(Mode(row.mode).label), reverse("answers", args=[row.family_id, row.id]),
    )  # fmt: skip


def choices(rows: Mapping[str, MeasureChoice], titles: Titles) -> list[tuple[str, str, str]]:
    """What she said to being asked: (measure, yes or rather not, her words)."""
    said = [(titles.get(code, code), row.wants, row.her_words) for code, row in rows.items()]
    return [(title, _("yes") if wants else _("rather not"), words) for title, wants, words in sorted(said)]


def doing(me: Me, file: File, lying: bool) -> list[Doing]:
    """What can be begun from here."""
    if not (decide(me, May.WRITE_IN_FAMILY) and file.knows_her and me.may_write(Category.SERVICE_USE)):
        return []
    found = [Doing(reverse("measures_offer", args=[file.id]), _("Offer questions"), "plus")]
    if lying:
        found.insert(0, Doing(reverse("sitting_begin", args=[file.id]), _("Begin with her"), "speech"))
        found.append(Doing(reverse("letter_make", args=[file.id]), _("Questions by post")))
    found.append(Doing(reverse("letter_back", args=[file.id]), _("A letter came back")))
    return [*found, Doing(reverse("result_choose", args=[file.id]), _("Enter a result from a form"))]


def occasion(row: Occasion, called: Names, me: Me) -> dict[str, Any]:
    """One occasion with its answers, its steps, its notice."""
    versions: dict[str, list[Answer]] = {}
    for answer in assessment.versions_of(row.id):
        versions.setdefault(answer.item, []).append(answer)
    terms, notice = None, ""
    if row.definition_id is not None:
        terms, shown = instruments.to_ask(row.definition_id)
        notice = shown.notice
    closed = row.state in (OccasionState.DONE, OccasionState.PARTLY) and not _goes_on(row)
    may = closed and bool(decide(me, May.WRITE_IN_FAMILY)) and me.may_write(row.category)
    answers = _answers(row, terms, versions, may) if terms else []
    return {
        "title": terms.title if terms else row.instrument,
        "whom": whom(row.subject, called),
        "row": row,
        "state": str(OccasionState(row.state).label),
        "how": str(Mode(row.mode).label),
        "language": terms.language if terms else "",
        "answers": answers,
        "late": any(each.late for each in answers),
        "days": days(row),
        "anew_on": row.begun_anew.on if row.begun_anew else None,
        "anew_url": reverse("answers", args=[row.family_id, row.begun_anew_id]) if row.begun_anew_id else "",
        "steps": [_step(step) for step in assessment.steps_of([row.id])],
        "notice": notice,
        "hers": row.mode != Mode.RESULT,
    }


def days(row: Occasion) -> str:
    """The day it was answered on, or from which day to which."""
    last = date_format(row.on)
    if row.answered_from is None:
        return last
    return _("%(first)s to %(last)s") % {"first": date_format(row.answered_from), "last": last}


def she_would_like(sitting: Sitting | None) -> str:
    """What she said after the questions of the past day, when it asks for somebody."""
    return str(Feeling(sitting.after).label) if sitting is not None else ""


def _goes_on(row: Occasion) -> bool:
    return row.sitting is not None and row.sitting.ended_at is None


def _answers(row: Occasion, terms: Definition, versions: Mapping[str, list[Answer]], may: bool) -> list[AnswerShown]:
    """Every question of the measure; one without an answer was not asked, or left out. A total alone has none."""
    if not versions and row.total is not None:
        return []
    [asked] = assessment.asked([row]) or [None]
    now = asked.items if asked else []
    items = [*dict.fromkeys([*now, *(i for i in terms.every_item if i in versions)])]
    # What is left out by an earlier answer can be taken back, and is not asked.
    stands = asked.rows if asked else {}
    return [
        _answer(row, terms, item, versions.get(item, []), may and (item in now or item in stands)) for item in items
    ]


def _answer(row: Occasion, terms: Definition, item: str, versions: list[Answer], may: bool) -> AnswerShown:
    stands = next((each for each in versions if each.superseded_at is None), None)
    before = [each for each in versions if each is not stands and not each.late]
    earlier = [(words(terms, each), timezone.localdate(each.recorded_at)) for each in before]
    late = [(words(terms, each), each.recorded_at) for each in versions if each.late]
    url = reverse("answer_correct", args=[row.family_id, row.id, item]) if may else ""
    text = terms.item(item).text or _("Question %(id)s") % {"id": item}
    said = words(terms, stands) if stands else ""
    return AnswerShown(text, said, bool(stands and stands.she_corrected), earlier, late, url)


def words(terms: Definition, answer: Answer) -> str:
    """An answer as it was given: the words of the option and what is stored for it."""
    if answer.standing == AnswerStanding.PREFER_NOT:
        return _("she would rather not say: her choice")
    if answer.standing != AnswerStanding.ANSWERED:
        return str(AnswerStanding(answer.standing).label)
    value = assessment.standing([answer]).get(answer.item)
    for each, label in terms.item(answer.item).options:
        if each == value:
            return f"{label} ({each})" if label and label != str(each) else str(each)
    return str(localize(value))


def _step(row: OccasionStep) -> tuple[date, str, str]:
    return row.on, str(OccasionState(row.state).label), row.words
