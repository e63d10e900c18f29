"""The data folder ("home"): where the database, the secrets, the logs and the notes of a running programme live.

One folder holds one programme. `ALONGSIDE_HOME` names it; otherwise it is the user's own data folder, or
/var/lib/alongside for root. Nothing here changes the mode of a folder that Alongside did not make itself.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import secrets as randomness
import stat
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

SYSTEM_USER = "alongside"  # as root, the database and the web server run as this ordinary system user
LONGEST_SOCKET_PATH = 100  # the kernel allows 107 characters, some systems 103
SECRETS_WAIT = 10.0  # seconds


class CannotContinue(Exception):
    """Something outside the programme stands in the way: `what` happened, and what the person can `do` about it."""

    def __init__(self, what: str, do: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.do = do


def as_root() -> bool:
    """Is this the superuser of the operating system (who may not run PostgreSQL)?"""
    return os.geteuid() == 0


@dataclass(frozen=True)
class Home:
    """Where one programme's data lives. Making the object touches nothing; `make()` creates the folders."""

    path: Path

    @classmethod
    def find(cls) -> Home:
        """The home that this process should use. Nothing is created or checked."""
        named = os.environ.get("ALONGSIDE_HOME", "").strip()
        if named:
            return cls(Path(os.path.abspath(os.path.expanduser(named))))
        if as_root():
            return cls(Path("/var/lib/alongside"))
        import platformdirs

        return cls(Path(platformdirs.user_data_dir("alongside", appauthor=False)))

    @classmethod
    def temporary(cls, prefix: str = "alongside-", under: str | None = None) -> Home:
        """A new home, for tests, under `under` or the folder for temporary files; the database's user can reach it."""
        path = Path(tempfile.mkdtemp(prefix=prefix, dir=under))
        path.chmod(0o711 if as_root() else 0o700)  # ours: made one line above
        return cls(path)

    @property
    def cluster(self) -> Path:
        """The data folder of the programme's PostgreSQL server."""
        return self.path / "database"

    @property
    def sockets(self) -> Path:
        """Where the server's socket lies: beside the data, or a short private folder when that path cannot be used."""
        beside = self.path / "sockets"
        # Too long for the kernel; or with a comma, which the driver reads as a list of hosts.
        if len(os.fsencode(beside / ".s.PGSQL.99999.lock")) < LONGEST_SOCKET_PATH and "," not in str(beside):
            return beside
        digest = sha256(os.fsencode(self.path)).hexdigest()[:10]
        return Path("/tmp") / f"alongside-{os.geteuid()}-{digest}"

    @property
    def secrets(self) -> Path:
        """The file (mode 0600) with the keys and passwords that the programme made for itself."""
        return self.path / "secrets.json"

    @property
    def logs(self) -> Path:
        """What the programme's processes wrote about themselves."""
        return self.path / "logs"

    @property
    def run(self) -> Path:
        """Notes about what is running now, and locks."""
        return self.path / "run"

    @property
    def static(self) -> Path:
        """Collected styles, scripts and pictures of the pages."""
        return self.path / "static"

    def make(self) -> Home:
        """Create what is missing. Raises CannotContinue, with what to do, when this user may not write here."""
        try:
            self._make_own_folder()
            for folder in (self.logs, self.run):
                _make_folder(folder, 0o700)
            _try_to_write(self.run)
        except OSError as problem:
            raise self._unwritable(problem) from problem
        return self

    def _make_own_folder(self) -> None:
        # Parents get the system's usual mode. The home itself is closed; as root, others may pass through it (not
        # look into it), because the database runs as an ordinary user and must reach its own folder inside.
        self.path.parent.mkdir(parents=True, exist_ok=True)
        _make_folder(self.path, 0o711 if as_root() else 0o700)

    def _unwritable(self, problem: OSError) -> CannotContinue:
        if problem.errno == errno.ENOSPC:
            return CannotContinue(
                f"The disk that holds {self.path} is full.",
                "Free some space, then start again. Nothing that was saved is lost.",
            )
        if problem.errno in (errno.ENOTDIR, errno.EEXIST):
            return CannotContinue(
                f"{problem.filename or self.path} is a file, but a folder is needed there.",
                "Move that file away, or name another folder: ALONGSIDE_HOME=/path/to/folder make run",
            )
        if problem.errno == errno.EROFS:
            reason = "it lies on a disk that can only be read"
        else:
            reason = problem.strerror or str(problem)
        return CannotContinue(
            f"Alongside keeps its data in {self.path}, and may not write there ({reason}).",
            "Name a folder that you may write to: ALONGSIDE_HOME=/path/to/folder make run\n"
            f"or ask whoever looks after this machine to give you {self.path}.",
        )


