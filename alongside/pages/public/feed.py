"""The door for a calendar that reads somebody's times. What it brings is a key; it is signed in as nobody.

This is the one address that holds a secret, because calendars can bring nothing else. It is written to no log of ours,
opens times and nothing else, and its owner ends it with one button (docs/decisions/0035).
"""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.calendars import queries
from alongside.pages.design.feeds import BUSY, written
from alongside.pages.page import public

LONGEST = 100  # characters of a key


@require_safe
@public
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """Times as iCalendar. A key that opens nothing looks like an address that is not there, whatever the reason."""
    found = queries.feed(key, timezone.now(), settings.TIME_ZONE) if len(key) <= LONGEST else None
    if found is None:
        raise Http404
    heading, times = found
    body = written(times, heading or str(BUSY), key)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="notes.ics"'
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-store"
    return answer
