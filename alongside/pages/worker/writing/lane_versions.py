"""Two wrote at one lane of the shared plan at once: both versions, for the page that puts them side by side."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from alongside.access import scope
from alongside.care import actions, queries
from alongside.care.rules import LaneStep
from alongside.goals.terms import Lane
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.shared_plan import LaneForm, initial_of, offered


class Said:
    """What stands in a lane, and what somebody else wrote meanwhile, as the form asks it."""

    def __init__(self, family: uuid.UUID, aside: Any) -> None:
        then = queries.lane_version(family, aside.target)
        row = queries.lane(family, Lane(then.lane))
        self.lane, self.now, self.row = then.lane, row.now if row else then, _Row(aside.written)
        self.family, self.woman, self.version = family, then.subject, self.now.number
        self.heading = _("Our plan: %(lane)s") % {"lane": Lane(then.lane).label}
        self.file = scope.the_file(family)
        rows = max(len(self.now.steps), len(self.row.steps))
        self.yours, self.theirs = self._asked(self.row, rows), self._asked(self.now, rows)

    def _asked(self, row: Any, rows: int) -> list[tuple[str, str]]:
        form = LaneForm(initial=initial_of(row), **(offered(self.file, row) | {"rows": rows}))
        return list(form.answers())

    def use(self, base: int, **who: Any) -> Any:
        """What was written stands from now on, as a further version."""
        row = self.row
        return actions.say_lane(
            family=finding.family(self.family), woman=self.woman, lane=self.lane, base_version=base, on=row.on,
            her_words=row.her_words, steps=[LaneStep.read(each) for each in row.steps], leads=row.leads,
            goals=row.goals, again_on=row.again_on, about=None if None in (row.about or ()) else row.about, **who,
        )  # fmt: skip


class _Row:
    """What was kept beside a lane, as a version would hold it."""

    def __init__(self, written: dict[str, Any]) -> None:
        self.her_words, self.leads, self.steps = written["her_words"], written["leads"], written["steps"]
        self.on, self.again_on = parse_date(written["on"]), parse_date(written["again_on"] or "")
        self.goals = [uuid.UUID(id) for id in written["goals"]]
        about = written["about"]
        self.about = None if about is None else [uuid.UUID(id) if id else None for id in about]
