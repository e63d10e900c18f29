"""Headers that keep people's pages out of caches, and a log line that names nobody."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.db import router, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from alongside.accounts.models import User
from alongside.pages.public.set_up import may_go_on, nothing_to_give

log = logging.getLogger("alongside.page")
HER_PATHS = (
    "/my/", "/hello/", "/account/my/", "/account/leave/", "/leave/", "/language/", "/alive/", settings.STATIC_URL,
)  # fmt: skip
HER_FEED = re.compile(r"/notes/[^/]+\.ics")  # her calendar's address is made under her host, and is asked for there


def quiet_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """``no-store`` on everything but static files; a request id instead of a traceback for whoever reads the log."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        response = get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store, max-age=0"
            response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), interest-cohort=()"
        if response.status_code >= 500:
            log.error("request %s ended with %s", request.id, response.status_code)  # type: ignore[attr-defined]
        return response

    return middleware


def her_door(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A woman's own pages: alone under their own host name, and gone on to without a further entry in the history.

    Under ``HER_HOST`` nothing else of the programme is answered, not even its sign-in page. A script of hers sends
    forms itself (``X-Requested-With: mine``) and is told where to go instead of being led there, so that it can replace
    the page: a visit stays one entry of the browser's history.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        host = request.META.get("HTTP_HOST", "").rsplit(":", 1)[0].lower()
        hers = request.path.startswith(HER_PATHS) or HER_FEED.fullmatch(request.path)
        if settings.HER_HOST and host == settings.HER_HOST and not hers:
            if request.path == "/":
                return redirect("/my/")
            request.path = request.path_info = "/my/nothing-here/"
        response = get_response(request)
        if request.headers.get("X-Requested-With") == "mine" and response.status_code in (301, 302, 303):
            response["X-To"] = response["Location"]
            del response["Location"]
            response.status_code = 204
        return response

    return middleware


class WholeSignIn:
    """Each page of the sign-in library is one transaction of the gate.

    The library opens its transactions on the pages' database, where its tables are not: its locks (on recovery codes)
    would fail, and an app could be set up without the recovery codes that come with it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Answer in place of Django for views of the library; leave all others alone."""
        if not view.__module__.startswith("allauth."):
            return None
        # A second factor is not set up with a password alone where a code has to be given first.
        if view.__module__.startswith("allauth.mfa.") and not may_go_on(request):
            return redirect("set_up")
        if nothing_to_give(request):
            request.session.flush()
            return redirect(settings.LOGIN_URL)
        try:
            with transaction.atomic(using=router.db_for_write(User)):
                return view(request, *args, **kwargs)
        except ReauthenticationRequired:  # nobody is signed in
            return redirect(settings.LOGIN_URL)
