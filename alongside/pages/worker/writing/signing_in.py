"""Setting up a sign-in: codes that are told in person, somebody who comes back, a second person's yes."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.accounts import actions as accounts
from alongside.accounts import queries
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import colleagues as present
from alongside.pages.worker.writing.fields import choose, today
from alongside.pages.worker.writing.handed import code_page
from alongside.pages.worker.writing.handling import Given, confirm, handle, stamp, writing
from alongside.pages.worker.writing.programme import RoleForm, waits

LOST = [
    ("factor", gettext_lazy("Her phone, her key or her passkey. She knows her password.")),
    ("both", gettext_lazy("Her password too, or only her password")),
]


class HelpForm(CalmForm):
    """What she cannot use any more."""

    lost = choose(gettext_lazy("What does she no longer have?"), LOST)


class BackForm(RoleForm):
    """The part that she plays now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["until_on"]


@writing(May.KEEP_ACCOUNTS)
def code_new(request: HttpRequest, colleague: uuid.UUID) -> HttpResponse:
    """A colleague cannot sign in: she is signed out everywhere, and sets up her sign-in anew with a code."""
    who = scope.colleague(colleague)
    awaits = queries.sign_ins().get(who.id)
    if awaits is None or who.left_on is not None or who.id == request.me.principal:  # type: ignore[attr-defined]
        raise Http404
    form = (CalmForm if awaits else HelpForm)(request.POST or None)
    return handle(
        request,
        form,
        lambda given: accounts.new_code(colleague=who, new_password=given.get("lost") == "both", **stamp(request)),
        show=lambda handed: code_page(request, who, handed),
        heading=_("Help her sign in again"),
        who=who.name,
        awaits=awaits,
        template="worker/writing/code_new.html",
        submit=_("Make a code"),
        back=reverse("team"),
    )


@writing(May.KEEP_ACCOUNTS)
def code_agree(request: HttpRequest, code: uuid.UUID) -> HttpResponse:
    """The second person's yes to a code; nothing here for whoever asked for it or whom it is for."""
    held = queries.codes().get(id=code, opens_until=None)
    if request.me.principal in (held.recorded_by, held.colleague_id):  # type: ignore[attr-defined]
        raise Http404
    parts = queries.roles_on(held.colleague_id, today())
    return confirm(
        request,
        lambda: accounts.Handed(held.id, "", accounts.agree_code(code=held, **stamp(request))),
        show=lambda handed: code_page(request, held.colleague, handed),
        heading=_("Do you agree to a new code?"),
        asked=present.code(held, queries.names({held.recorded_by}), request.me),  # type: ignore[attr-defined]
        address=queries.address_of(held.colleague_id),
        parts=", ".join(str(part.get_name_display()) for part in parts),
        template="worker/writing/code_agree.html",
        submit=_("I agree"),
        back=reverse("team"),
    )


@writing(May.KEEP_ACCOUNTS)
def code_end(request: HttpRequest, code: uuid.UUID) -> HttpResponse:
    """A code that is not to be used."""
    held = queries.codes().get(id=code)
    return confirm(
        request,
        lambda: accounts.end_code(code=held, **stamp(request)),
        heading=_("Is this code not to be used?"),
        who=held.colleague.name,
        lead=_("What it closed stays closed: she signs in again when she is given another code.") if held.opens_until
        else "",
        submit=_("It is not to be used"),
        back=reverse("team"),
    )  # fmt: skip


@writing(May.KEEP_ACCOUNTS)
def colleague_back(request: HttpRequest, colleague: uuid.UUID) -> HttpResponse:
    """Somebody who worked here before works here again: the same person, a part given anew, a sign-in set up anew."""
    who = scope.colleague(colleague)
    if who.left_on is None or who.id == request.me.principal:  # type: ignore[attr-defined]
        raise Http404
    signs_in = who.id in queries.sign_ins()

    def do(given: Given) -> accounts.Handed | None:
        accounts.come_back(colleague=who, role=given["role"], from_on=given["from_on"], **stamp(request))
        return accounts.new_code(colleague=who, new_password=True, **stamp(request)) if signs_in else None

    return handle(
        request,
        BackForm(request.POST or None),
        do,
        show=lambda handed: code_page(request, who, handed, waits(request)) if handed else None,
        heading=_("Is she back?"),
        who=who.name,
        signs_in=signs_in,
        template="worker/writing/back.html",
        submit=_("Yes, she is back"),
        back=reverse("team"),
    )
