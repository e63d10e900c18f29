"""What is written with the most care: a death."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.assessment.actions import moving
from alongside.families.terms import PersonKind
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import past_day
from alongside.pages.worker.writing.handling import handle, may_write, stamp, writing
from alongside.safekeeping.terms import Category


class DiedForm(CalmForm):
    """Only the day."""

    on = past_day(gettext_lazy("The day"), help_text=gettext_lazy("About when is enough."))


@writing(May.WRITE_IN_FAMILY)
def person_died(request: HttpRequest, family: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """Somebody died. A child is remembered and nothing is scheduled for the child any more; her own place stays."""
    may_write(request, Category.CONTACT)
    found = finding.person(family, person)
    if found.kind == PersonKind.CHILD:
        may_write(request, Category.CHILD_HEALTH_DEV)
    return handle(
        request,
        DiedForm(request.POST or None),
        lambda given: moving.record_death(person=found, on=given["on"], **stamp(request)),
        file=family,
        subject=person,
        about=found,
        heading=_("Somebody died"),
        lead=_("We are sorry. From now on nothing here will ask about dates that no longer are. The file stays."),
    )
