"""The questions of a letter: what, to whom, what for, about whom, with whose words; and how it was read with her."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.consent import queries
from alongside.consent.models import Letter
from alongside.consent.terms import ASKED_TOLD, ASKED_WHY_NOT, LetterKind, Purpose
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented.sent import came_words
from alongside.pages.worker.writing.fields import Choices, choose, line, pick, several, words

# What a letter is for, when somebody here writes it.
PURPOSES = (
    Purpose.CARE_COORDINATION, Purpose.CARE, Purpose.COURT_REPORT, Purpose.FAMILY_COURT, Purpose.CIVIL,
    Purpose.CRIMINAL, Purpose.ADMINISTRATIVE, Purpose.PAYMENT,
)  # fmt: skip
LANGUAGES = [("en", gettext_lazy("English")), ("fr-ca", gettext_lazy("French"))]


def whose_words() -> forms.MultipleChoiceField:
    """Which of what other agencies sent it holds words of: such words keep the protection that they came with."""
    return several(
        gettext_lazy("Does it hold words from what another agency sent?"),
        help_text=gettext_lazy(
            "Tick it also when you tell it in your own words. What 42 CFR Part 2 protects is used in court only by an"
            " order made for it, or by her own agreement for that alone."
        ),
    )


def came_choices(family: uuid.UUID) -> list[tuple[str, str]]:
    """What came from other agencies about this family, the newest first; one statement."""
    return [(str(row.pk), came_words(row)) for row in queries.came(family)]


def offer(form: forms.Form, came: Choices) -> None:
    """Ask whose words it holds where something came; where nothing did, the question is not there."""
    if "draws_on" in form.fields and came:
        form.fields["draws_on"].choices = came  # type: ignore[attr-defined]
    else:
        form.fields.pop("draws_on", None)


class BeginForm(CalmForm):
    """What, to whom, what for, about whom. Nothing is chosen beforehand."""

    kind = choose(gettext_lazy("What would you like to write?"), LetterKind.choices)
    to = pick(gettext_lazy("To whom?"), required=True)
    purpose = pick(gettext_lazy("What is it for?"), [(p.value, p.label) for p in PURPOSES], required=True)
    about = pick(gettext_lazy("About whom?"), required=True)
    also = several(
        gettext_lazy("Will it also say something about somebody else of the family?"),
        help_text=gettext_lazy("Then everybody whom it is about has to agree, or whoever decides for them."),
    )
    draws_on = whose_words()
    language = choose(gettext_lazy("In which language?"), LANGUAGES)

    def __init__(
        self, *args: Any, to: Choices = (), about: Choices, also: Choices, came: Choices = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, came)
        if "to" in self.fields:
            self.fields["to"].choices = [("", _("Please choose")), *to]
        self.fields["about"].choices = [("", _("Please choose")), *about]
        self.fields["also"].choices = also


class TakeAlongForm(BeginForm):
    """At her own request: whom she takes it to, as she names them. We send it nowhere."""

    field_order = ("kind", "for_whom", "about", "also", "language")
    to = purpose = draws_on = None  # type: ignore[assignment]
    kind = choose(
        gettext_lazy("What would you like to write?"),
        [(value, label) for value, label in LetterKind.choices if value != LetterKind.TALK],
    )
    for_whom = line(
        gettext_lazy("For whom, as she names them?"),
        help_text=gettext_lazy("A school, a landlord, an advocate, an aunt. We send it nowhere: she takes it along."),
        required=True,
    )
    also = several(
        gettext_lazy("Will it also say something about somebody else of the family?"),
        help_text=gettext_lazy("That can be herself, or a child for whom she decides. Others are not named in it."),
    )


class WithHerForm(CalmForm):
    """Read it with her: did she know, was she there, what does she say? And once more: whose words are in it?"""

    versioned = True
    title = line(gettext_lazy("What stands on top of it"), required=True)
    draws_on = whose_words()
    told_before = choose(gettext_lazy("Does she know what will be said?"), ASKED_TOLD)
    present = forms.BooleanField(label=gettext_lazy("She is there (or was) when it is said or read"), required=False)
    why_not = pick(gettext_lazy("If she does not know yet: why not?"), ASKED_WHY_NOT)
    comment = words(
        gettext_lazy("What she says to it"),
        help_text=gettext_lazy("Her words stand beside it on her page. They do not go along."),
    )

    def __init__(self, *args: Any, came: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, came)


def header(held: Letter) -> dict[str, Any]:
    """What ``WithHerForm`` asks, as the letter has it now."""
    names = ("title", "told_before", "present", "why_not", "comment")
    return {name: getattr(held, name) for name in names} | {"draws_on": [str(each) for each in held.draws_on]}
