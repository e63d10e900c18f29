"""How many families share with which agency: figures for whoever reports and sees no name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from alongside.access.policy import May
from alongside.agencies import queries as agencies
from alongside.consent import queries
from alongside.pages.page import page
from alongside.pages.worker.presented import sharing as present
from alongside.recordkeeping.actions import entry

COLUMNS = (_("Agency"), _("Families who agreed to it"), _("Families of whom something went there in a year"))


@require_safe
@page(May.SEE_CONTINUITY)
def sharing(request: HttpRequest) -> HttpResponse:
    """As it stood when this month began; no day and no group can be asked for."""
    figures = queries.sharing_counts()
    names = {agency.pk: agency.name for agency in agencies.outside()}
    request.trail.append(entry("counted who shares"))  # type: ignore[attr-defined]
    shown = {
        "lines": present.sharing(figures, names),
        "began": figures[0].until,  # all together is always there for whoever reports
        "columns": [str(column) for column in COLUMNS],
    }
    return TemplateResponse(request, "worker/sharing.html", shown)
