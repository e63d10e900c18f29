"""Words of goals. There is no word for a goal that failed, because there is no such thing here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ForWhom(models.TextChoices):
    """Whom a goal is about (D-59)."""

    WOMAN = "woman", _("her")
    CHILD = "child", _("the child")
    DYAD = "dyad", _("the two together")
    FAMILY = "family", _("the family")


class Lane(models.TextChoices):
    """The six lanes of help across both fields (S-119), and whatever fits none of them."""

    RECOVERY = "better", _("recovery, as she means it")
    SAFER = "safer", _("using more safely, fewer harms")
    CLOSE = "close", _("being a parent, being close")
    EVERYDAY = "everyday", _("home, money, everyday life")
    CHILDREN_SAFE = "children_safe", _("children safe and well")
    TOGETHER = "together", _("staying together, coming back together")
    OWN = "own", _("something of her own")


class Leads(models.TextChoices):
    """From which side help usually comes first. She leads in every lane; this says who is beside her."""

    HER = "her", _("whoever she asks")
    ADDICTION = "addiction", _("people who work with using")
    CHILD_WELFARE = "child_welfare", _("people who work with families and child welfare")
    BOTH = "both", _("both together")


class Counts(models.TextChoices):
    """Which change counts for her (S-051). Any change does; none is worth more than another."""

    ANY = "any", _("any step at all")
    LESS = "less", _("less")
    SAFER = "safer", _("more safely")
    LATER = "later", _("later, or on fewer days")
    NOT_ALONE = "not_alone", _("with somebody, not alone")
    KEPT_SAFE = "kept_safe", _("the children looked after")
    PAUSE = "pause", _("a pause")
    NOT_AT_ALL = "not_at_all", _("not at all")
    AS_IT_IS = "as_it_is", _("staying as it is now")
    CLOSER = "closer", _("being closer to each other")
    CALMER = "calmer", _("calmer days")
    TOGETHER_MORE = "together_more", _("more time together")
    ASKING = "asking", _("asking for help, talking about it")
    LEARNING = "learning", _("knowing more about it")


class Standing(models.TextChoices):
    """How it stands with a goal, at her word."""

    OPEN = "open", _("going on")
    RESTING = "resting", _("resting")
    REACHED = "reached", _("good enough for now")
    CHANGED = "changed", _("became another goal")
    PUT_AWAY = "put_away", _("put away")


class Helps(models.TextChoices):
    """Who helps with a step."""

    HERSELF = "herself", _("she does it herself")
    COLLEAGUE = "colleague", _("a colleague")
    SOMEBODY = "somebody", _("somebody she names")


class Settled(models.TextChoices):
    """What came of a step. Letting go needs no reason."""

    DONE = "done", _("done")
    LET_GO = "let_go", _("let go")


class No(models.TextChoices):
    """Why something cannot be recorded as it stands. Nothing typed is lost: the form comes back with every word."""

    IN_FUTURE = "in_future", _("This day has not come yet. Please check the date.")
    TOO_LONG = "too_long", _("This text is too long for one piece. Nothing is lost: please shorten it or split it.")
    WORDS_NEEDED = "words_needed", _("Please write a few words.")
    NOT_OF_THIS_FAMILY = "not_of_this_family", _("This is somebody of another file. Please choose again.")
    KIND_UNFIT = "kind_unfit", _("Please choose another kind; this one has its own place.")
    NOT_OF_TEN = "not_of_ten", _("Please choose a number from 0 to 10, or none.")
    NUMBER_OR_WORDS = "number_or_words", _("A number or a few words: either is enough.")
    STANDS_SO = "stands_so", _("It stands like this already; there is nothing to change.")
    WHICH_GOAL = "which_goal", _("Please say which goal it became.")
    ANOTHER_GOAL = "another_goal", _("Please choose another goal than this one.")
    WHO_HELPS = "who_helps", _("Please say who helps.")
    STEP_SETTLED = "step_settled", _("Somebody has settled this step already. Please look at it again.")
    NUMBER_PUT_RIGHT = "number_put_right", _("This number was put right since. Please look at the newest one.")
