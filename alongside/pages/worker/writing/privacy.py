"""What whoever keeps privacy writes: what a review found, and what went where it should not have gone."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import privacy as present
from alongside.pages.worker.writing.fields import choose, day, line, past_day, today, words
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing
from alongside.stewardship import actions as stewardship
from alongside.stewardship import queries as stewarding
from alongside.stewardship.terms import BreachKind


class ReviewForm(CalmForm):
    """What she found, and whether the woman was told."""

    found = words(
        gettext_lazy("What you found"), required=True,
        help_text=gettext_lazy("She reads this on her own page: plain words, nothing about other people."),
    )  # fmt: skip
    told = choose(
        gettext_lazy("Was she told?"),
        [("yes", gettext_lazy("Yes, she knows")), ("no", gettext_lazy("Not yet: telling her now is not safe"))],
    )
    not_told_why = words(gettext_lazy("Why it is not safe"), help_text=gettext_lazy("Only if she was not told."))
    not_told_until = day(
        gettext_lazy("Until which day it is kept off her page"),
        help_text=gettext_lazy("From the next day on she reads it there."),
    )


@writing(May.READ_TRAIL)
def glass_review(request: HttpRequest, glass: uuid.UUID) -> HttpResponse:
    """An emergency is looked at, by somebody else than whoever opened it."""
    row = queries.to_review(glass)
    me = request.me.principal  # type: ignore[attr-defined]
    if row.reviewed_at is not None or row.colleague_id == me:
        raise Http404

    def do(given: Given) -> Any:
        return consent.review_break_glass(
            glass=row, found=given["found"], told_her=given["told"] == "yes", not_told_why=given["not_told_why"],
            not_told_until=_after(given["not_told_until"]), **stamp(request),
        )  # fmt: skip

    return handle(
        request, ReviewForm(request.POST or None), do, heading=_("Look at an emergency"), back=reverse("privacy"),
        done=reverse("privacy"), template="worker/privacy/review.html", glass=present.glass(row, timezone.now(), me),
    )  # fmt: skip


class TellForm(CalmForm):
    """She was told, when and how; or for how much longer telling her is not safe."""

    told = choose(
        gettext_lazy("Was she told?"),
        [
            ("now", gettext_lazy("Yes, she knows, and may read it on her page")),
            ("not_there", gettext_lazy("Yes, she knows, but on her page it is not safe yet")),
            ("no", gettext_lazy("Not yet: telling her now is not safe")),
        ],
    )
    on = day(gettext_lazy("On which day she was told"), initial=today, latest=today)
    how = words(gettext_lazy("How she was told"), help_text=gettext_lazy("By whom and where; who was with her."))
    not_told_why = words(
        gettext_lazy("Why it is not safe"), help_text=gettext_lazy("What was written before stays above it.")
    )
    not_told_until = day(
        gettext_lazy("Until which day it is kept off her page"),
        help_text=gettext_lazy("From the next day on she reads it there."),
    )


@writing(May.READ_TRAIL)
def glass_tell(request: HttpRequest, glass: uuid.UUID) -> HttpResponse:
    """What was kept from her for her safety is told to her, or kept for longer; not by whoever opened it."""
    row = queries.to_tell_of(glass)
    me = request.me.principal  # type: ignore[attr-defined]
    if row.colleague_id == me:
        raise Http404

    def do(given: Given) -> Any:
        kept, knows = given["told"] != "now", given["told"] != "no"
        return consent.tell_of_glass(
            glass=row, told_on=(given["on"] or today()) if knows else None, how=given["how"] if knows else "",
            kept=kept, why=given["not_told_why"], until=_after(given["not_told_until"]), **stamp(request),
        )  # fmt: skip

    return handle(
        request, TellForm(request.POST or None), do, heading=_("Does she know of it?"), back=reverse("privacy"),
        done=reverse("privacy"), template="worker/privacy/review.html", glass=present.glass(row, timezone.now(), me),
    )  # fmt: skip


def _after(last: date | None) -> datetime | None:
    """The beginning of the day after ``last``."""
    return timezone.make_aware(datetime.combine(last + timedelta(days=1), time())) if last else None


class BreachForm(CalmForm):
    """What happened, when, and how it was found."""

    what = words(
        gettext_lazy("What happened"), required=True,
        help_text=gettext_lazy("Without names, and without what stood in the records."),
    )  # fmt: skip
    happened_on = past_day(gettext_lazy("The day it happened, or the first of them"))
    found_on = past_day(gettext_lazy("The day it was found"))
    how_found = words(gettext_lazy("How it was found"))


@writing(May.READ_TRAIL)
def breach_add(request: HttpRequest) -> HttpResponse:
    """Something went where it should not have gone."""

    def do(given: Given) -> Any:
        told = {name: given[name] for name in ("what", "happened_on", "found_on", "how_found")}
        return stewardship.record_breach(agency=request.me.agency, **told, **stamp(request))  # type: ignore[attr-defined]

    return handle(
        request, BreachForm(request.POST or None), do, heading=_("Something went wrong"), back=reverse("breaches"),
        done=lambda made: reverse("breach", args=[made.pk]),
        lead=_("It is written down once and not changed any more. What you learn later is added, step by step."),
    )  # fmt: skip


class StepForm(CalmForm):
    """One step more."""

    kind = choose(gettext_lazy("What you want to write down"), BreachKind.choices)
    on = past_day(gettext_lazy("Day"))
    whom = line(gettext_lazy("Who was told"))
    family = forms.UUIDField(
        label=gettext_lazy("Number of a file"), required=False,
        help_text=gettext_lazy("Whose records they were: copy it from the lines of who looked."),
        error_messages={"invalid": gettext_lazy("This is not such a number. Please copy it again.")},
    )  # fmt: skip
    subject = forms.UUIDField(
        label=gettext_lazy("Number of a person in it"), required=False,
        error_messages={"invalid": gettext_lazy("This is not such a number. Please copy it again.")},
    )  # fmt: skip
    words = words(gettext_lazy("In a few words"))


@writing(May.READ_TRAIL)
def breach_step(request: HttpRequest, breach: uuid.UUID) -> HttpResponse:
    """Whose records, who was told, what was done, or that it is closed."""
    row = stewarding.breach(breach)
    if present.breach(row, {}).closed:
        raise Http404

    def do(given: Given) -> Any:
        told = {name: given[name] for name in ("kind", "on", "whom", "words", "family", "subject")}
        return stewardship.add_breach_step(breach=row, **told, **stamp(request))

    back = reverse("breach", args=[breach])
    return handle(request, StepForm(request.POST or None), do, heading=_("What came of it"), back=back, done=back)
