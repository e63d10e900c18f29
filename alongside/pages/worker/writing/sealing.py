"""Closing something to everybody, and the two people who open it again."""

from __future__ import annotations

import uuid

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.models import Seal
from alongside.consent.terms import WhySealed
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented.looks import short
from alongside.pages.worker.writing.fields import choose, words
from alongside.pages.worker.writing.handling import confirm, handle, stamp, writing


class SealForm(CalmForm):
    """What is closed, and why."""

    target = forms.UUIDField(
        label=gettext_lazy("Number of what is to be closed"), widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy(
            "Of a child, of somebody else, of a note, a goal, a safety plan, a lane of the plan, a letter, a document"
            " or a sitting. It is the last long number in the address of its page; her team can copy it for you."
        ),
        error_messages={"invalid": gettext_lazy("This is not such a number. Please copy it again.")},
    )  # fmt: skip
    why = choose(gettext_lazy("Why is it closed?"), WhySealed.choices)
    words = words(
        gettext_lazy("On what paper, or at whose wish"), required=True,
        help_text=gettext_lazy("The court and the number of its order, or the day she asked. Nothing of its contents."),
    )  # fmt: skip


class AskForm(CalmForm):
    """Why it may be opened."""

    why = words(gettext_lazy("Why it may be opened again"), required=True)


@writing(May.READ_TRAIL)
def seal_add(request: HttpRequest) -> HttpResponse:
    """One person is enough to close something."""
    return handle(
        request, SealForm(request.POST or None),
        lambda given: consent.seal(
            target=given["target"], why=given["why"], words=given["words"], **stamp(request)
        ),
        heading=_("Close something to everybody"), back=reverse("closed"), done=reverse("closed"),
        lead=_(
            "Nobody reads it from now on, not her team, not she herself, not in an emergency. For everybody it is as if"
            " it were not there. To open it again takes two people."
        ),
        said=_("Saved. It is closed."),
    )  # fmt: skip


@writing(May.READ_TRAIL)
def opening_ask(request: HttpRequest, seal: uuid.UUID) -> HttpResponse:
    """The first of two."""
    row = _one(seal, asked=False)
    return handle(
        request, AskForm(request.POST or None),
        lambda given: consent.ask_to_open(seal=row, why=given["why"], **stamp(request)),
        heading=_("Open it again?"), back=reverse("closed"), done=reverse("closed"), who=_who(row),
        lead=_("It stays closed until somebody else who keeps privacy agrees."),
    )  # fmt: skip


@writing(May.READ_TRAIL)
def opening_agree(request: HttpRequest, seal: uuid.UUID) -> HttpResponse:
    """The second of two; nothing here for the first."""
    row = _one(seal, asked=True)
    if row.asked_by == request.me.principal:  # type: ignore[attr-defined]
        raise Http404
    return confirm(
        request, lambda: consent.open_seal(seal=row, **stamp(request)), heading=_("Do you agree to open it?"),
        who=_who(row), submit=_("I agree"), said=_("Saved. It is open again."), back=reverse("closed"),
    )  # fmt: skip


@writing(May.READ_TRAIL)
def opening_leave(request: HttpRequest, seal: uuid.UUID) -> HttpResponse:
    """It stays closed."""
    row = _one(seal, asked=True)
    return confirm(
        request, lambda: consent.leave_closed(seal=row, **stamp(request)), heading=_("Leave it closed?"), who=_who(row),
        submit=_("Leave it closed"), back=reverse("closed"),
    )  # fmt: skip


def _one(id: uuid.UUID, *, asked: bool) -> Seal:
    """One that is closed now. Raises Http404 when it does not stand as the page asks."""
    row = queries.seal(id)
    if (row.asked_at is not None) != asked:
        raise Http404
    return row


def _who(row: Seal) -> str:
    return f"{row.get_kind_display()}: {short(row.target)}"
