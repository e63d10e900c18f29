"""Writing down a clinician's view of the two, observed play and its second coder, and what people make of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from alongside.access import scope
from alongside.access.policy import May
from alongside.assessment import actions, queries
from alongside.assessment.terms import Evidence, Play
from alongside.instruments.rules import Definition
from alongside.pages.design.days import date_format
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import people
from alongside.pages.worker.writing import choices, finding
from alongside.pages.worker.writing.fields import (
    Choices,
    choose,
    day,
    line,
    number,
    past_day,
    pick,
    several,
    words,
)
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
from alongside.pages.worker.writing.results import answer_field
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category

LEVELS = range(1, 6)


def to_views(family: uuid.UUID, dyad: uuid.UUID) -> str:
    """The address of the three views of two."""
    return reverse("three_views", args=[family, dyad])


def which_time() -> list[tuple[str, str]]:
    """Names of the times in our cycle."""
    return [(wave.code, wave.name) for wave, _measures in queries.cycle() if wave.active]


class RatingForm(CalmForm):
    """One of five levels, in this site's own words; what it rests on; what was seen."""

    whys: ClassVar = {
        "level": gettext_lazy("It is about what is between the two now, never about the mother."),
        "seen": gettext_lazy(
            "A view that nobody can follow helps nobody. Write what you saw, so that others can see it."
        ),
    }
    level = forms.TypedChoiceField(
        label=gettext_lazy("Which describes best what is between the two now?"), coerce=int, widget=forms.RadioSelect
    )
    evidence = several(gettext_lazy("What it rests on"), Evidence.choices, required=True)
    seen = words(gettext_lazy("What was seen, in plain words"), rows=4, required=True)
    on = past_day(gettext_lazy("The day"))
    wave = pick(gettext_lazy("Which time of our cycle"))

    def __init__(self, *args: Any, anchors: Any = None, waves: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = anchors or {}
        self.fields["level"].choices = [
            (level, _("Level %(n)s: %(words)s") % {"n": level, "words": told[level]}) for level in sorted(told)
        ]
        self.fields["wave"].choices = [("", _("None of them")), *waves]


@writing(May.WRITE_IN_FAMILY)
def rating_add(request: HttpRequest, family: uuid.UUID, dyad: uuid.UUID) -> HttpResponse:
    """How a clinician sees the two now."""
    may_write(request, Category.DYAD_OBSERVATION)
    pair, title = _pair(family, dyad)
    agency = request.me.agency or uuid.UUID(int=0)  # type: ignore[attr-defined]
    anchors = queries.anchors_of_levels(agency)
    if len(anchors) < len(LEVELS):
        raise Http404  # the page with the three views says who can write them
    form = RatingForm(request.POST or None, anchors=anchors, waves=which_time())

    def do(given: Given) -> Any:
        told = {name: given[name] for name in ("level", "evidence", "seen", "on", "wave")}
        return actions.rate_relationship(
            family=finding.family(family), dyad=pair, agency=agency, **told, **stamp(request)
        )

    return handle(
        request, form, do, file=family, subject=dyad, heading=_("How you see the two"), who=title,
        done=to_views(family, dyad), back=to_views(family, dyad),
        lead=_("Think of the two together, over the past three months."),
    )  # fmt: skip


@writing(May.WRITE_IN_FAMILY)
def play_choose(request: HttpRequest, family: uuid.UUID, dyad: uuid.UUID) -> HttpResponse:
    """With which measure a play was coded."""
    may_write(request, Category.DYAD_OBSERVATION)
    title = _pair(family, dyad)[1]
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
    note = words(gettext_lazy("What was seen, in plain words"))
    wave = pick(gettext_lazy("Which time of our cycle"))

    def __init__(
        self, *args: Any, terms: Definition, colleagues: Choices = (), waves: Choices = (), second: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.terms = terms
        self.fields["coder"].choices = [("", _("Somebody from elsewhere")), *colleagues]
        self.fields["wave"].choices = [("", _("None of them")), *waves]
        if second:
            for name in ("play", "filmed_on", "minutes", "recording", "wave"):
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
            blind={"yes": True, "no": False}.get(given["blind"]),
        )


def _box(item: str) -> str:
    return f"item_{item}"


@writing(May.WRITE_IN_FAMILY)
def play_add(request: HttpRequest, family: uuid.UUID, dyad: uuid.UUID, definition: uuid.UUID) -> HttpResponse:
    """One play and what was found in it."""
    may_write(request, Category.DYAD_OBSERVATION)
    pair, title = _pair(family, dyad)
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
    pair, title = _pair(family, dyad)
    first = queries.first_coding(family, dyad, occasion)
    shelf = next((each for each in queries.schemes() if each.row.id == first.definition_id), None)
    if shelf is None:
        raise Http404
    seen = first.observation
    form = PlayForm(request.POST or None, terms=shelf.terms, colleagues=choices.colleagues(), second=True)

    def do(given: Given) -> Any:
        coding = form.coding(
            given, play=seen.play, filmed_on=seen.filmed_on, minutes=seen.minutes, recording=seen.recording
        )
        return _beside_its_box(
            form, family=finding.family(family), dyad=pair, definition=shelf.row.id, coding=coding,
            values=form.values(), second_of=first, note=given["note"], **stamp(request),
        )  # fmt: skip

    told = {"measure": shelf.terms.title, "day": date_format(first.on)}
    return handle(
        request, form, do, file=family, subject=dyad, heading=_("A second look at the same play"), who=title,
        done=to_views(family, dyad), back=to_views(family, dyad),
        lead=_("%(measure)s, recorded on %(day)s. What was found first is not shown here.") % told,
    )  # fmt: skip


def _beside_its_box(form: PlayForm, **told: Any) -> Any:
    """Write it; what is wrong with a value is said beside its own question."""
    try:
        return actions.record_play(**told)
    except Refused as no:
        field = _box(no.field) if _box(no.field) in form.fields else no.field
        raise Refused(no.because, field=field, **no.detail) from no


class ReflectionForm(CalmForm):
    """Ours and hers, side by side."""

    ours = words(gettext_lazy("What we make of it"), rows=4)
    her_words = words(gettext_lazy("What she makes of it, in her words"), rows=4)
    on = past_day(gettext_lazy("The day"))


@writing(May.WRITE_IN_FAMILY)
def reflection_add(request: HttpRequest, family: uuid.UUID, dyad: uuid.UUID) -> HttpResponse:
    """What people make of it when the views differ."""
    may_write(request, Category.DYAD_OBSERVATION)
    pair, title = _pair(family, dyad)

    def do(given: Given) -> Any:
        told = {name: given[name] for name in ("her_words", "on")}
        return actions.reflect(family=finding.family(family), dyad=pair, words=given["ours"], **told, **stamp(request))

    return handle(
        request, ReflectionForm(request.POST or None), do, file=family, subject=dyad, who=title,
        heading=_("What we make of it together"), done=to_views(family, dyad), back=to_views(family, dyad),
        lead=_("Views differ for many reasons: other days, other measures, what is hard to say aloud."),
    )  # fmt: skip


class AnchorsForm(CalmForm):
    """Five short texts, from the first level to the fifth."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.base_fields = self.base_fields | {
            f"level_{n}": words(_("Level %(n)s means here:") % {"n": n}, rows=2, required=True) for n in LEVELS
        }
        super().__init__(*args, **kwargs)


@writing(May.KEEP_INSTRUMENTS)
def rating_anchors(request: HttpRequest) -> HttpResponse:
    """What the five levels of the clinician's view mean at this site."""
    agency = request.me.agency or uuid.UUID(int=0)  # type: ignore[attr-defined]
    now = queries.anchors_of_levels(agency)
    form = AnchorsForm(request.POST or None, initial={f"level_{n}": text for n, text in now.items()})

    def do(given: Given) -> Any:
        texts: Sequence[str] = [given[f"level_{n}"] for n in LEVELS]
        return actions.write_anchors(agency=agency, words=texts, **stamp(request))

    return handle(
        request, form, do, heading=_("What the levels of the clinician’s view mean"),
        done=reverse("instruments"), back=reverse("instruments"),
        lead=_(
            "About what is between mother and child, in words that could be read to her. From least closeness and ease"
            " to most. Earlier words stay."
        ),
    )  # fmt: skip


def _pair(family: uuid.UUID, dyad: uuid.UUID) -> tuple[Any, str]:
    """The two, and what they are called. Raises DoesNotExist."""
    file = scope.the_file(family)
    return file.together(dyad), people.names(file).dyads[dyad]
