"""Women, children (also before birth), the two together, and the people around them."""

from alongside.families.models.contact import KnownContact, SafeContact, SafeWay
from alongside.families.models.people import (
    Child,
    Dyad,
    EarlierChild,
    Family,
    Identity,
    Membership,
    NameKey,
    Person,
    Woman,
)
from alongside.families.models.pregnancy import DueDate, Exposure, Pregnancy
from alongside.families.models.surroundings import Household, HouseholdStay, Relationship
from alongside.families.models.tracks import AgencyInvolvement, DecisionRight, LegalStatus, LivingArrangement

__all__ = [
    "AgencyInvolvement", "Child", "DecisionRight", "DueDate", "Dyad", "EarlierChild", "Exposure", "Family", "Household",
    "HouseholdStay", "Identity", "KnownContact", "LegalStatus", "LivingArrangement", "Membership", "NameKey", "Person",
    "Pregnancy", "Relationship", "SafeContact", "SafeWay", "Woman",
]  # fmt: skip
