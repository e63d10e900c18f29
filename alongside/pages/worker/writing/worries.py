"""Writing down a worry about a child, what was talked over, whether she was told, and the report itself."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.agencies import queries as agencies
from alongside.agencies.terms import AgencyKind
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.actions import To
from alongside.consent.terms import ASKED_WHY_NOT, ReportStep, WhyNotTold
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.worries import law
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import Choices, day, line, past_day, pick, words
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing
from alongside.pages.worker.writing.sending import hidden
from alongside.pages.worker.writing.used import weighed
from alongside.safekeeping.terms import Category


class WorryForm(CalmForm):
    """What was seen or heard, by whoever saw or heard it."""

    on = past_day(gettext_lazy("When was it?"))
    words = words(
        gettext_lazy("What worries you? What did you see or hear yourself?"),
        rows=5,
        required=True,
        help_text=gettext_lazy("What you saw, not what you suspect of somebody. And what keeps the child safe."),
    )


@writing(May.WRITE_IN_FAMILY)
def worry_add(request: HttpRequest, family: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """Write a worry down. Nothing is reported by it."""
    found = finding.child(family, child)
    who = finding.person(family, child)

    def do(given: Given) -> Any:
        made = consent.begin_report(child=found, on=given["on"], words=given["words"], **stamp(request))
        weighed(request, made)
        return made

    return handle(
        request,
        WorryForm(request.POST or None),
        do,
        file=family,
        subject=child,
        about=who,
        heading=_("A worry about a child"),
        lead=_("Nothing is reported by writing it down. You do not have to carry it alone: talk it over next."),
        done=lambda made: reverse("worry", args=[family, made.pk]),
        back=reverse("worries", args=[family]),
    )


_ASK: dict[str, Any] = {
    ReportStep.CONSULTED: (
        gettext_lazy("We talked it over"),
        gettext_lazy("With whom, and what came of it? A supervisor, a colleague."),
    ),
    ReportStep.TOLD_HER: (
        gettext_lazy("Told to her, and with her"),
        gettext_lazy("How did you tell her, what did she say, what would she like done, and by whom?"),
    ),
    ReportStep.NOT_TOLD: (
        gettext_lazy("Not told to her yet"),
        gettext_lazy("What makes it so, and what has to be there so that she can be told?"),
    ),
    ReportStep.NOT_REPORTED: (
        gettext_lazy("No report was needed"),
        gettext_lazy("Who decided it, and why?"),
    ),
    ReportStep.BESIDE_HER: (
        gettext_lazy("Somebody beside her"),
        gettext_lazy("Who is with her now, tonight, at the visit?"),
    ),
    ReportStep.SUPPORTED: (
        gettext_lazy("What helped"),
        gettext_lazy("For her, for the child, and for you."),
    ),
}


class StepForm(CalmForm):
    """One step."""

    on = past_day(gettext_lazy("When was it?"))
    with_whom = line(gettext_lazy("With whom"))
    why_not = pick(gettext_lazy("Why was she not told?"), ASKED_WHY_NOT)
    again_on = day(
        gettext_lazy("When is it looked at again?"), help_text=gettext_lazy("On that day you ask yourselves anew.")
    )
    words = words(gettext_lazy("In words"), rows=4)

    def __init__(self, *args: Any, step: str, asks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].help_text = asks
        if step != ReportStep.NOT_TOLD:
            del self.fields["why_not"], self.fields["again_on"]


@writing(May.WRITE_IN_FAMILY)
def worry_step(request: HttpRequest, family: uuid.UUID, report: uuid.UUID, step: str) -> HttpResponse:
    """Write one step down. Nothing that was written is changed."""
    code = step.replace("-", "_")
    if code not in _ASK:
        raise Http404
    held = queries.report(family, report)
    heading, asks = _ASK[code]
    here = reverse("worry", args=[family, report])

    def do(given: Given) -> Any:
        return consent.add_report_step(
            report=held, step=code, on=given["on"], words=given["words"], with_whom=given["with_whom"],
            why_not=given.get("why_not", ""), again_on=given.get("again_on"), **stamp(request),
        )  # fmt: skip

    return handle(
        request, StepForm(request.POST or None, step=code, asks=asks), do, file=family, subject=held.child_id,
        heading=heading, done=here, back=here,
    )  # fmt: skip


class ReportForm(CalmForm):
    """The worry and what it rests on: no more than that leaves."""

    field_order = ("to", "words", "present", "hidden_until", "hidden_why")
    to = pick(gettext_lazy("To whom was it reported?"), required=True)
    present = forms.BooleanField(label=gettext_lazy("She was there, or made the call herself"), required=False)
    hidden_until = day(
        gettext_lazy("It waits on her page until"),
        help_text=gettext_lazy("Only for safety. Empty: she sees it at once."),
    )
    hidden_why = words(gettext_lazy("What makes it unsafe to show it now"))
    words = words(
        gettext_lazy("What was said, word for word"),
        rows=6,
        required=True,
        help_text=gettext_lazy(
            "The worry and what it rests on, no more: nothing from notes about treatment or about using. "
            "Say also what keeps the child safe."
        ),
    )

    def __init__(self, *args: Any, to: Choices, may_wait: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("Please choose")), *to]
        if not may_wait:
            del self.fields["hidden_until"], self.fields["hidden_why"]


@writing(May.WRITE_IN_FAMILY)
def worry_report(request: HttpRequest, family: uuid.UUID, report: uuid.UUID) -> HttpResponse:
    """It was reported by whoever has the worry: written down word for word, and on her page."""
    held = queries.report(family, report)
    if held.recorded_by != request.me.principal:  # type: ignore[attr-defined]
        raise Http404  # the duty is hers who has the worry; a colleague writes her own
    societies = list(agencies.outside().filter(kind=AgencyKind.CHILD_WELFARE))
    told = [step for step in held.steps.all() if step.step in (ReportStep.TOLD_HER, ReportStep.NOT_TOLD)]
    may_wait = bool(told) and told[-1].why_not == WhyNotTold.NOT_SAFE
    here = reverse("worry", args=[family, report])

    def do(given: Given) -> Any:
        agency = next((each for each in societies if str(each.id) == given["to"]), None)
        if agency is None:
            raise Http404
        return consent.send_report(
            report=held, to=To(agency), words=given["words"], category=int(Category.CHILD_WELFARE_LEGAL),
            present=given["present"], asker=queries.asker_of(request.me), **hidden(given), **stamp(request),  # type: ignore[attr-defined]
        )  # fmt: skip

    return handle(
        request,
        ReportForm(request.POST or None, to=[(str(each.id), each.name) for each in societies], may_wait=may_wait),
        do,
        file=family,
        subject=held.child_id,
        heading=_("It was reported"),
        lead=_("You made the report yourself, by phone or in writing. Here you write down what was said."),
        law=law(),
        template="worker/worries/report.html",
        submit=_("Write it down"),
        said=_("It is written down."),
        done=here,
        back=here,
    )
