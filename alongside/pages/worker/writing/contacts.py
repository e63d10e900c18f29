"""A contact: what happened, in plain words, and what comes next. A correction adds a row."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.care import actions as care
from alongside.care.terms import Mode, Reached
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.about import asked_for, category_of, subjects, whom
from alongside.pages.worker.writing.choices import called, kinds
from alongside.pages.worker.writing.fields import (
    Choices,
    choose,
    clock,
    day,
    line,
    number,
    past_day,
    pick,
    several,
    tick,
    words,
)
from alongside.pages.worker.writing.handling import Given, handle, stamp, to_family, writing
from alongside.wording import rules as wording

TEXTS = ("note", "her_words", "between_you", "also_present", "purpose", "items_given")


class ContactForm(CalmForm):
    """One calm page. Only whom it was for and the day are needed, and both are filled in where we can."""

    whys: ClassVar = {
        "category": gettext_lazy("Only colleagues whose part it is can read it. When in doubt, leave it as it is."),
        "believed": gettext_lazy("Being believed matters most. What it was need not be written anywhere."),
        "between_you": gettext_lazy("Something good you saw between mother and child, said to her. She can read it."),
    }
    sections = (
        ("", "", ("about", "on", "at_time", "mode", "reached")),
        (
            gettext_lazy("In plain words"),
            gettext_lazy("She can ask to read this. Write so that she could."),
            ("note", "her_words", "between_you", "believed", "category"),
        ),
        (gettext_lazy("Who was there"), "", ("present", "also_present", "minutes", "purpose", "items_given")),
        (
            gettext_lazy("What comes next"),
            gettext_lazy("Something that was said will happen. It shows on your first page."),
            ("promise_what", "promise_on"),
        ),
    )
    about = forms.ChoiceField(label=gettext_lazy("Whom was this for?"), widget=forms.RadioSelect)
    on = past_day(gettext_lazy("The day"))
    at_time = clock(gettext_lazy("Time"))
    mode = pick(gettext_lazy("How"), Mode.choices, required=True, initial=Mode.IN_PERSON)
    reached = choose(gettext_lazy("Were you in touch?"), Reached.choices, initial=Reached.MET)
    note = words(gettext_lazy("What happened"), rows=6)
    her_words = words(gettext_lazy("In her words"), help_text=gettext_lazy("Exactly as she said it."))
    between_you = words(gettext_lazy("What we saw between you two"), help_text=gettext_lazy("Written to her: “You …”."))
    believed = tick(gettext_lazy("She told us something hard. She was believed and supported."))
    category = forms.ChoiceField(label=gettext_lazy("What this is about"), required=False)
    present = several(gettext_lazy("Who of the family was there"))
    also_present = line(gettext_lazy("Who else"), longest=2000)
    minutes = number(gettext_lazy("About how many minutes"), least=0, most=1440)
    purpose = line(gettext_lazy("What it was for"), longest=2000)
    items_given = line(
        gettext_lazy("Things given"), longest=2000, help_text=gettext_lazy("For example “bus tickets, diapers”.")
    )
    promise_what = line(
        gettext_lazy("What will happen next"),
        longest=2000,
        help_text=gettext_lazy("For example “Call her about the crib”."),
    )
    promise_on = day(gettext_lazy("When"))

    def __init__(
        self,
        *args: Any,
        about: Choices = (),
        kinds: Choices = (),
        people: Choices = (),
        correcting: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = about
        self.fields["category"].choices = kinds
        self.fields["present"].choices = people
        if correcting:
            del self.fields["promise_what"], self.fields["promise_on"]
            self.sections = self.sections[:-1]

    def clean(self) -> dict[str, Any]:
        """What comes next has words and a day."""
        given = super().clean() or self.cleaned_data
        if given.get("promise_on") and not given.get("promise_what"):
            self.add_error("promise_what", _("Please write what will happen on that day."))
        if given.get("promise_what") and not given.get("promise_on") and "promise_on" not in self.errors:
            self.add_error("promise_on", _("Please say about when."))
        return given


def _form(request: HttpRequest, family: uuid.UUID, initial: dict[str, Any], *, correcting: bool = False) -> ContactForm:
    file = scope.the_file(family)
    about = subjects(file)
    asked = asked_for(about, request.GET.get("about", "")) or (about[0][0] if len(about) == 1 else "")
    return ContactForm(
        request.POST or None,
        about=about,
        kinds=kinds(request),
        people=[(str(p.id), called(p)) for p in file.people],
        initial={"about": asked} | initial,
        correcting=correcting,
    )


def _told(request: HttpRequest, given: Given) -> dict[str, Any]:
    """What was answered, as the contact keeps it."""
    for_whom, subject = whom(given["about"])
    told = {name: given[name] for name in ("on", "at_time", "minutes", "mode", "reached", "believed", *TEXTS)}
    present = [uuid.UUID(id) for id in given["present"]]
    category = category_of(given["category"], for_whom, request.me)  # type: ignore[attr-defined]
    return told | {"for_whom": for_whom, "subject": subject, "category": category, "present": present}


@writing(May.WRITE_IN_FAMILY)
def contact_add(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """What happened between us, reached or tried."""
    form = _form(request, family, {})

    def do(given: Given) -> Any:
        file, told = finding.family(family), _told(request, given)
        contact = care.record_contact(family=file, **told, **stamp(request))
        if given["promise_what"]:
            next_one = {
                "subject": told["subject"],
                "category": told["category"],
                "what": given["promise_what"],
                "on": given["promise_on"],
            }
            care.promise(family=file, **next_one, **stamp(request))
        return contact

    return handle(request, form, do, file=family, heading=_("We were in touch"), done=_after)


@writing(May.WRITE_IN_FAMILY)
def contact_correct(request: HttpRequest, family: uuid.UUID, contact: uuid.UUID) -> HttpResponse:
    """A better version beside the earlier one, which stays in the record."""
    before = finding.contact(family, contact)
    asked = {
        name: getattr(before, name) for name in ("on", "at_time", "minutes", "mode", "reached", "believed", *TEXTS)
    }
    asked |= {
        "about": f"{before.for_whom}:{before.subject}",
        "category": str(before.category),
        "present": [str(p) for p in before.present],
    }
    form = _form(request, family, asked, correcting=True)
    return handle(
        request,
        form,
        lambda given: care.correct_contact(contact=before, values=_told(request, given), **stamp(request)),
        done=_after,
        file=family,
        subject=before.subject,
        heading=_("Put something right"),
        lead=_("What was written before stays in the record."),
    )


def _after(contact: Any) -> str:
    """The family's page; on the way, when some words could also be said another way, a quiet look at them."""
    return (
        reverse("contact_words", args=[contact.family_id, contact.id])
        if _findings(contact)
        else to_family(contact.family_id)
    )


def _findings(contact: Any) -> list[wording.Finding]:
    language: Any = (translation.get_language() or "en")[:2]
    language = language if language in ("en", "fr") else None
    found = wording.check(contact.note[:20_000], language=language)
    found += wording.check(contact.between_you[:20_000], audience="woman", language=language)
    return [f for f in found if f.level != "ask" and f.suggestions]


@writing(May.WRITE_IN_FAMILY)
def contact_words(request: HttpRequest, family: uuid.UUID, contact: uuid.UUID) -> HttpResponse:
    """It is saved. Some words could also be said another way; she who wrote decides."""
    found = finding.contact(family, contact)
    shown = {
        "findings": _findings(found),
        "heading": _("It could also be said like this"),
        "back": to_family(family),
        "change": reverse("contact_correct", args=[family, contact]),
    }
    return render(request, "worker/writing/contact_words.html", shown)
