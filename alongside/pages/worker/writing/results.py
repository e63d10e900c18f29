"""A result read off a licensed form, and an answer that she later corrected."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.assessment import actions as assessment
from alongside.assessment import queries, rules
from alongside.instruments import queries as instruments
from alongside.instruments.rules import NOT_APPLICABLE, PREFER_NOT, Definition
from alongside.instruments.rules.definition import Item
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.about import asked_for, subjects, whom
from alongside.pages.worker.writing.asking import age_words, to_questions
from alongside.pages.worker.writing.fields import Choices, line, past_day, words
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing
from alongside.recordkeeping.rules import Refused


class ChooseForm(CalmForm):
    """Which form the result was read from."""

    measure = forms.ChoiceField(label=gettext_lazy("Which form"), widget=forms.RadioSelect)


@writing(May.WRITE_IN_FAMILY)
def result_choose(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Which licensed form was filled in elsewhere."""
    scope.the_file(family)
    form = ChooseForm(request.POST or None)
    found = queries.entered_as_results()
    form.fields["measure"].choices = [(str(each.row.id), each.terms.title) for each in found]  # type: ignore[attr-defined]

    def done(chosen: Any) -> str:
        return reverse("result_add", args=[family, chosen])

    return handle(
        request,
        form,
        lambda given: given["measure"],
        file=family,
        heading=_("Enter a result from a form"),
        submit=_("Go on"),
        done=done,
        back=to_questions(family),
        said=_("Its words stay with their publisher."),
    )


def answer_field(item: Item) -> forms.Field:
    """A box or choices for one item; empty where it stands empty on the form."""
    label = item.text or _("Question %(id)s") % {"id": item.id}
    if item.number:
        between = {"from": item.number.low, "to": item.number.high}
        return line(label, longest=12, help_text=_("A number from %(from)s to %(to)s.") % between)
    found = [("", _("Not answered")), *((str(value), text or str(value)) for value, text in item.options)]
    if item.na_value is not None:
        found.append((NOT_APPLICABLE, _("Does not apply")))
    return forms.ChoiceField(label=label, choices=found, required=False)


class ResultForm(CalmForm):
    """The day, about whom, and each value as it stands on the form."""

    about = forms.ChoiceField(label=gettext_lazy("Whom is it about?"), widget=forms.RadioSelect)
    on = past_day(gettext_lazy("The day it was filled in"))
    note = words(gettext_lazy("Note"))

    def __init__(self, *args: Any, terms: Definition, about: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = terms
        self.fields["about"].choices = about
        for item in terms.items:
            self.fields[_box(item.id)] = answer_field(item)
            self.fields[_box(item.id)].why = ""
        self.order_fields(["about", "on", *(_box(item.id) for item in terms.items), "note"])

    def values(self) -> list[tuple[str, Any]]:
        """(item, what was typed), with a comma as a decimal point too."""
        return [
            (item.id, str(self.cleaned_data.get(_box(item.id), "")).replace(",", ".").strip())
            for item in self.terms.items
        ]


def _box(item: str) -> str:
    return f"item_{item}"


@writing(May.WRITE_IN_FAMILY)
def result_add(request: HttpRequest, family: uuid.UUID, definition: uuid.UUID) -> HttpResponse:
    """Enter one result. What cannot be is asked about; a form for another age asks once and refuses nothing."""
    file = scope.the_file(family)
    found = {each.row.id: each for each in queries.entered_as_results()}
    if definition not in found:
        raise Http404
    terms, shown = found[definition].terms, found[definition].shown
    about = [pair for pair in subjects(file) if pair[0].startswith(f"{terms.subject}:")]
    if not about:
        raise Http404
    initial = {"about": asked_for(about, request.GET.get("about", "")) or about[0][0]}
    form = ResultForm(request.POST or None, terms=terms, about=about, initial=initial)

    def do(given: Given) -> Any:
        try:
            return assessment.record_result(
                family=finding.family(family),
                subject=whom(given["about"])[1],
                definition=definition,
                on=given["on"],
                values=form.values(),
                note=given["note"],
                **stamp(request),
            )
        except Refused as no:
            field = _box(no.field) if _box(no.field) in form.fields else no.field
            raise Refused(no.because, field=field) from no

    def look(given: Given) -> list[str]:
        months = assessment.child_months(whom(given["about"])[1], given["on"]) if terms.child_age_months else None
        if rules.fits_age(terms.child_age_months, months):
            return []
        return [age_words(terms.title, terms.child_age_months, months)]

    return handle(
        request,
        form,
        do,
        file=family,
        heading=terms.title,
        look=look,
        back=to_questions(family),
        done=to_questions(family),
        lead=shown.notice,
    )


class CorrectForm(CalmForm):
    """Her answer as she puts it now."""

    answer = forms.ChoiceField(label=gettext_lazy("Her answer"), widget=forms.RadioSelect, required=False)


@writing(May.WRITE_IN_FAMILY)
def answer_correct(request: HttpRequest, family: uuid.UUID, occasion: uuid.UUID, item: str) -> HttpResponse:
    """She later corrected an answer: a new version; what stood before stays readable."""
    row = queries.occasion(family, occasion)
    if row.definition_id is None:
        raise Http404
    terms, _shown = instruments.to_ask(row.definition_id)
    [asked] = queries.asked([row])
    if item not in asked.items and item not in asked.rows:  # not asked here, and nothing stands to be taken back
        raise Http404
    held = terms.item(item)
    form = CorrectForm(request.POST or None, initial={"answer": _now(row, item)})
    if held.number:
        form.fields["answer"] = answer_field(held)
        form.fields["answer"].why = ""  # type: ignore[attr-defined]
    else:
        form.fields["answer"].choices = _can_be_said(held)  # type: ignore[attr-defined]
    form.fields["answer"].label = held.text or form.fields["answer"].label

    def do(given: Given) -> Any:
        said = str(given["answer"]).replace(",", ".").strip()
        try:
            return assessment.correct_answer(
                occasion=row, item=item, value=said or None, key=given["submission"], **stamp(request)
            )
        except Refused as no:
            raise Refused(no.because, field="answer") from no

    return handle(
        request,
        form,
        do,
        file=family,
        subject=row.subject,
        heading=_("She corrected an answer"),
        who=terms.title,
        done=reverse("answers", args=[family, occasion]),
        back=reverse("answers", args=[family, occasion]),
    )


def _can_be_said(held: Item) -> list[tuple[str, Any]]:
    found = [(str(value), text or str(value)) for value, text in held.options]
    if held.na_value is not None:
        found.append((NOT_APPLICABLE, _("Does not apply")))
    return [*found, (PREFER_NOT, _("She would rather not say")), ("", _("No answer: she takes it back"))]


def _now(row: Any, item: str) -> str:
    standing = queries.standing(queries.answers_of([row.id]).filter(item=item))
    return str(standing.get(item, ""))
