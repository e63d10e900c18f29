"""What is said at an ending and after: her view and ours, a goodbye, staying in touch, from woman to peer supporter."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.accounts.models import Colleague
from alongside.accounts.terms import RoleName
from alongside.afterwards import actions, queries
from alongside.afterwards.terms import ForWhat, HowOften, Stage, Way, Whose
from alongside.families.models import Family
from alongside.pages.design.closing import AMONG_US, ClosingForm, stands_of
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import people
from alongside.pages.worker.presented.afterwards import children_of
from alongside.pages.worker.writing import choices
from alongside.pages.worker.writing.fields import choose, past_day, several, tick, today, words
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
from alongside.safekeeping.terms import Category


class GoodbyeForm(CalmForm):
    """A talk, and what is kept of it."""

    takes_along = words(gettext_lazy("What she takes along"), help_text=gettext_lazy("As she says it."))
    leaves = words(
        gettext_lazy("What she would like to leave to other women here"),
        help_text=gettext_lazy("Only if she offers it. Leave out names and places with her."),
    )
    offered = tick(gettext_lazy("She offers it: other women may hear it, without her name"))
    we_say = words(gettext_lazy("What we want her to know"), help_text=gettext_lazy("She reads it on her own page."))
    on = past_day(gettext_lazy("The day"))


class TouchForm(CalmForm):
    """Nothing is ticked before she says it."""

    whys: ClassVar = {
        "wanted": gettext_lazy(
            "We write to nobody who has not said so. How it is safe to reach her always comes first."
        )
    }
    wanted = choose(
        gettext_lazy("Would she like to hear from us?"),
        [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No, or not said"))],
    )
    ways = several(gettext_lazy("How"), Way.choices)
    for_what = several(gettext_lazy("For what"), ForWhat.choices)
    how_often = choose(gettext_lazy("How often at most"), HowOften.choices, initial=HowOften.YEAR)
    her_words = words(gettext_lazy("In her words"), rows=2)


class GivingForm(CalmForm):
    """She says it, at her own pace."""

    whys: ClassVar = {
        "keep_apart": gettext_lazy(
            "They are not told. When it begins they can no longer open her file, whatever their part."
        )
    }
    stage = choose(gettext_lazy("What does she say?"), [each for each in Stage.choices if each[0] != Stage.BEGUN])
    her_words = words(gettext_lazy("In her words"), rows=2)
    keep_apart = several(gettext_lazy("Who of us must not read her file, when she is one of us?"))

    def __init__(self, *args: Any, colleagues: list[choices.Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep_apart"].choices = colleagues  # type: ignore[attr-defined]


class BeginForm(CalmForm):
    """Who she is as one of us."""

    colleague = choose(gettext_lazy("Under which name does she sign in as one of us?"))
    told = tick(gettext_lazy("I read to her what is kept apart, and she said yes today"))

    def __init__(self, *args: Any, colleagues: list[choices.Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = colleagues  # type: ignore[attr-defined]

    def clean_told(self) -> bool:
        """Needed: it is hers to say."""
        if not self.cleaned_data["told"]:
            raise ValidationError(_("Please read it to her first, and ask her."))
        return True


def _of(file: scope.File, **more: Any) -> dict[str, Any]:
    there = reverse("family_afterwards", args=[file.id])
    who = {"file": file.id, "subject": file.woman.id, "about": file.woman}
    return {**who, "back": there, "done": there, **more}


def _hers(request: HttpRequest, family: uuid.UUID) -> scope.File:
    """The file of a woman whose own record the writer reads. Raises Http404 for anybody else."""
    may_write(request, Category.SERVICE_USE)
    file = scope.the_file(family)
    if not file.knows_her:
        raise Http404
    return file


@writing(May.WRITE_IN_FAMILY)
def closing_say(request: HttpRequest, family: uuid.UUID, ending: uuid.UUID, whose: str) -> HttpResponse:
    """How things stood: what she says, or what we say. Each answer can be left out, and said anew on any day."""
    file = _hers(request, family)
    if whose not in Whose.values:
        raise Http404
    row, side = queries.ending(ending), Whose(whose)
    if row.person_id != file.woman.id:
        raise Http404
    rows = [view for view in queries.views_of(file.woman.id) if view.ending_id == row.pk]
    newest = queries.newest_view(row.pk, side)
    form = ClosingForm(
        request.POST or None, speaks=AMONG_US, children=children_of(file, people.names(file).people),
        stands=stands_of(rows, side), version=str(newest.pk) if newest else "",
    )  # fmt: skip

    def do(_given: Given) -> Any:
        return actions.say_closing(ending=row, whose=side, answers=form.said(), base=form.base(), **stamp(request))

    lead = {
        Whose.HERS: _("Ask her, and write what she says. Each question can be left out. She can also say it herself."),
        Whose.OURS: _("Your own view, beside hers. She reads it on her own page. Write it so that it is good to read."),
    }[side]
    heading = {Whose.HERS: _("How it was: what she says"), Whose.OURS: _("How it was: what we say")}[side]
    return handle(request, form, do, **_of(file, heading=heading, lead=lead))


@writing(May.WRITE_IN_FAMILY)
def goodbye_say(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """A goodbye that is a talk."""
    file = _hers(request, family)

    def do(given: Given) -> Any:
        told = {name: given[name] for name in ("takes_along", "leaves", "offered", "we_say", "on")}
        return actions.say_goodbye(family=family, woman=file.woman.id, id=given["submission"], **told, **stamp(request))

    lead = _("Sit down together, with something to drink. Write down only what she would like kept.")
    return handle(request, GoodbyeForm(request.POST or None), do, **_of(file, heading=_("A goodbye"), lead=lead))


@writing(May.WRITE_IN_FAMILY)
def touch_say(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Whether and how we stay in touch; what she said last stands in it."""
    file = _hers(request, family)
    last = queries.touch_of(file.woman.id)
    now = (
        {"wanted": "yes" if last.wanted else "no", "ways": last.ways, "for_what": last.for_what,
         "how_often": last.how_often, "her_words": last.her_words}
        if last else {}
    )  # fmt: skip

    def do(given: Given) -> Any:
        told = {name: given[name] for name in ("ways", "for_what", "how_often", "her_words")}
        return actions.say_touch(
            family=family, woman=file.woman.id, wanted=given["wanted"] == "yes", id=given["submission"], **told,
            **stamp(request),
        )  # fmt: skip

    lead = _("Ask her. Without a yes of hers we do not get in touch, and she can say no on any day.")
    form = TouchForm(request.POST or None, initial=now)
    return handle(request, form, do, **_of(file, heading=_("Staying in touch"), lead=lead))


