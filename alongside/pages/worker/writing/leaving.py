"""Writing to somebody outside: begin, write strengths first, read it with her, send it, write down what came after."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.agencies import queries as agencies
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.actions import To
from alongside.consent.models import Letter, LetterPart
from alongside.consent.terms import LetterKind, No
from alongside.pages.design.forms import CalmForm
from alongside.pages.design.kinds import KINDS
from alongside.pages.worker.leaving import may_be_said
from alongside.pages.worker.presented import leaving
from alongside.pages.worker.writing.about import asked_for, subjects, whom
from alongside.pages.worker.writing.choices import called
from alongside.pages.worker.writing.fields import today, words
from alongside.pages.worker.writing.handling import (
    Given,
    base_version,
    handle,
    may_write,
    stamp,
    was_set_aside,
    writing,
)
from alongside.pages.worker.writing.letter_forms import BeginForm, TakeAlongForm, WithHerForm, came_choices, header
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category


def recipients(family: uuid.UUID) -> list[tuple[str, str]]:
    """Who works with them elsewhere, by name; then agencies. "colleague:<id>", "agency:<id>"."""
    workers = {row.colleague_id: row.colleague for row in queries.outside_workers(family, today())}
    found = [(f"colleague:{each.id}", f"{each.name}, {each.agency.name}") for each in workers.values()]
    return found + [(f"agency:{each.id}", each.name) for each in agencies.outside()]


def recipient(family: uuid.UUID, chosen: str) -> To:
    """Whom the form named. Raises Http404 for anybody who was not offered."""
    kind, _colon, id = chosen.partition(":")
    if kind == "agency":
        for agency in agencies.outside():
            if str(agency.id) == id:
                return To(agency)
    for row in queries.outside_workers(family, today()):
        if kind == "colleague" and str(row.colleague_id) == id:
            return To(row.colleague.agency, row.colleague)
    raise Http404


@writing(May.WRITE_IN_FAMILY)
def letter_begin(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Begin a letter, a report, or to write down a talk. What may be said is shown before anything is written."""
    may_write(request, Category.SERVICE_USE)
    file = scope.the_file(family)
    about = subjects(file)
    kind = request.GET.get("kind", "")
    form = BeginForm(
        request.POST or None,
        to=recipients(family),
        about=about,
        also=[(str(p.id), called(p)) for p in file.people],
        came=came_choices(family),
        initial={
            "about": asked_for(about, request.GET.get("about", "")),
            "kind": kind if kind in LetterKind.values else None,
            "language": translation.get_language(),
        },
    )

    def do(given: Given) -> Any:
        return _begun(request, family, given, to=recipient(family, given["to"]), purpose=given["purpose"])

    return handle(
        request,
        form,
        do,
        file=family,
        heading=_("Write to somebody outside"),
        lead=_("Next you see what she agreed to, and so what may be said. Nothing leaves until you send it."),
        **_then(family),
    )


