"""Taking it, saying what was done, passing it on, closing it; who is on duty, who comes after, what is done here."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.assessment import actions, queries, rules
from alongside.assessment.models import Alert
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import watch as present
from alongside.pages.worker.writing.choices import Choice, or_nothing, to_choose
from alongside.pages.worker.writing.fields import Choices, clock, day, number, today, words
from alongside.pages.worker.writing.handling import Given, confirm, handle, stamp, writing
from alongside.services.rules import instant

PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
MORNING = time(9, 0)


def _colleagues(*but: uuid.UUID | None) -> list[Choice]:
    return [(str(each.id), each.name) for each in scope.who_may_be_on_duty(today()) if each.id not in but]


def _to(alert: Alert) -> str:
    return reverse("alert", args=[alert.pk])


class SaidForm(CalmForm):
    """What was done or tried."""

    words = words(
        gettext_lazy("What was done"), required=True, rows=5,
        help_text=gettext_lazy("Also what was tried, and what she would like. Write only what is needed."),
    )  # fmt: skip


class PassForm(CalmForm):
    """To whom."""

    to = forms.ChoiceField(label=gettext_lazy("To whom"), help_text=gettext_lazy("She is told at once."))

    def __init__(self, *args: Any, colleagues: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = to_choose(colleagues)


class DutyForm(CalmForm):
    """Who, from when, until when."""

    colleague = forms.ChoiceField(label=gettext_lazy("Who"))
    begins_on = day(gettext_lazy("From"), required=True, initial=today)
    begins_at = clock(gettext_lazy("From what time"))
    ends_on = day(gettext_lazy("Until"), required=True, initial=lambda: today() + timedelta(days=1))
    ends_at = clock(gettext_lazy("Until what time"))

    def __init__(self, *args: Any, colleagues: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = to_choose(colleagues)


class ListForm(CalmForm):
    """Up to six colleagues in order."""

    def __init__(self, *args: Any, colleagues: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = (_("First"), _("Then"), _("Then (third)"), _("Then (fourth)"), _("Then (fifth)"), _("Then (sixth)"))
        for name, label in zip(PLACES, labels, strict=True):
            self.fields[name] = forms.ChoiceField(label=label, choices=or_nothing(colleagues), required=False)


class ProtocolForm(CalmForm):
    """What she reads before, and what whoever is told does."""

    instrument = forms.ChoiceField(label=gettext_lazy("For which measure"), required=False)
    told_before = words(
        gettext_lazy("What she reads before such a question"), required=True, rows=4,
        help_text=gettext_lazy("Who sees her answer, and what happens next. In English."),
    )  # fmt: skip
    told_before_fr = words(gettext_lazy("The same in French"), rows=4)
    steps = words(
        gettext_lazy("What whoever is on duty does"), required=True, rows=8,
        help_text=gettext_lazy("One step on each line."),
    )  # fmt: skip
    minutes = number(
        gettext_lazy("After how many minutes the next person is told"), least=rules.FEWEST_MINUTES,
        most=rules.MOST_MINUTES, required=True, initial=rules.USUAL_MINUTES_TO_ANSWER,
    )  # fmt: skip
    hours_to_follow_up = number(
        gettext_lazy("After how many hours without a word whoever has taken it is asked how it goes"),
        least=rules.FEWEST_HOURS, most=rules.MOST_HOURS, required=True, initial=rules.USUAL_HOURS_TO_FOLLOW_UP,
    )  # fmt: skip
    hours_to_close = number(
        gettext_lazy("And after how many hours once something was written"),
        least=rules.FEWEST_HOURS, most=rules.MOST_HOURS, required=True, initial=rules.USUAL_HOURS_TO_CLOSE,
        help_text=gettext_lazy("Then the next person is told, as with a new one."),
    )  # fmt: skip

    def __init__(self, *args: Any, measures: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument"].choices = [("", _("All that have no words of their own")), *measures]


@writing(May.WATCH)
def alert_take(request: HttpRequest, alert: uuid.UUID) -> HttpResponse:
    """ "I have it": one press on the alert's own page; nobody else is told from now on."""
    row = queries.alert(alert)
    return confirm(
        request,
        lambda: actions.take_alert(alert=row, **stamp(request)),
        back=_to(row),
        heading=_("Do you take this?"),
        lead=_("Then nobody else is told, and you see who she is and how to reach her."),
        submit=_("I have it"),
        said=_("It is with you now. Nobody else is told."),
    )


@writing(May.WATCH)
def alert_follow_up(request: HttpRequest, alert: uuid.UUID) -> HttpResponse:
    """What was done or tried; it stays open."""
    return _say(request, alert, actions.follow_up, _("What was done so far"), _("Save, and leave it open"))


@writing(May.WATCH)
def alert_close(request: HttpRequest, alert: uuid.UUID) -> HttpResponse:
    """A person closes it, with what was done."""
    lead = _("After this you no longer see her name and how to reach her, unless you are on her team.")
    return _say(request, alert, actions.close_alert, _("What was done"), _("Save and close"), lead)


