"""Real processes and real clusters, each in a folder of its own that goes away again."""

from __future__ import annotations

import contextlib
import os
import pickle
import pwd
import shutil
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from alongside.project import binaries
from alongside.project.embedded import Embedded
from alongside.project.home import Home, as_root
from alongside.project.postmaster import processes_in

# As root, both halves run: the second in a child process that became an ordinary user. As an ordinary user, the root
# half cannot run; its absence is seen in the name of the test instead of being skipped.
WHO = ["root", "ordinary-user"] if as_root() else ["this-ordinary-user(root-half-runs-when-root-runs-the-tests)"]


@pytest.fixture(params=WHO)
def as_whom(request: pytest.FixtureRequest) -> Callable[[Callable[[], Any]], Any]:
    """Runs a function as root, or as an ordinary user, and returns what it returns."""
    return as_ordinary_user if request.param == "ordinary-user" else lambda function: function()


def as_ordinary_user(function: Callable[[], Any]) -> Any:
    """Run in a child process that is an ordinary user (`nobody` when we are root). Its failures are ours."""
    if not as_root():
        return function()
    user = pwd.getpwnam("nobody")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "wb") as answer:
            try:
                os.setgroups([])
                os.setgid(user.pw_gid)
                os.setuid(user.pw_uid)
                pickle.dump((True, function()), answer)
            except BaseException:  # every failure belongs to the test that waits for it
                pickle.dump((False, traceback.format_exc()), answer)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        worked, found = pickle.load(answer)
    os.waitpid(child, 0)
    assert worked, found
    return found


@pytest.fixture(autouse=True)
def _programs_everybody_can_reach(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A checkout in root's own folder: `nobody` could not run its programs, as no ordinary user ever would."""
    shipped = binaries._shipped()
    nobody = pwd.getpwnam("nobody")
    if not as_root() or binaries.reachable(shipped, binaries.Account(nobody.pw_uid, nobody.pw_gid, switch=True)):
        return
    reachable = binaries.tools(Home(Path("/tmp/alongside-test-programs")).make(), binaries.account())
    monkeypatch.setattr(binaries, "_shipped", lambda: reachable)


def in_memory() -> str | None:
    """A folder in memory, or None where there is none with a gigabyte of room."""
    with contextlib.suppress(OSError):
        if shutil.disk_usage("/dev/shm").free > 1024**3 and os.access("/dev/shm", os.W_OK):
            return "/dev/shm"
    return None


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that everybody may use, in memory where there is room: only processes are killed here, not machines."""
    home = Home.temporary("alongside-test-", in_memory())
    home.path.chmod(0o777)
    yield home.path
    for cluster in [*home.path.glob("**/database"), *home.path.glob("**/database-*")]:
        for process in processes_in(cluster):
            with contextlib.suppress(Exception):
                process.kill()
    shutil.rmtree(home.path, ignore_errors=True)


@pytest.fixture
def home(place: Path) -> Home:
    """A home that does not exist yet."""
    return Home(place / "home")


@pytest.fixture
def server(home: Home) -> Iterator[Embedded]:
    """A server of that home, not started yet; stopped afterwards."""
    embedded = Embedded(home)
    yield embedded
    if home.run.exists():
        embedded.stop()
