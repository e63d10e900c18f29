"""Headers that keep people's pages out of caches, and a log line that names nobody."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

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