@writing(May.KEEP_OUT)
def giving_say(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """She thinks about giving something back, says yes, or lets it rest."""
    file = _hers(request, family)
    said = queries.giving_back_of(file.woman.id)
    now = {"keep_apart": [str(id) for id in said[0].keep_out]} if said else {}
    form = GivingForm(request.POST or None, colleagues=choices.colleagues(), initial=now)

    def do(given: Given) -> Any:
        return actions.say_giving_back(
            family=family, woman=file.woman.id, stage=given["stage"], her_words=given["her_words"],
            keep_apart=[uuid.UUID(id) for id in given["keep_apart"]], id=given["submission"], **stamp(request),
        )  # fmt: skip

    lead = _("Hers to say, at her own pace, and hers to let rest. Nobody owes us anything.")
    return handle(
        request,
        form,
        do,
        **_of(file, heading=_("From woman to peer supporter"), lead=lead, seen_by=_("those who look after access")),
    )


@writing(May.KEEP_OUT)
def giving_begin(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Her own file is kept apart, and her way as a peer supporter begins."""
    file = _hers(request, family)
    peers = [
        (str(each.id), each.name)
        for each in scope.colleagues_with_parts(today())
        if RoleName.PEER in each.parts  # type: ignore[attr-defined]
    ]
    form = BeginForm(request.POST or None, colleagues=peers)

    def do(given: Given) -> Any:
        return actions.begin_giving_back(
            family=Family(id=family), woman=file.woman.id, colleague=Colleague(id=uuid.UUID(given["colleague"])),
            why=_("her own file, or her own wish"), id=given["submission"], **stamp(request),
        )  # fmt: skip

    shown = _of(
        file, heading=_("Her file apart, and a beginning"), template="worker/afterwards/begin.html",
        submit=_("Keep her file apart, and begin"), nobody=not peers,
        seen_by=_("those who look after access"),
    )  # fmt: skip
    return handle(request, form, do, **shown)
