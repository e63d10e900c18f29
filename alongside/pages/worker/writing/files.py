"""What is written on the cover: what she calls her family, why she comes, and that somebody brought over is with us."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.assessment.actions import moving
from alongside.enrolment.terms import State
from alongside.families import actions as families
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker import earlier
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import choose, line, past_day, words
from alongside.pages.worker.writing.handling import (
    Given,
    base_version,
    handle,
    may_write,
    or_two_versions,
    stamp,
    write_about,
    writing,
)
from alongside.safekeeping.terms import Category

FIRST_STATES = (State.REACHING_OUT, State.GETTING_TO_KNOW, State.ACTIVE)


class NameForm(CalmForm):
    """Any name, or none."""

    versioned = True
    name = line(gettext_lazy("What she calls her family"), help_text=gettext_lazy("Any name. It can be none."))


@writing(May.WRITE_IN_FAMILY)
def family_rename(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Another name for the file. A colleague who changed it meanwhile is not overwritten."""
    may_write(request, Category.CONTACT)
    found = finding.family(family)
    form = NameForm(request.POST or None, initial={"name": found.name}, version=found.version)

    def do(given: Given) -> Any:
        base = base_version(given, found.version)
        return families.rename_family(family=found, base_version=base, name=given["name"], **stamp(request))

    shown = {"heading": _("What she calls her family"), "versions": earlier.of(family, found)[0]}
    return handle(request, form, do, file=family, done=or_two_versions(family), **shown)


class WhyForm(CalmForm):
    """Her words as she says them now; what she said before stays readable."""

    versioned = True
    her_why = words(gettext_lazy("What brings her, in her words"), rows=5)


@writing(May.WRITE_IN_FAMILY)
def why_change(request: HttpRequest, family: uuid.UUID, woman: uuid.UUID) -> HttpResponse:
    """Why she comes. A colleague who changed it meanwhile is not overwritten."""
    may_write(request, Category.SERVICE_USE)
    found = finding.woman(family, woman)
    form = WhyForm(request.POST or None, initial={"her_why": found.her_why}, version=found.version)

    def do(given: Given) -> Any:
        base = base_version(given, found.version)
        return families.change_why(woman=found, base_version=base, her_why=given["her_why"], **stamp(request))

    shown = {"heading": _("Why she comes"), "about": found.person, "versions": earlier.of(family, found)[0]}
    return handle(request, form, do, file=family, subject=woman, done=or_two_versions(family), **shown)


class EnrolForm(CalmForm):
    """From when on, and how it stands. No condition."""

    first_contact_on = past_day(gettext_lazy("The day of the first contact"))
    state = choose(
        gettext_lazy("How it stands now"), [(s.value, s.label) for s in FIRST_STATES], initial=State.GETTING_TO_KNOW
    )
    came_by = line(gettext_lazy("How did she find us?"))


@writing(May.WRITE_IN_FAMILY)
def enrol(request: HttpRequest, family: uuid.UUID, woman: uuid.UUID) -> HttpResponse:
    """She has a record here, brought over from elsewhere, and is with us from a day on."""
    may_write(request, Category.SERVICE_USE)
    found = finding.woman(family, woman)
    verb = partial(moving.enrol, family=finding.family(family), person=found.person)
    lead = _("Her record was brought over. Nothing is asked again, and nothing has to be done first.")
    shown = {"heading": _("She is with us now"), "lead": lead}
    return write_about(request, EnrolForm(request.POST or None), verb, found.person, **shown)
