"""Bringing answers over, question by question: people of a study as records of their own, or people already here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from alongside.assessment.actions import Brought, bring_answers
from alongside.families.models import Child, Dyad, Woman
from alongside.instruments.rules import Definition
from alongside.stewardship.actions.importing_scores import Counted, open_study
from alongside.stewardship.queries import brought_over, seen
from alongside.stewardship.rules.answers import Somebody
from alongside.stewardship.rules.problems import Problem


@transaction.atomic
def bring_people_with_answers(
    *, people: Sequence[Somebody], study: str, definition: uuid.UUID, terms: Definition, agency: uuid.UUID,
    by: uuid.UUID, at: datetime,
) -> Counted:  # fmt: skip
    """Record every time of ``people`` with its answers and scores; what is already recorded stays as it is.

    With ``study``, somebody new becomes a record of that study; without, the keys are person keys of an earlier import.
    A measure about her and a child is brought over with the child's key. Raises ProgrammingError (42501) for whoever
    may not.
    """
    outcome = Counted()
    if study:
        outcome.people = open_study(people, study, agency, by, at)
    found = brought_over(agency, "person", [person.key for person in people], origin=study)
    visible = seen(record for _, record in found.values())
    subjects = _subjects(terms.subject, visible)
    rows: list[Brought] = []
    for person in people:
        record = found[person.key][1] if person.key in found else None
        if record is None or record not in visible:
            outcome.problems.append(Problem("unknown_person", person.file, person.line, {}, person.key))
        elif record not in subjects:
            values = {"measure": terms.code}
            outcome.problems.append(Problem("about_another", person.file, person.line, values, person.key))
        else:
            child = None if terms.subject == "woman" else record
            rows += [
                Brought(visible[record], subjects[record], form.on, form.answers, form.wave, child)
                for form in person.forms.values()
            ]
    outcome.done = bring_answers(rows=rows, definition=definition, by=by, at=at)
    outcome.already = len(rows) - outcome.done
    return outcome


def _subjects(about: str, people: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """{person of the file: whom the measure is about}; somebody of another kind, or of several pairs, is not in it."""
    ids = list(people)
    if about == "woman":
        return {id: id for id in Woman.objects.filter(pk__in=ids).values_list("pk", flat=True)}
    if about == "child":
        return {id: id for id in Child.objects.filter(pk__in=ids).values_list("pk", flat=True)}
    pairs: dict[uuid.UUID, list[uuid.UUID]] = {}
    for child, pair in Dyad.objects.filter(child_id__in=ids).values_list("child_id", "pk"):
        pairs.setdefault(child, []).append(pair)
    return {child: held[0] for child, held in pairs.items() if len(held) == 1}
