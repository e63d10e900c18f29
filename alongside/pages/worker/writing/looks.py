"""Writing down what looks that stood out were, and one's own street."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import standing_out as present
from alongside.pages.worker.writing.fields import choose, line, words
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing
from alongside.stewardship import actions, queries
from alongside.stewardship.terms import LookFound


class AnswerForm(CalmForm):
    """What it was."""

    found = choose(gettext_lazy("What it was"), LookFound.choices)
    words = words(
        gettext_lazy("In a few words"),
        help_text=gettext_lazy("Without names of families, and without what stood in the records."),
    )


@writing(May.READ_TRAIL)
def look_answer(
    request: HttpRequest, week: str, colleague: uuid.UUID, kind: str, family: uuid.UUID | None = None
) -> HttpResponse:
    """Somebody asked her, and writes down what it was. Nobody answers for herself."""
    me = request.me  # type: ignore[attr-defined]
    try:
        wanted = (date.fromisoformat(week), colleague, kind, family)
    except ValueError:
        raise Http404 from None
    found = next((each for each in queries.looks().waiting if each.key == wanted), None)
    if found is None or colleague == me.principal:
        raise Http404

    def do(given: Given) -> Any:
        return actions.answer_look(
            agency=me.agency, colleague=colleague, week=wanted[0], kind=kind, family=family, found=given["found"],
            words=given["words"], **stamp(request),
        )  # fmt: skip

    def after(made: Any) -> str:
        return reverse("breach_add") if made.found == LookFound.NOT_HERS else reverse("looks")

    return handle(
        request, AnswerForm(request.POST or None), do, heading=_("What was it?"), back=reverse("looks"), done=after,
        lead=_(
            "Please ask her first: most of it is simply work. If it was not for her, the next page writes down what"
            " went wrong."
        ),
        template="worker/privacy/look.html", look_shown=present.look(found, me.principal), week=found.week,
    )  # fmt: skip


class StreetForm(CalmForm):
    """Where she lives."""

    words = line(
        gettext_lazy("The street you live in"),
        help_text=gettext_lazy("Nobody reads it but you. Leave it empty to take it back."),
    )


@writing(May.SEE_AGENCIES)
def own_street(request: HttpRequest) -> HttpResponse:
    """One's own street: nobody else reads it, whoever keeps privacy learns of a neighbour's file that was opened."""
    here = queries.own_street(request.me.principal)  # type: ignore[attr-defined]

    def do(given: Given) -> Any:
        return actions.keep_own_street(words=given["words"], **stamp(request))

    return handle(
        request, StreetForm(request.POST or None, initial={"words": here}), do, heading=_("Your own street"),
        back=reverse("team"), done=reverse("team"),
        lead=_(
            "If you ever open the file of a neighbour, whoever keeps privacy asks you about it, and you can say how it"
            " was. Better still: tell your supervisor first, so that somebody else works with her."
        ),
    )  # fmt: skip
