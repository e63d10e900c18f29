"""People at agencies we work with: who may sign in there, and when an agency's door is shut.

Registering somebody opens no record. What she sees is for each woman to decide, with her team.
"""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.accounts import actions as accounts
from alongside.accounts.models import Colleague
from alongside.accounts.queries import at_their_agency, somebody_outside
from alongside.accounts.terms import PARTS, RoleName
from alongside.agencies import actions as agencies
from alongside.agencies import queries
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing.choices import by_id, to_choose
from alongside.pages.worker.writing.fields import Choices, choose, day, line, past_day, today
from alongside.pages.worker.writing.handed import code_page
from alongside.pages.worker.writing.handling import Given, confirm, handle, stamp, writing
from alongside.pages.worker.writing.signing_in import HelpForm
from alongside.safekeeping.terms import Kind

ROLES = [(r.value, r.label) for r in RoleName if PARTS[r].kind == Kind.PARTNER]
AT_THEIRS, HERE = "theirs", "here"


class _SignInForm(CalmForm):
    """At which agency, in which part, and how she signs in."""

    agency = forms.ChoiceField(label=gettext_lazy("At which agency?"))
    role = forms.ChoiceField(label=gettext_lazy("Which part does she play?"), choices=to_choose(ROLES))
    email = forms.EmailField(label=gettext_lazy("Her e-mail address at that agency"))
    how = choose(
        gettext_lazy("How does she sign in?"),
        [
            (AT_THEIRS, gettext_lazy("with the sign-in of her agency")),
            (HERE, gettext_lazy("with a password and a second factor here")),
        ],
        initial=HERE,
    )

    def __init__(self, *args: Any, agencies: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = to_choose(agencies)


class OutsideForm(_SignInForm):
    """Somebody at an agency we work with."""

    name = line(gettext_lazy("Her name, as you and she know it"), required=True)
    about = line(gettext_lazy("A line that others may read"))
    from_on = day(gettext_lazy("From when"), required=True, initial=today)
    field_order = ("name", "agency", "role", "from_on", "email", "how", "about")


class MovedForm(_SignInForm):
    """Where she works now."""

    on = past_day(gettext_lazy("First day on which she no longer works there"))
    field_order = ("on", "agency", "role", "email", "how")


class OutsideLeftForm(CalmForm):
    """The first day without her."""

    on = past_day(gettext_lazy("First day on which she no longer works there"))


@writing(May.KEEP_ACCOUNTS)
def outside_add(request: HttpRequest) -> HttpResponse:
    """Somebody at an agency we work with may sign in. She sees nobody by this."""
    partners = by_id(queries.outside())
    form = OutsideForm(request.POST or None, agencies=[(key, each.name) for key, each in partners.items()])

    def do(given: Given) -> Any:
        told = {k: given[k] for k in ("name", "about", "role", "from_on", "email")}
        return accounts.register_outside(
            agency=partners[given["agency"]], here=given["how"] == HERE, **told, **stamp(request)
        )

    return handle(
        request,
        form,
        do,
        show=lambda done: _code(request, *done),
        heading=_("Somebody at another agency"),
        lead=_("She sees nobody by this. What she is shown is for each woman to decide."),
        back=reverse("outside"),
    )


def _code(request: HttpRequest, who: Colleague, handed: accounts.Handed | None) -> HttpResponse | None:
    """Her code, shown once; nothing for whoever signs in at her agency."""
    return code_page(request, who, handed, back="outside") if handed else None


@writing(May.KEEP_ACCOUNTS)
def outside_code(request: HttpRequest, colleague: uuid.UUID) -> HttpResponse:
    """She cannot sign in with what she has here: she sets it up anew with a code. Not for a sign-in at her agency."""
    who = somebody_outside(colleague)
    if who.id in at_their_agency():
        raise Http404
    return handle(
        request,
        HelpForm(request.POST or None),
        lambda given: accounts.new_code(colleague=who, new_password=given["lost"] == "both", **stamp(request)),
        show=lambda handed: code_page(request, who, handed, back="outside"),
        heading=_("Help her sign in again"),
        who=f"{who.name}, {who.agency.name}",
        template="worker/writing/code_new.html",
        submit=_("Make a code"),
        back=reverse("outside"),
    )


@writing(May.KEEP_ACCOUNTS)
def outside_left(request: HttpRequest, colleague: uuid.UUID) -> HttpResponse:
    """She works there no longer: nothing opens for her from now on."""
    who = somebody_outside(colleague)
    return handle(
        request,
        OutsideLeftForm(request.POST or None),
        lambda given: accounts.leave(colleague=who, on=given["on"], **stamp(request)),
        heading=_("Does she work there no longer?"),
        who=f"{who.name}, {who.agency.name}",
        lead=_(
            "She is signed out everywhere, and what she was shown is closed to her. What was shown stays on record."
        ),
        submit=_("Yes, she has left"),
        back=reverse("outside"),
    )


@writing(May.KEEP_ACCOUNTS)
def outside_moved(request: HttpRequest, colleague: uuid.UUID) -> HttpResponse:
    """She works at another agency now: there she begins with nothing."""
    who = somebody_outside(colleague)
    others = by_id(each for each in queries.outside() if each.id != who.agency_id)
    form = MovedForm(request.POST or None, agencies=[(key, each.name) for key, each in others.items()])

    def do(given: Given) -> Any:
        told = {k: given[k] for k in ("on", "role", "email")}
        return accounts.move_outside(
            colleague=who, agency=others[given["agency"]], here=given["how"] == HERE, **told, **stamp(request)
        )

    return handle(
        request,
        form,
        do,
        show=lambda done: _code(request, *done),
        heading=_("She works at another agency now"),
        who=f"{who.name}, {who.agency.name}",
        lead=_("What the old agency was shown is closed to her today. At the new one she begins with nothing."),
        back=reverse("outside"),
    )


@writing(May.KEEP_ACCOUNTS)
def outside_anew(request: HttpRequest, colleague: uuid.UUID) -> HttpResponse:
    """Her agency has a new sign-in, or her phone is gone: the next time she is known by her address again."""
    who = somebody_outside(colleague)
    return confirm(
        request,
        lambda: accounts.forget_agency_sign_in(colleague=who, **stamp(request)),
        heading=_("Let her sign in anew at her agency?"),
        lead=_(
            "Her agency gives each person a number. We forget hers; the next time her address decides who she is."
            " She is signed out, and if she has a second factor here, she sets up a new one."
        ),
        who=f"{who.name}, {who.agency.name}",
        submit=_("Forget the number"),
        back=reverse("outside"),
    )


@writing(May.KEEP_AGENCIES)
def agency_shut(request: HttpRequest, agency: uuid.UUID) -> HttpResponse:
    """Nobody of this agency comes in, by whatever door, until it is opened again."""
    held = queries.outside().get(id=agency)
    return confirm(
        request,
        lambda: agencies.shut(agency=held, **stamp(request)),
        heading=_("Shut the door for this agency?"),
        lead=_("Everybody there is signed out now, and nobody there can sign in until you open it again."),
        who=held.name,
        submit=_("Shut it now"),
        back=reverse("outside"),
    )


@writing(May.KEEP_AGENCIES)
def agency_open(request: HttpRequest, agency: uuid.UUID) -> HttpResponse:
    """Its people may sign in again."""
    held = queries.outside().get(id=agency)
    return confirm(
        request,
        lambda: agencies.let_in_again(agency=held, **stamp(request)),
        heading=_("Open the door for this agency again?"),
        who=held.name,
        submit=_("Open it"),
        back=reverse("outside"),
    )
