"""The door for a gateway that brings what somebody wrote, or says what became of a message.

Whoever knocks proves it with the key that only the gateway has. What it brings is kept and read by the worker; the
answer says nothing about it, whosever number it is.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import logging
import time
from typing import Any

from django.conf import settings
from django.db import DataError, Error, IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from alongside.pages.page import public
from alongside.reminders import actions
from alongside.reminders.terms import By

log = logging.getLogger("alongside.page")
LARGEST, FRESH = 20_000, 300  # bytes; seconds
LISTEN = "reminders.listen"


@csrf_exempt
@require_POST
@public
def messages_in(request: HttpRequest) -> HttpResponse:
    """``{"kind": "text", "from": …, "body": …, "id": …}`` or ``{"report": "arrived" or "failed", "id": …}``.

    Headers ``X-Time`` (seconds) and ``X-Signature``: HMAC-SHA-256 of time, full stop and body, in hexadecimal.
    204 for all that was signed and is kept, and for what nobody can use; 503 when it could not be kept now, so that the
    gateway brings it again (what it brings twice counts once); 404 for everything else.
    """
    if not _signed(request):
        return HttpResponse(status=404)
    try:
        brought = json.loads(request.body)
        with transaction.atomic():
            _kept(brought if isinstance(brought, dict) else {})
    except (ValueError, DataError, IntegrityError) as trouble:
        log.warning("something that a gateway brought cannot be used (%s)", type(trouble).__name__)
    except Error as trouble:
        log.error("something that a gateway brought could not be kept (%s)", type(trouble).__name__)
        return HttpResponse(status=503)
    return HttpResponse(status=204)


def _signed(request: HttpRequest) -> bool:
    """Signed with the key, lately, and not too large."""
    key, at = settings.MESSAGES_KEY, request.headers.get("X-Time", "")
    size = request.headers.get("Content-Length", "")
    if not key or not at.isdecimal() or len(at) > 12 or abs(time.time() - int(at)) > FRESH:
        return False
    if not size.isdecimal() or int(size) > LARGEST:
        return False
    wanted = hmac.new(key.encode(), at.encode() + b"." + request.body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted.encode(), request.headers.get("X-Signature", "").encode())


def _kept(brought: dict[str, Any]) -> None:
    told = {name: _plain(str(value)) for name, value in brought.items() if isinstance(value, (str, int))}
    reference, at = told.get("id", ""), timezone.now()
    if not reference:
        return
    if "report" in told:
        if told["report"] in ("arrived", "failed"):
            actions.message_reported(reference=reference, arrived=told["report"] == "arrived", at=at)
    elif told.get("kind", By.TEXT) in By.values:
        words, value = told.get("body", ""), told.get("from", "")
        if actions.message_came(by=told.get("kind", By.TEXT), value=value, words=words, reference=reference, at=at):
            with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
                app.configure_task(LISTEN, queueing_lock=LISTEN).defer(timestamp=0)


def _plain(text: str) -> str:
    """Without signs that no database keeps: a picture that was cut in two must not lose the words beside it."""
    return text.replace("\x00", "").encode(errors="replace").decode()
