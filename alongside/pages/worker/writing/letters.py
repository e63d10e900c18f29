"""Questions by post: made where she said that post is safe, printed plainly, typed in when they are back."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.assessment import actions as assessment
from alongside.assessment import queries, rules
from alongside.instruments import queries as instruments
from alongside.pages.design.forms import CalmForm
from alongside.pages.page import page
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.asking import open_choices, to_questions
from alongside.pages.worker.writing.fields import Choices, line, number, several
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing
from alongside.recordkeeping.actions import entry


class LetterForm(CalmForm):
    """What goes into the letter."""

    occasions = several(gettext_lazy("What goes into the letter"), required=True)
    minutes = number(gettext_lazy("Minutes at most"), least=1, most=60, initial=rules.USUAL_MINUTES, required=True)

    def __init__(self, *args: Any, open: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occasions"].choices = open


@writing(May.WRITE_IN_FAMILY)
def letter_make(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Make a plain letter, only where her own plan says that post is safe."""
    file = scope.the_file(family)
    form = LetterForm(request.POST or None, open=open_choices(file))

    def do(given: Given) -> Any:
        return assessment.send_pack(
            family=finding.family(family),
            woman=finding.woman(family, file.woman.id),
            minutes=given["minutes"],
            occasions=[uuid.UUID(id) for id in given["occasions"]],
            language=get_language() or "en",
            met_on=scope.first_met(file),
            **stamp(request),
        )

    def done(pack: Any) -> str:
        return reverse("letter", args=[family, pack.started.sitting.id])

    return handle(
        request,
        form,
        do,
        file=family,
        heading=_("Questions by post"),
        submit=_("Make the letter"),
        done=done,
        back=to_questions(family),
        said=_("Ready to print."),
        lead=_(
            "A plain envelope, a code in place of her name, nothing that says who we are. Only where she said that"
            " post is safe."
        ),
    )


@require_safe
@page(May.WRITE_IN_FAMILY)
def letter(request: HttpRequest, family: uuid.UUID, sitting: uuid.UUID) -> HttpResponse:
    """The letter to print: questions and a code. No name, no place, no title; nothing in the file's name either."""
    held = queries.sitting(sitting, family)
    sent = queries.mailing_of(held.id)
    if sent is None:
        raise Http404
    request.trail.append(entry("looked at questions", family=family, subject=held.woman_id))
    groups = []
    for each in queries.parts(held.id):
        terms, shown = instruments.to_ask(each.occasion.definition_id)
        groups.append({"terms": terms, "items": [terms.item(id) for id in each.items], "notice": shown.notice})
    response = TemplateResponse(request, "worker/letter.html", {"code": sent.code, "groups": groups, "family": family})
    response["Content-Disposition"] = 'inline; filename="notes.html"'
    return response


class BackForm(CalmForm):
    """The code on the paper."""

    code = line(gettext_lazy("Code on the letter"), required=True, longest=20)


@writing(May.WRITE_IN_FAMILY)
def letter_back(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """A letter came back: its answers are typed in as they stand."""
    scope.the_file(family)

    def do(given: Given) -> Any:
        return assessment.letter_came_back(code=given["code"], **stamp(request))

    def done(found: Any) -> str:
        return reverse("asked_begin", args=[found.family_id, found.sitting_id])

    return handle(
        request,
        BackForm(request.POST or None),
        do,
        file=family,
        heading=_("A letter came back"),
        submit=_("Type in the answers"),
        done=done,
        back=to_questions(family),
        said=_("You can type them in."),
    )
