"""What is written with the most care, and what she takes back: a death, a child from before."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.families import actions as families
from alongside.families import queries
from alongside.families.terms import PersonKind
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import past_day
from alongside.pages.worker.writing.handling import confirm, handle, may_write, stamp, writing
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
        lambda given: families.record_death(person=found, on=given["on"], **stamp(request)),
        file=family,
        subject=person,
        about=found,
        heading=_("Somebody died"),
        lead=_("We are sorry. From now on nothing here will ask about dates that no longer are. The file stays."),
    )


@writing(May.WRITE_IN_FAMILY)
def earlier_child_take_back(request: HttpRequest, family: uuid.UUID, row: uuid.UUID) -> HttpResponse:
    """She no longer wishes this child to be written down here."""
    may_write(request, Category.CHILD_WELFARE_LEGAL)
    found = queries.earlier_children_of(family).get(pk=row)
    return confirm(
        request,
        lambda: families.take_back_earlier_child(earlier=found, **stamp(request)),
        file=family,
        subject=found.woman_id,
        heading=_("Take this back?"),
        own_words=found.called or found.her_words,
        lead=_("It will no longer be shown. She decides."),
        submit=_("Take back"),
    )
