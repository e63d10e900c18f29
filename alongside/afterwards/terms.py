"""Words of endings and after. None of them says that somebody did well or badly: an ending is an ending, and a door."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Matter(models.TextChoices):
    """What is looked at together when a time with us ends: how it came, and the five of D-44."""

    HOW = "how", _("how this time ended")
    GOALS = "goals", _("what she wanted from us")
    CUSTODY = "custody", _("with whom the child is")
    SUBSTANCE_USE = "substance_use", _("using, all in all")
    RELATIONSHIP = "relationship", _("how it is between her and her children")
    CHILD_DEVELOPMENT = "child_development", _("how the child grows and learns")


class Whose(models.TextChoices):
    """Whose view it is. Hers and ours stand side by side, and neither corrects the other."""

    HERS = "hers", _("she says")
    OURS = "ours", _("we say")


class Level(models.TextChoices):
    """Plain words to choose from. They are the programme's own and unverified: D-44 names no scale."""

    PLANNED = "planned", _("planned")
    UNPLANNED = "unplanned", _("not planned")
    MOST = "most", _("most of what she wanted")
    SOME = "some", _("some of what she wanted")
    ANOTHER = "another", _("something else became important")
    NOT_YET = "not_yet", _("not yet")
    WITH_HER = "with_her", _("with her")
    SHARED = "shared", _("with her and somebody else, in turns or together")
    FAMILY = "family", _("with family or friends")
    FOSTER = "foster", _("in a foster home")
    ADOPTED = "adopted", _("with adoptive parents")
    ELSEWHERE = "elsewhere", _("somewhere else")
    EASIER = "easier", _("easier than when she came")
    SAME = "same", _("much as when she came")
    HARDER = "harder", _("harder than when she came")
    UP_AND_DOWN = "up_and_down", _("it goes up and down")
    WELL = "well", _("well")
    WELL_HELPED = "well_helped", _("well, with some help")
    MORE_HELP = "more_help", _("more help would be good")
    EARLY = "early", _("too early to say")
    NOT_ASKED = "not_asked", _("not asked")
    RATHER_NOT = "rather_not", _("she would rather not say")
    NOT_KNOWN = "not_known", _("not known")


class Way(models.TextChoices):
    """How we may stay in touch."""

    CALL = "call", _("a call")
    TEXT = "text", _("a text message")
    EMAIL = "email", _("an e-mail")
    LETTER = "letter", _("a letter")


class ForWhat(models.TextChoices):
    """For what we may get in touch."""

    SEASON = "season", _("a letter of the season")
    INVITATION = "invitation", _("invitations")
    DROP_IN = "drop_in", _("come to the drop-in")
    HOW_ARE_YOU = "how_are_you", _("asking how she is")


class HowOften(models.TextChoices):
    """How often at most."""

    YEAR = "year", _("about once a year")
    SEASON = "season", _("about once a season")
    MONTH = "month", _("about once a month")


class Stage(models.TextChoices):
    """The way from woman to peer supporter. Each can follow each; she goes at her own pace, or not at all."""

    THINKING = "thinking", _("she is thinking about it")
    YES = "yes", _("she said yes")
    BEGUN = "begun", _("her file is kept apart, and she begins")
    RESTS = "rests", _("it rests")


class No(models.TextChoices):
    """Why something cannot be recorded as it stands. Nothing typed is lost: the form comes back with every word."""

    IN_FUTURE = "in_future", _("This day has not come yet. Please check the date.")
    TOO_LONG = "too_long", _("This text is too long for one piece. Nothing is lost: please shorten it or split it.")
    OTHER_WORDS = "other_words", _("Please choose one of the words that belong to this question.")
    WHICH_CHILD_OF_HERS = "which_child_of_hers", _("Please say which of her children this is about.")
    VIEW_SAID_SINCE = (
        "view_said_since",
        _("Somebody wrote here a moment ago. Please look at what it says now, then save again what you want to add."),
    )
    TOUCH_WAY_NEEDED = (
        "touch_way_needed",
        _("Please tick at least one way, and at least one thing that we may write about."),
    )
    HER_YES_FIRST_OF_ALL = (
        "her_yes_first_of_all",
        _("She has not said yes yet, or said something else since. Please ask her first."),
    )
    NOT_KEPT_APART = "not_kept_apart", _("She is not kept out of her own file yet. Please keep her out of it first.")
