"""She signs: by drawing, by typing her name, or by saying it while somebody hears it. A no is lifted the same way."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside.accounts import queries as accounts
from alongside.agencies import queries as agencies
from alongside.consent import actions as consent
from alongside.consent.models import Consent
from alongside.consent.terms import Effect, No, SignedHow
from alongside.pages.mother.agreements import on_paper, presented
from alongside.pages.mother.agreements.door import Door, stamp
from alongside.pages.mother.agreements.forms import LiftForAgencyForm, LiftForm, SignForAgencyForm, SignForm
from alongside.pages.mother.agreements.listing import show
from alongside.pages.mother.agreements.saving import save, sent_already


def _explained(door: Door, held: Consent) -> list[tuple[str, str]]:
    """How it was read, asked beside a worker; on her own page she reads it herself."""
    if door.hers:
        return []
    if held.giver_agency_id:
        return [
            ("herself", _("They read it themselves")),
            ("talked", _("We talked it over, line by line")),
        ]
    return [
        ("herself", _("She read it herself")),
        ("aloud", _("It was read to her")),
        ("talked", _("We talked it over, line by line")),
        ("interpreter", _("Somebody interpreted")),
    ]


def _witnesses(door: Door) -> list[tuple[str, str]]:
    """Colleagues who can have heard it; nobody on her own page, where nobody need be with her."""
    if door.hers:
        return []
    return [(str(each.pk), each.name) for each in accounts.colleagues(timezone.localdate())]


def _how_explained(door: Door, held: Consent, form: SignForm) -> str:
    if door.hers:
        return _("read on her own page")
    labels = dict(_explained(door, held))
    said = [labels[way] for way in form.cleaned_data["explained"] if way in labels]
    if form.cleaned_data.get("interpreter"):
        said.append(form.cleaned_data["interpreter"])
    return ", ".join(said)


def _signature(form: SignForm) -> dict[str, Any]:
    """What the action takes of it."""
    witness = form.cleaned_data.get("witness")
    if isinstance(form, SignForAgencyForm):
        given = form.cleaned_data
        return {
            "how": form.way, "signature": form.signature, "witness": uuid.UUID(witness) if witness else None,
            "signer_name": given["signer_name"], "signer_role": given["signer_role"],
        }  # fmt: skip
    return {
        "how": form.way,
        "signature": form.signature if form.way != SignedHow.SPOKEN else _("said aloud"),
        "witness": uuid.UUID(witness) if witness and form.way == SignedHow.SPOKEN else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, door: Door, id: uuid.UUID) -> HttpResponse:
    """Her signature under the whole text."""
    if (before := sent_already(request)) is not None:
        return before
    draft = door.draft(id)
    asks = SignForAgencyForm if draft.giver_agency_id else SignForm
    form = asks(request.POST or None, explained=_explained(door, draft), witnesses=_witnesses(door))
    if request.method == "POST" and form.is_valid():

        def do() -> Consent:
            return consent.sign(
                consent=draft, explained=_how_explained(door, draft, form), **_signature(form), **stamp(request)
            )

        if done := save(request, door, form, do, lambda made: door.to("agreement_signed", id)):
            return done
        _beside_the_question(form)
    more = {"back": door.to("agreement_look", id), "lifts": False, "by_another": door.by_another(draft)}
    return _shown(request, door, draft, form, more)


@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, door: Door, id: uuid.UUID) -> HttpResponse:
    """A no, or part of it, is lifted: what should stay closed, and her signature. Lifting opens nothing by itself."""
    if (before := sent_already(request)) is not None:
        return before
    no = door.signed(id)
    if no.effect != Effect.DENY or no.withdrawn_at is not None:
        raise Consent.DoesNotExist
    named = presented.shown(door, no, door.deciders(), timezone.now())
    lines = [
        (f"{line.subject}.{line.category}", f"{people.name}: {each.kind}")
        for people in named.people
        for each in people.lines
        for line in no.lines.all()
        if line.pk == each.id
    ]
    giver, agency = door.lifted_by(no)
    lifter = Consent(family_id=no.family_id, giver_id=giver, giver_agency_id=agency)  # as whoever would sign it
    asks = LiftForAgencyForm if agency and not door.hers else LiftForm
    form = asks(request.POST or None, lines=lines, explained=_explained(door, lifter), witnesses=_witnesses(door))
    if request.method == "POST" and form.is_valid():
        kept = [(uuid.UUID(who), int(bit)) for who, bit in (each.split(".") for each in form.cleaned_data["keep"])]

        def do() -> Consent:
            return consent.lift(
                consent=no, keep=kept, explained=_how_explained(door, lifter, form), language=no.form.language,
                **_signature(form), **stamp(request),
            )  # fmt: skip

        if done := save(request, door, form, do, lambda made: door.to("agreements")):
            return done
        _beside_the_question(form)
    more = {"back": door.to("agreement", id), "lifts": True, "by_another": door.by_another(lifter)}
    return _shown(request, door, no, form, more)


def _beside_the_question(form: SignForm) -> None:
    """A missing signature is told on top and beside the box that was meant."""
    for said in list(form.non_field_errors()):
        beside = {str(No.WITNESS_MISSING.label): "witness", str(No.SIGNER_MISSING.label): "signer_name"}.get(str(said))
        if beside in form.fields:
            del form.errors["__all__"]
            form.add_error(beside, str(said))


def _shown(request: HttpRequest, door: Door, held: Consent, form: SignForm, more: dict[str, Any]) -> HttpResponse:
    ours = agencies.programme()
    shown = {
        "form": form,
        "paper": on_paper.paper(door, held, ours.agency.name if ours else ""),
        "ways": SignedHow,
        "for_agency": isinstance(form, SignForAgencyForm),
        "drawn": request.POST.get("drawn", ""),
    }
    return show(request, door, "sign", shown | more, status=422 if form.errors else 200)
