"""Named questions about families. Each takes a fixed number of SQL statements, however many rows come back."""

from alongside.families.queries.contact import safe_contact_of, safe_contacts_of, unsafe_names
from alongside.families.queries.finding import (
    Found,
    ListedFamily,
    MaybeSame,
    families_list,
    find_people,
    possible_duplicates,
)
from alongside.families.queries.people import (
    Cover,
    children_of,
    dyads_of,
    earlier_children_of,
    families_of,
    family_cover,
    identities_of,
    memberships_of,
    people_of,
    women_of,
)
from alongside.families.queries.pregnancies import (
    current_pregnancy,
    due_dates_of,
    exposures_of,
    pregnancies_of,
    reminded_children,
)
from alongside.families.queries.surroundings import households_of, people_around, stays_on
from alongside.families.queries.tracks import (
    MODELS,
    TrackRow,
    clash,
    clashes,
    days_so_far,
    tracks_between,
    tracks_on,
    versions_of,
)

__all__ = [
    "MODELS",
    "Cover",
    "Found",
    "ListedFamily",
    "MaybeSame",
    "TrackRow",
    "children_of",
    "clash",
    "clashes",
    "current_pregnancy",
    "days_so_far",
    "due_dates_of",
    "dyads_of",
    "earlier_children_of",
    "exposures_of",
    "families_list",
    "families_of",
    "family_cover",
    "find_people",
    "households_of",
    "identities_of",
    "memberships_of",
    "people_around",
    "people_of",
    "possible_duplicates",
    "pregnancies_of",
    "reminded_children",
    "safe_contact_of",
    "safe_contacts_of",
    "stays_on",
    "tracks_between",
    "tracks_on",
    "unsafe_names",
    "versions_of",
    "women_of",
]