def _say(request: HttpRequest, alert: uuid.UUID, verb: Any, heading: str, submit: str, lead: str = "") -> HttpResponse:
    row = queries.alert(alert)
    return handle(
        request, SaidForm(request.POST or None),
        lambda given: verb(alert=row, words=given["words"], **stamp(request)),
        done=_to(row), back=_to(row), heading=heading, submit=submit, lead=lead,
    )  # fmt: skip


@writing(May.WATCH)
def alert_pass_on(request: HttpRequest, alert: uuid.UUID) -> HttpResponse:
    """To a colleague of the programme, who is told at once."""
    row = queries.alert(alert)
    form = PassForm(request.POST or None, colleagues=_colleagues(row.with_colleague))
    return handle(
        request, form,
        lambda given: actions.pass_on(alert=row, to=uuid.UUID(given["to"]), **stamp(request)),
        done=reverse("watch"), back=_to(row), heading=_("Pass it on"), submit=_("Pass it on"),
        said=_("She is told now."),
    )  # fmt: skip


@writing(May.PLAN_DUTY)
def duty_add(request: HttpRequest) -> HttpResponse:
    """Somebody is on duty from when to when."""
    form = DutyForm(request.POST or None, colleagues=_colleagues())

    def do(given: Given) -> Any:
        return actions.go_on_duty(
            agency=_agency(request), colleague=uuid.UUID(given["colleague"]),
            begins=_instant(given["begins_on"], given["begins_at"]), ends=_instant(given["ends_on"], given["ends_at"]),
            **stamp(request),
        )  # fmt: skip

    return handle(
        request, form, do, done=reverse("watch"), back=reverse("watch"), heading=_("Somebody is on duty"),
        lead=_("Without a time it begins and ends at nine in the morning."),
    )  # fmt: skip


@writing(May.PLAN_DUTY)
def duty_end(request: HttpRequest, duty: uuid.UUID) -> HttpResponse:
    """It ends now, or never begins."""
    row = queries.duties(_agency(request), timezone.now()).get(pk=duty)
    return confirm(
        request, lambda: actions.end_duty(shift=row, **stamp(request)), done=reverse("watch"), back=reverse("watch"),
        heading=_("End this time on duty?"), who=row.colleague.name, submit=_("End it now"),
    )  # fmt: skip


@writing(May.PLAN_DUTY)
def duty_list(request: HttpRequest) -> HttpResponse:
    """Who is told when nobody on duty answers, in order."""
    agency = _agency(request)
    now = {name: str(row.colleague_id) for name, row in zip(PLACES, queries.escalation_list(agency), strict=False)}
    form = ListForm(request.POST or None, colleagues=_colleagues(), initial=now)

    def do(given: Given) -> Any:
        chosen = [uuid.UUID(given[name]) for name in PLACES if given[name]]
        return actions.set_escalation(agency=agency, colleagues=chosen, **stamp(request))

    return handle(
        request, form, do, done=reverse("watch"), back=reverse("watch"), heading=_("When nobody on duty answers"),
        lead=_("They are told one after the other. After the last one, everybody on this list, everybody on duty and"
               " everybody who arranges teams is told, until somebody takes it."),
    )  # fmt: skip


@writing(May.KEEP_INSTRUMENTS)
def protocol_set(request: HttpRequest) -> HttpResponse:
    """What she reads before such a question, and what whoever is told does; for one measure, or for all."""
    measures = sorted(present.watched_titles().items(), key=lambda each: each[1])
    asked = request.GET.get("for", "")
    agency = _agency(request)
    row = queries.protocol_for(agency, asked if asked in dict(measures) else "")
    initial: dict[str, Any] = {"instrument": asked}
    if row is not None:
        initial |= {
            "told_before": row.told_before, "told_before_fr": row.told_before_fr, "steps": row.steps,
            "minutes": row.minutes_to_answer, "hours_to_follow_up": row.hours_to_follow_up,
            "hours_to_close": row.hours_to_close,
        }  # fmt: skip
    form = ProtocolForm(request.POST or None, measures=measures, initial=initial)

    def do(given: Given) -> Any:
        told = {name: given[name] for name in form.fields if name != "submission"}
        return actions.set_protocol(agency=agency, **told, **stamp(request))

    return handle(
        request, form, do, done=reverse("watch"), back=reverse("watch"),
        heading=_("What is done when an answer needs a person"),
    )  # fmt: skip


def _agency(request: HttpRequest) -> uuid.UUID:
    agency: uuid.UUID | None = request.me.agency  # type: ignore[attr-defined]
    if agency is None:
        raise Http404
    return agency


def _instant(on: date, at: time | None) -> datetime:
    """A day and a time in the programme's own time zone."""
    return instant(on, at or MORNING, timezone.get_current_timezone())
