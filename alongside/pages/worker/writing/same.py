"""Saying that somebody of this file is somebody of another, agreeing to it, and taking it apart again.

Whoever sees one of the files alone finds nothing here: neither in the list of who it might be nor by a guessed number.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.models import SamePerson
from alongside.families import queries as families
from alongside.families.models import Person
from alongside.families.terms import PersonKind
from alongside.pages.design.days import date_format
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import same as present
from alongside.pages.worker.presented.words import name_of
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import line, words
from alongside.pages.worker.writing.handling import Given, confirm, handle, may_write, stamp, to_family, writing
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.terms import Category

HEADING = gettext_lazy("Recorded in another file too?")
MOST = 8


class FindForm(CalmForm):
    """Who of this file, and by which name the other record may be found."""

    person = forms.ChoiceField(label=gettext_lazy("Who it is"), widget=forms.RadioSelect)
    name = line(gettext_lazy("The name in the other file"), required=True)

    def __init__(self, *args: Any, people: Sequence[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(str(each.pk), _called(each)) for each in people]


class SayForm(CalmForm):
    """Which record, and by what they are known to be one person."""

    person = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(widget=forms.HiddenInput)
    other = forms.ChoiceField(label=gettext_lazy("The same as"), widget=forms.RadioSelect)
    why = words(gettext_lazy("How we know"), required=True)

    def __init__(self, *args: Any, found: Sequence[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [(str(each.pk), _called(each)) for each in found]


def _called(person: Person) -> str:
    if person.born_on is None:
        return name_of(person)
    born = date_format(person.born_on)
    return _("%(name)s, born %(day)s") % {"name": name_of(person), "day": born}


def _people(request: HttpRequest, family: uuid.UUID) -> list[Person]:
    """The woman and the children of a file into the whole of which she is let. Raises Http404."""
    may_write(request, Category.CONTACT)
    if not queries.whole_files(request.me.principal, [family]):  # type: ignore[attr-defined]
        raise Http404
    finding.family(family)
    return [each for each in families.people_of(family) if each.kind in (PersonKind.WOMAN, PersonKind.CHILD)]


def _might_be(request: HttpRequest, person: Person, name: str) -> list[Person]:
    """Women or children of other files she works with whose name is like this one."""
    alike = [each.person for each in families.find_people(name, 3 * MOST)]
    alike = [each for each in alike if each.kind == person.kind and each.family_id != person.family_id]
    whole = queries.whole_files(request.me.principal, {each.family_id for each in alike})  # type: ignore[attr-defined]
    return [each for each in alike if each.family_id in whole][:MOST]


@writing(May.WRITE_IN_FAMILY)
def same_find(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """What is said of this file already; who it is, and where she might be recorded too."""
    people = _people(request, family)
    first = {"person": str(people[0].pk), "name": people[0].name} if people else {}
    form = FindForm(request.POST or None, people=people, initial=first)
    rows = list(queries.same_persons_of(family))
    names = accounts.names({row.recorded_by for row in rows})
    me = request.me  # type: ignore[attr-defined]
    shown = {
        "form": form, "family": family, "heading": HEADING, "back": to_family(family),
        "rows": [present.shown(row, names, me) for row in rows],
    }  # fmt: skip
    request.trail.append(entry("looked", family=family, subject=family, page="form"))  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        person = next(each for each in people if str(each.pk) == given["person"])
        found = _might_be(request, person, given["name"])
        if found:
            to_say = SayForm(None, found=found, initial={"person": given["person"], "name": given["name"]})
            request.trail += [entry("shown in a list", family=each.family_id, subject=each.pk) for each in found]  # type: ignore[attr-defined]
            back = reverse("same_find", args=[family])
            more = {"form": to_say, "back": back, "who": _called(person), "family": family, "heading": HEADING}
            return TemplateResponse(request, "worker/same/say.html", more)
        shown["nobody"] = True
    return TemplateResponse(request, "worker/same/find.html", shown)


@writing(May.WRITE_IN_FAMILY)
def same_say(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """These two are one. It closes at once what either keeps from somebody; a second person agrees."""
    people = _people(request, family)
    person = next((each for each in people if str(each.pk) == request.POST.get("person", "")), None)
    if person is None:
        raise Http404
    found = _might_be(request, person, request.POST.get("name", ""))
    form = SayForm(request.POST, found=found)

    def do(given: Given) -> uuid.UUID:
        other = next(each for each in found if str(each.pk) == given["other"])
        return consent.say_same(person=person, other=other, why=given["why"], **stamp(request))

    return handle(
        request, form, do, file=family, subject=person.pk, done=reverse("same"), template="worker/same/say.html",
        back=reverse("same_find", args=[family]), heading=HEADING, who=_called(person), family=family,
        said=_("It is kept. A second person has to agree."),
    )  # fmt: skip


def _one(same: uuid.UUID) -> SamePerson:
    """One that lives, of files both of which she works with. Raises DoesNotExist."""
    return queries.same_persons().get(pk=same)


def _asked(request: HttpRequest, same: uuid.UUID, do: Callable[..., None], heading: str, lead: str, submit: str) -> Any:
    row = _one(same)
    if do.__name__ not in {_VERBS[name] for name, _label in present.may(row, request.me)}:  # type: ignore[attr-defined]
        raise Http404
    who = f"{_called(row.person)} · {_called(row.other_person)}"
    return confirm(
        request, lambda: do(same=row, **stamp(request)), back=reverse("same"), heading=heading, lead=lead, who=who,
        own_words=row.apart_why or row.why, submit=submit,
    )  # fmt: skip


_VERBS = {
    "same_agree": "agree_same", "same_drop": "drop_same", "same_apart": "say_apart",
    "same_agree_apart": "agree_apart", "same_stay": "stay_same",
}  # fmt: skip


@writing(May.WRITE_IN_FAMILY)
def same_agree(request: HttpRequest, same: uuid.UUID) -> HttpResponse:
    """The second person says yes."""
    lead = _("Please look at both files first. What either keeps from somebody stays kept in both. Nothing is moved.")
    return _asked(request, same, consent.agree_same, _("Are they one person?"), lead, _("Yes, they are one"))


@writing(May.WRITE_IN_FAMILY)
def same_drop(request: HttpRequest, same: uuid.UUID) -> HttpResponse:
    """Nobody agreed yet: they are two."""
    lead = _("Both files are then as they were before somebody said it.")
    return _asked(request, same, consent.drop_same, _("Are they two people?"), lead, _("No, they are two"))


@writing(May.WRITE_IN_FAMILY)
def same_agree_apart(request: HttpRequest, same: uuid.UUID) -> HttpResponse:
    """The second person agrees that they are two."""
    lead = _("Both files are then exactly as they were before: what one keeps from somebody is kept in that one alone.")
    return _asked(request, same, consent.agree_apart, _("Are they two people?"), lead, _("Yes, they are two"))


@writing(May.WRITE_IN_FAMILY)
def same_stay(request: HttpRequest, same: uuid.UUID) -> HttpResponse:
    """They stay one."""
    lead = _("It stays as two people agreed.")
    return _asked(request, same, consent.stay_same, _("Are they one person?"), lead, _("No, they are one"))


class ApartForm(CalmForm):
    """By what they are known to be two."""

    why = words(gettext_lazy("How we know"), required=True)


@writing(May.WRITE_IN_FAMILY)
def same_apart(request: HttpRequest, same: uuid.UUID) -> HttpResponse:
    """They are two after all; nothing opens before a second person agrees."""
    row = _one(same)
    if ("same_apart", _("They are two after all")) not in present.may(row, request.me):  # type: ignore[attr-defined]
        raise Http404
    return handle(
        request, ApartForm(request.POST or None),
        lambda given: consent.say_apart(same=row, why=given["why"], **stamp(request)),
        back=reverse("same"), heading=_("They are two after all"),
        who=f"{_called(row.person)} · {_called(row.other_person)}",
        lead=_("Nothing changes before a second person agrees."), said=_("It is kept. A second person has to agree."),
    )  # fmt: skip
