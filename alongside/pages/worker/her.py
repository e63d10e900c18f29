"""What she told us about herself: words for herself, pregnancies, home, earlier children, returns to use, endings."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.enrolment import queries as enrolment
from alongside.families import queries as families
from alongside.pages.page import page
from alongside.pages.worker import earlier
from alongside.pages.worker.presented import around, doing, people
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
    woman = found.woman.id
    exposures = list(scope.exposures(found.id))
    pregnancies = [row for row in found.pregnancies if row.woman_id == woman]
    hers = [found.woman.woman] if found.knows_her else []
    person, file, *others = earlier.of(found.id, found.woman, found.family, *hers, *pregnancies)
    why, told = others[: len(hers)], others[len(hers) :]
    return {
        "file": found.family,
        "why": hers[0].her_why if hers else "",
        "why_versions": why[0] if why else [],
        "versions": person,
        "file_versions": file,
        "reads_identities": me.reads(Category.CULTURAL),
        "identities": [row for row in families.identities_of(found.id) if row.person_id == woman],
        "pregnancies": [
            present.pregnancy(row, exposures, doing.of_pregnancy(me, found, row), versions)
            for row, versions in zip(pregnancies, told, strict=True)
        ],
        "earlier": [row for row in families.earlier_children_of(found.id) if row.woman_id == woman],
        **_surroundings(me, found),
        "returns": [present.returned(row) for row in scope.within(enrolment.returns_of(woman), found)],
        "patterns": [present.pattern(row) for row in scope.within(enrolment.patterns_of(woman), found)],
        "endings": [present.ending(row) for row in enrolment.endings_of(found.id)],
    }


def _surroundings(me: Me, found: scope.File) -> dict[str, Any]:
    """Who was in her life and where they lived; lists of nothing for somebody who does not read it."""
    stays, people_in_her_life = list(families.stays_of(found.id)), list(families.relationships_of(found.id))
    recorded = accounts.names({row.recorded_by for row in (*stays, *people_in_her_life)})
    told = timezone.localdate(), recorded, partial(doing.correct_surroundings, me)
    return {"home": around.stays(stays, *told), "around": around.relationships(people_in_her_life, *told)}
