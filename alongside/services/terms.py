"""Words of services. There is none for somebody who stayed away: two people missed each other, and that is all."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Modality(models.TextChoices):
    """What kind of thing it is."""

    TALK = "talk", _("talking with somebody")
    GROUP = "group", _("a group")
    CARE = "care", _("care for children")
    VISIT = "visit", _("a visit")
    OUTREACH = "outreach", _("going to where somebody is")
    CALL = "call", _("a call")
    CLINIC = "clinic", _("a clinic")
    ASSESSMENT = "assessment", _("looking at how a child grows")
    GIVING = "giving", _("things for everyday life")
    BESIDE = "beside", _("going along and standing beside")
    LINK = "link", _("finding other help together")


class Setting(models.TextChoices):
    """Where it can take place."""

    HERE = "here", _("here")
    HOME = "home", _("at her home")
    STREET = "street", _("where she is, outside")
    HOSPITAL = "hospital", _("at the hospital")
    ELSEWHERE = "elsewhere", _("elsewhere: an office, a court, a clinic")
    PHONE = "phone", _("by phone")
    ONLINE = "online", _("online")


class Sector(models.TextChoices):
    """Which field of help it belongs to."""

    ADDICTION = "addiction", _("using and recovery")
    CHILD_WELFARE = "child_welfare", _("families and child welfare")
    PARENTING = "parenting", _("being a parent, being close")
    CHILD_DEVELOPMENT = "child_development", _("how children grow")
    CHILD_HEALTH = "child_health", _("children’s health")
    PREGNANCY = "pregnancy", _("pregnancy and birth")
    MENTAL_HEALTH = "mental_health", _("hard things lived through, feeling well")
    BASIC_NEEDS = "basic_needs", _("food, home, everyday life")
    SOCIAL = "social", _("people around her")
    JUSTICE = "justice", _("courts and rights")
    CULTURE = "culture", _("culture, language, land")


class Target(models.TextChoices):
    """Whom it is for."""

    WOMAN = "woman", _("the woman")
    CHILD = "child", _("the child")
    DYAD = "dyad", _("the two together")
    GROUP = "group", _("a group")
    FAMILY = "family", _("the family")


class Mode(models.TextChoices):
    """How a session takes place."""

    IN_PERSON = "in_person", _("in person")
    PHONE = "phone", _("by phone")
    ONLINE = "online", _("online")


class Children(models.TextChoices):
    """Where children are meanwhile. Said before anybody comes: some grieve a child who is not with them (S-203)."""

    HERE = "here", _("children are in the room")
    NEXT_DOOR = "next_door", _("children are looked after next door")
    NONE = "none", _("no children in the room")


class How(models.TextChoices):
    """How somebody was there. Missing each other is nobody's fault, and nothing counts it."""

    CAME = "came", _("came")
    BY_PHONE = "by_phone", _("by phone")
    ONLINE = "online", _("online")
    DID_NOT_MEET = "did_not_meet", _("we did not meet")


class Transport(models.TextChoices):
    """How somebody gets here."""

    OWN = "own", _("on her own way")
    WE_DRIVE = "we_drive", _("we drive")
    TAXI = "taxi", _("a taxi we pay")
    FARE = "fare", _("a fare we give")


class Item(models.TextChoices):
    """What was given along. It asks for nothing: not for coming, nor for means (S-041)."""

    FOOD = "food", _("food")
    VOUCHER = "voucher", _("a voucher")
    FARE = "fare", _("a fare")
    NAPPIES = "nappies", _("nappies")
    CLOTHES = "clothes", _("clothes")
    OTHER = "other", _("something else")


class WhyOff(models.TextChoices):
    """Why a session does not take place. On our side or the weather's; nobody who comes is a reason."""

    SOMEBODY_AWAY = "somebody_away", _("somebody of us cannot be there")
    ROOM = "room", _("the room cannot be used")
    WEATHER = "weather", _("the weather")
    HOLIDAY = "holiday", _("a holiday")
    ANOTHER_TIME = "another_time", _("it takes place at another time")
    OTHER = "other", _("something else")


# Why one is moved: the same, but for the one that says nothing else than that.
WHY_MOVED = [why for why in WhyOff.values if why != WhyOff.ANOTHER_TIME]


class No(models.TextChoices):
    """Why something about services cannot be as it stands. Nothing typed is lost."""

    NO_SUCH_SERVICE = "no_such_service", _("Please choose a service of the list.")
    NAME_NEEDED = "name_needed", _("Please give it a name.")
    NAME_TAKEN = "name_taken", _("There is a room of this name already.")
    SEATS_WITHOUT_CHILDREN = "seats_without_children", _("A room without children has no seats for them.")
    PLACE_TAKEN = "place_taken", _("This room is taken at that time. Please choose another room or another time.")
    SEAT_TAKEN = "seat_taken", _("Every seat next door is taken at that time. Another time, or a colleague, may help.")
    NO_SEATS = "no_seats", _("This room has no seats where children are looked after. Please choose another one.")
    ROOM_FOR_MINDING = "room_for_minding", _("This room is kept for looking after children. Please choose another one.")
    ROOM_NEEDED_NEXT_DOOR = "room_needed_next_door", _("Please say in which room children are looked after.")
    NO_CHILDREN_HERE = "no_children_here", _("This room is kept without children. Please choose another room.")
    NO_CHILDREN_THEN = (
        "no_children_then",
        _("This session is without children in the room, as was said to all who come."),
    )
    NOBODY_THERE = "nobody_there", _("Please say who of us is there.")
    BOTH_NEEDED = (
        "both_needed",
        _("Somebody is missing whom this needs. Please add a colleague in that part, or write why it goes on without."),
    )
    NOT_HER_PART = "not_her_part", _("This colleague does not have this part on that day. Please choose again.")
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins", _("The last day is before the first. Please check both.")
    TOO_LONG_A_TIME = "too_long_a_time", _("A session lasts between 5 minutes and 12 hours. Please check the time.")
    TOO_MANY = "too_many_sessions", _("This would be more than 60 sessions. Please begin with fewer weeks.")
    IS_OFF = "is_off", _("This was called off already.")
    HAS_BEEN = "has_been", _("This session has been. There is nothing to call off.")
    BEGUN_ALREADY = (
        "begun_already",
        _("This has begun already and stays where it was. Please plan another one for another time."),
    )
    GONE_BY = "gone_by", _("This time has gone by. Please choose one that is still to come.")
    WAY_IN_ODD = "way_in_odd", _("Please give a link that begins with https://, or a phone number.")
    NOT_BEGUN = "not_begun", _("This day has not come yet. Who came can be said on the day itself.")
    TOO_LONG_AGO = "too_long_ago", _("This is more than a month ago. Please write a contact on the family’s own page.")
    COMES_ALREADY = "comes_already", _("She is on the list already.")
    NOBODY_CHOSEN = "nobody_chosen", _("Please choose who comes.")
    IN_HOSPITAL = (
        "in_hospital",
        _("As far as we know this child was in hospital on that day. Is it right all the same?"),
    )
