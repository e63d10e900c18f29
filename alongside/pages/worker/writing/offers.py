"""What this site offers, and its rooms: said by whoever arranges teams."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.agencies import queries as agencies
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing.choices import offered, parts
from alongside.pages.worker.writing.fields import choose, labelled, line, number, several, tick, words
from alongside.pages.worker.writing.handling import Given, base_version, handle, stamp, writing
from alongside.services import actions, queries
from alongside.services.terms import Modality, Sector, Setting, Target

STAFF = gettext_lazy("everybody who works here")
SERVICE = ("name", "about", "modality", "settings", "sectors", "target", "relationship", "needs", "offered")


class ServiceForm(CalmForm):
    """What a service is called here, for whom it is, and whom it needs."""

    versioned = True
    whys: ClassVar = {
        "needs": gettext_lazy(
            "A session without one of them asks for a reason. Every group has an addiction counsellor and a"
            " parent-infant therapist, unless this place does it differently."
        ),
    }
    name = line(gettext_lazy("What it is called"), required=True, longest=200)
    about = words(gettext_lazy("What it is, in a sentence or two"), rows=2)
    offered = tick(gettext_lazy("It is offered here"))
    modality = choose(gettext_lazy("What kind of thing is it?"), Modality.choices)
    target = choose(gettext_lazy("For whom is it?"), Target.choices)
    settings = several(gettext_lazy("Where can it be?"), Setting.choices)
    sectors = several(gettext_lazy("To which field does it belong?"), Sector.choices)
    relationship = tick(gettext_lazy("It works on what is between two people"))
    needs = several(gettext_lazy("Who has to be there?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needs"].choices = labelled(parts())


@writing(May.KEEP_SERVICES)
def service(request: HttpRequest, code: str = "") -> HttpResponse:
    """What this site says of one service; a new one without a code. What it said before stays in the record."""
    now = queries.service(code) if code else None
    if code and now is None:
        raise Http404
    first = {name: getattr(now, name) for name in SERVICE} if now else {"offered": True}
    version = str(now.own.pk) if now and now.own else ""
    form = ServiceForm(request.POST or None, initial=first, version=version)

    def do(given: Given) -> Any:
        base = uuid.UUID(given["version"]) if given.get("version") else None
        return actions.say_service(code=code, base=base, **{name: given[name] for name in SERVICE}, **stamp(request))

    heading = _("What we say of it") if now else _("Something of our own")
    return handle(request, form, do, heading=heading, back=reverse("offers"), seen_by=STAFF)


class PlaceForm(CalmForm):
    """A room, and what is said of it before anybody comes."""

    versioned = True
    whys: ClassVar = {
        "adults_only": gettext_lazy("Some grieve a child who is not with them. They know before they come."),
    }
    name = line(gettext_lazy("What the room is called"), required=True, longest=200)
    adults_only = tick(gettext_lazy("No children in here"))
    quiet = tick(gettext_lazy("A quiet room"))
    seats = number(
        gettext_lazy("Seats for children who are looked after here"), least=0, most=60, initial=0,
        help_text=gettext_lazy("0 for every other room."),
    )  # fmt: skip
    in_use = tick(gettext_lazy("It is used"), initial=True)


@writing(May.KEEP_SERVICES)
def place(request: HttpRequest, place: uuid.UUID | None = None) -> HttpResponse:
    """One room, or a further one."""
    now = offered(queries.places(all_of_them=True), str(place)) if place else None
    if place and now is None:
        raise Http404
    names = ("name", "adults_only", "quiet", "seats", "in_use")
    first = {name: getattr(now, name) for name in names} if now else {}
    form = PlaceForm(request.POST or None, initial=first, version=now.version if now else "")

    def do(given: Given) -> Any:
        told = {name: given[name] for name in names} | {"seats": given["seats"] or 0}
        if now is None:
            return actions.open_place(agency=agencies.agency(request.me.agency), **told, **stamp(request))  # type: ignore[attr-defined]
        by = request.me.principal  # type: ignore[attr-defined]
        return actions.keep_place(place=now, base_version=base_version(given, now.version), by=by, **told)

    heading = _("A room") if now else _("A further room")
    return handle(request, form, do, heading=heading, back=reverse("offers"), seen_by=STAFF)
