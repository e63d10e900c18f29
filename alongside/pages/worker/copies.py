"""Copies that women asked for: for whoever keeps privacy. No names: a number, a day, what she asked for."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from alongside.access.policy import May
from alongside.pages.design.forms import CalmForm
from alongside.pages.page import page
from alongside.pages.worker.presented.her_copy import kinds_of, reasons
from alongside.pages.worker.presented.looks import short
from alongside.pages.worker.writing.fields import CHOOSE, words
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing
from alongside.recordkeeping.actions import entry
from alongside.stewardship import actions as stewardship
from alongside.stewardship import queries
from alongside.stewardship.models import CopyRequest
from alongside.stewardship.terms import CopyAnswer


@dataclass(frozen=True)
class GivenShown:
    """One copy that was put together: when, how many records, why others stayed out, which kinds are not in it yet."""

    at: datetime
    records: int
    why: str
    unread: str
    sha256: str


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
    due: date
    late: bool
    given: list[GivenShown]


def asked(row: CopyRequest, days: int = 0, given: Sequence[GivenShown] = ()) -> AskedShown:
    """A request as it is listed; ``given``: what her team put together for her, and why the rest stayed out."""
    due = queries.due_on(row, days)
    return AskedShown(
        short(row.person_id), row.recorded_at, row.get_how_display(), row.words, row.get_answer_display(),
        row.answered_on, "" if row.answered_on else reverse("copy_answer", args=[row.pk]),
        f"{reverse('trail')}?about={row.family_id}", due, timezone.localdate() > due, list(given),
    )  # fmt: skip


def given_for(rows: Sequence[CopyRequest]) -> dict[uuid.UUID, list[GivenShown]]:
    """What was put together for each of these, in numbers; two statements."""
    given = queries.given_for(rows)
    why = queries.reasons_of([each for made in given.values() for each in made])
    return {
        asked: [
            GivenShown(
                each.recorded_at, each.records, reasons(why.get(each.pk, {})), ", ".join(kinds_of(each.unread)),
                each.sha256,
            )
            for each in made
        ]
        for asked, made in given.items()
    }  # fmt: skip


@require_safe
@page(May.READ_TRAIL)
def copies(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; what was answered, the newest first."""
    waiting, days = queries.copies_asked_for(), queries.days_for_a_copy()
    given = given_for(waiting)
    request.trail += [
        entry("looked at a request for a copy", family=row.family_id, subject=row.person_id) for row in waiting
    ]  # type: ignore[attr-defined]
    shown = {
        "waiting": [asked(row, days, given.get(row.pk, ())) for row in waiting],
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
        lead=_("Her team prepares it, under Letters and reports, without what is about other people."),
        own_words=row.words,
        back=reverse("copies"),
        done=reverse("copies"),
    )
