"""What she answered so long ago that it may no longer be so: shown to her before she goes on."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from alongside.assessment import actions as assessment
from alongside.pages.mother import presented
from alongside.pages.mother.asking import after_it, around, part_of
from alongside.pages.mother.door import Door, stamp

STILL_SO, ANEW = "still_so", "anew"


def earlier(request: HttpRequest, door: Door, occasion: uuid.UUID) -> HttpResponse:
    """Is it still so, or would she rather begin anew? What she said is kept either way."""
    parts = door.parts()
    asked = part_of(parts, occasion)
    if not asked.asks_again(timezone.localdate()):
        return redirect(door.to("measure", occasion))
    says = request.POST.get("says", "")
    if says == STILL_SO:
        assessment.confirm_earlier(asked=asked, sitting=door.sitting, **stamp(request))
        return redirect(door.to("measure", occasion))
    if says == ANEW:
        fresh = assessment.begin_anew(asked=asked, sitting=door.sitting, **stamp(request))
        return redirect(door.to("measure", fresh))
    worded = presented.in_words(asked)
    shown = {
        "worded": worded,
        "first": asked.first_day,
        "last": asked.last_day,
        "said": [each for each in presented.said(worded, lambda _item: "") if each.answer],
        "still_so": STILL_SO,
        "anew": ANEW,
        "leave_out": after_it(door, parts, occasion),
    }
    return render(request, "mother/earlier.html", around(door) | shown)
