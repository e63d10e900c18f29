"""Lines of the trail about peer support, endings and messages in words, each going on from "who"."""

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

AFTERWARDS = {
    "looked at goodbyes": gettext_lazy("looked at endings and after"),
    "closing view said": gettext_lazy("wrote down how things stood when a time with us ended"),
    "goodbye said": gettext_lazy("wrote down a goodbye"),
    "staying in touch said": gettext_lazy("wrote down whether and how we stay in touch"),
    "giving back said": gettext_lazy("wrote down what she says of giving back"),
    "giving back begun": gettext_lazy("kept her own file apart as she becomes one of us"),
}

CULTURE = {
    "looked at culture": gettext_lazy("looked at what is about culture"),
    "culture said": gettext_lazy("wrote down what she says about culture"),
    "elder beside her": gettext_lazy("let an Elder or cultural worker be beside her, at her yes"),
    "elder no more": gettext_lazy("wrote down that an Elder or cultural worker is beside her no longer"),
}

MESSAGES = {
    "messages wished": gettext_lazy("wrote down how she wants messages"),
    "messages stopped": gettext_lazy("wrote down that messages stop"),
    "message sent": gettext_lazy("sent a message to her"),
    "reminder asked for": gettext_lazy("wrote down that she wants to be reminded"),
    "reminder taken back": gettext_lazy("wrote down that she need not be reminded"),
    "other time asked for": gettext_lazy("asked for another time on her own page"),
    "other time taken back": gettext_lazy("said on her own page that the time is fine"),
    "notice taken": gettext_lazy("took up something that came by message"),
    "notice settled": gettext_lazy("said that somebody was in touch about it"),
}
