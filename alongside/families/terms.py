"""Words of families: written so that the woman they are about can read them."""

from __future__ import annotations

from django.db import models
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
