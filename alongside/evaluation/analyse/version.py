"""Which code a figure came from: the programme's version, and a digest of the sources that work figures out."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from alongside import __version__

ROOM = Path(__file__).parents[1]
SOURCES = ("analyse", "methods")


@cache
def code_version() -> str:
    """Such as 0.1.0+3f9a1c27d05b: the release, and the first 12 signs of SHA-256 over methods and command.

    Two runs that say the same were worked out by the same sources of this room, whatever the release is called; the
    libraries beneath stand in the lock of the release. Read once in the life of a process.
    """
    digest = hashlib.sha256()
    for path in sorted(path for folder in SOURCES for path in (ROOM / folder).rglob("*.py")):
        digest.update(path.relative_to(ROOM).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{__version__}+{digest.hexdigest()[:12]}"
