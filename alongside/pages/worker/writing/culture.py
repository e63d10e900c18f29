"""What was offered and what she said; an Elder beside her at her yes; the Elder's note."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.accounts.models import Colleague
from alongside.accounts.terms import RoleName
from alongside.care.terms import Mode
from alongside.culture import actions, queries
from alongside.culture.terms import Answer, How, What
from alongside.families.models import Family
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import choices
from alongside.pages.worker.writing.fields import choose, past_day, pick, today, words
from alongside.pages.worker.writing.handling import Given, confirm, handle, may_write, stamp, writing
from alongside.safekeeping.terms import Category


class OfferForm(CalmForm):
    """What it was, and what she says. No reason is asked."""

    whys: ClassVar = {
        "what": gettext_lazy("Offer it to everybody alike, or to nobody. Never because of a name, a face or a form.")
    }
    how = choose(gettext_lazy("How did it come up?"), How.choices, initial=How.OFFERED)
    what = pick(gettext_lazy("What was it?"), What.choices)
    answer = choose(gettext_lazy("What does she say?"), Answer.choices)
    her_words = words(gettext_lazy("In her words"), rows=2)
    on = past_day(gettext_lazy("The day"))


class BesideForm(CalmForm):
    """Who is beside her."""

    colleague = choose(gettext_lazy("Who would she like beside her?"))
    on = past_day(gettext_lazy("From this day on"))

    def __init__(self, *args: Any, elders: list[choices.Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = elders  # type: ignore[attr-defined]


class NoteForm(CalmForm):
    """A few words."""

    words = words(gettext_lazy("A few words"), required=True)
    mode = pick(gettext_lazy("How"), Mode.choices, required=True, initial=Mode.IN_PERSON)
    on = past_day(gettext_lazy("The day"))


def _of(family: uuid.UUID, **more: Any) -> dict[str, Any]:
    there = reverse("family_culture", args=[family])
    return {"file": family, "back": there, "done": there, **more}


@writing(May.WRITE_IN_FAMILY)
def culture_offer(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Something was offered, or she asked."""
    may_write(request, Category.CULTURAL)
    file = scope.the_file(family)
    if not file.knows_her:
        raise Http404
    never = queries.last_said(file.woman.id) == Answer.NEVER

    def do(given: Given) -> Any:
        told = {name: given[name] for name in ("how", "what", "answer", "her_words", "on")}
        return actions.offer(family=family, woman=file.woman.id, id=given["submission"], **told, **stamp(request))

    lead = (
        _("She asked that nobody offers this again. Please do not. Write here only what she asks for herself.")
        if never
        else _("Offered, never assumed. She can say yes, not now, or please do not ask again.")
    )
    initial = {"how": How.ASKED, "answer": Answer.YES} if never else {}
    form = OfferForm(request.POST or None, initial=initial)
    return handle(request, form, do, **_of(family, heading=_("Culture: an offer"), lead=lead, about=file.woman))


@writing(May.ARRANGE_TEAM)
def culture_begin(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """An Elder or cultural worker beside her, at her yes."""
    may_write(request, Category.CULTURAL)
    file = scope.the_file(family)
    elders = [
        (str(each.id), each.name)
        for each in scope.colleagues_with_parts(today())
        if RoleName.ELDER in each.parts  # type: ignore[attr-defined]
    ]
    form = BesideForm(request.POST or None, elders=elders)

    def do(given: Given) -> Any:
        return actions.begin_beside(
            family=Family(id=family), woman=file.woman.id, colleague=Colleague(id=uuid.UUID(given["colleague"])),
            on=given["on"], **stamp(request),
        )  # fmt: skip

    lead = _("At her yes. They read her name, how it is safe to reach her, and what is about culture. Nothing else.")
    return handle(request, form, do, **_of(family, heading=_("Somebody beside her"), lead=lead, about=file.woman))


@writing(May.SEE_FAMILIES)
def culture_end(request: HttpRequest, family: uuid.UUID, beside: uuid.UUID) -> HttpResponse:
    """It ends; nobody asks why."""
    row = queries.one_beside(beside)
    if row.family_id != family:
        raise Http404
    mine = row.colleague_id == request.me.principal  # type: ignore[attr-defined]
    there = reverse("culture") if mine else reverse("family_culture", args=[family])
    return confirm(
        request, lambda: actions.end_beside(beside=row, on=today(), **stamp(request)), back=there, done=there,
        heading=_("Does it end here?"), submit=_("It ends here"),
        lead=_("Nobody asks why. What was open to the Elder or cultural worker closes at once."),
    )  # fmt: skip


@writing(May.WRITE_IN_FAMILY)
def culture_note(request: HttpRequest, family: uuid.UUID, beside: uuid.UUID) -> HttpResponse:
    """A note of the Elder's own; it is about culture, whatever it says."""
    row = queries.one_beside(beside)
    if row.family_id != family or row.colleague_id != request.me.principal or row.ended_on:  # type: ignore[attr-defined]
        raise Http404

    def do(given: Given) -> Any:
        return actions.note(beside=row, words=given["words"], mode=given["mode"], on=given["on"], **stamp(request))

    shown = _of(
        family, heading=_("A note"), lead=_("Read by those of her team who may read what is about culture."),
        seen_by=_("those of her team who may read what is about culture"),
    )  # fmt: skip
    return handle(request, NoteForm(request.POST or None), do, **shown)
