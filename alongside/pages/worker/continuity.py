"""How often families had to get to know somebody new: a figure about us, for whoever reports and sees no name."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from alongside.access.policy import May
from alongside.continuity import queries
from alongside.enrolment import queries as enrolment
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import colleagues as present
from alongside.pages.worker.presented import farewells
from alongside.recordkeeping.actions import entry

COLUMNS = (_("Part"), _("Families"), _("Got a new key worker"), _("Changes altogether"), _("Changes for each family"))


SHOWN = 3  # times twelve months


@require_safe
@page(May.SEE_CONTINUITY)
def continuity(request: HttpRequest) -> HttpResponse:
    """Changes of key worker in three times twelve months that were over by the day asked for, over all files here."""
    asked = showing(request)
    periods = [each for each in present.continuity(enrolment.continuity()) if each.last < asked.day][:SHOWN]
    request.trail.append(entry("counted changes of key workers", periods=len(periods)))
    steady = [each for each in queries.steady() if each.until <= asked.day]
    figures = [(each.since, each.until - timedelta(days=1), farewells.figures(each)) for each in steady]
    shown = {"showing": asked, "figures": figures, "periods": periods, "columns": [str(column) for column in COLUMNS]}
    return TemplateResponse(request, "worker/continuity.html", shown)
