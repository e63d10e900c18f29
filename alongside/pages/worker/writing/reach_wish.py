"""How she wants us to reach out when we miss each other, written down with her."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.care import actions as care
from alongside.care import queries
from alongside.care.rules import WAYS_TO_REACH
from alongside.care.terms import HowOften, ReachOut
from alongside.pages.design.days import date_format
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import choose, line, pick, several, words
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
from alongside.safekeeping.terms import Category


class ReachWishForm(CalmForm):
    """What she wants; nothing but the first is needed."""

    whys: ClassVar = {
        "wants": gettext_lazy(
            "So that nobody comes after her who should not, and nobody is forgotten who hopes we do."
        ),
        "ways": gettext_lazy(
            "Only ways that she called safe are ever used, within her hours. None chosen: any of them."
        ),
    }
    wants = choose(gettext_lazy("When we miss each other"), ReachOut.choices, initial=ReachOut.PLEASE)
    ways = several(gettext_lazy("How"), [(way.value, way.label) for way in WAYS_TO_REACH])
    every_days = pick(gettext_lazy("How often"), HowOften.choices)
    where = line(gettext_lazy("Where to look for her"), longest=2000)
    her_words = words(gettext_lazy("In her words"))


@writing(May.WRITE_IN_FAMILY)
def reach_wish(request: HttpRequest, family: uuid.UUID, woman: uuid.UUID) -> HttpResponse:
    """What she says today; what she said before stays."""
    may_write(request, Category.CONTACT)
    found = finding.woman(family, woman)
    earlier = queries.reach_wishes(family, woman)
    newest = earlier[0] if earlier else None
    before = {name: getattr(newest, name) for name in ReachWishForm.base_fields if hasattr(newest, name)}
    form = ReachWishForm(request.POST or None, initial=before)

    def do(given: Given) -> Any:
        return care.wish_reached(family=family, woman=found.pk, **_said(given), **stamp(request))

    lead = _("She last said so on %(day)s.") % {"day": date_format(newest.recorded_at, "DATE_FORMAT")} if newest else ""
    shown = {"subject": woman, "about": found.person, "heading": _("When we miss each other"), "lead": lead}
    return handle(request, form, do, file=family, **shown)


def _said(given: Given) -> dict[str, Any]:
    said = {name: given[name] for name in ("wants", "ways", "where", "her_words")}
    return said | {"every_days": int(given["every_days"]) if given["every_days"] else None}
