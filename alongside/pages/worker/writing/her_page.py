"""Her own page, opened with her in person: a code that is shown once, a talk when something is held, turning it off."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import ProgrammingError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from alongside.access import scope
from alongside.access.policy import May
from alongside.accounts import actions as accounts
from alongside.accounts import queries
from alongside.accounts.models import HerPage
from alongside.accounts.terms import CodePurpose, PageState, WhyOff
from alongside.families import actions as families
from alongside.families import queries as known
from alongside.families.models import Person
from alongside.pages.design.forms import CalmForm
from alongside.pages.page import her_name, page
from alongside.pages.worker.presented import people
from alongside.pages.worker.writing import finding, reasons
from alongside.pages.worker.writing.fields import line
from alongside.pages.worker.writing.handling import (
    NOT_ALLOWED,
    Given,
    confirm,
    handle,
    may_write,
    stamp,
    take_back,
    writing,
)
from alongside.recordkeeping import actions as recordkeeping
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category


def _whose(request: HttpRequest, family: uuid.UUID, person: uuid.UUID) -> tuple[scope.File, Person, HerPage | None]:
    """The file, the woman (or the child who decides) and her page. Raises Http404 where it is not the asker's."""
    may_write(request, Category.CONTACT)
    found = scope.the_file(family)
    who = found.person(person)
    if who is None or not found.knows_her or not _may_have_one(who, family):
        raise Http404
    return found, who, queries.her_page(person)


def _may_have_one(who: Person, family: uuid.UUID) -> bool:
    return who.kind == "woman" or known.decides_something(family, who.id)


@require_http_methods(["GET", "POST"])
@page(May.KEEP_HER_PAGE)
def her_own_page(request: HttpRequest, family: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """How it stands with her page, and the two codes. A code is shown once, on this screen, and nowhere else."""
    found, who, hers = _whose(request, family, person)
    form = CalmForm(request.POST or None)
    shown = _shown(request, found, who, hers) | {"form": form}
    if request.method == "POST" and form.is_valid():
        purpose = request.POST.get("make", "")
        if purpose not in CodePurpose.values:
            raise Http404
        try:
            with transaction.atomic():
                if recordkeeping.claim(submission=form.cleaned_data["submission"], by=request.me.principal):  # type: ignore[attr-defined]
                    messages.info(request, _("A code is shown once. Please make a new one if she needs it."))
                    return redirect(request.path)
                code = accounts.make_her_code(family=family, person=person, purpose=purpose, **stamp(request))
        except Refused as no:
            form.add_error(None, reasons.sentence(no.because))
        except ProgrammingError as no:
            if getattr(no.__cause__, "sqlstate", "") != NOT_ALLOWED:
                raise
            raise Http404 from None
        else:
            shown |= {"code": code, "to_begin": purpose == CodePurpose.SET_UP}
            return render(request, "worker/her/code.html", shown)
    elif request.method == "GET":
        request.trail.append(recordkeeping.entry("looked", family=family, subject=person, page="her page"))  # type: ignore[attr-defined]
    return render(request, "worker/her/own_page.html", shown)


def _shown(request: HttpRequest, found: scope.File, who: Person, hers: HerPage | None) -> dict[str, Any]:
    state = hers.state if hers else ""
    return {
        "family": found.id,
        "person": who.id,
        "name": people.names(found).people[who.id],
        "page": hers,
        "state": hers.get_state_display() if hers else "",
        "open": state == PageState.OPEN,
        "held": state == PageState.HELD,
        "off": state == PageState.OFF,
        "device": hers is not None and hers.why_off == WhyOff.DEVICE and state == PageState.OFF,
        "address": request.build_absolute_uri("/my/"),
        "neutral_name": her_name(),
        "seen_by": _("the team, as far as it is their part"),
    }


@writing(May.KEEP_HER_PAGE)
def her_page_check(request: HttpRequest, family: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """The name she chose is somebody else's too: after a talk with her alone, yes or no."""
    _found, _who, hers = _whose(request, family, person)
    if hers is None or hers.state != PageState.HELD:
        raise Http404
    yes = request.POST.get("hers") == "yes"
    do = partial(accounts.check_her_page, page=hers, hers=yes, **stamp(request))
    return handle(
        request,
        CalmForm(request.POST or None),
        lambda _given: do(),
        file=family,
        subject=person,
        heading=_("Is it hers?"),
        template="worker/her/check.html",
        back=reverse("her_own_page", args=[family, person]),
        said=_("Her page is open.") if yes else _("Her page stays shut. Please make a new code with her."),
    )


@writing(May.KEEP_HER_PAGE)
def her_page_close(request: HttpRequest, family: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """She wishes her page turned off."""
    _found, _who, hers = _whose(request, family, person)
    if hers is None or hers.state == PageState.OFF:
        raise Http404
    return confirm(
        request,
        partial(accounts.close_her_page, page=hers, **stamp(request)),
        file=family,
        subject=person,
        heading=_("Turn her page off?"),
        lead=_("She is signed out everywhere. A new code, given to her in person, opens it again."),
        submit=_("Turn it off"),
        said=_("Her page is off."),
        back=reverse("her_own_page", args=[family, person]),
    )


class KnownForm(CalmForm):
    """A number or address of somebody else."""

    value = line(
        gettext_lazy("A number or e-mail address of this person"),
        required=True,
        help_text=gettext_lazy("So that it is never taken for hers: her own page would wait until you talk with her."),
    )


@writing(May.WRITE_IN_FAMILY)
def contact_known_add(request: HttpRequest, family: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """A number or address of somebody else in her life."""
    may_write(request, Category.IPV_SAFETY)
    who = finding.person(family, person)
    back = reverse("person_change", args=[family, person])

    def do(given: Given) -> Any:
        return families.know_contact(person=who, value=given["value"], **stamp(request))

    return handle(
        request,
        KnownForm(request.POST or None),
        do,
        file=family,
        subject=person,
        about=who,
        heading=_("A number or address of theirs"),
        back=back,
        done=back,
    )


@writing(May.WRITE_IN_FAMILY)
def contact_known_take_back(request: HttpRequest, family: uuid.UUID, person: uuid.UUID, row: uuid.UUID) -> HttpResponse:
    """It is that person's no longer, or was written wrongly."""
    may_write(request, Category.IPV_SAFETY)
    found = known.known_contacts(family, person).get(pk=row)
    do = partial(families.forget_contact, known=found, **stamp(request))
    shown = {"file": family, "subject": person, "back": reverse("person_change", args=[family, person])}
    lead = _("It will no longer be compared with what she signs in with.")
    return take_back(request, do, words=found.value, lead=lead, **shown)
