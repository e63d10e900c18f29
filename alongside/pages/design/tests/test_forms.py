"""Forms: days in three boxes, kind words, and being sent twice."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import ClassVar

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation

from alongside.pages.design.fields import month_number
from alongside.pages.design.forms import AsOfForm, CalmForm, DayField, Section
from alongside.pages.design.templatetags.design import calmform, carried, errorsummary


class NoteForm(CalmForm):
    versioned = True
    longest_text = 50
    whys: ClassVar = {"note": "Because it helps."}
    sections: ClassVar[list[Section]] = [("When", "", ["on"])]

    note = forms.CharField(label="Note", widget=forms.Textarea)
    on = DayField(label="When was it?", required=False, latest=dt.date(2030, 1, 1))
    how = forms.ChoiceField(label="How", choices=[("home", "At home")], widget=forms.RadioSelect, required=False)
    secret = forms.CharField(label="Word", widget=forms.PasswordInput, required=False)


def day(**boxes: str) -> NoteForm:
    return NoteForm({"note": "x", **{f"on_{name}": text for name, text in boxes.items()}})


@pytest.mark.parametrize(
    "data",
    [
        {"on_day": "2", "on_month": "3", "on_year": "2024"},
        {"on_day": " 02 ", "on_month": "March", "on_year": "2024"},
        {"on_day": "2", "on_month": "mar", "on_year": "2024"},
        {"on_day": "2024-03-02"},
        {"on_day": "", "on_month": "", "on_year": "2024-3-2"},
        {"on": "2024-03-02"},
        {"on": dt.date(2024, 3, 2)},
    ],
)
def test_a_day_is_understood_however_it_is_written(data: dict[str, object]) -> None:
    form = NoteForm({"note": "x", **data})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == dt.date(2024, 3, 2)


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        ({"day": "31", "month": "2", "year": "2024"}, "There is no 31 February 2024"),
        ({"day": "29", "month": "2", "year": "2023"}, "There is no 29 February 2023"),
        ({"day": "1", "month": "13", "year": "2024"}, "number from 1 to 12"),
        ({"day": "1", "month": "2", "year": "24"}, "four numbers"),
        ({"day": "1", "month": "", "year": ""}, "the month and the year"),
        ({"day": "one", "month": "2", "year": "2024"}, "in numbers"),
        ({"day": "1", "month": "1", "year": "1850"}, "on or after"),
        ({"day": "2", "month": "1", "year": "2030"}, "on or before"),
        ({"day": "9" * 5000, "month": "1", "year": "2024"}, "There is no 9"),
        ({"day": "1", "month": "1", "year": "9" * 5000}, "four numbers"),
        ({"day": "1", "month": "9" * 5000, "year": "2024"}, "number from 1 to 12"),
        ({"day": "²", "month": "1", "year": "2024"}, "in numbers"),
    ],
)
def test_what_is_no_day_is_said_kindly_and_kept(boxes: dict[str, str], words: str) -> None:
    form = day(**boxes)
    assert words in form.errors["on"][0]
    assert "invalid" not in str(form.errors).casefold().replace("aria-invalid", "")
    assert boxes["day"][:20] in str(form["on"])


def test_no_day_is_fine_when_it_is_optional_and_asked_for_when_not() -> None:
    assert day(day="", month="", year="").is_valid()

    class Must(CalmForm):
        on = DayField(label="When")

    assert Must({}).errors["on"] == ["Please give a day, month and year."]


@pytest.mark.parametrize(("language", "text"), [("fr", "février"), ("fr", "FEVRIER"), ("fr", "fév."), ("en", "Feb")])
def test_months_by_name(language: str, text: str) -> None:
    with translation.override(language):
        assert month_number(text) == 2


@pytest.mark.parametrize("text", ["", "m", "ja", "0", "13", "Smarch"])
def test_not_a_month(text: str) -> None:
    assert month_number(text) is None


def test_every_box_has_its_label_and_the_group_its_words() -> None:
    html = day(day="31", month="2", year="2024")["on"].as_field_group()
    assert '<fieldset class="field field--check" aria-describedby="id_on_error">' in html
    for number, label in enumerate(("Day", "Month", "Year")):
        assert f'<label for="id_on_{number}">{label}</label>' in html
        assert f'id="id_on_{number}"' in html
    assert html.count('aria-invalid="true"') == 3


def test_text_is_tidied_but_passwords_are_not() -> None:
    data = QueryDict(mutable=True)
    data.update({"note": "cafe\u0301\x00 👩‍👧", "secret": "e\u0301"})
    form = NoteForm(data)
    assert form.is_valid()
    assert form.cleaned_data["note"] == "café 👩‍👧"
    assert form.cleaned_data["secret"] == "e\u0301"


def test_a_very_long_text_is_refused_and_given_back() -> None:
    form = NoteForm({"note": "y" * 51})
    assert "too long for one note" in form.errors["note"][0]
    assert "y" * 51 in str(form["note"])


def test_ten_megabytes_do_not_hang() -> None:
    form = NoteForm({"note": "y\r\n" * 3_500_000})
    assert "too long for one note" in form.errors["note"][0]


def test_the_submission_stays_the_same_when_the_page_is_sent_again() -> None:
    html = str(NoteForm())
    found = re.search(r'name="submission" value="([0-9a-f-]{36})"', html)
    assert found
    first, again = (NoteForm({"note": "x", "submission": found[1]}) for _ in range(2))
    assert first.is_valid() and again.is_valid()
    assert first.cleaned_data["submission"] == again.cleaned_data["submission"] == uuid.UUID(found[1])
    assert str(NoteForm()) != html, "another page has another submission"
    bad = NoteForm({"submission": found[1]})
    assert found[1] in str(bad), "it survives an error"


def test_the_version_on_screen_comes_back() -> None:
    assert 'name="version" value="7"' in str(NoteForm(version=7))
    form = NoteForm({"note": "x", "version": "7"})
    assert form.is_valid()
    assert form.cleaned_data["version"] == "7"


def test_messages_are_kind_and_own_words_stay() -> None:
    class Own(CalmForm):
        name = forms.CharField(error_messages={"required": "A first name is enough."})
        how = forms.ChoiceField(choices=[("a", "A")])
        mail = forms.EmailField()

    errors = Own({"mail": "sam"}).errors
    assert errors["name"] == ["A first name is enough."]
    assert errors["how"] == ["Please choose an answer."]
    assert "name@example.org" in errors["mail"][0]


def test_why_optional_sections_and_no_browser_memory() -> None:
    html = str(NoteForm())
    assert "Why do we ask this?" in html and "Because it helps." in html
    assert html.index("<h2>When</h2>") > html.index("id_note")
    assert html.count('autocomplete="off"') >= 4
    assert "required" not in html


def test_summary_links_to_the_first_box() -> None:
    form = NoteForm({"on_day": "31", "on_month": "2", "on_year": "2024", "how": "boat"})
    html = errorsummary(form)
    for target in ("id_note", "id_on_0", "id_how_0"):
        assert f'href="#{target}"' in html
        assert f'id="{target}"' in str(form)
    assert "There are 3 things to check" in html
    assert errorsummary(NoteForm(), None, "") == ""


def test_summary_of_a_formset_and_one_thing() -> None:
    formset = forms.formset_factory(NoteForm, extra=1)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-how": "?"}
    )
    assert 'href="#id_form-0-note"' in errorsummary(formset)
    assert "There is one thing to check" in errorsummary(NoteForm({}))


def test_what_people_type_is_escaped_everywhere() -> None:
    nasty = '"><script>alert(1)</script>'
    form = NoteForm(
        {"note": nasty, "on_day": nasty, "how": nasty, "secret": nasty, "submission": nasty, "version": nasty}
    )
    shown = calmform({}, "", form) + errorsummary(form) + carried(form)
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_carried_repeats_what_was_sent_and_nothing_else() -> None:
    data = QueryDict("note=a&on_day=1&on_month=2&on_year=2024&other=x&csrfmiddlewaretoken=t&version=1")
    html = carried(NoteForm(data), version=2)
    for pair in ('name="note" value="a"', 'name="on_day" value="1"', 'name="version" value="2"'):
        assert pair in html
    assert "other" not in html and "csrf" not in html and 'name="version" value="1"' not in html


def test_answers_read_as_words() -> None:
    form = NoteForm({"note": "a", "on": "2024-03-02", "how": "home"})
    assert dict(form.answers()) == {"Note": "a", "When was it?": "2 March 2024", "How": "At home", "Word": ""}


def test_as_of() -> None:
    assert AsOfForm(QueryDict("")).day is None
    assert AsOfForm(QueryDict("as_of=2024-03-02")).day == dt.date(2024, 3, 2)
    assert AsOfForm(QueryDict("as_of_day=2&as_of_month=3&as_of_year=2024")).day == dt.date(2024, 3, 2)
    wrong = AsOfForm(QueryDict("as_of=yesterday"))
    assert wrong.day is None and wrong.errors
