"""`alongside doctor`: does everything stand, and what to do where it does not."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer

from alongside.project.commands import Server, console
from alongside.project.commands.checks import (
    FAILED,
    OK,
    WARNING,
    Finding,
    about_database,
    about_machine,
    about_trail,
)
from alongside.project.commands.checks_derived import about_derived
from alongside.project.home import CannotContinue, Home
from alongside.project.running import is_up

SIGNS = {OK: "[green]✓[/green]", WARNING: "[yellow]![/yellow]", FAILED: "[red]✗[/red]"}
WORDS = {OK: "in order", WARNING: "worth a look", FAILED: "needs you"}


def doctor(
    trail: Annotated[
        bool, typer.Option("--trail", help="Also prove that no entry of the trail was changed or taken away (slower).")
    ] = False,
    mend: Annotated[
        bool,
        typer.Option("--mend", help="Work out anew what is counted for reports, where it differs."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Check that everything stands, and say what to do where it does not.

    Looks at Python, the disk, the secrets, the clock, the browser for the tests; then at the database: its version, its
    roles, whether **row-level security is in force on every table with people's data**, and whether it is up to date.

    Last it compares what is **counted for reports** with what the records come to.

    Ends with 1 if anything failed, so that it can be run by a timer. It changes nothing, unless `--mend` asks it to.
    """
    home = Home.find()
    findings = about_machine(home)
    findings += _with_server(home, trail, mend)
    if as_json:
        print(json.dumps({"ok": not _failed(findings), "findings": [asdict(f) for f in findings]}, indent=2))
    else:
        _print(findings)
    if _failed(findings):
        sys.exit(1)


def _with_server(home: Home, trail: bool, mend: bool) -> list[Finding]:
    if not (home.cluster.exists() or Server(home).embedded is None):
        return [
            Finding(
                "Database",
                WARNING,
                f"there is none in {home.path} yet",
                "alongside up makes one; so does alongside begin",
            )
        ]
    server = Server(home)
    try:
        address = server.start()
        findings = about_database(home, address)
        if not _failed(findings):
            findings += about_derived(mend)
        return findings + (about_trail() if trail and not _failed(findings) else [])
    except CannotContinue as trouble:
        return [Finding("Database", FAILED, trouble.what, trouble.do)]
    finally:
        if server.started and not is_up(home):
            from alongside.project.commands import close_connections

            close_connections()
            server.stop()


def _failed(findings: list[Finding]) -> bool:
    return any(finding.state == FAILED for finding in findings)


def _print(findings: list[Finding]) -> None:
    from rich.markup import escape

    out = console()
    for finding in findings:
        sign = SIGNS[finding.state] if out.is_terminal else f"{WORDS[finding.state]}:"
        out.print(f"{sign} {escape(finding.what)}: {escape(finding.found)}")
        if finding.state != OK and finding.do:
            for line in finding.do.splitlines():
                out.print(f"    → {escape(line)}")
    broken = sum(finding.state == FAILED for finding in findings)
    out.print("\nEverything stands." if not broken else f"\n{broken} of {len(findings)} need you; see the arrows.")
