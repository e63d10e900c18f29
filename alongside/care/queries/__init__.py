"""Named questions about care: the timeline, contacts, promises, a worker's home."""

from alongside.care.queries.begun import begun, begun_in
from alongside.care.queries.contacts import contacts_of, first_met, shared_with_her, versions_of
from alongside.care.queries.emergency import InAnEmergency, in_an_emergency
from alongside.care.queries.home import HomeRow, home
from alongside.care.queries.known import KnownSeen, known, known_of, who_in
from alongside.care.queries.looked import Looked, names_in_my_file, who_looked
from alongside.care.queries.mentions import (
    MentionedSeen,
    ToAsk,
    asked_of,
    mentioned,
    mentions_of,
    to_ask,
    with_to_ask,
)
from alongside.care.queries.promises import next_promises, open_promises, promises_of
from alongside.care.queries.reaching import MissedEachOther, missed_in, missed_of, reach_wishes, with_missed
from alongside.care.queries.safety import PlanSeen, copy_of, left_her_page, plan, plan_of, plans_of, protocols, reaching
from alongside.care.queries.shared_plan import LaneSeen, goals_pointed_to, lane, lane_version, shared_plan, steps_of
from alongside.care.queries.sharing import Shared, appointments_of, need, needs_of, shared
from alongside.care.queries.timeline import Entry, timeline
from alongside.care.queries.used import (
    Helped,
    ToMeet,
    UsedSeen,
    asked_today,
    asks_of,
    helped_before,
    met_since,
    to_meet,
    to_meet_of,
    used,
    with_to_meet,
)

__all__ = [
    "Entry",
    "Helped",
    "HomeRow",
    "InAnEmergency",
    "KnownSeen",
    "LaneSeen",
    "Looked",
    "MentionedSeen",
    "MissedEachOther",
    "PlanSeen",
    "Shared",
    "ToAsk",
    "ToMeet",
    "UsedSeen",
    "appointments_of",
    "asked_of",
    "asked_today",
    "asks_of",
    "begun",
    "begun_in",
    "contacts_of",
    "copy_of",
    "first_met",
    "goals_pointed_to",
    "helped_before",
    "home",
    "in_an_emergency",
    "known",
    "known_of",
    "lane",
    "lane_version",
    "left_her_page",
    "mentioned",
    "mentions_of",
    "met_since",
    "missed_in",
    "missed_of",
    "names_in_my_file",
    "need",
    "needs_of",
    "next_promises",
    "open_promises",
    "plan",
    "plan_of",
    "plans_of",
    "promises_of",
    "protocols",
    "reach_wishes",
    "reaching",
    "shared",
    "shared_plan",
    "shared_with_her",
    "steps_of",
    "timeline",
    "to_ask",
    "to_meet",
    "to_meet_of",
    "used",
    "versions_of",
    "who_in",
    "who_looked",
    "with_missed",
    "with_to_ask",
    "with_to_meet",
]  # fmt: skip
