"""What runs in a cluster's folder: PostgreSQL's note about its first process, checked against the real ones."""

from __future__ import annotations

import contextlib
import os
import signal
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Postmaster:
    """The first process of a server, as `postmaster.pid` names it (the process may be gone)."""

    pid: int
    cluster: Path
    ready: bool

    @classmethod
    def of(cls, cluster: Path) -> Postmaster | None:
        """Read the note of this cluster; None when there is none or it is not complete yet."""
        try:
            lines = (cluster / "postmaster.pid").read_text().splitlines()
            # Line 1 is the process, line 8 its state; see "postmaster.pid" in PostgreSQL's miscadmin.h.
            return cls(pid=int(lines[0]), cluster=cluster, ready=len(lines) > 7 and lines[7].strip() == "ready")
        except (OSError, ValueError, IndexError):
            return None

    def alive(self) -> bool:
        """Is that process really a living PostgreSQL that works in this cluster?"""
        try:
            return _works_in(psutil.Process(self.pid), self.cluster)
        except psutil.NoSuchProcess:
            return False

    def send(self, how: signal.Signals) -> None:
        """Send a signal, if the process is still there."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, how)


def processes_in(cluster: Path) -> list[psutil.Process]:
    """Every living PostgreSQL process that works in this cluster, its children included."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if _works_in(process, cluster):
                found.append(process)
    return found


def _works_in(process: psutil.Process, cluster: Path) -> bool:
    # Every PostgreSQL process has its data folder as its working folder.
    if process.name() != "postgres" or process.status() == psutil.STATUS_ZOMBIE:
        return False
    try:
        return os.path.realpath(process.cwd()) == os.path.realpath(cluster)
    except psutil.AccessDenied:
        return str(cluster) in process.cmdline()
