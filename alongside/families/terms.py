"""Words of families: written so that the woman they are about can read them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _


class PersonKind(models.TextChoices):
    WOMAN = "woman", _("Woman")
    CHILD = "child", _("Child")
    OTHER = "other", _("Somebody in their life")


class ChildState(models.TextChoices):
    EXPECTED = "expected", _("expected")
    BORN = "born", _("born")
    LOST = "lost", _("remembered")


class DyadBegan(models.TextChoices):
    CONCEPTION = "conception", _("since the pregnancy")
    BIRTH = "birth", _("since birth")
    PLACEMENT = "placement", _("since the child came to live with her")


class PregnancyOutcome(models.TextChoices):
    EXPECTING = "expecting", _("expecting")
    BIRTH = "birth", _("born")
    LOSS = "loss", _("pregnancy loss")
    STILLBIRTH = "stillbirth", _("stillbirth")
    ENDED = "ended", _("she ended the pregnancy")
    MOVED = "moved", _("continues elsewhere")


LOSSES = (PregnancyOutcome.LOSS, PregnancyOutcome.STILLBIRTH, PregnancyOutcome.ENDED)


class DueDateMethod(models.TextChoices):
    LAST_PERIOD = "last_period", _("last period")
    ULTRASOUND = "ultrasound", _("ultrasound")
    HER_ESTIMATE = "her_estimate", _("her own estimate")
    OTHER = "other", _("another way")


class Certainty(models.TextChoices):
    CERTAIN = "certain", _("certain")
    LIKELY = "likely", _("likely")
    UNSURE = "unsure", _("not sure")


class Feeding(models.TextChoices):
    BREAST = "breast", _("breast")
    BOTTLE = "bottle", _("bottle")
    BOTH = "both", _("both")
    OTHER = "other", _("another way")


class LivingKind(models.TextChoices):
    """Where the child lives (D-08, D-30a)."""

    MOTHER = "mother", _("with her mother")
    FATHER = "father", _("with her father")
    KIN = "kin", _("with family")
    FOSTER = "foster", _("in a foster home")
    ADOPTIVE = "adoptive", _("with adoptive parents")
    SHARED_CARE = "shared_care", _("placed together with her mother")
    HOSPITAL = "hospital", _("in hospital")
    RESIDENTIAL = "residential", _("in a mother-and-child residence")
    OWN = "own", _("on her own")
    ELSEWHERE = "elsewhere", _("somewhere else")


class LegalKind(models.TextChoices):
    """Legal status of the child (D-30b); a local list may name more."""

    NO_ORDER = "no_order", _("no order")
    VOLUNTARY = "voluntary", _("voluntary agreement")
    PLACE_OF_SAFETY = "place_of_safety", _("brought to a place of safety")
    SUPERVISION = "supervision", _("supervision order")
    INTERIM_CARE = "interim_care", _("interim care")
    EXTENDED_CARE = "extended_care", _("extended care")
    KIN_CUSTODY = "kin_custody", _("custody with family")
    ADOPTION_PLANNED = "adoption_planned", _("adoption planned")
    ADOPTED = "adopted", _("adopted")
    RETURNED = "returned", _("returned, no order")


class InvolvementKind(models.TextChoices):
    """Involvement of a child-welfare agency (D-30c)."""

    NONE = "none", _("not involved")
    INQUIRY = "inquiry", _("inquiry")
    OPEN_VOLUNTARY = "open_voluntary", _("open, voluntary")
    OPEN_COURT = "open_court", _("open, through the court")
    CLOSED = "closed", _("closed")


class RightTopic(models.TextChoices):
    """What may be decided for a child (D-31)."""

    SERVICES = "services", _("services")
    ASSESSMENT = "assessment", _("assessment")
    VIDEO = "video", _("video")
    RELEASE = "release", _("giving out information")


class RelationKind(models.TextChoices):
    PARTNER = "partner", _("partner")
    EX_PARTNER = "ex_partner", _("former partner")
    FATHER_OF_CHILD = "father_of_child", _("father of a child")
    MOTHER = "mother", _("her mother")
    PARENT = "parent", _("parent")
    GRANDPARENT = "grandparent", _("grandparent")
    SIBLING = "sibling", _("sister or brother")
    FRIEND = "friend", _("friend")
    FRIEND_WHO_USES = "friend_who_uses", _("friend who uses")
    SPONSOR = "sponsor", _("sponsor")
    SUPPORT = "support", _("somebody she counts on")
    CARER = "carer", _("carer of a child")
    OTHER = "other", _("other")


class Safety(models.TextChoices):
    """How she herself sees this person. Nobody else sets it."""

    SAFE = "safe", _("safe, she says")
    UNSAFE = "unsafe", _("not safe, she says")
    UNKNOWN = "unknown", _("she has not said")


class Channel(models.TextChoices):
    NONE = "none", _("Please do not contact her. She will come to us.")
    TEXT = "text", _("Text message")
    CALL = "call", _("Phone call")
    EMAIL = "email", _("E-mail")
    THROUGH = "through", _("Through somebody she trusts")
    VISIT = "visit", _("At the door")
    POST = "post", _("By post")


class ContentLevel(models.IntegerChoices):
    """How much a message may say. 0 unless she chose more (ux §3.3)."""

    NOTHING = 0, _("Nothing about us: only 'please call'")
    TIME_ONLY = 1, _("Only a time")
    FIRST_NAME_AND_TIME = 2, _("First name and time")
    HER_WORDS = 3, _("Her own words")


class Because(models.TextChoices):
    """Why a rule said no."""

    OVERLAPS = "overlaps", _("These days overlap with what is already recorded.")
    ENDS_BEFORE_STARTS = "ends_before_starts", _("The last day is before the first. Please check both.")
    NO_FIRST_DAY = (
        "no_first_day",
        _("Please give the first day. If nobody knows it, give the day from which it is known."),
    )
    UNLIKELY_YEAR = "unlikely_year", _("That year cannot be right. Please check it.")
    NOT_YET = "not_yet", _("This day is still to come. It can be recorded when it has happened.")
    DIED_BEFORE_BORN = "died_before_born", _("The day of death is before the day of birth. Please check both.")
    UNKNOWN_CHOICE = "unknown_choice", _("Please choose one of the list.")
    ONE_HOLDER = "one_holder", _("Choose a person or an agency, one of the two.")
    CHANGED_MEANWHILE = "changed_meanwhile", _("Somebody else changed this a moment ago. Please look at it again.")
    ANOTHER_FAMILY = "another_family", _("This belongs to another file.")
    TOO_LONG = "too_long", _("This is longer than a name can be here. Please shorten it.")
    WEEKS_AT_BIRTH = "weeks_at_birth", _("Weeks at birth are between 20 and 45. Please check.")
    HOW_MANY = "how_many", _("Between one and eight children can be expected.")
    NOT_EXPECTED = "not_expected", _("This child is not expected any more: what happened is already recorded.")
    NOT_EXPECTING = "not_expecting", _("What came of this pregnancy is already recorded.")
    STILL_EXPECTING = "still_expecting", _("This pregnancy goes on. There is nothing to take back.")
    NOBODY_NAMED = "nobody_named", _("Please say which child this is about.")
    SAME_PERSON = "same_person", _("Choose two different people.")
    HER_WORD = "her_word", _("Only she says who is safe for her. Record it when she has said so.")
    NO_VALUE = "no_value", _("Write the number or address for this way, or choose another.")
    HOURS = "hours", _("The hours begin and end at the same time. Please check both.")
    DAYS = "days", _("Days of the week are the numbers 1 (Monday) to 7 (Sunday).")
    # Why nothing is sent to her now.
    NO_PLAN = "no_plan", _("She has not said yet how to reach her.")
    SHE_COMES = "she_comes", _("She asked us not to contact her. She will come to us.")
    STALE = "stale", _("It is a while since she said this is still right. Ask her before anything is sent.")
    NOT_THIS_WAY = "not_this_way", _("She did not choose this way.")
    NOT_THIS_DAY = "not_this_day", _("Not on this day of the week.")
    NOT_THIS_HOUR = "not_this_hour", _("Not at this hour.")
    UNSAFE_PERSON = "unsafe_person", _("Somebody who is not safe for her, she says, could see it.")
    UNSAFE_DEVICE = "unsafe_device", _("She says that a device may not be safe. Nothing is written to it.")
    SOMEBODY_ELSES = "somebody_elses", _("This number or address is known as somebody else’s.")
    NOT_CLEAR = "not_clear", _("It is not clear who else sees this phone. Ask her before anything is sent.")
    NOT_A_NUMBER = "no_such_number", _("This is not a number or an address that a machine could use.")


class SecondLook(models.TextChoices):
    """Worth a second look while entering. Nothing is held up by it."""

    BEFORE_CONCEPTION = (
        "before_conception",
        _("This birth is before the pregnancy could have begun. Is the due date right?"),
    )
    VERY_EARLY = "very_early", _("This is before 22 weeks. Is the due date right?")
    VERY_LATE = "very_late", _("This is more than three weeks after the due date. Is the due date right?")
    DUE_FAR_AWAY = "due_far_away", _("This due date is more than 300 days away. Is it right?")
    DUE_PASSED = "due_passed", _("This due date has passed. Is it right?")
    BEFORE_BIRTH = "before_birth", _("These days begin before the child's birth.")
    STILL_TO_COME = "still_to_come", _("These days begin in the future.")


def language_words(languages: Iterable[str]) -> str:
    """Languages she speaks: by name where a code was kept ("en"), as she said it otherwise ("Twi")."""
    return ", ".join(_language(language) for language in languages)


def _language(said: str) -> str:
    try:
        name = str(get_language_info(said)["name_translated"])
    except KeyError:
        return said
    # French writes its languages with a small letter.
    return name if (get_language() or "en").startswith("en") else name.lower()
