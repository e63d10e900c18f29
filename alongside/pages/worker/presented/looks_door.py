"""Lines of the trail in words: the one door."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

# Each going on from "who", as in ``looks``.
OF_THE_DOOR = {
    "looked at getting to know": gettext_lazy("looked at what was told while getting to know each other"),
    "first contact": gettext_lazy("wrote down how we heard of her"),
    "talked": gettext_lazy("wrote down a talk of getting to know each other"),
    "talk taken back": gettext_lazy("took back what was told in a talk"),
    "offered meanwhile": gettext_lazy("wrote down what was offered while she waits"),
    "welcomed": gettext_lazy("wrote down her welcome"),
    "door kept": gettext_lazy("said for whom the programme is"),
    "knock put aside": gettext_lazy("put aside what somebody wrote on the page for everybody"),
}
