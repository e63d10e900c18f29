"""Two changed one draft at once: both are kept, side by side, until somebody decides."""

from __future__ import annotations

import contextlib
import uuid
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside.consent import actions as consent
from alongside.consent.actions.agreeing import ABOUT
from alongside.consent.models import Consent
from alongside.consent.profiles.forms import names_in
from alongside.consent.rules.vocabulary import SPELLING
from alongside.consent.terms import Purpose
from alongside.pages.design.conflicts import side_by_side
from alongside.pages.design.days import date_format
from alongside.pages.design.forms import CalmForm
from alongside.pages.mother.agreements import presented
from alongside.pages.mother.agreements.door import Door, stamp
from alongside.pages.mother.agreements.listing import show
from alongside.recordkeeping import actions as recordkeeping
from alongside.recordkeeping.models import SetAside
from alongside.recordkeeping.queries import set_aside_in
from alongside.recordkeeping.rules import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: HttpRequest, door: Door, aside: uuid.UUID) -> HttpResponse:
    """What is there now, and what was ticked or written meanwhile; she chooses."""
    mine = set_aside_in(door.family).get(pk=aside)
    if mine.about != ABOUT:
        raise Http404
    draft = door.form(mine.target)
    form = CalmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("choose") == "yours":
            # Signed or put away meanwhile: what stands, stands, and what was written stays kept.
            with contextlib.suppress(Refused):
                _use(draft, mine, request)
        recordkeeping.settle(aside=mine, **stamp(request))
        return redirect(_on(door, draft))
    shown = {
        "form": form,
        "rows": side_by_side(_yours(door, mine), dict(_theirs(door, draft, mine))),
        "wrote_at": mine.recorded_at,
        "back": door.to("agreements"),
    }
    return show(request, door, "versions", shown)


def _on(door: Door, draft: Consent) -> str:
    if draft.signed_at is not None:
        return door.to("agreement", draft.pk)
    return door.to("agreements") if draft.withdrawn_at is not None else door.to("agreement_look", draft.pk)


def _use(draft: Consent, mine: SetAside, request: HttpRequest) -> None:
    """What was written stands from now on."""
    written = mine.written
    if "categories" in written:
        consent.choose(
            consent=draft, base_version=draft.version, subject=uuid.UUID(written["subject"]),
            categories=written["categories"], **stamp(request),
        )  # fmt: skip
        return
    last = written.get("last_day")
    consent.change_draft(
        consent=draft, base_version=draft.version, purpose=written.get("purpose", ""),
        last_day=date.fromisoformat(last) if last else None, open_ended=last == "",
        **stamp(request),
    )  # fmt: skip


def _kinds(bits: Any) -> str:
    names = names_in(get_language() or "en")
    return "\n".join(names[SPELLING[bit]] for bit in sorted(bits)) or _("nothing ticked")


def _day(last: date | None) -> str:
    return date_format(last, "DATE_FORMAT") if last else _("no last day")


def _yours(door: Door, mine: SetAside) -> list[tuple[str, str]]:
    written = mine.written
    if "categories" in written:
        return [(presented.name_of(door, uuid.UUID(written["subject"])), _kinds(written["categories"]))]
    rows = []
    if written.get("purpose"):
        rows.append((_("What for"), str(Purpose(written["purpose"]).label)))
    if "last_day" in written:
        rows.append((_("Until"), _day(date.fromisoformat(written["last_day"]) if written["last_day"] else None)))
    return rows


def _theirs(door: Door, draft: Consent, mine: SetAside) -> list[tuple[str, str]]:
    written = mine.written
    if "categories" in written:
        here = [line.category for line in draft.lines.all() if str(line.subject) == written["subject"]]
        return [(presented.name_of(door, uuid.UUID(written["subject"])), _kinds(here))]
    rows = []
    if written.get("purpose"):
        rows.append((_("What for"), str(Purpose(draft.purpose).label)))
    if "last_day" in written:
        rows.append((_("Until"), _day(presented.last_day(draft))))
    return rows
