"""Lines of the trail in words: studies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

# Each going on from "who", as in ``looks``.
OF_STUDIES = {
    "study begun": gettext_lazy("began a study"),
    "study answered": gettext_lazy("answered for a community whether a study may go on"),
    "study counted": gettext_lazy("wrote down how many were where in a study"),
    "study file brought in": gettext_lazy("brought a file of participants into a study"),
    "study site asked": gettext_lazy("said whether a site brings its arm of a study itself"),
    "own programme made an arm": gettext_lazy("made our own programme an arm of a study"),
    "plan written": gettext_lazy("wrote a version of an analysis plan"),
    "plan frozen": gettext_lazy("froze an analysis plan"),
    "plan run asked": gettext_lazy("asked for an analysis plan to be run"),
    "plan run": gettext_lazy("ran an analysis plan"),
    "words for women written": gettext_lazy("wrote plain words for women about a study"),
    "words for women answered": gettext_lazy("read words for women about a study, and answered"),
    "words for women taken back": gettext_lazy("took words about a study back from the women’s pages"),
    "study extract taken out": gettext_lazy("took an extract of a study out, without names"),
    "counted for a report": gettext_lazy("read figures of a report, without names"),
    "report handed out": gettext_lazy("took a report for a funder, without names"),
}
