"""An appointment with somebody else is written down, put right, called off; a feed of one's own."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from alongside.access import scope
from alongside.access.policy import May
from alongside.calendars import actions, queries, rules
from alongside.calendars.models import Elsewhere
from alongside.calendars.terms import AskedBy
from alongside.pages.design.feeds import FeedForm, address_of, tells
from alongside.pages.design.forms import CalmForm
from alongside.pages.design.kinds import KINDS
from alongside.pages.page import page
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.about import asked_for, subjects, whom
from alongside.pages.worker.writing.choices import called, colleagues
from alongside.pages.worker.writing.fields import Choices, choose, clock, day, line, number, pick, several
from alongside.pages.worker.writing.handling import Given, confirm, handle, stamp, writing
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.queries import Me
from alongside.services.rules import instant

USUAL_MINUTES = 60


class RightForm(CalmForm):
    """What it is and when; nothing else is needed. How it went is written down nowhere here."""

    whys: ClassVar = {
        "asked_by": gettext_lazy("So that everybody sees how much is asked of her, and by how many."),
        "travel": gettext_lazy("So that what lies too close together is seen in time."),
        "category": gettext_lazy("Only colleagues whose part it is can read it. When in doubt, leave it as it is."),
    }
    what = line(
        gettext_lazy("What is it?"), required=True, longest=rules.SHORT_TEXT, help_text=gettext_lazy("A few words.")
    )
    asked_by = choose(gettext_lazy("Who wants it?"), AskedBy.choices)
    on = day(gettext_lazy("On which day?"), required=True)
    begins = clock(gettext_lazy("At what time?"))
    minutes = number(
        gettext_lazy("How many minutes does it take, about?"), least=5, most=1440, required=True, initial=USUAL_MINUTES
    )
    place = line(gettext_lazy("Where?"), longest=rules.SHORT_TEXT)
    travel = number(gettext_lazy("How many minutes does it take to get there?"), least=0, most=rules.MOST_TRAVEL)
    goes_along = pick(gettext_lazy("Does one of us go along?"))
    named = several(
        gettext_lazy("Who else is named in these words?"),
        help_text=gettext_lazy("She reads it on her own page only where it names nobody else."),
    )
    category = forms.ChoiceField(label=gettext_lazy("What this is about"), required=False)

    def __init__(self, *args: Any, people: Choices, kinds: Choices, ours: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["begins"].required = True
        self.fields["named"].choices, self.fields["category"].choices = people, kinds
        self.fields["goes_along"].choices = [("", _("Nobody yet")), *ours]


class AppointmentForm(RightForm):
    """A new one: whom it is about, too."""

    whom = forms.ChoiceField(label=gettext_lazy("Whom is it about?"), widget=forms.RadioSelect)
    field_order = ("what", "whom", "asked_by")

    def __init__(self, *args: Any, whom: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = whom


@writing(May.WRITE_IN_FAMILY)
def appointment_add(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """A court, a clinic, child welfare: something that somebody else asks of them, or that they want."""
    me, file = request.me, scope.the_file(family)  # type: ignore[attr-defined]
    if queries.is_her_peer(family):
        raise Http404
    offered = subjects(file)
    asked = asked_for(offered, request.GET.get("about", "")) or (offered[0][0] if offered else "")
    form = AppointmentForm(request.POST or None, whom=offered, initial={"whom": asked}, **_choices(me, file))

    def do(given: Given) -> Elsewhere:
        for_whom, subject = whom(given["whom"])
        return actions.write_down(
            family=finding.family(family), subject=subject, for_whom=for_whom, id=given["submission"],
            **_said(given), **stamp(request),
        )  # fmt: skip

    lead = _("With somebody else: a court, a clinic, child welfare. What is arranged with us has its own places.")
    shown = {"heading": _("An appointment elsewhere"), "lead": lead, "back": reverse("family_calendar", args=[family])}
    return handle(request, form, do, file=family, subject=file.woman.id, done=shown["back"], **shown)


@writing(May.WRITE_IN_FAMILY)
def appointment_right(request: HttpRequest, family: uuid.UUID, appointment: uuid.UUID) -> HttpResponse:
    """What stood there before stays in the record."""
    me, file = request.me, scope.the_file(family)  # type: ignore[attr-defined]
    row = queries.appointment(family, appointment)
    begins = timezone.localtime(row.during.lower)
    held = {
        "what": row.what, "asked_by": row.asked_by, "on": begins.date(), "begins": begins.time(), "place": row.place,
        "minutes": int((row.during.upper - row.during.lower).total_seconds() // 60), "travel": row.travel,
        "goes_along": str(row.goes_along_id or ""), "named": [str(who) for who in row.about or ()],
        "category": str(row.category),
    }  # fmt: skip
    form = RightForm(request.POST or None, initial=held, **_choices(me, file))

    def do(given: Given) -> Elsewhere:
        return actions.put_right(appointment=row, id=given["submission"], **_said(given), **stamp(request))

    back = reverse("family_calendar", args=[family])
    return handle(request, form, do, file=family, subject=row.subject, heading=_("Put right"), back=back, done=back)


@writing(May.WRITE_IN_FAMILY)
def appointment_off(request: HttpRequest, family: uuid.UUID, appointment: uuid.UUID) -> HttpResponse:
    """It does not take place. Nobody is asked why."""
    row = queries.appointment(family, appointment)
    back = reverse("family_calendar", args=[family])
    return confirm(
        request, lambda: actions.call_off(appointment=row, **stamp(request)), back=back, done=back,
        heading=_("Is it called off?"), lead=_("It stays to be seen as called off. Nobody is asked why."),
        own_words=row.what, submit=_("It is called off"), file=family,
    )  # fmt: skip


@page(May.SEE_SESSIONS)
def my_feed(request: HttpRequest) -> HttpResponse:
    """Her own times in a calendar of her own, if she wants: an address that she sees once."""
    me = request.me  # type: ignore[attr-defined]
    form, address = FeedForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            key = actions.turn_on(
                owner=me.principal, says=given["says"], heading=given["heading"], tells=tells(given["heading"]),
                at=timezone.now(),
            )  # fmt: skip
            address = address_of(request, key)
        except Refused as no:
            form.say(no, tells(given["heading"]))
    shown = {"form": form, "address": address, "feed": queries.my_feed(me.principal)}
    return render(request, "worker/calendars/feed.html", shown)


@require_POST
@page(May.SEE_SESSIONS)
def my_feed_off(request: HttpRequest) -> HttpResponse:
    """From this moment its address tells nothing."""
    actions.turn_off(owner=request.me.principal, at=timezone.now())  # type: ignore[attr-defined]
    return redirect("my_feed")


def _choices(me: Me, file: scope.File) -> dict[str, Any]:
    kinds = [(str(int(kind)), label) for kind, label in KINDS.items() if kind in rules.FITTING and me.may_write(kind)]
    return {
        "people": [(str(p.id), called(p)) for p in file.people],
        "kinds": [("", _("What is usual for this")), *kinds],
        "ours": colleagues(),
    }


def _said(given: Given) -> dict[str, Any]:
    begins: datetime = instant(given["on"], given["begins"], timezone.get_current_timezone())
    return {
        "asked_by": given["asked_by"], "what": given["what"], "begins": begins,
        "ends": begins + timedelta(minutes=given["minutes"]), "place": given["place"], "travel": given["travel"],
        "goes_along": uuid.UUID(given["goes_along"]) if given["goes_along"] else None,
        "about": [uuid.UUID(who) for who in given["named"]],
        "category": int(given["category"]) if given["category"] else None,
    }  # fmt: skip
