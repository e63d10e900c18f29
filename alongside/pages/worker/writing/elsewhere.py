"""Who works with her, or with a child, at another agency: written down, and ended. Nothing is open to anybody by it.

Once somebody is written down, she can be named on an agreement, and sees by her agency's agreements what is shared.
"""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.families import queries as families
from alongside.families.terms import PersonKind
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.choices import by_id, called, to_choose
from alongside.pages.worker.writing.fields import Choices, line, past_day, today
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
from alongside.safekeeping.terms import Category


class ElsewhereForm(CalmForm):
    """Who, with whom, by which name, since when."""

    colleague = forms.ChoiceField(
        label=gettext_lazy("Who works with them"),
        help_text=gettext_lazy("Whoever is missing here is registered first by whoever keeps the accounts."),
    )
    person = forms.ChoiceField(label=gettext_lazy("With whom"))
    known_as = line(
        gettext_lazy("The name by which she knows her or the child there"), required=True,
        help_text=gettext_lazy("It is all that her list ever says of them."),
    )  # fmt: skip
    from_on = past_day(gettext_lazy("Since"))

    def __init__(self, *args: Any, colleagues: Choices = (), people: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = to_choose(colleagues)
        self.fields["person"].choices = to_choose(people)


def _team(family: uuid.UUID) -> str:
    return reverse("her_team", args=[family])


@writing(May.WRITE_IN_FAMILY)
def elsewhere_add(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Somebody at another agency works with her, or with a child. What she sees is for the woman to decide."""
    may_write(request, Category.SERVICE_USE)
    file = finding.family(family)
    people = by_id(p for p in families.people_of(file.pk) if p.kind in (PersonKind.WOMAN, PersonKind.CHILD))
    there = by_id(accounts.outside(today()))
    form = ElsewhereForm(
        request.POST or None,
        colleagues=[(key, f"{each.name}, {each.agency.name}") for key, each in there.items()],
        people=[(key, called(each)) for key, each in people.items()],
    )

    def do(given: Given) -> Any:
        return consent.assign_outside_worker(
            person=people[given["person"]], colleague=there[given["colleague"]], known_as=given["known_as"],
            from_on=given["from_on"], **stamp(request),
        )  # fmt: skip

    return handle(
        request,
        form,
        do,
        file=family,
        heading=_("Somebody works with her elsewhere"),
        lead=_("She sees nothing by this. What she is shown is for each woman to decide."),
        back=_team(family),
    )


class NoLongerForm(CalmForm):
    """The last day of it."""

    last_day = past_day(gettext_lazy("Last day"))


@writing(May.WRITE_IN_FAMILY)
def elsewhere_end(request: HttpRequest, family: uuid.UUID, worker: uuid.UUID) -> HttpResponse:
    """She works with them no longer: what was shared with her closes with that day."""
    may_write(request, Category.SERVICE_USE)
    held = queries.outside_worker(family, worker)
    return handle(
        request,
        NoLongerForm(request.POST or None),
        lambda given: consent.end_outside_worker(worker=held, last_day=given["last_day"], **stamp(request)),
        file=family,
        heading=_("Does she work with them no longer?"),
        who=f"{held.colleague.name}, {held.colleague.agency.name}",
        lead=_("What was shared with her closes when this day is over. What was shown stays on record."),
        back=_team(family),
    )
