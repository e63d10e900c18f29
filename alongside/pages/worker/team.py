"""Our team: colleagues, our places, the agencies we work with and what was agreed with them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.agencies import queries as agencies
from alongside.agencies.terms import Mode
from alongside.pages.page import page
from alongside.pages.worker.presented import colleagues as present
from alongside.safekeeping.queries import Me


def waiting(me: Me) -> present.WaitingShown:
    """What about accounts waits for a second person, and codes that can still be used; three statements."""
    parts, codes = list(accounts.waiting()), list(accounts.codes())
    names = accounts.names({each.recorded_by for each in (*parts, *codes)})
    return present.waiting(parts, codes, names, me)


@require_safe
@page(May.SEE_AGENCIES)
def team(request: HttpRequest) -> HttpResponse:
    """Everybody at our agency with the parts they play today; places; partners with the agreement in force."""
    today, keeps = timezone.localdate(), decide(request.me, May.KEEP_ACCOUNTS)
    sign_ins = accounts.sign_ins() if keeps else {}
    people = scope.colleagues_with_parts(today)
    shown = {
        "programme": agencies.programme(),
        "people": [present.colleague(each, request.me, sign_ins) for each in people],
        "before": accounts.worked_before(today) if keeps else (),
        "sites": scope.sites(),
        "partners": present.partners(agencies.partners(), agencies.agreements_on(today)),
        "works": decide(request.me, May.SEE_PEERS),
        "counts": decide(request.me, May.SEE_CONTINUITY),
        "counts_programmes": decide(request.me, May.SEE_PROGRAMMES_GIVEN),
        "keeps_accounts": keeps,
        "waiting": waiting(request.me) if keeps else None,
        "keeps_agencies": decide(request.me, May.KEEP_AGENCIES),
        "signs_in": request.me.account is not None and agencies.mode() != Mode.DEMO,
        "wide": True,
    }
    return TemplateResponse(request, "worker/team.html", shown)


@require_safe
@page(May.KEEP_ACCOUNTS)
def outside(request: HttpRequest) -> HttpResponse:
    """People at agencies we work with who may sign in, by agency; whether the agency's door is open."""
    people = accounts.outside(timezone.localdate())
    shown = {
        "agencies": present.agencies(agencies.outside(), people, accounts.at_their_agency()),
        "keeps_agencies": decide(request.me, May.KEEP_AGENCIES),
        "wide": True,
    }
    return TemplateResponse(request, "worker/outside.html", shown)
