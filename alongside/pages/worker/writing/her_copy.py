"""Writing down that a woman asked for a copy, what becomes of each record in it, and that it is given to her."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.consent.queries import asker_of
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import her_copy as present
from alongside.pages.worker.presented import people
from alongside.pages.worker.writing.fields import choose, labelled, pick, words
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category
from alongside.stewardship import actions as stewardship
from alongside.stewardship import queries
from alongside.stewardship.models import CopyRequest
from alongside.stewardship.rules.her_copy import Around, Piece, standing
from alongside.stewardship.terms import MAY_SAY, CopyGoes, CopyHow

TOGETHER = 30
LANGUAGES = (("en", gettext_lazy("English")), ("fr-ca", gettext_lazy("French")))


class AskForm(CalmForm):
    """How she would like to have it."""

    how = choose(gettext_lazy("How would she like to have it?"), CopyHow.choices)
    words = words(gettext_lazy("Anything she adds"))


@writing(May.WRITE_IN_FAMILY)
def her_copy_ask(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """She asked for a copy, by word of mouth."""
    may_write(request, Category.SERVICE_USE)
    found = scope.the_file(family)
    if not found.knows_her:
        raise Http404
    return handle(
        request, AskForm(request.POST or None, initial={"how": CopyHow.TOGETHER}),
        lambda given: stewardship.ask_for_copy(
            family=family, person=found.woman.id, how=given["how"], words=given["words"], **stamp(request)
        ),
        file=family, subject=found.woman.id, heading=_("She asks for a copy"),
        lead=_("Of everything that is written about her. She need not say why."),
        done=reverse("her_copies", args=[family]), back=reverse("her_copies", args=[family]),
    )  # fmt: skip


class MarkForm(CalmForm):
    """What becomes of one record."""

    goes = choose(gettext_lazy("What becomes of it?"), CopyGoes.choices)
    passages = words(
        gettext_lazy("Words that stay out"),
        help_text=gettext_lazy("Copied exactly from above, one line for each. The copy says that some are missing."),
    )  # fmt: skip
    why = pick(
        gettext_lazy("Why it stays out"),
        help_text=gettext_lazy("She reads this."),
        choices=labelled([(each.value, each.label) for each in MAY_SAY]),
    )


@writing(May.WRITE_IN_FAMILY)
def her_copy_mark(
    request: HttpRequest, family: uuid.UUID, asked: uuid.UUID, source: str, target: uuid.UUID
) -> HttpResponse:
    """One record, every line of it, and what becomes of it in her copy."""
    row = _open(request, family, asked)
    file, _copy = stewardship.prepared(
        row, asker=asker_of(request.me), language=present.language_now(), at=timezone.now()
    )  # type: ignore[attr-defined]
    piece = next((each for each in file.pieces if (each.source, each.id) == (source, target)), None)
    if piece is None:
        raise Http404
    mark = queries.marks_of(row).get((source, target))
    first = {"goes": mark.goes, "why": mark.why, "passages": "\n".join(mark.passages)} if mark else {}

    def do(given: Given) -> Any:
        return stewardship.mark_for_copy(
            asked=row, piece=piece, around=file.around, goes=given["goes"], why=given["why"],
            passages=given["passages"].splitlines(), **stamp(request),
        )  # fmt: skip

    here = reverse("her_copy_prepare", args=[family, asked])
    return handle(
        request, MarkForm(request.POST or None, initial=first), do, file=family, subject=row.person_id,
        heading=_("In her copy, or not"), record=present.record(piece, family, asked, file.around),
        template="worker/copy/mark.html", done=here, back=here,
    )  # fmt: skip


class TogetherForm(CalmForm):
    """What becomes of several records: two questions for each. A name of somebody else lets none go along whole."""

    def __init__(self, *args: Any, pieces: Sequence[Piece], around: Around, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [(piece, *names_of(piece)) for piece in pieces]
        for piece, goes, why in self.asked:
            may = [CopyGoes.OUT] if standing(piece, None, around).names else [CopyGoes.WHOLE, CopyGoes.OUT]
            choices = [("", _("Not now")), *((each.value, capfirst(each.label)) for each in may)]
            about = {"title": piece.title}
            self.fields[goes] = choose(
                _("What becomes of it: %(title)s") % about, choices, required=False, initial=""
            )  # fmt: skip
            self.fields[why] = pick(
                _("Why it stays out"), labelled([(each.value, each.label) for each in MAY_SAY]),
                help_text=_("She reads this."),
            )  # fmt: skip

    def clean(self) -> Any:
        """At least one of them."""
        if not any(self.cleaned_data.get(goes) for _piece, goes, _why in self.asked):
            self.add_error(None, _("Please say for at least one of them what becomes of it."))
        return super().clean()


def names_of(piece: Piece) -> tuple[str, str]:
    """What its two questions are called in the form."""
    key = f"{piece.source.replace('.', '-')}-{piece.id}"
    return f"goes-{key}", f"why-{key}"


@writing(May.WRITE_IN_FAMILY)
def her_copy_together(request: HttpRequest, family: uuid.UUID, asked: uuid.UUID) -> HttpResponse:
    """What has to be read first, on one page, with the names of others marked; thirty at a time."""
    row = _open(request, family, asked)
    file, copy = stewardship.prepared(
        row, asker=asker_of(request.me), language=present.language_now(), at=timezone.now()
    )  # type: ignore[attr-defined]
    # Sent back, it is about what was on screen, as far as that waits still.
    pieces = [each for each in copy.look if names_of(each)[0] in request.POST] or copy.look[:TOGETHER]
    form = TogetherForm(request.POST or None, pieces=pieces, around=file.around)

    def do(given: Given) -> None:
        for piece, goes, why in form.asked:
            if not given[goes]:
                continue
            try:
                stewardship.mark_for_copy(
                    asked=row, piece=piece, around=file.around, goes=given[goes], why=given[why], **stamp(request)
                )  # fmt: skip
            except Refused as no:
                raise Refused(no.because, field={"goes": goes, "why": why}.get(no.field, "")) from no

    here = reverse("her_copy_prepare", args=[family, asked])
    records = [(present.record(p, family, asked, file.around), form[goes], form[why]) for p, goes, why in form.asked]
    return handle(
        request, form, do, file=family, subject=row.person_id, heading=_("Please read these first"), done=here,
        back=here, template="worker/copy/together.html", records=records, more=len(copy.look) - len(pieces),
        lead=_("They may say something about somebody else. Say for each what becomes of it."),
    )  # fmt: skip


class GiveForm(CalmForm):
    """That every line was read by somebody, and that it goes into her own hands."""

    language = choose(gettext_lazy("In which language?"), LANGUAGES)
    read = forms.BooleanField(label=gettext_lazy("I have read every line of it: nothing in it is about somebody else"))
    hands = forms.BooleanField(label=gettext_lazy("It is given into her own hands, and nobody else’s"))


@writing(May.WRITE_IN_FAMILY)
def her_copy_give(request: HttpRequest, family: uuid.UUID, asked: uuid.UUID) -> HttpResponse:
    """It is put together as it stands now, kept word for word, and given to her."""
    row = _open(request, family, asked)
    found = scope.the_file(family)

    def do(given: Given) -> Any:
        return stewardship.give_copy(
            asked=row, asker=asker_of(request.me), language=given["language"], **stamp(request)  # type: ignore[attr-defined]
        )  # fmt: skip

    return handle(
        request, GiveForm(request.POST or None, initial={"language": present.language_now()}), do, file=family,
        subject=row.person_id, heading=_("Give it to her"),
        lead=_("A copy for %(name)s. It stays exactly as you give it now.")
        % {"name": people.names(found).people.get(row.person_id, "")},
        submit=_("Put it together"), back=reverse("her_copy_prepare", args=[family, asked]),
        said=_("It is put together. Print it, and give it into her own hands."),
        done=lambda made: reverse("her_copies", args=[family]),
    )  # fmt: skip


def _open(request: HttpRequest, family: uuid.UUID, asked: uuid.UUID) -> CopyRequest:
    """One that waits. Raises Http404 for one that is answered, DoesNotExist for one that is hidden or not there."""
    may_write(request, Category.SERVICE_USE)
    row = queries.asked_one(family, asked)
    if row.answered_on is not None:
        raise Http404
    return row
