"""Reports: what came of it here, at all places of the programme, and as a file for a funder."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.access.policy import May
from alongside.evaluation import queries
from alongside.evaluation.rules.reporting import Report
from alongside.instruments import queries as instruments
from alongside.pages.design.days import date_format
from alongside.pages.design.download import as_file
from alongside.pages.page import page
from alongside.pages.worker.presented import reports as present
from alongside.pages.worker.presented import reports_files as files
from alongside.recordkeeping.actions import entry

KINDS = {"pdf": "application/pdf", "csv": "text/csv"}


def _asked() -> tuple[Report, dict[str, str], str]:
    """The figures, the titles of their measures, and the day on which they stood; eight statements."""
    report = queries.report()
    titles = instruments.titles({instrument for instrument, _scale in report.measures})
    return report, titles, date_format(timezone.localdate().replace(day=1), "DATE_FORMAT")


@require_safe
@page(May.SEE_REPORTS)
def report(request: HttpRequest) -> HttpResponse:
    """Our own agency: scores by measure and time, reliable change, how much we were there, who stays."""
    held, titles, first = _asked()
    shown = present.sections(held, titles, request.me.agency)  # type: ignore[attr-defined]
    request.trail.append(entry("counted for a report", sections=len(shown)))  # type: ignore[attr-defined]
    context = {"sections": shown, "limits": present.limits(first), "first": first, "places": len(held.agencies) > 1}
    return TemplateResponse(request, "worker/reports/here.html", context)


@require_safe
@page(May.SEE_REPORTS)
def report_places(request: HttpRequest) -> HttpResponse:
    """All places of the programme that the asker's part may read, side by side; none is ranked."""
    held, titles, first = _asked()
    shown = present.places(held, titles)
    request.trail.append(entry("counted for a report", sections=len(shown)))  # type: ignore[attr-defined]
    context = {"sections": shown, "limits": present.limits(first), "first": first}
    return TemplateResponse(request, "worker/reports/places.html", context)


@require_safe
@page(May.SEE_REPORTS)
def report_file(request: HttpRequest, kind: str) -> HttpResponse:
    """For a funder: without what is asked at a woman's own yes alone; the trail says that it left, and its checksum."""
    if kind not in KINDS:
        raise Http404
    whole, titles, first = _asked()
    held = whole.for_others()
    limits = present.limits(first)
    if kind == "csv":
        content = files.as_csv(held, titles, limits)
    else:
        title = _("What came of it")
        lead = _("Figures as they stood on %(day)s. Nobody is named, and nobody can be found in them.") % {"day": first}
        parts = [(_("Our programme"), present.sections(held, titles, request.me.agency))]  # type: ignore[attr-defined]
        if len(held.agencies) > 1:
            parts.append((_("All places"), present.places(held, titles)))
        language = to_locale(get_language() or "en").replace("_", "-")
        content = files.as_pdf(title, language, lead, parts, limits)
    name = f"report-{timezone.localdate().replace(day=1):%Y-%m-%d}.{kind}"
    digest = hashlib.sha256(content).hexdigest()
    request.trail.append(entry("report handed out", file=name, sha256=digest))  # type: ignore[attr-defined]
    return as_file(name, KINDS[kind], content)
