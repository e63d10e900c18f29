"""One way to write a document down, so that the same document always has the same checksum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def written(document: Mapping[str, Any]) -> str:
    """Canonical JSON: keys sorted, no white space, accents as they are, no NaN (ValueError)."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def checksum(text: str) -> str:
    """SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
