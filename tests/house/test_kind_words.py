"""No form of a page says what the library says by itself: every sentence is ours, in English and in French."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import polib
import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, ManagementForm
from django.utils import translation
from django.utils.module_loading import import_string

import alongside.pages
from alongside.pages.design import kindness
from alongside.pages.design.kindness import KindSet, KindWords, kindly

LIBRARY = Path(django.__file__).parent / "conf" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
# Placeholders of a sentence stand for anything.
HOLE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def pattern(sentence: str) -> str:
    return "".join(re.escape(part) if n % 2 == 0 else ".+?" for n, part in enumerate(split(sentence)))


def split(sentence: str) -> list[str]:
    parts, at = [], 0
    for hole in HOLE.finditer(sentence):
        parts += [sentence[at : hole.start()], hole.group()]
        at = hole.end()
    return [*parts, sentence[at:]]


def sentences() -> tuple[frozenset[str], frozenset[str]]:
    """What the library says, in English and in French, as it stands in its own catalogue of translations."""
    english, french = set(), set()
    for row in polib.pofile(str(LIBRARY)):
        english |= {row.msgid, row.msgid_plural} - {""}
        french |= {row.msgstr, *row.msgstr_plural.values()} - {""}
    return frozenset(english), frozenset(french)


ENGLISH, FRENCH = sentences()
COLD = {"en": re.compile("|".join(map(pattern, sorted(ENGLISH, key=len, reverse=True)))),
        "fr-ca": re.compile("|".join(map(pattern, sorted(FRENCH, key=len, reverse=True))))}  # fmt: skip


def cold(text: object, language: str = "en") -> bool:
    """The library itself would say this, word for word."""
    return bool(COLD[language].fullmatch(str(text)))


def pages() -> Iterator[type]:
    """Every class that a module of the pages defines."""
    for module in pkgutil.walk_packages(alongside.pages.__path__, "alongside.pages."):
        if ".tests" in module.name or ".migrations" in module.name:
            continue
        for each in vars(importlib.import_module(module.name)).values():
            if isinstance(each, type) and each.__module__ == module.name:
                yield each


FORMS = sorted({each for each in pages() if issubclass(each, forms.BaseForm)}, key=lambda each: each.__qualname__)
FIELDS = sorted(
    {each for each in vars(forms).values() if isinstance(each, type) and issubclass(each, forms.Field)}
    - {forms.Field, forms.MultiValueField, forms.ComboField},
    key=lambda each: each.__name__,
)
MADE_WITH: dict[type, dict[str, Any]] = {
    forms.URLField: {"assume_scheme": "https", "max_length": 3},
    forms.CharField: {"max_length": 3, "min_length": 2},
    forms.IntegerField: {"max_value": 9, "min_value": 1, "step_size": 2},
    forms.FloatField: {"max_value": 9, "min_value": 1, "step_size": 2},
    forms.DecimalField: {"max_value": 9, "min_value": 1, "max_digits": 3, "decimal_places": 1},
    forms.RegexField: {"regex": "a+"},
    forms.FilePathField: {"path": "/tmp"},
    forms.ModelChoiceField: {"queryset": None},
    forms.ModelMultipleChoiceField: {"queryset": None},
}


def messages(field: forms.Field) -> Iterator[Any]:
    """Everything this question may say."""
    yield from field.error_messages.values()
    for check in field.validators:
        yield from getattr(check, "messages", {}).values()
        if hasattr(check, "message"):
            yield check.message
    for each in getattr(field, "fields", ()):
        yield from messages(each)


def test_the_catalogue_knows_what_the_library_says() -> None:
    """The tests below could pass with an empty list; this one could not."""
    assert cold("Select a valid choice. x is not one of the available choices.") and cold("This field is required.")
    assert cold("Ensure this value has at most 3 characters (it has 4).") and cold("Enter a number.")
    assert not cold("Please choose one of the list.")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__qualname__)
def test_every_form_of_a_page_speaks_in_our_words(form: Any) -> None:
    assert issubclass(form, KindWords), "mix KindWords in (pages/design/kindness.py)"
    for name, field in form.base_fields.items():
        kindly(field)
        for said in messages(field):
            assert not cold(said), (name, str(said))


def test_forms_of_the_sign_in_library_are_ours() -> None:
    for place in (*settings.ACCOUNT_FORMS.values(), *settings.MFA_FORMS.values()):
        assert issubclass(import_string(place), KindWords), place


def test_no_page_makes_a_set_of_forms_without_our_words() -> None:
    for path in Path(alongside.pages.__file__).parent.rglob("*.py"):
        if "/tests/" not in str(path):
            for call in re.findall(r"formset_factory\([^)]*\)", path.read_text()):
                assert "formset=KindSet" in call, (path, call)
    asked = forms.formset_factory(forms.Form, formset=KindSet)({}, prefix="x")
    assert not asked.is_valid() and not any(cold(each) for each in asked.non_form_errors())
    assert set(KindSet.default_error_messages) == set(BaseFormSet.default_error_messages)
    assert ManagementForm  # its own questions are never shown


@pytest.mark.parametrize("language", ["en", "fr-ca"])
@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_question_has_kind_words(kind: Any, language: str) -> None:
    """Also kinds that no page asks yet."""
    given = next((MADE_WITH[each] for each in kind.__mro__ if each in MADE_WITH), {})
    given = {
        name: value
        for name, value in given.items()
        if name in ("queryset", "path", "regex", "assume_scheme") or _takes(kind, name)
    }
    field = kind(**given)
    kindly(field)
    with translation.override(language):
        said = [str(each) for each in messages(field)]
    assert said and not [each for each in said if cold(each, "en") or cold(each, language)]


def _takes(kind: Any, name: str) -> bool:
    try:
        kind(**{name: 5, **({"assume_scheme": "https"} if kind is forms.URLField else {})})
    except TypeError:
        return False
    return True


def test_our_words_are_in_french_too() -> None:
    """One place holds them; nothing of it stays English in French."""
    ours = [value for value in vars(kindness).values() if type(value).__name__ == "__proxy__"]
    for _kind, words in kindness._OF_FIELDS:
        ours += words.values()
    ours += [words for _kind, words in kindness._OF_VALIDATORS]
    for words in ours:
        with translation.override("fr-ca"):
            french = str(words)
        with translation.override("en"):
            assert french != str(words), french


def test_a_passwords_questions_are_ours() -> None:
    for password in ("short", "password1234", "12345678901234"):
        with pytest.raises(ValidationError) as no:
            validate_password(password)
        assert no.value.messages and not any(cold(each) for each in no.value.messages), no.value.messages
