"""Words of peer support. There is no word for a match that failed, because there is no such thing here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.safekeeping.terms import Category


class Domain(models.TextChoices):
    """What a peer supporter does, in four domains (S-189…S-192)."""

    ENGAGING = "engaging", _("Engaging")
    SUPPORTING = "supporting", _("Supporting")
    COACHING = "coaching", _("Coaching")
    SHARING = "sharing", _("Sharing lived experience")


class Form(models.TextChoices):
    """The four forms of support."""

    EMOTIONAL = "emotional", _("emotional: listening, being there")
    INFORMATIONAL = "informational", _("informational: knowing what, where and how")
    INSTRUMENTAL = "instrumental", _("instrumental: doing something practical")
    AFFILIATIONAL = "affiliational", _("affiliational: being with others")


class Learn(models.TextChoices):
    """What a peer supporter can learn: the topics that trainings for peers leave out (S-194), then what the four
    domains ask of her (S-189…S-193) and what keeps herself well (E-19). Codes are kept, labels are ours."""

    CHILD_DEVELOPMENT = "child_development", _("how children grow, and what fits their age")
    CUES = "cues", _("reading a child’s cues")
    SYSTEMS = "systems", _("how child welfare, courts, schools and clinics work")
    CHALLENGES = "challenges", _("what is hard about being a parent")
    PRESENCE = "presence", _("being there, without judging")
    HER_EXPERTISE = "her_expertise", _("letting her be the expert on her own life")
    VALIDATING = "validating", _("saying back what she said, and believing her")
    LIMITS = "limits", _("saying openly what I can and cannot do")
    RESOURCES = "resources", _("finding help for a family, and showing how")
    NAVIGATING = "navigating", _("going along through offices and appointments")
    SHARING = "sharing", _("telling of my own life so that it helps her")
    EVERY_DAY = "every_day", _("help with every day: home, time, school, doctor, evening")
    OWN_WELLNESS = "own_wellness", _("looking after my own recovery")


class Says(models.TextChoices):
    """What she says of one of these. Nobody says it for her, and nothing is worked out from it."""

    WANTS = "wants", _("I would like to learn more")
    HAD = "had", _("I had a training on it")
    HOME = "home", _("I am at home in it")


# The rows of the training matrix (S-194); the others are her own list (S-196).
TOPICS = (Learn.CHILD_DEVELOPMENT, Learn.CUES, Learn.SYSTEMS, Learn.CHALLENGES)


class Help(models.TextChoices):
    """Help with every day (S-193)."""

    HOUSEHOLD = "household", _("the household")
    SAFE_HOME = "safe_home", _("a safe home")
    TIME = "time", _("making time")
    SCHOOL = "school", _("school")
    DOCTOR = "doctor", _("the children’s doctor")
    EVENING = "evening", _("homework and dinner")


class How(models.TextChoices):
    """How it came up."""

    ASKED = "asked", _("she asked")
    OFFERED = "offered", _("it was offered to her")


class Answer(models.TextChoices):
    """What she says to somebody. No reason is asked, and none is kept."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    LATER = "later", _("later")
    OTHER = "other", _("somebody else")


class Kind(models.IntegerChoices):
    """What she may let her peer supporter read, besides the name she goes by and how it is safe to reach her.

    These are all that the part can read at most: no health matter, nothing of child welfare, whatever anybody ticks.
    """

    COMING_HERE = Category.SERVICE_USE.value, _("what she comes to here")
    PEER_NOTES = Category.PEER_SUPPORT.value, _("what other peer supporters wrote")


class No(models.TextChoices):
    """Why something cannot be recorded as it stands. Nothing typed is lost: the form comes back with every word."""

    IN_FUTURE = "in_future", _("This day has not come yet. Please check the date.")
    TOO_LONG = "too_long", _("This text is too long for one piece. Nothing is lost: please shorten it or split it.")
    WORDS_NEEDED = "words_needed", _("Please write a few words.")
    NOT_OF_THIS_FAMILY = "not_of_this_family", _("This is somebody of another file. Please choose again.")
    NOT_A_PEER = "not_a_peer", _("This is for peer supporters. Please choose one.")
    NOT_A_SUPERVISOR = "not_a_supervisor", _("Please choose somebody who looks after peer supporters.")
    TAKES_TWO = "takes_two", _("This takes two people. Please choose another one.")
    AT_ONCE_UNFIT = "at_once_unfit", _("Please choose a number of women from 0 to 30.")
    HOURS_UNFIT = "hours_unfit", _("Please choose a number of hours from 0 to 60.")
    SAID_SINCE = "said_since", _("Somebody wrote a newer version meanwhile. Please look at it first.")
    AGREED_ALREADY = "agreed_already", _("This stands already; nothing has to be done.")
    OTHERS_YES = "others_yes", _("The other one of the two says yes to this.")
    SHOWN_TO_WHOM = (
        "shown_to_whom",
        _("You can show it to those who look after peer supporters here. Please choose again."),
    )
    WISH_OPEN = "wish_open", _("A peer supporter is being looked for already.")
    WISH_CLOSED = "wish_closed", _("This is not open any more. Please begin again.")
    HER_YES_FIRST = (
        "her_yes_first",
        _("Please ask her first. Her yes to this peer supporter comes first."),
    )
    PLACES_TAKEN = (
        "places_taken",
        _("All the places she set for herself are taken just now. Please choose somebody else, or wait with her."),
    )
    NOT_JUST_NOW = "not_just_now", _("She is not taking anybody new here just now. Please choose somebody else.")
    ALREADY_MATCHED = "already_matched", _("She has this peer supporter already.")
    MATCH_ENDED = "match_ended", _("This has ended. A new one can begin on any day.")
    PAUSE_NOT_YOURS = (
        "pause_not_yours",
        _("This pause is not yours to end. She says when it goes on, or her worker does with her."),
    )
    BEGINS_LATER = "begins_later", _("This has not begun yet.")
    ALLOWED_SINCE = "allowed_since", _("This was changed meanwhile. Please look at what stands now, then choose again.")
    DOMAIN_NEEDED = "domain_needed", _("Please choose at least one of the four.")
