"""Expecting: a pregnancy, its due dates, what it met, and what came of it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.families import actions as families
from alongside.families import queries, rules
from alongside.families.terms import Certainty, DueDateMethod, SecondLook
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import (
    HOW_WE_KNOW,
    choose,
    day,
    line,
    number,
    today,
)
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
from alongside.recordkeeping.terms import Source
from alongside.safekeeping.terms import Category


def second_look(checked: Any) -> list[Any]:
    """What a rule would like somebody to look at once more, in words."""
    return [SecondLook(code).label for code in checked.warnings] if checked else []


class PregnancyForm(CalmForm):
    """How many, about when, and how that is known. No test, no question about use."""

    whys: ClassVar = {"due_on": gettext_lazy("So that we can be there in time. A rough day is fine.")}
    expected_children = number(gettext_lazy("How many children?"), least=1, most=8, initial=1)
    due_on = day(gettext_lazy("About when?"))
    method = choose(gettext_lazy("How is that known?"), DueDateMethod.choices, initial=DueDateMethod.HER_ESTIMATE)


@writing(May.WRITE_IN_FAMILY)
def pregnancy_add(request: HttpRequest, family: uuid.UUID, woman: uuid.UUID) -> HttpResponse:
    """She is pregnant; each expected child has a place with us from today."""
    may_write(request, Category.REPRODUCTIVE_STI, Category.CHILD_HEALTH_DEV)
    mother = finding.woman(family, woman)

    def do(given: Given) -> Any:
        return families.record_pregnancy(
            woman=mother,
            expected_children=given["expected_children"] or 1,
            due_on=given["due_on"],
            method=given["method"],
            **stamp(request),
        )

    return handle(
        request,
        PregnancyForm(request.POST or None),
        do,
        file=family,
        subject=woman,
        heading=_("She is expecting"),
        about=mother.person,
        look=_look_at_due,
        lead=_("Nobody outside is told about a pregnancy. There is no notice to anybody."),
    )


def _look_at_due(given: Given) -> list[Any]:
    return second_look(rules.check_due(due_on=given["due_on"], on=today())) if given["due_on"] else []


class DueDateForm(CalmForm):
    """The newest due date counts; the earlier ones stay."""

    due_on = day(gettext_lazy("The due date now"), required=True)
    method = choose(gettext_lazy("How is that known?"), DueDateMethod.choices, initial=DueDateMethod.ULTRASOUND)


@writing(May.WRITE_IN_FAMILY)
def due_date(request: HttpRequest, family: uuid.UUID, pregnancy: uuid.UUID) -> HttpResponse:
    """A revised due date."""
    may_write(request, Category.REPRODUCTIVE_STI)
    found = finding.pregnancy(family, pregnancy)
    form = DueDateForm(request.POST or None, initial={"due_on": found.due_on})
    return handle(
        request,
        form,
        lambda given: families.revise_due_date(
            pregnancy=found, due_on=given["due_on"], method=given["method"], **stamp(request)
        ),
        file=family,
        subject=found.woman_id,
        heading=_("Due date"),
        look=_look_at_due,
        lead=_("Earlier due dates are kept as they were."),
        earlier=list(queries.due_dates_of(found)),
        template="worker/writing/due_date.html",
    )


class ExposureForm(CalmForm):
    """What she tells about this pregnancy, in her words. There is no question about tests."""

    whys: ClassVar = {
        "substance": gettext_lazy(
            "Only so that she and her baby get the care that fits. She decides whether to say anything."
        )
    }
    substance = line(gettext_lazy("What it was, in her words"), required=True)
    period = line(gettext_lazy("When in the pregnancy"))
    route = line(gettext_lazy("How"))
    source = choose(gettext_lazy("Who told us"), HOW_WE_KNOW, initial=Source.HERSELF)
    certainty = choose(gettext_lazy("How sure is this"), Certainty.choices, initial=Certainty.CERTAIN)


@writing(May.WRITE_IN_FAMILY)
def exposure(request: HttpRequest, family: uuid.UUID, pregnancy: uuid.UUID) -> HttpResponse:
    """What the pregnancy met. It belongs to the pregnancy: in no child's record, in no report; she can see it."""
    may_write(request, Category.SUD)
    found = finding.pregnancy(family, pregnancy)

    def do(given: Given) -> Any:
        told = {k: given[k] for k in ("substance", "period", "route", "source", "certainty")}
        return families.record_exposure(pregnancy=found, **told, **stamp(request))

    return handle(
        request,
        ExposureForm(request.POST or None),
        do,
        file=family,
        subject=found.woman_id,
        heading=_("What the pregnancy met"),
        listed_heading=_("What she told"),
        listed=[
            (row.substance, reverse("exposure_take_back", args=[family, row.id]), _("Take back"))
            for row in queries.exposures_of(found)
        ],
        seen_by=_("she herself, and those on her team whose part it is"),
        lead=_(
            "She can see this. It belongs to the pregnancy, not to the child: it is in no child’s record and in no"
            " report unless she says so."
        ),
    )
