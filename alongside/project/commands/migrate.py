"""`alongside migrate`: bring the database up to this version, or check that no model change lacks its migration."""

from __future__ import annotations

from typing import Annotated

import typer

from alongside.project.commands import count_scores_anew, load_new_forms, load_new_instruments, programme, step


def migrate(
    check: Annotated[
        bool, typer.Option("--check", help="Only say whether a change of a model lacks its migration (exit 1).")
    ] = False,
) -> None:
    """Bring the database up to this version of Alongside. `alongside up` does this by itself."""
    if check:
        _check()
        return
    with step("Bringing the database up to this version"), programme(process="loader"):
        from alongside.agencies.queries import mode

        if mode():
            load_new_instruments()
            load_new_forms()
            count_scores_anew()


def _check() -> None:
    import os
    import sys

    import django
    from django.core.management import call_command

    # Compares models with migration files; no database is needed, and none is named.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.project.settings")
    django.setup()
    try:
        call_command("makemigrations", check=True, dry_run=True, interactive=False)
    except SystemExit:
        print("A model was changed without a migration: .venv/bin/python -m django makemigrations", file=sys.stderr)
        raise
