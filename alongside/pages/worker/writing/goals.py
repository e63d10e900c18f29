"""A goal as it is said: told, said anew, filed under another lane or kind."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.families.terms import PersonKind
from alongside.goals import actions, queries, rules
from alongside.goals.models import Goal
from alongside.goals.terms import Counts, Lane
from alongside.pages.design.forms import CalmForm
from alongside.pages.design.kindness import KindWords
from alongside.pages.design.kinds import KINDS
from alongside.pages.worker import earlier
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.about import asked_for, subjects, whom
from alongside.pages.worker.writing.choices import called
from alongside.pages.worker.writing.fields import Choices, choose, past_day, pick, several, tick, words
from alongside.pages.worker.writing.handling import (
    Given,
    base_version,
    handle,
    may_write,
    stamp,
    was_set_aside,
    writing,
)
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Category

WORDS = ("her_words", "why", "counts", "at_zero", "at_ten")
NOT_ON_HER_PAGE = gettext_lazy("%(kind)s (not on her own page)")


class WordsForm(CalmForm):
    """What she wants, as she says it. Nothing else is needed."""

    versioned = True
    whys: ClassVar = {
        "counts": gettext_lazy(
            "Any change counts, and none is worth more than another. It shows what to look out for."
        ),
        "at_zero": gettext_lazy("The number is hers alone. In her own words it means the same to her next year."),
    }
    her_words = words(
        gettext_lazy("What she wants, in her words"), rows=4, required=True, help_text=gettext_lazy("As she says it.")
    )
    why = words(gettext_lazy("Why it matters to her, in her words"))
    counts = several(gettext_lazy("Which change counts for her?"), Counts.choices)
    at_zero = words(gettext_lazy("0 out of 10 would be …"), rows=2)
    at_ten = words(gettext_lazy("10 out of 10 would be …"), rows=2)


class _WhoReads(KindWords, forms.Form):
    """Under which kind it is kept, and of whom else it speaks."""

    category = forms.ChoiceField(label=gettext_lazy("What this is about"), required=False)
    named = several(gettext_lazy("Who else is named in it?"))
    nobody_else = tick(gettext_lazy("It speaks of nobody else"))


WHO_READS = {
    "category": gettext_lazy("Only colleagues whose part it is can read it. When in doubt, leave it as it is."),
    "nobody_else": gettext_lazy(
        "Somebody outside reads it only where she agreed to this kind, and when it is known whom else it names."
        " Until then it stays with the team."
    ),
}


class GoalForm(WordsForm, _WhoReads):
    """A new goal: her words first, then whom it is about and its lane."""

    versioned = False
    whys: ClassVar = {**WordsForm.whys, **WHO_READS}
    sections = (
        ("", "", ("her_words", "whom", "lane", "why", "on", "told_by")),
        (
            gettext_lazy("How she will notice"),
            gettext_lazy("Only if she likes to say it. A goal needs no number."),
            ("counts", "at_zero", "at_ten"),
        ),
        (gettext_lazy("Who may read it"), "", ("category", "named", "nobody_else")),
    )
    whom = forms.ChoiceField(label=gettext_lazy("Whom is it about?"), widget=forms.RadioSelect)
    lane = choose(gettext_lazy("In which lane?"), Lane.choices, initial=Lane.OWN)
    on = past_day(gettext_lazy("The day she said it"))
    told_by = pick(gettext_lazy("Whose words are these?"), required=True)

    def __init__(self, *args: Any, whom: Choices, people: Choices, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices, self.fields["category"].choices = whom, kinds
        self.fields["told_by"].choices, self.fields["named"].choices = people, people


@writing(May.WRITE_IN_FAMILY)
def goal_add(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """She wants something: for herself, for a child, for the two together, for all of them."""
    me, file = request.me, scope.the_file(family)  # type: ignore[attr-defined]
    offered = whom_it_may_be(file)
    asked = asked_for(offered, request.GET.get("about", "")) or offered[0][0]
    form = GoalForm(
        request.POST or None,
        whom=offered,
        people=[(str(p.id), called(p)) for p in file.people],
        kinds=kinds_of_goals(me),
        initial={"whom": asked, "told_by": str(file.woman.id)},
    )

    def do(given: Given) -> Goal:
        for_whom, subject = whom(given["whom"])
        return actions.tell_goal(
            family=finding.family(family),
            subject=subject,
            for_whom=for_whom,
            told_by=uuid.UUID(given["told_by"]),
            lane=given["lane"],
            on=given["on"],
            category=_category(given["category"], given["lane"], for_whom, me),
            about=of_whom(given),
            **{name: given[name] for name in WORDS},
            **stamp(request),
        )

    lead = _("It can be small. It can be about being close, about sleep, about a key. It need not be about using.")
    shown = {"heading": _("She wants something"), "lead": lead, "back": reverse("goals", args=[family])}
    return handle(request, form, do, file=family, subject=file.woman.id, done=to_goal, **shown)


@writing(May.WRITE_IN_FAMILY)
def goal_words(request: HttpRequest, family: uuid.UUID, goal: uuid.UUID) -> HttpResponse:
    """She says it differently now. What she said before stays readable, and nobody is written over."""
    found = find(request, family, goal)
    form = WordsForm(
        request.POST or None, initial={name: getattr(found, name) for name in WORDS}, version=found.version
    )

    def do(given: Given) -> Any:
        base = base_version(given, found.version)
        values = {name: given[name] for name in WORDS}
        return actions.say_anew(goal=found, base_version=base, values=values, **stamp(request))

    shown = {"heading": _("She says it differently"), "versions": earlier.of(family, found)[0]}
    return about_goal(request, form, do, found, **shown)


class FileForm(CalmForm, _WhoReads):
    """Its lane, its kind, and of whom else it speaks."""

    versioned = True
    whys: ClassVar = WHO_READS
    lane = choose(gettext_lazy("In which lane?"), Lane.choices)

    def __init__(self, *args: Any, people: Choices = (), kinds: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named"].choices, self.fields["category"].choices = people, kinds
        self.order_fields(["lane", "category", "named", "nobody_else"])


@writing(May.WRITE_IN_FAMILY)
def goal_file(request: HttpRequest, family: uuid.UUID, goal: uuid.UUID) -> HttpResponse:
    """Another lane or kind of record, or of whom else it speaks; with everything that hangs on it."""
    found, file, me = find(request, family, goal), scope.the_file(family), request.me  # type: ignore[attr-defined]
    initial = {
        "lane": found.lane,
        "category": str(found.category),
        "named": [str(id) for id in found.about or () if id],
        "nobody_else": found.about == [],
    }
    people = [(str(p.id), called(p)) for p in file.people]
    form = FileForm(
        request.POST or None, initial=initial, version=found.version, people=people, kinds=kinds_of_goals(me)
    )

    def do(given: Given) -> Any:
        return actions.file_anew(
            goal=found,
            base_version=base_version(given, found.version),
            lane=given["lane"],
            category=_category(given["category"], given["lane"], found.for_whom, me),
            about=of_whom(given),
            **stamp(request),
        )

    return about_goal(request, form, do, found, heading=_("Another lane, or who may read it"))


# --- what these forms share


def find(request: HttpRequest, family: uuid.UUID, goal: uuid.UUID) -> Goal:
    """A goal of this family that the asker's part writes. Raises Goal.DoesNotExist or Http404: both alike."""
    found = queries.goal(family, goal)
    may_write(request, Category(found.category))
    return found


