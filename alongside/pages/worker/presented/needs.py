"""What a child's carer has to know, as our own pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from alongside.access.policy import May, decide
from alongside.care.models import CareNeed
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Category


@dataclass(frozen=True)
class NeedShown:
    """One thing; ``url``: where it is said to hold no longer, for those who write it."""

    kind: str
    words: str
    url: str


def needs(me: Me, rows: Iterable[CareNeed]) -> list[NeedShown]:
    """What holds now."""
    writes = decide(me, May.WRITE_IN_FAMILY) and me.may_write(Category.CHILD_HEALTH_DEV)
    return [
        NeedShown(
            str(row.get_kind_display()),
            row.words,
            reverse("need_take_back", args=[row.family_id, row.child_id, row.pk]) if writes else "",
        )
        for row in rows
    ]
