"""The list of families, and finding one by name. A name that is looked for is sent, never part of an address."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.pages.design.forms import CalmForm
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import lists as present
from alongside.recordkeeping.actions import entry

SIZE = 40


class FindForm(CalmForm):
    """A name, or the first letters of one."""

    words = forms.CharField(
        label=_("Find somebody by name"), max_length=80, widget=forms.TextInput({"type": "search"}),
        help_text=_("Her name or a child's, a nickname too. Accents and small mistakes do not matter."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@page(May.SEE_FAMILIES)
def families(request: HttpRequest) -> HttpResponse:
    """Families she is let into, by name, today or as of a day; after a search, those in which somebody is called so."""
    form = FindForm(request.POST if request.method == "POST" else None)
    asked = showing(request)
    after = id_of(request.GET.get("after", ""))
    rows, older = [], ""
    if form.is_bound:
        rows = scope.found(form.cleaned_data["words"], asked.today) if form.is_valid() else []
    else:
        rows = scope.families_of_mine(request.me.principal, asked.day, past=asked.past, after=after, size=SIZE + 1)
        older = asked.link(after=rows[SIZE - 1].woman.id) if len(rows) > SIZE else ""
        rows = rows[:SIZE]
    request.trail += [entry("shown in a list", family=row.family, subject=row.woman.id) for row in rows]
    shown = {
        "find": form,
        "showing": asked,
        "lines": [present.line(row, None if form.is_bound else asked) for row in rows],
        "older": older,
        "later_part": after is not None,
    }
    doors = {"may_open": decide(request.me, May.OPEN_FILE), "may_break_glass": decide(request.me, May.BREAK_GLASS)}
    return TemplateResponse(request, "worker/families.html", {**shown, **doors})


def id_of(text: str) -> uuid.UUID | None:
    """An id from an address; None for anything else."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
