"""Somebody waits for something; what happened meanwhile; how often we would like to meet."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.agencies import queries as agencies
from alongside.continuity import actions, queries
from alongside.continuity.terms import AskedBy, StepKind, WhyWaiting
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented.staying import service_name
from alongside.pages.worker.writing.choices import called, offered, or_nothing
from alongside.pages.worker.writing.fields import choose, day, line, number, past_day, pick
from alongside.pages.worker.writing.fields import words as free_words
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
from alongside.safekeeping.terms import Category
from alongside.services.queries import every_service


def _services() -> list[tuple[str, Any]]:
    return or_nothing((each.code, each.name) for each in every_service() if each.offered)


class WaitForm(CalmForm):
    """Who, for what, since when, and why there is no place yet."""

    who = choose(gettext_lazy("Who waits?"))
    service = pick(gettext_lazy("For which service?"))
    elsewhere = line(
        gettext_lazy("Where, if it is not here?"),
        help_text=gettext_lazy("Such as a daycare or a clinic. Never the address of a shelter."),
    )
    asked_on = past_day(gettext_lazy("Asked for on"))
    asked_by = choose(gettext_lazy("Who asked for this?"), AskedBy.choices, initial=AskedBy.HERSELF)
    why = choose(gettext_lazy("Why is there no place yet?"), WhyWaiting.choices, initial=WhyWaiting.UNKNOWN)
    her_words = free_words(gettext_lazy("In her words"), help_text=gettext_lazy("She reads it on her own page."))

    def __init__(self, *args: Any, people: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = people
        self.fields["service"].choices = _services()


@writing(May.WRITE_IN_FAMILY)
def wait_add(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """She, or a child, waits for something."""
    may_write(request, Category.SERVICE_USE)
    file = scope.the_file(family)
    clients = [*((file.woman,) if file.knows_her else ()), *file.children]
    chosen = [(str(each.id), called(each)) for each in clients]
    form = WaitForm(request.POST or None, people=chosen, initial=_asked(request, chosen))

    def do(given: Given) -> Any:
        said = {name: given[name] for name in ("service", "elsewhere", "asked_on", "asked_by", "why", "her_words")}
        person = offered(clients, given["who"])
        return actions.ask_for(person=person, id=given["submission"], **said, **stamp(request))

    lead = _("It is kept in the order of asking. Nobody is put before somebody else, and it asks for nothing.")
    return handle(request, form, do, file=family, heading=_("Somebody waits for something"), lead=lead, **_back(family))


def _asked(request: HttpRequest, chosen: Sequence[tuple[str, Any]]) -> dict[str, str]:
    """Who waits, and for what, as the page says from which somebody comes here."""
    who, service = request.GET.get("who", ""), request.GET.get("for", "")
    first = chosen[0][0] if chosen else ""
    return {"who": who if who in dict(chosen) else first, "service": service if service in dict(_services()) else ""}


class StepForm(CalmForm):
    """What happened, and on which day."""

    kind = choose(gettext_lazy("What happened?"), StepKind.choices, initial=StepKind.MEANWHILE)
    on = past_day(gettext_lazy("The day"))
    instead = pick(gettext_lazy("What there is meanwhile, if it is one of our services"))
    place_on = day(gettext_lazy("If a place was offered: from when on?"))
    words = line(gettext_lazy("A few words"), help_text=gettext_lazy("She may read it in her copy."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instead"].choices = _services()


@writing(May.WRITE_IN_FAMILY)
def wait_step(request: HttpRequest, family: uuid.UUID, wait: uuid.UUID) -> HttpResponse:
    """Something was offered meanwhile; we called together; a place is there; it began."""
    may_write(request, Category.SERVICE_USE)
    found = queries.wait(family, wait)
    form = StepForm(request.POST or None)

    def do(given: Given) -> Any:
        said = {name: given[name] for name in ("kind", "on", "instead", "place_on", "words")}
        return actions.step(wait=found, id=given["submission"], **said, **stamp(request))

    names = {each.code: each.name for each in every_service()}
    lead = service_name(found.service, found.elsewhere, names)
    shown = {"heading": _("What happened while they wait"), "about": found.person, "lead": lead}
    return handle(request, form, do, file=family, subject=found.person_id, **shown, **_back(family))


def _back(family: uuid.UUID) -> dict[str, str]:
    to = reverse("family_waits", args=[family])
    return {"back": to, "done": to}


class RhythmForm(CalmForm):
    """Days; each programme has its own."""

    woman_days = number(gettext_lazy("The mother, within how many days?"), least=1, most=365, required=True)
    child_days = number(gettext_lazy("Each child?"), least=1, most=365, required=True)
    dyad_days = number(gettext_lazy("The two together?"), least=1, most=365, required=True)


@writing(May.KEEP_RHYTHM)
def rhythm(request: HttpRequest) -> HttpResponse:
    """How often the programme would like to meet, from now on."""
    me = request.me  # type: ignore[attr-defined]
    now = queries.rhythm(me.agency)
    form = RhythmForm(
        request.POST or None, initial={"woman_days": now.woman, "child_days": now.child, "dyad_days": now.dyad}
    )

    def do(given: Given) -> Any:
        said = {name: given[name] for name in ("woman_days", "child_days", "dyad_days")}
        return actions.keep_rhythm(agency=agencies.agency(me.agency), **said, **stamp(request))

    lead = _("A wish of ours. Nothing follows when we do not come to it, and nobody is counted by it.")
    to = reverse("not_met")
    return handle(request, form, do, heading=_("How often we would like to meet"), lead=lead, back=to, done=to)
