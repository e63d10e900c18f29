"""Codes with which a colleague sets up her sign-in, the first time or anew. Never a way around the second factor.

What they close and open is the database's own doing (``migrations/0004_colleague_codes.py``): pages of those who keep
accounts ask for them, the gate compares what was typed.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from alongside.accounts import rules
from alongside.accounts.actions.colleagues import call
from alongside.accounts.models import Colleague, ColleagueCode, User
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id

# How long somebody has, once the code was right, to choose a password and set up a second factor.
TIME_TO_FINISH = timedelta(minutes=30)


@dataclass(frozen=True)
class Handed:
    """A new code for whoever asked for it. ``second`` is "" while a second person has to agree and tell the rest."""

    id: uuid.UUID
    first: str
    second: str

    @property
    def acts(self) -> bool:
        """It can be used now."""
        return bool(self.second)


def hashed_half(half: str) -> str:
    """What is kept of a half: nobody can find it from this without the server's own secret."""
    return salted_hmac("alongside.accounts.colleague_codes", half, algorithm="sha256").hexdigest()


@transaction.atomic
def new_code(*, colleague: Colleague, new_password: bool, by: uuid.UUID, at: datetime) -> Handed:
    """A code for ``colleague``: her sessions end, her second factors are taken away, and she sets up a new one with it.

    ``new_password``: she chooses a password too; else she needs the one she has. Where a second person has to agree
    (a wide part, or an account that opens something without her own password) only her sessions end for now.
    Raises ProgrammingError (42501) for oneself, for somebody without a sign-in here, for other agencies.
    """
    id, first, second = new_id(), *(rules.new_half(secrets.choice) for _half in range(2))
    with connection.cursor() as cursor:
        cursor.execute(
            "select safekeeping.new_code(%s::uuid, %s::uuid, %s, %s, %s)",
            [id, colleague.id, new_password, hashed_half(first), hashed_half(second)],
        )
        acts = cursor.fetchone()[0]
    write_trail([entry("colleague code given" if acts else "colleague code asked", colleague=colleague.id)], by=by)
    return Handed(id, first, second if acts else "")


@transaction.atomic
def agree_code(*, code: ColleagueCode, by: uuid.UUID, at: datetime) -> str:
    """The second person says yes: the code acts, and she is told its other half (the answer).

    Raises ProgrammingError (42501) for whoever asked for it, whom it is for, and when it waits no longer.
    """
    second = rules.new_half(secrets.choice)
    call("agree_code(%s::uuid, %s)", code.id, hashed_half(second))
    write_trail([entry("colleague code agreed", colleague=code.colleague_id)], by=by)
    return second


@transaction.atomic
def end_code(*, code: ColleagueCode, by: uuid.UUID, at: datetime) -> None:
    """This code is not to be used. What it closed stays closed until another one is given."""
    call("end_code(%s::uuid)", code.id)
    write_trail([entry("colleague code ended", colleague=code.colleague_id)], by=by)


# --- at the gate ------------------------------------------------------------------------------------------------------

_NOBODYS = "nobody's"


def try_code(*, email: str, typed: str) -> ColleagueCode | None:
    """The code that fits this address and what was typed, or ``None``; asked by the gate.

    The same work for an address that nobody has. After ``rules.MOST_WRONG`` wrong ones a code is over.
    """
    halves, now = rules.read_halves(typed) or ("", ""), timezone.now()
    with transaction.atomic(using="gate"):
        user = User.objects.using("gate").filter(email=email.strip().lower(), is_active=True).first()
        open_now = ColleagueCode.objects.using("gate").filter(used_at=None, ended_at=None, opens_until__gt=now)
        code = open_now.select_for_update().filter(account=user.pk).first() if user else None
        hashes = (code.first, code.second) if code else (_NOBODYS, _NOBODYS)
        fits = [constant_time_compare(hashed_half(h), kept) for h, kept in zip(halves, hashes, strict=True)]
        if code is None:
            return None
        mine = ColleagueCode.objects.using("gate").filter(id=code.id)
        if all(fits):
            mine.update(given_at=now)
            return code
        mine.update(wrong=F("wrong") + 1, ended_at=now if code.wrong + 1 >= rules.MOST_WRONG else None)
        return None


def given_code(id: uuid.UUID) -> ColleagueCode | None:
    """A code that was typed right a moment ago and is not used up."""
    moment = timezone.now() - TIME_TO_FINISH
    return ColleagueCode.objects.using("gate").filter(id=id, given_at__gt=moment, used_at=None, ended_at=None).first()


def account_of(code: ColleagueCode) -> User | None:
    """The sign-in that this code sets up; ``None`` when it was switched off."""
    return User.objects.using("gate").filter(id=code.account, is_active=True).first()


def choose_password(*, user: User, password: str) -> None:
    """A password of her own, which nobody else knows."""
    user.set_password(password)
    user.save(using="gate", update_fields=["password"])


def finish_set_up(*, id: uuid.UUID, account: uuid.UUID) -> bool:
    """She has set up what she needs: the code is used up, and her account opens again. False when it fits no more."""
    with transaction.atomic(using="gate"):
        code = given_code(id)
        if code is None or code.account != account:
            return False
        used = ColleagueCode.objects.using("gate").filter(id=id, used_at=None).update(used_at=timezone.now())
        User.objects.using("gate").filter(id=account).update(awaits_code=False)
        return bool(used)
