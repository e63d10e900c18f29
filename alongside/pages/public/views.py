"""Pages for everybody: signing in, walking in (practice programme), leaving, choosing a language."""

from __future__ import annotations

import uuid

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from alongside.accounts import actions as accounts
from alongside.accounts import queries
from alongside.accounts.terms import AGENCY_DOOR
from alongside.agencies.queries import mode
from alongside.agencies.terms import Mode
from alongside.pages import tokens
from alongside.pages.page import is_hers, nothing_here, public
from alongside.pages.public import set_up
from alongside.pages.public.agency import through
from alongside.pages.public.cast import in_groups, walkable
from alongside.recordkeeping import actions as recordkeeping
from alongside.safekeeping import actions as safekeeping


@public
@login_required
def enter(request: HttpRequest) -> HttpResponse:
    """After signing in: a second factor where one is needed, as whom (when there is a choice), then home."""
    user = request.user
    if not set_up.may_go_on(request):
        logout(request)
        return redirect("set_up")
    door = request.session.get(AGENCY_DOOR)
    gave_there = bool(door and door["two_factors"])
    if user.must_have_second_factor and mode("gate") != Mode.DEMO and not gave_there:  # type: ignore[union-attr]
        if not is_mfa_enabled(user):
            return redirect("mfa_activate_totp")
        if not _gave_factor(request):
            logout(request)
            return redirect(settings.LOGIN_URL)
    if not set_up.finished(request):
        logout(request)
        return redirect("set_up")
    has_factor = gave_there or is_mfa_enabled(user)
    choices = through(door["door"], user.pk) if door else queries.principals_of(user.pk)
    chosen = request.POST.get("as", "")
    if len(choices) == 1:
        return _with_token(request, choices[0][0], second_factor=has_factor)
    if request.method == "POST":
        for principal, _kind, _name in choices:
            if str(principal) == chosen:
                return _with_token(request, principal, second_factor=has_factor)
    return render(request, "public/enter.html", {"choices": choices})


def _gave_factor(request: HttpRequest) -> bool:
    """In this sign-in she gave her second factor, or set up her first one just now."""
    records = get_authentication_records(request, request.user)
    if any(record.get("method") == "mfa" for record in records):
        return True
    signed_in_at = min((record["at"] for record in records), default=None)
    return signed_in_at is not None and not queries.had_factor_before(request.user.pk, signed_in_at)


def _with_token(request: HttpRequest, principal: uuid.UUID, *, second_factor: bool) -> HttpResponse:
    """Open the session behind the wall, hand its token to the browser, forget the sign-in session.

    Whoever was in with this browser before is out: her token would otherwise go on until it is idle.
    """
    tokens.end(request)
    token = safekeeping.new_token()
    accounts.open_session(token_hash=safekeeping.hashed(token), principal=principal, second_factor=second_factor)
    if set_up.just_finished(request):
        with transaction.atomic():
            safekeeping.carry(token)
            recordkeeping.write_trail([recordkeeping.entry("sign-in set up", colleague=principal)])
    logout(request)
    return tokens.give(redirect(_onward(request)), token)


def _onward(request: HttpRequest) -> str:
    """Where she was going before she had to sign in: a family's pages, when a device was given back; else home."""
    to = request.GET.get("to", "")
    fits = url_has_allowed_host_and_scheme(to, allowed_hosts=None) and to.startswith("/families/")
    return to if fits else "/"


@public
def walk_in(request: HttpRequest) -> HttpResponse:
    """Practice programme: walk in as one of the cast. The database itself refuses anywhere else."""
    if mode("gate") != Mode.DEMO:
        return redirect(settings.LOGIN_URL)
    people = walkable()
    if request.method == "POST":
        chosen = request.POST.get("as", "")
        for person in people:
            if str(person.principal) == chosen:
                tokens.end(request)
                token = safekeeping.new_token()
                accounts.walk_in(token_hash=safekeeping.hashed(token), principal=person.principal)
                return tokens.give(redirect(_onward(request)), token)
    return render(request, "public/walk_in.html", {"groups": in_groups(people)})


@public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Leave this page: the session ends here and in the database, nothing stays in the browser's store."""
    tokens.end(request)
    if request.path.startswith(settings.SESSION_COOKIE_PATH):
        request.session.flush()  # half-way through signing in, or setting up
    response: HttpResponse
    if request.headers.get("X-Requested-With") == "leave" or "text/html" not in request.headers.get("Accept", ""):
        response = HttpResponse(status=204)
    else:
        # A page that goes on by itself: form-action 'self' would also stop a redirect to another site.
        response = render(request, "design/leave.html", {"leave_to": settings.LEAVE_TO})
    return tokens.forget(response, cookies="all" in request.POST)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; the next page says nothing about who was here."""
    tokens.end(request)
    return tokens.forget(redirect(settings.LOGIN_URL))


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Her language, kept in a cookie that holds nothing else; on a woman's own pages until the browser is closed."""
    wanted = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)  # never as the name of a page, which redirect() would look up
    if wanted in dict(settings.LANGUAGES):
        translation.activate(wanted)
        lasts = None if is_hers(request, back) else 365 * 24 * 3600
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wanted, max_age=lasts, samesite="Lax", secure=not settings.LOOPBACK
        )
    return response


@public
def closed(request: HttpRequest) -> HttpResponse:
    """Addresses of the sign-in library that nobody needs: accounts and their addresses are kept by the programme."""
    return nothing_here(request)


@public
@require_GET
def alive(request: HttpRequest) -> HttpResponse:
    """For whoever watches over the server: the page server answers."""
    return HttpResponse("ok", content_type="text/plain")


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's safety mark did not fit (an old page, cookies off): say so kindly, lose nothing by the back button."""
    return render(request, "public/form_too_old.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address that nobody knows looks like one that is not yours."""
    return nothing_here(request)


def something_broke(request: HttpRequest) -> HttpResponse:
    """A fault of ours: a kind page with a number, no detail."""
    return render(request, "public/something_broke.html", status=500)
