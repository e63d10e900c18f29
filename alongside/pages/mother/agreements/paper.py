"""A signed form: its text as it was signed, how each line stands now, her copy to print or keep."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.agencies import queries as agencies
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.models import Consent
from alongside.consent.terms import Effect
from alongside.pages.mother.agreements import on_paper, presented
from alongside.pages.mother.agreements.door import Door, stamp
from alongside.pages.mother.agreements.forms import CopyForm
from alongside.pages.mother.agreements.listing import show
from alongside.recordkeeping.actions import entry


def _ours() -> str:
    held = agencies.programme()
    return held.agency.name if held else ""


@require_safe
def agreement(request: HttpRequest, door: Door, id: uuid.UUID) -> HttpResponse:
    """The form as it was signed, how it stands, what left under it, and the ways to take it back or make it anew."""
    held, now = door.read(id), timezone.now()
    deciders = door.deciders()
    form = presented.shown(door, held, deciders, now)
    left = queries.left_under(door.family, [id]).get(id, [])
    shown = {
        "form": None,
        "listed": form,
        "paper": on_paper.paper(door, held, _ours(), deciders, now),
        "left": presented.left_words(left[: presented.NEWEST]),
        "earlier": max(0, len(left) - presented.NEWEST),
        "whole": queries.all_seen(id),
        "open": held.withdrawn_at is None and (not door.hers or door.gave(held)),
        "reads_only": door.hers and not door.gave(held),
        "no": held.effect == Effect.DENY,
        "to": {name: door.to(f"agreement_{name}", id) for name in ("back", "lift", "renew", "copy", "keep_copy")},
        "copy_given": held.copy_given,
    }
    return show(request, door, "agreement", shown)


def _ways(door: Door) -> list[tuple[str, str]]:
    return [
        ("paper", _("Printed on paper")),
        ("file", _("Kept as a file")),
        ("none", _("No copy: it is not safe, or not wanted")),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def signed(request: HttpRequest, door: Door, id: uuid.UUID) -> HttpResponse:
    """It is signed. Her copy: on paper, as a file, or none where a copy is not safe."""
    held = door.signed(id)
    form = CopyForm(request.POST or None, ways=_ways(door), hers=door.hers)
    if request.method == "POST" and form.is_valid():
        words = dict(_ways(door))[form.cleaned_data["how"]]
        consent.give_copy(consent=held, how=words, **stamp(request))
        return redirect(door.to("agreement", id))
    shown = {
        "form": form,
        "to": {name: door.to(f"agreement_{name}", id) for name in ("copy", "keep_copy")},
        "here": door.to("agreement", id),
        "back": door.to("agreement", id),
    }
    return show(request, door, "signed", shown, status=422 if form.errors else 200)


def _copy(request: HttpRequest, door: Door, id: uuid.UUID, template: str) -> str:
    held = door.form(id)
    if held.signed_at is None and (held.giver_agency_id is None or held.withdrawn_at is not None):
        raise Consent.DoesNotExist  # only what an agency is to sign on paper is printed before
    copied = entry("copy of an agreement", family=door.family, subject=held.giver_id, agreement=id)
    request.trail.append(copied)  # type: ignore[attr-defined]
    with translation.override(held.form.language):
        shown = {"paper": on_paper.paper(door, held, _ours()), "back": door.to("agreement", id)}
        return render_to_string(f"mother/agreements/{template}.html", shown, request)


@require_safe
def copy(request: HttpRequest, door: Door, id: uuid.UUID) -> HttpResponse:
    """To print: the whole form in the language it was signed in, with a title that tells nobody what it is."""
    response = HttpResponse(_copy(request, door, id, "copy"))
    response["Content-Disposition"] = 'inline; filename="notes.html"'
    return response


@require_safe
def keep_copy(request: HttpRequest, door: Door, id: uuid.UUID) -> HttpResponse:
    """The same as a file of its own, that opens anywhere and asks nothing of the network."""
    response = HttpResponse(_copy(request, door, id, "copy_file"), content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="notes.html"'
    return response


@require_POST
def renew(request: HttpRequest, door: Door, id: uuid.UUID) -> HttpResponse:
    """A new draft with the same lines. This one stands until the new one is signed."""
    held: Consent = door.signed(id)
    made = consent.replace(consent=held, **stamp(request))
    return redirect(door.to("agreement_look", made.pk))
