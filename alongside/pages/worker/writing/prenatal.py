"""Around a pregnancy: who looks after her, her plan for the birth, and that it goes on when its end was a mistake."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.families import actions as families
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker import earlier
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import line, words
from alongside.pages.worker.writing.handling import (
    Given,
    base_version,
    confirm,
    handle,
    may_write,
    or_two_versions,
    stamp,
    writing,
)
from alongside.safekeeping.terms import Category

CARE = ("prenatal_provider", "birth_plan", "nutrition", "agonist_treatment")


class PrenatalForm(CalmForm):
    """Her wishes first. Treatment is a treatment."""

    versioned = True
    whys: ClassVar = {
        "agonist_treatment": gettext_lazy(
            "So that nobody stops a treatment that keeps her and the baby well. It is never held against her."
        )
    }
    birth_plan = words(gettext_lazy("What she would like for the birth"))
    prenatal_provider = line(gettext_lazy("Who looks after the pregnancy"))
    nutrition = words(gettext_lazy("Food and vitamins"))
    agonist_treatment = line(gettext_lazy("Methadone, buprenorphine or another treatment"))


@writing(May.WRITE_IN_FAMILY)
def pregnancy_change(request: HttpRequest, family: uuid.UUID, pregnancy: uuid.UUID) -> HttpResponse:
    """Care before birth. A colleague who changed the same thing meanwhile is not overwritten."""
    may_write(request, Category.REPRODUCTIVE_STI)
    found = finding.pregnancy(family, pregnancy)
    form = PrenatalForm(
        request.POST or None, initial={name: getattr(found, name) for name in CARE}, version=found.version
    )

    def do(given: Given) -> Any:
        told = {name: given[name] for name in CARE}
        base = base_version(given, found.version)
        return families.change_pregnancy(pregnancy=found, base_version=base, values=told, **stamp(request))

    shown = {"heading": _("Care before birth"), "versions": earlier.of(family, found)[0]}
    return handle(request, form, do, file=family, subject=found.woman_id, done=or_two_versions(family), **shown)


@writing(May.WRITE_IN_FAMILY)
def pregnancy_reopen(request: HttpRequest, family: uuid.UUID, pregnancy: uuid.UUID) -> HttpResponse:
    """What came of it was written by mistake, or she is back with us: who was not born is expected again."""
    may_write(request, Category.REPRODUCTIVE_STI, Category.CHILD_HEALTH_DEV)
    found = finding.pregnancy(family, pregnancy)
    return confirm(
        request,
        lambda: families.reopen_pregnancy(pregnancy=found, **stamp(request)),
        file=family,
        subject=found.woman_id,
        heading=_("Does this pregnancy go on?"),
        lead=_("Use this when its end was written by mistake, or when she is back with us and still expecting."),
        submit=_("It goes on"),
    )
