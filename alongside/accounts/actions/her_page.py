"""A woman's own page: opened in person with a worker, with nothing that somebody else could know of her.

Two kinds of code, both random, both kept as a keyed hash alone. A *set-up code* opens the page for the first time, or
anew: her worker gives it to her in person, it lasts for half an hour and works once. A *sign-in code* is the second
step of signing in, beside her own words, for a woman who has no app, no key and no paper with codes.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import connection, connections, transaction
from django.utils.crypto import salted_hmac

from alongside.accounts import queries
from alongside.accounts.actions.colleagues import call, keep_capacity, keep_principal
from alongside.accounts.actions.sessions import end_sessions
from alongside.accounts.models import HerPage, User
from alongside.accounts.rules import LETTERS, plain_code
from alongside.accounts.terms import CodePurpose, No, PageState
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused, fold
from alongside.safekeeping.terms import Kind

LASTS = {CodePurpose.SET_UP: timedelta(minutes=30), CodePurpose.SIGN_IN: timedelta(hours=24)}


@dataclass(frozen=True)
class Code:
    """A code as it is shown once, and the instant after which it opens nothing."""

    text: str
    until: datetime


@dataclass(frozen=True)
class SetUp:
    """A page that was set up: the account behind it, and whether a worker has to look first."""

    account: uuid.UUID
    held: bool


def hashed_code(text: str) -> bytes:
    """What is kept of a code: nobody can find it from this without the server's own secret."""
    return salted_hmac("alongside.accounts.her_page", plain_code(text), algorithm="sha256").digest()


def _new_code(purpose: str) -> str:
    """A fresh code: twelve letters and figures for setting up (59 bits), eight figures for the second step."""
    if purpose == CodePurpose.SET_UP:
        text = "".join(secrets.choice(LETTERS) for _ in range(12))
        return "-".join((text[:4], text[4:8], text[8:]))
    text = "".join(secrets.choice("0123456789") for _ in range(8))
    return f"{text[:4]} {text[4:]}"


@transaction.atomic
def make_her_code(*, family: uuid.UUID, person: uuid.UUID, purpose: str, by: uuid.UUID, at: datetime) -> Code:
    """A code for her, shown once; an earlier one of the same purpose opens nothing from now on.

    Raises ``Refused`` (``page_not_open``) for a sign-in code while her page is not open, ProgrammingError (42501) for
    whoever does not work with the whole file.
    """
    text, id = _new_code(purpose), new_id()
    if purpose == CodePurpose.SIGN_IN and not HerPage.objects.filter(person=person, state=PageState.OPEN).exists():
        raise Refused(No.PAGE_NOT_OPEN)
    with connection.cursor() as cursor:
        cursor.execute(
            "select safekeeping.make_her_code(%s::uuid, %s::uuid, %s::uuid, %s, %s, make_interval(secs => %s))",
            [id, family, person, str(purpose), hashed_code(text), LASTS[CodePurpose(purpose)].total_seconds()],
        )
        until = cursor.fetchone()[0]
    verb = "code to set up her page" if purpose == CodePurpose.SET_UP else "code to sign in"
    write_trail([entry(verb, family=family, subject=person, code=id)], by=by)
    return Code(text, until)


def her_code_fits(hash: bytes) -> bool:
    """The gate asks: a set-up code (as ``hashed_code`` makes it) that is live. It stays so until the page is set up."""
    with connections["gate"].cursor() as cursor:
        cursor.execute("select safekeeping.her_code_fits(%s)", [hash])
        return bool(cursor.fetchone()[0])


def set_up_her_page(*, hash: bytes, called: str, words: str) -> SetUp | None:
    """She chose a name and words of her own: the page is open, or held until her worker has looked.

    Whatever opened it before opens nothing any more: earlier words, keys, apps, papers and sessions. ``None`` when the
    code is not live. Held: somebody else signs in with the name she chose, or it is somebody else's number or address.
    """
    with transaction.atomic(using="gate"):
        with connections["gate"].cursor() as cursor:
            cursor.execute(
                "select account, held from safekeeping.set_up_her_page(%s, %s, %s, %s::uuid)",
                [hash, fold(called), make_password(words), new_id()],
            )
            row = cursor.fetchone()
        if row is None:
            return None
        Authenticator.objects.using("gate").filter(user_id=row[0]).delete()
        return SetUp(*row)


def use_sign_in_code(*, account: uuid.UUID, code: str) -> bool:
    """The gate asks, after her words were right: a live code that her worker gave her. It works once."""
    with connections["gate"].cursor() as cursor:
        cursor.execute("select safekeeping.use_sign_in_code(%s::uuid, %s)", [account, hashed_code(code)])
        return bool(cursor.fetchone()[0])


