"""Two people changed the same thing: both versions side by side, until somebody chooses. Neither is ever lost."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.dateparse import parse_date, parse_time
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.assessment import actions as development
from alongside.assessment import queries as assessment
from alongside.assessment.actions import moving
from alongside.assessment.terms import Domain
from alongside.families import actions as families
from alongside.families import queries
from alongside.pages.design.conflicts import side_by_side
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding, goal_versions, lane_versions, letter_versions, plan_versions
from alongside.pages.worker.writing.development import TEXTS, DomainForm, ReportForm, occasions_of
from alongside.pages.worker.writing.files import NameForm, WhyForm
from alongside.pages.worker.writing.handling import (
    base_version,
    handle,
    may_write,
    or_two_versions,
    stamp,
    writing,
)
from alongside.pages.worker.writing.people import LISTS, PersonForm, initial_of
from alongside.pages.worker.writing.prenatal import CARE, PrenatalForm
from alongside.pages.worker.writing.reaching import PLAN, PlanForm, way_in_words
from alongside.recordkeeping import actions as recordkeeping
from alongside.recordkeeping import queries as kept
from alongside.safekeeping.terms import Category

Answers = list[tuple[str, str]]


class Choice(CalmForm):
    """Nothing to fill in: one of two buttons."""

    versioned = True


@writing(May.WRITE_IN_FAMILY)
def two_versions(request: HttpRequest, family: uuid.UUID, aside: uuid.UUID) -> HttpResponse:
    """What is there now and what was written meanwhile; somebody chooses what stands."""
    may_write(request, Category.CONTACT)
    mine = kept.set_aside_in(family).get(pk=aside)
    if mine.about not in ABOUT:
        raise Http404
    case = ABOUT[mine.about](family, mine)
    form = Choice(request.POST or None, version=case.version)

    def do(given: Any) -> Any:
        base = base_version(given, case.version)
        saved = case.use(base, **stamp(request)) if request.POST.get("choose") == "yours" else None
        recordkeeping.settle(aside=mine, **stamp(request))
        return saved

    names = accounts.names({mine.recorded_by})
    return handle(
        request,
        form,
        do,
        file=family,
        subject=mine.subject,
        done=or_two_versions(family),
        heading=case.heading,
        rows=side_by_side(case.yours, dict(case.theirs)),
        wrote=names.get(mine.recorded_by, ""),
        wrote_at=mine.recorded_at,
        template="worker/writing/two_versions.html",
    )


class _Person:
    """Names, days and languages of somebody."""

    def __init__(self, family: uuid.UUID, aside: Any) -> None:
        self.person = finding.person(family, aside.target)
        self.written, self.version, self.heading = aside.written, self.person.version, _("About this person")
        now = initial_of(self.person)
        shown = now | self.written
        shown |= {name: ", ".join(self.written[name]) for name in LISTS if name in self.written}
        self.yours, self.theirs = _asked(self.person, shown), _asked(self.person, now)

    def use(self, base: int, **who: Any) -> Any:
        """What was written stands from now on."""
        days = {
            name: parse_date(self.written[name]) if self.written[name] else None
            for name in ("born_on", "died_on")
            if name in self.written
        }
        return moving.change_person(person=self.person, base_version=base, values=self.written | days, **who)


def _asked(person: Any, answers: dict[str, Any]) -> Answers:
    return PersonForm(initial=answers, died=person.died_on).answers()


class _Plan:
    """Her plan for being reached."""

    def __init__(self, family: uuid.UUID, aside: Any) -> None:
        self.woman = finding.woman(family, aside.subject)
        now = queries.safe_contact_of(self.woman)
        self.written, self.version, self.heading = (
            aside.written,
            now.version if now else 0,
            _("How it is safe to reach her"),
        )
        current = {name: getattr(now, name) for name in PLAN} if now else {}
        ways = [SimpleNamespace(**way) for way in self.written.get("ways", [])]
        self.yours = self._shown(self.written, ways)
        self.theirs = self._shown(current, now.ways.all() if now else [])

    @staticmethod
    def _shown(plan: Any, ways: Any) -> Answers:
        initial = {name: plan.get(name, "") for name in PLAN}
        return [(_("Ways"), "\n".join(way_in_words(way) for way in ways)), *PlanForm(initial=initial).answers()]

    def use(self, base: int, **who: Any) -> Any:
        """What was written stands from now on."""
        plan = {name: self.written[name] for name in PLAN if name in self.written}
        if isinstance(plan.get("checked_on"), str):
            plan["checked_on"] = parse_date(plan["checked_on"])
        hours = ("from_hour", "to_hour")
        ways = [
            way | {h: parse_time(way[h]) if way.get(h) else None for h in hours} for way in self.written.get("ways", [])
        ]
        return families.save_safe_contact(woman=self.woman, base_version=base, plan=plan, ways=ways, **who)


class _Pregnancy:
    """Care before birth."""

    def __init__(self, family: uuid.UUID, aside: Any) -> None:
        self.pregnancy = finding.pregnancy(family, aside.target)
        self.written, self.version, self.heading = aside.written, self.pregnancy.version, _("Care before birth")
        now = {name: getattr(self.pregnancy, name) for name in CARE}
        self.yours = PrenatalForm(initial=now | self.written).answers()
        self.theirs = PrenatalForm(initial=now).answers()

    def use(self, base: int, **who: Any) -> Any:
        """What was written stands from now on."""
        return families.change_pregnancy(pregnancy=self.pregnancy, base_version=base, values=self.written, **who)


class _Why:
    """Why she comes."""

    def __init__(self, family: uuid.UUID, aside: Any) -> None:
        self.woman = finding.woman(family, aside.target)
        self.written, self.version, self.heading = aside.written, self.woman.version, _("Why she comes")
        self.yours = WhyForm(initial=self.written).answers()
        self.theirs = WhyForm(initial={"her_why": self.woman.her_why}).answers()

    def use(self, base: int, **who: Any) -> Any:
        """What was written stands from now on."""
        return families.change_why(woman=self.woman, base_version=base, **self.written, **who)


class _FileName:
    """What she calls her family."""

    def __init__(self, family: uuid.UUID, aside: Any) -> None:
        self.family = finding.family(family)
        self.written, self.version, self.heading = aside.written, self.family.version, _("What she calls her family")
        self.yours = NameForm(initial=self.written).answers()
        self.theirs = NameForm(initial={"name": self.family.name}).answers()

    def use(self, base: int, **who: Any) -> Any:
        """What was written stands from now on."""
        return families.rename_family(family=self.family, base_version=base, **self.written, **who)


class _Development:
    """A child's developmental assessment: its texts, and one side of it."""

    def __init__(self, family: uuid.UUID, aside: Any) -> None:
        self.found = assessment.assessment(family, aside.target)
        self.written, self.version = aside.written, self.found.version
        self.heading = _("How the child is growing and learning")
        texts = {name: self.written[name] for name in TEXTS if name in self.written}
        now = {name: getattr(self.found, name) for name in texts}
        self.yours, self.theirs = _answers(ReportForm, texts), _answers(ReportForm, now)
        stands = assessment.domains_of(self.found)
        choices = occasions_of(family, self.found.subject)
        for code, told in self.written.get("domains", {}).items():
            title = capfirst(str(Domain(code).label))
            self.yours += _side(title, told, choices)
            self.theirs += _side(title, stands.get(code, {}), choices)

    def use(self, base: int, **who: Any) -> Any:
        """What was written stands from now on."""
        values = {name: self.written[name] for name in TEXTS if name in self.written}
        return development.change_assessment(
            assessment=self.found, base_version=base, values=values, domains=self.written.get("domains") or None, **who
        )


def _answers(form: Any, values: dict[str, Any]) -> Answers:
    asked = form(initial=values)
    for name in [name for name in asked.fields if name not in values]:
        del asked.fields[name]
    return asked.answers()


def _side(title: str, told: Any, choices: Any) -> Answers:
    form = DomainForm(initial={name: str(value or "") for name, value in told.items()}, occasions=choices)
    return [(f"{title}: {label}", text) for label, text in form.answers()]


ABOUT: dict[str, Any] = {
    "assessment.developmentalassessment": _Development,
    "care.laneversion": lane_versions.Said,
    "care.safetyplan": plan_versions.Words,
    "consent.letter": letter_versions.WithHer,
    "consent.letterpart": letter_versions.Part,
    "families.person": _Person,
    "families.safe_contact": _Plan,
    "families.pregnancy": _Pregnancy,
    "families.woman": _Why,
    "families.family": _FileName,
    "goals.goal": goal_versions.Said,
}
