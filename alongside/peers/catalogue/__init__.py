"""Cue cards that come along: short prompts for each of the four domains, as data, read once and checked."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from alongside.peers.rules import Card, read_cards

HERE = Path(__file__).resolve().parent / "cue_cards.toml"
DOMAINS = ("engaging", "supporting", "coaching", "sharing")


@cache
def cards() -> tuple[Card, ...]:
    """Every card of the file, in its order."""
    return tuple(read_cards(tomllib.loads(HERE.read_text(encoding="utf-8")), DOMAINS))
