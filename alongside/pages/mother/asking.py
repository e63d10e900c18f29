"""One question after the other. Each page is a form of its own: no script is needed, and back is always possible.

Nothing she chose is lost: what comes when the questions have closed is kept beside the others, and the page says so.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.assessment import actions as assessment
from alongside.assessment import rules
from alongside.assessment import terms as words
from alongside.assessment.queries import Asked
from alongside.instruments.rules import NOT_APPLICABLE, PREFER_NOT
from alongside.pages.mother import presented
from alongside.pages.mother.door import Door, stamp
from alongside.recordkeeping.rules import Refused

AUTOSAVE = "autosave"


def begin(request: HttpRequest, door: Door) -> HttpResponse:
    """What lies ahead, what she may do, who sees it; then on to the first open question."""
    if door.sitting.ended_at is not None:
        return redirect(door.to("thanks"))
    parts = door.parts()
    begun = any(part.answers for part in parts)
    hard = any(part.terms.opt_in for part in parts)
    shown = {"ahead": presented.how_much(parts), "begun": begun, "hard": hard, "on": _go_on(door, parts, begun)}
    return render(request, "mother/begin.html", around(door) | shown)


def _go_on(door: Door, parts: list[Asked], begun: bool) -> str:
    """The first measure that is not complete, or reading it back when all are."""
    for part in parts:
        item = rules.first_open(part.items, part.answers)
        if item:
            whole = not part.answers or not begun
            return door.to("measure", part.occasion.pk) if whole else door.to("item", part.occasion.pk, item)
    return door.to("look")


def measure(request: HttpRequest, door: Door, occasion: uuid.UUID) -> HttpResponse:
    """A group of questions before its first one: what they are, whose words they are, how to leave them out."""
    parts = door.parts()
    asked = part_of(parts, occasion)
    if asked.asks_again(timezone.localdate()):
        return redirect(door.to("earlier", occasion))
    worded = presented.in_words(asked)
    first = rules.first_open(asked.items, asked.answers) or asked.items[0]
    shown = {
        "worded": worded,
        "minutes": presented.minutes_words(asked.minutes_left) if asked.minutes_left else "",
        "on": door.to("item", occasion, first),
        "leave_out": after_it(door, parts, occasion),
    }
    return render(request, "mother/measure.html", around(door) | shown)


def item(request: HttpRequest, door: Door, occasion: uuid.UUID, item: str) -> HttpResponse:
    """One question. Sending it saves the answer and goes on; the same answer sent twice is saved once."""
    if request.method == "POST":
        return _answer(request, door, occasion, item)
    return _show(request, door, occasion, item)


def _show(
    request: HttpRequest, door: Door, occasion: uuid.UUID, item: str, *, error: Any = "", written: object = None
) -> HttpResponse:
    parts = door.parts()
    asked = part_of(parts, occasion)
    if item not in asked.items:  # also what a gate or a total alone leaves out
        raise Http404
    if asked.asks_again(timezone.localdate()) and not error:
        return redirect(door.to("earlier", occasion))
    worded = presented.in_words(asked)
    before, after = rules.neighbours(asked.items, item)
    shown = {
        "question": presented.question(worded, item, request.me.agency, written),  # type: ignore[attr-defined]
        "key": uuid.uuid4(),
        "back": door.to("item", occasion, before) if before else door.to("measure", occasion),
        "skip": door.to("item", occasion, after) if after else after_it(door, parts, occasion),
        "error": error,
        "prefer_not": PREFER_NOT,
        "does_not_apply": NOT_APPLICABLE,
    }
    return render(request, "mother/item.html", around(door) | shown, status=200 if not error else 422)


def _answer(request: HttpRequest, door: Door, occasion: uuid.UUID, item: str) -> HttpResponse:
    given = given_in(request)
    try:
        saved = assessment.save_answer(
            occasion=occasion, item=item, value=given, key=key_in(request), sitting=door.sitting.pk, **stamp(request)
        )
    except Refused as no:
        return _not_saved(request, door, occasion, item, given, no)
    if isinstance(saved, assessment.Late):
        return kept_late(request, saved, item, given, door)
    if quietly(request):
        return HttpResponse(status=204)
    if saved.told and saved.answer.confirmed is None:
        return redirect(door.to("sure", occasion, item))
    after = rules.neighbours(saved.asked.items, item)[1]
    return redirect(door.to("item", occasion, after) if after else after_it(door, door.parts(), occasion))


def given_in(request: HttpRequest) -> list[str]:
    """What she chose or typed, as it was sent."""
    given = [value for value in request.POST.getlist("answer") if value.strip()]
    typed = request.POST.get("typed", "").strip().replace(",", ".")
    if typed and not set(given) & {PREFER_NOT, NOT_APPLICABLE}:
        given.append(typed)
    return given


def quietly(request: HttpRequest) -> bool:
    """Sent by the page's script, which shows a line of text and stays where it is."""
    return request.headers.get("X-Requested-With") == AUTOSAVE


