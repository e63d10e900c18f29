"""What she agreed to, what she keeps from whom, and who decides for each child: as far as the asker may see it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from alongside.agencies import queries as agencies
from alongside.consent.models import Consent, ConsentLine, Disclosure, Form, OutsideWorker
from alongside.consent.profiles import shipped
from alongside.consent.rules.agreeing import Decider
from alongside.consent.terms import Effect
from alongside.families.models import Person
from alongside.families.rules import age
from alongside.families.terms import PersonKind


def form_for(kind: str, language: str, profile: str = "") -> Form | None:
    """The newest form of this kind in this language, under the programme's law unless ``profile`` names another."""
    if not profile:
        programme = agencies.programme()
        profile = programme.jurisdiction if programme else ""
    return Form.objects.filter(kind=kind, profile=profile, language=language).order_by("-version").first()


def _whole(found: QuerySet[Consent]) -> QuerySet[Consent]:
    newer = Consent.objects.filter(replaces=OuterRef("pk"), signed_at__isnull=False)
    lines = ConsentLine.objects.order_by("subject", "category")
    return (
        found.select_related("form", "agency", "colleague", "colleague__agency", "giver", "giver_agency", "witness")
        .annotate(replaced=Exists(newer))
        .prefetch_related(Prefetch("lines", lines))
    )


def agreements_of(family: uuid.UUID) -> list[Consent]:
    """Every form of this family with its lines, drafts included, the newest first; two statements.

    Each has ``replaced``: a newer signed one stands in its place.
    """
    return list(_whole(Consent.objects.filter(family_id=family)).order_by("-recorded_at", "-id"))


def agreement(family: uuid.UUID, id: uuid.UUID) -> Consent:
    """One form of this family. Raises Consent.DoesNotExist for one that is hidden, of another family, or not there."""
    return _whole(Consent.objects.filter(family_id=family)).get(pk=id)


def deciders(family: uuid.UUID, day: date, people: Iterable[Person]) -> dict[uuid.UUID, Decider]:
    """Who decides on ``day`` what may be told about each of these people: grown-ups themselves, for a child whoever
    holds the right that day (D-31); a child who is of age, or holds it itself, decides alone. One statement."""
    programme = agencies.programme()
    profile = shipped().get(programme.jurisdiction) if programme else None
    own_age = profile.own_age if profile else None
    with connection.cursor() as cursor:
        cursor.execute("select child, holder, agency from safekeeping.who_decides(%s::uuid, %s::date)", [family, day])
        rights = {child: Decider(holder, agency) for child, holder, agency in cursor.fetchall()}
    found = {}
    for person in people:
        of_age = person.kind != PersonKind.CHILD or (
            own_age is not None
            and person.born_on is not None
            and person.born_on <= day
            and age(person.born_on, day).years >= own_age
        )
        found[person.pk] = Decider(person.pk) if of_age else rights.get(person.pk, Decider())
    return found


def outside_workers(family: uuid.UUID, day: date) -> list[OutsideWorker]:
    """Who at other agencies works with whom of this family on ``day``, by name."""
    found = OutsideWorker.objects.filter(family_id=family, during__contains=day)
    return list(found.select_related("colleague", "colleague__agency").order_by("recorded_at", "id"))


def outside_worker(family: uuid.UUID, id: uuid.UUID) -> OutsideWorker:
    """One of them, on whatever day. Raises OutsideWorker.DoesNotExist for one that is hidden or not there."""
    return OutsideWorker.objects.select_related("colleague", "colleague__agency").get(family_id=family, pk=id)


def noes_against(family: uuid.UUID, giver: uuid.UUID, day: date) -> list[Consent]:
    """What she keeps from whom today, and what somebody who decided for her child keeps: signed, not lifted."""
    about = ConsentLine.objects.filter(consent=OuterRef("pk"), subject=giver)
    found = Consent.objects.filter(
        Q(giver_id=giver) | Exists(about),
        withdrawn_at=None,
        family_id=family,
        effect=Effect.DENY,
        signed_at__isnull=False,
    ).filter(during__contains=day)
    return list(_whole(found).order_by("recorded_at", "id"))


def all_seen(consent: uuid.UUID) -> bool:
    """Does the asker see every line of this form? One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select safekeeping.lines_on(%s::uuid) ="
            " (select count(*) from consent_consentline where consent_id = %s::uuid)",
            [consent, consent],
        )
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True)
class Left:
    """Something that left under an agreement: when, how, to whom."""

    at: datetime
    kind: str
    recipient: str


def left_under(family: uuid.UUID, consents: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Left]]:
    """What left under each of these agreements, the newest first; one statement."""
    found: dict[uuid.UUID, list[Left]] = {}
    rows = Disclosure.objects.filter(family_id=family, consent_id__in=list(consents)).order_by("-recorded_at", "-id")
    for row in rows:
        assert row.consent_id is not None
        found.setdefault(row.consent_id, []).append(Left(row.recorded_at, row.kind, row.recipient))
    return found
