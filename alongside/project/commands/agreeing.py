"""`alongside agree` and `alongside sign-in-again`: what a second person says, said at the machine.

While only one person keeps the accounts, nobody could agree to what she proposes, or help her when her phone is gone.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from alongside.project.commands import CannotContinue, console, programme

AT_THE_MACHINE = uuid.UUID(int=0)  # nobody of the programme: whoever holds the machine
Yes = list[str] | None


def agree(
    yes: Annotated[Yes, typer.Option("--yes", help="Agree to what has this number, without being asked.")] = None,
) -> None:
    """Agree to what waits for a **second person**: parts, codes to sign in again, and what is closed to everybody.

    A part that sees every family, or looks after access or accounts, is proposed by one person who keeps accounts and
    agreed by another one, on the page *Our team*; so is a code for somebody who has such a part. A programme that has
    just begun has one such person alone: whoever holds this machine says the second yes here, and it is written into
    the trail as said at the machine.
    """
    with programme(process="loader"):
        out = console()
        if not _parts(out, yes) + _codes(out, yes) + _seals(out, yes):
            out.print("No part waits for a second person, no code, and nothing that is closed.")


def _parts(out: Console, yes: Yes) -> int:
    from django.db import transaction

    from alongside.accounts import queries
    from alongside.accounts.actions import agree_role

    waiting = list(queries.waiting())
    names = queries.names({each.recorded_by for each in waiting})
    for each in waiting:
        address = queries.address_of_proposed(each.id) or "no address to sign in with yet"
        proposed_by = names.get(each.recorded_by, "somebody")
        out.print(
            f"\n{each.colleague.name} ({address}): {each.get_name_display()}, from {each.during.lower}.", markup=False
        )
        out.print(f"Proposed by {proposed_by} on {each.recorded_at:%d %B %Y}. Number {each.id}.", markup=False)
        if _asked(each.id, yes):
            with transaction.atomic():
                agree_role(proposed=each, by=AT_THE_MACHINE, at=datetime.now(UTC))
            out.print("The part has begun.")
    return len(waiting)


def _codes(out: Console, yes: Yes) -> int:
    from django.db import transaction

    from alongside.accounts import queries
    from alongside.accounts.actions import agree_code

    waiting = list(queries.codes().filter(opens_until=None))
    names = queries.names({each.recorded_by for each in waiting})
    for each in waiting:
        asked_by = names.get(each.recorded_by, "somebody")
        address = queries.address_of(each.colleague_id)
        out.print(f"\n{each.colleague.name} ({address}): a code to sign in again.", markup=False)
        out.print(f"Asked for by {asked_by} on {each.recorded_at:%d %B %Y}. Number {each.id}.", markup=False)
        if _asked(each.id, yes):
            with transaction.atomic():
                second = agree_code(code=each, by=AT_THE_MACHINE, at=datetime.now(UTC))
            out.print(f"The second half of the code: {second}", markup=False)
            out.print("Tell it to her in person. It is not shown again.")
    return len(waiting)


def _seals(out: Console, yes: Yes) -> int:
    from django.db import transaction

    from alongside.accounts import queries
    from alongside.consent.actions import open_seal
    from alongside.consent.queries import seals

    waiting = [row for row in seals() if row.asked_at is not None]
    names = queries.names({row.asked_by for row in waiting if row.asked_by})
    for row in waiting:
        asked_by = names.get(row.asked_by, "somebody") if row.asked_by else "somebody"
        out.print(f"\nClosed to everybody: {row.get_kind_display()}, because {row.get_why_display()}.", markup=False)
        out.print(f"{asked_by} asks to open it: {row.asked_why} Number {row.pk}.", markup=False)
        if _asked(row.pk, yes, "Do you agree that it is opened?"):
            with transaction.atomic():
                open_seal(seal=row, by=AT_THE_MACHINE, at=datetime.now(UTC))
            out.print("It is open again.")
    return len(waiting)


def _asked(id: uuid.UUID, yes: Yes, question: str = "Do you know her, and is the address hers?") -> bool:
    return str(id) in (yes or ()) or (not yes and typer.confirm(question))


def sign_in_again(
    email: Annotated[str, typer.Argument(help="The address with which she signs in.")],
    password_too: Annotated[bool, typer.Option("--password-too", help="She chooses a new password as well.")] = False,
) -> None:
    """Help the one person who keeps the accounts when her **second factor** is gone.

    She is signed out everywhere, her app, keys, passkeys and recovery codes open nothing any more, and you get a code,
    shown once and good for 24 hours, with which she sets up her sign-in anew. Everybody else is helped on the page *Our
    team*.
    """
    with programme(process="loader"):
        from django.db import transaction

        from alongside.accounts import queries
        from alongside.accounts.actions import new_code

        who = queries.by_address(email)
        if who is None:
            raise CannotContinue(f"Nobody who works here signs in with {email}.", "Check it for slips.")
        if not typer.confirm(f"{who.name}: do you know that it is she who asks?"):
            raise typer.Exit(1)
        with transaction.atomic():
            handed = new_code(colleague=who, new_password=password_too, by=AT_THE_MACHINE, at=datetime.now(UTC))
        out = console()
        out.print(f"\nThe code for {who.name}: {handed.first}-{handed.second}", markup=False)
        out.print("It is not shown again. She types it at /account/set-up/ of the programme's address.", markup=False)
