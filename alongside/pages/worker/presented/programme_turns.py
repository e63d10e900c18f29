"""What was done with a plan on the way, in words: with a family, and with a group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.programmes.models import DeliveryTurn, GroupTurn
from alongside.programmes.terms import ADAPTED, Turn


def turns(rows: Sequence[DeliveryTurn], with_group: Sequence[GroupTurn] = ()) -> list[tuple[str, date, str, str]]:
    """(what, day, why, her words), the newest first; what was done with the group says so."""
    of_group = _("%(what)s (with the group)")
    told = [(of_group % {"what": _turn(row)}, row.on, row.why, "") for row in with_group]
    told += [(_turn(row), row.on, row.why, row.her_words) for row in rows]
    return sorted(told, key=lambda each: each[1])[::-1]


def group_turns(rows: Sequence[GroupTurn]) -> list[tuple[str, date, str]]:
    """(what, day, why), the newest first."""
    return [(_turn(row), row.on, row.why) for row in reversed(rows)]


def _turn(row: DeliveryTurn | GroupTurn) -> str:
    label = capfirst(str(Turn(row.what).label))
    if row.what not in ADAPTED:
        return label
    numbers = ", ".join(map(str, row.numbers))
    return ngettext("Session %(n)s: %(what)s", "Sessions %(n)s: %(what)s", len(row.numbers)) % {
        "n": numbers, "what": Turn(row.what).label,
    }  # fmt: skip
