"""Named questions about accounts."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import UTC, date, datetime

from allauth.mfa.models import Authenticator
from django.db import connection, connections
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from alongside.accounts.models import Colleague, ColleagueCode, HerPage, ProposedRole, Role, User
from alongside.agencies.terms import OURS
from alongside.recordkeeping.rules import fold
from alongside.safekeeping.models import Principal
from alongside.safekeeping.terms import Kind


def principals_of(account: uuid.UUID) -> list[tuple[uuid.UUID, str, str]]:
    """As whom this account may sign in: (principal, kind, name), asked by the gate."""
    with connections["gate"].cursor() as cursor:
        cursor.execute("select id, kind, name from safekeeping.principals_of(%s::uuid)", [account])
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]


def principals_at(account: uuid.UUID, agency: uuid.UUID, kind: str) -> list[tuple[uuid.UUID, str, str]]:
    """As whom of this kind this account may sign in at one agency: (principal, kind, name), asked by the gate."""
    with connections["gate"].cursor() as cursor:
        cursor.execute(
            "select id, kind, name from safekeeping.principals_of(%s::uuid) where agency = %s::uuid and kind = %s",
            [account, agency, kind],
        )
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]


def colleagues(on: date) -> QuerySet[Colleague]:
    """Who works here on ``on``, by name."""
    return Colleague.objects.filter(agency__kind__in=OURS).exclude(left_on__lte=on).order_by("name")


def outside(on: date) -> QuerySet[Colleague]:
    """Who works at an agency we work with on ``on``, by agency and name, with the part each plays as ``part``."""
    held = Role.objects.filter(colleague_id=OuterRef("id"), during__contains=on).order_by("recorded_at")
    found = Colleague.objects.exclude(agency__kind__in=OURS).exclude(left_on__lte=on).select_related("agency")
    return found.annotate(part=Subquery(held.values("name")[:1])).order_by("agency__name", "name", "id")


def somebody_outside(id: uuid.UUID) -> Colleague:
    """Somebody who works at an agency we work with. Raises Colleague.DoesNotExist for anybody else."""
    return Colleague.objects.exclude(agency__kind__in=OURS).select_related("agency").get(id=id, left_on=None)


def roles_on(colleague: uuid.UUID, day: date) -> QuerySet[Role]:
    """The parts she plays on ``day``."""
    return Role.objects.filter(colleague_id=colleague, during__contains=day)


def waiting() -> QuerySet[ProposedRole]:
    """Wide parts that wait for a second person, oldest first; only those who keep accounts see any."""
    return ProposedRole.objects.filter(settled_at=None).select_related("colleague").order_by("recorded_at", "id")


def address_of_proposed(proposed: uuid.UUID) -> str:
    """The address with which she signs in who would get this part; "" when she has no sign-in."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.address_of_proposed(%s::uuid)", [proposed])
        return str(cursor.fetchone()[0] or "")


# What a page may know of a code: that it is there, and what became of it.
_OF_CODES = (
    "id", "recorded_at", "recorded_by", "colleague", "new_password", "by_two", "agreed_by", "opens_until", "used_at",
    "ended_at",
)  # fmt: skip


def codes() -> QuerySet[ColleagueCode]:
    """Codes that wait for a second person or can still be used, oldest first; for whoever keeps accounts."""
    waits = Q(opens_until=None) | Q(opens_until__gt=timezone.now())
    rows = ColleagueCode.objects.filter(waits, used_at=None, ended_at=None).select_related("colleague")
    return rows.only(*_OF_CODES, "colleague__name").order_by("recorded_at", "id")


def sign_ins() -> dict[uuid.UUID, bool]:
    """Colleagues here who have a sign-in, and whether it waits for a code; empty for whoever keeps no accounts."""
    with connection.cursor() as cursor:
        cursor.execute("select colleague, awaits_code from safekeeping.sign_ins()")
        return dict(cursor.fetchall())


def at_their_agency() -> set[uuid.UUID]:
    """Who of the people outside signs in at her agency, and not here; empty for whoever keeps no accounts."""
    with connection.cursor() as cursor:
        cursor.execute("select colleague from safekeeping.sign_ins_there()")
        return {row[0] for row in cursor.fetchall()}


def address_of(colleague: uuid.UUID) -> str:
    """The address with which a colleague signs in, for whoever keeps accounts; "" when she has no sign-in."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.address_of(%s::uuid)", [colleague])
        return str(cursor.fetchone()[0] or "")


def worked_here(email: str) -> uuid.UUID | None:
    """The colleague who worked here before and signs in with this address, if it opens nothing today."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.worked_here(%s)", [email.strip().lower()])
        return cursor.fetchone()[0]


def by_address(email: str) -> Colleague | None:
    """Who works here and signs in with this address; for commands at the machine."""
    user = User.objects.filter(email=email.strip().lower()).first()
    held = Principal.objects.filter(account=user.pk, kind=Kind.STAFF, active=True).first() if user else None
    return Colleague.objects.filter(id=held.id).first() if held else None


def worked_before(on: date) -> QuerySet[Colleague]:
    """Who worked here before ``on`` and does no more, by name."""
    return Colleague.objects.filter(left_on__lte=on).order_by("name", "id")


def names(ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Display names of colleagues by id, in one query; people who are hidden from the asker are left out."""
    return dict(Colleague.objects.filter(id__in=ids).values_list("id", "name")) if ids else {}


def had_factor_before(account: uuid.UUID, instant: float) -> bool:
    """This account had a second factor already at ``instant`` (seconds since 1970): it should have been asked."""
    return Authenticator.objects.filter(user_id=account, created_at__lt=datetime.fromtimestamp(instant, UTC)).exists()


def her_page(person: uuid.UUID) -> HerPage | None:
    """Her own page, as far as the asker may know of it; ``None`` when there never was one. One statement."""
    return HerPage.objects.filter(person=person).first()


def her_sign_in(called: str) -> User | None:
    """The sign-in of a woman by the name she chose; asked by the gate."""
    return User.objects.using("gate").filter(called=fold(called), is_active=True).first() if called.strip() else None


def her_factors(account: uuid.UUID) -> dict[str, int]:
    """How many second ways of each kind she has ("totp", "webauthn", "recovery_codes"); asked by the gate."""
    rows = Authenticator.objects.using("gate").filter(user_id=account).values_list("type", flat=True)
    return dict(Counter(rows))


def account(id: uuid.UUID) -> User:
    """One sign-in of a woman, asked by the gate. Raises User.DoesNotExist for any other."""
    return User.objects.using("gate").get(pk=id, email=None)


def sign_in_of(account: uuid.UUID | None) -> User | None:
    """A colleague's sign-in, asked by the gate; ``None`` for somebody who has none (as in a practice programme)."""
    if account is None:
        return None
    return User.objects.using("gate").filter(pk=account, is_active=True, email__isnull=False).first()
