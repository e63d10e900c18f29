"""Words of looking after a programme's records as a whole."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Refusal(models.TextChoices):
    """Why a programme cannot be set up or filled."""

    ALREADY_BEGUN = "already_begun", _("A programme is already set up in this database. Nothing was changed.")
    REAL_PROGRAMME = "real_programme", _("This database is for real families. Practice families never go into it.")
    ALREADY_LOADED = "already_loaded", _("There are families here already. Nothing was changed.")
    TOO_MANY = "too_many", _("Between one and 50,000 practice families can be made.")
    WORDS_NEEDED = "breach_words_needed", _("Please say in a few words what it was.")
    DAYS_TURNED = "breach_days_turned", _("It was found before it happened. Please look at both days again.")
    BREACH_CLOSED = "breach_closed", _("This is closed. If there is more to it, begin a new one.")
    STREET_UNCLEAR = "street_unclear", _("Please write the name of the street, as on an envelope.")
    ANSWERED_ALREADY = "answered_already", _("Somebody has answered this already. Please look at it again.")
    COPY_LOOK = "copy_look", _("Some records may say something about somebody else. Please read those first.")
    COPY_WHY = "copy_why", _("Please say why it stays out. She reads it.")
    COPY_PASSAGE = (
        "copy_passage",
        _("Please copy the words that stay out, exactly as they stand there, one line for each."),
    )
    COPY_NAMES = (
        "copy_names",
        _("It still names somebody else. Please take those words out, or leave it out as a whole."),
    )
    COPY_FIXED = "copy_fixed", _("This one stays out: it is not for her to have, or the law keeps it apart.")
    COPY_EMPTY = "copy_empty", _("Nothing would be in it. Please look at what stays out again.")


class CopyHow(models.TextChoices):
    """How she would like to have a copy of what is written about her."""

    TOGETHER = "together", _("read together with somebody")
    ON_PAPER = "on_paper", _("on paper, given in person")


class CopyAnswer(models.TextChoices):
    """What came of it."""

    GIVEN = "given", _("given")
    GIVEN_IN_PART = "given_in_part", _("given, without what is about other people")
    NOT_WANTED = "not_wanted", _("not wanted any more")


class CopyGoes(models.TextChoices):
    """What becomes of one record in the copy that she asked for."""

    WHOLE = "whole", _("it goes along")
    PART = "part", _("it goes along without some words")
    OUT = "out", _("it stays out")


class WhyOut(models.TextChoices):
    """Why something stays out of her copy, as she reads it. (``rules.her_copy`` has the same words.)"""

    THIRD_PARTY = "third_party", _("It is about somebody else.")
    SAFETY = "safety", _("It could put somebody in danger.")
    SEALED = "sealed", _("A court has closed it.")
    OTHERS_RIGHT = "others_right", _("Somebody else decides who reads it.")
    KEPT_APART = "kept_apart", _("The law keeps notes of counselling apart.")
    OTHER_PART = "other_part", _("A colleague who may read it gives it to you.")


# What somebody who prepares a copy may say; the others follow from rules.
MAY_SAY = (WhyOut.THIRD_PARTY, WhyOut.SAFETY, WhyOut.SEALED, WhyOut.OTHERS_RIGHT)


class BreachKind(models.TextChoices):
    """What is written down about something that went where it should not have gone, step by step."""

    WHOSE = "whose", _("whose records they were")
    TOLD = "told", _("who was told")
    MEASURE = "measure", _("what was done about it")
    CLOSED = "closed", _("closed")


class LookKind(models.TextChoices):
    """Why looks of one colleague in one week stand out. Each is a question to ask, and says nothing by itself."""

    MANY = "many", _("opened files of many families with whom she does not work")
    ASKED = "asked", _("asked many times for something that was not there to see")
    NAME = "name", _("opened a file of somebody with her own family name")
    STREET = "street", _("opened a file with her own street in it")


class LookFound(models.TextChoices):
    """What it was, once somebody had asked."""

    WORK = "work", _("It was her work")
    LISTS = "lists", _("It was her work, and the team of that family was not up to date")
    NOT_HERS = "not_hers", _("It was not for her")


# How many families, or empty answers, in one week stand out.
MANY_FAMILIES = 10
MANY_EMPTY = 20
