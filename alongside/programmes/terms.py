"""Words of programmes that are given. Pausing, ending early and leaving something out are all part of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ForWhom(models.TextChoices):
    """To whom a programme is given."""

    WOMAN = "woman", _("her")
    CHILD = "child", _("the child")
    DYAD = "dyad", _("the two together")


class There(models.TextChoices):
    """Who took part in a session. Both of them: the two together."""

    WOMAN = "woman", _("the woman")
    CHILD = "child", _("the child")


class Turn(models.TextChoices):
    """What was done with a plan on the way, or how it stands from a day on. Each can follow each."""

    LEFT_OUT = "left_out", _("left out")
    PUT_BACK = "put_back", _("taken in again")
    ADDED = "added", _("added")
    OTHER_ORDER = "other_order", _("in another order")
    PAUSED = "paused", _("resting")
    TAKEN_UP = "taken_up", _("taken up again")
    ENDED = "ended", _("ended earlier, as she wished")
    COMPLETED = "completed", _("all done")


# What was done with the plan itself.
ADAPTED = (Turn.LEFT_OUT, Turn.PUT_BACK, Turn.ADDED, Turn.OTHER_ORDER)


class State(models.TextChoices):
    """How it stands with a programme."""

    GOING = "going", _("going on")
    PAUSED = "paused", _("resting")
    ENDED = "ended", _("ended earlier, as she wished")
    COMPLETED = "completed", _("all done")


class Place(models.TextChoices):
    """Where one session of a plan stands."""

    DONE = "done", _("done")
    TO_COME = "to_come", _("still to come")
    LEFT_OUT = "left_out", _("left out")


class Kept(models.TextChoices):
    """How a session kept to one mark of its plan."""

    YES = "yes", _("yes")
    PARTLY = "partly", _("partly")
    NO = "no", _("no")
    NOT_THIS_TIME = "not_this_time", _("not this time")


class SeenBy(models.TextChoices):
    """Who looked at how a session kept to its plan: by oneself and by others are different things, so it is said."""

    SELF = "self", _("those who led it")
    OBSERVER = "observer", _("somebody who was there to look on, or watched a recording")


class Asked(models.TextChoices):
    """What is known at one of the times at which a plan would have a measure asked."""

    FOUND = "found", _("asked")
    NOT_ASKED = "not_asked", _("not asked")
    NOT_YET = "not_yet", _("not yet")
    NO_SCORE = "no_score", _("asked, without a result")


class No(models.TextChoices):
    """Why something cannot be recorded as it stands. Nothing typed is lost: the form comes back with every word."""

    NO_SUCH_PLAN = "no_such_plan", _("Please choose a plan of the list.")
    NO_SUCH_SESSION = "no_such_session", _("This programme has no session with this number.")
    NOBODY_THERE = "nobody_there", _("Please say who of us is there.")
    NOBODY_TOOK_PART = "nobody_took_part", _("Please say who took part.")
    NOT_OF_THIS_FAMILY = "not_of_this_family", _("This is somebody of another file. Please choose again.")
    NOT_A_COLLEAGUE = "not_a_colleague", _("Please choose somebody who works here.")
    KIND_UNFIT = "kind_unfit", _("Please choose another kind; this one has its own place.")
    IN_FUTURE = "in_future", _("This day has not come yet. Please check the date.")
    BEFORE_IT_BEGAN = "before_it_began", _("It had not begun by that day. Please check the date.")
    TOO_LONG = "too_long", _("This text is too long for one piece. Nothing is lost: please shorten it or split it.")
    WORDS_NEEDED = "words_needed", _("Please write a few words.")
    MINUTES_OF_A_DAY = "minutes_of_a_day", _("A session is not longer than a day. Please check the minutes.")
    WHICH_SESSIONS = "which_sessions", _("Please say which sessions.")
    WHY_OTHERWISE = "why_otherwise", _("Please say in a few words why, so that colleagues understand it later.")
    DONE_ALREADY = "done_already", _("This session has been. Only one that is still to come can be left out.")
    STANDS_SO = "stands_so", _("It stands like this already; there is nothing to change.")
    RELATIONSHIP_FIRST = (
        "relationship_first",
        _(
            "Strategies for behaviour come here before work on what is between the two. That can hurt, so we ask: why"
            " now? A few words help. If you leave it empty and send it again, it is kept as it is."
        ),
    )
    HELD_MEANWHILE = (
        "held_meanwhile",
        _(
            "A colleague wrote this session down already, for the same day. If yours is another one, send it again and"
            " both are kept."
        ),
    )
    HELD_WITH_SESSION = (
        "held_with_session",
        _("This session of ours is written down with this programme already. It stands on the programme’s page."),
    )
    NOT_AT_IT = (
        "not_at_it",
        _("It was not said that somebody of this family was at that session. Please say it there first."),
    )
    DAY_OF_SESSION = "day_of_session", _("The session it is taken from was on another day. Please check the date.")
    SESSION_PUT_RIGHT = "session_put_right", _("This session was put right since. Please look at the newest words.")
    NOTHING_MARKED = "nothing_marked", _("Please say something to at least one of the marks.")
    GIVEN_ALREADY = "given_already", _("This series follows a programme already. Please choose another one.")
    IS_OFF = "is_off", _("This was called off already.")
