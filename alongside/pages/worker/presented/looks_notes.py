"""Lines of the trail about notes and being in touch, in words: each goes on from "who"."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

OF_NOTES = {
    "looked at mentions": gettext_lazy("looked at things she mentioned"),
    "begun note thrown away": gettext_lazy("threw away a note that was begun"),
    "begun notes forgotten": gettext_lazy("forgot notes that were begun and left"),
    "reach wish said": gettext_lazy("wrote down how she wants us to reach out"),
    "told once": gettext_lazy("wrote down what she need not say twice"),
    "told anew": gettext_lazy("wrote anew what she need not say twice, or who knows it"),
    "told agreed": gettext_lazy("wrote down that she agrees with what is known"),
    "told put away": gettext_lazy("put away what she need not say twice"),
    "mention written": gettext_lazy("wrote down something she mentioned"),
    "mention answered": gettext_lazy("wrote down that somebody asked her how it went, or let it go"),
    "contact recorded": gettext_lazy("wrote down a contact"),
    "contact corrected": gettext_lazy("put a contact right"),
    "promise made": gettext_lazy("wrote down what was arranged"),
    "promise settled": gettext_lazy("wrote down what came of something arranged"),
    "note shared with her": gettext_lazy("shared a note with her"),
    "note kept to the team": gettext_lazy("kept a note to the team"),
}
