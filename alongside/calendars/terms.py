"""Words of appointments with others, of calendars, and of feeds."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AskedBy(models.TextChoices):
    """Who wants it. So that everybody sees how much is asked of her, and by how many (P-04)."""

    HERSELF = "herself", _("she wants it herself")
    CHILD_WELFARE = "child_welfare", _("child welfare")
    COURT = "court", _("a court or a lawyer")
    PROBATION = "probation", _("probation or parole")
    HEALTH = "health", _("a clinic, a hospital or a doctor")
    TREATMENT = "treatment", _("substance use treatment or a pharmacy")
    INCOME = "income", _("income support or work")
    HOUSING = "housing", _("housing")
    SCHOOL = "school", _("a school or daycare")
    FAMILY = "family", _("somebody of her family")
    OTHER = "other", _("somebody else")


class Says(models.TextChoices):
    """What each entry of a feed says besides its time. It begins with as little as can be."""

    TIME = "time", _("only that I am busy")
    WORDS = "words", _("words that I choose")


class No(models.TextChoices):
    """Why something of a calendar cannot be as it stands. Nothing typed is lost."""

    WHAT_NEEDED = "appointment_words", _("Please say in a few words what it is.")
    TOO_LONG = "appointment_too_long", _("This is longer than can be kept here. Please use fewer words.")
    ENDS_FIRST = "appointment_minutes", _("An appointment lasts between five minutes and a day.")
    TOO_FAR = "appointment_too_far", _("Please check the day: it is more than three years away.")
    TRAVEL = "appointment_travel", _("Please give the way there as minutes, up to a day.")
    CHANGED = "appointment_changed", _("A colleague changed this a moment ago. Please look at it again.")
    GONE = "appointment_over", _("This was called off or put right already.")
    HEADING_NEEDED = "feed_words", _("Please choose the words that each entry shows.")
    HEADING_TELLS = "feed_words_tell", _("These words could tell somebody too much: %(words)s. Please choose others.")
