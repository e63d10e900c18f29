"""A safety plan, made with her: told step by step, said anew, looked at again; how she has it; what this place does."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.agencies.models import Agency
from alongside.care import actions, queries, rules
from alongside.care.models import SafetyCopy, SafetyPlan
from alongside.care.queries import PlanSeen
from alongside.care.terms import HerCopy, PlanKind, PlanTurn
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented.safety import KINDS
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.choices import called, colleagues, or_nothing
from alongside.pages.worker.writing.fields import (
    Choices,
    choose,
    day,
    line,
    past_day,
    pick,
    several,
    tick,
    today,
    words,
)
from alongside.pages.worker.writing.goals import WHO_READS, of_whom
from alongside.pages.worker.writing.handling import (
    Given,
    base_version,
    handle,
    may_write,
    stamp,
    was_set_aside,
    writing,
)

MADE = ("on", "with_colleague", "also_with", "again_on")
NEUTRAL = gettext_lazy("My list")


class PlanForm(CalmForm):
    """The steps of one kind as questions to her; none is needed, and one is enough."""

    versioned = True
    whys: ClassVar = {"nobody_else": WHO_READS["nobody_else"]}
    on = past_day(gettext_lazy("The day you made it"))
    with_colleague = pick(gettext_lazy("Who made it with her?"))
    also_with = line(gettext_lazy("Who else was there?"), help_text=gettext_lazy("As she calls them."))
    again_on = day(
        gettext_lazy("When would she like to look at it again?"),
        help_text=gettext_lazy("It does not run out. This reminds nobody by itself."),
    )
    named = several(gettext_lazy("Who else is named in it?"))
    nobody_else = tick(gettext_lazy("It speaks of nobody else"))

    def __init__(self, *args: Any, kind: str, people: Choices = (), workers: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = rules.STEPS[PlanKind(kind)]
        for step in steps:
            field = words(step.label, rows=2)
            field.widget.attrs["autocomplete"], field.why = "off", ""
            self.fields[step.value] = field
        self.fields["named"].choices, self.fields["with_colleague"].choices = people, or_nothing(workers)
        self.steps = [step.value for step in steps]
        self.sections = (  # type: ignore[misc]
            (
                _("Step by step"),
                _("In her words. She may leave out whatever she likes; one answer is enough."),
                self.steps,
            ),
            (_("How it was made"), "", MADE),
            (_("Who may read it"), "", ("named", "nobody_else")),
        )


def answers(given: Given, form: PlanForm) -> dict[str, Any]:
    """What the action is told, from what the form was answered."""
    colleague = given["with_colleague"]
    return {
        "said": {step: given[step] for step in form.steps},
        "on": given["on"],
        "with_colleague": uuid.UUID(colleague) if colleague else None,
        "also_with": given["also_with"],
        "again_on": given["again_on"],
        "about": of_whom(given),
    }


@writing(May.WRITE_IN_FAMILY)
def safety_add(request: HttpRequest, family: uuid.UUID, kind: str) -> HttpResponse:
    """A plan made with her. Nothing of it is anywhere but here until she says how she would like to have it."""
    if kind not in PlanKind.values:
        raise Http404
    may_write(request, rules.OF_KIND[PlanKind(kind)])
    file = scope.the_file(family)
    if not file.knows_her:
        raise Http404
    later = today() + timedelta(days=rules.LOOK_AGAIN_DAYS)
    first = {"with_colleague": str(request.me.principal), "again_on": later}  # type: ignore[attr-defined]
    form = PlanForm(request.POST or None, kind=kind, initial=first, **_offered(file))

    def do(given: Given) -> SafetyPlan:
        found, woman = finding.family(family), file.woman.id
        return actions.make_plan(family=found, woman=woman, kind=kind, **answers(given, form), **stamp(request))

    back = reverse("safety_plans", args=[family])
    shown = {"heading": KINDS[PlanKind(kind)], "lead": _LEAD[PlanKind(kind)], "back": back}
    shown |= _helped(family, file.woman.id, kind, str(shown["lead"]))
    return handle(request, form, do, file=family, subject=file.woman.id, done=to_plan, **shown)


_LEAD: dict[PlanKind, Any] = {
    PlanKind.VIOLENCE: gettext_lazy(
        "Make it where nobody else hears. It stays with her team; no child’s record and no carer’s page has it."
    ),
    PlanKind.OVERDOSE: gettext_lazy("It asks nothing of her and changes nothing: no place, no service, no goal."),
    PlanKind.SUICIDE: gettext_lazy(
        "Stay with her while you make it. If it cannot wait, call first, and write afterwards."
    ),
    PlanKind.CHILD_CARE: gettext_lazy(
        "Thinking ahead is looking after her child. It changes nothing about her place here."
    ),
}


@writing(May.WRITE_IN_FAMILY)
def safety_words(request: HttpRequest, family: uuid.UUID, plan: uuid.UUID) -> HttpResponse:
    """She says it differently now: a further version, and the ones before stay."""
    row, file = find(request, family, plan), scope.the_file(family)
    now = row.words
    later = today() + timedelta(days=rules.LOOK_AGAIN_DAYS)
    first = initial_of(now) | {"on": today(), "again_on": later, "with_colleague": str(request.me.principal)}  # type: ignore[attr-defined]
    form = PlanForm(request.POST or None, kind=row.plan.kind, initial=first, version=now.number, **_offered(file))

    def do(given: Given) -> Any:
        base = base_version(given, now.number)
        return actions.say_plan_anew(plan=row.plan, base_version=base, **answers(given, form), **stamp(request))

    shown = _helped(family, row.plan.subject, row.plan.kind)
    return _about(request, form, do, row, heading=_("She says it differently"), **shown)


def _helped(family: uuid.UUID, woman: uuid.UUID, kind: str, lead: str = "") -> dict[str, Any]:
    """What helped at other times, offered above a plan about using; it stands in the plan only if she says so."""
    if kind not in (PlanKind.CHILD_CARE, PlanKind.OVERDOSE):
        return {}
    helped = queries.helped_before(family, woman)
    if not helped:
        return {}
    told = _("She said at other times that this helped. It stands in the plan only if she wants it.")
    return {"lead": f"{lead} {told}".strip(), "own_words": "\n".join(each.words for each in helped)}


class TurnForm(CalmForm):
    """It is still right, no longer needed, or taken up again."""

    what = choose(gettext_lazy("What does she say?"))
    on = past_day(gettext_lazy("The day she said it"))
    her_words = words(gettext_lazy("In her words"), rows=2)
    again_on = day(gettext_lazy("When would she like to look at it again?"))

    def __init__(self, *args: Any, ended: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_to = (PlanTurn.TAKEN_UP,) if ended else (PlanTurn.STILL_RIGHT, PlanTurn.ENDED)
        self.fields["what"].choices = [(each.value, each.label.capitalize()) for each in open_to]


@writing(May.WRITE_IN_FAMILY)
def safety_turn(request: HttpRequest, family: uuid.UUID, plan: uuid.UUID) -> HttpResponse:
    """It was looked at with her."""
    row = find(request, family, plan)
    only = {"what": PlanTurn.TAKEN_UP} if row.ended else {}
    form = TurnForm(request.POST or None, ended=row.ended, initial=only)

    def do(given: Given) -> Any:
        told = {name: given[name] for name in ("what", "on", "her_words", "again_on")}
        return actions.turn_plan(plan=row.plan, **told, **stamp(request))

    lead = _("She decides. It does not run out, and no reason is asked.")
    return _about(request, form, do, row, heading=_("Looked at together"), lead=lead)


class CopyForm(CalmForm):
    """How she would like to have it. Nothing is chosen for her."""

    whys: ClassVar = {
        "heading": gettext_lazy("It is also the name of the file if somebody saves it. It should say nothing."),
        "steps": gettext_lazy("Only her words are on it, without our questions."),
    }
    how = choose(gettext_lazy("How would she like to have it?"), HerCopy.choices)
    heading = line(
        gettext_lazy("What stands above it?"), longest=rules.SHORT_HEADING,
        help_text=gettext_lazy("Words that could be anybody’s, such as “My list”."),
    )  # fmt: skip
    steps = several(gettext_lazy("What is on it?"), help_text=gettext_lazy("Nothing ticked: all that she said."))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, steps: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steps"].choices = steps


@writing(May.WRITE_IN_FAMILY)
def safety_copy(request: HttpRequest, family: uuid.UUID, plan: uuid.UUID) -> HttpResponse:
    """She chooses: nothing on paper, a small plain card, or on her own page."""
    row = find(request, family, plan)
    if row.ended:
        raise Http404
    now, said = row.copy, row.words.said
    first = {
        "how": now.how if now else HerCopy.NOTHING, "heading": now.heading if now else NEUTRAL,
        "steps": now.steps if now else [], "seen": str(now.pk) if now else "",
    }  # fmt: skip
    offered = [(step.value, step.label) for step in rules.STEPS[PlanKind(row.plan.kind)] if step.value in said]
    form = CopyForm(request.POST or None, steps=offered, initial=first)

    def do(given: Given) -> SafetyCopy:
        around, contact = queries.reaching(family, row.plan.subject, today())
        told = {name: given[name] for name in ("how", "heading", "steps")}
        return actions.choose_copy(
            plan=row.plan, **told, seen=_id(given["seen"]), around=around, reached_by=contact, **stamp(request)
        )

    lead = _("She chooses. Ask her who sees her phone, her bag and her mail. Nothing is sent by anybody.")
    return _about(request, form, do, row, heading=_("How would she like to have it?"), lead=lead)


@writing(May.WRITE_IN_FAMILY)
def safety_card(request: HttpRequest, family: uuid.UUID, plan: uuid.UUID) -> HttpResponse:
    """Her card on paper: asked once more whether somebody could find it, shown once, kept nowhere."""
    row = find(request, family, plan)

    def do(_given: Given) -> SafetyCopy:
        around, _contact = queries.reaching(family, row.plan.subject, today())
        return actions.print_card(plan=row.plan, around=around, **stamp(request))

    def show(copy: SafetyCopy) -> HttpResponse:
        said, on_it = row.words.said, copy.steps or list(row.words.said)
        lines = [
            said[step.value] for step in rules.STEPS[PlanKind(row.plan.kind)] if step.value in said and step in on_it
        ]
        back = reverse("safety_plan", args=[family, plan])
        shown = {"title": copy.heading or NEUTRAL, "lines": lines, "back": back}
        return render(request, "worker/safety/card.html", shown)

    lead = _("Only her words, without our questions and without our name. Put it into her own hand, and nowhere else.")
    shown = {"heading": _("Print her card"), "lead": lead, "submit": _("Show the card"), "show": show}
    return _about(request, CalmForm(request.POST or None), do, row, **shown)


class ProtocolForm(CalmForm):
    """What this place does, as whoever is responsible here says it."""

    words_fr = words(gettext_lazy("The same in French"), rows=8)
    words = words(
        gettext_lazy("What we do, in order"), rows=8, help_text=gettext_lazy("Leave it empty to take it away.")
    )
    field_order = ("words", "words_fr")
    source = line(
        gettext_lazy("Where does this come from?"),
        help_text=gettext_lazy("A paper, a page, a decision of the team. It is shown beside it."),
    )  # fmt: skip
    checked_on = past_day(gettext_lazy("The day on which somebody looked that it is still so"))


@writing(May.KEEP_INSTRUMENTS)
def protocol_words(request: HttpRequest, kind: str) -> HttpResponse:
    """What this place does when it comes to this. Nothing comes along: it is written here, with its source."""
    if kind not in PlanKind.values:
        raise Http404
    agency = request.me.agency  # type: ignore[attr-defined]
    now = queries.protocols(agency).get(PlanKind(kind))
    first = {name: getattr(now, name) for name in ("words", "words_fr", "source")} if now else {}
    form = ProtocolForm(request.POST or None, initial=first)

    def do(given: Given) -> Any:
        told = {name: given[name] for name in ("words", "words_fr", "source", "checked_on")}
        return actions.write_local_protocol(agency=Agency(id=agency), kind=kind, **told, **stamp(request))

    lead = _(
        "About nobody: write no name in it. It may be kept on devices of this place, to be read without a connection."
    )
    back = reverse("cannot_wait")
    return handle(request, form, do, heading=KINDS[PlanKind(kind)], lead=lead, back=back, done=back)


# --- what these forms share


def find(request: HttpRequest, family: uuid.UUID, plan: uuid.UUID) -> PlanSeen:
    """A plan of this family that the asker's part writes. Raises SafetyPlan.DoesNotExist or Http404: both alike."""
    row = queries.plan_of(family, plan)
    may_write(request, rules.OF_KIND[PlanKind(row.plan.kind)])
    return row


