"""Writing what women will read of a study, answering it as a second person, and taking it back."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.evaluation import actions, queries
from alongside.evaluation.models import PlanRun, WordsForWomen
from alongside.evaluation.rules.for_women import (
    Text,
    codes_in,
    drawing_for_women,
    measures_to_show,
    read_names,
    write_names,
)
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented.for_women import remarks
from alongside.pages.worker.writing.fields import choose, line, several, words
from alongside.pages.worker.writing.handling import Given, confirm, handle, stamp, writing

SEEN_BY = gettext_lazy("evaluators of our agency, and whoever reads it before women do")
_SHORT = gettext_lazy(
    "Short sentences, about groups, warm: as you would say it to her. No word that tells a stranger what this page is."
)
_HONEST = gettext_lazy("Also say when nothing was found, how few took part, and who was not in it.")


class WomenForm(CalmForm):
    """Plain words in English and in French, what is not known, and the drawings that go with them."""

    measures = several(gettext_lazy("Which drawings?"))
    names = words(
        gettext_lazy("Plain names for what stands in the drawings, one on each line"), rows=6,
        help_text=gettext_lazy(
            "Short name = English = French. Say which way is better: "
            "bdi = feeling low, less is better = moral bas, moins est mieux."
        ),
    )  # fmt: skip
    title_en = line(gettext_lazy("Title in English"))
    words_en = words(gettext_lazy("What we learned, in English"), rows=6, help_text=_SHORT)
    unknown_en = words(gettext_lazy("What we do not know, in English"), help_text=_HONEST)
    title_fr = line(gettext_lazy("Title in French"))
    words_fr = words(gettext_lazy("What we learned, in French"), rows=6, help_text=_SHORT)
    unknown_fr = words(gettext_lazy("What we do not know, in French"), help_text=_HONEST)
    one_language = forms.BooleanField(label=gettext_lazy("It stands in one language, and says so"), required=False)

    def __init__(self, *args: Any, measures: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measures"].choices = [(name, name) for name in measures]
        self.fields["measures"].required = False


class AnswerForWomenForm(CalmForm):
    """A second person's word."""

    released = choose(
        gettext_lazy("May women read this?"),
        [("yes", gettext_lazy("Yes, as it stands")), ("no", gettext_lazy("Not yet"))],
    )
    answer = words(gettext_lazy("What should be different?"), help_text=gettext_lazy("Whoever wrote it reads this."))


def _there(row: WordsForWomen) -> str:
    return reverse("words_for_women", args=[row.pk])


@writing(May.KEEP_STUDIES)
def study_tell_women(request: HttpRequest, run: uuid.UUID) -> HttpResponse:
    """Plain words about a run."""
    row = queries.run(run)
    return _write(request, row, None, reverse("study_run", args=[row.pk]), {"names": _first_names(row)})


@writing(May.KEEP_STUDIES)
def words_for_women_anew(request: HttpRequest, words: uuid.UUID) -> HttpResponse:
    """The same said anew; the earlier one is taken back when women may read this one."""
    before = queries.words_for_woman(words)
    initial = {name: getattr(before, name) for name in WomenForm.base_fields if hasattr(before, name)}
    initial |= {
        "names": write_names(before.names),
        "measures": [each["title"] for each in before.drawings],
        "one_language": not (before.words_en and before.words_fr),
    }
    return _write(request, queries.run(before.run_id), before, _there(before), initial)


def _write(
    request: HttpRequest, run: PlanRun, before: WordsForWomen | None, back: str, initial: dict[str, Any]
) -> HttpResponse:  # fmt: skip
    measures = measures_to_show(run.outcomes)

    def texts(given: Given) -> list[Text]:
        return [
            Text(*(given[f"{part}_{lang}"].strip() for part in ("title", "words", "unknown"))) for lang in ("en", "fr")
        ]

    def look(given: Given) -> list[str]:
        return [remark for text, lang in zip(texts(given), ("en", "fr"), strict=True) for remark in remarks(text, lang)]

    def do(given: Given) -> Any:
        en, fr = texts(given)
        return actions.write_for_women(
            run=run, en=en, fr=fr, measures=given["measures"], names=read_names(given["names"]),
            one_language=given["one_language"], instead_of=before, id=given["submission"], **stamp(request),
        )  # fmt: skip

    form = WomenForm(request.POST or None, initial=initial, measures=measures)
    return handle(
        request, form, do, look=look, heading=_("Write for the women"), back=back, done=_there, seen_by=SEEN_BY,
        submit=_("Put it before a second person"),
        lead=_("Every woman here may read it, whether she took part or not. Nothing in it is about one woman,"
               " or says who took part. Somebody else reads it before they do."),
    )  # fmt: skip


def _first_names(run: PlanRun) -> str:
    """A line for each short name of the drawings, to be filled in."""
    drawings = [drawing_for_women(run.outcomes, measure) for measure in measures_to_show(run.outcomes)]
    return "\n".join(f"{code} = " for code in codes_in(drawings))


@writing(May.READ_FOR_WOMEN)
def words_for_women_answer(request: HttpRequest, words: uuid.UUID) -> HttpResponse:
    """A second person says whether women may read it."""
    row = queries.words_for_woman(words)

    def do(given: Given) -> Any:
        released = given["released"] == "yes"
        return actions.answer_for_women(words=row, released=released, answer=given["answer"], **stamp(request))

    return handle(
        request, AnswerForWomenForm(request.POST or None), do, heading=_("May women read this?"), back=_there(row),
        done=_there, seen_by=SEEN_BY,
        lead=_("Is it true, kind and plain? Could anybody be recognised in it? Does it say what is not known?"),
    )  # fmt: skip


@writing(May.SEE_FOR_WOMEN)
def words_for_women_back(request: HttpRequest, words: uuid.UUID) -> HttpResponse:
    """From now on no woman reads it."""
    row = queries.words_for_woman(words)
    return confirm(
        request, lambda: actions.take_back_from_women(words=row, **stamp(request)), heading=_("Take this back?"),
        back=_there(row), done=_there(row), submit=_("Take back"), said=_("No woman reads it now."),
        lead=_("It leaves the women’s pages at once. It stays here, with who took it back."),
    )  # fmt: skip
