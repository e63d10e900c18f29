"""Words of contacts. A visit that did not happen is nobody's fault."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("at the programme")
    HOME = "home", _("at home")
    STREET = "street", _("on the street")
    HOSPITAL = "hospital", _("in hospital")
    COURT = "court", _("at court")
    PHONE = "phone", _("by phone")
    TEXT = "text", _("by text message")
    VIDEO = "video", _("by video call")
    LETTER = "letter", _("by letter or e-mail")
    ELSEWHERE = "elsewhere", _("somewhere else")


class Reached(models.TextChoices):
    MET = "met", _("we were in touch")
    TRIED = "tried", _("we tried to reach her")
    DID_NOT_MEET = "did_not_meet", _("we did not meet; reason known")
    DID_NOT_MEET_UNKNOWN = "did_not_meet_unknown", _("we did not meet; reason not known")


class ForWhom(models.TextChoices):
    WOMAN = "woman", _("her")
    CHILD = "child", _("the child")
    DYAD = "dyad", _("the two together")


class PromiseState(models.TextChoices):
    OPEN = "open", _("coming up")
    KEPT = "kept", _("done")
    CHANGED = "changed", _("changed")
    LET_GO = "let_go", _("let go")


class NeedKind(models.TextChoices):
    """What a child's carer has to know."""

    ALLERGY = "allergy", _("Allergies")
    MEDICINE = "medicine", _("Medicine")
    FEEDING = "feeding", _("Feeding")
    SLEEP = "sleep", _("Sleep")
    COMFORT = "comfort", _("What comforts the child")
    CALL = "call", _("Whom to call here")
    OTHER = "other", _("Also good to know")


class No(models.TextChoices):
    """Why something cannot be recorded as it stands. Nothing typed is lost: the form comes back with every word."""

    IN_FUTURE = "in_future", _("This day has not come yet. Please check the date, or record a promise instead.")
    TOO_LONG = "too_long", _("This text is too long for one piece. Nothing is lost: please shorten it or split it.")
    CATEGORY_NEEDED = "category_needed", _("Please say what this is about.")
    CATEGORY_UNFIT = (
        "category_unfit",
        _("Please choose another subject; contact details and studies have their own places."),
    )
    NOT_OF_THIS_FAMILY = "not_of_this_family", _("This is somebody of another file. Please choose again.")
    TOO_MANY_MINUTES = "too_many_minutes", _("A contact is not longer than a day. Please check the minutes.")
    WORDS_NEEDED = "words_needed", _("Please write a few words.")
    SPEAKS_OF_OTHERS = (
        "speaks_of_others",
        _("It speaks of somebody else, so it stays with the team. What is for her can be a note of its own."),
    )
    NOT_ON_A_PAGE = (
        "not_on_a_page",
        _("Notes of this kind are not shown on a page that somebody else might see. Please read it with her."),
    )
    PUT_RIGHT_SINCE = "put_right_since", _("This note was put right since. Please look at the newest words.")
    ALREADY_SETTLED = "already_settled", _("Somebody has settled this promise already. Please look at it again.")


class Notice(models.TextChoices):
    """Worth a second look; it is saved all the same."""

    BEFORE_FILE = "before_file", _("This day is before the file was opened. That can be right; please check the date.")
    NOBODY_PRESENT = "nobody_present", _("You were in touch, and nobody is marked as present. That can be right.")
