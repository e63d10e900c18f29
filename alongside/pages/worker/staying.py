"""Whom we have not met for a while; who waits for which service; one family's waits."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.access.staying import window
from alongside.childcare import queries as childcare
from alongside.continuity import queries
from alongside.pages.design.kindness import KindWords
from alongside.pages.page import page
from alongside.pages.worker import paging
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import people
from alongside.pages.worker.presented import staying as present
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.terms import Category
from alongside.services.queries import every_service

WINDOW = 60  # families looked at for one page
FEW = 60  # colleagues in a list that is still one to choose from; of more, a name is asked for
MINE, ALL = "mine", "all"
COLUMNS = (
    _("Service"), _("Families waiting at the end"), _("Days so far, half of them"), _("It began for"),
    _("Days until it began, half of them"), _("An agency never answered"),
)  # fmt: skip


def _called() -> dict[str, str]:
    return {each.code: each.name for each in every_service()}


class WhoseForm(KindWords, forms.Form):
    """Whose families: her own, all, or one colleague's; where there are many colleagues, by a part of the name."""

    whose = forms.ChoiceField(label=_("Whose families?"), required=False)

    def __init__(self, *args: object, today: date, called: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        asked = str(self.data.get("whose", ""))
        rows = scope.colleagues_here(today)
        found = list((rows.filter(name__icontains=called) if called else rows)[: FEW + 1])
        self.called = called
        self.many = len(found) > FEW
        self.nobody = bool(called) and not found
        if self.many and not called:  # a part of a long list of names is none to choose from
            found = []
        others = [(str(each.id), each.name) for each in found[:FEW]]
        if asked not in (MINE, ALL, *(id for id, _name in others)):
            others += [(str(each.id), each.name) for each in rows.filter(id__in=_ids(asked))]
        self.fields["whose"].choices = [(MINE, _("My own")), (ALL, _("All I may see")), *others]  # type: ignore[attr-defined]


def _ids(said: str) -> list[uuid.UUID]:
    """The id that was said, if it is one."""
    try:
        return [uuid.UUID(said)]
    except ValueError:
        return []


@require_http_methods(["GET", "HEAD", "POST"])
@page(May.SEE_FAMILIES)
def not_met(request: HttpRequest) -> HttpResponse:
    """Mothers, children, and the two together whom we have not met for the programme's days, by name.

    Posted: a part of a colleague's name, where there are too many colleagues to choose from.
    """
    me, today = request.me, timezone.localdate()  # type: ignore[attr-defined]
    arranges = decide(me, May.KEEP_RHYTHM)
    called = request.POST.get("called", "").strip()[:100]
    form = WhoseForm(request.GET or None, today=today, called=called) if arranges else None
    asked = form.cleaned_data["whose"] if form is not None and form.is_bound and form.is_valid() else ""
    whose = asked or (ALL if arranges else MINE)
    if form is not None:
        form.initial = {"whose": whose}
    of = None if whose == ALL else me.principal if whose == MINE else uuid.UUID(whose)
    found = window(me.principal, today, of=of, after=paging.id_asked(request), size=WINDOW)
    ids, rhythm = [family for family, _name in found.families], queries.rhythm(me.agency)
    came = childcare.last_came(ids, today) if ids else {}
    lines = present.not_met(
        queries.not_met(ids, today, rhythm, came), dict(found.families), writes=bool(decide(me, May.WRITE_IN_FAMILY))
    )
    request.trail += [entry("shown in a list", family=line.family) for line in lines]  # type: ignore[attr-defined]
    shown = {
        "lines": lines,
        "form": form,
        "whose": whose,
        "rhythm": rhythm,
        "keeps": arranges,
        "any": bool(ids),
        "later_part": "after" in request.GET,
        "older": f"?whose={whose}&after={found.further}" if found.further else "",
    }
    return TemplateResponse(request, "worker/staying/not_met.html", shown)


@require_safe
@page(May.SEE_SERVICE_WAITS)
def service_waits(request: HttpRequest) -> HttpResponse:
    """How long people wait for each service, in numbers for those who run services; and where the names stand."""
    me, asked = request.me, showing(request)  # type: ignore[attr-defined]
    periods = [each for each in present.periods(queries.service_waits()) if each[1] <= asked.day]
    called, links = _called(), bool(decide(me, May.SEE_FAMILIES))
    request.trail.append(entry("counted waits", periods=len(periods)))  # type: ignore[attr-defined]
    shown = {
        "showing": asked,
        "periods": [
            (since, until - timedelta(days=1), present.counts(rows, called, links=links))
            for since, until, rows in periods
        ],
        "columns": [str(column) for column in COLUMNS],
        "services": queries.services_waited_for(asked.today) if links else [],
    }
    shown["services"] = [
        (present.service_name(service, _("at another agency") if elsewhere else "", called) or _("Something else"),
         present.waiting_url(service, elsewhere))
        for service, elsewhere in shown["services"]  # type: ignore[attr-defined]
    ]  # fmt: skip
    return TemplateResponse(request, "worker/staying/services.html", shown)


@require_safe
@page(May.SEE_FAMILIES)
def service_waiting(request: HttpRequest, service: str) -> HttpResponse:
    """Who of those she may see waits for one service, whoever asked first first."""
    me, today = request.me, timezone.localdate()  # type: ignore[attr-defined]
    code, called = "" if service == "none" else service, _called()
    if (code and code not in called) or not me.reads(Category.SERVICE_USE):
        raise Http404
    elsewhere = request.GET.get("at") == "elsewhere" or not code
    size = 40
    after = _place(request.GET.get("after", ""))
    rows = queries.waiting_for(code, today, elsewhere=elsewhere, after=after, size=size + 1)
    further = rows[size - 1].wait if len(rows) > size else None
    rows = rows[:size]
    request.trail += [entry("shown in a list", family=row.wait.family_id, subject=row.wait.person_id) for row in rows]  # type: ignore[attr-defined]
    at = "?at=elsewhere&" if elsewhere else "?"
    shown = {
        "name": called.get(code, "") or _("Something else"),
        "elsewhere": elsewhere,
        "waits": present.waits(rows, called),
        "older": f"{at}after={further.asked_on.isoformat()}.{further.id}" if further else "",
    }
    return TemplateResponse(request, "worker/staying/service.html", shown)


def _place(text: str) -> tuple[date, uuid.UUID] | None:
    day, _dot, id = text.partition(".")
    try:
        return date.fromisoformat(day), uuid.UUID(id)
    except ValueError:
        return None


@require_safe
@page(May.SEE_FAMILIES)
def family_waits(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """For what she and her children wait, how it stands, and what there is meanwhile; as of a day."""
    me, asked = request.me, showing(request)  # type: ignore[attr-defined]
    file = scope.the_file(family, asked.known_at)
    if not me.reads(Category.SERVICE_USE):
        raise Http404
    rows = queries.waits_of(family, asked.day, known_at=asked.known_at)
    request.trail.append(entry("looked at waits", family=family, subject=file.woman.id))  # type: ignore[attr-defined]
    writes = not asked.past and decide(me, May.WRITE_IN_FAMILY) and me.may_write(Category.SERVICE_USE)
    shown = {
        "family": family,
        "showing": asked,
        "name": people.names(file).people[file.woman.id],
        "waits": present.waits(rows, _called()),
        "add_url": reverse("wait_add", args=[family]) if writes else "",
        "writes": writes,
    }
    return TemplateResponse(request, "worker/staying/family.html", shown)
