"""What she told us about herself: words for herself, pregnancies, home, earlier children, returns to use, endings."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.enrolment import queries as enrolment
from alongside.families import queries as families
from alongside.pages.page import page
from alongside.pages.worker import earlier
from alongside.pages.worker.days import Showing, showing
from alongside.pages.worker.presented import around, doing, people
from alongside.pages.worker.presented import her as present
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Category


@require_safe
@page(May.SEE_FAMILIES)
def her(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Everything she told us, today or as of a day; a part that is not for the asker is not there."""
    asked = showing(request)
    found = scope.the_file(family, asked.known_at)
    request.trail.append(entry("looked at what she told us", family=family, subject=found.woman.id))
    shown = {
        "family": family,
        "showing": asked,
        "name": people.names(found).people[found.woman.id],
        "parts": {} if asked.past else doing.her(request.me, found, enrolled=_is_with_us(found)),
    }
    told = _told(request.me, found, asked)
    said = (value for value in told.values() if isinstance(value, list | str))
    shown["nothing"] = asked.past and not any(said) and not told["around"].stands and not told["home"].stands
    return TemplateResponse(request, "worker/her.html", shown | told)


def _is_with_us(found: scope.File) -> bool:
    """She was ever welcomed; false for a record that was only brought over."""
    return bool(enrolment.enrolments_of(found.id).filter(person_id=found.woman.id).exists())


def _told(me: Me, found: scope.File, asked: Showing) -> dict[str, Any]:
    woman = found.woman.id
    identities = [row for row in families.identities_of(found.id) if row.person_id == woman and asked.had(row)]
    before = [row for row in families.earlier_children_of(found.id) if row.woman_id == woman and asked.had(row)]
    returns = scope.within(enrolment.returns_of(woman), found)
    patterns = scope.within(enrolment.patterns_of(woman), found)
    return {
        **_in_her_words(me, found, asked),
        "reads_identities": me.reads(Category.CULTURAL),
        "identities": identities,
        "earlier": before,
        **_surroundings(me, found, asked),
        "returns": [present.returned(row) for row in returns if asked.had(row, row.on)],
        "patterns": [present.pattern(row) for row in patterns if asked.had(row, row.during.lower)],
        "endings": [present.ending(row) for row in enrolment.endings_of(found.id) if asked.had(row, row.on)],
    }


def _in_her_words(me: Me, found: scope.File, asked: Showing) -> dict[str, Any]:
    """What was written over when she said it anew: as it stands, with what stood before; or as it stood on the day."""
    exposures = [row for row in scope.exposures(found.id) if asked.knew(row)]
    pregnancies = [
        row for row in found.pregnancies if row.woman_id == found.woman.id and present.was_there(row, asked.day)
    ]
    hers = [found.woman.woman] if found.knows_her else []
    records = [found.family, *hers, *pregnancies]
    if asked.written_by:
        stood = earlier.stood(found.id, asked.written_by, *records)
        here = asked.day >= found.family.opened_on  # before that, nothing of it was said
        return {
            "file_name": stood[0]["name"] if here else "",
            "why": stood[1]["her_why"] if hers and here else "",
            "pregnancies": [
                present.pregnancy(row, exposures, stood=then, day=asked.day)
                for row, then in zip(pregnancies, stood[len(hers) + 1 :], strict=True)
            ],
        }
    person, file, *others = earlier.of(found.id, found.woman, *records)
    why, told = others[: len(hers)], others[len(hers) :]
    return {
        "file_name": found.family.name,
        "why": hers[0].her_why if hers else "",
        "why_versions": why[0] if why else [],
        "versions": person,
        "file_versions": file,
        "pregnancies": [
            present.pregnancy(row, exposures, doing.of_pregnancy(me, found, row), versions)
            for row, versions in zip(pregnancies, told, strict=True)
        ],
    }


def _surroundings(me: Me, found: scope.File, asked: Showing) -> dict[str, Any]:
    """Who was in her life and where they lived; lists of nothing for somebody who does not read it."""
    stays, people_in_her_life = list(families.stays_of(found.id)), list(families.relationships_of(found.id))
    recorded = accounts.names({row.recorded_by for row in (*stays, *people_in_her_life)})
    told = asked, recorded, partial(doing.correct_surroundings, me) if not asked.past else lambda row: ""
    return {"home": around.stays(stays, *told), "around": around.relationships(people_in_her_life, *told)}
