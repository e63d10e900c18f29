"""Named questions about staying. Each is a fixed number of statements, whatever the number of rows."""

from alongside.continuity.queries.cover import (
    Leave,
    MyCover,
    ToCover,
    away,
    cover,
    cover_of_hers,
    handed_back,
    is_agreed,
    leaves,
    mine,
    my_covers,
    promised_meanwhile,
)
from alongside.continuity.queries.farewell import (
    GoodBye,
    MyFarewell,
    Steady,
    farewells_of,
    my_farewells,
    my_goodbyes,
    steady,
)
from alongside.continuity.queries.meeting import NotMet, Tried, not_met, rhythm
from alongside.continuity.queries.waits import (
    ServiceWaits,
    WaitNow,
    service_waits,
    services_waited_for,
    stood,
    wait,
    waiting_for,
    waits_of,
)

__all__ = [
    "GoodBye", "Leave", "MyCover", "MyFarewell", "NotMet", "ServiceWaits", "Steady",
    "ToCover", "Tried", "WaitNow", "away", "cover", "cover_of_hers", "farewells_of",
    "handed_back", "is_agreed", "leaves", "mine", "my_covers", "my_farewells", "my_goodbyes",
    "not_met", "promised_meanwhile", "rhythm", "service_waits", "services_waited_for", "steady", "stood",
    "wait", "waiting_for", "waits_of",
]  # fmt: skip
