"""``@page(May.X)``: the one way a page is opened.

It opens a transaction, carries the token into it, asks who this is, decides, runs the page, renders it fully, writes
the trail, and only then commits. A refusal returns a page (it does not raise), so that its line in the trail is kept.
Hidden and absent look the same: both end in ``nothing_here``.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from alongside.access.policy import POLICY, May, decide
from alongside.recordkeeping import actions as recordkeeping
from alongside.reminders import queries as reminders
from alongside.safekeeping import actions as safekeeping
from alongside.safekeeping.queries import Me, whoami
from alongside.safekeeping.terms import Kind

log = logging.getLogger("alongside.page")
View = Callable[..., HttpResponseBase]

# Addresses that need no sign-in, by view name; the house test reads this list.
PUBLIC: dict[str, View] = {}


def public(view: View) -> View:
    """A page for everybody, signed in or not (sign-in, first contact, the gallery)."""
    view.is_public = True  # type: ignore[attr-defined]
    PUBLIC[f"{view.__module__}.{view.__qualname__}"] = view
    return view


def page(may: May, *, signed_out: View | None = None) -> Callable[[View], View]:
    """A page that needs ``may``. The view gets ``request.me`` and ``request.trail`` (lines to write, see below).

    ``signed_out``: what is shown without a live session, with the page's own arguments; signing in unless given.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with transaction.atomic():
                safekeeping.carry(request.COOKIES.get(settings.TOKEN_COOKIE, ""))
                me = whoami()
                request.me = me  # type: ignore[attr-defined]
                request.trail = []  # type: ignore[attr-defined]
                if me is None:
                    return signed_out(request, *args, **kwargs) if signed_out else to_sign_in(request)
                decision = decide(me, may)
                if not decision:
                    response: HttpResponseBase = nothing_here(request)
                    request.trail.append(recordkeeping.entry("refused", may=may.value))  # type: ignore[attr-defined]
                else:
                    response = _run(view, request, *args, **kwargs)
                safekeeping.touch()
                recordkeeping.write_trail(request.trail)  # type: ignore[attr-defined]
                return response

        opened.may = may  # type: ignore[attr-defined]
        return opened

    if may not in POLICY:
        raise KeyError(f"{may} has no line in access/policy.py")
    return wrap


def _run(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Run and render inside a savepoint, so that a hidden or absent record leaves the trail writable."""
    try:
        with transaction.atomic():
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
            return response
    except (ObjectDoesNotExist, Http404):
        request.trail = [recordkeeping.entry("nothing there")]  # type: ignore[attr-defined]
        return nothing_here(request)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """One answer for absent, hidden and not allowed: same words, same status, same length."""
    return render(request, "design/nothing_here.html", status=404)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Nobody is signed in here."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = settings.LOGIN_URL
        return response
    return redirect(HERS_IN if is_hers(request) else settings.LOGIN_URL)


def is_hers(request: HttpRequest, path: str = "") -> bool:
    """A woman's own page, or one that is shown to her: nothing on it says whose it is or what it is for."""
    me = getattr(request, "me", None)
    if me is not None and me.kind == Kind.HERSELF:
        return True
    if (path or request.path).startswith(HERS):
        return True
    host = request.META.get("HTTP_HOST", "").rsplit(":", 1)[0].lower()
    return bool(settings.HER_HOST) and host == settings.HER_HOST


def her_name() -> str:
    """What her pages are called: the programme's choice, else words that could be anybody's."""
    return str(settings.HER_NAME or _("My notes"))


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """What every page shows around its content: who is signed in, the practice banner, where 'leave' leads."""
    me = getattr(request, "me", None)
    return {
        "me": me,
        "neutral": her_name() if is_hers(request) else "",
        "demo": settings.MODE == "demo",
        # Under the sign-in pages' own path, where their cookie is sent and can be ended too.
        "leave_url": "/account/leave/" if request.path.startswith(settings.SESSION_COOKIE_PATH) else "/leave/",
        "leave_to": settings.LEAVE_TO,
        "nav": navigation(request),
        "sign_out_url": "/sign-out/" if me and me.kind != Kind.SITTING else "",
        "signed_in_as": me.name if me else "",
        "needed_url": WATCH,
        "emergency_url": EMERGENCY,
        "needed": SimpleLazyObject(lambda: _needed(request, me)),
    }


def other_hands(request: HttpRequest) -> str:
    """What is said when a device changed hands between opening a page and sending it; "" when it did not."""
    me = request.me  # type: ignore[attr-defined]
    if request.POST.get("opened_as", str(me.principal)) == str(me.principal):
        return ""
    told = _("This page was opened by somebody else. You are signed in as %(name)s: it would be kept in that name.")
    return str(told) % {"name": me.name}


@dataclass(frozen=True)
class Needed:
    """What waits for her, in a few words that tell nothing; and whether anybody would be told by name.

    ``left``: minutes for which something is open still that she opened in an emergency; 0 when nothing is.
    """

    words: str = ""
    somebody: bool = True
    left: int = 0


def _needed(request: HttpRequest, me: Me | None) -> Needed:
    """Asked only where a whole page is shown to staff."""
    if me is None or not (decide(me, May.WATCH) or decide(me, May.BREAK_GLASS)):
        return Needed()
    found = reminders.waiting(me.principal, arranges=bool(decide(me, May.PLAN_DUTY)))
    left = ceil((found.open_until - timezone.now()).total_seconds() / 60) if found.open_until else 0
    words = ""
    if request.path.startswith(WATCH) or not decide(me, May.WATCH):
        return Needed(left=left)
    if found.for_her or found.nobodys:
        words = _("Somebody is needed. Please look now.")
    elif found.hers:
        words = _("You have something open.")
    return Needed(str(words), found.somebody, left)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The few places this person can go, the present one marked."""
    me = getattr(request, "me", None)
    if me is None or me.kind == Kind.HERSELF:  # her own pages bring their own
        return []
    return [
        {"url": url, "label": label, "current": request.path == url or (url != "/" and request.path.startswith(url))}
        for url, label, may in NAVIGATION
        if decide(me, may) and not (url == "/" and me.kind in (Kind.PARTNER, Kind.CARER))  # their home is another page
    ]


WATCH = "/watch/"
EMERGENCY = "/emergency/"
HERS = ("/my/", "/account/my/", "/hello/")
HERS_IN = "/my/in/"
NAVIGATION: list[tuple[str, Any, May]] = [
    ("/", _("Home"), May.SEE_HOME),
    ("/calendar/", _("My days"), May.SEE_SESSIONS),
    ("/families/", _("Families"), May.SEE_FAMILIES),
    ("/sessions/", _("Sessions"), May.SEE_SESSIONS),
    ("/instruments/", _("Instruments"), May.SEE_INSTRUMENTS),
    ("/library/", _("Programmes"), May.SEE_LIBRARY),
    ("/studies/", _("Studies"), May.SEE_STUDIES),
    ("/studies/site/", _("Our arm of studies"), May.SEE_SITES_ARM),
    ("/team/", _("Our team"), May.SEE_AGENCIES),
    (WATCH, _("On duty"), May.WATCH),
    ("/shared/", _("Shared with you"), May.SEE_SHARED),
    ("/words/", _("Words"), May.SEE_WORDS),
    ("/privacy/", _("Privacy"), May.READ_TRAIL),
    ("/trail/", _("Who looked"), May.READ_TRAIL),
]
