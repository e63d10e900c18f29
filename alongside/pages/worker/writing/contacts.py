"""A contact: what happened, in plain words, and what comes next. A correction adds a row."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.access import scope
from alongside.access.policy import May
from alongside.care import actions as care
from alongside.care.models import BegunNote
from alongside.care.terms import Purpose, Reached
from alongside.pages.worker.writing import finding, wordings
from alongside.pages.worker.writing.about import asked_for, category_of, subjects, whom
from alongside.pages.worker.writing.begun import Begun, keep_now, listed, opened, typed_in
from alongside.pages.worker.writing.choices import called, kinds
from alongside.pages.worker.writing.contact_form import MANY, TEXTS, ContactForm, rows_in, said
from alongside.pages.worker.writing.handling import Given, handle, stamp, to_family, writing

NAMES = ("on", "at_time", "minutes", "mode", "reached", "believed", *MANY, *TEXTS)


def _form(
    request: HttpRequest,
    family: uuid.UUID,
    initial: dict[str, Any],
    *,
    correcting: bool = False,
    begun: BegunNote | None = None,
) -> ContactForm:
    """The form as it was sent, as it was begun (``begun``), or fresh with ``initial``."""
    file = scope.the_file(family)
    about = subjects(file)
    asked = asked_for(about, request.GET.get("about", "")) or (about[0][0] if len(about) == 1 else "")
    choices = {"about": about, "kinds": kinds(request), "people": [(str(p.id), called(p)) for p in file.people]}
    sent = request.POST or (typed_in(begun) if begun else None)
    shown = {**choices, "correcting": correcting, "rows": rows_in(sent or {})}
    if request.POST and "more" not in request.POST:
        return ContactForm(request.POST, **shown)
    if sent is None:
        return ContactForm(initial={"about": asked} | initial, **shown)
    # Begun before, or one more line was asked for: everything typed is shown again, and nothing of it is checked yet.
    typed = ContactForm(**shown).as_typed(sent)
    return ContactForm(initial=typed | ({"submission": begun.pk} if begun else {}), **shown)


def _around(
    request: HttpRequest, family: uuid.UUID, form: ContactForm, begun: BegunNote | None, **more: Any
) -> dict[str, Any]:
    """What stands around the form: what she was writing before, and how what she types is kept."""
    open_now = begun.pk if begun else None
    if request.method == "POST":
        version = request.POST.get("begun_version", "")
        before: list[Begun] = []
    else:
        version = str(begun.version) if begun else ""
        before = listed(family, request.me.principal, but=open_now)  # type: ignore[attr-defined]
    keeping = {"template": "worker/writing/contact.html", "begun_before": before, "begun_version": version}
    keeping["begun_mark"] = uuid.uuid4()  # of this page alone: it writes over its own, and over no other page's
    return keeping | {"keep_url": reverse("begun_keep", args=[family])} | more


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
    if "keep" in request.POST and (kept := keep_now(request, family)):
        return kept
    begun = opened(request, family)
    # From "we missed each other": what is written most often then is filled in.
    out: dict[str, Any] = {}
    if request.GET.get("reaching") == "out":
        out = {"reached": Reached.TRIED, "purposes": [Purpose.REACHING_OUT]}
    if request.GET.get("used") == "met":  # from the page for being beside her
        out = {"purposes": [Purpose.HARD_TIME]}
    form = _form(request, family, out, begun=begun)

    def do(given: Given) -> Any:
        file, told = finding.family(family), _told(request, given)
        contact = care.record_contact(family=file, **told, **stamp(request))
        same = {"family": file, "subject": told["subject"], "category": told["category"]}
        for what, on, at_time in said(given, "promise"):
            care.promise(**same, what=what, on=on, at_time=at_time, **stamp(request))
        for what, on, _at in said(given, "mention"):
            care.mention(**same, what=what, on=on, contact=contact, **stamp(request))
        care.now_recorded(id=given["submission"], by=request.me.principal)  # type: ignore[attr-defined]
        return contact

    around = _around(request, family, form, begun)
    return handle(request, form, do, file=family, heading=_("We were in touch"), done=_after, **around)


@writing(May.WRITE_IN_FAMILY)
def contact_correct(request: HttpRequest, family: uuid.UUID, contact: uuid.UUID) -> HttpResponse:
    """A better version beside the earlier one, which stays in the record."""
    before = finding.contact(family, contact)
    if "keep" in request.POST and (kept := keep_now(request, family)):
        return kept
    begun = opened(request, family)
    asked = {name: getattr(before, name) for name in NAMES}
    asked |= {
        "about": f"{before.for_whom}:{before.subject}",
        "category": str(before.category),
        "present": [str(p) for p in before.present],
    }
    form = _form(request, family, asked, correcting=True, begun=begun)

    def do(given: Given) -> Any:
        corrected = care.correct_contact(contact=before, values=_told(request, given), **stamp(request))
        care.now_recorded(id=given["submission"], by=request.me.principal)  # type: ignore[attr-defined]
        return corrected

    return handle(
        request,
        form,
        do,
        done=_after,
        file=family,
        subject=before.subject,
        heading=_("Put something right"),
        lead=_("What was written before stays in the record."),
        **_around(request, family, form, begun, putting_right=contact),
    )


def _after(contact: Any) -> str:
    """The family's page; on the way, when some words could also be said another way, a quiet look at them."""
    return (
        reverse("contact_words", args=[contact.family_id, contact.id])
        if wordings.of_contact(contact)
        else to_family(contact.family_id)
    )


@writing(May.WRITE_IN_FAMILY)
def contact_words(request: HttpRequest, family: uuid.UUID, contact: uuid.UUID) -> HttpResponse:
    """It is saved. Some words could also be said another way; she who wrote decides."""
    found = finding.contact(family, contact)
    shown = {
        "findings": wordings.of_contact(found),
        "heading": _("It could also be said like this"),
        "back": to_family(family),
        "change": reverse("contact_correct", args=[family, contact]),
    }
    return render(request, "worker/writing/contact_words.html", shown)
