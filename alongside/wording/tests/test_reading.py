"""Whether a text reads easily: syllables, grades of known texts, and what makes a sentence hard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.wording.rules import hard_sentences, read
from alongside.wording.rules.reading import syllables

EN = {
    "cat": 1, "made": 1, "helped": 1, "wanted": 2, "people": 2, "little": 2, "table": 2, "worker": 2, "private": 2,
    "quiet": 2, "create": 2, "idea": 3, "pages": 2, "children": 2, "agreement": 3, "agency": 3, "shared": 1,
    "everybody": 4, "something": 2, "anything": 3, "closed": 1, "opened": 2, "machine": 2, "emergency": 4, "judge": 1,
    "being": 2, "believe": 2, "choices": 2, "houses": 2, "somebody": 3, "station": 2, "social": 2, "really": 2,
    "serious": 3, "usually": 4, "medicine": 3, "information": 4, "well-being": 3,
}  # fmt: skip
FR = {
    "chat": 1, "parler": 2, "page": 1, "enfants": 2, "mère": 1, "personnes": 2, "privée": 2, "votre": 1, "quelque": 1,
    "intervenante": 4, "téléphone": 3, "juge": 1, "protection": 3, "partagé": 3, "sécurité": 4, "famille": 2,
    "parlent": 1, "souvent": 2, "moment": 2, "argent": 2, "bien": 1, "théâtre": 2, "réel": 2, "médecin": 3,
}  # fmt: skip


@pytest.mark.parametrize(("word", "count"), EN.items())
def test_syllables_of_english_words(word: str, count: int) -> None:
    assert syllables(word, "en") == count


@pytest.mark.parametrize(("word", "count"), FR.items())
def test_syllables_of_french_words(word: str, count: int) -> None:
    assert syllables(word, "fr") == count


PLAIN = "You choose what we share. We ask you first. You can say no. You can change your mind on any day."
LEGAL = (
    "Notwithstanding the foregoing, the custodian may disclose personal health information without the consent of the"
    " individual where the disclosure is permitted or required by applicable legislation or by an order of a court."
)
SIMPLE = "C’est vous qui choisissez. On vous demande d’abord. Vous pouvez dire non. Vous pouvez changer d’idée."
JURIDIQUE = (
    "Nonobstant ce qui précède, le dépositaire peut divulguer des renseignements personnels sans le consentement de la"
    " personne concernée lorsque la divulgation est autorisée par la législation applicable"
    " ou par une ordonnance judiciaire."
)


def test_plain_words_are_easy_and_a_law_is_not() -> None:
    assert read(PLAIN, "en").easy and read(PLAIN, "en").level < 3
    assert not read(LEGAL, "en").easy and read(LEGAL, "en").level > 18
    assert read(SIMPLE, "fr").easy and read(SIMPLE, "fr").level > 80
    assert not read(JURIDIQUE, "fr").easy and read(JURIDIQUE, "fr").level < 40


def test_a_known_figure() -> None:
    """Two sentences of three words, one syllable each: 0.39 · 3 + 11.8 · 1 - 15.59."""
    found = read("The cat sat. The dog ran.", "en")
    assert (found.level, found.words, found.longest) == (-2.6, 6, 3)


def test_one_long_sentence_spoils_an_easy_page() -> None:
    long = "We go to the shop and to the park and to the lake and then we all go home."
    assert read(PLAIN + " " + long, "en").level < 6
    assert not read(PLAIN + " " + long, "en").easy
    assert hard_sentences(PLAIN + " " + long, "en") == [long.rstrip(".")]
    assert hard_sentences(PLAIN, "en") == []


def test_nothing_to_read_is_easy_and_another_language_is_not_known() -> None:
    assert read("", "en").easy and read("12 · 7", "fr").easy
    with pytest.raises(ValueError, match="en, fr"):
        read("Hallo", "de")  # type: ignore[arg-type]


@given(st.text(max_size=400), st.sampled_from(["en", "fr"]))
def test_any_text_has_a_reading(text: str, language: str) -> None:
    found = read(text, language)  # type: ignore[arg-type]
    assert found.words >= found.longest >= 0


@given(st.lists(st.sampled_from(list(EN)), min_size=1, max_size=14))
def test_a_longer_sentence_never_reads_more_easily(words: list[str]) -> None:
    one = read(" ".join(words) + ".", "en")
    two = read(" ".join(words + words) + ".", "en")
    assert two.level >= one.level and two.longest == 2 * one.longest
