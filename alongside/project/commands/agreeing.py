"""`alongside agree`: the second yes to a wide part, said at the machine while only one person keeps the accounts."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Annotated

import typer

from alongside.project.commands import console, programme

AT_THE_MACHINE = uuid.UUID(int=0)  # nobody of the programme: whoever holds the machine


def agree(
    yes: Annotated[
        list[str] | None, typer.Option("--yes", help="Agree to the part with this number, without being asked.")
    ] = None,
) -> None:
    """Agree to parts that wait for a **second person**.

    A part that sees every family, or looks after access or accounts, is proposed by one person who keeps accounts and
    agreed by another one, on the page *Our team*. A programme that has just begun has one such person alone: whoever
    holds this machine says the second yes here, and it is written into the trail as said at the machine.
    """
    with programme(process="loader"):
        from django.db import transaction

        from alongside.accounts import queries
        from alongside.accounts.actions import agree_role

        out, waiting = console(), list(queries.waiting())
        if not waiting:
            out.print("No part waits for a second person.")
        names = queries.names({each.recorded_by for each in waiting})
        for each in waiting:
            address = queries.address_of_proposed(each.id) or "no address to sign in with yet"
            proposed_by = names.get(each.recorded_by, "somebody")
            out.print(
                f"\n{each.colleague.name} ({address}): {each.get_name_display()}, from {each.during.lower}.",
                markup=False,
            )
            out.print(f"Proposed by {proposed_by} on {each.recorded_at:%d %B %Y}. Number {each.id}.", markup=False)
            if str(each.id) in (yes or ()) or (not yes and typer.confirm("Do you know her, and is the address hers?")):
                with transaction.atomic():
                    agree_role(proposed=each, by=AT_THE_MACHINE, at=datetime.now(UTC))
                out.print("The part has begun.")