def who_comes_in(*, called: str, words: str, code: str) -> uuid.UUID | None:
    """The account of the woman whose name, words and code fit together; ``None`` for all else, told apart nowhere.

    The words are hashed also for a name that nobody has, so that both take as long. A code (of her worker, an app or
    her paper) is used up only when the words are right.
    """
    user = queries.her_sign_in(called)
    if user is None:
        make_password(words)
        return None
    if not user.check_password(words):
        return None
    with transaction.atomic(using="gate"):
        return user.pk if _second_step(user.pk, code) else None


def _second_step(account: uuid.UUID, code: str) -> bool:
    if use_sign_in_code(account=account, code=code):
        return True
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    rows = Authenticator.objects.using("gate").select_for_update().filter(user_id=account, type__in=kinds)
    return any(row.wrap().validate_code(plain_code(code)) for row in rows)


def choose_words(*, account: uuid.UUID, words: str) -> None:
    """New words for signing in; whoever is in with the old ones is out. Written by the gate."""
    with transaction.atomic(using="gate"):
        user = User.objects.using("gate").get(pk=account, email=None)
        user.set_password(words)
        user.save(using="gate", update_fields=["password"])
    end_sessions(account=account)


def words_fit(*, account: uuid.UUID, words: str) -> bool:
    """She says once more the words that only she knows, before she changes how she signs in; asked by the gate."""
    user = User.objects.using("gate").filter(pk=account, email=None).first()
    return user is not None and user.check_password(words)


def take_away(*, account: uuid.UUID, kind: str) -> None:
    """Every second way of one kind ("totp", "webauthn", "recovery_codes") opens nothing any more. By the gate."""
    Authenticator.objects.using("gate").filter(user_id=account, type=kind).delete()


def note_sign_in(*, page: HerPage, set_up: bool) -> None:
    """A line that she can read herself later: her page was opened, or set up anew, on this day (token carried)."""
    verb = "set up her page" if set_up else "signed in to her page"
    write_trail([entry(verb, family=page.family, subject=page.person)])


@transaction.atomic
def check_her_page(*, page: HerPage, hers: bool, by: uuid.UUID, at: datetime) -> None:
    """A worker talked with her alone about the name that is also somebody else's. Yes opens the page; no keeps it shut.

    Raises ``Refused`` (``name_used``) when another sign-in has that very name, ProgrammingError (42501) when nothing is
    held or the file is not the worker's.
    """
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.check_her_page(%s::uuid, %s::uuid, %s)", [page.family, page.person, hers])
        if cursor.fetchone()[0] == "name_used":
            raise Refused(No.NAME_USED)
    verb = "opened her page after a talk" if hers else "kept her page shut"
    write_trail([entry(verb, family=page.family, subject=page.person)], by=by)


@transaction.atomic
def close_her_page(*, page: HerPage, by: uuid.UUID, at: datetime) -> None:
    """She asked her worker to turn it off: nobody is in, and nothing opens it but a new set-up code."""
    call("close_her_page(%s::uuid, %s::uuid)", page.family, page.person)
    write_trail([entry("turned her page off", family=page.family, subject=page.person)], by=by)


@transaction.atomic
def device_not_safe(*, page: HerPage, words: str, on: date, by: uuid.UUID, at: datetime) -> None:
    """She says that her device may not be safe (C12): her page is off and every session of hers is over.

    Nobody writes to her. Whoever is her key worker that day (else her team) finds ``words`` among what is coming up.
    """
    write_trail([entry("device may not be safe", family=page.family, subject=page.person)], by=by)
    call("device_not_safe(%s, %s::date)", words, on)


@transaction.atomic
def choose_traces(*, page: HerPage, few: bool, by: uuid.UUID, at: datetime) -> None:
    """Whether her page keeps a visit to one entry of the browser's history."""
    call("choose_traces(%s)", few)


@transaction.atomic
def let_herself_in(
    *, person: uuid.UUID, family: uuid.UUID, name: str, account: uuid.UUID | None, role: str, from_on: date,
    by: uuid.UUID,
) -> uuid.UUID:  # fmt: skip
    """A woman may sign in as herself; her principal is her person's id, apart from any part she plays as staff.

    What she sees follows from what is recorded: what is about her, and about a child for whom she may decide (consent).
    """
    keep_principal(id=person, account=account, agency=None, kind=Kind.HERSELF, name=name, person=person)
    keep_capacity(id=new_id(), principal=person, role=role, from_on=from_on, until_on=None)
    write_trail([entry("let herself in", family=family, subject=person)], by=by)
    return person


@transaction.atomic
def let_carer_in(
    *, id: uuid.UUID, person: uuid.UUID, family: uuid.UUID, name: str, account: uuid.UUID | None, role: str,
    from_on: date, by: uuid.UUID,
) -> uuid.UUID:  # fmt: skip
    """A foster or kin carer may sign in. She sees the needs of the child who lives with her now, and nothing else."""
    keep_principal(id=id, account=account, agency=None, kind=Kind.CARER, name=name, person=person)
    keep_capacity(id=new_id(), principal=id, role=role, from_on=from_on, until_on=None)
    write_trail([entry("let carer in", family=family, subject=person)], by=by)
    return id
