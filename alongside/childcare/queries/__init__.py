"""Named questions about child care: who is there now, who may fetch, how the day was, what helps."""

from alongside.childcare.queries.children import (
    Consult,
    DayTold,
    Shared,
    as_it_stands,
    consults_of,
    day_of,
    days_told,
    door_of,
    entry_versions,
    help_plan,
    help_versions,
    last_came,
    shared_days,
)
from alongside.childcare.queries.fetching import (
    Fetching,
    bar,
    bars_of,
    decided_by_her,
    fetcher,
    fetchers_of,
    fetching_of,
    fetching_there,
    may_say_today,
    near_her,
    said_by_her,
    words_of_today,
)
from alongside.childcare.queries.there import (
    Noted,
    RoomNow,
    There,
    carers,
    children_there,
    ratios,
    ratios_all,
    room_now,
    sessions_of_day,
)

__all__ = [
    "Consult", "DayTold", "Fetching", "Noted", "RoomNow", "Shared", "There", "as_it_stands", "bar", "bars_of", "carers",
    "children_there", "consults_of", "day_of", "days_told", "decided_by_her", "door_of", "entry_versions",
    "fetcher", "fetchers_of", "fetching_of", "fetching_there", "help_plan", "help_versions", "last_came",
    "may_say_today", "near_her", "ratios", "ratios_all", "room_now", "said_by_her", "sessions_of_day", "shared_days",
    "words_of_today",
]  # fmt: skip
