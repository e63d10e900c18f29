"""What every page of hers has around it, and how one is opened."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.access import scope
from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.accounts.models import HerPage
from alongside.families.models import Person
from alongside.pages.design.forms import CalmForm
from alongside.pages.page import View, page
from alongside.recordkeeping.actions import entry
from alongside.recordkeeping.rules import Refused

Hers = Callable[..., HttpResponseBase]

PLACES: list[tuple[str, Any]] = [
    ("mine", _("First page")),
    ("my_goals", _("What I want")),
    ("my_beside", _("Somebody beside me")),
    ("my_lists", _("My lists")),
    ("my_agreements", _("What I share")),
    ("my_seen", _("Who saw it")),
    ("my_file", _("My file")),
    ("my_device", _("Safe here")),
]


def hers(view: Hers) -> View:
    """A page of hers. The view is given the request and who she is; that she looked is a line of the trail."""

    @page(May.OWN_PAGE)
    @functools.wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        herself = scope.herself(request.me)  # type: ignore[attr-defined]
        if request.method == "GET":
            line = entry("looked at her own page", family=herself.family_id, subject=herself.id)
            request.trail.append(line)  # type: ignore[attr-defined]
        return view(request, herself, *args, **kwargs)

    return opened


def her_page(request: HttpRequest, herself: Person) -> HerPage:
    """How her page stands; for somebody let in another way (practice), a page that was never turned off."""
    if not hasattr(request, "her_page"):
        found = accounts.her_page(herself.id)
        request.her_page = found or HerPage(person=herself.id, family=herself.family_id)  # type: ignore[attr-defined]
    return request.her_page  # type: ignore[attr-defined]


def show(
    request: HttpRequest, herself: Person, template: str, shown: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page of hers, with the few places she can go."""
    return render(request, f"mine/{template}.html", {**surrounded(request, herself), **(shown or {})}, status=status)


def surrounded(request: HttpRequest, herself: Person) -> dict[str, Any]:
    """The few places she can go, and how her page treats her device."""
    here = request.path
    places = [{"url": reverse(name), "label": label, "current": _is_at(here, reverse(name))} for name, label in PLACES]
    return {"nav": places, "few_traces": her_page(request, herself).few_traces, "inside": True}


def _is_at(here: str, place: str) -> bool:
    return here == place or (place != reverse("mine") and here.startswith(place))


def stamp(request: HttpRequest) -> dict[str, uuid.UUID | datetime]:
    """Who does it, and when: what every action is given last."""
    return {"by": request.me.principal, "at": timezone.now()}  # type: ignore[attr-defined]


def tried(form: CalmForm, do: Callable[[], Any], words: type[TextChoices]) -> Any:
    """What came of it; ``None`` when there is something to look at again, which then stands beside its question.

    ``words``: what the room says of each reason for which it refuses.
    """
    try:
        return do()
    except Refused as no:
        field = no.field if no.field in form.fields else None
        label = words(no.because).label if no.because in words.values else gettext("Please look at this again")
        form.add_error(field, label)
        return None
