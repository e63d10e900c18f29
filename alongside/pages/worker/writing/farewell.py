"""Around a hand-over: the three met, a good-bye, a hello, or that there will be no good-bye."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.continuity import actions, queries
from alongside.continuity.terms import FarewellKind
from alongside.enrolment import queries as enrolment
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing.fields import words as free_words
from alongside.pages.worker.writing.handling import Given, confirm, handle, stamp, writing

LEADS: dict[FarewellKind, Any] = {
    FarewellKind.THREE: gettext_lazy("She, the one who goes, and the one who comes."),
    FarewellKind.GOODBYE: gettext_lazy(
        "To her, in your own words. She reads it on her own page. It can wait, and it need not be."
    ),
    FarewellKind.HELLO: gettext_lazy("To her, in your own words. She reads it on her own page."),
    FarewellKind.NONE: gettext_lazy(
        "Nobody writes one for somebody else. She is told, kindly, that it has nothing to do with her."
    ),
}


class WordsForm(CalmForm):
    """A few words to her."""

    words = free_words(gettext_lazy("Your words to her"), required=True)


@writing(May.SEE_FAMILIES)
def farewell(request: HttpRequest, family: uuid.UUID, hand_over: uuid.UUID, kind: str) -> HttpResponse:
    """Each writes her own: who goes her good-bye, who comes her hello."""
    if kind not in FarewellKind.values:
        raise Http404
    what, me = FarewellKind(kind), request.me  # type: ignore[attr-defined]
    back = _may(what, family, hand_over, me.principal)

    def do(given: Given) -> Any:
        words, id = given.get("words", ""), given.get("submission")
        return actions.say_farewell(family=family, hand_over=hand_over, kind=kind, words=words, id=id, **stamp(request))

    shown = {"heading": str(what.label).capitalize(), "lead": LEADS[what], "back": back, "done": back}
    if what in (FarewellKind.THREE, FarewellKind.NONE):
        return confirm(request, lambda: do({}), submit=_("Write it down"), **shown)
    return handle(request, WordsForm(request.POST or None), do, **shown)


def _may(what: FarewellKind, family: uuid.UUID, hand_over: uuid.UUID, me: uuid.UUID) -> str:
    """Where to go back to, for whoever may say this. Raises Http404."""
    if what == FarewellKind.GOODBYE and any(each.hand_over == hand_over for each in queries.my_goodbyes()):
        return reverse("home")
    row = next((each for each in enrolment.hand_overs(family) if each.pk == hand_over), None)
    if row is None:
        raise Http404
    whose = {FarewellKind.GOODBYE: row.from_colleague_id, FarewellKind.HELLO: row.to_colleague_id}
    if whose.get(what, me) != me or (me not in whose.values() and queries.covers_alone(family)):
        raise Http404
    return reverse("her_team", args=[family]) + "#hand-overs"
