"""What she is asked about something she wants: little at a time, and every question but one can be left out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.goals.rules import HIGHEST, LOWEST
from alongside.goals.terms import Lane, Standing
from alongside.pages.design.forms import CalmForm

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}
# How it stands, and the lanes, in words said to her.
STANDS: dict[Standing, Any] = {
    Standing.OPEN: _("I go on with it"),
    Standing.RESTING: _("It rests for a while"),
    Standing.REACHED: _("Good enough for now"),
    Standing.CHANGED: _("It became something else"),
    Standing.PUT_AWAY: _("I put it away"),
}
LANES: dict[Lane, Any] = {
    Lane.OWN: _("Something of my own"),
    Lane.CLOSE: _("Being close, being with my child"),
    Lane.TOGETHER: _("Staying together, or coming back together"),
    Lane.CHILDREN_SAFE: _("My children safe and well"),
    Lane.EVERYDAY: _("Home, money, everyday things"),
    Lane.RECOVERY: _("Getting better, in my own way"),
    Lane.SAFER: _("Being safer when I use"),
}


def _words(label: Any, *, rows: int = 3, **more: Any) -> forms.CharField:
    more.setdefault("required", False)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows, **_PLAIN}), **more)


class NewGoal(CalmForm):
    """Her words; the rest if she likes."""

    her_words = _words(_("What do you want?"), required=True, help_text=_("Say it your way. It can be small."))
    whom = forms.ChoiceField(label=_("Who is it about?"), widget=forms.RadioSelect)
    why = _words(_("Why does it matter to you?"), rows=2)
    lane = forms.ChoiceField(label=_("What is it most like?"), required=False)

    def __init__(self, *args: Any, whom: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices, self.fields["whom"].initial = whom, whom[0][0]
        self.fields["lane"].choices = [(lane.value, label) for lane, label in LANES.items()]


class Words(CalmForm):
    """The same thing as she says it now."""

    versioned = True
    her_words = _words(_("What do you want?"), required=True)
    why = _words(_("Why does it matter to you?"), rows=2)
    at_zero = _words(_("0 would be …"), rows=2, help_text=_("Your own words for the lowest number."))
    at_ten = _words(_("10 would be …"), rows=2, help_text=_("Your own words for the highest number."))


class Today(CalmForm):
    """A number, or words, or both."""

    value = forms.ChoiceField(
        label=_("Where are you with this today?"), required=False,
        choices=[("", _("no number")), *((str(n), str(n)) for n in range(LOWEST, HIGHEST + 1))],
        help_text=_("From 0 to 10. Leave it out if you do not like numbers."),
    )  # fmt: skip
    words = forms.CharField(label=_("Or say it in words"), required=False, widget=forms.TextInput(attrs=_PLAIN))


class Step(CalmForm):
    """Something small, and who helps."""

    words = forms.CharField(label=_("A small step"), widget=forms.TextInput(attrs=_PLAIN))
    helper = forms.CharField(
        label=_("Who helps you?"), required=False, widget=forms.TextInput(attrs=_PLAIN),
        help_text=_("Leave it empty if you do it by yourself."),
    )  # fmt: skip


class Stands(CalmForm):
    """How it stands, at her word."""

    state = forms.ChoiceField(
        label=_("How is it with this now?"), widget=forms.RadioSelect,
        choices=[(state.value, label) for state, label in STANDS.items() if state != Standing.CHANGED],
    )  # fmt: skip
    her_words = forms.CharField(label=_("A few words"), required=False, widget=forms.TextInput(attrs=_PLAIN))
