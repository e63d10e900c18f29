"""Taking back one line, or all of it, at once. What cannot be called back is said before; nothing is in the way."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.models import Consent, ConsentLine
from alongside.consent.terms import Effect
from alongside.pages.design.forms import CalmForm
from alongside.pages.mother.agreements import presented
from alongside.pages.mother.agreements.door import Door, stamp
from alongside.pages.mother.agreements.listing import show
from alongside.pages.mother.agreements.saving import save, sent_already


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, door: Door, id: uuid.UUID, line: uuid.UUID | None = None) -> HttpResponse:
    """One press takes it back. Before it she reads what they have seen already and what they may notice."""
    if (before := sent_already(request)) is not None:
        return before
    held = door.signed(id)
    if held.effect == Effect.DENY:
        raise Http404
    only = _line(held, line) if line else None
    if held.withdrawn_at is not None or (only is not None and only.withdrawn_at is not None):
        return _over(request, door, held)
    form = CalmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def do() -> Any:
            return consent.withdraw(consent=held, line=only, **stamp(request))

        if done := save(request, door, form, do, lambda made: door.to("agreement", id)):
            messages.success(request, _("Taken back. From now on they see nothing of it."))
            return done
    listed = presented.shown(door, held, door.deciders(), timezone.now())
    left = queries.left_under(door.family, [id]).get(id, [])
    shown = {
        "form": form,
        "listed": listed,
        "only": next(
            ((people.name, each.kind) for people in listed.people for each in people.lines if each.id == line), None
        ),
        "left": presented.left_words(left[: presented.NEWEST]),
        "earlier": max(0, len(left) - presented.NEWEST),
        "back": door.to("agreement", id),
    }
    return show(request, door, "take_back", shown, status=422 if form.errors else 200)


def _line(held: Consent, id: uuid.UUID) -> ConsentLine:
    for line in held.lines.all():
        if line.pk == id:
            return line
    raise Http404


def _over(request: HttpRequest, door: Door, held: Consent) -> HttpResponse:
    """Taken back already, by another press or another hand: that is what she wanted."""
    return show(request, door, "over", {"form": None, "back": door.to("agreement", held.pk)})
