"""Words of child care. They are said of a child, or of who fetches it; none is said of its mother."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DoorKind(models.TextChoices):
    """What was noted at the door."""

    CAME = "came", pgettext_lazy("a child at the door", "came")
    LEFT = "left", pgettext_lazy("a child at the door", "left")


class FetchAnswer(models.TextChoices):
    """May this person fetch this child today?"""

    YES = "yes", _("may fetch today")
    ASK = "ask", _("please ask the person on duty first")
    NO = "no", _("may not fetch today")


class FetchWhy(models.TextChoices):
    """Why, for whoever stands at the door. Nothing here says how it came about: ``ask`` has one sentence, whatever lies
    behind it."""

    HOME = "home", _("The child lives with this person today.")
    LISTED = "listed", _("On the list for today.")
    TODAY = "today", _("A supervisor said yes for today.")
    ASK = "ask", _("Somebody has to look at this first. That happens, and is nobody’s fault.")
    BARRED = "barred", _("This person must not fetch this child today.")
    NOT_LISTED = "not_listed", _("Not on the list for today.")


class BarBasis(models.TextChoices):
    """On what it rests that somebody must not fetch a child."""

    COURT = "court", _("a court ordered it")
    AGENCY = "agency", _("the child-welfare agency says so")
    DECIDER = "decider", _("whoever decides for the child says so")


class LogKind(models.TextChoices):
    """What is told of a child's day."""

    ATE = "ate", _("eating and drinking")
    SLEPT = "slept", _("sleep")
    NAPPY = "nappy", _("nappies and the potty")
    PLAYED = "played", _("playing")
    MOOD = "mood", _("how the day felt")
    LOVELY = "lovely", _("a lovely moment")
    HURT = "hurt", _("a little accident")
    OTHER = "other", _("something else")


class No(models.TextChoices):
    """Why something about child care cannot be as it stands. Nothing typed is lost."""

    DAY_WORDS_NEEDED = "day_words_needed", _("Please write a few words of what you saw.")
    DONE_NEEDED = "done_needed", _("Please write what was done about it, and who was told.")
    WHO_NEEDED = "who_needed", _("Please say who it is: choose somebody of the list, or write a name.")
    WHO_SAYS_NEEDED = "who_says_needed", _("Please say who decided this: somebody who decides for the child.")
    WHY_NEEDED = "why_needed", _("Please write why. It stands in the record, and others can follow it.")
    PAPER_NEEDED = "paper_needed", _("Please write the paper or the call that this rests on.")
    BARRED = (
        "fetch_barred",
        _("Nobody can say yes to this here. Please keep the child with you and call a supervisor."),
    )
    FETCH_NO = (
        "fetch_no",
        _("Please do not let the child go yet. Say that you have to ask a colleague, and call a supervisor."),
    )
    FETCH_ASK = (
        "fetch_ask",
        _("Please ask the person on duty first. The child stays with you meanwhile, and that is all right."),
    )
    NOT_COME_YET = "not_come_yet", _("Nobody has noted yet that this child came. Please note that first.")
    LEFT_BEFORE = "left_before", _("The child cannot leave before it came. Please check the time.")
    LEFT_SINCE = "left_since", _("It is noted that this child went home. Please take that back first.")
    NOT_THAT_DAY = "not_that_day", _("That is not within this day. Please check the time.")
    SAID_MEANWHILE = "said_meanwhile", _("A colleague noted this a moment ago. Please look at it again.")
    RATIO_SOURCE = "ratio_source", _("Please write where this number comes from, so that others can look it up.")
    RATIO_BAND = "ratio_band", _("The age ends before it begins. Please check both.")
    RATIO_NUMBER = "ratio_number", _("Please write for how many children one carer may be there.")
    RATIO_OVERLAPS = "ratio_overlaps", _("There is a number for this age already. Please end that one first.")
    PLAN_CHANGED = (
        "help_changed",
        _("A colleague changed this a moment ago. Please read it, and put together what both of you know."),
    )
