"""What she told and takes back, or what was written wrongly: it is shown no longer."""

from __future__ import annotations

import uuid
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.access import scope
from alongside.access.policy import May
from alongside.families import actions as families
from alongside.families import queries
from alongside.pages.worker.writing.handling import may_write, stamp, take_back, writing
from alongside.safekeeping.terms import Category


@writing(May.WRITE_IN_FAMILY)
def exposure_take_back(request: HttpRequest, family: uuid.UUID, row: uuid.UUID) -> HttpResponse:
    """What the pregnancy met, as she told it."""
    may_write(request, Category.SUD)
    found = scope.exposures(family).get(pk=row)
    do = partial(families.take_back_exposure, exposure=found, **stamp(request))
    return take_back(request, do, words=found.substance, file=family, subject=found.woman_id)


@writing(May.WRITE_IN_FAMILY)
def earlier_child_take_back(request: HttpRequest, family: uuid.UUID, row: uuid.UUID) -> HttpResponse:
    """She no longer wishes this child to be written down here."""
    may_write(request, Category.CHILD_WELFARE_LEGAL)
    found = queries.earlier_children_of(family).get(pk=row)
    do = partial(families.take_back_earlier_child, earlier=found, **stamp(request))
    return take_back(request, do, words=found.called or found.her_words, file=family, subject=found.woman_id)


@writing(May.WRITE_IN_FAMILY)
def identity_take_back(request: HttpRequest, family: uuid.UUID, person: uuid.UUID, row: uuid.UUID) -> HttpResponse:
    """Words for herself that she does not want here any more."""
    may_write(request, Category.CULTURAL)
    found = queries.identities_of(family).get(pk=row, person_id=person)
    do = partial(families.take_back_identity, identity=found, **stamp(request))
    back = reverse("person_change", args=[family, person])
    heading, lead = _("Take these words back?"), _("They will no longer be shown.")
    shown = {"heading": heading, "lead": lead, "file": family, "subject": person, "back": back}
    return take_back(request, do, words=found.her_words, **shown)
