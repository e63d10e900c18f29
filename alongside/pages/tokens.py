"""The token in the browser: given when somebody comes in, taken away when she leaves."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from alongside.safekeeping import actions as safekeeping

Answer = TypeVar("Answer", bound=HttpResponseBase)


def give(response: Answer, token: str) -> Answer:
    """The token's cookie: for this browser session only, unreadable for scripts, for this site alone."""
    response.cookies.pop(settings.TOKEN_COOKIE, None)  # type: ignore[attr-defined]  # a deletion would outlive it
    response.set_cookie(  # type: ignore[attr-defined]
        settings.TOKEN_COOKIE, token, httponly=True, secure=not settings.LOOPBACK, samesite="Lax", path="/"
    )
    return response


def end(request: HttpRequest) -> None:
    """Whoever is in with this browser is out: her token means nothing from the next statement on."""
    token = request.COOKIES.get(settings.TOKEN_COOKIE, "")
    if token:
        with transaction.atomic():
            safekeeping.carry(token)
            safekeeping.end_session()


def forget(response: Answer, *, cookies: bool = False) -> Answer:
    """The browser forgets the token, the sign-in session and what it stored; with ``cookies`` every cookie of ours."""
    response.delete_cookie(settings.TOKEN_COOKIE, path="/", samesite="Lax")  # type: ignore[attr-defined]
    response.delete_cookie(  # type: ignore[attr-defined]
        settings.SESSION_COOKIE_NAME, path=settings.SESSION_COOKIE_PATH, samesite="Lax"
    )
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"' if cookies else '"cache", "storage"'  # type: ignore[index]
    return response
