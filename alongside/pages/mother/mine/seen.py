"""Who saw what: what went outside, word for word, and who looked here."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alongside.access import own_page
from alongside.care import queries as care
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.terms import No
from alongside.families.models import Person
from alongside.pages.design.shared import law_words
from alongside.pages.mother.mine import presented
from alongside.pages.mother.mine.around import hers, show, stamp
from alongside.pages.mother.mine.forms import HerWords
from alongside.recordkeeping.rules import Refused

SIZE = 30
_LAST = re.compile(r"(\d{4}-\d{2}-\d{2}T[0-9:.+-]{8,30})_([0-9a-f-]{36})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@require_safe
@hers
def seen(request: HttpRequest, herself: Person) -> HttpResponse:
    """What went outside, the newest first."""
    family, names = herself.family_id, own_page.my_people(herself)
    rows = queries.ledger(family, before=_before(request.GET.get("before", "")), size=SIZE + 1)
    lines = [presented.left(row, names, herself.id) for row in rows[:SIZE]]
    after = queries.comments(family, [line.id for line in lines])
    last = rows[SIZE - 1] if len(rows) > SIZE else None
    shown = {
        "lines": [(line, [presented.step(each) for each in after.get(line.id, ())]) for line in lines],
        "older": f"?before={last.recorded_at.isoformat().replace('+', '%2B')}_{last.id}" if last else "",
        "later": "before" in request.GET,
        "emergencies": [presented.emergency(row, names, herself.id) for row in queries.emergencies(family)],
    }
    return show(request, herself, "seen", shown)


def _before(text: str) -> Any:
    last = _LAST.fullmatch(text)
    try:
        return (datetime.fromisoformat(last[1]), uuid.UUID(last[2])) if last else None
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
@hers
def seen_one(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """One thing that went outside: every word of it, what came after, and her own words to it."""
    row = queries.disclosed(herself.family_id, id)
    form = HerWords(request.POST or None, asks=False)
    if request.method == "POST" and form.is_valid():
        try:
            consent.add_comment(
                disclosure=row, words=form.cleaned_data["words"], id=form.cleaned_data["submission"],
                **stamp(request),  # type: ignore[arg-type]
            )  # fmt: skip
        except Refused as no:
            form.add_error("words", No(no.because).label)
        else:
            return redirect("my_seen_one", id)
    parts = sorted(row.parts.all(), key=lambda part: (str(part.subject), part.category))
    after = sorted(row.steps.all(), key=lambda each: (each.recorded_at, each.id))
    shown = {
        "line": presented.left(row, own_page.my_people(herself), herself.id),
        "parts": [part.snapshot for part in parts],
        "notice": law_words(row.notice),
        "steps": [presented.step(each) for each in after],
        "form": form,
    }
    return show(request, herself, "seen_one", shown, status=422 if form.errors else 200)


@require_safe
@hers
def looked(request: HttpRequest, herself: Person) -> HttpResponse:
    """Who of the team looked, a month at a time: names, parts, days."""
    first = _month(request.GET.get("month", "")) or timezone.localdate().replace(day=1)
    after = _next(first)
    found = care.who_looked(first, after)
    shown = {
        "days": presented.days(found, own_page.my_people(herself), herself.id),
        "month": first,
        "earlier": f"{reverse('my_looked')}?month={_before_month(first):%Y-%m}",
        "later": f"{reverse('my_looked')}?month={after:%Y-%m}" if after <= timezone.localdate() else "",
    }
    return show(request, herself, "looked", shown)


def _month(text: str) -> date | None:
    found = _MONTH.fullmatch(text)
    try:
        month = date(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        return None
    return month if month and date(1990, 1, 1) <= month <= timezone.localdate() else None


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _before_month(first: date) -> date:
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
