"""How the day was with us, for each child for whom she decides; who may fetch it; what helps it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from alongside.childcare import queries
from alongside.childcare.queries import DayTold
from alongside.families import queries as families
from alongside.families.models import Person
from alongside.pages.mother.mine.around import hers, show

DAYS = timedelta(days=14)


@require_safe
@hers
def my_childs_days(request: HttpRequest, herself: Person) -> HttpResponse:
    """Two weeks of each child, the newest day first; read the same day."""
    today = timezone.localdate()
    found = queries.shared_days(herself.family_id, today - DAYS, today)
    names = families.names_of(found)
    children = [
        {
            "name": names[child],
            "days": [_day(each) for each in shared.days],
            "fetchers": [row.name for row in shared.fetchers],
            "plan": shared.plan,
            "consults": shared.consults,
        }
        for child, shared in found.items()
        if child in names
    ]
    return show(request, herself, "childs_days", {"children": sorted(children, key=lambda each: each["name"])})


def _day(each: DayTold) -> dict[str, Any]:
    return {
        "on": each.on,
        "doors": [
            {"what": row.what, "at": time_format(timezone.localtime(row.at), "TIME_FORMAT"), "name": row.name}
            for row in each.doors
        ],
        "told": [
            {
                "kind": capfirst(row.get_kind_display()),
                "at": time_format(row.at_time, "TIME_FORMAT") if row.at_time else "",
                "words": row.words,
                "done": row.done,
                "told": row.told,
            }
            for row in each.entries
        ],
    }
