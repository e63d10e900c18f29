"""What a form says when something needs another look: our words in place of the library's own, from this one place.

``KindWords`` is mixed into every form. It changes only what the library says by itself ("Select a valid choice…",
"Ensure this value has at most…"); a question's own words stay. What people typed is never repeated in a message.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from django import forms
from django.core import validators
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _

TOO_LONG = _("This is longer than fits here. Please write it in at most %(limit_value)d letters.")
CHOOSE_ONE = _("Please choose one of the list.")
CHOOSE_SOME = _("Please choose from the list.")
COPY_AGAIN = _("Something is missing or not right here. Please copy it again.")
WHOLE_NUMBER = _("Please write a whole number, for example 12.")
NUMBER = _("Please write a number, for example 12.5.")
EMAIL = _("Please look at the e-mail address again. It looks like name@example.org.")
SHORTER_NUMBER = _("This number has more digits than fit here. Please write a shorter one.")
WHOLE_PAGE = _("Something got lost on the way. Please open the page again, and write it once more.")
REQUIRED = _("Please fill this in.")

Words = Mapping[str, Any]

# For each kind of question the words for each thing that may need another look; the first kind that fits is taken.
_OF_FIELDS: tuple[tuple[type[forms.Field], Words], ...] = (
    (forms.MultipleChoiceField, {"required": _("Please choose at least one."), "invalid_choice": CHOOSE_SOME,
                                 "invalid_list": CHOOSE_SOME}),
    (forms.ModelMultipleChoiceField, {"required": _("Please choose at least one."), "invalid_choice": CHOOSE_SOME,
                                      "invalid_list": CHOOSE_SOME, "invalid_pk_value": CHOOSE_SOME}),
    (forms.ChoiceField, {"required": _("Please choose an answer."), "invalid_choice": CHOOSE_ONE}),
    (forms.ModelChoiceField, {"required": _("Please choose an answer."), "invalid_choice": CHOOSE_ONE}),
    (forms.BooleanField, {"required": _("Please tick this to go on.")}),
    (forms.FileField, {"required": _("Please choose a file."), "missing": _("Please choose a file."),
                       "invalid": _("The file did not arrive. Please choose it again."),
                       "empty": _("There is nothing in this file. Please choose another one."),
                       "max_length": _("The name of this file is too long. Please give it a shorter one."),
                       "contradiction": _("Please choose a file, or tick the box to take it away, not both."),
                       "invalid_image": _("This is no picture that can be opened here. Please choose another one.")}),
    (forms.FloatField, {"invalid": NUMBER}),
    (forms.DecimalField, {"invalid": NUMBER}),
    (forms.IntegerField, {"invalid": WHOLE_NUMBER}),
    (forms.TimeField, {"invalid": _("Please write the time like 14:30.")}),
    (forms.DateTimeField, {"invalid": _("Please write the day and the time like 2024-03-27 14:30.")}),
    (forms.DateField, {"invalid": _("Please write the day like 2024-03-27.")}),
    (forms.DurationField, {"invalid": _("Please write how long it was like 1:30:00."),
                           "overflow": _("This is longer than fits here.")}),
    (forms.EmailField, {"invalid": EMAIL}),
    (forms.URLField, {"invalid": _("Please look at the address again. It looks like https://example.org.")}),
    (forms.MultiValueField, {"invalid": CHOOSE_SOME, "incomplete": _("Something is missing here. Please fill it in."),
                             "invalid_date": _("Please write the day like 2024-03-27."),
                             "invalid_time": _("Please write the time like 14:30.")}),
    (forms.Field, {"required": REQUIRED, "invalid": COPY_AGAIN}),
)  # fmt: skip

_OF_VALIDATORS: tuple[tuple[type, Any], ...] = (
    (validators.MaxLengthValidator, TOO_LONG),
    (validators.MinLengthValidator, _("This is too short. Please write at least %(limit_value)d letters.")),
    (validators.MaxValueValidator, _("Please write a number up to %(limit_value)s.")),
    (validators.MinValueValidator, _("Please write a number from %(limit_value)s on.")),
    (validators.StepValueValidator, _("Please write a number in steps of %(limit_value)s.")),
    (validators.ProhibitNullCharactersValidator, COPY_AGAIN),
    (validators.EmailValidator, EMAIL),
    (validators.URLValidator, _("Please look at the address again. It looks like https://example.org.")),
    (
        validators.FileExtensionValidator,
        _("A file of this kind cannot be read here. Please choose one that ends in %(allowed_extensions)s."),
    ),
    (validators.RegexValidator, COPY_AGAIN),
)


# Validators that the library made for itself, with words given one by one.
_READY_MADE = (validators.validate_slug, validators.validate_unicode_slug)
_DECIMAL: Words = {
    "invalid": NUMBER,
    "max_digits": SHORTER_NUMBER,
    "max_whole_digits": SHORTER_NUMBER,
    "max_decimal_places": _("Please write fewer numbers after the point: %(max)s at most."),
}


def _library() -> frozenset[int]:
    """The library's own sentences, by identity: a question that brings words of its own holds other objects."""
    found: set[int] = set()
    kinds: list[type[forms.Field]] = [forms.Field]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        if kind.__module__.startswith("django."):
            found |= {id(words) for words in vars(kind).get("default_error_messages", {}).values()}
    return frozenset(found)


_LIBRARY = _library()


def kindly(field: forms.Field) -> None:
    """Give this question our words wherever it still has the library's; asking twice changes nothing more."""
    ours = next(words for kind, words in _OF_FIELDS if isinstance(field, kind))
    for code, words in field.error_messages.items():
        if id(words) in _LIBRARY:
            field.error_messages[code] = ours.get(code) or (REQUIRED if code == "required" else COPY_AGAIN)
    field.validators = [_kind(validator) for validator in field.validators]
    if isinstance(field, forms.MultiValueField):
        for each in field.fields:
            kindly(each)


def _kind(validator: Any) -> Any:
    """The same check with our words; the check itself when it has words of its own."""
    if isinstance(validator, validators.DecimalValidator):
        theirs: Words = validators.DecimalValidator.messages
        kind = copy(validator)
        kind.messages = {
            code: _DECIMAL[code] if words is theirs[code] else words for code, words in kind.messages.items()
        }
        return kind
    if isinstance(validator, validators.StepValueValidator) and validator.offset is not None:
        kind = copy(validator)
        kind.message = _("Please write a number in steps of %(limit_value)s, from %(offset)s on.")
        return kind
    given = "message" in vars(validator) if hasattr(validator, "__dict__") else True
    if given and not any(validator is each for each in _READY_MADE):
        return validator
    words = next((words for each, words in _OF_VALIDATORS if isinstance(validator, each)), None)
    if words is None:
        return validator
    kind = copy(validator)
    kind.message = words
    return kind


class KindWords:
    """Mixed into a form: its questions speak in our words, also those that were added after it was made."""

    fields: dict[str, forms.Field]

    def _clean_fields(self) -> None:
        for field in self.fields.values():
            kindly(field)
        super()._clean_fields()  # type: ignore[misc]


class KindSet(BaseFormSet):
    """Several forms of one kind on a page: the same for what may be amiss with all of them together."""

    default_error_messages: Words = {
        "missing_management_form": WHOLE_PAGE,
        "too_many_forms": _("There are too many of these. Please take some away."),
        "too_few_forms": _("Please fill in one more."),
    }
