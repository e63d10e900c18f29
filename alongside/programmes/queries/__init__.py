"""Named questions about programmes that are given: those of a family, of a group, what was asked, and figures."""

from alongside.programmes.queries.figures import Figures, MarkFigure, given_here, marks_here
from alongside.programmes.queries.given import (
    DeliverySeen,
    Held,
    deliveries_of,
    delivery,
    delivery_of,
    delivery_of_series,
    session_held,
    was_at,
    worker,
)
from alongside.programmes.queries.groups import GroupSeen, group, group_of_series, open_groups, series_without_plan
from alongside.programmes.queries.outcomes import Outcome, outcomes

__all__ = [
    "DeliverySeen", "Figures", "GroupSeen", "Held", "MarkFigure", "Outcome", "deliveries_of", "delivery", "delivery_of",
    "delivery_of_series", "given_here", "group", "group_of_series", "marks_here", "open_groups", "outcomes",
    "series_without_plan", "session_held", "was_at", "worker",
]  # fmt: skip
