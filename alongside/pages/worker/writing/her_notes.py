"""Sharing a note with her, and what she says to one: on her own page herself, or written down for her."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.care import actions as care
from alongside.care.models import Contact
from alongside.consent import actions as statements
from alongside.consent import queries as consent
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import people
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import Choices, several, words
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
from alongside.safekeeping.terms import Category

YES, NO = "yes", "no"


class ShareForm(CalmForm):
    """Of whom it speaks, and whether she reads it on her page."""

    about = several(
        gettext_lazy("Does it say something about somebody else?"),
        help_text=gettext_lazy(
            "Then it stays with the team. When nobody is ticked, agencies to whom she agreed may read it too."
        ),
    )
    show = forms.ChoiceField(
        label=gettext_lazy("Show it on her own page?"),
        choices=[(YES, gettext_lazy("Yes, she may read it there")), (NO, gettext_lazy("No, it stays with the team"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, people: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = people
        if not people:
            del self.fields["about"]


@writing(May.WRITE_IN_FAMILY)
def contact_share(request: HttpRequest, family: uuid.UUID, contact: uuid.UUID) -> HttpResponse:
    """A press of the worker who knows what is in it. Nothing is shown to her by itself."""
    note = finding.contact(family, contact)
    may_write(request, Category(note.category))
    file = scope.the_file(family)
    if note.superseded_at is not None or not file.knows_her:
        raise Http404
    called = people.names(file)
    herself = _herself(file, note)
    others = [(str(p.id), called.people[p.id]) for p in file.people if p.id not in _whom(file, note)]
    initial = {"show": YES if note.released_on else NO, "about": [str(id) for id in note.about or () if id]}
    form = ShareForm(request.POST or None, people=others, initial=initial)

    def do(given: Given) -> Any:
        about = [uuid.UUID(id) for id in given.get("about", ())]
        return care.share_contact(
            contact=note, about=about, hers=_hers(file, herself), show=given["show"] == YES, **stamp(request)
        )

    return handle(
        request,
        form,
        do,
        file=family,
        subject=note.subject,
        heading=_("Share this note with her"),
        lead=_("She reads it word for word, and can write beside it. Reading it together first is kinder."),
        own_words=note.note or note.between_you,
        submit=_("Save"),
        back=reverse("contact", args=[family, contact]),
        done=reverse("contact", args=[family, contact]),
    )


class SaidForm(CalmForm):
    """What she says to a note, as she says it."""

    words = words(
        gettext_lazy("What she says to this"),
        rows=5,
        required=True,
        help_text=gettext_lazy("Her words, as she says them. They stand beside the note wherever it is read."),
    )
    asks_change = forms.BooleanField(label=gettext_lazy("She wants it put right"), required=False)


@writing(May.WRITE_IN_FAMILY)
def contact_said(request: HttpRequest, family: uuid.UUID, contact: uuid.UUID) -> HttpResponse:
    """She disagrees, or corrects something, and somebody writes it down for her (D-93)."""
    note = finding.contact(family, contact)
    may_write(request, Category(note.category))

    def do(given: Given) -> Any:
        return statements.record_statement(
            family=family, subject=note.subject, category=note.category, about="care.contact", target=note.pk,
            words=given["words"], asks_change=given["asks_change"], **stamp(request),
        )  # fmt: skip

    here = reverse("contact", args=[family, contact])
    return handle(
        request, SaidForm(request.POST or None), do, file=family, subject=note.subject,
        heading=_("She says something to this"), own_words=note.note or note.between_you, done=here, back=here,
    )  # fmt: skip


def _herself(file: scope.File, note: Contact) -> uuid.UUID:
    """The woman on whose page it would be: the one it is about, else the woman of the file."""
    person = file.person(note.subject)
    return person.id if person is not None and person.kind == "woman" else file.woman.id


def _whom(file: scope.File, note: Contact) -> set[uuid.UUID]:
    """Whom a note is about: one person, or two together."""
    found = {note.subject}
    for dyad in file.dyads:
        if dyad.id == note.subject:
            found |= {dyad.woman_id, dyad.child_id}
    return found


def _hers(file: scope.File, woman: uuid.UUID) -> set[uuid.UUID]:
    """Herself, and the children for whom she decides today."""
    decides = consent.deciders(file.id, timezone.localdate(), file.people)
    return {woman} | {child.id for child in file.children if decides[child.id].person == woman}
