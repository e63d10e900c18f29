"""Collecting styles, scripts and pictures of the pages into the home, when they changed since the last time."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from alongside.project.address import Address, checkout, child_environment
from alongside.project.binaries import remove_tree
from alongside.project.home import CannotContinue, Home
from alongside.project.telling import step

PACKAGES = ("django", "django-allauth", "whitenoise")  # they bring files of their own, or decide how files are named


def fingerprint() -> str:
    """Changes when a static file of ours, or a package that brings some, changes."""
    known = hashlib.sha256(" ".join(version(package) for package in PACKAGES).encode())
    for path in sorted((checkout() / "alongside").glob("pages/*/static/**/*")):
        if path.is_file():
            known.update(f"{path}\0{path.stat().st_size}\0{path.stat().st_mtime_ns}\n".encode())
    return known.hexdigest()


def collect_static(home: Home, address: Address) -> bool:
    """Collect, if anything changed. Returns whether it did. Raises CannotContinue when that fails."""
    stamp = home.run / "static"
    now = fingerprint()
    if _read(stamp) == now and home.static.is_dir():
        return False
    stamp.unlink(missing_ok=True)
    with step("Collecting styles and scripts"):
        remove_tree(home.static)
        home.static.mkdir(mode=0o755)
        home.static.chmod(0o755)
        # As the web server's process sees it: its file names carry a fingerprint of what is in them.
        done = subprocess.run(
            [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity=0"],
            env=child_environment(home, "web", address=address),
            cwd=checkout(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            umask=0o022,
        )
        if done.returncode:
            raise CannotContinue(
                f"Styles and scripts could not be collected:\n{done.stderr.strip()[-800:]}",
                "This is a fault of this version; the lines above tell its makers where.",
            )
        stamp.write_text(now)
    return True


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
