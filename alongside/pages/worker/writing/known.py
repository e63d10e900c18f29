"""What her team knows already, written down with her: she says the words, and who knows them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.care import actions, queries
from alongside.care.terms import KnownKind
from alongside.enrolment import queries as enrolment
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing.fields import Choices, choose, several, tick, today, words
from alongside.pages.worker.writing.handling import Given, base_version, confirm, handle, may_write, stamp, writing
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category


class KnownForm(CalmForm):
    """Her words, and who knows them."""

    versioned = True
    whys: ClassVar = {
        "only": gettext_lazy(
            "None ticked: everybody of her team reads it, also who works with her child. Some ticked: they and you"
            " alone, from this moment. Her peer supporter reads it only where she is ticked."
        ),
    }
    kind = choose(gettext_lazy("What is it?"), KnownKind.choices)
    words = words(gettext_lazy("In her words"), required=True)
    only = several(gettext_lazy("Who knows it?"))
    agreed = tick(gettext_lazy("She has read it, and it is right"))

    def __init__(self, *args: Any, team: Choices, anew: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["only"].choices = team
        if anew:
            del self.fields["kind"]


class AgreedForm(CalmForm):
    """That she has read these words, and no others."""

    versioned = True


def team(family: uuid.UUID, also: queries.KnownSeen | None = None) -> list[tuple[str, str]]:
    """Whom she may name: everybody of her team today, and whoever is named already."""
    found = {str(row.colleague_id): row.colleague.name for row in enrolment.team_on(family, today())}
    for who in also.now.only if also else ():
        found.setdefault(str(who), _("somebody who left the team"))
    return list(found.items())


def _told(request: HttpRequest, given: Given) -> dict[str, Any]:
    return {
        "words": given["words"], "only": [uuid.UUID(who) for who in given["only"]], "agreed": given["agreed"],
        "with_colleague": request.me.principal, **stamp(request),  # type: ignore[attr-defined]
    }  # fmt: skip


@writing(May.WRITE_IN_FAMILY)
def known_add(request: HttpRequest, family: uuid.UUID, woman: uuid.UUID) -> HttpResponse:
    """Something that she need not say twice."""
    may_write(request, Category.CONTACT)
    person = scope.the_file(family).woman
    form = KnownForm(request.POST or None, team=team(family))

    def do(given: Given) -> Any:
        return actions.tell_once(family=family, woman=woman, kind=given["kind"], **_told(request, given))

    back = reverse("her_team", args=[family])
    lead = _("So that she need not say it twice. She says the words, and who knows them.")
    shown = {"heading": _("What her team knows already"), "lead": lead, "about": person}
    return handle(request, form, do, file=family, subject=woman, back=back, done=back, **shown)


@writing(May.WRITE_IN_FAMILY)
def known_anew(request: HttpRequest, family: uuid.UUID, known: uuid.UUID) -> HttpResponse:
    """She says it differently, or to others; whoever is not named any more reads it no longer."""
    may_write(request, Category.CONTACT)
    seen = queries.known(family, known)
    now = seen.now
    first = {"words": now.words, "only": [str(who) for who in now.only]}
    form = KnownForm(request.POST or None, team=team(family, seen), anew=True, initial=first, version=now.number)

    def do(given: Given) -> Any:
        base = base_version(given, now.number)
        return actions.say_known_anew(known=seen.row, base_version=base, **_told(request, given))

    back = reverse("her_team", args=[family])
    shown = {"heading": KnownKind(seen.row.kind).label, "back": back, "done": back}
    return handle(request, form, do, file=family, subject=seen.row.woman_id, **shown)


@writing(May.WRITE_IN_FAMILY)
def known_agreed(request: HttpRequest, family: uuid.UUID, known: uuid.UUID) -> HttpResponse:
    """She has read it with somebody, and says that it is right. Other words since then are shown, and asked anew."""
    may_write(request, Category.CONTACT)
    seen = queries.known(family, known)
    form = AgreedForm(request.POST or None, version=seen.now.number)

    def do(given: Given) -> Any:
        try:
            actions.agree_known(known=seen.row, base_version=base_version(given, 0), **stamp(request))
        except Refused:  # she reads them now, and what is said then is said of these
            form.data["version"] = str(seen.now.number)  # type: ignore[index]
            raise

    back = reverse("her_team", args=[family])
    return handle(
        request, form, do, back=back, done=back, file=family, subject=seen.row.woman_id, own_words=seen.now.words,
        heading=_("Has she read it?"), submit=_("She has read it, and it is right"),
    )  # fmt: skip


@writing(May.WRITE_IN_FAMILY)
def known_away(request: HttpRequest, family: uuid.UUID, known: uuid.UUID) -> HttpResponse:
    """It is no longer shown; it stays in the record."""
    seen = queries.known(family, known)
    return _asked(
        request, seen, lambda: actions.put_known_away(known=seen.row, **stamp(request)),
        heading=_("Put it away?"), submit=_("Put it away"), lead=_("It will no longer be shown. She decides."),
    )  # fmt: skip


def _asked(request: HttpRequest, seen: queries.KnownSeen, do: Any, **shown: Any) -> HttpResponse:
    may_write(request, Category.CONTACT)
    row, back = seen.row, reverse("her_team", args=[seen.row.family_id])
    return confirm(
        request, do, back=back, done=back, file=row.family_id, subject=row.woman_id, own_words=seen.now.words, **shown
    )
