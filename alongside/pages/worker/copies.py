"""Copies that women asked for: for whoever keeps privacy. No names: a number, a day, what she asked for."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from alongside.access.policy import May
from alongside.pages.design.forms import CalmForm
from alongside.pages.page import page
from alongside.pages.worker.presented.looks import short
from alongside.pages.worker.writing.fields import CHOOSE, words
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing
from alongside.recordkeeping.actions import entry
from alongside.stewardship import actions as stewardship
from alongside.stewardship import queries
from alongside.stewardship.models import CopyRequest
from alongside.stewardship.terms import CopyAnswer


@dataclass(frozen=True)
class AskedShown:
    """One request: about whom (a number), when, how, and where it is answered."""

    number: str
    at: datetime
    how: str
    words: str
    answer: str
    answered_on: date | None
    url: str
    trail_url: str


def asked(row: CopyRequest) -> AskedShown:
    """A request as it is listed."""
    return AskedShown(
        short(row.person_id), row.recorded_at, row.get_how_display(), row.words, row.get_answer_display(),
        row.answered_on, "" if row.answered_on else reverse("copy_answer", args=[row.pk]),
        f"{reverse('trail')}?about={row.family_id}",
    )  # fmt: skip


@require_safe
@page(May.READ_TRAIL)
def copies(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; what was answered, the newest first."""
    waiting = queries.copies_asked_for()
    request.trail += [
        entry("looked at a request for a copy", family=row.family_id, subject=row.person_id) for row in waiting
    ]  # type: ignore[attr-defined]
    shown = {
        "waiting": [asked(row) for row in waiting],
        "answered": [asked(row) for row in queries.copies_asked_for(answered=True, size=50)],
    }
    return TemplateResponse(request, "worker/copies.html", shown)


class AnswerForm(CalmForm):
    """What came of it, and what she will read."""

    answer = forms.ChoiceField(label=gettext_lazy("What came of it"), choices=[CHOOSE, *CopyAnswer.choices])
    words = words(
        gettext_lazy("What was left out, and why"),
        help_text=gettext_lazy("She reads this on her own page: plain words, nothing about other people."),
    )


@writing(May.READ_TRAIL)
def copy_answer(request: HttpRequest, asked: uuid.UUID) -> HttpResponse:
    """It was given to her in person; or she does not want it any more."""
    row = queries.copy_asked_for(asked)
    if row.answered_on is not None:
        raise Http404

    def do(given: Given) -> Any:
        return stewardship.answer_copy(asked=row, answer=given["answer"], words=given["words"], **stamp(request))

    return handle(
        request,
        AnswerForm(request.POST or None),
        do,
        heading=_("A copy for number %(number)s") % {"number": short(row.person_id)},
        lead=_("What is about other people (an ex-partner, a relative, other women of a group) does not go along."),
        own_words=row.words,
        back=reverse("copies"),
        done=reverse("copies"),
    )
