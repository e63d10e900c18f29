"""What this site says of instruments: its use of them, words it has permission for, own norms, what it asks."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.instruments import actions, queries
from alongside.instruments.rules.definition import Definition
from alongside.instruments.terms import Misfit, Use
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented.scoring import items_in_words
from alongside.pages.worker.writing.fields import CHOOSE, day, line, several, today, words
from alongside.pages.worker.writing.handling import Given, confirm, handle, stamp, writing
from alongside.pages.worker.writing.overlay_texts import NotTexts, read_texts
from alongside.pages.worker.writing.uploads import TextOrFileForm
from alongside.recordkeeping.rules import Refused

STAFF = gettext_lazy("everybody who works here")


class UseForm(CalmForm):
    """What this site uses instruments for."""

    uses = several(gettext_lazy("What do you use questionnaires and measures for?"), Use.choices, required=True)
    words = words(
        gettext_lazy("Who decided it, and where is that written?"),
        help_text=gettext_lazy("For example “Leadership meeting of 4 March, minutes”."),
    )
    whys = {
        "uses": gettext_lazy(
            "Some instruments are free for care, research and teaching, but not where money is made with them. We read"
            " their licences against what you choose here."
        )
    }


class WordsForm(TextOrFileForm):
    """Words of an instrument that this site has permission for."""

    into = "questions"
    permission = line(
        gettext_lazy("Where is the permission kept?"),
        required=True,
        help_text=gettext_lazy("For example “Letter of 3 May 2026, folder Licences”."),
    )
    instructions = words(gettext_lazy("What stands above the questions"))
    answers = words(
        gettext_lazy("The answers to choose from, one on each line"),
        rows=4,
        help_text=gettext_lazy("In the order of the form. Leave it empty when each question has answers of its own."),
    )
    questions = words(
        gettext_lazy("The questions, one on each line"),
        rows=12,
        required=True,
        help_text=gettext_lazy(
            "In the order of the form. Or a table with the columns id, text and options (answers parted by |), or JSON."
        ),
    )
    field_order = ("permission", "instructions", "answers", "questions", "file")

    def __init__(self, *args: Any, terms: Definition, **kwargs: Any) -> None:
        self.terms = terms
        self.misfits: list[tuple[str, Any]] = []
        super().__init__(*args, **kwargs)

    def clean_questions(self) -> dict[str, Any]:
        """The questions as they were given, by id."""
        try:
            return read_texts(self.cleaned_data["questions"], self.terms)
        except NotTexts as no:
            raise forms.ValidationError(str(no)) from no

    def texts(self) -> dict[str, Any]:
        """All words, as the action that installs them takes them."""
        given = self.cleaned_data
        texts = dict(given["questions"])
        if given["instructions"]:
            texts["instructions"] = given["instructions"]
        answers = [each.strip() for each in given["answers"].splitlines() if each.strip()]
        return {**texts, "options": answers} if answers else texts


class NormForm(CalmForm):
    """Spread and reliability this site goes by."""

    scale = forms.ChoiceField(label=gettext_lazy("For which scale?"))
    sd = forms.DecimalField(label=gettext_lazy("Standard deviation"), max_digits=9, decimal_places=4, localize=True)
    r = forms.DecimalField(label=gettext_lazy("Reliability (r)"), max_digits=5, decimal_places=4, localize=True)
    r_type = line(
        gettext_lazy("What kind of reliability?"), required=True,
        help_text=gettext_lazy("For example “test-retest, 2 weeks” or “Cronbach's alpha”."),
    )  # fmt: skip
    source = words(gettext_lazy("Where do these numbers come from?"), required=True)
    valid_from = day(gettext_lazy("From when do you go by them?"), required=True, initial=today)
    mean_clinical = forms.DecimalField(
        label=gettext_lazy("Mean of people in treatment"), required=False, max_digits=9, decimal_places=4, localize=True
    )
    sd_clinical = forms.DecimalField(
        label=gettext_lazy("Their standard deviation"), required=False, max_digits=9, decimal_places=4, localize=True
    )
    mean_general = forms.DecimalField(
        label=gettext_lazy("Mean of people in general"), required=False, max_digits=9, decimal_places=4, localize=True
    )
    sd_general = forms.DecimalField(
        label=gettext_lazy("Their standard deviation"), required=False, max_digits=9, decimal_places=4, localize=True
    )
    cutoff = forms.DecimalField(
        label=gettext_lazy("A cut-off, if the source gives one"), required=False, max_digits=9, decimal_places=4,
        localize=True,
    )  # fmt: skip
    whys = {
        "r": gettext_lazy("Whether a change is more than chance depends on it. It stands beside every such statement.")
    }

    def __init__(self, *args: Any, terms: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scale"].choices = [CHOOSE, *((scale.code, scale.title or scale.code) for scale in terms.scales)]


class SwitchForm(CalmForm):
    """Why an instrument is asked from now on, or not."""

    why = words(gettext_lazy("Why?"))


def _by_kind(misfits: Iterable[actions.DoesNotFit]) -> list[tuple[str, Any]]:
    """What does not fit, and for which questions, each kind once."""
    found: dict[str, list[str]] = {}
    for each in misfits:
        found.setdefault(each.how, []).append(each.item)
    return [(capfirst(items_in_words(items)), Misfit(how).label) for how, items in found.items()]


def _to(definition: uuid.UUID) -> str:
    return reverse("instrument", args=[definition])


@writing(May.KEEP_INSTRUMENTS)
def use_declare(request: HttpRequest) -> HttpResponse:
    """Say what this site uses instruments for."""
    now = queries.site(()).uses
    form = UseForm(request.POST or None, initial={"uses": sorted(now)})
    return handle(
        request,
        form,
        lambda given: actions.declare_use(uses=given["uses"], words=given["words"], **stamp(request)),
        heading=_("What we use instruments for"),
        lead=_("Earlier answers to this question stay, with their day. Nothing that anybody answered is lost."),
        back=reverse("instruments"),
        seen_by=STAFF,
    )


@writing(May.KEEP_INSTRUMENTS)
def words_install(request: HttpRequest, definition: uuid.UUID) -> HttpResponse:
    """Words of an instrument that this site has permission for; they are shown here and never leave."""
    row = queries.row(definition)
    terms = queries.definition(row.id)
    form = WordsForm(request.POST or None, request.FILES or None, terms=terms)

    def do(given: Given) -> Any:
        try:
            return actions.install_overlay(
                definition=row.id, texts=form.texts(), permission=given["permission"], **stamp(request)
            )
        except Refused as no:
            form.misfits = _by_kind(no.detail.get("misfits", ()))  # type: ignore[arg-type]
            no.field = "questions" if no.field == "texts" else no.field
            raise

    return handle(
        request,
        form,
        do,
        heading=_("Words you have permission for"),
        who=row.title,
        lead=terms.licence.statement,
        asked=list(terms.every_item.values()),
        back=_to(row.id),
        seen_by=STAFF,
        template="worker/instruments/words_form.html",
    )


@writing(May.KEEP_INSTRUMENTS)
def words_take_out(request: HttpRequest, definition: uuid.UUID) -> HttpResponse:
    """A permission ended: the words are shown no longer."""
    row = queries.row(definition)
    return confirm(
        request,
        lambda: actions.take_out_overlay(definition=row.id, **stamp(request)),
        heading=_("Take these words out"),
        who=row.title,
        lead=_("The questions are not shown from now on. What was answered stays, and results can still be entered."),
        submit=_("Take them out"),
        back=_to(row.id),
    )


@writing(May.KEEP_INSTRUMENTS)
def norm_record(request: HttpRequest, definition: uuid.UUID) -> HttpResponse:
    """Norms of this site for one scale, with their source."""
    row = queries.row(definition)
    form = NormForm(request.POST or None, terms=queries.definition(row.id))
    keys = (
        *("scale", "sd", "r", "r_type", "source", "valid_from"),
        *("mean_clinical", "sd_clinical", "mean_general", "sd_general", "cutoff"),
    )
    return handle(
        request,
        form,
        lambda given: actions.record_norm(code=row.code, **{key: given[key] for key in keys}, **stamp(request)),
        heading=_("Our own norms"),
        who=row.title,
        lead=_("Published norms come from people unlike those you work with. Enter those of your manual or study."),
        back=_to(row.id),
        seen_by=STAFF,
    )


@writing(May.KEEP_INSTRUMENTS)
def switch(request: HttpRequest, definition: uuid.UUID) -> HttpResponse:
    """Ask an instrument here from now on, or not."""
    row = queries.row(definition)
    on = not queries.on_shelf(row).on
    form = SwitchForm(request.POST or None)
    return handle(
        request,
        form,
        lambda given: actions.switch(code=row.code, on=on, why=given["why"], **stamp(request)),
        heading=_("Ask it here") if on else _("Ask it no longer"),
        who=row.title,
        lead=_("It can be offered from now on. Nobody is asked by this alone.")
        if on
        else _("It is not offered from now on. What was answered stays."),
        submit=_("Switch it on") if on else _("Switch it off"),
        back=_to(row.id),
        seen_by=STAFF,
    )
