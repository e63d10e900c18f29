"""Writing down a clinician's view of the two, and what people make of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.assessment import actions, queries
from alongside.assessment.terms import Evidence
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import people
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import (
    Choices,
    past_day,
    pick,
    several,
    words,
)
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
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
    pair, title = the_two(family, dyad)
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


class ReflectionForm(CalmForm):
    """Ours and hers, side by side."""

    ours = words(gettext_lazy("What we make of it"), rows=4)
    her_words = words(gettext_lazy("What she makes of it, in her words"), rows=4)
    on = past_day(gettext_lazy("The day"))


@writing(May.WRITE_IN_FAMILY)
def reflection_add(request: HttpRequest, family: uuid.UUID, dyad: uuid.UUID) -> HttpResponse:
    """What people make of it when the views differ."""
    may_write(request, Category.DYAD_OBSERVATION)
    pair, title = the_two(family, dyad)

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


def the_two(family: uuid.UUID, dyad: uuid.UUID) -> tuple[Any, str]:
    """The two, and what they are called. Raises DoesNotExist."""
    file = scope.the_file(family)
    return file.together(dyad), people.names(file).dyads[dyad]
