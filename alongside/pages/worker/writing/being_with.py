"""Being with the programme: how it stands, coming back, using and not using, an ending. None of it is a condition."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.assessment.actions import moving
from alongside.enrolment import actions as enrolment
from alongside.enrolment import queries
from alongside.enrolment.terms import ENDED_STATES, Because, ReturnKind, State, Welcome
from alongside.families import queries as families
from alongside.families.terms import PersonKind
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import choose, day, line, past_day, pick, several, today, words
from alongside.pages.worker.writing.handling import may_write, to_family, write_about, writing
from alongside.safekeeping.terms import Category


class StateForm(CalmForm):
    """What happened, and since when. No reason is called use, attendance or readiness."""

    state = choose(gettext_lazy("How it stands now"), [c for c in State.choices if c[0] not in ENDED_STATES])
    because = pick(gettext_lazy("Because"), Because.choices, required=True)
    from_on = past_day(gettext_lazy("Since when"))
    her_words = words(gettext_lazy("In her words"))


@writing(May.WRITE_IN_FAMILY)
def state_change(request: HttpRequest, family: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """How it stands with her and us, from a day on."""
    may_write(request, Category.SERVICE_USE)
    found = queries.enrolments_of(family).get(person_id=person)
    verb = partial(moving.change_state, enrolment=found)
    now = queries.state_on([person], today()).get(person)
    shown = {"heading": _("How it stands with us"), "now": now, "family": family, "person": person}
    template = "worker/writing/state.html"
    return write_about(request, StateForm(request.POST or None), verb, found.person, template=template, **shown)


class WelcomeForm(CalmForm):
    """Only what changed. Nothing is asked twice."""

    on = past_day(gettext_lazy("The day she came back"))
    changed = several(
        gettext_lazy("What has changed?"),
        Welcome.choices,
        help_text=gettext_lazy("Only this is asked again. It can be nothing at all."),
    )
    her_words = words(gettext_lazy("In her words"))


@writing(May.WRITE_IN_FAMILY)
def welcome_back(request: HttpRequest, family: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """She is back: the same file, the same people where we can."""
    may_write(request, Category.SERVICE_USE)
    found = finding.person(family, person)
    verb = partial(moving.welcome_back, family=finding.family(family), person=found)

    def done(welcome: Any) -> str:
        return reverse("welcome_next", args=[family, person, welcome.id]) if welcome.changed else to_family(family)

    lead = _("Good that she is here. No explanation is needed, and nothing was lost while she was away.")
    shown = {"heading": _("Welcome back"), "lead": lead, "done": done}
    return write_about(request, WelcomeForm(request.POST or None), verb, found, **shown)


@writing(May.WRITE_IN_FAMILY)
def welcome_next(request: HttpRequest, family: uuid.UUID, person: uuid.UUID, welcome: uuid.UUID) -> HttpResponse:
    """Only what she said has changed, each with its form."""
    came = queries.welcomes_of(family).get(pk=welcome, person_id=person)
    children = [p for p in families.people_of(family) if p.kind == PersonKind.CHILD]
    links: dict[str, list[tuple[Any, str]]] = {
        Welcome.CONTACT: [(_("How it is safe to reach her"), reverse("safe_contact", args=[family, person]))],
        Welcome.LIVING: [(_("Where she lives"), reverse("stay_add", args=[family, person]))],
        Welcome.CHILDREN: [
            (child.name or _("A child of hers"), reverse("track_add", args=[family, child.id, "living"]))
            for child in children
        ],
        Welcome.PEOPLE: [
            (_("Somebody in her life"), reverse("person_add", args=[family])),
            (_("Somebody we know already"), reverse("relationship_add", args=[family, person])),
        ],
        Welcome.WISHES: [(_("Write it down in her words"), reverse("contact_add", args=[family]))],
    }
    steps = [(Welcome(code).label, links[code]) for code in came.changed if code in Welcome.values]
    shown = {"steps": steps, "heading": _("Welcome back"), "back": to_family(family)}
    return render(request, "worker/writing/welcome_next.html", shown)


class ReturnForm(CalmForm):
    """Something that happened. It changes nothing about her place with us."""

    whys: ClassVar = {
        "who_cared": gettext_lazy(
            "To remember together what kept the child safe. It is hers; it is not sent anywhere."
        ),
        "told": gettext_lazy("So that she always knows who was told, and that she knew first."),
    }
    kind = choose(gettext_lazy("What it was"), ReturnKind.choices)
    on = past_day(gettext_lazy("The day"))
    until_on = day(gettext_lazy("Last day, if it was longer"), latest=today)
    her_words = words(gettext_lazy("What she wants people to know, in her words"))
    substance = line(gettext_lazy("What it was about, if she wants it written"))
    what_helped = words(gettext_lazy("What helped"))
    who_cared = words(gettext_lazy("Who was with the child, and how the child was safe"))
    support = words(gettext_lazy("What we did together"))
    told = words(gettext_lazy("Who was told, and whether she knew first"))
    next_step = line(gettext_lazy("A next small step, if she wants one"))


@writing(May.WRITE_IN_FAMILY)
def return_add(request: HttpRequest, family: uuid.UUID, woman: uuid.UUID) -> HttpResponse:
    """A return to use, a near return, or how she kept her child safe: an event that decides nothing."""
    may_write(request, Category.SUD)
    found = finding.woman(family, woman)
    form = ReturnForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    lead = _("Thank you for telling us. This changes nothing about her place here. Write only what she wants written.")
    shown = {"heading": _("What happened, and what helped"), "lead": lead}
    return write_about(request, form, partial(enrolment.record_return, woman=found), found.person, **shown)


class PatternForm(CalmForm):
    """A stretch of time in her own terms, and what using did for her."""

    whys: ClassVar = {
        "what_it_does": gettext_lazy(
            "Using often helped with something. Knowing with what, we can look for other help together."
        )
    }
    her_words = words(gettext_lazy("How she describes this time"), required=True)
    what_it_does = words(gettext_lazy("What it did for her"))
    from_on = past_day(gettext_lazy("Since when"), help_text=gettext_lazy("Roughly is fine."))
    until_on = day(gettext_lazy("Last day, if it is over"))


@writing(May.WRITE_IN_FAMILY)
def pattern_add(request: HttpRequest, family: uuid.UUID, woman: uuid.UUID) -> HttpResponse:
    """How she describes a stretch of time."""
    may_write(request, Category.SUD)
    found = finding.woman(family, woman)
    form, verb = PatternForm(request.POST or None), partial(enrolment.record_pattern, woman=found)
    return write_about(request, form, verb, found.person, heading=_("A stretch of time, in her words"))


class EndingForm(CalmForm):
    """How a time with us ended. The door stays open."""

    state = choose(gettext_lazy("How this time ended"), [c for c in State.choices if c[0] in ENDED_STATES])
    on = past_day(gettext_lazy("The day"))
    planned = choose(
        gettext_lazy("Was it planned together?"),
        [("", gettext_lazy("Not said")), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        required=False,
        initial="",
    )
    her_words = words(gettext_lazy("In her words"))
    goals = words(gettext_lazy("What she reached of what she wanted"))
    children = words(gettext_lazy("Where her children are, and how they are"))
    relationship = words(gettext_lazy("How it is between her and her children"))

    def clean_planned(self) -> bool | None:
        """Yes, no, or not said."""
        return {"yes": True, "no": False}.get(self.cleaned_data["planned"])


@writing(May.WRITE_IN_FAMILY)
def ending_add(request: HttpRequest, family: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """How a time with the programme ended, in her words too."""
    may_write(request, Category.SERVICE_USE)
    found = queries.enrolments_of(family).get(person_id=person)
    lead = _("She can come back at any time, to the same file. Her team stays as it is until somebody says otherwise.")
    shown = {"heading": _("An ending, with the door open"), "lead": lead}
    verb = partial(moving.end, enrolment=found)
    if found.person.kind == PersonKind.WOMAN:  # what she says of it, and a goodbye, come next
        shown["done"] = reverse("family_afterwards", args=[family])
    return write_about(request, EndingForm(request.POST or None), verb, found.person, **shown)
