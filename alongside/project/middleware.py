"""Headers that keep people's pages out of caches, and a log line that names nobody."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import router, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from alongside.accounts.models import User

log = logging.getLogger("alongside.page")


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
        with transaction.atomic(using=router.db_for_write(User)):
            return view(request, *args, **kwargs)
