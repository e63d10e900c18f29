"""Looking for a peer supporter with her, what she says and allows; the peer's yes, her contacts; a pause, a goodbye."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.care.terms import Mode, Reached
from alongside.families.models import Family
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import peers as present
from alongside.pages.worker.writing.choices import Choice, colleagues
from alongside.pages.worker.writing.fields import choose, line, number, past_day, pick, several, tick, today, words
from alongside.pages.worker.writing.handling import Given, confirm, handle, may_write, stamp, writing
from alongside.peers import actions, queries
from alongside.peers.models import PeerMatch
from alongside.peers.terms import Answer, Domain, Form, Help, How, Kind
from alongside.safekeeping.terms import Category


class WishForm(CalmForm):
    """She asked, or it was offered."""

    how = choose(gettext_lazy("How did it come up?"), How.choices, initial=How.ASKED)
    her_words = words(gettext_lazy("What she would like, in her words"), help_text=gettext_lazy("As she says it."))
    on = past_day(gettext_lazy("The day she said it"))


class AnswerForm(CalmForm):
    """What she says to somebody who is there."""

    whys: ClassVar = {"said": gettext_lazy("No reason is asked. The peer supporter never learns what was said.")}
    colleague = choose(gettext_lazy("To whom?"))
    said = choose(gettext_lazy("What does she say?"), Answer.choices)
    goes_by = line(
        gettext_lazy("If yes: under which name is the peer supporter asked?"), longest=80,
        help_text=gettext_lazy("She is told this name alone, so that she can say whether they know each other."),
    )  # fmt: skip
    on = past_day(gettext_lazy("The day she said it"))

    def __init__(self, *args: Any, offered: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = offered


class AllowForm(CalmForm):
    """Which kinds, besides the name and how to reach her."""

    versioned = True
    kinds = several(
        gettext_lazy("What may she read?"), Kind.choices,
        help_text=gettext_lazy("The name and how to reach her are always there. Nothing else needs to be."),
    )  # fmt: skip


class PeerContactForm(CalmForm):
    """Under a minute with one thumb: a tick or two, how, and save."""

    whys: ClassVar = {
        "note": gettext_lazy("About her and what helped. Nothing of your own story: that is yours and stays with you.")
    }
    sections = (
        ("", "", ("domains", "mode", "minutes", "note")),
        (gettext_lazy("More, if you like"), "", ("forms_of", "helped_with", "on", "reached")),
    )
    domains = several(gettext_lazy("What was it?"), Domain.choices)
    mode = pick(gettext_lazy("How"), Mode.choices, required=True, initial=Mode.IN_PERSON)
    minutes = number(gettext_lazy("About how many minutes"), least=0, most=1440)
    forms_of = several(gettext_lazy("Which kind of support?"), Form.choices)
    helped_with = several(gettext_lazy("Help with every day"), Help.choices)
    note = words(gettext_lazy("A few words about her"), rows=3)
    on = past_day(gettext_lazy("The day"))
    reached = choose(gettext_lazy("Were you in touch?"), Reached.choices, initial=Reached.MET)


PAUSE, ON = "pause", "on"


class OnOrPause(CalmForm):
    """One button, which carries what its page said: on an old page it does not do the opposite."""

    wanted = forms.ChoiceField(choices=[(PAUSE, PAUSE), (ON, ON)], widget=forms.HiddenInput)

    def __init__(self, *args: Any, paused: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wanted"].initial = ON if paused else PAUSE


class EndForm(CalmForm):
    """A goodbye, or without one."""

    goodbye = tick(gettext_lazy("They said goodbye to each other"))
    on = past_day(gettext_lazy("From this day on"))


def _of(family: uuid.UUID, **more: Any) -> dict[str, Any]:
    there = reverse("family_peers", args=[family])
    return {"file": family, "back": there, "done": there, **more}


def _back(request: HttpRequest, match: PeerMatch, **more: Any) -> dict[str, Any]:
    """To a peer's own page for her; to the family's for anybody else."""
    mine = match.colleague_id == request.me.principal  # type: ignore[attr-defined]
    there = reverse("peers") if mine else reverse("family_peers", args=[match.family_id])
    return {"back": there, "done": there, **more}


def _asks(request: HttpRequest) -> None:
    may_write(request, Category.PEER_SUPPORT)


@writing(May.MATCH_PEERS)
def peer_wish(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """She would like somebody, or it was offered to her."""
    _asks(request)
    file = scope.the_file(family)

    def do(given: Given) -> Any:
        told = {name: given[name] for name in ("how", "her_words", "on")}
        return actions.wish_for(
            family=Family(id=family), woman=file.woman.id, id=given["submission"], **told, **stamp(request)
        )

    shown = _of(family, heading=_("She would like a peer supporter"), lead=_("It is hers to say, and hers to let go."))
    return handle(request, WishForm(request.POST or None), do, **shown)


@writing(May.MATCH_PEERS)
def peer_wish_close(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Not just now; no reason."""
    _asks(request)
    wish = queries.wish(family, stands=request.method != "POST")
    asked = _of(
        family, heading=_("Not just now?"), submit=_("Not just now"),
        lead=_("Nobody is looked for any more. She can ask again on any day."),
    )  # fmt: skip
    return confirm(request, lambda: actions.close_wish(wish=wish, **stamp(request)), **asked)


