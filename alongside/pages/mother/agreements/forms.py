"""What making an agreement asks. Nothing is chosen beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.consent.terms import No, SignedHow
from alongside.pages.design.forms import CalmForm, DayField
from alongside.pages.design.signature import SignatureForm

Choices = Iterable[tuple[str, Any]]
_CHOOSE = {"required": _("Please choose an answer."), "invalid_choice": _("Please choose one of the list.")}
_WHO = {"required": No.SIGNER_MISSING.label}
NO_END = "none"
OWN_DAY = "own"


class WhomForm(CalmForm):
    """To whom (or: from whom); in a worker's session also who decides and signs."""

    giver = forms.ChoiceField(label=_("Who signs this?"), widget=forms.RadioSelect, error_messages=_CHOOSE)
    recipient = forms.ChoiceField(label=_("Who may see it?"), widget=forms.RadioSelect, error_messages=_CHOOSE)

    def __init__(self, *args: Any, givers: Choices, recipients: Sequence[Any], no: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = list(givers)
        if len(who) > 1:
            self.fields["giver"].choices = who
        else:
            del self.fields["giver"]
        if recipients:
            self.fields["recipient"].choices = recipients
        else:
            del self.fields["recipient"]
        if no and recipients:
            self.fields["recipient"].label = _("Who may not see it?")
        if recipients:
            self.fields["recipient"].said_above = True


class PurposeForm(CalmForm):
    """What it is for."""

    versioned = True
    purpose = forms.ChoiceField(label=_("What is it for?"), widget=forms.RadioSelect, error_messages=_CHOOSE)

    def __init__(self, *args: Any, purposes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = list(purposes)
        self.fields["purpose"].said_above = True


class KindsForm(CalmForm):
    """Which kinds of record, about one person."""

    versioned = True
    kinds = forms.MultipleChoiceField(label=_("What may they see?"), required=False, error_messages=_CHOOSE)

    def __init__(self, *args: Any, kinds: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(str(bit), str(bit)) for bit in kinds]


class UntilForm(CalmForm):
    """The last day: one of a few that are offered, or her own."""

    versioned = True
    until = forms.ChoiceField(label=_("What is the last day?"), widget=forms.RadioSelect, error_messages=_CHOOSE)
    own = DayField(label=_("Another day"), required=False, earliest=timezone.localdate)

    def __init__(self, *args: Any, days: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].choices = [*days, (OWN_DAY, _("Another day, which I write here"))]

    def clean(self) -> dict[str, Any]:
        """A day of her own where she says so; a day that she wrote counts also when nothing is marked."""
        given = super().clean() or self.cleaned_data
        if given.get("own") and not given.get("until"):
            given["until"] = OWN_DAY
            self.errors.pop("until", None)
        if given.get("until") == OWN_DAY and not given.get("own") and "own" not in self.errors:
            self.add_error("own", ValidationError(_("Please give a day, month and year."), code="required"))
        return given

    @property
    def last_day(self) -> date | None:
        """The chosen day; ``None`` for "no last day"."""
        chosen = self.cleaned_data["until"]
        if chosen == OWN_DAY:
            return self.cleaned_data["own"]
        return None if chosen == NO_END else date.fromisoformat(chosen)


class SignForm(SignatureForm):
    """How it was read, and her signature."""

    explained = forms.MultipleChoiceField(
        label=_("How was this read?"), widget=forms.CheckboxSelectMultiple, required=False, error_messages=_CHOOSE
    )
    interpreter = forms.CharField(label=_("Who interpreted"), required=False, max_length=200)

    def __init__(self, *args: Any, explained: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = list(explained)
        if ways:
            self.fields["explained"].choices = ways
        else:
            del self.fields["explained"]
            del self.fields["interpreter"]


class SignForAgencyForm(SignForm):
    """Somebody of an agency signs for a child: who it is, drawn before one of us or on a paper that one of us has."""

    signer_name = forms.CharField(label=_("Who signs for the agency"), max_length=200, error_messages=_WHO)
    signer_role = forms.CharField(label=_("What she or he is there"), max_length=200, error_messages=_WHO)
    paper = forms.CharField(
        label=_("Which paper: its day, and where we keep it"), required=False, max_length=200, strip=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "interpreter" in self.fields:
            del self.fields["interpreter"]
        witness = self.fields["witness"]
        witness.label, witness.required = _("Who of us was there, or has the paper in hand"), True
        witness.error_messages["required"] = No.WITNESS_MISSING.label

    @property
    def way(self) -> str:
        """Drawn or on paper: what was pressed, or else what was filled in."""
        given = self.cleaned_data
        return str(given.get("how") or (SignedHow.DRAWN if given.get("drawn") else SignedHow.PAPER))

    @property
    def signature(self) -> str:
        """The strokes, or which paper it is."""
        return str(self.cleaned_data.get("drawn" if self.way == SignedHow.DRAWN else "paper") or "")


class LiftForm(SignForm):
    """What stays closed; and her signature, because lifting a no opens something."""

    keep = forms.MultipleChoiceField(
        label=_("What should stay closed?"), widget=forms.CheckboxSelectMultiple, required=False, error_messages=_CHOOSE
    )

    def __init__(self, *args: Any, lines: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = list(lines)


class LiftForAgencyForm(SignForAgencyForm, LiftForm):
    """What stays closed; and the signature of somebody of the agency that decides now."""


class CopyForm(CalmForm):
    """How she got her copy."""

    how = forms.ChoiceField(label=_("Her copy"), widget=forms.RadioSelect, error_messages=_CHOOSE)

    def __init__(self, *args: Any, ways: Choices, hers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hers:
            self.fields["how"].label = _("Your copy")
        self.fields["how"].choices = list(ways)
