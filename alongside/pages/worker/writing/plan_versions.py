"""Two wrote at one safety plan at once, or she herself did: both versions, for the page that puts them side by side."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from alongside.access import scope
from alongside.care import actions, queries
from alongside.pages.worker.writing.choices import called, colleagues
from alongside.pages.worker.writing.safety import PlanForm, initial_of


class Words:
    """What stands in a plan, and what somebody else wrote meanwhile, as the form asks it."""

    def __init__(self, family: uuid.UUID, aside: Any) -> None:
        row = queries.plan_of(family, aside.target)
        self.plan, self.version, self.written = row.plan, row.words.number, aside.written
        self.heading = _("A safety plan, in her words")
        self.people = [(str(p.id), called(p)) for p in scope.the_file(family).people]
        self.yours, self.theirs = self._asked(_Row(self.written)), self._asked(row.words)

    def _asked(self, row: Any) -> list[tuple[str, str]]:
        form = PlanForm(initial=initial_of(row), kind=self.plan.kind, people=self.people, workers=colleagues())
        return list(form.answers())

    def use(self, base: int, **who: Any) -> Any:
        """What was written stands from now on, as a further version."""
        row = _Row(self.written)
        return actions.say_plan_anew(
            plan=self.plan, base_version=base, said=row.said, on=row.on, with_colleague=row.colleague_id,
            also_with=row.also_with, again_on=row.again_on, about=row.about, **who,
        )  # fmt: skip


class _Row:
    """What was kept beside a plan, as a version would hold it."""

    def __init__(self, written: dict[str, Any]) -> None:
        self.said, self.also_with = written["said"], written["also_with"]
        self.on, self.again_on = parse_date(written["on"]), parse_date(written["again_on"] or "")
        self.colleague_id = uuid.UUID(written["colleague_id"]) if written["colleague_id"] else None
        about = written["about"]
        self.about = None if about is None else [uuid.UUID(id) for id in about if id] if None not in about else None
