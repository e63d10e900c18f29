"""Colleagues and the parts they play, agencies we work with, what was agreed with them."""

from __future__ import annotations

import uuid

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.accounts import actions as accounts
from alongside.accounts import queries
from alongside.accounts.models import Colleague
from alongside.accounts.terms import PARTS, No, RoleName
from alongside.agencies import actions as agencies
from alongside.agencies.terms import AgencyKind
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import colleagues as present
from alongside.pages.worker.writing.choices import to_choose
from alongside.pages.worker.writing.fields import Choices, day, line, past_day, today, words
from alongside.pages.worker.writing.handed import code_page
from alongside.pages.worker.writing.handling import Given, confirm, handle, stamp, writing
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Kind

TWO_PEOPLE = gettext_lazy(
    "A part that sees every family, or looks after access or accounts, begins when a second person who keeps accounts"
    " agrees."
)
STAFF_ROLES = [(r.value, r.label) for r in RoleName if PARTS[r].kind == Kind.STAFF]


class ColleagueForm(CalmForm):
    """Somebody begins to work here."""

    name = line(gettext_lazy("The name she goes by"), required=True)
    about = line(
        gettext_lazy("A line that others may read"), help_text=gettext_lazy("For example “Tuesdays at the clinic”.")
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Which part does she play?"), choices=to_choose(STAFF_ROLES), help_text=TWO_PEOPLE
    )
    from_on = day(gettext_lazy("From when"), required=True, initial=today)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address to sign in with"), required=False,
        help_text=gettext_lazy("You get a code to tell her in person. With it she chooses a password of her own."),
    )  # fmt: skip


class RoleForm(CalmForm):
    """A further part."""

    role = forms.ChoiceField(
        label=gettext_lazy("Which part does she play?"), choices=to_choose(STAFF_ROLES), help_text=TWO_PEOPLE
    )
    from_on = day(gettext_lazy("From when"), required=True, initial=today)
    until_on = day(gettext_lazy("Last day, if it is known"))


class EndForm(CalmForm):
    """The last day of a part."""

    on = day(gettext_lazy("First day on which she no longer plays this part"), required=True, initial=today)


class LeftForm(CalmForm):
    """The first day without her."""

    on = past_day(gettext_lazy("First day on which she no longer works here"))


class AgencyForm(CalmForm):
    """Somebody we work with."""

    name = line(gettext_lazy("Name of the agency"), required=True)
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of agency is it?"),
        choices=to_choose([c for c in AgencyKind.choices if c[0] not in ("programme", "comparison")]),
    )


