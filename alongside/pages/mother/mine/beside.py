"""Somebody beside her: she asks, sees who is there, chooses, says what may be read, and ends it when she likes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from alongside.families.models import Family, Person
from alongside.pages.design.forms import CalmForm
from alongside.pages.mother.mine.around import hers, show, stamp
from alongside.peers import actions, queries
from alongside.peers.models import PeerMatch
from alongside.peers.terms import Answer, How, Kind, No
from alongside.recordkeeping.rules import Refused

# The same kinds, said to her.
READS: tuple[tuple[str, Any], ...] = (
    (str(Kind.COMING_HERE.value), gettext_lazy("What I come to here")),
    (str(Kind.PEER_NOTES.value), gettext_lazy("What others beside me wrote before")),
)
# What the rules say, said to her.
SAID: dict[str, Any] = {
    No.PLACES_TAKEN: gettext_lazy("She has no place just now. You can choose somebody else, or wait."),
    No.NOT_JUST_NOW: gettext_lazy("She takes nobody new just now. You can choose somebody else, or wait."),
    No.ALREADY_MATCHED: gettext_lazy("You chose her already."),
    No.WISH_CLOSED: gettext_lazy("This is not open any more. You can begin again."),
    No.WISH_OPEN: gettext_lazy("We are looking already."),
    No.MATCH_ENDED: gettext_lazy("This has ended already."),
    No.ALLOWED_SINCE: gettext_lazy("This was changed a moment ago. Look at it, then choose again."),
}


class Wish(CalmForm):
    """A few words, or none."""

    her_words = forms.CharField(
        label=gettext_lazy("Who would be good for you?"), required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Say it your way, or leave it empty."),
    )  # fmt: skip


class Reads(CalmForm):
    """What may be read, besides her name and how to reach her."""

    versioned = True
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What may she read?"), required=False, choices=READS, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Your name and how to reach you are always there. Nothing else needs to be."),
    )  # fmt: skip


class End(CalmForm):
    """With a goodbye, or without."""

    goodbye = forms.BooleanField(label=gettext_lazy("We said goodbye"), required=False)


@require_safe
@hers
def my_beside(request: HttpRequest, herself: Person) -> HttpResponse:
    """Who is beside her, or who could be."""
    return _page(request, herself)


def _page(request: HttpRequest, herself: Person, **more: Any) -> HttpResponse:
    """``more``: a form to look at again (``form`` with its ``of``), or something to say (``told``)."""
    seen, names = queries.of_her(herself.family_id), queries.names_of_mine()
    standing = [row for row in seen.standing if row.subject == herself.id]
    asked = [names.get(row.pk, _("her")) for row in standing if row.begun_on is None]
    beside = []
    for row in standing:
        if row.begun_on is None:
            continue
        allowed = seen.allowed.get(row.pk)
        form = Reads(
            initial={"kinds": [str(kind) for kind in allowed.kinds] if allowed else []},
            version=str(allowed.pk) if allowed else "", prefix=f"reads-{row.pk}",
        )  # fmt: skip
        wrong = more.get("form") if more.get("of") == row.pk else None
        beside.append((row, names.get(row.pk, ""), wrong or form, End(prefix=f"end-{row.pk}")))
    shown = {
        "beside": beside,
        "asked": asked,
        "looking": seen.looking,
        "offered": queries.to_choose(herself.family_id) if seen.looking else [],
        "wish": more.get("form") if more.get("of") == "wish" else Wish(prefix="wish"),
        "told": more.get("told", ""),
        "form": more.get("form"),
    }
    return show(request, herself, "beside", shown, status=422 if more else 200)


@require_POST
@hers
def my_beside_wish(request: HttpRequest, herself: Person) -> HttpResponse:
    """She would like somebody."""
    form = Wish(request.POST, prefix="wish")
    if not form.is_valid():
        return _page(request, herself, form=form, of="wish")
    given = form.cleaned_data

    def do() -> Any:
        return actions.wish_for(
            family=Family(id=herself.family_id), woman=herself.id, how=How.ASKED, her_words=given["her_words"],
            on=timezone.localdate(), id=_of_form(given, herself.id), **stamp(request),  # type: ignore[arg-type]
        )  # fmt: skip

    return _done(request, herself, do, form=form, of="wish")


@require_POST
@hers
def my_beside_stop(request: HttpRequest, herself: Person) -> HttpResponse:
    """Not just now. No reason."""
    seen = queries.of_her(herself.family_id)
    if seen.wish is not None:
        actions.close_wish(wish=seen.wish, **stamp(request))  # type: ignore[arg-type]
    return redirect("my_beside")


@require_POST
@hers
def my_beside_say(request: HttpRequest, herself: Person, peer: uuid.UUID) -> HttpResponse:
    """Yes, no, later, or somebody else, to one who is there."""
    said = request.POST.get("as", "")
    if said not in Answer.values or peer not in {each.colleague for each in queries.to_choose(herself.family_id)}:
        if said in Answer.values and queries.of_her(herself.family_id).looking:
            return _page(request, herself, told=SAID[No.NOT_JUST_NOW])
        raise Http404
    of: dict[str, Any] = {
        "wish": queries.wish(herself.family_id), "colleague": peer, "on": timezone.localdate(), **stamp(request),
    }  # fmt: skip
    if said == Answer.YES:
        name = herself.name or _("No name given")
        return _done(request, herself, lambda: actions.ask_peer(goes_by=name, **of))
    return _done(request, herself, lambda: actions.answer(said=said, **of))


@require_POST
@hers
def my_beside_reads(request: HttpRequest, herself: Person, match: uuid.UUID) -> HttpResponse:
    """What may be read from now on."""
    row = _mine(herself, match)
    form = Reads(request.POST, prefix=f"reads-{row.pk}")
    if not form.is_valid():
        return _page(request, herself, form=form, of=row.pk)
    given = form.cleaned_data

    def do() -> Any:
        return actions.allow(
            match=row, kinds=[int(kind) for kind in given["kinds"]], base=_base(given),
            id=_of_form(given, herself.id), **stamp(request),  # type: ignore[arg-type]
        )  # fmt: skip

    return _done(request, herself, do)


@require_POST
@hers
def my_beside_pause(request: HttpRequest, herself: Person, match: uuid.UUID) -> HttpResponse:
    """A pause, or it goes on."""
    row = _mine(herself, match)
    paused = request.POST.get("as") == "pause"
    return _done(request, herself, lambda: actions.pause_match(match=row, paused=paused, by=herself.id))


@require_POST
@hers
def my_beside_end(request: HttpRequest, herself: Person, match: uuid.UUID) -> HttpResponse:
    """It ends here."""
    row, form = _mine(herself, match), End(request.POST, prefix=f"end-{match}")
    goodbye = form.is_valid() and form.cleaned_data["goodbye"]
    return _done(
        request, herself,
        lambda: actions.end_match(match=row, on=timezone.localdate(), goodbye=goodbye, **stamp(request)),  # type: ignore[arg-type]
    )  # fmt: skip


def _mine(herself: Person, match: uuid.UUID) -> PeerMatch:
    """One of hers. Raises PeerMatch.DoesNotExist for any other."""
    row = queries.match(match)
    if row.subject != herself.id:
        raise PeerMatch.DoesNotExist
    return row


def _done(request: HttpRequest, herself: Person, do: Callable[[], Any], **more: Any) -> HttpResponse:
    """Back to the page; with a kind word where it cannot be."""
    try:
        do()
    except Refused as no:
        told = SAID.get(no.because) or (No(no.because).label if no.because in No.values else "")
        if more.get("form") is not None:
            more["form"].add_error(None, told)
            return _page(request, herself, **more)
        return _page(request, herself, told=told)
    return redirect("my_beside")


def _base(given: dict[str, Any]) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(given.get("version") or ""))
    except ValueError:
        return None


def _of_form(given: dict[str, Any], by: uuid.UUID) -> uuid.UUID:
    """An id for what she sent with one form, so that sending it twice keeps it once."""
    return uuid.uuid5(given["submission"], str(by))