def in_a_line(said: Any, status: int) -> HttpResponse:
    """An answer for the page's script."""
    return HttpResponse(said, status=status, content_type="text/plain; charset=utf-8")


def kept_late(
    request: HttpRequest, late: assessment.Late, item: str, given: list[str], door: Door | None = None
) -> HttpResponse:
    """It came when the questions had closed: it is kept, and the page says what becomes of it, no more and no less."""
    if quietly(request):
        return in_a_line(presented.kept_late(late.told), 202)
    shown = {"told": late.told, "chosen": presented.chosen_words(late.terms, item, given), "kept": True}
    return render(request, "mother/too_late.html", (around(door) if door else nobodys()) | shown, status=202)


def _not_saved(
    request: HttpRequest, door: Door, occasion: uuid.UUID, item: str, given: list[str], no: Refused
) -> HttpResponse:
    """Why not, with what she chose still there."""
    said = words.No(no.because).label
    if quietly(request):
        return in_a_line(said, 409)
    if no.because == words.No.NOT_ASKED_NOW:
        return render(request, "mother/not_now.html", around(door) | {"said": said}, status=409)
    lies_open = any(part.occasion.pk == occasion and item in part.items for part in door.parts())
    if not lies_open or no.because in (words.No.SITTING_OVER, words.No.NOT_IN_THIS_SITTING):
        shown = {"said": said, "chosen": _in_words(door, occasion, item, given)}
        return render(request, "mother/too_late.html", around(door) | shown, status=409)
    return _show(request, door, occasion, item, error=said, written=given[-1] if given else "")


def _in_words(door: Door, occasion: uuid.UUID, item: str, given: list[str]) -> str:
    """What she chose, in words, also when the questions are over."""
    for part in door.parts():
        if part.occasion.pk == occasion:
            return presented.chosen_words(presented.in_words(part).terms, item, given)
    return given[-1] if given else ""


def key_in(request: HttpRequest) -> uuid.UUID:
    """The device's own id of this answer; a hand-made request without one gets a fresh one."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def sure(request: HttpRequest, door: Door, occasion: uuid.UUID, item: str) -> HttpResponse:
    """Asked once, for an answer somebody is told of: is this what she meant? It counts either way."""
    parts = door.parts()
    asked = part_of(parts, occasion)
    row = asked.rows.get(item)
    if row is None or not assessment.told(asked.terms, row):
        return redirect(door.to("item", occasion, item))
    after = rules.neighbours(asked.items, item)[1]
    on = door.to("item", occasion, after) if after else after_it(door, parts, occasion)
    if request.method == "POST":
        assessment.confirm_answer(answer=row, **stamp(request))
        return redirect(on)
    worded = presented.in_words(asked)
    shown = {
        "question": presented.question(worded, item, request.me.agency),  # type: ignore[attr-defined]
        "answer": presented.answer_words(worded.terms, item, asked.answers.get(item)),
        "change": door.to("item", occasion, item),
    }
    return render(request, "mother/sure.html", around(door) | shown)


def hidden(request: HttpRequest, door: Door) -> HttpResponse:
    """Nothing to see, until she goes on."""
    back = request.GET.get("at", "")
    start = door.to("begin")
    shown = {"back": back if back.startswith(start) else start}
    return render(request, "mother/hidden.html", around(door) | shown)


def part_of(parts: list[Asked], occasion: uuid.UUID) -> Asked:
    """A measure of this sitting. Raises Http404 for any other."""
    for part in parts:
        if part.occasion.pk == occasion:
            return part
    raise Http404


def after_it(door: Door, parts: list[Asked], occasion: uuid.UUID) -> str:
    """Where it goes on after a measure: to the next one, else to reading it back."""
    ids = [part.occasion.pk for part in parts]
    place = ids.index(occasion) + 1 if occasion in ids else len(ids)
    return door.to("measure", ids[place]) if place < len(ids) else door.to("look")


def around(door: Door) -> dict[str, Any]:
    """What every page of a sitting has around its question: hide, pause, stop; nothing of the worker's."""
    return {
        "door": door,
        "hers": door.hers,
        "nav": [],
        "to": {name: door.to(name) for name in ("begin", "finish", "thanks", "give_back")},
        "away": door.to("hidden"),
        "tools": {"hide": door.to("hidden"), "pause": door.to("pause"), "stop": door.to("stop")},
        "quiet_title": _("Notes"),
    }


def nobodys() -> dict[str, Any]:
    """What a page has around it when the device is nobody any more."""
    return {"nav": [], "quiet_title": _("Notes"), "tools": None}
