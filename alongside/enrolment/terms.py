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
