"""Reading it back, finishing, pausing, stopping, giving the device back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.assessment import actions as assessment
from alongside.assessment import queries
from alongside.assessment.terms import Feeling, SittingEnd
from alongside.pages import tokens
from alongside.pages.mother import presented
from alongside.pages.mother.asking import around
from alongside.pages.mother.door import Door, stamp
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category

HARD = Category.MENTAL_HEALTH_TRAUMA.name.lower()  # as definitions name it


def look(request: HttpRequest, door: Door) -> HttpResponse:
    """What she said, to read back and change; then she finishes."""
    if door.sitting.ended_at is not None:
        return redirect(door.to("thanks"))
    parts = door.parts()
    shown = {"measures": _said(door, parts), "hard": any(part.terms.opt_in for part in parts), "feelings": Feeling}
    return render(request, "mother/look.html", around(door) | shown)


def _said(door: Door, parts: list[queries.Asked]) -> list[dict[str, Any]]:
    """Her answers by measure, in plain words: no number stands for her."""
    found = []
    for part in parts:
        worded, id = presented.in_words(part), part.occasion.pk
        said = presented.said(worded, lambda item, id=id: door.to("item", id, item))  # type: ignore[misc]
        found.append({"worded": worded, "said": said})
    return found


def finish(request: HttpRequest, door: Door) -> HttpResponse:
    """She is through: everything is kept."""
    _post(request)
    feeling = request.POST.get("after", "")
    try:
        if feeling in Feeling.values and door.sitting.ended_at is None:
            assessment.note_feeling(sitting=door.sitting, when="after", feeling=feeling, **stamp(request))
        assessment.finish(sitting=door.sitting, **stamp(request))
    except Refused:
        pass  # finished by an earlier press: the same page is shown
    return redirect(door.to("thanks"))


def pause(request: HttpRequest, door: Door) -> HttpResponse:
    """To go on another time."""
    _post(request)
    if door.sitting.ended_at is None:
        assessment.pause(sitting=door.sitting, **stamp(request))
    return redirect(_and_then(door))


def stop(request: HttpRequest, door: Door) -> HttpResponse:
    """She stops; what she said is kept."""
    _post(request)
    if door.sitting.ended_at is None:
        assessment.stop(sitting=door.sitting, **stamp(request))
    return redirect(_and_then(door))


def _and_then(door: Door) -> str:
    """Questions that may have touched something hard are not left without asking how she is (E-09)."""
    hard = any(part.terms.category == HARD for part in door.parts())
    return door.to("after" if hard else "thanks")


def after(request: HttpRequest, door: Door) -> HttpResponse:
    """How she is now, never what about, and somebody to talk to. Nothing is kept unless she says so here."""
    if door.sitting.ended_at is None:
        return redirect(door.to("begin"))
    if request.method == "POST":
        feeling = request.POST.get("after", "")
        if feeling in Feeling.values:
            assessment.note_feeling(sitting=door.sitting, when="after", feeling=feeling, **stamp(request))
        return redirect(door.to("thanks"))
    return render(request, "mother/after.html", around(door) | {"feelings": Feeling, "tools": None})


def thanks(request: HttpRequest, door: Door) -> HttpResponse:
    """Thank you, and what she said, in her own view; the device goes back from here."""
    if door.sitting.ended_at is None:
        return redirect(door.to("begin"))
    finished = door.sitting.end == SittingEnd.FINISHED
    parts = door.parts()
    shown = {
        "finished": finished,
        "paused": door.sitting.end == SittingEnd.PAUSED,
        "measures": _said(door, [part for part in parts if part.answers]),
        "about_us": door.hers and finished and queries.about_the_service() is not None,
        "family_url": "" if door.hers else reverse("questions", args=[door.sitting.family_id]),
        "after": door.sitting.after in (Feeling.PAUSE, Feeling.SOMEBODY),
        "over_time": "" if door.hers or not finished else reverse("results_with_her", args=[door.sitting.family_id]),
        "tools": None,
    }
    return render(request, "mother/thanks.html", around(door) | shown)


def give_back(request: HttpRequest, door: Door) -> HttpResponse:
    """The device is the worker's again: it knows nothing of her any more, and shows where to sign in."""
    _post(request)
    assessment.give_back(sitting=door.sitting, **stamp(request))
    family = reverse("questions", args=[door.sitting.family_id])
    if not door.hers:
        return redirect(family)
    back = urlencode({"to": family})
    where = f"{reverse('walk_in')}?{back}" if settings.MODE == "demo" else _sign_in(back)
    request.trail = []  # type: ignore[attr-defined]  # nobody is signed in any more; the action wrote its own line
    return tokens.forget(redirect(where))


def _sign_in(back: str) -> str:
    return f"{settings.LOGIN_URL}?{urlencode({'next': f'{settings.LOGIN_REDIRECT_URL}?{back}'})}"


def _post(request: HttpRequest) -> None:
    """Something that ends is never ended by following a link."""
    if request.method != "POST":
        raise Http404
