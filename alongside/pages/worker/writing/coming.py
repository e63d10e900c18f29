"""Who comes: booked from a family's own page; how each one was there, said in one act by those who are there."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.enrolment import queries as enrolment
from alongside.families.models import Person
from alongside.families.terms import PersonKind
from alongside.pages.design.days import date_format
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import sessions as present
from alongside.pages.worker.writing.choices import called, to_choose
from alongside.pages.worker.writing.fields import Choices, labelled, pick, several, tick
from alongside.pages.worker.writing.handling import Given, confirm, handle, may_write, stamp, writing
from alongside.safekeeping.terms import Category
from alongside.services import actions, queries
from alongside.services.actions import AlsoCame, Noted
from alongside.services.models import Session
from alongside.services.queries import Come
from alongside.services.terms import How, Item, Transport

AHEAD = timedelta(weeks=10)  # how far ahead somebody can be written down
PAGE = "worker/sessions/came.html"
MOST_FILES = 100  # of hers, from which somebody who came unwritten is chosen
NOTHING: Mapping[uuid.UUID, Noted] = {}
NONE = "-"  # there was no note yet, or nothing was given yet, when the page was opened
NOTHING_YET = ("", gettext_lazy("Not said"))


class BookingForm(CalmForm):
    """To what, who, and how they get here."""

    whys: ClassVar = {
        "people": gettext_lazy("A child is looked after next door, or is in the room, as was said of the session."),
    }
    session = forms.ChoiceField(label=gettext_lazy("To what?"))
    all_of_them = tick(gettext_lazy("And each time of this series from then on"))
    people = several(gettext_lazy("Who means to come?"))
    transport = pick(gettext_lazy("How they get here"), Transport.choices)

    def __init__(self, *args: Any, sessions: Choices, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].choices, self.fields["people"].choices = to_choose(sessions), people


@writing(May.WRITE_IN_FAMILY)
def booking_add(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Somebody of this family means to come."""
    may_write(request, Category.SERVICE_USE)
    file, now = scope.the_file(family), timezone.now()
    held = [each for each in queries.sessions_between(_today(now), now + AHEAD) if not each.off_at]
    names = present.names(queries.every_service())
    who = [person for person in file.people if person.kind in (PersonKind.WOMAN, PersonKind.CHILD)]
    form = BookingForm(
        request.POST or None,
        sessions=[(str(each.pk), _said(each, names)) for each in held],
        people=[(str(person.id), called(person)) for person in who],
        initial={"session": request.GET.get("to", "")},
    )

    def do(given: Given) -> Any:
        [first] = [each for each in held if str(each.pk) == given["session"]]
        wanted: Sequence[Session] = [first]
        if given["all_of_them"] and first.series_id:
            rows = queries.series_sessions(first.series_id, since=first.during.lower)
            wanted = [each for each in rows if not each.off_at]
        people = [uuid.UUID(id) for id in given["people"]]
        return actions.book(
            sessions=wanted, family=file.family, people=people, transport=given["transport"], **stamp(request)
        )

    back = reverse("family_sessions", args=[family])
    lead = _("Nothing follows when it turns out otherwise: plans change.")
    shown = {"heading": _("Somebody means to come"), "lead": lead, "back": back}
    return handle(request, form, do, file=family, subject=file.woman.id, **shown)


@writing(May.WRITE_IN_FAMILY)
def booking_back(request: HttpRequest, family: uuid.UUID, booking: uuid.UUID) -> HttpResponse:
    """She does not mean to come after all. No reason is asked."""
    may_write(request, Category.SERVICE_USE)
    row = queries.booking(family, booking)
    names = present.names(queries.every_service())
    return confirm(
        request, lambda: actions.take_back(booking=row, **stamp(request)), file=family, subject=row.person_id,
        heading=_("Not coming after all?"), who=called(row.person), lead=_said(row.session, names),
        back=reverse("family_sessions", args=[family]), submit=_("Take it off the list"),
    )  # fmt: skip


