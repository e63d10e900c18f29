"""A note that is being written: kept as it is typed, gone on with, thrown away. Hers alone until she records it.

A script keeps it with every pause (``begun_keep``); without one a button does (``keep_now``). Nothing typed is lost
when the session ends or the connection breaks: the script says so and tries again, and the words stay in their boxes.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.access import scope
from alongside.access.policy import May
from alongside.care import actions as care
from alongside.care import queries
from alongside.care.models import BegunNote
from alongside.pages.page import other_hands, page
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.about import category_of, subjects
from alongside.pages.worker.writing.handling import confirm, stamp, to_family, writing
from alongside.recordkeeping.queries import sent_before
from alongside.recordkeeping.rules import Refused

OURS = (
    "csrfmiddlewaretoken",
    "submission",
    "opened_as",
    "begun_version",
    "begun_mark",
    "putting_right",
    "keep",
    "more",
    "sure",
)


@dataclass(frozen=True)
class Begun:
    """A note she was writing: since when she has not touched it, and where it goes on or is thrown away."""

    saved_at: datetime
    go_on: str
    throw_away: str
    puts_right: bool


def listed(family: uuid.UUID, by: uuid.UUID, *, but: uuid.UUID | None = None) -> list[Begun]:
    """What she was writing in this family, the newest first, but for the one that is open (``but``)."""
    return [_begun(row) for row in queries.begun_in(family, by) if row.pk != but]


def _begun(row: BegunNote) -> Begun:
    name, args = (
        ("contact_correct", [row.family_id, row.contact_id]) if row.contact_id else ("contact_add", [row.family_id])
    )
    return Begun(
        row.saved_at,
        f"{reverse(name, args=args)}?begun={row.pk}",
        reverse("begun_away", args=[row.family_id, row.pk]),
        row.contact_id is not None,
    )


def opened(request: HttpRequest, family: uuid.UUID) -> BegunNote | None:
    """The one that the address asks for (``?begun=<id>``), if it is hers and there; else ``None``."""
    try:
        return queries.begun(family, uuid.UUID(request.GET.get("begun", "")), request.me.principal)  # type: ignore[attr-defined]
    except (ValueError, BegunNote.DoesNotExist):
        return None


def typed_in(row: BegunNote) -> QueryDict:
    """What was typed, as the browser sent it."""
    return QueryDict(row.typed)


@require_POST
@page(May.WRITE_IN_FAMILY)
def begun_keep(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """What is typed by now, from a script: 200 with its id and version.

    204 when it is recorded already, 409 when the device changed hands, 413 when it is longer than can be kept, 404 when
    it is not hers to write.
    """
    if other_hands(request):
        return HttpResponse(status=409)
    try:
        kept = _keep(request, family)
    except Refused as no:
        return HttpResponse(status=413 if no.because == "too_long" else 422)
    return JsonResponse({"id": str(kept.pk), "version": kept.version}) if kept else HttpResponse(status=204)


def keep_now(request: HttpRequest, family: uuid.UUID) -> HttpResponse | None:
    """The button for it, without a script: to the family's page; ``None`` when it cannot be kept."""
    if other_hands(request):
        return None
    try:
        kept = _keep(request, family)
    except Refused:
        return None
    if kept:
        messages.success(request, _("Kept as you typed it. Only you see it; it is not recorded yet."))
    return redirect(to_family(family))


def _keep(request: HttpRequest, family: uuid.UUID) -> BegunNote | None:
    sent, who = request.POST, stamp(request)
    try:
        id = uuid.UUID(sent.get("submission", ""))
    except ValueError:
        id = uuid.uuid4()
    if sent_before(id, who["by"]):
        return None  # recorded meanwhile: what comes late is not kept beside it
    version = sent.get("begun_version", "")
    try:
        mark = uuid.UUID(sent.get("begun_mark", ""))
    except ValueError:
        mark = None
    return care.keep_begun(
        id=id,
        family=finding.family(family),
        contact=_put_right(family, sent.get("putting_right", "")),
        category=_category(request, family),
        typed=_typed(sent),
        base_version=int(version) if version.isdecimal() and len(version) < 9 else 0,
        mark=mark,
        **who,
    )


def _put_right(family: uuid.UUID, id: str) -> Any:
    """The note that is put right, if one is. Raises Http404 for no number, DoesNotExist for another's."""
    if not id:
        return None
    try:
        return finding.contact(family, uuid.UUID(id))
    except ValueError:
        raise Http404 from None


def _typed(sent: QueryDict) -> str:
    fresh = sent.copy()
    for name in OURS:
        fresh.pop(name, None)
    return fresh.urlencode()


def _category(request: HttpRequest, family: uuid.UUID) -> int:
    """What it is about, as far as it can be told yet: the wall goes by it, although nobody else reads it."""
    sent, me = request.POST, request.me  # type: ignore[attr-defined]
    offered = subjects(scope.the_file(family))
    about = next(
        (value for value, _label in offered if value == sent.get("about")), offered[0][0] if offered else "woman:"
    )
    chosen = sent.get("category", "")
    chosen = chosen if chosen.isdecimal() and len(chosen) < 3 and me.may_write(int(chosen)) else ""
    return int(category_of(chosen, about.partition(":")[0], me))


@writing(May.WRITE_IN_FAMILY)
def begun_away(request: HttpRequest, family: uuid.UUID, begun: uuid.UUID) -> HttpResponse:
    """She does not need it any more."""
    row = queries.begun(family, begun, request.me.principal)  # type: ignore[attr-defined]

    def do() -> Any:
        return care.throw_away_begun(begun=row, by=request.me.principal)  # type: ignore[attr-defined]

    return confirm(
        request,
        do,
        file=family,
        heading=_("Throw this away?"),
        lead=_("It was never recorded, and only you could see it."),
        submit=_("Throw it away"),
        said=_("It is gone."),
        seen_by=_("you alone"),
    )
