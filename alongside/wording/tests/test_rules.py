"""What is found and what is left alone: the regression set, sentences invented apart from it, the rules one by one."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from alongside.wording.rules import check, worst

DATA = Path(__file__).parent / "data"
CASES = json.loads((DATA / "language_cases.json").read_text(encoding="utf-8"))["cases"]
INVENTED = json.loads((DATA / "invented_sentences.json").read_text(encoding="utf-8"))
TO_FLAG = [
    (audience, term, text)
    for audience in ("note", "woman")
    for term, texts in INVENTED[audience]["flag"].items()
    for text in texts
]
TO_LEAVE = [(audience, text) for audience in ("note", "woman") for text in INVENTED[audience]["leave"]]


def ids(text: str, **kw: str) -> list[str]:
    return sorted({finding.term for finding in check(text, **kw)})


@pytest.mark.parametrize("both", [False, True], ids=["language given", "both languages"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_regression_set(case, both):
    language = None if both else case.get("lang", "en")
    found = ids(
        case["text"], audience=case.get("audience", "note"), voice=case.get("voice", "staff"), language=language
    )
    assert found == sorted(case["expect"])


def test_invented_sentences_that_hurt_are_found():
    missed = [(term, text) for audience, term, text in TO_FLAG if term not in ids(text, audience=audience)]
    assert missed == []


def test_invented_sentences_that_hurt_nobody_are_left():
    wrongly = [(text, found) for audience, text in TO_LEAVE if (found := ids(text, audience=audience))]
    assert wrongly == []


def test_the_invented_set_is_large_enough_to_mean_something():
    assert len(TO_FLAG) >= 500 and len(TO_LEAVE) >= 500


# --- one story, and its flip table: change one detail, the answer flips

STORY = "Mother said “clean” and she is an addict."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She told us “I am an addict and proud of my year”.", []),
        ("Her note: “addict”.", ["addict"]),
        ("She is “an addict”.", ["addict"]),
        ("She said “an addict”.", []),
        ("“An addict”, she said.", []),
        ("> She is an addict.", []),
        ("She is an addict.\n> not mine\nShe is an addict.", ["addict"]),
        ("The word “addict” hurts.", []),
        ("She wrote “I am an addict", []),  # the closing mark was forgotten
        ('The room is 12" wide. She is an addict.', ["addict"]),  # inches are not a quotation
        ("He is 5'6\" and she is an addict, 4'2\" short.", ["addict"]),
        ("She told me: “My mum said ‘you are an addict’ and left.” She cried.", []),
        ('She said "I used.\n\nNow I am an addict no more" and smiled.', []),
        ("'Cause she is an addict, the kids' toys are gone.", ["addict"]),
        ("Elle dit : « je suis une toxicomane ».", []),
        ("C’est « une toxicomane ».", ["fr-toxicomane"]),
    ],
)
def test_own_words_are_left_and_scare_quotes_are_not(text, found):
    assert ids(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Substance abuse was noted.", ["substance-abuse"]),
        ("Child abuse was noted.", []),
        ("The Child Abuse Potential Inventory was used.", []),
        ("She is clean.", ["clean-person"]),
        ("The kitchen is clean.", []),
        ("He is clean after his bath.", []),
        ("Her test was clean.", ["clean-test"]),
        ("The diaper is dirty.", []),
        ("The landlord refused the repair.", []),
        ("Mother refused the referral.", ["refused"]),
        ("CAS worker reports mother refused the referral.", ["refused"]),
        ("She is a recovering addict.", ["recovering-addict"]),  # the longer hit hides the shorter
        ("She describes herself as an addict.", []),
    ],
)
def test_context_decides(text, found):
    assert ids(text) == found


def test_tone_is_read_only_in_texts_written_to_a_woman():
    text = "You should come on Monday."
    assert ids(text) == [] and ids(text, audience="woman") == ["you-should"]


def test_each_sentence_is_read_in_its_own_language():
    assert ids("Elle est dans la promiscuité du refuge. She is promiscuous.") == ["promiscuous"]
    assert ids("Elle se drogue. She is clean.") == ["clean-person", "fr-droguer"]
    assert ids("Elle se drogue.", language="en") == [] and ids("She relapsed.", language="fr") == []


@pytest.mark.parametrize(
    "text",
    [
        "a substance\u00a0abuse note",
        "a sub\u00adstance abuse note",
        "a substance\nabuse note",
        "a substance\r\nabuse note",
        "a SUBSTANCE  ABUSE note",
        "a sub\u200bstance abuse\u200b note",
        "a substance\u2011abuse note",
        "👩🏽‍🍼 a substance abuse note",
        "cafe\u0301: a substance abuse note",
        "a **substance abuse** note",
        "a _substance abuse_ note",
        "a *substance* abuse note",
        "a **substance** ***abuse*** note",
    ],
)
def test_disguises_are_seen_through_and_positions_stay_true(text):
    (finding,) = check(text)
    assert finding.term == "substance-abuse"
    assert finding.text == text[finding.start : finding.end]
    bare = "".join(c for c in finding.text if c.isalpha()).lower()
    assert bare == "substanceabuse"


def test_accents_written_either_way():
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, "La mère est une droguée, dit-on.")
        (finding,) = check(text)
        assert finding.term == "fr-toxicomane"
        assert unicodedata.normalize("NFC", finding.text).endswith("droguée")


def test_a_blank_line_parts_two_texts():
    assert ids("She spoke of a substance\n\nabuse by her uncle came up later.") == []


@pytest.mark.parametrize("text", ["IV drug user, hep C positive.", "J. denies any use.", "Not addicts per se."])
def test_a_letter_on_its_own_does_not_make_a_sentence_french(text):
    assert len(check(text)) == 1


def test_wrong_values_are_refused():
    for wrong in ({"audience": "court"}, {"voice": "his"}, {"language": "de"}):
        with pytest.raises(ValueError, match="must be one of"):
            check("x", **wrong)


def test_worst():
    assert worst(check("She is an addict who relapsed.")) == "avoid"
    assert worst(check("She relapsed.")) == "caution" and worst([]) is None
