"""A rule's no, in words, beside its question.

The sentences are the rooms' own (``Because`` and ``No`` of their ``terms``); only what belongs to no room is said here.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import IntegrityError, models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts import terms as accounts
from alongside.afterwards import terms as afterwards
from alongside.assessment import terms as assessment
from alongside.calendars import terms as calendars
from alongside.care import terms as care
from alongside.childcare import terms as childcare
from alongside.consent import terms as consent
from alongside.continuity import terms as continuity
from alongside.culture import terms as culture
from alongside.enrolment import terms as enrolment
from alongside.evaluation import terms as evaluation
from alongside.families import terms as families
from alongside.goals import terms as goals
from alongside.instruments import terms as instruments
from alongside.intake import terms as intake
from alongside.library import terms as library
from alongside.pages.design.days import days_of
from alongside.pages.design.forms import CalmForm
from alongside.peers import terms as peers
from alongside.programmes import terms as programmes
from alongside.recordkeeping.rules import Refused
from alongside.reminders import terms as reminders
from alongside.services import terms as services
from alongside.stewardship import terms as stewardship
from alongside.supervision import terms as supervision
from alongside.wording import terms as wording

SOMETHING_ELSE = gettext_lazy(
    "This cannot be saved as it stands. What you wrote is still here. Please look at it again."
)
AT_ONCE = gettext_lazy(
    "Somebody saved something for the same days a moment ago. Please look at it before you save again."
)

ROOMS: tuple[type[models.TextChoices], ...] = (
    families.Because,
    accounts.No,
    enrolment.No,
    care.No,
    goals.No,
    services.No,
    peers.No,
    afterwards.No,
    culture.No,
    childcare.No,
    assessment.No,
    wording.Because,
    instruments.Because,
    library.Because,
    consent.No,
    programmes.No,
    evaluation.No,
    reminders.No,
    calendars.No,
    intake.No,
    continuity.No,
    stewardship.Refusal,
    supervision.No,
)
# Codes that rooms share, said in a way that fits them all.
MORE: dict[str, Any] = {
    "too_long": gettext_lazy(
        "This is longer than we can keep in one piece. Nothing is lost: please shorten it or share it over two notes."
    ),
    "source_needed": gettext_lazy("Please say where this comes from, so that others can look it up."),
    "in_future": gettext_lazy("This day has not come yet. Please check the date."),
}

# What only the database says, by the name it gives it.
OF_THE_WALL: dict[str, Any] = {
    "evaluation_plan_frozen": evaluation.No.PLAN_FROZEN.label,
    "evaluation_frozen_first": evaluation.No.NOT_FROZEN.label,
    "evaluation_steward_first": evaluation.No.STEWARD_FIRST.label,
    "evaluation_second_person": evaluation.No.SECOND_PERSON.label,
    "afterwards_own_file": gettext_lazy(
        "This is her own file, and she is one of us now. It stays apart while that goes on."
    ),
}

# Kinds of rows that can be in the way, and their words in addresses.
TRACKS = {
    "livingarrangement": "living",
    "legalstatus": "legal",
    "agencyinvolvement": "involvement",
    "decisionright": "right",
}
# What a rule calls its question, and what the form calls it.
FIELDS = {
    "steps": "what_0",
    "from": "from_on",
    "until": "until_on",
    "during": "from_on",
    "kind": "kind",
    "words": "her_words",
}


def sentence(because: str) -> Any:
    """What to say for this code. Every code of every rule has its own sentence; a test looks for them."""
    if because in MORE:
        return MORE[because]
    for room in ROOMS:
        if because in room.values:
            return room(because).label
    return SOMETHING_ELSE


def known() -> set[str]:
    """All codes that have a sentence of their own."""
    return set(MORE) | {code for room in ROOMS for code in room.values}


def put(form: CalmForm, no: Refused) -> None:
    """Write the refusal beside the question it is about, or on top of the form.

    When something already there is in the way, it is named, and ``form.clash`` is (its words, its address). Where there
    is something else to do instead, ``form.offer`` is (its words, its address).
    """
    field = no.field if no.field in form.fields else FIELDS.get(no.field, "")
    said = no.detail.get("said") or sentence(no.because)
    row: Any = no.detail.get("clash")
    if row is not None and row._meta.model_name in TRACKS:
        words = f"{capfirst(kind_of(row))}, {days_of(row.during)}"
        address = reverse("track_correct", args=[row.family_id, row.child_id, track_of(row), row.id])
        form.clash = (words, address)  # type: ignore[attr-defined]
        said = _("%(sentence)s There is: %(what)s.") % {"sentence": said, "what": words}
    if "offer" in no.detail:
        form.offer = no.detail["offer"]  # type: ignore[attr-defined]
    form.add_error(field if field in form.fields else None, said)


def kind_of(row: Any) -> str:
    """What a row of a track says, as its room says it."""
    show = getattr(row, "get_kind_display", None) or row.get_topic_display
    return str(show())


def track_of(row: Any) -> str:
    """The word for the row's track in addresses."""
    return TRACKS[row._meta.model_name]


def of_constraint(no: IntegrityError) -> Any:
    """What a constraint of the database says; two people saving the same days at once end up here."""
    name = getattr(getattr(no.__cause__, "diag", None), "constraint_name", "") or ""
    if name in OF_THE_WALL:
        return OF_THE_WALL[name]
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if (
                constraint.name == name
                and constraint.violation_error_message != constraint.default_violation_error_message
            ):
                return constraint.violation_error_message
    return AT_ONCE
