"""Words of being with the programme. States say what happened; none of them is a failure."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    REACHING_OUT = "reaching_out", _("reaching out")
    GETTING_TO_KNOW = "getting_to_know", _("getting to know each other")
    ACTIVE = "active", _("with us")
    QUIET = "quiet", _("quiet for now")
    ENDED_BY_CHOICE = "ended_by_choice", _("she chose to end; the door is open")
    MOVED = "moved", _("moved away; the door is open")
    TRANSFERRED = "transferred", _("goes on with another service; the door is open")
    DIED = "died", _("died")


OPEN_STATES = (State.REACHING_OUT, State.GETTING_TO_KNOW, State.ACTIVE, State.QUIET)
ENDED_STATES = (State.ENDED_BY_CHOICE, State.MOVED, State.TRANSFERRED, State.DIED)


class Because(models.TextChoices):
    """Why a state began. There is no reason called use, test result, readiness or attendance."""

    FIRST_CONTACT = "first_contact", _("first contact")
    WE_MET = "we_met", _("we met")
    SHE_WANTED = "she_wanted", _("she wanted to")
    NO_CONTACT = "no_contact", _("we have not been in touch for a while")
    WELCOME_BACK = "welcome_back", _("welcome back")
    HER_CHOICE = "her_choice", _("her choice")
    MOVED_AWAY = "moved_away", _("moved away")
    OTHER_SERVICE = "other_service", _("another service goes on")
    DEATH = "death", _("death")
    MISTAKE = "mistake", _("what was recorded before was a mistake")


class ReturnKind(models.TextChoices):
    """D-41. Events on the timeline; they decide nothing."""

    RETURN = "return", _("a return to use")
    NEAR = "near", _("came close, and what helped")
    KEPT_SAFE = "kept_safe", _("kept the child safe")


class WorksWith(models.TextChoices):
    """Whom in the family a team member works with; the wall lets her in to no more."""

    FAMILY = "family", _("the whole family")
    CHILDREN = "children", _("the children")
    ONE_CHILD = "one_child", _("one child")


class No(models.TextChoices):
    """Why something cannot be recorded as it stands. Said kindly, with what to do instead."""

    IN_FUTURE = "in_future", _("This day has not come yet. Please check the date.")
    BACKWARDS = "backwards", _("The last day is before the first. Please check both.")
    SAME_STATE = "same_state", _("This is how it stands already; there is nothing to change.")
    NOT_FROM_HERE = "not_from_here", _("This does not follow from how it stands now. Please look at the timeline.")
    WELCOME_HER_BACK = "welcome_her_back", _("She has been away. Please use “Welcome back”: nothing is asked twice.")
    STAYS_DIED = "stays_died", _("Her death is recorded. If that was a mistake, please say so as the reason.")
    BEFORE_FIRST_CONTACT = "before_first_contact", _("This is before the first contact. Please check the date.")
    ALREADY_ENROLLED = "already_enrolled", _("She is with the programme already; her file goes on.")
    ALREADY_ON_TEAM = "already_on_team", _("This colleague is already on the team in this part on these days.")
    NOT_ON_TEAM = "not_on_team", _("This colleague is not on the team on that day. Please let them join first.")
    ALREADY_LEFT = "already_left", _("This colleague has already left the team.")
    CHILDREN_ONLY = "children_only", _("In this part a colleague works with the children. Please choose them.")
    PEER_BY_MATCH = (
        "peer_by_match",
        _("A peer supporter comes at the woman’s own yes. Please look under “Peer support” in this file."),
    )
    ELDER_BY_HER_YES = (
        "elder_by_her_yes",
        _("An Elder or cultural worker comes at the woman’s own yes. Please look under “Culture” in this file."),
    )
    WHICH_CHILD = "which_child", _("Please say which child.")
    NOT_OF_THIS_FAMILY = "not_of_this_family", _("This is somebody of another file. Please choose again.")
    SAME_COLLEAGUE = "same_colleague", _("Please choose another colleague to go on.")
    BEFORE_PRESENT_ONE = "before_present_one", _("There is a key worker from a later day. Please check the date.")
    NOT_AN_ENDING = "not_an_ending", _("Please choose how this time ended.")
    TOO_LONG = "too_long", _("This text is too long for one piece. Nothing is lost: please shorten it or split it.")
    WORDS_NEEDED = "words_needed", _("Please write a few words.")


class WhyHandOver(models.TextChoices):
    LEAVING = "leaving", _("the worker is leaving")
    AWAY = "away", _("the worker is away for a while")
    SHE_ASKED = "she_asked", _("she asked for somebody else")
    BETTER_FIT = "better_fit", _("somebody else fits better")


class Welcome(models.TextChoices):
    """What may have changed while she was away; only this is asked again (D-43)."""

    CONTACT = "contact", _("how to reach you safely")
    LIVING = "living", _("where you live")
    CHILDREN = "children", _("where your children are")
    PEOPLE = "people", _("who is around you")
    WISHES = "wishes", _("what you would like from us now")
