"""Words of staying: waiting for something, and not having met for a while. Neither is anybody's fault."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AskedBy(models.TextChoices):
    """Who asked for it."""

    HERSELF = "herself", _("she herself")
    US = "us", _("we, with her")
    PARTNER = "partner", _("another agency")


class WhyWaiting(models.TextChoices):
    """Why there is no place yet. On our side or another agency's; nobody who waits is a reason."""

    NO_PLACE = "no_place", _("no place is free")
    BEGINS_LATER = "begins_later", _("it begins on a later day")
    AGENCY = "agency", _("another agency decides")
    NOBODY = "nobody", _("somebody of us is missing who could do it")
    PAPERS = "papers", _("a paper is needed first")
    UNKNOWN = "unknown", _("nobody has told us why")


class StepKind(models.TextChoices):
    """What happened while somebody waits."""

    MEANWHILE = "meanwhile", _("something was offered meanwhile")
    CALLED = "called", _("we called there together")
    WENT = "went", _("somebody went along")
    ASKED = "asked", _("we asked there")
    NO_ANSWER = "no_answer", _("the agency never answered")
    ANSWERED = "answered", _("the agency answered")
    OFFERED = "offered", _("a place was offered")
    NOT_THIS = "not_this", _("that place did not fit; the wait goes on")
    BEGAN = "began", _("it began")
    NO_LONGER = "no_longer", _("it is no longer wished")
    GOES_ON = "goes_on", _("the wait goes on after all")


class Standing(models.TextChoices):
    """How a wait stands."""

    WAITS = "waits", _("waits")
    NO_ANSWER = "no_answer", _("waits; the agency never answered")
    OFFERED = "offered", _("a place is offered")
    BEGAN = "began", _("has begun")
    NO_LONGER = "no_longer", _("no longer wished")


class Whom(models.TextChoices):
    """Whom we have not met: each of them is somebody to meet."""

    WOMAN = "woman", _("the mother")
    CHILD = "child", _("the child")
    DYAD = "dyad", _("the two together")


class CoverStanding(models.TextChoices):
    """How it stands between a family and whoever covers for their worker."""

    ASKED = "asked", _("asked; no answer yet")
    AGREED = "agreed", _("agreed")
    CANNOT = "cannot", _("cannot do it")
    HER_NO = "her_no", _("she would like somebody else")
    ENDED = "ended", _("ended")


class FarewellKind(models.TextChoices):
    """What belongs to a hand-over besides the act itself. Nobody writes it for somebody else, and nobody pretends."""

    THREE = "three", _("the three met: she, who goes, and who comes")
    GOODBYE = "goodbye", _("good-bye, from the one who goes")
    HELLO = "hello", _("hello, from the one who comes")
    NONE = "none", _("there will be no good-bye")


class No(models.TextChoices):
    """Why something cannot be recorded as it stands. Nothing typed is lost."""

    IN_FUTURE = "in_future", _("This day has not come yet. Please check the date.")
    TOO_LONG = "too_long", _("This text is too long for one piece. Nothing is lost: please shorten it or split it.")
    WHAT_FOR = "what_for", _("Please choose a service, or write what is waited for elsewhere.")
    WAITS_ALREADY = "waits_already", _("This wait is written down already. Please go on with that one.")
    BEFORE_ASKED = "before_asked", _("This is before it was asked for. Please check the date.")
    BEFORE_TURN = (
        "before_turn",
        _("For a later day something is written down already. Please choose that day or one after it."),
    )
    WAIT_IS_OVER = "wait_is_over", _("This wait is over. If it goes on after all, please choose that first.")
    STILL_WAITS = "still_waits", _("This wait goes on already; there is nothing to change.")
    ASKED_ELSEWHERE = "asked_elsewhere", _("This is about another agency. Please write first where it is waited for.")
    LEAVE_BACKWARDS = "leave_backwards", _("The last day away is before the first. Please check both.")
    LEAVE_TOO_LONG = "leave_too_long", _("This is longer than a year. A hand-over with a good-bye is kinder then.")
    LEAVE_OVER = "leave_over", _("These days are over. There is nothing to change.")
    AWAY_THEN = "away_then", _("These days overlap with days away that are written down already.")
    ONLY_SHORTER = "only_shorter", _("Days away can be made shorter here. For more days, please write them down anew.")
    COVER_CANNOT = (
        "cover_cannot",
        _("This colleague cannot cover for this family on these days. Please choose somebody else."),
    )
    COVER_ASKED = (
        "cover_asked",
        _("Somebody was asked for this family already. Please wait for the answer, or end that first."),
    )
    COVER_SETTLED = "cover_settled", _("This has been settled meanwhile. Please look at it again.")
