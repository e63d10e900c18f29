"""Signing in at one's own agency: which agencies have such a door, there and back.

What comes back is looked at by the library and by ``project/agency_sign_in.py``; who she is here, and as whom she goes
on, is the ordinary way (``views.enter``).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base import Provider
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from alongside.accounts import queries as accounts
from alongside.agencies import queries as agencies_of
from alongside.pages.page import nothing_here, public
from alongside.safekeeping.terms import Kind

GATE = "gate"


@public
@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """A button for each agency with a sign-in of its own. Not on the first sign-in page, which women read too."""
    return render(
        request, "public/agencies.html", {"doors": [d for d in settings.AGENCY_DOORS.values() if _open(d.id)]}
    )


@public
@require_POST
def to_agency(request: HttpRequest, door: str) -> HttpResponse:
    """Off to the agency's own sign-in. A page that goes on by itself: form-action 'self' would stop a redirect."""
    if not _open(door):
        return nothing_here(request)
    provider = get_adapter(request).get_provider(request, door)
    answer = _asking(request, provider, lambda: provider.redirect(request, process=AuthProcess.LOGIN))
    if not isinstance(answer, HttpResponseRedirect):
        return answer
    return render(request, "public/onward.html", {"to": answer.url, "name": provider.app.name})


@public
@require_safe
def from_agency(request: HttpRequest, door: str) -> HttpResponse:
    """Back from the agency, with a code."""
    if not _open(door):
        return nothing_here(request)
    provider = get_adapter(request).get_provider(request, door)
    view = OAuth2CallbackView.adapter_view(provider.get_oauth2_adapter(request))
    return _asking(request, provider, lambda: view(request))


def _asking(request: HttpRequest, provider: Provider, ask: Callable[[], HttpResponse]) -> HttpResponse:
    """One transaction of the sign-in tables; an agency that does not answer, or not as it should, gets a page too."""
    try:
        with transaction.atomic(using=GATE):
            return ask()
    except RequestException:
        return render(request, "public/agency_away.html", {"name": provider.app.name}, status=503)
    except OAuth2Error as no:
        return render_authentication_error(request, provider, exception=no)


def through(door: str, account: uuid.UUID) -> list[tuple[uuid.UUID, str, str]]:
    """As whom this account goes on that came through an agency's door: a part at that agency, and no other."""
    return accounts.principals_at(account, uuid.UUID(settings.AGENCY_DOORS[door].agency), Kind.PARTNER)


def _open(door: str) -> bool:
    held = settings.AGENCY_DOORS.get(door)
    return held is not None and agencies_of.may_come_in(uuid.UUID(held.agency), using=GATE)
