"""What is said of one kind of record in the copy that she asks for."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from alongside.safekeeping.terms import Category as C

Row = Any
Lines = Iterable[tuple[str, Any, bool]]


@dataclass(frozen=True)
class Source:
    """One kind of record. ``whose``: the column that says about whom; ``category``: a column or the kind itself.

    ``fields``: (name, what it is called); ``hers``: which of them are her own words; ``on``: the day it is of;
    ``about``: of whom else a row speaks (``None``: this kind never does, or a name in it is looked for);
    ``told_by``: whose words these are, where they need not be hers. What she said of others herself is hers.
    """

    model: str
    title: Any
    whose: str
    category: str | C
    fields: tuple[tuple[str, Any], ...]
    hers: frozenset[str] = frozenset()
    on: str = "recorded_at"
    about: Callable[[Row], frozenset[uuid.UUID] | None] | None = None
    with_it: tuple[Any, ...] = ()
    joined: tuple[str, ...] = ()
    more: Callable[[Row], Lines] | None = None
    others_named: Callable[[Row], bool] | None = None
    without: Mapping[str, Any] | None = None
    told_by: str = ""
    order: tuple[str, ...] = ("pk",)

    @property
    def name(self) -> str:
        """Short, for addresses and for what is kept of it."""
        return self.model.lower()
