"""Words of the one door. There is none for a woman who does not fit: what is usual here informs, and stops nobody."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ToldBy(models.TextChoices):
    """Who told us of her first."""

    HERSELF = "herself", _("she herself")
    PARTNER = "partner", _("a partner")
    FAMILY = "family", _("somebody of her family")
    FRIEND = "friend", _("a friend")
    STREET = "street", _("one of us, outside")
    WARD = "ward", _("a hospital ward")
    HEALTH = "health", _("a doctor, nurse or midwife")
    COURT = "court", _("a court or a lawyer")
    CHILD_WELFARE = "child_welfare", _("child welfare")
    SERVICE = "service", _("another service")
    OTHER = "other", _("somebody else")


class How(models.TextChoices):
    """How we heard."""

    CAME_BY = "came_by", _("came by")
    STREET = "street", _("on the street")
    CALL = "call", _("a call")
    TEXT = "text", _("a text message")
    WARD = "ward", _("at the hospital")
    HOME = "home", _("at home")
    COURT = "court", _("at court")
    LETTER = "letter", _("a letter or a form")
    PAGE = "page", _("our page for everybody")
    ELSEWHERE = "elsewhere", _("somewhere else")


class Knows(models.TextChoices):
    """Whether she knows that somebody told us of her."""

    YES = "yes", _("she knows, and wants it")
    NO = "no", _("she does not know yet")


class Standing(models.TextChoices):
    """What came of a question, or of a whole part, on a day. Each can follow each."""

    SAID = "said", _("she said something")
    STILL_RIGHT = "still_right", _("it is still right")
    NOT_NOW = "not_now", _("not now")
    NEVER = "never", _("please never ask this")


class Was(models.TextChoices):
    """How it was, before and after a talk; never what it was about (E-09)."""

    LIGHT = "light", _("light")
    ALL_RIGHT = "all_right", _("all right")
    HEAVY = "heavy", _("heavy")
    VERY_HEAVY = "very_heavy", _("very heavy")


class Meanwhile(models.TextChoices):
    """What can be offered while somebody waits. It asks for nothing."""

    FOOD = "food", _("food")
    DROP_IN = "drop_in", _("coming by, without a time")
    CALL = "call", _("a call now and then")
    VISIT = "visit", _("somebody who comes to her")
    GROUP = "group", _("a group that is open already")
    THINGS = "things", _("things for every day")
    BESIDE = "beside", _("somebody who goes along")
    OTHER = "other", _("something else")


class Wanted(models.TextChoices):
    """Whether she wanted it."""

    YES = "yes", _("she wanted it")
    NOT_NOW = "not_now", _("not now")
    ASK_AGAIN = "ask_again", _("please ask again")


class WhoFor(models.TextChoices):
    """For whom the programme usually is. Said to inform; nothing asks it of anybody (X-09, T-11)."""

    PREGNANT = "pregnant", _("women who expect a child")
    YOUNG_CHILD = "young_child", _("mothers of young children")
    APART = "apart", _("mothers who live apart from their children")
    USES = "uses", _("women who use substances, now or before")
    WANTS = "wants", _("women who would like somebody beside them")


class Reply(models.TextChoices):
    """How somebody who writes on the page for everybody likes to be answered."""

    TEXT = "text", _("Send me a text")
    CALL = "call", _("Call me")
    EMAIL = "email", _("Write me an e-mail")
    I_COME = "i_come", _("Nothing. I come by or call you myself.")


class TakenAs(models.TextChoices):
    """What became of something that was written on the page for everybody."""

    FILE = "file", _("she is known to us now")
    ASIDE = "aside", _("there is nothing to do")


class No(models.TextChoices):
    """Why something cannot be recorded as it stands. Nothing typed is lost."""

    IN_FUTURE = "in_future", _("This day has not come yet. Please check the date.")
    TOO_LONG = "too_long", _("This text is too long for one piece. Nothing is lost: please shorten it or split it.")
    NOTHING_TOLD = "nothing_told", _("There is nothing to keep yet. A few words, or “not now”, are enough.")
    NO_SUCH_PART = "no_such_part", _("Please choose one of the conversations.")
    WELCOMED = "welcomed", _("She was welcomed already. Her welcome stays as it is.")
    TAKEN = "taken", _("A colleague has taken this one already.")
    WAY_NEEDED = "way_needed", _("Please write the number or the address, or choose that you come by yourself.")
    BEFORE_WE_KNEW = "before_we_knew", _("This is before we first heard of her. Please check the date.")
    ONLY_HER_WORDS = "only_her_words", _("A goal is told on in her words. Please write them as she says them.")
