"""What is a peer's own: what she says of herself, her story, her pause; and what she and her supervisor agree."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.accounts.terms import RoleName
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import peers as present
from alongside.pages.worker.writing.choices import Choice, colleagues, to_choose
from alongside.pages.worker.writing.fields import line, number, tick
from alongside.pages.worker.writing.fields import words as a_text
from alongside.pages.worker.writing.handling import Given, base_version, confirm, handle, stamp, writing
from alongside.pages.worker.writing.peers import ON, PAUSE, OnOrPause
from alongside.peers import actions, queries
from alongside.peers.actions.own import AGREED, TEXTS
from alongside.peers.rules import MOST_AT_ONCE, MOST_HOURS, SHORT_TEXT

ONLY_YOU = gettext_lazy("nobody but you, until you say so")


class ProfileForm(CalmForm):
    """What a peer says of herself. Nothing is needed."""

    versioned = True
    whys: ClassVar = {
        "rather_not": gettext_lazy("Whoever looks for a peer supporter with a woman reads this, and does not ask you."),
    }
    words = a_text(
        gettext_lazy("What a woman reads who is choosing"), rows=3,
        help_text=gettext_lazy("Your own words. Short is fine."),
    )  # fmt: skip
    languages = line(gettext_lazy("Languages"), longest=SHORT_TEXT)
    hours = line(gettext_lazy("When you are about"), longest=SHORT_TEXT)
    wants = a_text(gettext_lazy("What you like to be asked for"), rows=2)
    rather_not = a_text(gettext_lazy("What you would rather not do"), rows=2)
    shown = tick(gettext_lazy("A woman who is choosing may see me"))


class StoryForm(CalmForm):
    """Something of her own story, or nothing."""

    story = a_text(
        gettext_lazy("What you choose to say of your own story"), rows=5,
        help_text=gettext_lazy("Leave it empty if you like. It is empty for most."),
    )  # fmt: skip
    shown = tick(gettext_lazy("A woman who is choosing may read it on her own page"))


class AgreementForm(CalmForm):
    """What the two agree."""

    versioned = True
    other = forms.ChoiceField(label=gettext_lazy("With whom do you agree it?"))
    women_at_once = number(
        gettext_lazy("How many women at once?"), least=0, most=MOST_AT_ONCE, required=True,
        help_text=gettext_lazy("Her own number. Nobody is matched above it."),
    )  # fmt: skip
    hours_a_week = number(gettext_lazy("How many hours a week?"), least=0, most=MOST_HOURS)
    does = a_text(gettext_lazy("What she does"))
    does_not = a_text(gettext_lazy("What she does not do"))
    reach = a_text(gettext_lazy("How she can be reached, and when"), rows=2)
    breaks = a_text(gettext_lazy("Breaks, for being well"), rows=2)

    def __init__(self, *args: Any, colleagues: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = to_choose(colleagues)


def own_peer(request: HttpRequest, *, or_was: bool = False) -> uuid.UUID:
    """Whoever is signed in, if she is a peer supporter today; ``or_was``: also if she wrote something as one before.

    Raises Http404 for anybody else.
    """
    me: uuid.UUID = request.me.principal  # type: ignore[attr-defined]
    plays = accounts.roles_on(me, timezone.localdate()).filter(name=RoleName.PEER).exists()
    if not plays and not (or_was and queries.wrote(me)):
        raise Http404
    return me


def back(**more: Any) -> dict[str, Any]:
    """Where these forms lead: the page of peer support."""
    there = reverse("peers")
    return {"back": there, "done": there, **more}


@writing(May.SEE_PEERS)
def peer_profile(request: HttpRequest) -> HttpResponse:
    """What she says of herself so that matching fits."""
    me = own_peer(request)
    row = queries.profile(me)
    now = {name: getattr(row, name) for name in (*TEXTS, "shown")}
    form = ProfileForm(request.POST or None, initial=now, version=row.version)

    def do(given: Given) -> Any:
        told = {name: given[name] for name in TEXTS}
        return actions.say_of_myself(
            colleague=me, base_version=base_version(given, row.version), shown=given["shown"], **told
        )

    shown = back(
        heading=_("What you say of yourself"),
        lead=_("Only what you like. No earlier version is kept, and it is no record about you."),
    )
    return handle(request, form, do, seen_by=_("whoever looks for a peer supporter with a woman"), **shown)


@writing(May.SEE_PEERS)
def peer_story(request: HttpRequest) -> HttpResponse:
    """Her own story, or nothing."""
    me = own_peer(request)
    row = queries.story(me)
    form = StoryForm(request.POST or None, initial={"story": row.story, "shown": row.shown})

    def do(given: Given) -> Any:
        return actions.say_story(colleague=me, story=given["story"], shown=given["shown"])

    shown = back(heading=_("Your own story"), lead=_("It is yours. No colleague reads it, and nobody keeps a copy."))
    return handle(request, form, do, seen_by=ONLY_YOU, **shown)


@writing(May.SEE_PEERS)
def peer_take_back(request: HttpRequest) -> HttpResponse:
    """Everything she said of herself is gone; also when she is a peer supporter no longer."""
    me = own_peer(request, or_was=True)
    asked = back(
        heading=_("Take all of it back?"), submit=_("Take back"),
        lead=_("What you said of yourself, your own story, your wellness plan, what you learn: all of it is gone."),
    )  # fmt: skip
    return confirm(request, lambda: actions.take_back(colleague=me), **asked)


@writing(May.SEE_PEERS)
def peer_rest(request: HttpRequest) -> HttpResponse:
    """Nobody new for now, or somebody again."""
    me = own_peer(request)
    form = OnOrPause(request.POST or None, paused=queries.profile(me).resting)
    if form["wanted"].value() == ON:
        asked = back(
            heading=_("Can you take somebody again?"), submit=_("Yes"), lead=_("From now on you can be found.")
        )
    else:
        asked = back(
            heading=_("Do you need a pause?"), submit=_("I need a pause"),
            lead=_("Nobody new is matched with you. Nobody asks why, no day is written down, and it is never counted."),
        )  # fmt: skip

    def do(given: Given) -> Any:
        return actions.rest(colleague=me, resting=given["wanted"] == PAUSE)

    return handle(request, form, do, **asked)


@writing(May.SEE_PEERS)
def peer_agreement(request: HttpRequest, colleague: uuid.UUID) -> HttpResponse:
    """What a peer and her supervisor agree; either writes it, the other says yes."""
    me = request.me.principal  # type: ignore[attr-defined]
    mine = me == colleague
    if mine:
        own_peer(request)
    elif not (queries.supervises() and colleague in queries.places()):
        raise Http404
    rows = list(queries.agreements(colleague))
    newest = rows[0] if rows else None
    now = {name: getattr(newest, name) for name in (*AGREED, "women_at_once", "hours_a_week")} if newest else {}
    if mine:
        known = queries.supervisors()
        offered = [each for each in colleagues(but=[me]) if uuid.UUID(each[0]) in known]
        now["other"] = str(newest.supervisor_id) if newest else ""
    else:
        offered = [each for each in colleagues() if each[0] == str(colleague)]
        now["other"] = str(colleague)
    number_now = queries.agreement_number(colleague)  # also of versions that she made with another supervisor
    form = AgreementForm(request.POST or None, initial=now, version=number_now, colleagues=offered)

    def do(given: Given) -> Any:
        told = {name: given[name] for name in (*AGREED, "women_at_once", "hours_a_week")}
        supervisor = uuid.UUID(given["other"]) if mine else me
        return actions.draft_agreement(
            colleague=colleague, supervisor=supervisor, base_number=base_version(given, number_now),
            id=given["submission"], **told, **stamp(request),
        )  # fmt: skip

    shown = back(
        heading=_("What you two agree"),
        lead=_("It stands when the other one says yes too. What stood before stands until then."),
    )
    return handle(request, form, do, seen_by=_("the two of you"), **shown)


@writing(May.SEE_PEERS)
def peer_agree(request: HttpRequest, agreement: uuid.UUID) -> HttpResponse:
    """The other one of the two looks at it and says yes."""
    row = queries.agreement(agreement)
    asked = back(
        heading=_("Do you say yes to this?"), submit=_("Yes"), template="worker/peers/agree.html",
        shown=present.agreement(row, row.recorded_by),
        lead=_("From then on it stands. Either of you can write it anew on any day."),
    )  # fmt: skip
    return confirm(request, lambda: actions.agree(agreement=row, **stamp(request)), **asked)
