"""One thing on each page: what for, about whom, what, until when; then all of it at once. Each page is kept at once."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.access import scope
from alongside.agencies import queries as agencies
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.models import Consent
from alongside.consent.profiles.forms import read
from alongside.consent.terms import Effect, FormKind, Purpose
from alongside.families.rules import add_months
from alongside.pages.design.days import date_format
from alongside.pages.mother.agreements import choosing, on_paper, presented, recipients
from alongside.pages.mother.agreements.door import Door, stamp
from alongside.pages.mother.agreements.forms import NO_END, OWN_DAY, KindsForm, PurposeForm, UntilForm
from alongside.pages.mother.agreements.listing import show
from alongside.pages.mother.agreements.saving import save, sent_already, version_of
from alongside.pages.mother.agreements.trying import can_try

OFFERED = [
    Purpose.CARE,
    Purpose.CARE_COORDINATION,
    Purpose.PAYMENT,
    Purpose.FAMILY_COURT,
    Purpose.COURT_REPORT,
]


@require_http_methods(["GET", "HEAD", "POST"])
def purpose(request: HttpRequest, door: Door, id: uuid.UUID) -> HttpResponse:
    """What it is for; for anything but their daily work they get it in a letter alone."""
    if (before := sent_already(request)) is not None:
        return before
    draft = door.draft(id)
    if draft.form.kind != FormKind.SHARING:
        raise Http404
    chosen = {"purpose": draft.purpose} if draft.version > 1 else {}  # a fresh draft has nothing chosen
    form = PurposeForm(request.POST or None, purposes=_purposes(draft), version=draft.version, initial=chosen)
    if request.method == "POST" and form.is_valid():

        def do() -> Any:
            return consent.change_draft(
                consent=draft, base_version=version_of(form, draft.version), purpose=form.cleaned_data["purpose"],
                **stamp(request),
            )  # fmt: skip

        if done := save(request, door, form, do, lambda made: door.to("agreement_people", id)):
            return done
    shown = {
        "form": form,
        "heading": _("What is it for?"),
        "lead": _("They may use it for this and for nothing else."),
        "back": door.to("agreements"),
        "submit": _("Next"),
        "said": recipients.recipient(draft),
    }
    return show(request, door, "step", shown, status=422 if form.errors else 200)


def _purposes(draft: Consent) -> list[tuple[str, str]]:
    """Their daily work first; what is for a letter alone says so."""
    words, agency = read(draft.form.text).purposes, recipients.agency_of(draft)
    daily = recipients.standing_purpose(agency) if agency else Purpose.CARE
    found = []
    for each in sorted(OFFERED, key=lambda p: p != daily):
        if each in (Purpose.CARE, Purpose.CARE_COORDINATION) and each != daily:
            continue
        said = words.get(each, str(each.label))
        said = said[:1].upper() + said[1:]
        if each != daily:
            said = _("%(purpose)s (only in a letter, not on their screen)") % {"purpose": said}
        found.append((each.value, said))
    return found


@require_safe
def people(request: HttpRequest, door: Door, id: uuid.UUID) -> HttpResponse:
    """About whom: herself, and each child she decides for today. Of the others it says who decides."""
    draft = door.draft(id)
    deciders = door.deciders()
    named = {agency.pk: agency.name for agency in scope.partners()}
    everybody = choosing.about_whom(door, draft, deciders, named)
    shown = {
        "mine": [each for each in everybody if each.hers],
        "not_mine": [each for each in everybody if not each.hers],
        "no": draft.effect == Effect.DENY,
        "said": recipients.recipient(draft),
        "on": door.to("agreement_until", id),
        "back": door.to("agreement_purpose", id) if draft.form.kind == FormKind.SHARING else door.to("agreements"),
    }
    return show(request, door, "people", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def kinds(request: HttpRequest, door: Door, id: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """What they may see about this person: each kind with what is seen and what is not; special ones each apart."""
    if (before := sent_already(request)) is not None:
        return before
    draft, somebody = door.draft(id), door.person(person)
    if door.deciders()[person] != draft.decider or (draft.giver_agency_id and person != draft.giver_id):
        raise Http404
    here = {line.category for line in draft.lines.all() if line.subject == person}
    usual, apart = choosing.kinds(draft, somebody, here)
    form = KindsForm(request.POST or None, kinds=[each.value for each in (*usual, *apart)], version=draft.version)
    if request.method == "POST" and form.is_valid():

        def do() -> Any:
            return consent.choose(
                consent=draft, base_version=version_of(form, draft.version), subject=person,
                categories=[int(bit) for bit in form.cleaned_data["kinds"]], **stamp(request),
            )  # fmt: skip

        if done := save(request, door, form, do, lambda made: door.to("agreement_people", id)):
            return done
    if request.method == "POST":  # what was ticked stays ticked
        usual, apart = choosing.kinds(draft, somebody, {int(b) for b in request.POST.getlist("kinds") if b.isdecimal()})
    no = draft.effect == Effect.DENY
    name = presented.name_of(door, person)
    shown = {
        "form": form,
        "usual": usual,
        "apart": apart,
        "no": no,
        "name": name,
        "herself": draft.of_herself(person),
        "said": recipients.recipient(draft),
        "language": draft.form.language,
        "back": door.to("agreement_people", id),
    }
    return show(request, door, "kinds", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def until(request: HttpRequest, door: Door, id: uuid.UUID) -> HttpResponse:
    """The last day. A few are offered, none is chosen beforehand."""
    if (before := sent_already(request)) is not None:
        return before
    draft = door.draft(id)
    form = UntilForm(request.POST or None, days=_days(draft), version=draft.version, initial=_initial(draft))
    if request.method == "POST" and form.is_valid():
        chosen = form.last_day

        def do() -> Any:
            if chosen is None:
                return consent.change_draft(
                    consent=draft, base_version=version_of(form, draft.version), open_ended=True, **stamp(request)
                )
            return consent.change_draft(
                consent=draft, base_version=version_of(form, draft.version), last_day=chosen, **stamp(request)
            )

        if done := save(request, door, form, do, lambda made: door.to("agreement_look", id)):
            return done
    shown = {
        "form": form,
        "heading": _("Until when?"),
        "lead": _("The whole last day counts. You can take it back before, on any day."),
        "back": door.to("agreement_people", id),
        "submit": _("Next"),
        "said": recipients.recipient(draft),
    }
    return show(request, door, "step", shown, status=422 if form.errors else 200)


def _days(draft: Consent) -> list[tuple[str, str]]:
    """A quarter of what is usual for such a form, half of it, all of it; a no may also go on without an end."""
    today = timezone.localdate()
    usual = read(draft.form.text).months
    found = []
    for months in sorted({usual // 4, usual // 2, usual} - {0}):
        day = add_months(today, months)
        said = ngettext("%(n)d month, until %(day)s", "%(n)d months, until %(day)s", months)
        found.append((day.isoformat(), said % {"n": months, "day": date_format(day, "DATE_FORMAT")}))
    if draft.effect == Effect.DENY:
        found.append((NO_END, _("No last day: until I lift it")))
    return found


def _initial(draft: Consent) -> dict[str, Any]:
    """What she chose before, when she comes back to it."""
    last = presented.last_day(draft)
    if last is None:
        return {}
    offered = {value for value, _said in _days(draft)}
    if last.isoformat() in offered:
        return {"until": last.isoformat()}
    return {"until": OWN_DAY, "own": last}


@require_safe
def look(request: HttpRequest, door: Door, id: uuid.UUID) -> HttpResponse:
    """All of it on one page, as it will be signed; what is still missing; what they would see today."""
    draft = door.draft(id)
    deciders, today = door.deciders(), timezone.localdate()
    ours = agencies.programme()
    last = presented.last_day(draft)
    lines = list(draft.lines.all())
    crossing = recipients.crosses(draft, queries.noes_against(door.family, draft.giver_id, today))
    not_hers = [line for line in lines if not presented.decides(draft, line.subject, deciders)]
    missing = [
        said
        for said, so in (
            (_("Nothing is ticked yet."), not lines and not draft.replaces_id),
            (_("The last day is not chosen yet."), last is None and draft.effect == Effect.PERMIT),
            (_("The last day is over."), last is not None and last < today),
            (_("Somebody else decides this for one of them now. Please take those lines out."), bool(not_hers)),
        )
        if so
    ]
    shown = {
        "paper": on_paper.paper(door, draft, ours.agency.name if ours else ""),
        "no": draft.effect == Effect.DENY,
        "missing": missing,
        "crossing": [(recipients.recipient(no), kinds, door.to("agreement", no.pk)) for no, kinds in crossing],
        "to": {
            name: door.to(f"agreement_{name}", id)
            for name in ("people", "until", "try", "sign", "put_away", "purpose", "copy")
        },
        "has_purpose": draft.form.kind == FormKind.SHARING,
        "can_try": can_try(draft),
        "soon": last is not None and last - today < timedelta(days=7),
        "aside": None,
    }
    return show(request, door, "look", shown)


@require_POST
def put_away(request: HttpRequest, door: Door, id: uuid.UUID) -> HttpResponse:
    """She does not want it."""
    consent.put_away(consent=door.draft(id), **stamp(request))
    return redirect(door.to("agreements"))
