"""Writing down that a community lets what is tagged as culture go to an agency, and that it does no longer."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.agencies import queries as agencies
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.terms import No
from alongside.families.models import Family
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing.fields import day, line, pick, today, words
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing
from alongside.recordkeeping.rules import Refused


class CommunityForm(CalmForm):
    """About whom, to whom, until when, and who said so."""

    about = forms.UUIDField(
        label=gettext_lazy("Number of the woman or child whom it is about"),
        help_text=gettext_lazy("Her team finds it on the family’s page, under Letters and reports."),
        error_messages={"invalid": gettext_lazy("This is not such a number. Please copy it again.")},
    )  # fmt: skip
    given_by = line(gettext_lazy("Which nation or community body gave it, and who spoke for it"), required=True)
    reference = line(gettext_lazy("The letter or resolution that says so"))
    agency = pick(gettext_lazy("To whom may it go?"), required=True)
    from_on = day(gettext_lazy("From which day"), required=True, initial=today)
    last_day = day(gettext_lazy("The last day"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", _("Please choose")), *((str(a.pk), a.name) for a in agencies.outside())]


@writing(May.READ_TRAIL)
def community_add(request: HttpRequest) -> HttpResponse:
    """A community said yes to one agency. Her own yes is asked for all the same."""

    def do(given: Given) -> Any:
        file = queries.file_of(given["about"])
        if file is None:
            raise Refused(No.NUMBER_UNKNOWN, field="about")
        agency = next(a for a in agencies.outside() if str(a.pk) == given["agency"])
        return consent.record_collective(
            family=Family(pk=file), subject=given["about"], agency=agency, given_by=given["given_by"],
            reference=given["reference"], from_on=given["from_on"], last_day=given["last_day"], **stamp(request),
        )  # fmt: skip

    return handle(
        request, CommunityForm(request.POST or None), do, heading=_("Write down a community’s yes"),
        back=reverse("communities"), done=reverse("communities"),
        lead=_(
            "It lets nothing go by itself: she has to agree as well. Write down only what the community told you, in "
            "the name of whoever may speak for it."
        ),
    )  # fmt: skip


class EndForm(CalmForm):
    """Why nothing may go under it any more."""

    why = words(gettext_lazy("Why it ends"), required=True)


@writing(May.READ_TRAIL)
def community_end(request: HttpRequest, permission: uuid.UUID) -> HttpResponse:
    """The community takes it back: from now on nothing more goes under it."""
    row = queries.collective_permission(permission)
    if row.ended_at is not None:
        raise Http404
    return handle(
        request, EndForm(request.POST or None),
        lambda given: consent.end_collective(permission=row, why=given["why"], **stamp(request)),
        heading=_("A community’s yes ends"), back=reverse("communities"), done=reverse("communities"),
        submit=_("End it now"),
        lead=_(
            "From now on nothing more goes under it. What left before cannot be called back; ask the agency, for the "
            "community, to give it back or destroy it."
        ),
    )  # fmt: skip
