"""Promises: something said will happen; done, changed or let go by a person."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.care import actions as care
from alongside.care import queries
from alongside.care.rules.promises import MOST_TRAVEL
from alongside.enrolment import queries as enrolment
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.about import asked_for, category_of, subjects, whom
from alongside.pages.worker.writing.choices import kinds
from alongside.pages.worker.writing.fields import Choices, clock, day, line, number, past_day, pick, today
from alongside.pages.worker.writing.handling import Given, confirm, handle, stamp, writing

SAID = ("what", "on", "at_time", "place", "travel")


class ChangeForm(CalmForm):
    """What, when, where, and which of us."""

    whys: ClassVar = {
        "place": gettext_lazy(
            "It can stand on her own page, where somebody may look over her shoulder. Leave out what nobody may know."
        ),
        "travel": gettext_lazy("So that what lies too close together is seen in time."),
        "worker": gettext_lazy("It then stands on that colleague’s own days."),
    }
    what = line(
        gettext_lazy("What will happen"),
        required=True,
        longest=2000,
        help_text=gettext_lazy("For example “Call her about the crib”."),
    )
    on = day(gettext_lazy("When"), required=True)
    at_time = clock(gettext_lazy("Time"))
    place = line(gettext_lazy("Where, if one of us goes there"), longest=500)
    travel = number(gettext_lazy("How many minutes does it take to get there?"), least=0, most=MOST_TRAVEL)
    worker = pick(gettext_lazy("Who of us does it?"))

    def __init__(self, *args: Any, ours: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = ours  # type: ignore[attr-defined]


class PromiseForm(ChangeForm):
    """A new one also says for whom."""

    about = forms.ChoiceField(label=gettext_lazy("For whom?"), widget=forms.RadioSelect)
    category = forms.ChoiceField(label=gettext_lazy("What this is about"), required=False)

    def __init__(self, *args: Any, about: Choices = (), kinds: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices, self.fields["category"].choices = about, kinds
        self.order_fields(["what", "on", "at_time", "place", "travel", "worker", "about", "category"])


@writing(May.WRITE_IN_FAMILY)
def promise_add(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Something that was said will happen."""
    about = subjects(scope.the_file(family))
    asked = asked_for(about, request.GET.get("about", "")) or about[0][0]
    ours = _team(request, family)
    form = PromiseForm(request.POST or None, about=about, kinds=kinds(request), ours=ours, initial={"about": asked})

    def do(given: Given) -> Any:
        for_whom, subject = whom(given["about"])
        category = category_of(given["category"], for_whom, request.me)  # type: ignore[attr-defined]
        return care.promise(
            family=finding.family(family), subject=subject, category=category, **_said(given), **stamp(request)
        )

    return handle(request, form, do, file=family, heading=_("What comes next"))


@writing(May.WRITE_IN_FAMILY)
def promise_change(request: HttpRequest, family: uuid.UUID, promise: uuid.UUID) -> HttpResponse:
    """Another day, or something else instead."""
    found = queries.open_promises(family).get(pk=promise)
    held = {name: getattr(found, name) for name in SAID} | {"worker": str(found.worker)}
    form = ChangeForm(request.POST or None, ours=_team(request, family), initial=held)
    return handle(
        request,
        form,
        lambda given: care.change_promise(promise=found, **_said(given), **stamp(request)),
        file=family,
        subject=found.subject,
        heading=_("Change what comes next"),
    )


def _team(request: HttpRequest, family: uuid.UUID) -> list[tuple[str, str]]:
    """She who writes first, then everybody who is on the team today."""
    me = request.me  # type: ignore[attr-defined]
    rows = enrolment.team_on(family, today())
    names = {str(row.colleague_id): row.colleague.name for row in rows if row.colleague_id != me.principal}
    return [(str(me.principal), _("I do it myself")), *names.items()]


def _said(given: Given) -> dict[str, Any]:
    """What was answered, as a promise keeps it."""
    return {name: given[name] for name in SAID} | {"worker": uuid.UUID(given["worker"]) if given["worker"] else None}


class KeptForm(CalmForm):
    """When it happened."""

    on = past_day(gettext_lazy("The day it happened"))


@writing(May.WRITE_IN_FAMILY)
def promise_kept(request: HttpRequest, family: uuid.UUID, promise: uuid.UUID) -> HttpResponse:
    """It happened."""
    found = queries.open_promises(family).get(pk=promise)
    return handle(
        request,
        KeptForm(request.POST or None),
        lambda given: care.keep_promise(promise=found, on=given["on"], **stamp(request)),
        file=family,
        subject=found.subject,
        heading=_("Done"),
        own_words=found.what,
    )


@writing(May.WRITE_IN_FAMILY)
def promise_let_go(request: HttpRequest, family: uuid.UUID, promise: uuid.UUID) -> HttpResponse:
    """No longer wanted or possible; no reason is asked."""
    found = queries.open_promises(family).get(pk=promise)
    who = stamp(request)
    return confirm(
        request,
        lambda: care.let_go_promise(promise=found, on=today(), **who),
        file=family,
        subject=found.subject,
        back="",
        heading=_("Let this go?"),
        own_words=found.what,
        lead=_("No reason is needed."),
        submit=_("Let it go"),
    )
