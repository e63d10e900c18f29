"""What she told us about herself: words for herself, pregnancies, home, earlier children, returns to use, endings."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.enrolment import queries as enrolment
from alongside.families import queries as families
from alongside.pages.page import page
from alongside.pages.worker import earlier
from alongside.pages.worker.presented import doing, people
from alongside.pages.worker.presented import her as present
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Category


@require_safe
@page(May.SEE_FAMILIES)
def her(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Everything she told us; a part that is not for the asker is not there."""
    found = scope.the_file(family)
    request.trail.append(entry("looked at what she told us", family=family, subject=found.woman.id))
    shown = {
        "family": family,
        "name": people.names(found).people[found.woman.id],
        "parts": doing.her(request.me, found, enrolled=_is_with_us(found)),
    }
    return TemplateResponse(request, "worker/her.html", shown | _told(request.me, found))


def _is_with_us(found: scope.File) -> bool:
    """She was ever welcomed; false for a record that was only brought over."""
    return bool(enrolment.enrolments_of(found.id).filter(person_id=found.woman.id).exists())


def _told(me: Me, found: scope.File) -> dict[str, Any]:
    woman, today = found.woman.id, timezone.localdate()
    exposures = list(scope.exposures(found.id))
    pregnancies = [row for row in found.pregnancies if row.woman_id == woman]
    hers = [found.woman.woman] if found.knows_her else []
    before = earlier.of(found.id, found.woman, found.family, *hers, *pregnancies)
    return {
        "file": found.family,
        "why": hers[0].her_why if hers else "",
        "versions": before[woman],
        "file_versions": before[found.id],
        "reads_identities": me.reads(Category.CULTURAL),
        "identities": [row for row in families.identities_of(found.id) if row.person_id == woman],
        "pregnancies": [
            present.pregnancy(row, exposures, doing.of_pregnancy(me, found, row), before[row.id]) for row in pregnancies
        ],
        "earlier": [row for row in families.earlier_children_of(found.id) if row.woman_id == woman],
        "stays": [present.stay(row) for row in families.stays_on(found.id, today)],
        "returns": [present.returned(row) for row in scope.within(enrolment.returns_of(woman), found)],
        "patterns": [present.pattern(row) for row in scope.within(enrolment.patterns_of(woman), found)],
        "endings": [present.ending(row) for row in enrolment.endings_of(found.id)],
    }