def about_goal(request: HttpRequest, form: CalmForm, do: Any, goal: Goal, **shown: Any) -> HttpResponse:
    """A form about one goal: her words stand above it, and it leads back to it."""
    back = reverse("goal", args=[goal.family_id, goal.pk])
    shown = {"own_words": goal.her_words, "back": back, **shown}
    return handle(
        request, form, do, file=goal.family_id, subject=goal.subject,
        done=lambda thing: to_goal(thing) if was_set_aside(thing) else back, **shown,
    )  # fmt: skip


def to_goal(thing: Any) -> str:
    """The goal's page; both versions side by side when a colleague (or she herself) was quicker."""
    if was_set_aside(thing):
        return reverse("two_versions", args=[thing.family, thing.id])
    return reverse("goal", args=[thing.family_id, thing.pk])


def whom_it_may_be(file: scope.File) -> list[tuple[str, str]]:
    """Whom a goal can be about: her, each child, each two together, and all of them."""
    found = subjects(file)
    if any(person.kind == PersonKind.WOMAN for person in file.people) and file.knows_her:
        found.append((f"family:{file.woman.id}", _("The family")))
    return found


def kinds_of_goals(me: Me) -> list[tuple[str, Any]]:
    """What a goal may be about, as far as she may write it; first: whatever is usual for its lane."""
    usual = ("", _("What is usual for this lane"))
    found = [(kind, label) for kind, label in KINDS.items() if kind in rules.FITTING and me.may_write(kind)]
    return [usual, *((str(int(kind)), _shown(kind, label)) for kind, label in found)]


def _shown(kind: Category, label: Any) -> str:
    return str(label) if rules.ON_HER_PAGE >> kind & 1 else str(NOT_ON_HER_PAGE % {"kind": label})


def _category(chosen: str, lane: str, for_whom: str, me: Me) -> Category:
    """The kind as chosen, else what is usual for the lane, else the first kind that is hers to write."""
    if chosen:
        return Category(int(chosen))
    usual = rules.usual_category(lane, for_whom)
    return next((kind for kind in (usual, *rules.FITTING) if me.may_write(kind)), usual)


def of_whom(given: Given) -> list[uuid.UUID] | None:
    """Of whom else it speaks: people, nobody (an empty list), or not said yet (``None``)."""
    named = [uuid.UUID(id) for id in given["named"]]
    return named if named or given["nobody_else"] else None