class AgreementForm(CalmForm):
    """What was agreed. It opens no record of any family."""

    partner = forms.ChoiceField(label=gettext_lazy("With whom"))
    brings = words(gettext_lazy("What they bring"), required=True)
    contact_person = line(gettext_lazy("Whom to call there"))
    from_on = day(gettext_lazy("From when"), required=True)
    until_on = day(gettext_lazy("Until when"))
    review_on = day(gettext_lazy("When we look at it again"))

    def __init__(self, *args: object, partners: Choices = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = to_choose(partners)


@writing(May.KEEP_ACCOUNTS)
def colleague_add(request: HttpRequest) -> HttpResponse:
    """A colleague, her first part, and her sign-in when she has an address. She is let into no family by this."""
    form = ColleagueForm(request.POST or None)

    def do(given: Given) -> tuple[Colleague, accounts.Handed | None]:
        account = _account(given["email"])
        added = accounts.add_colleague(
            agency=scope.my_agency(request.me), name=given["name"], about=given["about"], roles=[given["role"]],  # type: ignore[attr-defined]
            from_on=given["from_on"], account=account, **stamp(request),
        )  # fmt: skip
        return added, accounts.new_code(colleague=added, new_password=True, **stamp(request)) if account else None

    def show(done: tuple[Colleague, accounts.Handed | None]) -> HttpResponse | None:
        added, handed = done
        return code_page(request, added, handed, waits(request)) if handed else None

    return handle(request, form, do, show=show, heading=_("A new colleague"), back=reverse("team"), said=_said(request))


def _account(email: str) -> uuid.UUID | None:
    """A new sign-in; for the address of somebody who worked here before, she is brought back instead."""
    if not email:
        return None
    try:
        return accounts.open_account_for_code(email=email)
    except Refused:
        before = queries.worked_here(email)
        if before is None:
            raise
        offer = (
            _("Bring back %(name)s") % {"name": scope.colleague(before).name}, reverse("colleague_back", args=[before])
        )  # fmt: skip
        raise Refused(No.WORKED_HERE, field="email", offer=offer) from None


def _said(request: HttpRequest) -> str:
    """What is said after a part was given: a wide one has not begun yet."""
    return " ".join(filter(None, (_("Saved."), waits(request))))


def waits(request: HttpRequest) -> str:
    """What is said of a wide part, "" of any other."""
    part = PARTS.get(request.POST.get("role", ""))
    if part is None or not part.wide:
        return ""
    return _("The part begins when a second person who keeps accounts agrees: please ask one.")


@writing(May.KEEP_ACCOUNTS)
def colleague_left(request: HttpRequest, colleague: uuid.UUID) -> HttpResponse:
    """A colleague works here no longer: nothing opens for her from now on; what she wrote stays."""
    who = scope.colleague(colleague)
    if who.left_on is not None or who.id == request.me.principal:  # type: ignore[attr-defined]
        raise Http404
    return handle(
        request,
        LeftForm(request.POST or None),
        lambda given: accounts.leave(colleague=who, on=given["on"], **stamp(request)),
        heading=_("Has she left?"),
        who=who.name,
        template="worker/writing/left.html",
        submit=_("Yes, she has left"),
        said=_("Saved. %(name)s is signed out everywhere, and nothing opens for her any more.") % {"name": who.name},
        back=reverse("team"),
    )


@writing(May.KEEP_ACCOUNTS)
def role_give(request: HttpRequest, colleague: uuid.UUID) -> HttpResponse:
    """A further part for a colleague; acts at once. Nobody gives one to herself."""
    who = scope.colleague(colleague)
    form = RoleForm(request.POST or None)
    return handle(
        request,
        form,
        lambda given: accounts.begin_role(
            colleague=who, role=given["role"], from_on=given["from_on"], until_on=given["until_on"], **stamp(request)
        ),
        heading=_("A further part"),
        who=who.name,
        back=reverse("team"),
        said=_said(request),
        roles=list(queries.roles_on(who.id, today())),
    )


@writing(May.KEEP_ACCOUNTS)
def role_end(request: HttpRequest, colleague: uuid.UUID, role: uuid.UUID) -> HttpResponse:
    """A part ends: what it opened is closed at that day's beginning."""
    who = scope.colleague(colleague)
    held = queries.roles_on(who.id, today()).get(id=role)
    form = EndForm(request.POST or None)
    return handle(
        request,
        form,
        lambda given: accounts.end_role(held=held, on=given["on"], **stamp(request)),
        heading=_("This part ends"),
        who=f"{who.name}: {RoleName(held.name).label}",
        back=reverse("team"),
    )


@writing(May.KEEP_ACCOUNTS)
def role_agree(request: HttpRequest, proposed: uuid.UUID) -> HttpResponse:
    """The second person's yes to a wide part; nothing here for whoever proposed it or would get it."""
    waits = queries.waiting().get(id=proposed)
    if request.me.principal in (waits.recorded_by, waits.colleague_id):  # type: ignore[attr-defined]
        raise Http404
    shown = present.proposal(waits, queries.names({waits.recorded_by}), request.me)  # type: ignore[attr-defined]
    return confirm(
        request,
        lambda: accounts.agree_role(proposed=waits, **stamp(request)),
        heading=_("Do you agree to this part?"),
        proposal=shown,
        address=queries.address_of_proposed(waits.id),
        opens=present.opens(waits.name),
        template="worker/writing/agree.html",
        submit=_("I agree"),
        said=_("Saved. The part has begun."),
        back=reverse("team"),
    )


@writing(May.KEEP_ACCOUNTS)
def role_decline(request: HttpRequest, proposed: uuid.UUID) -> HttpResponse:
    """A wide part that was proposed is not given, or taken back by whoever proposed it."""
    waits = queries.waiting().get(id=proposed)
    return confirm(
        request,
        lambda: accounts.decline_role(proposed=waits, **stamp(request)),
        heading=_("Not give this part?"),
        who=f"{waits.colleague.name}: {RoleName(waits.name).label}",
        submit=_("Do not give it"),
        back=reverse("team"),
    )


@writing(May.KEEP_AGENCIES)
def agency_add(request: HttpRequest) -> HttpResponse:
    """An agency we work with."""
    form = AgencyForm(request.POST or None)
    return handle(
        request,
        form,
        lambda given: agencies.add_agency(name=given["name"], kind=given["kind"], **stamp(request)),
        heading=_("An agency we work with"),
        back=reverse("team"),
    )


@writing(May.KEEP_AGENCIES)
def agreement_add(request: HttpRequest) -> HttpResponse:
    """An agreement with a partner."""
    partners = {str(each.id): each for each in scope.partners()}
    form = AgreementForm(request.POST or None, partners=[(key, each.name) for key, each in partners.items()])
    keys = ("brings", "contact_person", "from_on", "until_on", "review_on")
    return handle(
        request,
        form,
        lambda given: agencies.agree(
            agency=scope.my_agency(request.me),  # type: ignore[attr-defined]
            partner=partners[given["partner"]],
            **{k: given[k] for k in keys},
            **stamp(request),
        ),
        heading=_("What was agreed"),
        lead=_("An agreement opens no record of any family."),
        back=reverse("team"),
    )
