"""In an emergency: what saves a life, of one person, for an hour; said why, looked at afterwards, told to her.

Nobody is found by part of a name, and nothing is opened that was not named. What is shown comes through the wall: when
the hour is over the page is gone, as if it had never been.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from alongside.access.policy import May
from alongside.care import queries as care
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.queries import Somebody
from alongside.pages.design.forms import CalmForm
from alongside.pages.page import View, page
from alongside.pages.worker.presented import emergency as present
from alongside.pages.worker.writing.fields import day, line, several, words
from alongside.pages.worker.writing.handling import Given, confirm, handle, stamp, writing
from alongside.recordkeeping.actions import entry

OPENING = gettext_lazy("Open what saves a life")


class FindForm(CalmForm):
    """Her whole name as she is known here, and her birthday where it is known."""

    name = line(gettext_lazy("The whole name, as we know it"), required=True)
    born_on = day(
        gettext_lazy("Birthday"), help_text=gettext_lazy("Needed where we know it. It keeps out chance and curiosity.")
    )


class OpenForm(CalmForm):
    """Of whom, what, and why it cannot wait."""

    name = forms.CharField(widget=forms.HiddenInput)
    born_on = forms.DateField(widget=forms.HiddenInput, required=False)
    person = forms.ChoiceField(label=gettext_lazy("Who it is"), widget=forms.RadioSelect)
    kinds = several(
        gettext_lazy("What has to be known now"), present.KINDS_OPENED, required=True,
        help_text=gettext_lazy("Name, birthday and how to reach her go along."),
    )  # fmt: skip
    reason = words(
        gettext_lazy("Why it cannot wait"), required=True,
        help_text=gettext_lazy("She reads this on her own page. Whoever keeps privacy reads it within three days."),
    )  # fmt: skip

    def __init__(self, *args: Any, found: Sequence[Somebody] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(str(each.person), present.called(each)) for each in found]


def proved(view: View) -> View:
    """Only for somebody who has shown her second factor in the last minutes; others are asked for it first."""

    @functools.wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if queries.may_break_glass() else redirect("again")

    return opened


@require_http_methods(["GET", "POST"])
@page(May.BREAK_GLASS)
@proved
def emergency(request: HttpRequest) -> HttpResponse:
    """Who is it? By the whole name. Then what to open, and why."""
    form, now = FindForm(request.POST or None), timezone.now()
    shown: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        found = _found(request, given)
        if found:
            asked = {"name": given["name"], "born_on": given["born_on"] and given["born_on"].isoformat()}
            only = {"person": str(found[0].person)} if len(found) == 1 else {}
            to_open = OpenForm(None, found=found, initial={**asked, **only})
            return TemplateResponse(
                request,
                "worker/emergency/open.html",
                {"form": to_open, "heading": OPENING, "back": reverse("emergency")},
            )
        shown["nobody"] = True
    rows = queries.open_now(request.me.principal, now)  # type: ignore[attr-defined]
    shown["open"] = [present.glass(row, now) for row in rows]
    return TemplateResponse(request, "worker/emergency/find.html", shown)


def _found(request: HttpRequest, given: Mapping[str, Any]) -> list[Somebody]:
    """Women and children with exactly this name. That she looked is a line about each who was found."""
    found = queries.find_in_emergency(given["name"], given["born_on"])
    lines = [entry("looked for somebody in an emergency", subject=each.person) for each in found]
    request.trail += lines or [entry("looked for somebody in an emergency")]  # type: ignore[attr-defined]
    return found


@writing(May.BREAK_GLASS)
@proved
def emergency_open(request: HttpRequest) -> HttpResponse:
    """Open it: one person, what was named, for an hour."""
    asked = OpenForm(request.POST)
    given = {name: asked.fields[name].to_python(request.POST.get(name, "")) for name in ("name",)}
    try:
        given["born_on"] = asked.fields["born_on"].clean(request.POST.get("born_on", ""))
    except forms.ValidationError:
        given["born_on"] = None
    if not given["name"]:
        return redirect("emergency")
    form = OpenForm(request.POST, found=_found(request, given))

    def do(told: Given) -> consent.Opened:
        return consent.open_break_glass(
            person=uuid.UUID(told["person"]), reason=told["reason"], categories=present.mask_of(told["kinds"]),
            **stamp(request),
        )  # fmt: skip

    return handle(
        request,
        form,
        do,
        done=lambda made: reverse("emergency_one", args=[made.id]),
        said=_("It is open for an hour."),
        template="worker/emergency/open.html",
        heading=OPENING,
        back=reverse("emergency"),
    )


@require_safe
@page(May.BREAK_GLASS)
def emergency_one(request: HttpRequest, glass: uuid.UUID) -> HttpResponse:
    """What is open now, and how long still."""
    now = timezone.now()
    row = queries.opened(glass, request.me.principal, now)  # type: ignore[attr-defined]
    found = care.in_an_emergency(row.family_id, row.subject, row.categories, today=timezone.localdate())
    line = entry("looked in an emergency", family=row.family_id, subject=row.subject, glass=row.pk)
    request.trail.append(line)  # type: ignore[attr-defined]
    return TemplateResponse(request, "worker/emergency/one.html", present.opened(found, row, now))


@writing(May.BREAK_GLASS)
def emergency_close(request: HttpRequest, glass: uuid.UUID) -> HttpResponse:
    """It is over before the hour is."""
    row = queries.opened(glass, request.me.principal, timezone.now())  # type: ignore[attr-defined]
    return confirm(
        request,
        lambda: consent.close_break_glass(glass=row, **stamp(request)),
        back=reverse("emergency_one", args=[glass]),
        done=reverse("emergency"),
        heading=_("Close it now?"),
        lead=_("It is closed at once. It is looked at within three days, and she can read that it was open."),
        submit=_("Close it"),
        said=_("It is closed."),
    )
