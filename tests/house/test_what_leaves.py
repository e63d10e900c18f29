"""Nothing that names somebody outside as its recipient stands outside the ledger (D-91).

A table that says to whom something of a family went must point at the line of the ledger (``consent.Disclosure``) that
decided it and holds its words. Whatever else names an agency, a colleague (who may work elsewhere) or a recipient is
listed here with the reason why nothing leaves by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Model
from django.test.utils import isolate_apps

OUTSIDERS = {"agencies.Agency", "accounts.Colleague", "consent.OutsideWorker"}
# What a field is called that says to whom something went, of whatever type it is.
TO_WHOM = re.compile(r"^(to|to_whom|whom|recipient|addressee|to_(?!hour|know)\w+)$|_(to|whom|recipient)$")
LEDGER = "consent.Disclosure"
ROOM = "consent"  # whose tables are the ledger, what it rests on, and what is being written for it

WHY_NOTHING_LEAVES: dict[str, dict[str, str]] = {
    "our own agency, whose row it is": {
        "agencies.Programme": "agency", "agencies.Site": "agency", "agencies.Agreement": "agency",
        "families.Family": "agency", "care.LocalProtocol": "agency", "services.Place": "agency",
        "services.Series": "agency", "services.Session": "agency", "programmes.GroupDelivery": "agency",
        "childcare.Ratio": "agency",
        "stewardship.LookAnswer": "agency colleague",
        "stewardship.Breach": "agency", "evaluation.Study": "agency", "evaluation.ScoreTally": "agency", "evaluation.WordsForWomen": "agency", "intake.Door": "agency", "continuity.MeetingRhythm": "agency", "intake.Knock": "agency",
    },
    "agencies about each other, and who works where: about no family": {
        "agencies.Agreement": "partner", "accounts.Colleague": "agency", "accounts.Role": "colleague",
        "accounts.ProposedRole": "colleague", "accounts.ColleagueCode": "colleague",
    },
    "a fact of the child's life: who is involved, who may decide": {
        "families.AgencyInvolvement": "agency", "families.DecisionRight": "holder_agency",
        "childcare.Fetcher": "said_by_agency",
    },
    "a colleague of our own: the team, who is kept out, who is on duty, whose street": {
        "enrolment.TeamMember": "colleague", "enrolment.KeyWorker": "colleague",
        "enrolment.HandOver": "from_colleague to_colleague", "enrolment.KeptOut": "colleague",
        "goals.GoalStep": "colleague", "care.SafetyVersion": "colleague", "services.SessionWorker": "colleague",
        "programmes.DeliveryWorker": "colleague", "calendars.Elsewhere": "goes_along",
        "peers.PeerAnswer": "colleague", "peers.PeerMatch": "colleague", "peers.PeerContact": "colleague",
        "afterwards.GivingBack": "colleague", "culture.ElderBeside": "colleague",
        "care.LaneSignature": "witness", "care.UsedAnswer": "colleague", "care.KnownVersion": "colleague",
        "assessment.DutyShift": "colleague", "assessment.EscalationContact": "colleague", "assessment.AlertStep": "to",
        "stewardship.OwnStreet": "colleague", "continuity.Away": "colleague", "continuity.Cover": "colleague",
        "intake.Welcome": "colleague",
    },
    "two colleagues who meet to reflect: about no family, and read by the two alone": {
        "supervision.Supervision": "supervisor colleague", "supervision.Reflection": "for_whom",
    },
    "what a peer supporter says of herself, or agrees with her supervisor: about no family": {
        "peers.PeerProfile": "colleague", "peers.PeerStory": "colleague", "peers.PeerAgreement": "colleague supervisor",
        "peers.PeerWellness": "colleague shown_to", "peers.PeerLearning": "colleague",
    },
    "whose arm of a study a file is; they brought it, and nothing goes to them": {
        "evaluation.StudyImport": "site", "evaluation.SiteAsked": "site",
    },
    "an address of the web, for whoever leaves her page in a hurry": {"agencies.Programme": "leave_to"},
    "the wall's own: from whom something is kept": {"safekeeping.Bar": "to_whom"},
    "after something went wrong: who was told that it did, and no word of a note": {"stewardship.BreachStep": "whom"},
    "whose it is, a note, a goal, an appointment: of her, of the child, or of what is between them": {
        "care.Contact": "for_whom", "goals.Goal": "for_whom", "calendars.Elsewhere": "for_whom", "programmes.Delivery": "for_whom",
    },
}  # fmt: skip


def ours() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("alongside.")]


def listed() -> set[str]:
    return {
        f"{label}.{name}"
        for tables in WHY_NOTHING_LEAVES.values()
        for label, names in tables.items()
        for name in names.split()
    }


def names_somebody(field: Any) -> bool:
    """It points at an agency or a colleague, or is called as what says to whom something went."""
    related = field.related_model
    return (related is not None and related._meta.label in OUTSIDERS) or bool(TO_WHOM.search(field.name))


def in_the_ledger(model: type[Model]) -> bool:
    """Each of its rows points at a line of the ledger."""
    return any(
        field.related_model is not None and field.related_model._meta.label == LEDGER and not field.null
        for field in model._meta.concrete_fields
    )


def past_the_ledger(tables: Iterable[type[Model]], known: set[str]) -> list[str]:
    """Fields that name somebody outside, in no line of the ledger and not listed; and what is listed and not there."""
    found = {
        f"{model._meta.label}.{field.name}": in_the_ledger(model)
        for model in tables
        if model._meta.app_label != ROOM
        for field in model._meta.concrete_fields
        if names_somebody(field)
    }
    wrong = [f"{name}: no line of the ledger" for name, held in sorted(found.items()) if not held and name not in known]
    return wrong + [f"{name}: listed for nothing" for name in sorted(known - found.keys())]


def test_whatever_names_somebody_outside_is_in_the_ledger_or_says_why_not() -> None:
    assert past_the_ledger(ours(), listed()) == []


@isolate_apps("alongside.assessment")
def test_a_table_that_goes_round_the_ledger_is_found() -> None:
    to_agency: Mapping[str, Any] = {"to_agency": models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")}
    made = {
        "FaxedCopy": dict(to_agency),
        "MailedCopy": {"recipient": models.TextField()},
        "SharedWith": {"who": models.ForeignKey("accounts.Colleague", models.PROTECT, related_name="+")},
        # Pointing at the ledger only sometimes is not enough.
        "MaybeCopy": {
            **to_agency, "disclosure": models.ForeignKey(LEDGER, models.PROTECT, null=True, related_name="+"),
        },
        "RightCopy": {**to_agency, "disclosure": models.ForeignKey(LEDGER, models.PROTECT, related_name="+")},
    }  # fmt: skip
    tables = [
        type(name, (Model,), {"__module__": __name__, "Meta": type("Meta", (), {"app_label": "assessment"}),
                              **{key: field.clone() for key, field in fields.items()}})
        for name, fields in made.items()
    ]  # fmt: skip
    for table in tables:
        for field in table._meta.concrete_fields:
            if isinstance(field.remote_field, models.ManyToOneRel) and isinstance(field.remote_field.model, str):
                field.remote_field.model = apps.get_model(field.remote_field.model)
    found = past_the_ledger(tables, set())
    assert [each.split(":")[0].removeprefix("assessment.") for each in found] == [
        "FaxedCopy.to_agency", "MailedCopy.recipient", "MaybeCopy.to_agency", "SharedWith.who",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["families.Family.agency", "enrolment.TeamMember.colleague"])
def test_what_is_not_listed_is_found_and_what_is_listed_for_nothing_too(name: str) -> None:
    assert past_the_ledger(ours(), listed() - {name}) == [f"{name}: no line of the ledger"]
    assert past_the_ledger(ours(), listed() | {"families.Family.fax"}) == ["families.Family.fax: listed for nothing"]


def test_a_copy_of_a_childs_report_is_a_line_of_the_ledger() -> None:
    copies = apps.get_model("assessment", "DevelopmentRelease")
    assert in_the_ledger(copies)
    assert not any(names_somebody(field) for field in copies._meta.concrete_fields)  # the line says to whom
