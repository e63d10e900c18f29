"""The local law that comes along: one file for each jurisdiction, every rule with its source.

Configuration, not code, and not legal advice: have the text of the law read again before a programme relies on it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from alongside.consent.rules.profile import Profile, profile_from

HERE = Path(__file__).resolve().parent


@cache
def shipped() -> dict[str, Profile]:
    """Every profile by each of its names (`ontario`, `ON`, `ON-PHIPA` …). A name that is not here is not known."""
    found: dict[str, Profile] = {}
    for path in sorted(HERE.glob("*.toml")):
        profile = profile_from(tomllib.loads(path.read_text(encoding="utf-8")))
        for name in {profile.name, *profile.also}:
            if name in found:
                raise ValueError(f"two profiles are called {name}")
            found[name] = profile
    return found
