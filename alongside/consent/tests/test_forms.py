"""The texts that are signed: complete by law, easy to read, never changed without a new version."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from alongside.consent.profiles import shipped
from alongside.consent.profiles.forms import (
    KINDS,
    LANGUAGES,
    LAWS,
    Shipped,
    changed_without_version,
    kept_versions,
    read,
    shipped_forms,
)
from alongside.consent.rules.agreeing import EFFECT, ON_THE_FORM
from alongside.consent.rules.vocabulary import SPELLING, TPO
from alongside.consent.terms import FormKind
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category as C
from alongside.wording.rules import check, hard_sentences
from alongside.wording.rules import read as reads

FORMS = {(form.kind, form.law, form.language): form for form in shipped_forms()}
# D-94 as far as it is a kind of record; a child's place and immigration papers stand within these.
SPECIAL = {
    C.SUD, C.SUD_COUNSELLING_NOTES, C.MENTAL_HEALTH_TRAUMA, C.IPV_SAFETY, C.REPRODUCTIVE_STI, C.CHILD_WELFARE_LEGAL,
    C.PEER_SUPPORT, C.CULTURAL, C.RESEARCH,
}  # fmt: skip


def said(form: Shipped) -> list[tuple[str, str]]:
    """(place, sentences) of everything a woman reads on it."""
    text = read(form.text)
    found = [(f"intro {n}", each) for n, each in enumerate(text.intro)]
    found += [(f"limits {n}", each) for n, each in enumerate(text.limits)]
    found += [("sign", text.sign)]
    # What is filled in is neither ours to shorten nor to check.
    found += [(name, each.partition("{")[0]) for name, each in text.elements.items()]
    found += [(name, each) for name, each in text.purposes.items()]
    for kind in text.kinds:
        for herself in (True, False):
            words = text.words(kind, herself=herself)
            found += [(f"{kind}.sees", words.sees), (f"{kind}.never", words.never)]
        found += [(f"{kind}.care", words.care)]
    return [(place, each) for place, each in found if each]


def test_every_kind_has_a_form_in_every_language_and_law() -> None:
    assert set(KINDS) == set(FormKind.values) and set(LAWS) == {profile.name for profile in shipped().values()}
    assert set(FORMS) == set(itertools.product(KINDS, LAWS, LANGUAGES))


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda f: f"{f.kind}-{f.law}-{f.language}")
def test_every_element_that_the_law_asks_for_is_on_it(form: Shipped) -> None:
    profile, text = shipped()[form.law], read(form.text)
    assert form.source and text.title and text.sign and text.intro and text.limits
    if EFFECT[form.kind] == "permit":
        purposes = set(text.purposes) or {"video_training": {"operations"}}.get(
            form.kind, {"research"} if "research" in form.kind else {"care"}
        )
        needed = profile.elements | (profile.tpo_elements if purposes & TPO else frozenset())
        assert {name for name in needed if not text.elements.get(name)} == set()
    # What is filled in has its place.
    places = {"patient_name": "{who}", "recipient": "{recipient}", "expiry": "{until}", "signature": "{signature}"}
    assert [name for name, place in places.items() if place not in text.elements[name]] == []


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda f: f"{f.kind}-{f.law}-{f.language}")
def test_every_kind_of_record_says_what_is_seen_and_what_is_not(form: Shipped) -> None:
    text = read(form.text)
    assert set(text.kinds) == set(SPELLING.values())
    for bit, kind in SPELLING.items():
        for herself in (True, False):
            words = text.words(kind, herself=herself)
            assert words.name and words.sees and words.never
        assert bool(words.care) == (bit in SPECIAL), kind
    assert ON_THE_FORM[form.kind]


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda f: f"{f.kind}-{f.law}-{f.language}")
def test_it_reads_easily(form: Shipped) -> None:
    """English at grade 6 at most, no sentence over 15 words; French as easy (70 and up, 20 words)."""
    language = form.language[:2]
    texts = said(form)
    whole = reads(" ".join(each for _place, each in texts), language)  # type: ignore[arg-type]
    assert whole.words > 400
    assert whole.level <= 6 if language == "en" else whole.level >= 70
    long = [(place, hard) for place, each in texts for hard in hard_sentences(each, language)]  # type: ignore[arg-type]
    assert long == []


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda f: f"{f.kind}-{f.law}-{f.language}")
def test_nothing_on_it_could_hurt(form: Shipped) -> None:
    found = [(place, hit) for place, each in said(form) for hit in check(each, audience="woman")]
    assert [(place, hit.term, hit.text) for place, hit in found if hit.level != "ask"] == []


def test_no_text_was_changed_without_a_new_version() -> None:
    assert changed_without_version() == []


def test_a_changed_text_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    first, *others = shipped_forms()
    changed = (replace(first, text=first.text + "\n"), *others)
    monkeypatch.setattr("alongside.consent.profiles.forms.shipped_forms", lambda: changed)
    assert changed_without_version() == [f"{first.kind}, {first.law}, {first.language}, version {first.version}"]
    # With a version of its own it is a new text, once its hash is written down.
    newer = (replace(changed[0], version=2), *others)
    monkeypatch.setattr("alongside.consent.profiles.forms.shipped_forms", lambda: newer)
    kept = kept_versions() | {(first.kind, first.law, first.language, 2): newer[0].sha256}
    monkeypatch.setattr("alongside.consent.profiles.forms.kept_versions", lambda: kept)
    assert changed_without_version() == []


def test_what_was_written_somewhere_else_is_shown_as_it_stands() -> None:
    paper = read("I agree that you talk to my doctor. – signed at the kitchen table")
    assert paper.intro == ("I agree that you talk to my doctor. – signed at the kitchen table",)


@pytest.mark.django_db(databases=["default", "loader"])
def test_loading_twice_loads_once_and_a_changed_text_loads_nothing() -> None:
    import uuid

    from django.utils import timezone

    from alongside.consent.actions import load_forms
    from alongside.consent.models import Form

    who = {"by": uuid.UUID(int=0), "at": timezone.now()}
    assert Form.objects.count() == len(FORMS)  # the cast has them
    first, *_others = shipped_forms()
    with pytest.raises(Refused, match="form_changed") as no:
        load_forms(forms=[replace(first, text="something else"), replace(first, version=7)], **who)
    assert no.value.detail["forms"] == (f"{first.kind} {first.law} {first.language} 1",)
    assert Form.objects.count() == len(FORMS)
