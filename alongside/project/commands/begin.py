"""`alongside begin`: an empty real programme and its first administrator."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alongside.project.commands import console, programme, step
from alongside.project.home import CannotContinue, Home


class Jurisdiction(StrEnum):
    """Whose law the programme works under: duties to report, time limits, ages of consent, retention."""

    ONTARIO = "ontario"
    UNITED_STATES = "united-states"


def begin(
    programme_name: Annotated[str, typer.Option(help="The programme's name, as families know it.")] = "",
    jurisdiction: Annotated[
        Jurisdiction | None, typer.Option(help="Whose law it works under; can be adapted later.")
    ] = None,
    admin_name: Annotated[str, typer.Option(help="Who looks after the programme in here first.")] = "",
    admin_email: Annotated[str, typer.Option(help="The e-mail address this person signs in with.")] = "",
    password_file: Annotated[
        Path | None,
        typer.Option(help="A file whose first line is the password, in place of being asked; - reads it from input."),
    ] = None,
) -> None:
    """Set up a first **real** programme: empty, under your law, with its first administrator.

    What you do not give as an option is asked. Choose a folder of its own for the data, since a folder with the
    practice programme cannot be turned into a real one:

    `ALONGSIDE_HOME=/srv/alongside alongside begin`, and afterwards `ALONGSIDE_HOME=/srv/alongside alongside up`

    The administrator is asked to set up a second factor (an app or a passkey) at the first sign-in. Keys and passwords
    that the programme makes for itself lie in `secrets.json` beside the data, readable for you alone: back it up too.
    """
    home = Home.find()
    _somebody_must_answer(
        {
            "--programme-name": programme_name,
            "--jurisdiction": jurisdiction,
            "--admin-name": admin_name,
            "--admin-email": admin_email,
            "--password-file": password_file,
        }
    )
    with programme(process="loader"):
        _refuse_what_cannot_become_real(home)
        name = programme_name.strip() or _ask("What is the programme called?")
        law = jurisdiction or Jurisdiction(
            _ask(f"Whose law does it work under? ({', '.join(Jurisdiction)})", tuple(Jurisdiction))
        )
        person = admin_name.strip() or _ask("Who looks after it in here first (your name)?")
        email = _checked_email(admin_email.strip() or _ask("The e-mail address to sign in with?"))
        password = _password(password_file, email)
        from alongside.stewardship.actions import begin_programme

        with step("Setting up the programme"):
            begin_programme(
                name=name,
                jurisdiction=str(law),
                admin_name=person,
                admin_email=email,
                password=password,
                at=datetime.now(UTC),
            )
    out = console()
    out.print(f"\n[bold]{name} is set up.[/bold] Its data lies in {home.path}")
    out.print(f"Back up {home.secrets} together with the data; without it the database cannot be opened.")
    out.print(f"Start it: ALONGSIDE_HOME={home.path} alongside up")
    out.print(f"Then sign in as {email}; you will be asked to set up a second factor.")


def _refuse_what_cannot_become_real(home: Home) -> None:
    from alongside.agencies.queries import mode

    found = mode("loader")
    if found == "demo":
        raise CannotContinue(
            f"The database in {home.path} holds the practice programme. Practice and real families are never mixed.",
            "Choose a folder of its own: ALONGSIDE_HOME=/path/to/folder alongside begin",
        )
    if found == "real":
        raise CannotContinue(
            f"The database in {home.path} already holds a real programme. Nothing was changed.",
            "Start it with alongside up. Its administrator can add people there.",
        )


def _somebody_must_answer(options: dict[str, object]) -> None:
    missing = [option for option, given in options.items() if not given]
    if missing and not sys.stdin.isatty():
        raise CannotContinue("Nobody is here to answer questions.", f"Give these as options: {', '.join(missing)}")


def _ask(question: str, choices: tuple[str, ...] = ()) -> str:
    while True:
        answer = typer.prompt(question).strip()
        if answer and (not choices or answer in choices):
            return answer
        print(f"Please answer one of: {', '.join(choices)}" if choices else "Please write something.")


def _checked_email(email: str) -> str:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(email)
    except ValidationError as problem:
        raise CannotContinue(f"{email} does not look like an e-mail address.", "Check it for slips.") from problem
    return email


def _password(file: Path | None, email: str) -> str:
    if file is None:
        chosen = typer.prompt("A password (long is good)", hide_input=True, confirmation_prompt=True)
    else:
        try:
            text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            raise CannotContinue(
                f"The password file {file} cannot be read.", "Check its path and its mode."
            ) from problem
        chosen = (text.splitlines() or [""])[0]
    return _strong(chosen, email)


def _strong(password: str, email: str) -> str:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        validate_password(password, get_user_model()(email=email))
    except ValidationError as problem:
        raise CannotContinue(
            "This password is too easy to guess: " + " ".join(problem.messages), "Choose another."
        ) from problem
    return password
