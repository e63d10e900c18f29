"""What this site calls the sessions of a programme. No person is in here; the plans themselves are files."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from alongside.recordkeeping.models import Recorded

MOST_CHARACTERS = 200  # of one title


class SessionTitle(Recorded):
    """What this site calls one session, or the topic it puts there. The newest counts; an empty one takes it back.

    Titles out of a manual belong to whoever wrote it: a site that holds the manual may show them here, and they are in
    no file that leaves.
    """

    programme = models.TextField(help_text="code of the programme")
    plan = models.TextField(help_text="code of the version of its plan")
    number = models.SmallIntegerField(help_text="of the session")
    title = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(name="library_sessiontitle_number", condition=Q(number__gte=1, number__lte=366)),
            models.CheckConstraint(
                name="library_sessiontitle_size",
                condition=LessThanOrEqual(Length("title"), MOST_CHARACTERS),
                violation_error_message=_("A title is at most 200 letters long."),
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "plan", "number", "-recorded_at"], name="library_sessiontitle_now")
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.plan} {self.number}"
