"""Verbs of families. Keyword-only, in one transaction, rules first, trail last; each returns what it made."""

from alongside.families.actions.contact import forget_contact, know_contact, save_safe_contact
from alongside.families.actions.files import add_membership, change_why, open_family, rename_family
from alongside.families.actions.people import (
    add_child,
    add_earlier_child,
    add_identity,
    add_person,
    change_person,
    record_death,
    take_back_earlier_child,
    take_back_identity,
)
from alongside.families.actions.pregnancies import (
    change_pregnancy,
    record_birth,
    record_exposure,
    record_loss,
    record_pregnancy,
    reopen_pregnancy,
    revise_due_date,
    take_back_exposure,
)
from alongside.families.actions.surroundings import (
    correct_relationship,
    correct_stay,
    record_household,
    record_stay,
    set_relationship,
)
from alongside.families.actions.tracks import correct_track, record_track

__all__ = [
    "add_child",
    "add_earlier_child",
    "add_identity",
    "add_membership",
    "add_person",
    "change_person",
    "change_pregnancy",
    "change_why",
    "correct_relationship",
    "correct_stay",
    "correct_track",
    "forget_contact",
    "know_contact",
    "open_family",
    "record_birth",
    "record_death",
    "record_exposure",
    "record_household",
    "record_loss",
    "record_pregnancy",
    "record_stay",
    "record_track",
    "rename_family",
    "reopen_pregnancy",
    "revise_due_date",
    "save_safe_contact",
    "set_relationship",
    "take_back_earlier_child",
    "take_back_exposure",
    "take_back_identity",
]
