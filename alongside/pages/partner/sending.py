"""Sending something back: what her team should know, an answer, a document. She can read it too."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db import ProgrammingError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from alongside.access.policy import May
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.rules.documents import MOST_BYTES
from alongside.consent.terms import NotSent, SentKind
from alongside.pages.design.download import as_file
from alongside.pages.design.forms import CalmForm
from alongside.pages.design.kinds import KINDS
from alongside.pages.page import page
from alongside.pages.partner import presented
from alongside.recordkeeping.actions import answered, claim, entry
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category

CHOOSE = ("", gettext_lazy("Please choose"))


class SendForm(CalmForm):
    """What kind of thing, what it is about, the words, the document."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you send?"),
        choices=SentKind.choices,
        widget=forms.RadioSelect,
        initial=SentKind.HAND_OFF,
    )
    about = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy("It decides who of her team reads it. You can choose what she shares with you."),
    )
    words = forms.CharField(
        label=gettext_lazy("Your words"), required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Write as if she read it beside you: she can."),
    )  # fmt: skip
    document = forms.FileField(
        label=gettext_lazy("A document, if there is one"), required=False, allow_empty_file=True,
        help_text=gettext_lazy(
            "PDF, JPEG, PNG or plain text, up to 5 MB. Where a picture was taken and who wrote a PDF is left out."
        ),
    )  # fmt: skip
    not_part2 = forms.BooleanField(
        label=gettext_lazy("None of it comes from the records of a substance use programme"), required=False,
        help_text=gettext_lazy(
            "A law of the United States, 42 CFR Part 2, protects such records. Leave it empty if you are not sure: then"
            " this is handled as protected."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, about: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [CHOOSE, *about] if len(about) > 1 else about


@require_http_methods(["GET", "HEAD", "POST"])
@page(May.SEE_SHARED)
def send(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """The form, and what comes of it. Sent twice, it is one message."""
    who = queries.one_shared_with_me(person)
    about = _about(person, who.categories)
    form = SendForm(request.POST or None, request.FILES or None, about=list(about_words(about)))
    if request.method == "POST":
        if form.is_valid() and (said := _once(request, form, who.family, about)) is not None:
            if said:
                messages.success(request, _("Sent. Her team can read it now, and so can she."))
            return redirect("shared_person", person)
    else:
        request.trail.append(entry("looked", family=who.family, subject=person, page="send"))  # type: ignore[attr-defined]
    shown = {"form": form, "who": presented.person(who)}
    return render(request, "partner/send.html", shown, status=422 if form.errors else 200)


def _once(
    request: HttpRequest, form: SendForm, family: uuid.UUID, about: dict[str, tuple[uuid.UUID, int]]
) -> bool | None:
    """Send it: true. Sent already: false. Could not be sent: ``None``, and it may be sent again as it is."""
    submission = form.cleaned_data["submission"]
    with transaction.atomic():
        if claim(submission=submission, by=request.me.principal):  # type: ignore[attr-defined]
            return False
        if not _sent(request, form, family, about):
            transaction.set_rollback(True)
            return None
        answered(submission=submission, where=request.path)
    return True


def _sent(request: HttpRequest, form: SendForm, family: uuid.UUID, about: dict[str, tuple[uuid.UUID, int]]) -> bool:
    given = form.cleaned_data
    subject, category = about[given["about"]]
    chosen = given.get("document")
    if chosen and chosen.size > MOST_BYTES:  # of a very large one only the size was kept
        form.add_error("document", NotSent.DOCUMENT_TOO_BIG.label)
        return False
    held = chosen.read() if chosen else b""
    try:
        with transaction.atomic():
            consent.send_back(
                family=family, subject=subject, category=category, kind=given["kind"], words=given["words"],
                name=chosen.name if chosen else "", held=held, part2=not given["not_part2"],
                by=request.me.principal, at=timezone.now(),  # type: ignore[attr-defined]
            )  # fmt: skip
    except Refused as no:
        form.add_error(no.field or None, NotSent(no.because).label)
        return False
    except ProgrammingError as no:
        raise Http404 from no  # taken back in between
    return True


def _about(person: uuid.UUID, categories: int) -> dict[str, tuple[uuid.UUID, int]]:
    """What may be chosen: each kind of record that is open about this person, and about the two together."""
    found = {str(int(c)): (person, int(c)) for c in Category if categories >> c & 1}
    for pair, mask in queries.pairs_with_me(person).items():
        found |= {f"{int(c)}.{pair}": (pair, int(c)) for c in Category if mask >> c & 1}
    return found


def about_words(about: dict[str, tuple[uuid.UUID, int]]) -> list[tuple[str, str]]:
    """The same in words."""
    rows = []
    for key, (_subject, category) in about.items():
        words = str(KINDS.get(Category(category), _("How to reach her, and whom to call")))
        if "." in key and category != Category.DYAD_OBSERVATION:
            words = _("%(what)s: the two together") % {"what": words}
        rows.append((key, words))
    return rows


@require_safe
@page(May.SEE_SHARED)
def document(request: HttpRequest, person: uuid.UUID, sent: uuid.UUID) -> HttpResponse:
    """A document that I sent, as it was kept."""
    who = queries.one_shared_with_me(person)
    held = queries.document(sent, who.family)
    request.trail.append(entry("took out a document", family=held.family_id, subject=held.subject, sent=sent))  # type: ignore[attr-defined]
    return as_file(held.name, held.media_type, bytes(held.content))
