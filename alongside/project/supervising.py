"""Keeps the web server and the worker running: starts them, starts them again when they die, stops them cleanly."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from alongside.project.address import checkout
from alongside.project.binaries import Account

CALM = 60.0  # seconds after which a process that runs counts as healthy again
LONGEST_PAUSE = 30.0  # seconds
CLEAN_STOP = 20.0  # seconds


@dataclass
class Child:
    """One process that should always run."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    log: Path
    account: Account
    keep_open: tuple[int, ...] = ()
    process: subprocess.Popen | None = field(default=None, init=False)
    pause: float = field(default=1.0, init=False)
    began: float = field(default=0.0, init=False)
    due: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Start it. Its words go to the log."""
        self.began = time.monotonic()
        options: dict = {}
        if self.account.switch:
            options = {"user": self.account.uid, "group": self.account.gid, "extra_groups": []}
        handle = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "ab") as out:
            self.process = subprocess.Popen(
                list(self.command),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=self.environment,
                cwd="/",
                pass_fds=self.keep_open,
                start_new_session=True,  # a Ctrl-C in the terminal is ours to pass on
                **options,
            )

    def alive(self) -> bool:
        """Does it run?"""
        return self.process is not None and self.process.poll() is None

    def note(self) -> dict | None:
        """How a later start recognises this process; None when it does not run."""
        if self.process is None:
            return None
        with contextlib.suppress(psutil.Error):
            return {
                "name": self.name,
                "pid": self.process.pid,
                "created": psutil.Process(self.process.pid).create_time(),
            }
        return None

    def last_words(self, lines: int = 12) -> str:
        """The end of its log."""
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        return ""

    def stop(self) -> None:
        """Ask it to end."""
        if self.alive() and self.process is not None:
            self.process.terminate()

    def wait_or_kill(self, deadline: float) -> None:
        """Wait for its end until `deadline` (monotonic seconds), then end it and what it started."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)  # it leads a session of its own
            self.process.wait()


class Supervisor:
    """Watches children. `say` tells the person; `changed` is called with the notes of all that run."""

    def __init__(
        self, children: list[Child], say: Callable[[str], None], changed: Callable[[list[dict]], None]
    ) -> None:
        self.children = children
        self.say = say
        self.changed = changed

    def start(self) -> None:
        """Start all."""
        for child in self.children:
            child.start()
            self._note()

    def look(self) -> None:
        """Once in a while: start again what died, with growing pauses while it keeps dying."""
        now = time.monotonic()
        for child in self.children:
            if child.alive():
                continue
            if not child.due:
                if now - child.began > CALM:
                    child.pause = 1.0
                child.due = now + child.pause
                self.say(f"The {child.name} stopped; starting it again in {child.pause:.0f} s. Its words: {child.log}")
                child.pause = min(child.pause * 2, LONGEST_PAUSE)
            elif now >= child.due:
                child.due = 0.0
                child.start()
                self._note()

    def stop(self) -> None:
        """Stop all cleanly: requests and jobs in hand are finished."""
        for child in self.children:
            child.stop()
        deadline = time.monotonic() + CLEAN_STOP
        for child in self.children:
            child.wait_or_kill(deadline)

    def _note(self) -> None:
        self.changed([note for child in self.children if (note := child.note())])


def who_serves(account: Account) -> Account:
    """The user for the web server and the worker: as root, the ordinary user `alongside` if it can reach our Python."""
    if not account.switch:
        return account
    try:
        subprocess.run(
            [sys.executable, "-c", "import django, gunicorn.app.wsgiapp, procrastinate, psycopg, alongside.project"],
            env={"PYTHONPATH": str(checkout()), "PATH": "/usr/bin:/bin"},
            cwd="/",
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            user=account.uid,
            group=account.gid,
            extra_groups=[],
        )
    except (OSError, subprocess.CalledProcessError):  # a Python, or a checkout, in root's own folder
        return Account(os.geteuid(), os.getegid(), switch=False)
    return account
