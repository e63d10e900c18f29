"""The library: programmes with their plans, what is known about them, also where nothing was found, and lists that
people of a site go through together."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from alongside.access.policy import May, decide
from alongside.instruments import queries as instruments
from alongside.library import queries
from alongside.library.rules import fits
from alongside.library.terms import Design, Stage, Who
from alongside.pages.design.kindness import KindWords
from alongside.pages.page import page
from alongside.pages.worker.presented import evidence as known
from alongside.pages.worker.presented import library as present
from alongside.pages.worker.writing.fields import labelled

NOTHING = "nothing"


class ForWhomForm(KindWords, forms.Form):
    """For whom a programme is looked for."""

    who = forms.ChoiceField(
        label=_("Who would take part?"), required=False, choices=[("", _("Anybody")), *labelled(Who.choices)]
    )
    stage = forms.ChoiceField(
        label=_("The child is"), required=False, choices=[("", _("Of any age")), *labelled(Stage.choices)]
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


@require_safe
@page(May.SEE_LIBRARY)
def library(request: HttpRequest) -> HttpResponse:
    """Every programme; those for whom somebody is looking, when that is said."""
    form = ForWhomForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    every = queries.catalogue().programmes
    found = [each for each in every if fits(each, asked.get("who", ""), asked.get("stage", ""))]
    shown = {"form": form, "programmes": [present.listed(each) for each in found], "every": len(every)}
    return TemplateResponse(request, "worker/library/list.html", shown)


@require_safe
@page(May.SEE_LIBRARY)
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """One programme: its plans, how much they come to, what is measured, and what is known about it."""
    found = queries.programme(code)
    if found is None:
        raise Http404
    catalogue, own = queries.catalogue(), queries.titles(code)
    measures = {measure.instrument for version in found.versions for measure in version.measures}
    titles = instruments.titles(measures) if measures else {}
    items = catalogue.about(code)
    names = known.names(catalogue.programmes)
    shown = {
        "programme": found,
        "about": present.said(found.about),
        "for_whom": present.said(found.for_whom),
        "manual": present.said(found.manual),
        "not_that": present.said(found.not_that),
        "confused": catalogue.programme(found.confused) if found.confused else None,
        "people": present.people(found.who),
        "cautions": present.cautions(found),
        "versions": [
            present.version(version, catalogue.sources, own.get(version.code, {}), titles) for version in found.versions
        ],
        "sources": [present.cited(catalogue.sources[key]) for key in found.sources],
        "items": [known.shown(each, catalogue.sources, names) for each in items if each.design != Design.RATING],
        "ratings": known.rated(items, catalogue.sources),
        "differ": known.differ(items),
        "pictures": known.pictures(items, code),
        "keeps": decide(request.me, May.KEEP_LIBRARY),  # type: ignore[attr-defined]
        "begins": decide(request.me, May.WRITE_IN_FAMILY),  # type: ignore[attr-defined]
    }
    return TemplateResponse(request, "worker/library/one.html", shown)


@require_safe
@page(May.SEE_LIBRARY)
def evidence(request: HttpRequest) -> HttpResponse:
    """Everything that is known; or only what made no difference, or made things worse."""
    catalogue = queries.catalogue()
    names = known.names(catalogue.programmes)
    nothing = request.GET.get("show") == NOTHING
    nulls = [each for each in catalogue.evidence if each.null]
    shown = {
        "items": [known.shown(each, catalogue.sources, names) for each in (nulls if nothing else catalogue.evidence)],
        "nothing": nothing,
        "all_count": len(catalogue.evidence),
        "null_count": len(nulls),
    }
    return TemplateResponse(request, "worker/library/evidence.html", shown)


@require_safe
@page(May.SEE_LIBRARY)
def checklists(request: HttpRequest) -> HttpResponse:
    """Lists for a site's people: about themselves, their rooms and their cupboard."""
    rows = [(each.code, present.said(each.title), present.said(each.about)) for each in queries.catalogue().checklists]
    return TemplateResponse(request, "worker/library/checklists.html", {"rows": rows})


@require_safe
@page(May.SEE_LIBRARY)
def checklist(request: HttpRequest, code: str) -> HttpResponse:
    """One list as a sheet, to be gone through together and dated. Nothing of it is kept here."""
    found = queries.checklist(code)
    if found is None:
        raise Http404
    shown = {
        "title": present.said(found.title),
        "about": present.said(found.about),
        "background": present.said(found.background),
        "stock": found.stock,
        "columns": [
            gettext("What"),
            gettext("How many are there"),
            gettext("How many we would like"),
            gettext("Who gets them"),
        ],
        "parts": [(present.said(each.title), [present.said(one) for one in each.points]) for each in found.parts],
        "source": present.cited(queries.catalogue().sources[found.source]),
    }
    return TemplateResponse(request, "worker/library/checklist.html", shown)
