"""A device whose token is dead: the sitting was ended elsewhere, another device took over, it lay unused for too long.

She is never sent to the staff's sign-in. What she chose just now is kept if it can be, and the page says what became
of it.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.assessment import actions as assessment
from alongside.pages.mother.asking import given_in, in_a_line, kept_late, key_in, nobodys, quietly
from alongside.pages.page import to_sign_in
from alongside.recordkeeping.rules import Refused


def answer(request: HttpRequest, occasion: uuid.UUID, item: str) -> HttpResponse:
    """An answer from such a device."""
    if request.method != "POST":
        return closed(request)
    given = given_in(request)
    try:
        late = assessment.keep_late_answer(
            occasion=occasion, item=item, value=given, key=key_in(request), at=timezone.now()
        )
    except Refused:
        return closed(request)
    return kept_late(request, late, item, given)


def closed(request: HttpRequest, **_place: Any) -> HttpResponse:
    """Any other page: it has closed. A browser that never held a device's token is asked to sign in."""
    sent = request.method == "POST"
    if not sent and settings.TOKEN_COOKIE not in request.COOKIES:
        return to_sign_in(request)
    if quietly(request):
        return in_a_line(_("Not kept: these questions have closed."), 409)
    return render(request, "mother/closed.html", nobodys() | {"sent": sent}, status=410)