class CameForm(CalmForm):
    """For each one who meant to come: how it was, and what was given. One thumb is enough."""

    left: Sequence[uuid.UUID] = ()  # of whom a colleague said something else while it was filled in

    def __init__(
        self, *args: Any, coming: Sequence[Come], everybody: bool = False, mine: Mapping[uuid.UUID, Noted] = NOTHING,
        others: Choices = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        if others:
            self.fields["also"] = several(_("Who else came?"), others)
        for each in coming:
            key = each.booking.hex
            how, items = each.how or (How.CAME.value if everybody else ""), each.items
            if each.booking in mine:  # what she wrote while a colleague said something else
                how, items = mine[each.booking].how, mine[each.booking].items
            who = each.name or _("No name given")
            self.fields[f"how_{key}"] = forms.ChoiceField(
                label=who, required=False, choices=[NOTHING_YET, *labelled(How.choices)], initial=how,
                widget=forms.RadioSelect,
            )  # fmt: skip
            self.fields[f"items_{key}"] = forms.MultipleChoiceField(
                label=_("Given to %(name)s") % {"name": who}, required=False, choices=labelled(Item.choices),
                widget=forms.CheckboxSelectMultiple, initial=list(items),
            )  # fmt: skip
            self.fields[f"was_{key}"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=str(each.presence or NONE)
            )
            self.fields[f"gave_{key}"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=str(each.given or NONE)
            )
        for field in self.fields.values():
            field.why = ""  # type: ignore[attr-defined]
        self.coming = coming

    def rows(self) -> list[dict[str, Any]]:
        """For the page: one after the other, a child after its mother."""
        return [
            {
                "how": self[f"how_{each.booking.hex}"],
                "items": self[f"items_{each.booking.hex}"],
                "given": present.items(each.items),
                "child": each.kind == PersonKind.CHILD,
                "also": _also(each),
            }
            for each in self.coming
        ]

    def who_else(self) -> frozenset[uuid.UUID]:
        """Those who came without being on the list."""
        return frozenset(uuid.UUID(id) for id in self.cleaned_data.get("also", ()))

    def noted(self) -> list[Noted]:
        """What was said of each who was on the screen, with the note that was there; nothing of who was not."""
        given, found = self.cleaned_data, []
        for each in self.coming:
            key = each.booking.hex
            if was := given[f"was_{key}"]:
                told = {"how": given[f"how_{key}"], "items": tuple(given[f"items_{key}"])}
                found.append(Noted(each.booking, was=_id(was), was_given=_id(given[f"gave_{key}"]), **told))
        return found


@writing(May.PLAN_SESSIONS)
def who_came(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """How each one was there, and what was given: all of it in one act."""
    row, me, now = queries.session(session), request.me, timezone.now()  # type: ignore[attr-defined]
    there = any(worker.colleague_id == me.principal for worker in row.there)  # type: ignore[attr-defined]
    coming = queries.who_comes(session) if there else []
    if not there or now - row.during.upper > queries.NAMES_FOR:
        raise Http404
    others = _others(request, session)
    form = CameForm(
        request.POST or None, coming=coming, everybody=request.GET.get("all") == "came",
        others=[(str(each.pk), called(each)) for each in others],
    )  # fmt: skip
    names = {each.booking: each.name or _("No name given") for each in coming}
    on = timezone.localdate(row.during.lower)

    def look(given: Given) -> list[str]:
        came = {each.booking for each in form.noted() if each.how == How.CAME}
        ask = _("%(name)s was in hospital on that day, as far as we know. Is it right that she or he was here?")
        known = {each.pk: called(each) for each in others if each.kind == PersonKind.CHILD}
        away = queries.children_in_hospital(form.who_else() & set(known), on) if form.who_else() else ()
        asked = [names[each] for each in queries.in_hospital(came, on)] + [known[each] for each in away]
        return [ask % {"name": name} for name in asked]

    def do(given: Given) -> Any:
        rows = form.noted()
        also = AlsoCame(form.who_else(), me.principal)
        sure = [*(each.booking for each in rows), *also.people]  # asked above, as far as the asker may know
        form.left = actions.note_who_came(session=row, rows=rows, sure=sure, also=also, at=timezone.now())
        return row

    def show(_row: Any) -> HttpResponse | None:
        """Of some a colleague said something else meanwhile: both are shown, and nothing written here is lost."""
        if not form.left:
            return None
        now = queries.who_comes(session)
        mine = {each.booking: each for each in form.noted() if each.booking in form.left}
        again = CameForm(None, coming=now, mine=mine)
        theirs = [(each.name or _("No name given"), _how(each)) for each in now if each.booking in form.left]
        told = {**shown, "form": again, "rows": again.rows(), "theirs": theirs, "all_url": "", "back": back}
        return render(request, PAGE, told)

    back = reverse("session", args=[session])
    shown = {
        "heading": _("How it was"),
        "who": _said(row, present.names(queries.every_service())),
        "rows": form.rows(),
        "seen_by": _("those who are there, and each family’s own team"),
        "all_url": ""
        if form.is_bound or not coming or any(each.how for each in coming)
        else f"{request.path}?all=came",
    }

    return handle(request, form, do, look=look, back=back, show=show, template=PAGE, **shown)


def _others(request: HttpRequest, session: uuid.UUID) -> list[Person]:
    """Whom she could add: of the files she works with, as she could book them there. Two statements."""
    me = request.me  # type: ignore[attr-defined]
    if not me.may_write(Category.SERVICE_USE):
        return []
    mine = [each.family for each in enrolment.my_families(me.principal, timezone.localdate(), size=MOST_FILES)]
    return queries.could_have_come(session, mine) if mine else []


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _how(each: Come) -> str:
    said = [str(How(each.how).label)] if each.how else [str(NOTHING_YET[1])]
    return ", ".join([*said, present.items(each.items)] if each.items else said)


def _also(each: Come) -> str:
    said = [_("seat %(n)d next door") % {"n": each.seat}] if each.seat else []
    said += [str(Transport(each.transport).label)] if each.transport else []
    return ", ".join(said)


def _said(row: Session, names: present.Names) -> str:
    on = capfirst(date_format(timezone.localtime(row.during.lower).date(), "l, j F"))
    name = row.called or names.get(row.service, row.service)
    return f"{on}, {present.clock(row.during.lower, row.during.upper)}: {name}"


def _today(now: Any) -> Any:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
