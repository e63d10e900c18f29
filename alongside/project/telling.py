"""How commands speak to the person who started them: with colour on a screen, plain in a file or a pipe."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import Any

from alongside.project.home import CannotContinue


def console() -> Any:
    """A rich console whose lines stay whole, so that a pipe gets what a screen shows."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=True)


@contextlib.contextmanager
def step(words: str) -> Iterator[None]:
    """Say that a step begins and, when it is done, how long it took (seconds)."""
    out = console()
    began = time.monotonic()
    if out.is_terminal:
        with out.status(words + " …"):
            yield
    else:
        yield
    out.print(f"[green]✓[/green] {words} [dim]({time.monotonic() - began:.1f} s)[/dim]")


def tell(trouble: CannotContinue) -> None:
    """Print what happened and what to do, to the error output."""
    sys.stderr.write(f"\n{trouble.what}\n")
    if trouble.do:
        sys.stderr.write(f"What to do: {trouble.do}\n")
