"""A contact: what happened, in plain words, and what comes next. A correction adds a row."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from alongside.access import scope
from alongside.access.policy import May
from alongside.care import actions as care
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.about import asked_for, category_of, subjects, whom
from alongside.pages.worker.writing.choices import called, kinds
from alongside.pages.worker.writing.contact_form import MANY, TEXTS, ContactForm, rows_in, said
from alongside.pages.worker.writing.handling import Given, handle, stamp, to_family, writing
from alongside.wording import rules as wording

NAMES = ("on", "at_time", "minutes", "mode", "reached", "believed", *MANY, *TEXTS)


def _form(request: HttpRequest, family: uuid.UUID, initial: dict[str, Any], *, correcting: bool = False) -> ContactForm:
    file = scope.the_file(family)
    about = subjects(file)
    asked = asked_for(about, request.GET.get("about", "")) or (about[0][0] if len(about) == 1 else "")
    choices = {"about": about, "kinds": kinds(request), "people": [(str(p.id), called(p)) for p in file.people]}
    typed = request.POST
    shown = {**choices, "correcting": correcting, "rows": rows_in(typed)}
    if "more" not in typed:
        return ContactForm(typed or None, initial={"about": asked} | initial, **shown)
    # One more line was asked for: everything typed is shown again, and nothing of it is checked yet.
    return ContactForm(initial=ContactForm(**shown).as_typed(typed), **shown)


def _told(request: HttpRequest, given: Given) -> dict[str, Any]:
    """What was answered, as the contact keeps it."""
    for_whom, subject = whom(given["about"])
    told = {name: given[name] for name in NAMES}
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
        same = {"family": file, "subject": told["subject"], "category": told["category"]}
        for what, on in said(given, "promise"):
            care.promise(**same, what=what, on=on, **stamp(request))
        for what, on in said(given, "mention"):
            care.mention(**same, what=what, on=on, contact=contact, **stamp(request))
        return contact

    return handle(request, form, do, file=family, heading=_("We were in touch"), done=_after)


@writing(May.WRITE_IN_FAMILY)
def contact_correct(request: HttpRequest, family: uuid.UUID, contact: uuid.UUID) -> HttpResponse:
    """A better version beside the earlier one, which stays in the record."""
    before = finding.contact(family, contact)
    asked = {name: getattr(before, name) for name in NAMES}
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
