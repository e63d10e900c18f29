"""Lines of the trail about peer support and messages in words, each going on from "who"."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

PEERS = {
    "looked at peer support": gettext_lazy("looked at peer support"),
    "peer support wished for": gettext_lazy("wrote down that she would like a peer supporter"),
    "peer support let go": gettext_lazy("wrote down that she would not like one just now"),
    "peer supporter asked": gettext_lazy("asked the peer supporter whom she chose"),
    "peer support began": gettext_lazy("began as her peer supporter"),
    "peer reading said": gettext_lazy("wrote down what her peer supporter may read"),
    "peer support paused": gettext_lazy("wrote down a pause with her peer supporter"),
    "peer support goes on": gettext_lazy("wrote down that it goes on with her peer supporter"),
    "peer support ended": gettext_lazy("wrote down a goodbye with her peer supporter"),
}

MESSAGES = {
    "messages wished": gettext_lazy("wrote down how she wants messages"),
    "messages stopped": gettext_lazy("wrote down that messages stop"),
    "message sent": gettext_lazy("sent a message to her"),
    "reminder asked for": gettext_lazy("wrote down that she wants to be reminded"),
    "reminder taken back": gettext_lazy("wrote down that she need not be reminded"),
    "notice taken": gettext_lazy("took up something that came by message"),
}
