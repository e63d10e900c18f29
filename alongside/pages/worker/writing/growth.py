"""What a child weighs and measures on a day, and putting it right."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.assessment import actions, queries
from alongside.assessment.rules import growth as rules
from alongside.assessment.terms import Position
from alongside.families.models import Child
from alongside.pages.design.days import date_format
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented.growing import WHAT
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import choose, line, past_day
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category


class GrowthForm(CalmForm):
    """As many of the three as were measured."""

    on = past_day(gettext_lazy("The day"))
    weight = line(gettext_lazy("Weight in kilograms"), longest=12, help_text=gettext_lazy("For example 9.4"))
    length = line(gettext_lazy("Length or height in centimetres"), longest=12)
    position = choose(gettext_lazy("How length or height was taken"), Position.choices, required=False)
    head = line(gettext_lazy("Head circumference in centimetres"), longest=12)


class CorrectForm(CalmForm):
    """The right number; nothing takes it back."""

    value = line(
        gettext_lazy("The right number"), longest=12, help_text=gettext_lazy("Leave it empty to take it back.")
    )
    position = choose(gettext_lazy("How length or height was taken"), Position.choices, required=False)

    def __init__(self, *args: Any, measured: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if measured != rules.LENGTH:
            del self.fields["position"]


def _far_from_usual(child: Child, given: Given, measured: dict[str, Any]) -> list[Any]:
    """What lies so far out that it is asked about once; it can be right, and is saved when it is."""
    born_on = child.person.born_on
    chart = rules.chart_for(child.sex)
    if born_on is None or not chart or given["on"] < born_on:
        return []
    looks = []
    for name, value in measured.items():
        try:
            read = rules.read_value(name, value)
        except Refused:
            continue
        if read is None:
            continue
        placed = rules.place(
            name, chart, born_on=born_on, gestation_days=child.gestation_days, on=given["on"], value=float(read),
            position=given.get("position", ""),
        )  # fmt: skip
        if rules.second_look(name, placed.z):
            looks.append(_("%(what)s is far from what most children have. Is it right?") % {"what": WHAT[name][0]})
    return looks


@writing(May.WRITE_IN_FAMILY)
def growth_add(request: HttpRequest, family: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """What was measured on a day."""
    may_write(request, Category.CHILD_HEALTH_DEV)
    found = finding.child(family, child)
    back = reverse("growth", args=[family, child])

    def do(given: Given) -> Any:
        values = {name: given[name] for name in WHAT}
        position = given["position"]
        return actions.record_growth(child=found, on=given["on"], values=values, position=position, **stamp(request))

    return handle(
        request,
        GrowthForm(request.POST or None),
        do,
        file=family,
        subject=child,
        done=back,
        back=back,
        heading=_("How the child grows"),
        about=found.person,
        look=lambda given: _far_from_usual(found, given, {name: given[name] for name in WHAT}),
    )


@writing(May.WRITE_IN_FAMILY)
def growth_correct(request: HttpRequest, family: uuid.UUID, child: uuid.UUID, row: uuid.UUID) -> HttpResponse:
    """Put one measurement right."""
    may_write(request, Category.CHILD_HEALTH_DEV)
    found = finding.child(family, child)
    stands = queries.measurement(family, child, row)
    back = reverse("growth", args=[family, child])
    form = CorrectForm(
        request.POST or None, measured=stands.measured, initial={"value": stands.value, "position": stands.position}
    )

    def do(given: Given) -> Any:
        try:
            return actions.correct_growth(
                row=stands, child=found, value=given["value"], position=given.get("position", ""), **stamp(request)
            )
        except Refused as no:
            raise Refused(no.because, field="value" if no.field == stands.measured else no.field) from no

    what = _("%(what)s on %(day)s") % {"what": WHAT[stands.measured][0], "day": date_format(stands.on)}
    return handle(
        request, form, do, file=family, subject=child, done=back, back=back, heading=_("Put a measurement right"),
        who=what,
        look=lambda given: _far_from_usual(found, {**given, "on": stands.on}, {stands.measured: given["value"]}),
    )  # fmt: skip
