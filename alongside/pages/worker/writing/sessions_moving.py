"""One session takes place at another time, of a series or alone."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import sessions as present
from alongside.pages.worker.writing.choices import by_id, or_nothing
from alongside.pages.worker.writing.fields import Choices, choose, clock, day, line, number, pick
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing
from alongside.pages.worker.writing.sessions import STAFF, room
from alongside.recordkeeping.rules import Refused
from alongside.services import actions, queries
from alongside.services.terms import WHY_MOVED, Children, WhyOff


class MoveForm(CalmForm):
    """When it takes place instead, where, and what those who come are told."""

    whys: ClassVar = {
        "words": gettext_lazy("They read it beside the new time on their own pages. Please name nobody."),
    }
    on = day(gettext_lazy("New day"), required=True)
    begins = clock(gettext_lazy("Begins at"))
    minutes = number(gettext_lazy("How many minutes"), least=5, most=720, required=True)
    place = pick(gettext_lazy("Room"))
    minding = pick(gettext_lazy("Where children are looked after, if next door"))
    why = choose(gettext_lazy("Why?"), [(why, WhyOff(why).label) for why in WHY_MOVED])
    words = line(gettext_lazy("A few words for those who come"), longest=500)
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rooms: Choices, seats: Choices, next_door: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["begins"].required = True
        self.fields["place"].choices, self.fields["minding"].choices = or_nothing(rooms), or_nothing(seats)  # type: ignore[attr-defined]
        if not next_door:
            del self.fields["minding"]


@writing(May.PLAN_SESSIONS)
def session_move(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Another time, perhaps another room. Whoever meant to come is still on the list."""
    row, rooms = queries.session(session), queries.places()
    begins = timezone.localtime(row.during.lower)
    form = MoveForm(
        request.POST or None,
        rooms=[(str(each.pk), room(each)) for each in rooms if not each.seats],
        seats=[(str(each.pk), room(each)) for each in rooms if each.seats],
        next_door=row.children == Children.NEXT_DOOR,
        initial={
            "on": begins.date(), "begins": begins.time(), "place": str(row.place_id or ""),
            "minutes": int((row.during.upper - row.during.lower).total_seconds() // 60),
            "minding": str(row.minding_id or ""), "was": row.during.lower.isoformat(),
        },
    )  # fmt: skip

    def do(given: Given) -> Any:
        if given["was"] != row.during.lower.isoformat():  # somebody moved it while this page was open
            raise Refused("changed_meanwhile", field="on")
        held = by_id(rooms)
        return actions.move_session(
            session=row, on=given["on"], begins=given["begins"], minutes=given["minutes"],
            place=held.get(given["place"]), minding=held.get(given.get("minding", "")), why=given["why"],
            words=given["words"], **stamp(request),
        )  # fmt: skip

    told = _(
        "Whoever meant to come stays on the list. A woman who had a message about the earlier time gets another one,"
        " if she wants messages. Please tell everybody else, and ask whether the new time fits."
    )
    who = f"{row.called or present.names(queries.every_service()).get(row.service, row.service)}"
    back = reverse("session", args=[session])
    return handle(request, form, do, heading=_("Move it to another time"), who=who, lead=told, back=back, seen_by=STAFF)
