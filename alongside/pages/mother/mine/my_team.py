"""Her team: who is there, and what they know already, so that she need not say it twice. She says who knows it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.care import actions, queries
from alongside.care.terms import KnownKind, No
from alongside.childcare import queries as childcare
from alongside.continuity import queries as continuity
from alongside.enrolment import queries as enrolment
from alongside.families.models import Person
from alongside.pages.design.days import date_format
from alongside.pages.design.forms import CalmForm
from alongside.pages.mother.mine.around import hers, show, stamp, tried
from alongside.pages.mother.mine.childs_days import since
from alongside.recordkeeping.rules import Refused

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}
# The same kinds in words said to her.
KINDS: dict[KnownKind, Any] = {
    KnownKind.HELPS: gettext_lazy("What helps me"),
    KnownKind.DOES_NOT: gettext_lazy("What does not help me"),
    KnownKind.CHILD: gettext_lazy("How my child is soothed"),
    KnownKind.TALK: gettext_lazy("How to talk with me"),
    KnownKind.TOLD: gettext_lazy("What I have told already"),
    KnownKind.NEVER: gettext_lazy("What nobody should ask me again"),
    KnownKind.OTHER: gettext_lazy("Also good to know"),
}


class Tell(CalmForm):
    """Her words, and who knows them."""

    versioned = True
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=[(each.value, words) for each, words in KINDS.items()],
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("In your words"), widget=forms.Textarea(attrs={"rows": 3, **_PLAIN}), max_length=20_000
    )
    only = forms.MultipleChoiceField(
        label=gettext_lazy("Who knows it?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nobody ticked: all of your team. Somebody ticked: only they, at once."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, team: list[tuple[str, str]], child: bool = True, anew: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["only"].choices = team  # type: ignore[attr-defined]
        if anew:
            del self.fields["kind"]
        elif not child:  # nobody asks after a child who is not with her (E-17)
            kinds = self.fields["kind"]
            kinds.choices = [each for each in kinds.choices if each[0] != KnownKind.CHILD]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class _Team:
    """Whoever is of her team today by name, but for those kept out of her file; and until when some are away."""

    names: dict[uuid.UUID, str]
    away: dict[uuid.UUID, date]  # the day after the last
    kept_out: frozenset[uuid.UUID]


def _team(herself: Person) -> _Team:
    """Three statements. A colleague's own record is not hers to read: names are asked for alone."""
    members = set(enrolment.team_on(herself.family_id, timezone.localdate()).values_list("colleague_id", flat=True))
    not_there = continuity.my_team_not_there()
    out = frozenset(id for id, each in not_there.items() if each.kept_out)
    away = {id: each.until for id, each in not_there.items() if each.until and id not in out}
    return _Team(queries.names_in_my_file(members - out), away, out)


def _there(team: _Team) -> list[tuple[str, str]]:
    """(name, that she is away and until when), by name."""
    shown = []
    for id, name in team.names.items():
        last = team.away[id] - timedelta(days=1) if id in team.away else None
        words = _("away today") if last == timezone.localdate() else _("away up to and with %(last)s")
        shown.append((name, words % {"last": date_format(last)} if last else ""))
    return sorted(shown)


@require_safe
@hers
def my_team(request: HttpRequest, herself: Person) -> HttpResponse:
    """Who is there, and what they know."""
    rows, team = queries.known_of(herself.family_id), _team(herself)
    names = queries.names_in_my_file(queries.who_in(rows)) | team.names
    known = [
        (
            seen.row.pk, KINDS[KnownKind(seen.row.kind)], seen.now, names.get(seen.now.colleague_id, ""),
            sorted(names.get(who, _("somebody")) for who in seen.now.only if who not in team.kept_out),
            bool(seen.now.only) and not set(seen.now.only) & team.names.keys(),
        )
        for seen in rows
    ]  # fmt: skip
    return show(request, herself, "my_team", {"team": _there(team), "away": bool(team.away), "known": known})


@require_http_methods(["GET", "POST"])
@hers
def my_team_tell(request: HttpRequest, herself: Person) -> HttpResponse:
    """Something that she need not say twice."""
    near = childcare.near_her(herself.family_id, since())
    form = Tell(request.POST or None, team=_choices(_team(herself).names), child=near)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def do() -> Any:
            return actions.tell_once(
                family=herself.family_id, woman=herself.id, kind=given["kind"], words=given["words"],
                only=_only(given), agreed=True, id=uuid.uuid5(given["submission"], str(herself.id)),
                **stamp(request),  # type: ignore[arg-type]
            )  # fmt: skip

        if tried(form, do, No) is not None:
            return redirect("my_team")
    return show(request, herself, "my_team_tell", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@hers
def my_team_anew(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """She says it differently, or to others. Whoever is not named any more reads it no longer."""
    seen = queries.known(herself.family_id, id)
    # Whom she named once stays in sight, also when kept out since: unticked unseen, all of her team would know it.
    team = queries.names_in_my_file(set(seen.now.only)) | _team(herself).names
    first = {"words": seen.now.words, "only": [str(who) for who in seen.now.only]}
    form = Tell(request.POST or None, team=_choices(team), anew=True, initial=first, version=seen.now.number)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        base = _number(given["version"], seen.now.number)

        def do() -> Any:
            return actions.say_known_anew(
                known=seen.row, base_version=base, words=given["words"], only=_only(given), agreed=True,
                **stamp(request),  # type: ignore[arg-type]
            )  # fmt: skip

        if tried(form, do, No) is not None:
            return redirect("my_team")
    shown = {"form": form, "kind": KINDS[KnownKind(seen.row.kind)], "now": seen.now if form.errors else None}
    return show(request, herself, "my_team_tell", shown, status=422 if form.errors else 200)


@require_POST
@hers
def my_team_right(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """She has read what somebody wrote with her, and it is right. Other words since then are shown, and asked anew."""
    row = queries.known(herself.family_id, id).row
    try:
        actions.agree_known(known=row, base_version=_number(request.POST.get("version", "")), **stamp(request))  # type: ignore[arg-type]
    except Refused:
        seen = queries.known(herself.family_id, id)
        shown = {"id": id, "kind": KINDS[KnownKind(row.kind)], "now": seen.now}
        return show(request, herself, "my_team_right", shown, status=409)
    return redirect("my_team")


@require_POST
@hers
def my_team_away(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """It is no longer shown to anybody, and nobody asks why."""
    actions.put_known_away(known=queries.known(herself.family_id, id).row, **stamp(request))  # type: ignore[arg-type]
    return redirect("my_team")


def _choices(team: dict[uuid.UUID, str]) -> list[tuple[str, str]]:
    return sorted(((str(who), name or _("somebody")) for who, name in team.items()), key=lambda each: each[1])


def _number(told: Any, otherwise: int = 0) -> int:
    """The version that was on screen; a request made by hand may hold none."""
    return int(told) if str(told).isdecimal() and len(str(told)) < 10 else otherwise


def _only(given: dict[str, Any]) -> list[uuid.UUID]:
    return [uuid.UUID(who) for who in given["only"]]
