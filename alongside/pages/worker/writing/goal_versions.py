"""Two wrote at one goal at once, or she herself did: both versions, for the page that puts them side by side."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as _

from alongside.access import scope
from alongside.goals import actions, queries
from alongside.pages.worker.writing.choices import called
from alongside.pages.worker.writing.goals import WORDS, FileForm, WordsForm, kinds_of_goals
from alongside.safekeeping.queries import whoami

FILED = ("lane", "category", "about")


class Said:
    """Her words, or the lane, kind and people of a goal; as the form that was sent asks them."""

    def __init__(self, family: uuid.UUID, aside: Any) -> None:
        self.goal = queries.goal(family, aside.target)
        self.written, self.version = aside.written, self.goal.version
        self.heading = _("What she wants, in her words")
        now = {name: getattr(self.goal, name) for name in self.written}
        self.yours, self.theirs = self._asked(self.written), self._asked(now)

    @property
    def filed(self) -> bool:
        """It was filed anew, not said anew."""
        return bool(set(FILED) & set(self.written))

    def _asked(self, values: dict[str, Any]) -> list[tuple[str, str]]:
        if not self.filed:
            form: Any = WordsForm(initial=values)
            for name in [name for name in WORDS if name not in values]:
                del form.fields[name]
            return list(form.answers())
        about, me = values["about"], whoami()
        people = [(str(p.id), called(p)) for p in scope.the_file(self.goal.family_id).people]
        shown = {
            "lane": values["lane"],
            "category": str(values["category"]),
            "named": [str(id) for id in about or ()],
            "nobody_else": about == [],
        }
        return list(FileForm(initial=shown, people=people, kinds=kinds_of_goals(me) if me else ()).answers())

    def use(self, base: int, **who: Any) -> Any:
        """What was written stands from now on."""
        if not self.filed:
            return actions.say_anew(goal=self.goal, base_version=base, values=self.written, **who)
        about = self.written["about"]
        return actions.file_anew(
            goal=self.goal, base_version=base, lane=self.written["lane"], category=int(self.written["category"]),
            about=None if about is None else [uuid.UUID(id) for id in about], **who,
        )  # fmt: skip
