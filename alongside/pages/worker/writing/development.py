"""A child's developmental assessment: write it down, read it to the mother. (Copies: ``development_copies``.)"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.assessment import actions, queries
from alongside.assessment.models import DevelopmentalAssessment
from alongside.assessment.terms import Domain, OccasionState, ToldHow, WhyWithoutHer
from alongside.pages.design.days import date_format
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import choose, line, past_day, pick, words
from alongside.pages.worker.writing.handling import (
    Given,
    base_version,
    handle,
    may_write,
    stamp,
    was_set_aside,
    writing,
)
from alongside.safekeeping.terms import Ability, Category

TEXTS = ("examiner", "examiner_is", "strengths", "needs", "recommendations", "her_view")


class ReportForm(CalmForm):
    """Strengths come first and are the one text that is needed."""

    versioned = True
    whys: ClassVar = {
        "strengths": gettext_lazy("Every report begins with what the child can do and enjoys, in every copy of it.")
    }
    examiner = line(gettext_lazy("Who examined the child"), required=True)
    examiner_is = line(
        gettext_lazy("Profession"), help_text=gettext_lazy("For example “psychologist”, “occupational therapist”.")
    )
    strengths = words(gettext_lazy("What the child can do and enjoys"), rows=5, required=True)
    needs = words(gettext_lazy("What is still hard, or needs support"), rows=4)
    recommendations = words(gettext_lazy("What would help"), rows=4)
    her_view = words(
        gettext_lazy("How the mother sees it, in her words"),
        rows=3,
        help_text=gettext_lazy("It stands in her report. In a copy for somebody else only when she wants that."),
    )


class NewReportForm(ReportForm):
    """With the day, which is not changed afterwards: both ages hang on it."""

    on = past_day(gettext_lazy("The day of the assessment"))
    field_order = ("on", *TEXTS)


class DomainForm(CalmForm):
    """One side of the child's development."""

    versioned = True
    strengths = words(gettext_lazy("What the child can do"), rows=4)
    needs = words(gettext_lazy("What is still hard, or needs support"), rows=4)
    tool = line(gettext_lazy("How it was seen"), help_text=gettext_lazy("For example “Bayley-4” or “watched at play”."))
    occasion = pick(gettext_lazy("A measure that belongs to it"))

    def __init__(self, *args: Any, occasions: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if occasions:
            self.fields["occasion"].choices = [("", _("None")), *occasions]
        else:
            del self.fields["occasion"]


class TellForm(CalmForm):
    """When and how she heard it, and what she said."""

    versioned = True
    told_on = past_day(gettext_lazy("The day on which she heard it"))
    told_how = choose(gettext_lazy("How"), ToldHow.choices, initial=ToldHow.IN_PERSON)
    her_view = words(gettext_lazy("How she sees it, in her words"), rows=4)


class WithoutForm(CalmForm):
    """Why it goes on although she has not heard it; what was tried."""

    why = choose(gettext_lazy("What holds it up"), WhyWithoutHer.choices)
    tried = words(gettext_lazy("What was tried so that she hears it first"), rows=4, required=True)
    on = past_day(gettext_lazy("The day of this decision"))


def _found(family: uuid.UUID, id: uuid.UUID) -> DevelopmentalAssessment:
    found = queries.assessment(family, id)
    finding.child(family, found.subject)
    return found


def _to(found: DevelopmentalAssessment) -> str:
    return reverse("development", args=[found.family_id, found.pk])


def _saved(family: uuid.UUID) -> Any:
    """Where to go after a change: both versions side by side when a colleague was quicker, else the report."""
    return lambda thing: reverse("two_versions", args=[family, thing.id]) if was_set_aside(thing) else _to(thing)


@writing(May.WRITE_IN_FAMILY)
def development_add(request: HttpRequest, family: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """A new assessment of a child."""
    may_write(request, Category.CHILD_HEALTH_DEV)
    found = finding.child(family, child)
    return handle(
        request,
        NewReportForm(request.POST or None),
        lambda given: actions.record_assessment(
            child=found, on=given["on"], **{name: given[name] for name in TEXTS}, **stamp(request)
        ),
        file=family,
        subject=child,
        done=_to,
        back=reverse("developments", args=[family, child]),
        heading=_("How the child is growing and learning"),
        about=found.person,
        lead=_("Each side of development can be written about afterwards. The mother hears the report first."),
    )


@writing(May.WRITE_IN_FAMILY)
def development_change(request: HttpRequest, family: uuid.UUID, assessment: uuid.UUID) -> HttpResponse:
    """Change a report. When the mother has heard it, she hears the change before anybody else."""
    may_write(request, Category.CHILD_HEALTH_DEV)
    found = _found(family, assessment)
    form = ReportForm(
        request.POST or None, version=found.version, initial={name: getattr(found, name) for name in TEXTS}
    )

    def do(given: Given) -> Any:
        return actions.change_assessment(
            assessment=found, base_version=base_version(given, found.version),
            values={name: given[name] for name in TEXTS}, **stamp(request),
        )  # fmt: skip

    return handle(
        request, form, do, file=family, subject=found.subject, done=_saved(family), back=_to(found),
        heading=_("Change the report"), lead=_heard(found),
    )  # fmt: skip


@writing(May.WRITE_IN_FAMILY)
def development_domain(request: HttpRequest, family: uuid.UUID, assessment: uuid.UUID, domain: str) -> HttpResponse:
    """One side of development: what the child can do, what is hard, how it was seen."""
    may_write(request, Category.CHILD_HEALTH_DEV)
    if domain not in Domain.values:
        raise Http404
    found = _found(family, assessment)
    stands = queries.domains_of(found).get(domain, {})
    form = DomainForm(
        request.POST or None, version=found.version, occasions=occasions_of(family, found.subject),
        initial={name: str(value or "") for name, value in stands.items()},
    )  # fmt: skip

    def do(given: Given) -> Any:
        told = {"occasion": stands.get("occasion"), **{name: given[name] for name in form.fields if name in OF_DOMAIN}}
        return actions.change_assessment(
            assessment=found, base_version=base_version(given, found.version), values={}, domains={domain: told},
            **stamp(request),
        )  # fmt: skip

    return handle(
        request, form, do, file=family, subject=found.subject, done=_saved(family), back=_to(found),
        heading=capfirst(str(Domain(domain).label)), lead=_heard(found),
    )  # fmt: skip


OF_DOMAIN = ("strengths", "needs", "tool", "occasion")


def occasions_of(family: uuid.UUID, child: uuid.UUID) -> list[tuple[str, str]]:
    """Measures of this child that were done, the newest first, as a choice."""
    done = queries.occasions_of(family).filter(subject=child, state=OccasionState.DONE)[:40]
    return [(str(each.pk), f"{each.instrument}, {date_format(each.on)}") for each in done]


def _heard(found: DevelopmentalAssessment) -> str:
    if found.told_on is None:
        return ""
    return _(
        "The mother heard this report on %(day)s. When you change what is in it, she hears it again before any copy"
        " goes."
    ) % {"day": date_format(found.told_on)}


@writing(May.WRITE_IN_FAMILY)
def development_tell(request: HttpRequest, family: uuid.UUID, assessment: uuid.UUID) -> HttpResponse:
    """She has heard it: from now on copies can go."""
    may_write(request, Category.CHILD_HEALTH_DEV)
    found = _found(family, assessment)
    form = TellForm(request.POST or None, version=found.version, initial={"her_view": found.her_view})

    def do(given: Given) -> Any:
        return actions.tell_mother(
            assessment=found, base_version=base_version(given, found.version), on=given["told_on"],
            how=given["told_how"], her_view=given["her_view"], **stamp(request),
        )  # fmt: skip

    return handle(
        request, form, do, file=family, subject=found.subject, done=_to, back=_to(found),
        heading=_("She has heard it"),
        lead=_("In person comes first. By video or phone only when she wished it so."),
    )  # fmt: skip


@writing(May.WRITE_IN_FAMILY)
def development_without(request: HttpRequest, family: uuid.UUID, assessment: uuid.UUID) -> HttpResponse:
    """Whoever leads decides, with what was tried, that the report goes on although she has not heard it."""
    may_write(request, Category.CHILD_HEALTH_DEV)
    if not request.me.can(Ability.ARRANGE_TEAMS):
        raise Http404
    found = _found(family, assessment)

    def do(given: Given) -> Any:
        actions.go_on_without_her(
            assessment=found, on=given["on"], why=given["why"], tried=given["tried"], **stamp(request)
        )
        return found

    return handle(
        request, WithoutForm(request.POST or None), do, file=family, subject=found.subject, done=_to, back=_to(found),
        heading=_("She cannot hear it first"),
        lead=_(
            "You decide this, and it is written down with your name. It does not say that she was told: tell her as"
            " soon as you can."
        ),
    )  # fmt: skip
