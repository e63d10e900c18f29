"""How somebody comes in who comes by phone or online: said later, or anew."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import sessions as present
from alongside.pages.worker.writing.fields import tick
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing
from alongside.pages.worker.writing.sessions import ON_PAGES_ONLY, STAFF, way_in_field
from alongside.services import actions, queries
from alongside.services.terms import Mode


class WayInForm(CalmForm):
    """A link or a number; of a series also for those that are still to come."""

    whys: ClassVar = {"way_in": ON_PAGES_ONLY}
    way_in = way_in_field()
    whole_series = tick(gettext_lazy("The same for all of this series that are still to come"))
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, series: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not series:
            del self.fields["whole_series"]


@writing(May.PLAN_SESSIONS)
def session_way_in(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """A session that takes place in a room has none."""
    row = queries.session(session)
    if row.mode == Mode.IN_PERSON:
        raise Http404
    held = {"way_in": row.way_in, "was": row.way_in, "whole_series": True}
    form = WayInForm(request.POST or None, series=row.series_id is not None, initial=held)

    def do(given: Given) -> Any:
        return actions.say_way_in(
            session=row, way_in=given["way_in"], was=given["was"], whole_series=given.get("whole_series", False),
            **stamp(request),
        )  # fmt: skip

    who = row.called or present.names(queries.every_service()).get(row.service, row.service)
    back = reverse("session", args=[session])
    return handle(request, form, do, heading=_("The way in"), who=who, back=back, seen_by=STAFF)