@writing(May.MATCH_PEERS)
def peer_answer(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """She says yes, no, later or somebody else. With a yes the peer is asked."""
    _asks(request)
    file, wish = scope.the_file(family), queries.wish(family, stands=request.method != "POST")
    offered = [(str(each.colleague), present.described(each)) for each in queries.to_choose(family)]
    if wish.closed_at is not None:  # somebody was quicker: what was chosen stays to be read, and the verb says so
        offered = [each for each in colleagues() if each[0] == request.POST.get("colleague")]
    form = AnswerForm(request.POST or None, offered=offered, initial={"goes_by": file.woman.name})

    def do(given: Given) -> Any:
        of = {"wish": wish, "colleague": uuid.UUID(given["colleague"]), "on": given["on"], **stamp(request)}
        if given["said"] == Answer.YES:
            return actions.ask_peer(goes_by=given["goes_by"], id=given["submission"], **of)
        return actions.answer(said=given["said"], id=given["submission"], **of)

    shown = _of(family, heading=_("What she says"), lead=_("Read with her who is there. With a yes, she is asked."))
    return handle(request, form, do, **shown)


@writing(May.MATCH_PEERS)
def peer_allow(request: HttpRequest, family: uuid.UUID, match: uuid.UUID) -> HttpResponse:
    """What her peer supporter may read, as she says it; she can say it on her own page too."""
    _asks(request)
    row = queries.match(match)
    if row.family_id != family or row.colleague_id == request.me.principal:  # type: ignore[attr-defined]
        raise Http404
    newest = queries.newest_allowance(match)
    now = {"kinds": [str(kind) for kind in newest.kinds]} if newest else {}
    form = AllowForm(request.POST or None, initial=now, version=str(newest.pk) if newest else "")

    def do(given: Given) -> Any:
        return actions.allow(
            match=row, kinds=[int(kind) for kind in given["kinds"]], base=base_of(given), id=given["submission"],
            **stamp(request),
        )  # fmt: skip

    shown = _of(
        family, heading=_("What her peer supporter may read"),
        lead=_("Ask her, and tick what she says. It opens and closes at once. She can change it on any day."),
    )  # fmt: skip
    return handle(request, form, do, **shown)


def base_of(given: Given) -> uuid.UUID | None:
    """The row that the form showed; ``None`` while there was none."""
    try:
        return uuid.UUID(str(given.get("version") or ""))
    except ValueError:
        return None


@writing(May.SEE_PEERS)
def peer_begin(request: HttpRequest, match: uuid.UUID) -> HttpResponse:
    """The peer's own yes."""
    row = _mine(request, match)
    asked = _back(
        request, row, heading=_("Would you like to walk beside her?"), submit=_("Yes"), who=row.goes_by,
        lead=_("You are on her team from today. You read the name and how to reach her, and what she allows."),
    )  # fmt: skip
    return confirm(request, lambda: actions.begin_match(match=row, on=today(), **stamp(request)), **asked)


@writing(May.SEE_PEERS)
def peer_not(request: HttpRequest, match: uuid.UUID) -> HttpResponse:
    """Not this one; nobody asks why, and the woman is told nothing of it."""
    row = _mine(request, match)
    asked = _back(
        request, row, heading=_("Not this one?"), submit=_("Not this one"), who=row.goes_by,
        lead=_("Nobody asks why. Somebody else is looked for with her."),
    )  # fmt: skip
    return confirm(request, lambda: actions.end_match(match=row, on=today(), goodbye=False, **stamp(request)), **asked)


@writing(May.SEE_PEERS)
def peer_pause(request: HttpRequest, match: uuid.UUID) -> HttpResponse:
    """A pause between the two, or its end."""
    row = queries.match(match)
    form = OnOrPause(request.POST or None, paused=row.paused)
    if form["wanted"].value() == ON:
        told = {"heading": _("Does it go on?"), "submit": _("It goes on"), "lead": _("What she allows is open again.")}
    else:
        told = {
            "heading": _("A pause between the two?"), "submit": _("A pause"),
            "lead": _("Meanwhile only the name and how to reach her are open. It can go on on any day."),
        }  # fmt: skip
    by = request.me.principal  # type: ignore[attr-defined]

    def do(given: Given) -> Any:
        return actions.pause_match(match=row, paused=given["wanted"] == PAUSE, by=by)

    return handle(request, form, do, **_back(request, row, **told))


@writing(May.SEE_PEERS)
def peer_end(request: HttpRequest, match: uuid.UUID) -> HttpResponse:
    """It ends, at the word of either."""
    row = queries.match(match)

    def do(given: Given) -> Any:
        return actions.end_match(match=row, on=given["on"], goodbye=given["goodbye"], **stamp(request))

    shown = _back(
        request, row, heading=_("Say goodbye?"), submit=_("It ends here"),
        lead=_("Nobody asks why, and it is nobody’s fault. What is open to the peer supporter closes at once."),
    )  # fmt: skip
    return handle(request, EndForm(request.POST or None), do, **shown)


@writing(May.SEE_PEERS)
def peer_contact(request: HttpRequest, match: uuid.UUID) -> HttpResponse:
    """What the two did, in under a minute."""
    row = _mine(request, match)

    def do(given: Given) -> Any:
        told = {name: given[name] for name in ("domains", "mode", "minutes", "helped_with", "note", "on", "reached")}
        return actions.record_peer_contact(
            match=row, forms=given["forms_of"], id=given["submission"], **told, **stamp(request)
        )

    shown = _back(
        request, row, heading=_("A contact"), who=row.goes_by, prompts=present.prompts(),
        template="worker/peers/contact.html", seen_by=_("her team, as far as it is their part"),
    )  # fmt: skip
    return handle(request, PeerContactForm(request.POST or None), do, **shown)


def _mine(request: HttpRequest, match: uuid.UUID) -> PeerMatch:
    """A match of hers who is signed in. Raises PeerMatch.DoesNotExist for anybody else's."""
    row = queries.match(match)
    if row.colleague_id != request.me.principal:  # type: ignore[attr-defined]
        raise PeerMatch.DoesNotExist
    return row
