"""What an emergency opened, in words."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.care.queries import InAnEmergency
from alongside.consent.models import BreakGlass
from alongside.consent.queries import Somebody
from alongside.families.terms import PersonKind
from alongside.pages.design.days import date_format
from alongside.pages.design.kinds import KINDS
from alongside.pages.design.shared import parts
from alongside.safekeeping.terms import IN_AN_EMERGENCY, Category, mask

_CALLED: dict[Category, Any] = {**KINDS, Category.CONTACT: gettext_lazy("Name, birthday, how to reach her")}
# Who it is goes along whatever is opened: nobody is treated under another one's name.
ALONG = mask(Category.CONTACT)
KINDS_OPENED = [(str(int(kind)), _CALLED[kind]) for kind in Category if (IN_AN_EMERGENCY & ~ALONG) >> kind & 1]


@dataclass(frozen=True)
class GlassShown:
    """One that is open: what was opened, until when, and how many minutes are left (a begun one counts)."""

    id: uuid.UUID
    kinds: str
    until: datetime
    left: str


def mask_of(kinds: Iterable[str]) -> int:
    """The mask of chosen kinds, and who it is."""
    return ALONG | mask(*(Category(int(kind)) for kind in kinds))


def kinds_of(mask: int) -> str:
    """The kinds of a mask, in words."""
    return ", ".join(str(_CALLED[kind]) for kind in Category if mask >> kind & 1 and kind in _CALLED)


def left(until: datetime, now: datetime) -> str:
    """How long something is open still."""
    minutes = max(1, ceil((until - now).total_seconds() / 60))
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def glass(row: BreakGlass, now: datetime) -> GlassShown:
    """A line of what is open to her now."""
    return GlassShown(row.pk, kinds_of(row.categories), row.until, left(row.until, now))


def called(found: Somebody) -> str:
    """Somebody who was found by her whole name."""
    if found.born_on is None:
        return found.name
    return _("%(name)s, born on %(day)s") % {"name": found.name, "day": date_format(found.born_on)}


def opened(found: InAnEmergency, row: BreakGlass, now: datetime) -> dict[str, Any]:
    """The page of one person in an emergency."""
    child = found.person.kind == PersonKind.CHILD
    return {
        "person": found.person,
        "kind": _("child") if child else _("woman"),
        "glass": glass(row, now),
        "reason": row.reason,
        "parts": parts(found.shared, found.person.id),
    }
