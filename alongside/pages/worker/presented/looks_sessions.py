"""What the trail says of sessions and of child care, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

SESSIONS = {
    "service said": gettext_lazy("changed what is offered"),
    "room said": gettext_lazy("changed what is said of a room"),
    "session planned": gettext_lazy("planned a session"),
    "series planned": gettext_lazy("planned a series"),
    "session moved": gettext_lazy("moved a session to another time"),
    "way in said": gettext_lazy("said how to come in to a session by phone or online"),
    "session called off": gettext_lazy("called off a session"),
    "series called off": gettext_lazy("called off a series"),
    "somebody added to a session": gettext_lazy("wrote that a colleague is there too"),
    "somebody taken off a session": gettext_lazy("wrote that a colleague is not there after all"),
    "booked": gettext_lazy("wrote that somebody means to come"),
    "booking taken back": gettext_lazy("wrote that somebody does not mean to come after all"),
    "who came noted": gettext_lazy("wrote down how somebody was there"),
}
CHILD_CARE = {
    "looked at a child's days": gettext_lazy("looked at a child’s days with us"),
    "looked at who may fetch": gettext_lazy("looked at who may fetch a child"),
    "looked at the children there": gettext_lazy(
        "looked at which children are looked after, and what a carer must know"
    ),
    "a child came": gettext_lazy("wrote that a child came, and with whom"),
    "a child left": gettext_lazy("wrote that a child left, and with whom"),
    "a child did not come": gettext_lazy("took back that a child came: it was not so"),
    "a child did not leave": gettext_lazy("took back that a child left: it was not so"),
    "somebody may fetch": gettext_lazy("wrote that somebody may fetch a child"),
    "somebody may not fetch any more": gettext_lazy("took somebody off the list of who may fetch a child"),
    "somebody must not fetch": gettext_lazy("wrote that somebody must not fetch a child"),
    "a bar to fetching ended": gettext_lazy("wrote that somebody is no longer kept from fetching a child"),
    "fetching said yes to for a day": gettext_lazy("said yes, with a reason, to somebody fetching a child that day"),
    "a day told": gettext_lazy("told something of a child’s day"),
    "a day put right": gettext_lazy("put right what was told of a child’s day"),
    "what helps said": gettext_lazy("wrote down what helps a child"),
    "somebody asked what helps": gettext_lazy("wrote down whom we asked what helps a child"),
    "a number of carers said": gettext_lazy("wrote how many children one carer may have"),
    "a number of carers ended": gettext_lazy("ended a number of carers"),
}
