"""Words of reflective supervision. None of them says that somebody did badly, or that a meeting was missed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What the two meet for (S-058, S-195)."""

    REFLECTIVE = "reflective", _("reflective supervision")
    PEER = "peer", _("supervision among peers")


class Rhythm(models.TextChoices):
    """About how often, as the two agreed."""

    WEEKLY = "weekly", _("every week")
    TWO_WEEKS = "two_weeks", _("every two weeks")
    MONTHLY = "monthly", _("every month")
    AS_AGREED = "as_agreed", _("as we agree each time")


class Standing(models.TextChoices):
    """What came of a meeting. Called off is called off: nobody missed it."""

    PLANNED = "planned", _("planned")
    HELD = "held", _("we met")
    MOVED = "moved", _("moved to another time")
    CALLED_OFF = "called_off", _("called off")


class ForWhom(models.TextChoices):
    """Who reads a reflection: whoever wrote it, or the two who meet. Nobody else, ever (D-I9)."""

    MINE = "mine", _("only me")
    BOTH = "both", _("the two of us")


class Theme(models.TextChoices):
    """What it is about; as many as fit, or none (U-22)."""

    STRAIN = "strain", _("what stays with me")
    HARD = "hard", _("something that was hard")
    WELL = "well", _("something that went well")
    WORDS = "words", _("the words we use")
    BOUNDARIES = "boundaries", _("closeness and boundaries")
    OWN_RECOVERY = "own_recovery", _("my own recovery and rest")
    TEAM = "team", _("working together")
    LEARNING = "learning", _("something to learn")


class No(models.TextChoices):
    """Why something cannot be saved, and what would help."""

    NOT_YOURSELF = "not_yourself", _("Supervision takes two. Please choose somebody else.")
    NOT_HERE = "colleague_not_here", _("This person does not work here today. Please choose somebody from the list.")
    ALREADY_MEET = "already_meet", _("You two already meet for this. You find it under Supervision.")
    OVER = (
        "supervision_over",
        _("You two ended this supervision. What was written stays; please begin a new one for more."),
    )
    SAME_TIME = "same_time", _("You two already have a meeting at that time. Please choose another time.")
    TOO_FAR = "too_far", _("This is more than a year away. Please check the date.")
    NOT_YET = "not_yet_met", _("This meeting has not begun yet. Please say how it went afterwards.")
    CHANGED = (
        "meeting_changed",
        _("This meeting was changed a moment ago. Please look at it as it is now and save again."),
    )
    WORDS_NEEDED = "reflection_needed", _("Please write a few words first.")
