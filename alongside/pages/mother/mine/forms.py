"""What her pages ask. Nothing here is remembered by a browser, and no browser offers to keep her words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alongside.accounts import rules
from alongside.accounts.terms import No
from alongside.pages.design.forms import CalmForm
from alongside.stewardship.terms import CopyHow

# A password box would make the browser ask whether to keep it, on a device that others may hold. This one is hidden by
# its style alone (``hushed``).
_HUSHED = {"class": "hushed", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
_PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "input--short"}


def _text(label: Any, attributes: dict[str, str], **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.TextInput(attrs=attributes), max_length=rules.LONGEST, **more)


class SignIn(CalmForm):
    """A name, words and a code: three things that fit together, or not."""

    called = _text(_("Your name for signing in"), _PLAIN)
    words = _text(_("Your words"), _HUSHED, strip=False)
    code = _text(_("Your code"), CODE, help_text=_("From your worker, your app or your paper."))


class SetUpCode(CalmForm):
    """The code that her worker gave her."""

    code = _text(_("The code from your worker"), CODE | {"class": ""})


class NameAndWords(CalmForm):
    """A name and words of her own; the words twice, because she does not see them."""

    called = _text(
        _("A name for signing in"), _PLAIN,
        help_text=_("Any word you will remember. It need not be your name. Nobody else sees it."),
    )  # fmt: skip
    words = _text(
        _("Words or figures that only you know"), _HUSHED, strip=False,
        help_text=_("Eight letters or more. A few words in a row are good. No birthday, no name of a child."),
    )  # fmt: skip
    again = _text(_("The same words once more"), _HUSHED, strip=False)

    def clean_called(self) -> str:
        """Three letters or more."""
        called = str(self.cleaned_data["called"])
        if not (said := rules.check_name(called)):
            raise ValidationError(No(said.because).label)
        return called

    def clean(self) -> dict[str, Any]:
        """Words that somebody close to her would not guess, twice the same."""
        given = super().clean() or self.cleaned_data
        check_words(self, given, called=str(given.get("called", "")))
        return given


class NewWords(CalmForm):
    """Other words that only she knows."""

    words = _text(_("Words or figures that only you know"), _HUSHED, strip=False)
    again = _text(_("The same words once more"), _HUSHED, strip=False)

    def clean(self) -> dict[str, Any]:
        """As when she chose the first ones."""
        given = super().clean() or self.cleaned_data
        check_words(self, given, called="")
        return given


def check_words(form: CalmForm, given: dict[str, Any], *, called: str) -> None:
    """Say beside the box what to choose another way."""
    words = str(given.get("words", ""))
    if words and not (said := rules.check_words(words, called=called)):
        form.add_error("words", No(said.because).label)
    if words and "again" in given and given["again"] != words:
        form.add_error("again", _("These are not the same. Please write both once more."))


class SayWords(CalmForm):
    """Her words once more, before she changes how she signs in."""

    words = _text(_("Your words"), _HUSHED, strip=False)


class AppCode(CalmForm):
    """The first code of a new app shows that it was set up right."""

    code = _text(_("The six figures that the app shows"), CODE | {"inputmode": "numeric"})


class HerWords(CalmForm):
    """What she says to something that was written or sent."""

    words = forms.CharField(
        label=_("Your words"), widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"})
    )
    asks_change = forms.BooleanField(label=_("I want it put right"), required=False)

    def __init__(self, *args: Any, asks: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["asks_change"]


class AskCopy(CalmForm):
    """How she would like to have her copy."""

    how = forms.ChoiceField(
        label=_("How would you like it?"),
        widget=forms.RadioSelect,
        choices=[
            (CopyHow.TOGETHER, _("Read it together with somebody")),
            (CopyHow.ON_PAPER, _("On paper, given to me in person")),
        ],
    )
    words = forms.CharField(
        label=_("Anything you want to add"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
