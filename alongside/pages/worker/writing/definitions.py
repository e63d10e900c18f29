"""A definition of our own: written or chosen as a file, looked at as she will see it, published, retired."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.instruments import actions, queries
from alongside.instruments.terms import State
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing.fields import words
from alongside.pages.worker.writing.handling import Do, Given, handle, stamp, writing
from alongside.pages.worker.writing.uploads import TextOrFileForm
from alongside.recordkeeping.rules import Refused

STAFF = gettext_lazy("everybody who works here")
MOST_SHOWN = 200  # problems at a time


class DraftForm(TextOrFileForm):
    """A definition as text."""

    document = words(
        gettext_lazy("The definition"),
        rows=18,
        required=True,
        help_text=gettext_lazy("JSON, as “Definitions of instruments” in the documentation describes it."),
    )
    field_order = ("document", "file")
    versioned = True


def _with_problems(form: Any, do: Do) -> Do:
    """``do``, whose refusal leaves every problem at ``form.problems`` to be shown."""

    def tried(given: Given) -> Any:
        try:
            return do(given)
        except Refused as no:
            form.problems = list(no.detail.get("problems", ()))[:MOST_SHOWN]  # type: ignore[call-overload]
            form.theirs = no.detail.get("now")
            raise

    return tried


@writing(May.KEEP_INSTRUMENTS)
def draft_new(request: HttpRequest) -> HttpResponse:
    """Begin a definition: from nothing, or from a version that is here."""
    initial = {}
    if request.GET.get("from"):
        try:
            initial["document"] = pretty(queries.row(uuid.UUID(request.GET["from"])).document)
        except ValueError:
            initial = {}
    form = DraftForm(request.POST or None, request.FILES or None, initial=initial)
    return handle(
        request,
        form,
        _with_problems(form, lambda given: actions.save_draft(document=given["document"], **stamp(request))),
        heading=_("A definition of our own"),
        lead=_("Nothing is asked with it until it is published. You can save it unfinished and go on later."),
        submit=_("Save the draft"),
        back=reverse("instruments"),
        done=lambda kept: reverse("draft", args=[kept.id]),
        said=_("The draft is saved."),
        seen_by=STAFF,
        template="worker/instruments/draft_form.html",
    )


@writing(May.KEEP_INSTRUMENTS)
def draft_change(request: HttpRequest, definition: uuid.UUID) -> HttpResponse:
    """Go on with a draft. What a colleague saved meanwhile is not written over."""
    row = queries.row(definition)
    if row.state != State.DRAFT:
        raise type(row).DoesNotExist
    initial = {"document": pretty(row.document)}
    form = DraftForm(request.POST or None, request.FILES or None, initial=initial, version=row.checksum)

    def do(given: Given) -> Any:
        return actions.save_draft(
            document=given["document"], draft=row.id, base_checksum=given["version"], **stamp(request)
        )

    return handle(
        request,
        form,
        _with_problems(form, do),
        heading=_("Go on with this draft"),
        who=row.title,
        submit=_("Save the draft"),
        back=reverse("draft", args=[row.id]),
        said=_("The draft is saved."),
        seen_by=STAFF,
        template="worker/instruments/draft_form.html",
    )


@writing(May.KEEP_INSTRUMENTS)
def draft_publish(request: HttpRequest, definition: uuid.UUID) -> HttpResponse:
    """Publish a draft. From then on it never changes."""
    row = queries.row(definition)
    form = CalmForm(request.POST or None)
    return handle(
        request,
        form,
        _with_problems(form, lambda given: actions.publish(definition=row.id, **stamp(request))),
        heading=_("Publish this definition"),
        who=row.title,
        lead=_("From then on this version never changes, so that answers keep their meaning."),
        submit=_("Publish it"),
        back=reverse("draft", args=[row.id]),
        done=reverse("instrument", args=[row.id]),
        said=_("It is published. It can be switched on or off like any other."),
        seen_by=STAFF,
        template="worker/instruments/draft_form.html",
    )


@writing(May.KEEP_INSTRUMENTS)
def retire(request: HttpRequest, definition: uuid.UUID) -> HttpResponse:
    """A version of our own is asked no longer."""
    row = queries.row(definition)
    return handle(
        request,
        CalmForm(request.POST or None),
        lambda given: actions.retire(definition=row.id, **stamp(request)),
        heading=_("Retire this version"),
        who=row.title,
        lead=_("It is asked no longer. What was answered with it stays and keeps its meaning."),
        submit=_("Retire it"),
        back=reverse("instrument", args=[row.id]),
        seen_by=STAFF,
    )


def pretty(document: str) -> str:
    """A definition as somebody would like to read and mend it."""
    return json.dumps(json.loads(document), indent=2, ensure_ascii=False)
