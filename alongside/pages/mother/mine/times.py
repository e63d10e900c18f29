"""To what she means to come: when, where, and whether children are in the room. What has been is not looked back at."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.families.models import Person
from alongside.pages.mother.mine.around import hers, show
from alongside.services import queries
from alongside.services.queries import Comes
from alongside.services.terms import Children, Mode


@require_safe
@hers
def my_times(request: HttpRequest, herself: Person) -> HttpResponse:
    """The days to come, of hers and of children for whom she decides; the next one first."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = queries.coming_of(herself.family_id, since=start)
    called = {each.code: each.name for each in queries.every_service()} if rows else {}
    return show(request, herself, "times", {"times": [_shown(row, called, herself) for row in rows]})


def _shown(row: Comes, called: dict[str, str], herself: Person) -> dict[str, Any]:
    booking, held = row.booking, row.booking.session
    place = held.place
    said = [] if place is None else [place.name] + ([_("quiet")] if place.quiet else [])
    return {
        "on": timezone.localtime(held.during.lower).date(),
        "begins": time_format(timezone.localtime(held.during.lower), "TIME_FORMAT"),
        "ends": time_format(timezone.localtime(held.during.upper), "TIME_FORMAT"),
        "name": held.called or called.get(held.service, held.service),
        "who": "" if booking.person_id == herself.id else booking.person.name,
        "where": ", ".join(said) if held.mode == Mode.IN_PERSON else capfirst(Mode(held.mode).label),
        "children": capfirst(Children(held.children).label) if held.mode == Mode.IN_PERSON else "",
        "off": held.off_at is not None,
        "off_words": held.off_words,
    }
