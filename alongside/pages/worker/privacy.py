"""The desk of whoever keeps privacy: what waits, what left, what went wrong. Numbers in place of names; no notes."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.consent import queries
from alongside.pages.design.fields import DayField
from alongside.pages.design.kindness import KindWords
from alongside.pages.page import page
from alongside.pages.worker.presented import privacy as present
from alongside.pages.worker.presented.looks import short
from alongside.recordkeeping.actions import entry
from alongside.recordkeeping.rules import add_months
from alongside.stewardship import queries as stewardship

SIZE = 50
REVIEWED = 20
ASKED_WITHIN = timedelta(days=92)
YEARS = 6  # as far back as 45 CFR 164.528 asks; 42 CFR 2.25 asks for three
COLUMNS = (
    gettext_lazy("When"), gettext_lazy("To whom"), gettext_lazy("About"), gettext_lazy("What"),
    gettext_lazy("What for"), gettext_lazy("Resting on"), gettext_lazy("Did she know"), gettext_lazy("After"),
)  # fmt: skip
ACCOUNTED = (*COLUMNS[:2], gettext_lazy("Sent by"), *COLUMNS[3:7])
_LAST = re.compile(r"(\d{4}-\d{2}-\d{2}T[0-9:.+-]{8,30})_([0-9a-f-]{36})")


@require_safe
@page(May.READ_TRAIL)
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for her, the oldest first, and where the rest is."""
    now, me = timezone.now(), request.me.principal  # type: ignore[attr-defined]
    waiting = list(queries.waiting_for_review())
    request.trail += [entry("looked at an emergency", family=row.family_id, subject=row.subject) for row in waiting]  # type: ignore[attr-defined]
    to_tell = list(queries.not_told())
    request.trail += [entry("looked at an emergency", family=row.family_id, subject=row.subject) for row in to_tell]  # type: ignore[attr-defined]
    breaches = stewardship.breaches()
    shown = {
        "to_tell": [present.glass(row, now, me) for row in to_tell],
        "waiting": [present.glass(row, now, me) for row in waiting],
        "reviewed": [present.glass(row, now, me) for row in queries.reviewed_and_told(REVIEWED)],
        "asked": [present.asked(each) for each in queries.asked_and_refused(now - ASKED_WITHIN)],
        "copies": len(stewardship.copies_asked_for()),
        "openings": queries.opening_asked_for(),
        "breaches": sum(not present.breach(row, {}).closed for row in breaches),
    }
    return TemplateResponse(request, "worker/privacy/desk.html", shown)


class AboutForm(KindWords, forms.Form):
    """About which file or person."""

    about = forms.UUIDField(
        label=gettext_lazy("Number of a file or of a person"), required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("This is not such a number. Please copy it again.")},
    )  # fmt: skip


class LedgerForm(AboutForm):
    """About which file or person, to which agency, on which days."""

    agency = forms.TypedChoiceField(
        label=gettext_lazy("To which agency"), required=False, coerce=uuid.UUID, empty_value=None
    )
    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("Until"), required=False)

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["agency"].choices = [("", gettext_lazy("Any")), *agencies]


@require_safe
@page(May.READ_TRAIL)
def ledger(request: HttpRequest) -> HttpResponse:
    """Everything that left, the newest first, fifty lines at a time. The words themselves are not hers to read."""
    agencies = [(str(agency.pk), agency.name) for agency in scope.partners()]
    form = LedgerForm(request.GET or None, agencies=agencies)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    about = asked.get("about")
    found = queries.whole_ledger(
        about=about, agency=asked.get("agency"), since=asked.get("since"), until=asked.get("until"),
        before=before(request.GET.get("before", "")), size=SIZE + 1,
    )  # fmt: skip
    request.trail.append(entry("read the ledger", subject=about))  # type: ignore[attr-defined]
    last = found[SIZE - 1].row if len(found) > SIZE else None
    shown = {
        "form": form,
        "lines": [present.left(line) for line in found[:SIZE]],
        "columns": [str(word) for word in COLUMNS],
        "older": older(request, last.recorded_at, last.pk) if last else "",
        "later": "before" in request.GET,
        "accounting": reverse("accounting", args=[about]) if about else "",
        "papers": f"{reverse('papers')}?{urlencode({'about': about})}" if about else "",
        "wide": True,
    }
    return TemplateResponse(request, "worker/privacy/ledger.html", shown)


def before(text: str) -> tuple[datetime, uuid.UUID] | None:
    """The last line shown, as the address of the next page names it; None for an address that was made up."""
    last = _LAST.fullmatch(text)
    try:
        return (datetime.fromisoformat(last[1]), uuid.UUID(last[2])) if last else None
    except ValueError:
        return None


def older(request: HttpRequest, at: datetime, id: uuid.UUID) -> str:
    """The address of the lines before this one, asked in the same way."""
    asked = request.GET.copy()
    asked["before"] = f"{at.isoformat()}_{id}"
    return f"?{asked.urlencode()}"


class PeriodForm(KindWords, forms.Form):
    """From which day until which."""

    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("Until"), required=False)


@require_safe
@page(May.READ_TRAIL)
def accounting(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """What left about one person, to print and give in person: day, to whom, what, what for, resting on what."""
    today = timezone.localdate()
    form = PeriodForm(request.GET or None, label_suffix="")
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    since, until = asked.get("since") or years_before(today, YEARS), asked.get("until") or today
    found = queries.accounting(person, since=since, until=until, at=timezone.now())
    copies = stewardship.copies_given_to(person, since, until) if found.to_herself else []
    senders = accounts.names({*(line.row.recorded_by for line in found.lines), *(row.recorded_by for row in copies)})
    request.trail.append(entry("made an accounting of what left", subject=person))  # type: ignore[attr-defined]
    shown = {
        "number": short(person),
        "form": form,
        "since": since,
        "until": until,
        "made_on": today,
        "made_by": request.me.name,  # type: ignore[attr-defined]
        "lines": [present.left(line, senders) for line in found.lines],
        "waiting": found.waiting,
        "copies": [(row.recorded_at, row.records, senders.get(row.recorded_by, "")) for row in copies],
        "columns": [str(word) for word in ACCOUNTED],
        "back": f"{reverse('ledger')}?{urlencode({'about': person})}",
        "wide": True,
    }
    return TemplateResponse(request, "worker/privacy/accounting.html", shown)


def years_before(today: date, years: int) -> date:
    """The same day so many years before; on 29 February, where that year has none, the day before it."""
    return add_months(today, -12 * years)


@require_safe
@page(May.READ_TRAIL)
def breaches(request: HttpRequest) -> HttpResponse:
    """What went where it should not have gone, the newest first."""
    rows = [present.breach(row, {}) for row in stewardship.breaches()]
    return TemplateResponse(request, "worker/privacy/breaches.html", {"breaches": rows})


@require_safe
@page(May.READ_TRAIL)
def breach(request: HttpRequest, breach: uuid.UUID) -> HttpResponse:
    """One of them, step by step."""
    row = stewardship.breach(breach)
    steps = list(row.steps.all())
    shown = present.breach(row, accounts.names({each.recorded_by for each in steps}))
    request.trail += [  # type: ignore[attr-defined]
        entry("looked at a breach", family=each.family_id, subject=each.subject) for each in steps if each.family_id
    ] or [entry("looked at a breach")]
    return TemplateResponse(request, "worker/privacy/breach.html", {"breach": shown, "heading": _("What went wrong")})
