"""Who is around them, and where they live."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.families import actions as families
from alongside.families import queries
from alongside.families.terms import RelationKind, Safety
from alongside.pages.design.days import days_of
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.choices import called, offered, or_nothing, people, to_choose
from alongside.pages.worker.writing.fields import (
    HOW_WE_KNOW,
    Choices,
    choose,
    day,
    day_after,
    last_day,
    line,
    pick,
    tick,
    today,
)
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
from alongside.recordkeeping.terms import Source
from alongside.safekeeping.terms import Category


class RelationshipForm(CalmForm):
    """Only she says who is safe for her."""

    whys: ClassVar = {
        "safety": gettext_lazy(
            "Somebody she calls not safe is never written to, told anything, or counted on."
            " Only her own word counts here."
        )
    }
    other = forms.ChoiceField(label=gettext_lazy("Who"), choices=())
    kind = pick(gettext_lazy("Who this is to her"), RelationKind.choices, required=True)
    safety = choose(gettext_lazy("How safe, as she says"), Safety.choices, initial=Safety.UNKNOWN)
    she_said = tick(gettext_lazy("She said so herself"))
    from_on = day(gettext_lazy("Since when"), required=True, initial=today, help_text=gettext_lazy("Roughly is fine."))
    until_on = day(gettext_lazy("Last day, if it is over"))

    def __init__(self, *args: Any, others: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = others


@writing(May.WRITE_IN_FAMILY)
def relationship_add(request: HttpRequest, family: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """Somebody in her life, from when until when."""
    return _relationship(request, family, person, None)


@writing(May.WRITE_IN_FAMILY)
def relationship_change(request: HttpRequest, family: uuid.UUID, person: uuid.UUID, row: uuid.UUID) -> HttpResponse:
    """It is different, or was written wrongly, also what is over: a better version; the earlier one stays readable."""
    rows = queries.relationships_of(family).filter(superseded_at=None)
    return _relationship(request, family, person, rows.get(pk=row, person_id=person))


def _relationship(request: HttpRequest, family: uuid.UUID, person: uuid.UUID, row: Any) -> HttpResponse:
    may_write(request, Category.IPV_SAFETY)
    found = finding.person(family, person)
    before, others = {"other": request.GET.get("who", "")}, to_choose(people(family, but=person))
    if row:  # between the same two; somebody else in her life is a row of their own
        before = {"other": row.other_id, "kind": row.kind, "safety": row.safety, **_days(row)}
        others = [(str(row.other_id), called(row.other))]
    form = RelationshipForm(request.POST or None, initial=before, others=others)

    def do(given: Given) -> Any:
        told = {name: given[name] for name in ("kind", "safety", "she_said")}
        told["during"] = (given["from_on"], day_after(given["until_on"]))
        if row:
            return families.correct_relationship(row=row, **told, **stamp(request))
        return families.set_relationship(
            family=finding.family(family),
            person=found,
            other=finding.person(family, given["other"]),
            **told,
            **stamp(request),
        )

    shown = {"heading": _("Somebody in her life"), "about": found, **_who_they_are(request, row)}
    return handle(request, form, do, file=family, subject=person, **shown)


def _who_they_are(request: HttpRequest, row: Any) -> dict[str, Any]:
    """The way to what we know about somebody in her life: a name that was misheard, a birthday."""
    if row is None or not request.me.may_write(Category.CONTACT):  # type: ignore[attr-defined]
        return {}
    url = reverse("person_change", args=[row.family_id, row.other_id])
    return {"listed_heading": _("Who this is"), "listed": [(called(row.other), url, _("Name, birthday"))]}


class StayForm(CalmForm):
    """A place already known, or a new one; an address only if she wants it here."""

    whys: ClassVar = {
        "address": gettext_lazy("Only if she wants us to come there. It is shown to nobody outside her team.")
    }
    household = forms.ChoiceField(label=gettext_lazy("A place we know"), choices=(), required=False)
    name = line(gettext_lazy("Or a new place, as she calls it"), help_text=gettext_lazy("For example “my sister’s”."))
    address = line(gettext_lazy("Address of the new place"))
    secret = tick(gettext_lazy("Keep the address to her team"), initial=True)
    from_on = day(gettext_lazy("Since when"), required=True, initial=today)
    until_on = day(gettext_lazy("Last day, if it is over"))
    source = choose(gettext_lazy("How do we know"), HOW_WE_KNOW, initial=Source.HERSELF)

    def __init__(self, *args: Any, places: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["household"].choices = or_nothing(places)

    def clean(self) -> dict[str, Any]:
        """One place, known or new."""
        given = super().clean() or self.cleaned_data
        if not (given.get("household") or given.get("name") or given.get("address")) and not self.errors:
            self.add_error("household", _("Please choose a place, or write what she calls the new one."))
        return given


@writing(May.WRITE_IN_FAMILY)
def stay_add(request: HttpRequest, family: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """Where somebody lives, from when until when. Two places at once are fine."""
    may_write(request, Category.IPV_SAFETY)
    found = finding.person(family, person)
    places = list(queries.households_of(family))
    form = StayForm(request.POST or None, places=[(str(p.id), _place(p)) for p in places])

    def do(given: Given) -> Any:
        home = offered(places, given["household"]) or families.record_household(
            family=finding.family(family),
            name=given["name"],
            address=given["address"],
            secret=given["secret"],
            **stamp(request),
        )
        return families.record_stay(
            household=home,
            person=found,
            during=(given["from_on"], day_after(given["until_on"])),
            source=given["source"],
            **stamp(request),
        )

    stays = [stay for stay in queries.stays_of(family).filter(superseded_at=None) if stay.person_id == person]
    listed = [
        (
            f"{_place(stay.household)}, {days_of(stay.during)}",
            reverse("stay_correct", args=[family, stay.id]),
            _("Put it right, or: it is over"),
        )
        for stay in stays
    ]
    heading = _("Where they live")
    shown = {"about": found, "listed": listed, "listed_heading": _("What is written down")}
    return handle(request, form, do, file=family, subject=person, heading=heading, **shown)


def _place(household: Any) -> str:
    return household.name or _("A place without a name")


class StayRightForm(CalmForm):
    """Where, and from when until when."""

    household = forms.ChoiceField(label=gettext_lazy("A place we know"), choices=())
    from_on = day(gettext_lazy("Since when"), required=True)
    until_on = day(gettext_lazy("Last day, if it is over"))
    source = choose(gettext_lazy("How do we know"), HOW_WE_KNOW, required=False)

    def __init__(self, *args: Any, places: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["household"].choices = places


@writing(May.WRITE_IN_FAMILY)
def stay_correct(request: HttpRequest, family: uuid.UUID, row: uuid.UUID) -> HttpResponse:
    """A better version of a stay, also of a past one; also: it is over. The earlier version stays readable."""
    may_write(request, Category.IPV_SAFETY)
    found = queries.stays_of(family).get(pk=row, superseded_at=None)
    places = list(queries.households_of(family))
    before = {"household": found.household_id, "source": found.source, **_days(found)}
    form = StayRightForm(request.POST or None, initial=before, places=[(str(p.id), _place(p)) for p in places])

    def do(given: Given) -> Any:
        return families.correct_stay(
            stay=found,
            household=offered(places, given["household"]),
            during=(given["from_on"], day_after(given["until_on"])),
            source=given["source"],
            **stamp(request),
        )

    heading = _("Where they lived, and how long")
    return handle(request, form, do, file=family, subject=found.person_id, about=found.person, heading=heading)


def _days(row: Any) -> dict[str, Any]:
    return {"from_on": row.during.lower, "until_on": last_day(row.during.upper)}
