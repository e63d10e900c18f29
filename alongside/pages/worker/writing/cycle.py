"""The cycle of measures as configuration, and the days from which it is counted for one woman."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.assessment import actions, queries
from alongside.assessment.terms import Anchor, ForSubject
from alongside.families.models import Woman
from alongside.instruments import queries as instruments
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing.choices import to_choose
from alongside.pages.worker.writing.fields import choose, day, labelled, line, number, several, tick, today, words
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
from alongside.safekeeping.terms import Category

MONTHS, DAYS = 216, 366


class WaveForm(CalmForm):
    """One point of the cycle."""

    name = line(
        gettext_lazy("What do you call it?"), required=True, help_text=gettext_lazy("For example “after 6 months”.")
    )
    anchor = choose(gettext_lazy("Counted by"), Anchor.choices)
    months = number(gettext_lazy("Months"), least=0, most=MONTHS, required=True, initial=0)
    opens_days_before = number(
        gettext_lazy("Fits from so many days before"), least=0, most=DAYS, required=True, initial=14
    )
    closes_days_after = number(
        gettext_lazy("Fits until so many days after"), least=0, most=DAYS, required=True, initial=60
    )
    repeats_months = number(
        gettext_lazy("Again every so many months"), least=0, most=MONTHS, required=True, initial=0,
        help_text=gettext_lazy("0: only once. 12: every year."),
    )  # fmt: skip
    measures = several(gettext_lazy("What is offered then?"), required=True)
    active = tick(gettext_lazy("We use this point now"), initial=True)
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, measures: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measures"].choices = labelled(measures)

    def planned(self, code: str) -> actions.Planned:
        """What was answered, as the action takes it."""
        g = self.cleaned_data
        return actions.Planned(
            code, g["name"], Anchor(g["anchor"]), g["months"],
            [(each.rpartition("|")[0], ForSubject(each.rpartition("|")[2])) for each in g["measures"]],
            g["opens_days_before"], g["closes_days_after"], g["repeats_months"], g["active"],
        )  # fmt: skip


class AnchorForm(CalmForm):
    """A group or programme began or ended for her."""

    anchor = forms.ChoiceField(
        label=gettext_lazy("What happened?"), choices=to_choose([
            (Anchor.PROGRAMME_START, Anchor.PROGRAMME_START.label), (Anchor.PROGRAMME_END, Anchor.PROGRAMME_END.label),
        ]),
    )  # fmt: skip
    on = day(gettext_lazy("On which day?"), required=True, initial=today)
    words = line(gettext_lazy("Which group or programme?"))


class LetGoForm(CalmForm):
    """Why this one is not asked this time."""

    words = words(
        gettext_lazy("Why not this time?"), required=True, rows=2,
        help_text=gettext_lazy("A few words for the team. It is not held against anybody."),
    )  # fmt: skip


def _measures() -> list[tuple[str, str]]:
    """What can belong to a point of the cycle: published, not asked by choice alone, not anonymous."""
    return [
        (f"{each.terms.code}|{each.terms.subject}", f"{each.row.title} ({ForSubject(each.terms.subject).label})")
        for each in instruments.catalogue()
        if not each.terms.opt_in and not each.terms.anonymous and each.terms.subject in set(ForSubject.values)
    ]


@writing(May.KEEP_INSTRUMENTS)
def wave_add(request: HttpRequest) -> HttpResponse:
    """A new point of the cycle."""
    form = WaveForm(request.POST or None, measures=_measures())

    def do(given: Given) -> Any:
        return actions.save_wave(wave=form.planned(slugify(given["name"])[:60] or str(uuid.uuid4())), **stamp(request))

    return _wave(request, form, do, _("Add a point to the cycle"))


@writing(May.KEEP_INSTRUMENTS)
def wave_change(request: HttpRequest, wave: uuid.UUID) -> HttpResponse:
    """Another version of a point of the cycle; open windows move along in the night."""
    found = next(((row, measures) for row, measures in queries.cycle() if row.pk == wave), None)
    if found is None:
        raise Http404
    row, measures = found
    start = {name: getattr(row, name) for name in WaveForm.base_fields if hasattr(row, name)} | {
        "measures": [f"{each.instrument}|{each.for_subject}" for each in measures]
    }
    form = WaveForm(request.POST or None, initial=start, measures=_measures())

    def do(given: Given) -> Any:
        told = str(given["version"])
        row.version = int(told) if told.isdecimal() and len(told) < 9 else row.version
        return actions.save_wave(wave=form.planned(row.code), base=row, **stamp(request))

    return _wave(request, form, do, _("Change this point of the cycle"))


def _wave(request: HttpRequest, form: WaveForm, do: Any, heading: str) -> HttpResponse:
    back = reverse("cycle")
    return handle(request, form, do, heading=heading, back=back, done=back, submit=_("Save"))


@writing(May.WRITE_IN_FAMILY)
def wave_anchor(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """A group or programme began or ended: the measures before and after it are laid out at once."""
    found = scope.the_file(family)
    if not found.knows_her:
        raise Http404
    may_write(request, Category.SERVICE_USE)
    form = AnchorForm(request.POST or None)
    woman = Woman(person_id=found.woman.id, family_id=family)

    def do(given: Given) -> Any:
        answers = {name: given[name] for name in ("anchor", "on", "words")}
        return actions.note_anchor(family=found.family, woman=woman, **answers, **stamp(request))

    heading = _("A group or programme began or ended")
    return handle(request, form, do, heading=heading, file=family, subject=found.woman.id)


@writing(May.WRITE_IN_FAMILY)
def measure_let_go(request: HttpRequest, family: uuid.UUID, due: uuid.UUID) -> HttpResponse:
    """A measure that fits now is not asked this time; the reason stays in the list as long as its days last."""
    row = queries.due(family, due)
    may_write(request, Category(row.category))
    title = instruments.titles([row.instrument]).get(row.instrument, row.instrument)

    def do(given: Given) -> Any:
        return actions.let_go(due=row, words=given["words"], **stamp(request))

    to = reverse("questions", args=[family])
    return handle(
        request, LetGoForm(request.POST or None), do, file=family, subject=row.subject, back=to, done=to,
        heading=_("Let this one go"), lead=title, submit=_("Let it go"),
    )  # fmt: skip
