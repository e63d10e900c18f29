"""A series that follows a plan, and which of its sessions a meeting was. Nobody who comes is named."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.library import queries as library
from alongside.library.rules import comes_first, speaks_first
from alongside.library.terms import About
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import programmes as present
from alongside.pages.worker.writing.choices import to_choose
from alongside.pages.worker.writing.fields import Choices, choose, several, words
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing
from alongside.pages.worker.writing.programme_sessions import NONE, MarksForm
from alongside.pages.worker.writing.programmes import AdaptForm, every_plan, to_adapt
from alongside.programmes import actions, queries, rules
from alongside.programmes.models import GroupDelivery, GroupSession, GroupTurn
from alongside.programmes.terms import No, SeenBy
from alongside.services import queries as services


class FollowForm(CalmForm):
    """Which plan the series follows."""

    plan = forms.ChoiceField(label=gettext_lazy("Which plan?"))
    order_why = words(gettext_lazy("If strategies for behaviour come first: why now?"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].choices = to_choose(every_plan())


@writing(May.PLAN_SESSIONS)
def group_begin(request: HttpRequest, series: uuid.UUID) -> HttpResponse:
    """From now on this series follows a plan of the library."""
    row = services.series(series)
    form = FollowForm(request.POST or None, initial={"plan": request.GET.get("plan", "")})

    def look(given: Given) -> list[str]:
        version = library.version(*given["plan"].split("/"))
        if version is None or not speaks_first(version) or given["order_why"].strip():
            return []
        return [f"{comes_first(version).label} {No.RELATIONSHIP_FIRST.label}"]

    def do(given: Given) -> GroupDelivery:
        programme, plan = given["plan"].split("/")
        return actions.begin_group(
            agency=row.agency, series=row, programme=programme, plan=plan, order_why=given["order_why"],
            sure=request.POST.get("sure") == "yes", **stamp(request),
        )  # fmt: skip

    lead = _("Who comes stays with each session. This page names nobody.")
    back = reverse("series", args=[series])
    shown = {"heading": _("A group follows a plan"), "lead": lead, "back": back}
    return handle(request, form, do, look=look, done=lambda made: reverse("programme_group", args=[made.pk]), **shown)


class GroupAdaptForm(AdaptForm):
    """The same with a group: no words of anybody who comes."""

    whys: ClassVar = {"why": gettext_lazy("About the work. Please name nobody who comes.")}
    her_words = None  # type: ignore[assignment]


@writing(May.PLAN_SESSIONS)
def group_adapt(request: HttpRequest, group: uuid.UUID) -> HttpResponse:
    """Sessions are left out, taken in again, added, or put in another order with a group, with a reason."""
    row = queries.group(group)
    own = library.titles(row.group.programme).get(row.group.plan, {})
    form = GroupAdaptForm(request.POST or None, numbers=to_adapt(row.steps, own))

    def do(given: Given) -> GroupTurn:
        answers = {name: given[name] for name in ("what", "on", "why")}
        return actions.adapt_group(group=row.group, numbers=form.in_order(), **answers, **stamp(request))

    lead = _("The plan itself stays as it is. It holds for everybody whose programme goes with this group.")
    back = reverse("programme_group", args=[group])
    shown = {"heading": _("Adapt the plan"), "who": row.programme.name, "lead": lead, "back": back, "done": back}
    return handle(request, form, do, **shown)


class MeetingForm(MarksForm):
    """Which session of the plan it was, and how it kept to it."""

    whys: ClassVar = {"note": gettext_lazy("About the work. Please name nobody who comes.")}
    number = forms.ChoiceField(label=gettext_lazy("Which session of the plan?"))
    about = several(
        gettext_lazy("What was it about?"), About.choices, help_text=gettext_lazy("Left out: as the plan says.")
    )
    order_why = words(gettext_lazy("If strategies for behaviour came first: why now?"), rows=2)
    seen_by = choose(gettext_lazy("Who looked at how it kept to the plan?"), SeenBy.choices, initial=SeenBy.SELF)
    note = words(gettext_lazy("A note on how it kept to the plan"), rows=2)
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, numbers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].choices = [*numbers, (NONE, _("None of the plan’s"))]
        self.order_fields(["number", "about", "order_why", *self.marks, "seen_by", "note"])


@writing(May.PLAN_SESSIONS)
def meeting_name(request: HttpRequest, group: uuid.UUID, session: uuid.UUID) -> HttpResponse:
    """Which session of the plan a meeting was."""
    row, held = queries.group(group), services.session(session)
    now = next((each for each in row.meetings if each.session.pk == held.pk), None)
    own = present.titles(row.steps, library.titles(row.group.programme).get(row.group.plan, {}))
    numbers = [(str(each.n), present.called(row.version, each.n, own)) for each in row.steps]
    coming = next((str(each.n) for each in row.steps if each.place == "to_come"), NONE)
    chosen = coming if now is None else NONE if now.number is None else str(now.number)
    form = MeetingForm(
        request.POST or None, version=row.version, numbers=numbers,
        initial={"number": chosen, "was": str(now.id) if now else "", "about": [*now.about] if now else []},
    )  # fmt: skip

    def look(given: Given) -> list[str]:
        number = None if given["number"] == NONE else int(given["number"])
        about = given["about"] or [each.about for each in row.version.sessions if each.n == number]
        earlier = [each.about for each in row.meetings if each.session.during.lower < held.during.lower]
        early = rules.comes_too_early(about, earlier)
        return [str(No.RELATIONSHIP_FIRST.label)] if early and not (given["order_why"] or row.group.order_why) else []

    def do(given: Given) -> GroupSession:
        sure = [No.RELATIONSHIP_FIRST] if request.POST.get("sure") == "yes" else []
        made = actions.name_meeting(
            group=row.group, session=held, number=None if given["number"] == NONE else int(given["number"]),
            about=given["about"], order_why=given["order_why"], sure=sure, was=_id(given["was"]), **stamp(request),
        )  # fmt: skip
        if any(form.answers()):
            more = {"seen_by": given["seen_by"], "note": given["note"]}
            actions.mark_meeting(held=made, answers=form.answers(), **more, **stamp(request))
        return made

    back = reverse("programme_group", args=[group])
    shown = {"heading": _("Which session it was"), "who": row.programme.name, "back": back, "done": back}
    return handle(request, form, do, look=look, **shown)


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