def to_plan(thing: Any) -> str:
    """The plan's page; both versions side by side when a colleague (or she herself) was quicker."""
    if was_set_aside(thing):
        return reverse("two_versions", args=[thing.family, thing.id])
    return reverse("safety_plan", args=[thing.family_id, getattr(thing, "plan_id", thing.pk)])


def initial_of(row: Any) -> dict[str, Any]:
    """What a form shows of a version."""
    about = row.about
    return {
        **row.said,
        "on": row.on,
        "with_colleague": str(row.colleague_id or ""),
        "also_with": row.also_with,
        "again_on": row.again_on,
        "named": [str(id) for id in about or () if id],
        "nobody_else": about == [],
    }


def _about(request: HttpRequest, form: CalmForm, do: Any, row: PlanSeen, **shown: Any) -> HttpResponse:
    held = row.plan
    back = reverse("safety_plan", args=[held.family_id, held.pk])
    return handle(request, form, do, file=held.family_id, subject=held.subject, done=to_plan, back=back, **shown)


def _offered(file: scope.File) -> dict[str, Choices]:
    people = [(str(p.id), called(p)) for p in file.people if p.id != file.woman.id]
    return {"people": people, "workers": colleagues()}


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return uuid.UUID(int=0)  # no choice of anybody's: it is asked again
