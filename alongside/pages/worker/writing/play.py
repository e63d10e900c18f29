"""Writing down observed play, and asking a colleague for a second look that knows nothing of the first."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from alongside.access.policy import May
from alongside.assessment import actions, queries
from alongside.assessment.terms import Play
from alongside.instruments.rules import Definition
from alongside.pages.design.days import date_format
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import choices, finding
from alongside.pages.worker.writing.fields import (
    Choices,
    choose,
    day,
    line,
    number,
    past_day,
    pick,
    words,
)
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
from alongside.pages.worker.writing.results import answer_field
from alongside.pages.worker.writing.seeing import the_two, to_views, which_time
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category

SECOND_SEES_NOTHING = gettext_lazy(
    "Somebody who has not seen what was found first. It is hidden from her everywhere until she has saved her own."
)


@writing(May.WRITE_IN_FAMILY)
def play_choose(request: HttpRequest, family: uuid.UUID, dyad: uuid.UUID) -> HttpResponse:
    """With which measure a play was coded."""
    may_write(request, Category.DYAD_OBSERVATION)
    title = the_two(family, dyad)[1]
    form = ChooseForm(request.POST or None)
    form.fields["measure"].choices = [  # type: ignore[attr-defined]
        (str(each.row.id), each.terms.title) for each in queries.schemes(get_language() or "en")
    ]
    return handle(
        request, form, lambda given: given["measure"], file=family, subject=dyad, heading=_("Observed play"), who=title,
        submit=_("Go on"), done=lambda chosen: reverse("play_add", args=[family, dyad, chosen]),
        back=to_views(family, dyad), said=_("Its words stay with their publisher."),
        lead=_("Somebody trained watches a recording of the two and codes it."),
    )  # fmt: skip


class ChooseForm(CalmForm):
    """Which measure."""

    measure = forms.ChoiceField(label=gettext_lazy("Coded with which measure?"), widget=forms.RadioSelect)


class PlayForm(CalmForm):
    """What was watched, by whom, and what they found."""

    whys: ClassVar = {"second_coder": SECOND_SEES_NOTHING}
    play = choose(gettext_lazy("What was watched"), Play.choices, initial=Play.FREE_PLAY)
    filmed_on = past_day(gettext_lazy("The day of the recording"))
    minutes = number(gettext_lazy("How many minutes"), least=1, most=240)
    recording = line(
        gettext_lazy("Where the recording is kept"), help_text=gettext_lazy("A number or a shelf, never a name.")
    )
    coder = pick(gettext_lazy("Who watched and coded it"))
    coder_name = line(gettext_lazy("Or somebody from elsewhere"))
    certified_by = line(gettext_lazy("Certified for this measure by"))
    certified_on = day(gettext_lazy("Certified on"))
    blind = choose(
        gettext_lazy("Did the coder know who they are, or in which group?"),
        [
            ("", gettext_lazy("Not said")),
            ("no", gettext_lazy("Yes, knew it")),
            ("yes", gettext_lazy("No, did not know")),
        ],
        required=False,
    )
    second_coder = pick(gettext_lazy("Who codes it a second time"))
    note = words(gettext_lazy("What was seen, in plain words"))
    wave = pick(gettext_lazy("Which time of our cycle"))

    def __init__(
        self, *args: Any, terms: Definition, colleagues: Choices = (), waves: Choices = (), second: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.terms = terms
        self.fields["coder"].choices = [("", _("Somebody from elsewhere")), *colleagues]
        self.fields["second_coder"].choices = [("", _("Nobody, for now")), *colleagues]
        self.fields["wave"].choices = [("", _("None of them")), *waves]
        if second:
            for name in ("play", "filmed_on", "minutes", "recording", "wave", "second_coder"):
                del self.fields[name]
        for item in terms.items:
            self.fields[_box(item.id)] = answer_field(item)
            self.fields[_box(item.id)].why = ""  # type: ignore[attr-defined]
        last = [name for name in ("note", "wave") if name in self.fields]
        boxes = [_box(item.id) for item in terms.items]
        self.sections = [(_("What was found"), "", [*boxes, *last])]

    def values(self) -> list[tuple[str, Any]]:
        """(item, what was typed), with a comma as a decimal point too."""
        return [
            (item.id, str(self.cleaned_data.get(_box(item.id), "")).replace(",", ".").strip())
            for item in self.terms.items
        ]

    def coding(self, given: Given, **first: Any) -> actions.Coding:
        """Who watched which play; ``first``: what is known of it from the first coding."""
        told = {name: given[name] for name in ("play", "filmed_on", "minutes", "recording") if name in given}
        return actions.Coding(
            **{**told, **first},
            coder=uuid.UUID(given["coder"]) if given["coder"] else None,
            coder_name=given["coder_name"],
            certified_by=given["certified_by"],
            certified_on=given["certified_on"],
            second_coder=uuid.UUID(given["second_coder"]) if given.get("second_coder") else None,
            blind={"yes": True, "no": False}.get(given["blind"]),
        )


def _box(item: str) -> str:
    return f"item_{item}"


@writing(May.WRITE_IN_FAMILY)
def play_add(request: HttpRequest, family: uuid.UUID, dyad: uuid.UUID, definition: uuid.UUID) -> HttpResponse:
    """One play and what was found in it."""
    may_write(request, Category.DYAD_OBSERVATION)
    pair, title = the_two(family, dyad)
    shelf = next((each for each in queries.schemes() if each.row.id == definition), None)
    if shelf is None:
        raise Http404
    form = PlayForm(
        request.POST or None, terms=shelf.terms, colleagues=choices.colleagues(), waves=which_time(),
        initial={"coder": str(request.me.principal)},  # type: ignore[attr-defined]
    )  # fmt: skip

    def do(given: Given) -> Any:
        return _beside_its_box(
            form, family=finding.family(family), dyad=pair, definition=definition, coding=form.coding(given),
            values=form.values(), wave=given["wave"], note=given["note"], **stamp(request),
        )  # fmt: skip

    return handle(
        request, form, do, file=family, subject=dyad, heading=shelf.terms.title, who=title,
        done=to_views(family, dyad), back=to_views(family, dyad), lead=shelf.shown.notice,
    )  # fmt: skip


@writing(May.WRITE_IN_FAMILY)
def play_second(request: HttpRequest, family: uuid.UUID, dyad: uuid.UUID, occasion: uuid.UUID) -> HttpResponse:
    """Somebody else codes the same play, without the first values in sight."""
    may_write(request, Category.DYAD_OBSERVATION)
    pair, title = the_two(family, dyad)
    first = queries.play_to_code(family, dyad, occasion)
    shelf = next((each for each in queries.schemes() if each.row.id == first.definition), None)
    if shelf is None:
        raise Http404
    form = PlayForm(
        request.POST or None, terms=shelf.terms, colleagues=choices.colleagues(), second=True,
        initial={"coder": str(first.second_coder or "")},
    )  # fmt: skip

    def do(given: Given) -> Any:
        coding = form.coding(
            given, play=first.play, filmed_on=first.on, minutes=first.minutes, recording=first.recording
        )
        return _beside_its_box(
            form, family=finding.family(family), dyad=pair, definition=shelf.row.id, coding=coding,
            values=form.values(), second_of=first.occasion, note=given["note"], **stamp(request),
        )  # fmt: skip

    told = {"measure": shelf.terms.title, "day": date_format(first.on)}
    return handle(
        request, form, do, file=family, subject=dyad, heading=_("A second look at the same play"), who=title,
        done=to_views(family, dyad), back=to_views(family, dyad),
        lead=_("%(measure)s, recorded on %(day)s. What was found first is not shown here.") % told,
    )  # fmt: skip


class AskForm(CalmForm):
    """One colleague, or nobody any more."""

    whys: ClassVar = {"second_coder": SECOND_SEES_NOTHING}
    second_coder = pick(gettext_lazy("Who codes it a second time"))

    def __init__(self, *args: Any, colleagues: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["second_coder"].choices = [("", _("Nobody, for now")), *colleagues]


@writing(May.WRITE_IN_FAMILY)
def play_ask(request: HttpRequest, family: uuid.UUID, dyad: uuid.UUID, occasion: uuid.UUID) -> HttpResponse:
    """Ask a colleague for a second look at a play."""
    may_write(request, Category.DYAD_OBSERVATION)
    title = the_two(family, dyad)[1]
    first = queries.play_to_code(family, dyad, occasion)
    held = queries.occasion(family, occasion)
    form = AskForm(
        request.POST or None, colleagues=choices.colleagues(), initial={"second_coder": str(first.second_coder or "")}
    )

    def do(given: Given) -> Any:
        chosen = given["second_coder"]
        return actions.ask_second(occasion=held, coder=uuid.UUID(chosen) if chosen else None, **stamp(request))

    return handle(
        request, form, do, file=family, subject=dyad, heading=_("A second look at the same play"), who=title,
        done=to_views(family, dyad), back=to_views(family, dyad),
    )  # fmt: skip


def _beside_its_box(form: PlayForm, **told: Any) -> Any:
    """Write it; what is wrong with a value is said beside its own question."""
    try:
        return actions.record_play(**told)
    except Refused as no:
        field = _box(no.field) if _box(no.field) in form.fields else no.field
        raise Refused(no.because, field=field, **no.detail) from no
