"""Her signature: drawn, typed, or said before somebody who writes down that she heard it. Alike wherever she signs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.consent.rules.agreeing import LONGEST_SIGNATURE
from alongside.consent.terms import SignedHow
from alongside.pages.design.forms import CalmForm

Choices = Iterable[tuple[str, Any]]


class SignatureForm(CalmForm):
    """Shown with ``design/signature.html`` and, where there are scripts, ``design/signature.js``.

    ``witnesses``: (id, name) of those who can have heard it; none on her own page, where nobody need be with her.
    """

    how = forms.ChoiceField(choices=SignedHow.choices, required=False)
    drawn = forms.CharField(required=False, max_length=LONGEST_SIGNATURE, strip=True)
    typed = forms.CharField(label=_("Your name, typed"), required=False, max_length=200)
    witness = forms.ChoiceField(
        label=_("Who was there and heard it"),
        required=False,
        error_messages={"invalid_choice": _("Please choose one of the list.")},
    )

    def __init__(self, *args: Any, witnesses: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["witness"].choices = [("", _("Please choose")), *witnesses]

    @property
    def way(self) -> str:
        """How she signed: what she pressed, or else what she filled in."""
        given = self.cleaned_data
        if given.get("how"):
            return str(given["how"])
        if given.get("drawn"):
            return SignedHow.DRAWN
        return SignedHow.TYPED if given.get("typed") else ""

    @property
    def signature(self) -> str:
        """The strokes, or her name."""
        return str(self.cleaned_data.get("drawn" if self.way == SignedHow.DRAWN else "typed") or "")
