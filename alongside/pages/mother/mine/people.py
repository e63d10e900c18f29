"""Who is there for her while somebody is away, and good-byes and hellos; she may wish for somebody else."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.db import ProgrammingError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.continuity import actions, queries
from alongside.continuity.models import Cover
from alongside.families.models import Person
from alongside.pages.design.days import date_format
from alongside.pages.mother.mine.around import hers, show, stamp


@require_safe
@hers
def my_people(request: HttpRequest, herself: Person) -> HttpResponse:
    """Who is there meanwhile, on which days, for whom."""
    return show(
        request,
        herself,
        "people",
        {
            "covers": [_shown(each) for each in queries.my_covers()],
            "gaps": gaps(),
            "farewells": queries.my_farewells(),
        },
    )


@require_POST
@hers
def my_people_not(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """Not this person: it holds at once, and nobody asks her why."""
    try:
        with transaction.atomic():
            actions.not_this_person(cover=queries.cover_of_hers(id), by=stamp(request)["by"])  # type: ignore[arg-type]
    except (Cover.DoesNotExist, ProgrammingError):
        raise Http404 from None
    return redirect("my_people")


def gaps() -> list[dict[str, Any]]:
    """Days on which the one she turns to first is away and nobody is there yet: now, or soon; one statement."""
    today = timezone.localdate()
    return [_gap(each, now=each.first <= today) for each in queries.my_gaps()]


def _gap(each: queries.MyGap, *, now: bool) -> dict[str, Any]:
    """The days are those of which nobody is named yet: the one she turns to first may be away for longer."""
    last = each.until - timedelta(days=1)
    days = {"first": date_format(each.first), "last": date_format(last), "for_whom": each.for_whom}
    if now:
        away = _("%(for_whom)s is away") % days
        which = _("It is about the days up to and with %(last)s.") % days
    else:
        away = _("When %(for_whom)s is away") % days
        which = _("It is about the days from %(first)s to %(last)s.") % days
    if last == each.first:
        which = _("It is about today.") if now else _("It is about %(first)s.") % days
    return {"away": away, "which": which, "now": now, "others": each.others}


def _shown(each: queries.MyCover) -> dict[str, Any]:
    """The days are those on which this person is there: the other one may be away for longer."""
    last = each.until - timedelta(days=1)
    days = {"first": date_format(each.first), "last": date_format(last), "who": each.who, "for_whom": each.for_whom}
    if last == each.first:
        there = _("On %(first)s, %(for_whom)s is away. You can turn to %(who)s.") % days
    else:
        there = _("From %(first)s to %(last)s, %(for_whom)s is away. You can turn to %(who)s.") % days
    reads = _("To be there, this person may read no more than %(for_whom)s may.") % days
    return {"id": each.id, "who": each.who, "there": there, "reads": reads}
