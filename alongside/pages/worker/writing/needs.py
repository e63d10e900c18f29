"""What somebody who looks after the child has to know, written for her to read."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.care import actions as care
from alongside.care import queries
from alongside.care.terms import NeedKind
from alongside.families import queries as families
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import choose, words
from alongside.pages.worker.writing.handling import Given, confirm, handle, may_write, stamp, writing
from alongside.recordkeeping.rules import fold
from alongside.safekeeping.terms import Category


class NeedForm(CalmForm):
    """What kind, and the words."""

    kind = choose(gettext_lazy("What is it?"), NeedKind.choices)
    words = words(
        gettext_lazy("What a carer has to know"),
        required=True,
        help_text=gettext_lazy("About the child alone: a foster or kin carer reads these very words."),
    )


def _names_somebody(family: uuid.UUID, child: uuid.UUID, text: str) -> list[Any]:
    """A name of somebody else of the family, or of the child's mother, in words that a carer will read."""
    folded = f" {fold(text)} "
    for person in families.people_of(family):
        first = fold(person.name).split(" ")[0] if person.name else ""
        if person.id != child and len(first) > 1 and f" {first} " in folded:
            said = _("These words name %(name)s, and a carer will read them. Are they about the child alone?")
            return [said % {"name": person.name}]
    return []


@writing(May.WRITE_IN_FAMILY)
def need_add(request: HttpRequest, family: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """Something that whoever looks after the child has to know."""
    may_write(request, Category.CHILD_HEALTH_DEV)
    found = finding.child(family, child)
    back = reverse("child", args=[family, child])
    return handle(
        request,
        NeedForm(request.POST or None),
        lambda given: care.write_need(child=found, kind=given["kind"], words=given["words"], **stamp(request)),
        file=family,
        subject=child,
        done=back,
        back=back,
        heading=_("What a carer has to know"),
        about=found.person,
        look=lambda given: _look(family, child, given),
    )


def _look(family: uuid.UUID, child: uuid.UUID, given: Given) -> list[Any]:
    return _names_somebody(family, child, given["words"])


@writing(May.WRITE_IN_FAMILY)
def need_take_back(request: HttpRequest, family: uuid.UUID, child: uuid.UUID, need: uuid.UUID) -> HttpResponse:
    """It no longer holds."""
    may_write(request, Category.CHILD_HEALTH_DEV)
    found = finding.child(family, child)
    row = queries.need(family, child, need)
    return confirm(
        request,
        lambda: care.take_back_need(need=row, **stamp(request)),
        file=family,
        back=reverse("child", args=[family, child]),
        heading=_("Does this no longer hold?"),
        lead=row.words,
        about=found.person,
        submit=_("It no longer holds"),
    )
