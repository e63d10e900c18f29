"""Lines of the trail in words: staying with families."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

# Each going on from "who", as in ``looks``.
OF_STAYING = {
    "looked at waits": gettext_lazy("looked at what somebody waits for"),
    "counted waits": gettext_lazy("counted how long people wait"),
    "wait began": gettext_lazy("wrote down that somebody waits for something"),
    "wait went on": gettext_lazy("wrote down what happened while somebody waits"),
    "days away said": gettext_lazy("wrote down days away"),
    "days away taken back": gettext_lazy("took back days away"),
    "cover asked": gettext_lazy("asked somebody to be there meanwhile"),
    "cover agreed": gettext_lazy("said yes to being there meanwhile"),
    "cover not possible": gettext_lazy("said that she cannot be there meanwhile"),
    "cover ended at her word": gettext_lazy("ended being there meanwhile at the woman’s word"),
    "cover ended": gettext_lazy("ended being there meanwhile"),
    "handed back": gettext_lazy("wrote what happened meanwhile"),
    "farewell said": gettext_lazy("wrote a good-bye or a hello"),
    "rhythm kept": gettext_lazy("said how often we would like to meet"),
}