@writing(May.WRITE_IN_FAMILY)
def letter_take_along(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Begin a letter that she asks for and takes along herself, to somebody who is not among those we write to."""
    may_write(request, Category.SERVICE_USE)
    file = scope.the_file(family)
    if not file.knows_her:
        raise Http404
    about = subjects(file)
    form = TakeAlongForm(
        request.POST or None,
        about=about,
        also=[(str(p.id), called(p)) for p in file.people],
        initial={"language": translation.get_language()},
    )

    def do(given: Given) -> Any:
        return _begun(request, family, given, to=consent.IntoHerHands(given["for_whom"]))

    return handle(
        request,
        form,
        do,
        file=family,
        heading=_("A letter that she takes along"),
        lead=_(
            "At her own request: about herself, or about a child for whom she decides today. You read it with her"
            " and put it into her own hands."
        ),
        **_then(family),
    )


def _begun(request: HttpRequest, family: uuid.UUID, given: Given, **to: Any) -> Any:
    _kind, subject = whom(given["about"])
    return consent.begin_letter(
        family=family, subject=subject, kind=given["kind"], language=given["language"],
        about=[uuid.UUID(each) for each in given["also"]],
        draws_on=[uuid.UUID(each) for each in given.get("draws_on", ())],
        title=_title(given["kind"], given["language"]), **to, **stamp(request),
    )  # fmt: skip


def _then(family: uuid.UUID) -> dict[str, Any]:
    """Where one that is begun goes on."""
    return {
        "done": lambda made: reverse("leaving_letter", args=[family, made.pk]),
        "back": reverse("leaving", args=[family]),
        "said": _("Begun. Nothing has left."),
    }


def _title(kind: str, language: str) -> str:
    """What stands on top of it: plain, and the same for whoever opens the envelope."""
    with translation.override(language):
        return {
            LetterKind.SUPPORT: _("Letter of support"),
            LetterKind.PROGRESS: _("Report"),
            LetterKind.HAND_OFF: _("Hand-off"),
            LetterKind.TOLD_FIRST: _("A letter we wrote together"),
            LetterKind.TALK: _("What was said"),
        }[LetterKind(kind)]


# What is asked of each kind of letter, under the two boxes.
STRENGTHS = {
    LetterKind.SUPPORT: gettext_lazy("What you have seen her do, with a day or two as examples."),
    LetterKind.PROGRESS: gettext_lazy("What has grown since the last report: for her, her child, the two together."),
    LetterKind.HAND_OFF: gettext_lazy("What she does for herself and the baby; what works with her."),
    LetterKind.TOLD_FIRST: gettext_lazy("That she told it herself, how the child was safe, whom she called."),
    LetterKind.TALK: gettext_lazy("What goes well, as you said it."),
}
CONCERNS = {
    LetterKind.SUPPORT: gettext_lazy("What she asks for, and what would help. It may stay empty."),
    LetterKind.PROGRESS: gettext_lazy("What you saw, not what you suspect; and beside each thing what helps."),
    LetterKind.HAND_OFF: gettext_lazy("What they have to know to care for her well, and what she asks of them."),
    LetterKind.TOLD_FIRST: gettext_lazy(
        "What happened, in her words as far as she likes; what happens next, with whom."
    ),
    LetterKind.TALK: gettext_lazy("What is hard, and what helps, as you said it."),
}


class PartForm(CalmForm):
    """One kind of record: strengths before concerns (E-11), then what she says herself."""

    versioned = True
    strengths = words(gettext_lazy("What goes well"), rows=5)
    concerns = words(gettext_lazy("What is hard, and what helps"), rows=5)
    her_words = words(
        gettext_lazy("In her own words"), help_text=gettext_lazy("If she would like to say something in it herself.")
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["strengths"].help_text = STRENGTHS[LetterKind(kind)]
        self.fields["concerns"].help_text = CONCERNS[LetterKind(kind)]


def open_letter(family: uuid.UUID, id: uuid.UUID) -> Letter:
    """One that has not left. Raises Http404 for one that has, DoesNotExist for one that is hidden or not there."""
    held = queries.letter(family, id)
    if held.sent_at is not None or held.put_away_at is not None:
        raise Http404
    return held


def _after(held: Letter) -> Any:
    """Back to the letter; both versions side by side when a colleague was quicker."""

    def done(thing: Any) -> str:
        if was_set_aside(thing):
            return reverse("two_versions", args=[held.family_id, thing.id])
        return reverse("leaving_letter", args=[held.family_id, held.pk])

    return done


@writing(May.WRITE_IN_FAMILY)
def letter_write(request: HttpRequest, family: uuid.UUID, letter: uuid.UUID, category: int) -> HttpResponse:
    """Write what it says of one kind of record: what goes well first."""
    if category not in KINDS:
        raise Http404
    may_write(request, Category(category))
    held = open_letter(family, letter)
    part = next((each for each in held.parts.all() if each.category == category), LetterPart())
    answer = may_be_said(request, held)[category]
    form = PartForm(
        request.POST or None,
        kind=held.kind,
        version=held.version,
        initial={name: getattr(part, name) for name in ("strengths", "concerns", "her_words")},
    )

    def do(given: Given) -> Any:
        texts = {name: given[name] for name in ("strengths", "concerns", "her_words")}
        if any(texts.values()) and not answer.allowed:
            raise Refused(No.NOT_COVERED if held.agency else No.NOT_HERS_TO_TAKE)
        return consent.write_part(
            letter=held, base_version=base_version(given, held.version), category=category, **texts, **stamp(request)
        )

    return handle(
        request,
        form,
        do,
        file=family,
        subject=held.subject,
        heading=KINDS[Category(category)],
        lead=leaving.into_her_hands(held.for_whom)
        if held.agency is None
        else _("To %(to)s, for %(purpose)s.") % {"to": leaving.to_words(held), "purpose": leaving.what_for(held)},
        done=_after(held),
        back=reverse("leaving_letter", args=[family, letter]),
    )


def _kept(held: Letter, given: Given, came: list[tuple[str, str]]) -> Given:
    """What was said, and of what it holds words: also of what its writer is not shown, which stays as it was said."""
    offered = dict(came)
    unseen = [str(each) for each in held.draws_on if str(each) not in offered]
    return {**given, "draws_on": [*given.get("draws_on", ()), *unseen]}


@writing(May.WRITE_IN_FAMILY)
def letter_with_her(request: HttpRequest, family: uuid.UUID, letter: uuid.UUID) -> HttpResponse:
    """Before it leaves: the letter as it reads, and beside it what she says."""
    may_write(request, Category.SERVICE_USE)
    held = open_letter(family, letter)
    came = came_choices(family) if held.agency else []
    form = WithHerForm(request.POST or None, version=held.version, came=came, initial=header(held))

    def do(given: Given) -> Any:
        return consent.change_letter(
            letter=held, base_version=base_version(given, held.version), values=_kept(held, given, came),
            **stamp(request),
        )  # fmt: skip

    return handle(
        request,
        form,
        do,
        file=family,
        subject=held.subject,
        heading=_("Read it with her"),
        lead=_("Read every word of it with her before it leaves. She may change it, or say something to it."),
        sections=leaving.sections(held.parts.all(), held.language),
        language=held.language,
        template="worker/leaving/with_her.html",
        done=_after(held),
        back=reverse("leaving_letter", args=[family, letter]),
    )
