"""Words of cultural programming: offered, never assumed (E-31). Nothing here names a nation, a people or a faith."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class What(models.TextChoices):
    """What can be offered, in general words (S-126, S-162, U-30); a programme says more in its own services."""

    ELDER = "elder", _("a visit with an Elder or cultural worker")
    CEREMONY = "ceremony", _("a ceremony")
    LANGUAGE = "language", _("language")
    CIRCLE = "circle", _("a circle")
    LAND = "land", _("time on the land")
    LINEAGE = "lineage", _("family, lineage, where she comes from")
    ACTIVITY = "activity", _("cultural activities with others, with the children")
    OTHER = "other", _("something else, in her words")


class How(models.TextChoices):
    """How it came up."""

    OFFERED = "offered", _("it was offered to her")
    ASKED = "asked", _("she asked")


class Answer(models.TextChoices):
    """What she says. No reason is asked, and none is kept."""

    YES = "yes", _("yes")
    NOT_NOW = "not_now", _("not now")
    NEVER = "never", _("please do not ask again")


class No(models.TextChoices):
    """Why something cannot be as it stands. Nothing typed is lost."""

    IN_FUTURE = "in_future", _("This day has not come yet. Please check the date.")
    TOO_LONG = "too_long", _("This text is too long for one piece. Nothing is lost: please shorten it or split it.")
    ASKED_NOT_TO = "asked_not_to", _("She asked that nobody offers this again. She can ask for it herself on any day.")
    WHAT_NEEDED = "what_needed", _("Please say what it is about.")
    HER_YES_TO_ELDER = (
        "her_yes_to_elder",
        _("She has not said yes yet, or said something else since. Please ask her first."),
    )
    NOT_TOGETHER = "not_together", _("These two cannot be together just now. Somebody else may be there for her.")
    TOGETHER_ALREADY = "together_already", _("This Elder or cultural worker is beside her already.")
    TOGETHER_NO_MORE = "together_no_more", _("This has ended already. Nothing is left to change.")
