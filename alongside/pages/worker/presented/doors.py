"""For staff who work with no family: what they can do here, and what they will not see."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.access.policy import May, decide
from alongside.safekeeping.queries import Me


@dataclass(frozen=True)
class Door:
    """One place to go: what it is called, what is there."""

    url: str
    label: str
    about: str
    icon: str


def doors(me: Me) -> list[Door]:
    """The places open to her, what her part is for first."""
    found = []
    if decide(me, May.READ_TRAIL):
        about = _("Emergencies to look at, what left, and what went wrong.")
        found.append(Door(reverse("privacy"), _("Privacy"), about, "list"))
        about = _(
            "Each time somebody opens a record or writes in one, a line is kept that nobody can change. Read them here."
        )
        found.append(Door(reverse("trail"), _("Who looked"), about, "eye"))
        about = _("Women may ask for a copy of what is written about them. What they asked for waits here.")
        found.append(Door(reverse("copies"), _("Copies asked for"), about, "list"))
    if decide(me, May.KEEP_STUDIES):
        about = _("A question, a plan that is frozen first, and what came out. Participants are here by code.")
        found.append(Door(reverse("studies"), _("Studies"), about, "list"))
    elif decide(me, May.ANSWER_STUDIES):
        about = _("Studies that ask for the word of your community wait here.")
        found.append(Door(reverse("studies"), _("Studies"), about, "speech"))
    if decide(me, May.REVIEW_WORDS):
        about = _("Texts wait here for the women’s advisory council. What the council sends back is not used.")
        found.append(Door("/words/", _("Words before the council"), about, "speech"))
    if decide(me, May.KEEP_ACCOUNTS):
        about = _("Who works here, with which part, and which agencies we have an agreement with.")
        found.append(Door(reverse("team"), _("Our team and partners"), about, "people"))
    elif decide(me, May.SEE_AGENCIES):
        about = _("Who works here, where we are, and the agencies we work with.")
        found.append(Door(reverse("team"), _("Our team and partners"), about, "people"))
    return found
