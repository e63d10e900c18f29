"""Try it: exactly what they would see today, as they would see it. Nothing is shared by trying.

The draft is in force for as long as the questions of the recipient's own page are asked, with a token of somebody like
her, and taken back before anything leaves (``consent.actions.trying``).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import ProgrammingError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.access.outside import or_nothing
from alongside.accounts.models import Colleague
from alongside.accounts.terms import PARTS
from alongside.agencies import queries as agencies
from alongside.agencies.models import Agency
from alongside.agencies.terms import OURS
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.models import Consent
from alongside.consent.profiles.forms import names_in
from alongside.consent.rules.vocabulary import SPELLING
from alongside.consent.terms import Effect, FormKind, RecipientKind
from alongside.families.models import Person
from alongside.families.terms import PersonKind
from alongside.pages.design.shared import PartShown, law_words, notice, parts
from alongside.pages.mother.agreements import recipients
from alongside.pages.mother.agreements.door import Door, stamp
from alongside.pages.mother.agreements.listing import show
from alongside.recordkeeping.actions import entry

NOT_ALLOWED = "42501"


@dataclass(frozen=True)
class Candidate:
    """Somebody who would see it: a person there who works with her, or (``like`` is None) anybody at an agency."""

    key: str
    words: str
    agency: Agency
    like: uuid.UUID | None


@dataclass(frozen=True)
class Seen:
    """What the recipient's page of one person would show.

    ``open``: that page is there at all. ``hidden``: kinds that they would see and whoever tries it does not read.
    """

    name: str
    kind: str
    open: bool
    parts: tuple[PartShown, ...]
    more: bool
    hidden: tuple[str, ...]


def can_try(draft: Consent) -> bool:
    """There is somebody outside whose page it would change, and something is ticked."""
    agency = recipients.agency_of(draft)
    sharing = draft.form.kind in (FormKind.SHARING, FormKind.KEEPING_FROM)
    return sharing and (agency is None or agency.kind not in OURS) and bool(draft.lines.all())


@require_safe
def try_it(request: HttpRequest, door: Door, id: uuid.UUID) -> HttpResponse:
    """Whose eyes, and what they would see."""
    draft = door.draft(id)
    if not can_try(draft):
        raise Http404
    whose = _candidates(door, draft)
    chosen = next((each for each in whose if each.key == request.GET.get("as", "")), whose[0] if whose else None)
    tried = entry("tried an agreement", family=door.family, subject=draft.giver_id, agreement=id)
    request.trail.append(tried)  # type: ignore[attr-defined]
    here = door.to("agreement_try", id)
    shown = {
        "whose": [(each.words, f"{here}?as={each.key}", each is chosen) for each in whose],
        "who": chosen.words if chosen else "",
        "seen": _seen(request, door, draft, chosen) if chosen else [],
        "notice": law_words(notice()),
        "no": draft.effect == Effect.DENY,
        "back": door.to("agreement_look", id),
    }
    return show(request, door, "try", shown)


def _candidates(door: Door, draft: Consent) -> list[Candidate]:
    """The one who is named; else those there who work with somebody on the form, by name, and then anybody there."""
    if draft.colleague is not None:
        return [_known(draft.colleague)]
    named = {line.subject for line in draft.lines.all()}
    workers = [each for each in queries.outside_workers(door.family, timezone.localdate()) if each.person_id in named]
    found = [_known(worker.colleague) for worker in recipients.workers_there(workers, draft)]
    agency = recipients.agency_of(draft)
    if draft.recipient_kind == RecipientKind.AGENCY and agency is not None:
        found.append(_anybody(door, agency))
    elif draft.recipient_kind == RecipientKind.CLASS:
        there = [each for each in agencies.outside() if recipients.in_class(draft.recipient_class, each)]
        found += [_anybody(door, each) for each in there]
    return found


def _known(colleague: Colleague) -> Candidate:
    words = f"{colleague.name}, {colleague.agency.name}"
    return Candidate(f"person-{colleague.pk}", words, colleague.agency, colleague.pk)


def _anybody(door: Door, agency: Agency) -> Candidate:
    """Nobody there is known by name, or she wants to see what the next one would: anybody who is given her name."""
    if door.hers:
        words = _("Somebody at %(agency)s who works with you") % {"agency": agency.name}
    else:
        words = _("Somebody at %(agency)s who works with her") % {"agency": agency.name}
    return Candidate(f"agency-{agency.pk}", words, agency, None)


def _seen(request: HttpRequest, door: Door, draft: Consent, chosen: Candidate) -> list[Seen]:
    """The recipient's page of each person on the form, through the same questions that her page asks."""
    people = {person.pk: person for person in _on_the_form(door, draft)}
    called = {id: person.name or _("No name given") for id, person in people.items()}
    names, found = names_in(get_language() or "en"), []
    try:
        with transaction.atomic(), consent.trying(
            consent=draft, agency=chosen.agency.pk, like=chosen.like,
            reads=PARTS[recipients.role_at(chosen.agency)].reads, people=called, **stamp(request),
        ) as tried:  # fmt: skip
            for id, person in people.items():
                held = or_nothing(id, timezone.localdate())
                hidden = tuple(names[SPELLING[bit]] for bit in SPELLING if tried.beyond.get(id, 0) >> bit & 1)
                shown = tuple(parts(held.found, id)) if held else ()
                found.append(
                    Seen(
                        held.who.known_as if held else called[id],
                        _("child") if person.kind == PersonKind.CHILD else _("woman"),
                        held is not None,
                        shown,
                        bool(held and held.found.older),
                        hidden,
                    )
                )
    except ProgrammingError as no:
        if getattr(no.__cause__, "sqlstate", "") != NOT_ALLOWED:
            raise
        raise Http404 from no
    return found


def _on_the_form(door: Door, draft: Consent) -> list[Person]:
    """Whom the form is about."""
    named = {line.subject for line in draft.lines.all()}
    return [person for person in door.people if person.pk in named]
