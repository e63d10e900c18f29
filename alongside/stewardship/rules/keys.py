"""The programme's own keys, as Alongside remembers them: only a digest, which says that a key was seen and no more."""

from __future__ import annotations

import hashlib
import uuid


def digest(agency: uuid.UUID, origin: str, kind: str, key: str) -> bytes:
    """32 bytes for one key. ``origin`` is empty for a programme's own records, else the name of a study."""
    parts = (str(agency), origin.strip().casefold(), kind, key.strip())
    return hashlib.sha256("\x00".join(parts).encode()).digest()
