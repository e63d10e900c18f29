"""How many children one carer may have: said by whoever arranges this place, with where it comes from."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.agencies import queries as agencies
from alongside.childcare import actions, queries
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import childcare as present
from alongside.pages.worker.writing.choices import offered
from alongside.pages.worker.writing.fields import line, number, past_day, pick, tick
from alongside.pages.worker.writing.handling import Given, confirm, handle, stamp, writing
from alongside.services import queries as services

STAFF = gettext_lazy("everybody who works here")


class CarersForm(CalmForm):
    """An age, a number, and where it comes from."""

    place = pick(gettext_lazy("In which room?"), help_text=gettext_lazy("Leave it as it is for every room."))
    from_months = number(gettext_lazy("From which age, in months"), least=0, most=240, required=True)
    until_months = number(
        gettext_lazy("Up to, and without, which age, in months"), least=1, most=240,
        help_text=gettext_lazy("Leave it empty where there is no upper age."),
    )  # fmt: skip
    children_per_carer = number(gettext_lazy("Children for one carer"), least=1, most=30, required=True)
    most_children = number(gettext_lazy("Children in the room at most"), least=1, most=60)
    source = line(
        gettext_lazy("Where does it come from?"), required=True,
        help_text=gettext_lazy("A law and its paragraph, a licence, a decision of the team."),
    )  # fmt: skip
    checked_on = past_day(gettext_lazy("When somebody last read it there"))
    verified = tick(gettext_lazy("I compared the number with that source on this day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms = [(str(each.pk), each.name) for each in services.places() if each.seats]
        self.fields["place"].choices = [("", _("Every room")), *rooms]  # type: ignore[attr-defined]


@writing(May.KEEP_SERVICES)
def carers_add(request: HttpRequest) -> HttpResponse:
    """A number for an age."""
    form = CarersForm(request.POST or None)

    def do(given: Given) -> Any:
        names = (
            "from_months",
            "until_months",
            "children_per_carer",
            "most_children",
            "source",
            "checked_on",
            "verified",
        )
        place = offered(services.places(), given["place"]) if given["place"] else None
        return actions.say_ratio(
            agency=agencies.agency(request.me.agency), place=place, id=given["submission"],  # type: ignore[attr-defined]
            **{name: given[name] for name in names}, **stamp(request),
        )  # fmt: skip

    lead = _("Alongside brings no number along: the law of each place sets it.")
    return handle(
        request, form, do, heading=_("Children for one carer"), lead=lead, back=reverse("carers"), seen_by=STAFF
    )


@writing(May.KEEP_SERVICES)
def carers_end(request: HttpRequest, ratio: uuid.UUID) -> HttpResponse:
    """This number does not hold any more."""
    rows = queries.ratios_all(request.me.agency)  # type: ignore[attr-defined]
    row = next((each for each in rows if each.pk == ratio), None)
    if row is None:
        raise Http404
    shown = present.ratio(row, keeps=False)
    return confirm(
        request, lambda: actions.end_ratio(ratio=row, **stamp(request)), heading=_("Does this no longer hold?"),
        lead=f"{shown['where']}, {shown['ages']}: {shown['said']}", back=reverse("carers"),
        submit=_("It no longer holds"), seen_by=STAFF,
    )  # fmt: skip
