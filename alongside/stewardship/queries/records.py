"""What an import finds already here; copies that were asked for; what went where it should not have gone."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from alongside.accounts.queries import colleagues
from alongside.agencies.models import Agency
from alongside.families.models import Person
from alongside.stewardship.models import Breach, CopyRequest, ImportedKey
from alongside.stewardship.rules import keys
from alongside.stewardship.rules.people import Known, folded


def known_here(*, on: date, writes: int) -> Known:
    """Colleagues and agencies by folded name, as the signed-in colleague sees them; ``writes``: what she may write."""
    people: dict[str, tuple[uuid.UUID, ...]] = {}
    for one in colleagues(on):
        people[folded(one.name)] = (*people.get(folded(one.name), ()), one.id)
    agencies = {folded(name): id_ for id_, name in Agency.objects.values_list("id", "name")}
    return Known(today=on, colleagues=people, agencies=agencies, writes=writes)


def brought_over(
    agency: uuid.UUID, kind: str, wanted: Iterable[str], *, origin: str = ""
) -> dict[str, tuple[uuid.UUID, uuid.UUID]]:
    """{key: (family, record)} of those keys that were brought over before, in one statement."""
    digests = {keys.digest(agency, origin, kind, key): key for key in wanted}
    found = ImportedKey.objects.filter(digest__in=list(digests)).values_list("digest", "family_id", "record")
    return {digests[bytes(digest)]: (family, record) for digest, family, record in found}


def seen(people: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """{person: family} of those people whom the asker may see."""
    return dict(Person.objects.filter(pk__in=list(people)).values_list("pk", "family_id"))


def copies_of(person: uuid.UUID) -> list[CopyRequest]:
    """Copies that this person asked for, the newest first; one statement."""
    return list(CopyRequest.objects.filter(person_id=person).order_by("-recorded_at", "-id"))


def copies_asked_for(*, answered: bool = False, size: int = 100) -> list[CopyRequest]:
    """Copies that wait for an answer, the oldest first (or those answered, the newest first); one statement."""
    rows = CopyRequest.objects.filter(answered_on__isnull=not answered)
    return list(rows.order_by("-answered_on", "-id")[:size] if answered else rows.order_by("recorded_at", "id")[:size])


def copy_asked_for(id: uuid.UUID) -> CopyRequest:
    """One of them. Raises CopyRequest.DoesNotExist for one that is not the asker's to see."""
    return CopyRequest.objects.get(pk=id)


def breaches(size: int = 100) -> list[Breach]:
    """What went where it should not have gone, the newest first, with its steps; two statements."""
    return list(Breach.objects.prefetch_related("steps").order_by("-found_on", "-id")[:size])


def breach(id: uuid.UUID) -> Breach:
    """One of them with its steps. Raises Breach.DoesNotExist for one that is not the asker's to see."""
    return Breach.objects.prefetch_related("steps").get(pk=id)
