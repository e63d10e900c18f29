"""The note of what is running in a home, so that a second start can tell, and a start after a kill can tidy up."""

from __future__ import annotations

import contextlib
import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from alongside.project.home import Home, try_lock, write_private

CLOCK_SLACK = 2.0  # seconds by which two readings of a process's start may differ


def _lock_path(home: Home) -> Path:
    return home.run / "up.lock"


def _note_path(home: Home) -> Path:
    return home.run / "up.json"


def is_up(home: Home) -> bool:
    """Does an `alongside up` of this home live? (The system drops its lock when it dies, however it dies.)"""
    try:
        handle = os.open(_lock_path(home), os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not try_lock(handle)
    finally:
        os.close(handle)


def read_note(home: Home) -> dict:
    """What the last `up` wrote: {"url", "pid", "started", "children": [{"name", "pid", "created"}]}; {} if nothing."""
    try:
        found = json.loads(_note_path(home).read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@dataclass
class Running:
    """The right to be the one `up` of a home, held until it ends."""

    home: Home
    handle: int
    note: dict = field(default_factory=dict)

    @classmethod
    def claim(cls, home: Home) -> Running | None:
        """Become the one `up` of this home; None when another one lives."""
        handle = os.open(_lock_path(home), os.O_RDWR | os.O_CREAT, 0o600)
        if not try_lock(handle):
            os.close(handle)
            return None
        return cls(home, handle)

    def stop_orphans(self) -> list[str]:
        """Stop web server and worker of a killed `up`. Returns the names of those that were still there."""
        stopped = []
        for child in read_note(self.home).get("children", []):
            process = _same_process(child)
            if process is None:
                continue
            stopped.append(str(child.get("name", "")))
            family = [*process.children(recursive=True), process]
            for member in family:
                with contextlib.suppress(psutil.Error):
                    member.terminate()
            _, stubborn = psutil.wait_procs(family, timeout=10)
            for member in stubborn:
                with contextlib.suppress(psutil.Error):
                    member.kill()
            psutil.wait_procs(stubborn, timeout=5)
        return stopped

    def write(self, **facts: object) -> None:
        """Add to the note and put it on the disk."""
        self.note |= {"pid": os.getpid(), "started": self.note.get("started", time.time())} | facts
        write_private(_note_path(self.home), json.dumps(self.note) + "\n")

    def release(self) -> None:
        """Give up the right: nothing of ours runs any more."""
        with contextlib.suppress(FileNotFoundError):
            _note_path(self.home).unlink()
        os.close(self.handle)


def _same_process(child: dict) -> psutil.Process | None:
    """The process of the note, if it is still that one (numbers are used again, so its start must agree)."""
    try:
        process = psutil.Process(int(child["pid"]))
        if abs(process.create_time() - float(child["created"])) > CLOCK_SLACK:
            return None
        return None if process.status() == psutil.STATUS_ZOMBIE else process
    except (psutil.Error, KeyError, TypeError, ValueError):
        return None
