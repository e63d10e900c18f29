"""People: how somebody is called, her own words for herself, a further child, somebody else in their life."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.assessment.actions import moving
from alongside.families import actions as families
from alongside.families import queries
from alongside.families.models import Person
from alongside.families.rules import NewPerson
from alongside.families.terms import DyadBegan, PersonKind
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker import earlier
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import choose, day, line, number, past_day, some_names, tick, today, words
from alongside.pages.worker.writing.handling import (
    Given,
    base_version,
    handle,
    may_write,
    or_two_versions,
    stamp,
    to_family,
    writing,
)
from alongside.safekeeping.terms import Category


class PersonForm(CalmForm):
    """Every answer may stay empty, and may be taken back by emptying it."""

    versioned = True
    whys: ClassVar = {
        "legal_name": gettext_lazy("Only where a paper needs it. Nobody needs papers to be here."),
    }
    name = line(
        gettext_lazy("Name, as used here"), help_text=gettext_lazy("Any name, any alphabet, one letter, or none.")
    )
    is_alias = tick(gettext_lazy("This is a chosen name"))
    pronouns = line(gettext_lazy("Pronouns"))
    other_names = line(
        gettext_lazy("Other names"), help_text=gettext_lazy("Nicknames, earlier names, with commas between them.")
    )
    born_on = day(gettext_lazy("Birthday"), latest=today)
    languages = line(gettext_lazy("Languages"), help_text=gettext_lazy("With commas between them."))
    interpreter = line(gettext_lazy("Help with language"), help_text=gettext_lazy("For example “Twi, a woman please”."))
    legal_name = line(gettext_lazy("Name on papers"))
    died_on = day(gettext_lazy("Day of death"), latest=today)

    def __init__(self, *args: Any, died: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if died is None:  # a death has a page of its own; here its day can be put right
            del self.fields["died_on"]


LISTS = ("other_names", "languages")


def initial_of(person: Any) -> dict[str, Any]:
    """What is recorded of somebody, as the form asks it."""
    found = {name: getattr(person, name) for name in PersonForm.base_fields if hasattr(person, name)}
    return found | {name: ", ".join(found[name]) for name in LISTS}


def values_of(given: Given) -> dict[str, Any]:
    """What the form was told, as it is recorded."""
    found = {name: given[name] for name in PersonForm.base_fields if name in given and name != "submission"}
    return found | {name: some_names(found[name]) for name in LISTS}


@writing(May.WRITE_IN_FAMILY)
def person_change(request: HttpRequest, family: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """Names, languages, days. A colleague who changed the same thing meanwhile is not overwritten."""
    may_write(request, Category.CONTACT)
    found = finding.person(family, person)
    form = PersonForm(request.POST or None, initial=initial_of(found), version=found.version, died=found.died_on)

    def do(given: Given) -> Any:
        base = base_version(given, found.version)
        return moving.change_person(person=found, base_version=base, values=values_of(given), **stamp(request))

    return handle(
        request,
        form,
        do,
        file=family,
        subject=person,
        done=or_two_versions(family),
        versions=earlier.of(family, found)[0],
        heading=_("About this person"),
        template="worker/writing/person.html",
        person=found,
        family=family,
        identities=_identities(request, family, person),
        reached_at=_reached_at(request, family, found),
        may_write_identity=request.me.may_write(Category.CULTURAL),  # type: ignore[attr-defined]
        may_say_died=_may_say_died(request, found),
    )


def _may_say_died(request: HttpRequest, person: Person) -> bool:
    """A way to it stands quietly on this page alone: not for whom it is written already, nor for an expected child."""
    if person.kind == PersonKind.CHILD:
        writes = request.me.may_write(Category.CHILD_HEALTH_DEV)  # type: ignore[attr-defined]
        return person.died_on is None and person.born_on is not None and bool(writes)
    return person.died_on is None


def _reached_at(request: HttpRequest, family: uuid.UUID, person: Person) -> list[Any] | None:
    """Numbers and addresses of somebody else in her life; ``None`` for herself and for who does not write of safety."""
    if person.kind != PersonKind.OTHER or not request.me.may_write(Category.IPV_SAFETY):  # type: ignore[attr-defined]
        return None
    return list(queries.known_contacts(family, person.id))


def _identities(request: HttpRequest, family: uuid.UUID, person: uuid.UUID) -> list[Any]:
    if not request.me.reads(Category.CULTURAL):  # type: ignore[attr-defined]
        return []
    return [row for row in queries.identities_of(family) if row.person_id == person]


class IdentityForm(CalmForm):
    """Her words, not a list to choose from."""

    whys: ClassVar = {
        "her_words": gettext_lazy(
            "Culture and identity are hers to name, or not. It decides nothing. It can be taken back at any time."
        )
    }
    her_words = line(gettext_lazy("In her own words"), required=True, longest=1000)


@writing(May.WRITE_IN_FAMILY)
def identity_add(request: HttpRequest, family: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """One more way in which she describes herself."""
    may_write(request, Category.CULTURAL)
    found = finding.person(family, person)
    form = IdentityForm(request.POST or None)
    back = reverse("person_change", args=[family, person])
    return handle(
        request,
        form,
        lambda given: families.add_identity(person=found, her_words=given["her_words"], **stamp(request)),
        file=family,
        subject=person,
        back=back,
        heading=_("How she describes herself"),
        about=found,
    )


class ChildForm(CalmForm):
    """A child who is born already. (An expected child comes with the pregnancy.)"""

    name = line(gettext_lazy("Name, as used here"))
    born_on = past_day(gettext_lazy("Birthday"))
    sex = line(gettext_lazy("Girl, boy, or in your words"), longest=60)
    began = choose(
        gettext_lazy("The two have been together"),
        [c for c in DyadBegan.choices if c[0] != DyadBegan.CONCEPTION],
        initial=DyadBegan.BIRTH,
    )


@writing(May.WRITE_IN_FAMILY)
def child_add(request: HttpRequest, family: uuid.UUID, woman: uuid.UUID) -> HttpResponse:
    """One more child of hers, and the two of them together."""
    may_write(request, Category.CONTACT, Category.CHILD_HEALTH_DEV)
    mother = finding.woman(family, woman)
    form = ChildForm(request.POST or None, initial={"born_on": None})

    def do(given: Given) -> Any:
        child = NewPerson(name=given["name"], sex=given["sex"], born_on=given["born_on"])
        return moving.add_child(
            family=finding.family(family),
            woman=mother,
            child=child,
            born_on=given["born_on"],
            began=given["began"],
            **stamp(request),
        )

    return handle(
        request,
        form,
        do,
        file=family,
        heading=_("A child of hers"),
        about=mother.person,
        lead=_("Also a child who lives elsewhere: nothing here depends on where a child lives."),
    )


class EarlierChildForm(CalmForm):
    """Lightly, or not at all, as she chooses."""

    whys: ClassVar = {
        "called": gettext_lazy(
            "Only if she wants somebody here to know. It can hurt to be asked; it can be taken back."
        )
    }
    called = line(gettext_lazy("What she calls this child"))
    born_in = number(gettext_lazy("Year of birth"), least=1940, most=2100)
    her_words = words(gettext_lazy("What she would like us to know"))


@writing(May.WRITE_IN_FAMILY)
def earlier_child_add(request: HttpRequest, family: uuid.UUID, woman: uuid.UUID) -> HttpResponse:
    """A child from before."""
    may_write(request, Category.CHILD_WELFARE_LEGAL)
    mother = finding.woman(family, woman)
    form = EarlierChildForm(request.POST or None)
    told: Mapping[str, Any] = {"woman": mother} | stamp(request)
    return handle(
        request,
        form,
        lambda given: families.add_earlier_child(
            called=given["called"], born_in=given["born_in"], her_words=given["her_words"], **told
        ),
        file=family,
        subject=woman,
        heading=_("A child from before"),
        about=mother.person,
        lead=_("She chooses whether to say anything. Every box may stay empty."),
        listed_heading=_("What she told"),
        listed=[
            (
                row.called or row.her_words or _("A child without a name"),
                reverse("earlier_child_take_back", args=[family, row.id]),
                _("Take back"),
            )
            for row in queries.earlier_children_of(family)
            if row.woman_id == woman
        ],
    )


class OtherForm(CalmForm):
    """Somebody in their life: a name is enough, or a word for who it is."""

    name = line(gettext_lazy("Name, or who it is"), required=True, help_text=gettext_lazy("For example “my aunt”."))


@writing(May.WRITE_IN_FAMILY)
def person_add(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Somebody in their life; next: who this is to whom."""
    may_write(request, Category.CONTACT)
    file = finding.family(family)
    form = OtherForm(request.POST or None)

    def done(person: Any) -> str:
        women = [p for p in queries.people_of(family) if p.kind == PersonKind.WOMAN]
        if not women or not request.me.may_write(Category.IPV_SAFETY):  # type: ignore[attr-defined]
            return to_family(family)
        return reverse("relationship_add", args=[family, women[0].id]) + f"?who={person.id}"

    return handle(
        request,
        form,
        lambda given: families.add_person(family=file, person=NewPerson(name=given["name"]), **stamp(request)),
        file=family,
        heading=_("Somebody in their life"),
        done=done,
    )
