"""Her days to come: with us, what was arranged, and elsewhere; what she adds herself; a calendar of her own."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.calendars import actions, queries
from alongside.calendars.models import Elsewhere
from alongside.calendars.rules import SHORT_TEXT
from alongside.calendars.terms import AskedBy, No
from alongside.families.models import Family, Person
from alongside.pages.design.feeds import FeedForm, address_of, tells
from alongside.pages.design.forms import CalmForm, DayField
from alongside.pages.mother.mine.around import hers, show, stamp, tried
from alongside.pages.mother.mine.presented_times import around, time
from alongside.recordkeeping.rules import Refused
from alongside.reminders import actions as reminders
from alongside.services.queries import every_service
from alongside.services.rules import instant

AHEAD = timedelta(days=366)
CHANGED = gettext_lazy("This was changed a moment ago. Please look at it again.")
WHO_ASKS = {
    AskedBy.HERSELF: gettext_lazy("I want it myself"),
    AskedBy.CHILD_WELFARE: gettext_lazy("Child welfare"),
    AskedBy.COURT: gettext_lazy("A court or a lawyer"),
    AskedBy.PROBATION: gettext_lazy("Probation or parole"),
    AskedBy.HEALTH: gettext_lazy("A clinic or a doctor"),
    AskedBy.TREATMENT: gettext_lazy("Treatment or a pharmacy"),
    AskedBy.INCOME: gettext_lazy("Income support or work"),
    AskedBy.HOUSING: gettext_lazy("Housing"),
    AskedBy.SCHOOL: gettext_lazy("School or daycare"),
    AskedBy.FAMILY: gettext_lazy("Somebody of my family"),
    AskedBy.OTHER: gettext_lazy("Somebody else"),
}


class NewTime(CalmForm):
    """Something of her own: what and when is enough."""

    what = forms.CharField(label=gettext_lazy("What is it?"), max_length=SHORT_TEXT)
    on = DayField(label=gettext_lazy("On which day?"))
    begins = forms.TimeField(
        label=gettext_lazy("At what time?"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "input--short"}),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes, about?"), min_value=5, max_value=1440, initial=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
    )  # fmt: skip
    place = forms.CharField(label=gettext_lazy("Where?"), required=False, max_length=SHORT_TEXT)
    asked_by = forms.ChoiceField(
        label=gettext_lazy("Who wants this?"), choices=[(who.value, label) for who, label in WHO_ASKS.items()],
        initial=AskedBy.HERSELF,
    )  # fmt: skip


@require_safe
@hers
def my_times(request: HttpRequest, herself: Person) -> HttpResponse:
    """The days to come, of hers and of children for whom she decides; the next one first."""
    return _times(request, herself)


@require_http_methods(["GET", "POST"])
@hers
def my_time_new(request: HttpRequest, herself: Person) -> HttpResponse:
    """She writes down something of her own. Her team reads it, so that nobody asks for the same hour."""
    form = NewTime(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        begins = instant(given["on"], given["begins"], timezone.get_current_timezone())

        def add() -> Elsewhere:
            return actions.write_down(
                family=Family(id=herself.family_id), subject=herself.id, for_whom="woman", asked_by=given["asked_by"],
                what=given["what"], begins=begins, ends=begins + timedelta(minutes=given["minutes"]),
                place=given["place"], id=uuid.uuid5(given["submission"], str(herself.id)), **stamp(request),
            )  # fmt: skip

        if tried(form, add, No) is not None:
            return redirect("my_times")
    return show(request, herself, "time_new", {"form": form}, status=400 if form.is_bound else 200)


@require_POST
@hers
def my_time_off(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """It is off: one that she wrote down herself."""
    try:
        row = queries.appointment(herself.family_id, id)
    except Elsewhere.DoesNotExist:
        raise Http404 from None
    if row.recorded_by != herself.id:
        raise Http404
    with suppress(Refused):  # off already: that is what she wants
        actions.call_off(appointment=row, **stamp(request))
    return redirect("my_times")


@require_http_methods(["GET", "POST"])
@hers
def my_time_feed(request: HttpRequest, herself: Person) -> HttpResponse:
    """Her times in a calendar of her own, if she wants: an address that she sees once."""
    form, address = FeedForm(request.POST or None), ""
    owner = request.me.principal  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["heading"]
        try:
            key = actions.turn_on(
                owner=owner, says=form.cleaned_data["says"], heading=said, tells=tells(said), at=timezone.now()
            )
            address = address_of(request, key)
        except Refused as no:
            form.say(no, tells(said))
    bad = form.is_bound and not address
    shown = {"form": form, "address": address, "feed": queries.my_feed(owner)}
    return show(request, herself, "time_feed", shown, status=400 if bad else 200)


@require_POST
@hers
def my_time_feed_off(request: HttpRequest, herself: Person) -> HttpResponse:
    """From this moment its address tells nothing."""
    actions.turn_off(owner=request.me.principal, at=timezone.now())  # type: ignore[attr-defined]
    return redirect("my_time_feed")


@require_POST
@hers
def my_time_other(request: HttpRequest, herself: Person, source: str, id: uuid.UUID) -> HttpResponse:
    """She needs a different time: her team is told, as when she writes it. She need not say why."""
    mine: dict[str, Any] = {"family": herself.family_id, "woman": herself.id, "by": request.me.principal}  # type: ignore[attr-defined]
    if reminders.ask_other_time(source=source, target=id, **mine):
        messages.success(request, _("Kept. Your team sees it now."))
    else:
        messages.info(request, CHANGED)
    return redirect("my_times")


@require_POST
@hers
def my_time_fine(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """The time is fine after all, and nobody asks why."""
    mine: dict[str, Any] = {"family": herself.family_id, "woman": herself.id, "by": request.me.principal}  # type: ignore[attr-defined]
    if not reminders.time_is_fine(target=id, **mine):
        messages.info(request, CHANGED)
    return redirect("my_times")


def _times(request: HttpRequest, herself: Person) -> HttpResponse:
    zone, now = timezone.get_current_timezone(), timezone.localtime()
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    told = queries.of_family(herself.family_id, start, start + AHEAD, zone)
    called = {each.code: each.name for each in every_service()} if any(t.kind == "session" for t in told) else {}
    seen = around(told, herself, now, called)
    return show(request, herself, "times", {"times": [time(each, seen) for each in told]})
