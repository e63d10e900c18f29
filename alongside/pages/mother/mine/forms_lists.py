"""What she is asked about a list of hers: her words step by step, and whether it is still right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.care.terms import PlanStep, PlanTurn
from alongside.pages.design.forms import CalmForm

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}
SAYS: dict[PlanTurn, Any] = {
    PlanTurn.STILL_RIGHT: _("It is still right"),
    PlanTurn.ENDED: _("I do not need it any more"),
    PlanTurn.TAKEN_UP: _("I need it again"),
}


class Words(CalmForm):
    """The same list as she says it now; she may leave out whatever she likes."""

    versioned = True

    def __init__(self, *args: Any, steps: Sequence[PlanStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for step in steps:
            field = forms.CharField(
                label=step.label, required=False, widget=forms.Textarea(attrs={"rows": 2, **_PLAIN})
            )
            field.why = ""  # type: ignore[attr-defined]
            self.fields[step.value] = field


class Turn(CalmForm):
    """Is it still right?"""

    what = forms.ChoiceField(
        label=_("Is it still right?"),
        widget=forms.RadioSelect,
        choices=[(turn.value, SAYS[turn]) for turn in (PlanTurn.STILL_RIGHT, PlanTurn.ENDED)],
    )
    her_words = forms.CharField(label=_("A few words"), required=False, widget=forms.TextInput(attrs=_PLAIN))
