"""Who imports: a colleague's session for a command, and the progress bar she sees."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alongside.project.commands import programme
from alongside.project.home import CannotContinue
from alongside.project.telling import console

if TYPE_CHECKING:
    from alongside.safekeeping.queries import Me


@dataclass
class Desk:
    """Who imports, with the token of her session."""

    token: str
    me: Me

    @property
    def agency(self) -> uuid.UUID:
        """Her agency (whoever may import has one)."""
        if self.me.agency is None:
            raise CannotContinue("This colleague belongs to no agency.")
        return self.me.agency

    @contextmanager
    def acting(self) -> Iterator[None]:
        """One transaction as her."""
        from alongside.safekeeping.actions import acting, touch

        with acting(self.token):
            touch()
            yield


@contextmanager
def signed_in(who: str) -> Iterator[Desk]:
    """The database and a session of the colleague called ``who``, ended afterwards. Raises CannotContinue."""
    with programme():
        from alongside.accounts.actions import open_session
        from alongside.agencies.queries import mode
        from alongside.safekeeping.actions import acting, end_session, hashed, new_token
        from alongside.safekeeping.queries import whoami
        from alongside.safekeeping.terms import Ability

        if mode("loader") == "demo":
            console().print(
                "[yellow]This is the practice programme: anybody can walk in. Bring no real family here.[/yellow]"
            )
        token = new_token()
        open_session(token_hash=hashed(token), principal=_principal(who), second_factor=False)
        try:
            with acting(token):
                me = whoami()
            if me is None or not me.can(Ability.IMPORT) or not me.can(Ability.OPEN_FILES):
                raise CannotContinue(
                    "The part of this colleague does not include bringing records over.",
                    "Name a colleague who does intake, or the programme's manager, with --as.",
                )
            yield Desk(token, me)
        finally:
            with acting(token):
                end_session()


def _principal(who: str) -> uuid.UUID:
    """The principal of a colleague by name or e-mail address."""
    from alongside.accounts.models import Colleague, User
    from alongside.accounts.queries import principals_of

    found: list[uuid.UUID] = []
    if "@" in who:
        account = User.objects.filter(email=who.strip().lower(), is_active=True).values_list("id", flat=True).first()
        found = [p for p, kind, _ in principals_of(account) if kind == "staff"] if account else []
    else:
        # Before she is signed in, only the loader can look a name up.
        named = Colleague.objects.using("loader").filter(name__iexact=who.strip(), left_on=None)
        found = list(named.values_list("id", flat=True)[:2])
    if not found:
        raise CannotContinue(
            "No colleague of this name or address works here.",
            "Write it after --as as Alongside shows it, in quotation marks.",
        )
    if len(found) > 1:
        raise CannotContinue(
            "Several colleagues are meant by this.", "Give the e-mail address she signs in with after --as."
        )
    return found[0]


@contextmanager
def bar(words: str, total: int) -> Iterator[Any]:
    """A progress bar on a screen; call what it yields with how far it is."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    out = console()
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as progress:
        task = progress.add_task(words, total=max(total, 1))
        yield lambda done: progress.update(task, completed=done)
