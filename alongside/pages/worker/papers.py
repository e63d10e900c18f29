"""Courts' papers at the desk of whoever keeps privacy: which are written down, and what left resting on each."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.consent import queries
from alongside.pages.page import page
from alongside.pages.worker.presented import papers as present
from alongside.pages.worker.presented import privacy
from alongside.pages.worker.privacy import AboutForm, before, older
from alongside.recordkeeping.actions import entry

SIZE = 30


@require_safe
@page(May.READ_TRAIL)
def papers(request: HttpRequest) -> HttpResponse:
    """Every paper that was written down, the newest first, thirty at a time."""
    form = AboutForm(request.GET or None, label_suffix="")
    about = form.cleaned_data["about"] if form.is_bound and form.is_valid() else None
    found = queries.papers(about=about, before=before(request.GET.get("before", "")), size=SIZE + 1)
    shown, last = found[:SIZE], found[SIZE - 1] if len(found) > SIZE else None
    request.trail += [entry("looked at a court paper", family=row.family_id, subject=row.subject) for row in shown]  # type: ignore[attr-defined]
    today, law = timezone.localdate(), queries.law_here()
    context = {
        "form": form,
        "add": f"{reverse('paper_add')}?{urlencode({'about': about})}" if about else reverse("paper_add"),
        "papers": [present.paper(row, today, law) for row in shown],
        "older": older(request, last.recorded_at, last.pk) if last else "",
        "later": "before" in request.GET,
    }
    return TemplateResponse(request, "worker/privacy/papers.html", context)


@require_safe
@page(May.READ_TRAIL)
def paper(request: HttpRequest, paper: uuid.UUID) -> HttpResponse:
    """One paper as it was written down, and what left resting on it."""
    row = queries.paper(paper)
    request.trail.append(entry("looked at a court paper", family=row.family_id, subject=row.subject))  # type: ignore[attr-defined]
    names = accounts.names({who for who in (row.recorded_by, row.withdrawn_by) if who})
    context = {
        "paper": present.paper(row, timezone.localdate(), queries.law_here(), names),
        "id": row.pk,
        "steps": [present.step(each) for each in queries.steps_of(row)],
        "lines": [privacy.left(line) for line in queries.left_on(row)],
    }
    return TemplateResponse(request, "worker/privacy/paper.html", context)