def secrets(home: Home) -> dict:
    """The programme's own secrets, made at first use: {"secret_key": str, "passwords": {role: str}}.

    The file has mode 0600. A second process that asks at the same moment gets the same answer.
    Raises CannotContinue when the file cannot be read or is damaged.
    """
    from alongside.project.roles import LOGIN_ROLES

    home.make()
    with locked(home.run / "secrets.lock", wait=SECRETS_WAIT):
        kept = _read_secrets(home.secrets)
        complete = {
            "secret_key": kept.get("secret_key") or randomness.token_urlsafe(48),
            "passwords": {role: randomness.token_urlsafe(32) for role in ("postgres", *LOGIN_ROLES)}
            | kept.get("passwords", {}),
        }
        if complete != kept:  # a new role came with a new version, or this is the first start
            write_private(home.secrets, json.dumps(complete, indent=2) + "\n")
    return complete


def _read_secrets(path: Path) -> dict:
    try:
        text = path.read_text()
    except FileNotFoundError:
        return {}
    except OSError as problem:
        raise CannotContinue(
            f"The file with the programme's secrets cannot be read: {path} ({problem.strerror}).",
            "Start Alongside as the user who started it first, or give that file back to yourself.",
        ) from problem
    try:
        kept = dict(json.loads(text))
        kept["passwords"] = dict(kept.get("passwords", {}))
    except (ValueError, TypeError) as problem:
        raise CannotContinue(
            f"The file with the programme's secrets is damaged: {path}.",
            "Put the copy from your backup back in its place. Without it the database cannot be opened.",
        ) from problem
    return kept


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read (0600): whole or not at all, and on the disk before this returns."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


@contextlib.contextmanager
def locked(path: Path, *, wait: float) -> Iterator[None]:
    """Hold the lock of this file; the system lets it go when the process dies, however it dies.

    Waits up to `wait` seconds, then raises CannotContinue.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + wait
        while not try_lock(handle):
            if time.monotonic() > deadline:
                raise CannotContinue(
                    f"Another Alongside process has been busy with {path.parent} for {wait:.0f} seconds.",
                    "Wait for it to finish, or stop it, then try again.",
                )
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)


def try_lock(handle: int) -> bool:
    """Take the lock of an open file if nobody holds it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        if problem.errno in (errno.EAGAIN, errno.EACCES):
            return False
        raise
    return True


def _make_folder(path: Path, mode: int) -> None:
    try:
        path.mkdir(mode=mode)
    except FileExistsError:
        if not path.is_dir():
            raise
        return
    path.chmod(mode)  # we just made it; the umask may have taken bits away


def _try_to_write(folder: Path) -> None:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".try-")
    os.close(handle)
    os.unlink(name)


def private_folder(path: Path, owner: int, group: int) -> Path:
    """Make `path` a folder of mode 0700 that belongs to `owner`, or check that it is one already.

    Raises CannotContinue when somebody else's folder (or a link) is in its place, as can happen in /tmp.
    """
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
        path.chmod(0o700)
        if as_root():
            os.chown(path, owner, group)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise CannotContinue(
            f"{path} should be a private folder of Alongside, but it belongs to somebody else or is open to others.",
            "Remove it, then start again.",
        )
    return path
