"""Communities' yeses at the desk of whoever keeps privacy: numbers, no names."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.access.policy import May
from alongside.consent import queries
from alongside.consent.models import CollectivePermission
from alongside.pages.page import page
from alongside.pages.worker.presented.looks import short
from alongside.recordkeeping.actions import entry

SIZE = 100


@require_safe
@page(May.READ_TRAIL)
def communities(request: HttpRequest) -> HttpResponse:
    """The newest hundred, each with how it stands today."""
    rows, today = queries.collective_permissions(SIZE), timezone.localdate()
    request.trail += [  # type: ignore[attr-defined]
        entry("looked", family=row.family_id, subject=row.subject, page="communities") for row in rows
    ]
    shown = [
        {
            "row": row,
            "number": short(row.subject),
            "last_day": row.during.upper - timedelta(days=1),
            "state": _state(row, today),
            "end": reverse("community_end", args=[row.pk]) if row.ended_at is None else "",
        }
        for row in rows
    ]
    return TemplateResponse(request, "worker/privacy/communities.html", {"rows": shown})


def _state(row: CollectivePermission, today: object) -> str:
    if row.ended_at is not None:
        return _("ended")
    if row.during.lower > today:
        return _("not begun yet")
    return _("over") if row.during.upper <= today else _("in force")
