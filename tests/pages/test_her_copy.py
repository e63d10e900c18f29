"""Preparing and giving the copy that a woman asked for; what whoever keeps privacy sees of it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.utils import timezone, translation

from alongside.consent.profiles import shipped
from alongside.consent.queries import desk
from alongside.families.models import Person
from alongside.safekeeping.terms import Category as C
from alongside.stewardship.models import CopyRequest
from alongside.stewardship.queries.her_file import _shown
from alongside.stewardship.queries.her_sources import SOURCES
from tests.cast import CAST, T0, acting_as
from tests.client import client_as, statements
from tests.pages.test_leaving import on, see
from tests.pages.writing import ALDER, ANA, CAL, NOBODY, count, errors, newest, send

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
HERE = f"/families/{ALDER}/her-copy/"


def asked() -> str:
    """The address at which it is prepared, once her worker wrote down that she asked."""
    on("W1", f"{HERE}ask/", how="on_paper", words="All of it, please.")
    return f"{HERE}{newest('stewardship.CopyRequest').pk}/"


def written(text: str, about: list[uuid.UUID] | None) -> uuid.UUID:
    from alongside.care.models import Contact
    from alongside.recordkeeping.models import new_id

    with acting_as("W1"):
        made = Contact.objects.create(
            id=new_id(), family_id=ALDER, subject=ANA, for_whom="woman", category=C.SERVICE_USE, on=T0.date(), mode="home",
            worker=CAST["W1"], note=text, about=about, recorded_by=CAST["W1"], recorded_at=T0,
        )  # fmt: skip
    return made.pk


def say(prepare: str, target: uuid.UUID, source: str = "care.contact", **fields: Any) -> Any:
    return send("W1", f"{prepare}{source}/{target}/", {"passages": "", "why": "", **fields})


def all_read(prepare: str) -> None:
    """Each record that has to be read first stays out, with a reason."""
    where = f"{prepare}together/"
    while (page := client_as("W1").get(where)).status_code == 200 and page.context["form"].asked:
        rest = page.context["form"].asked
        out = {name: said for _p, goes, why in rest for name, said in ((goes, "out"), (why, "third_party"))}
        on("W1", where, **out)
    assert not client_as("W1").get(prepare).context["look"]


def given(prepare: str, **more: Any) -> str:
    """The address of the paper that she gets."""
    on("W1", f"{prepare}give/", language="en", read="on", hands="on", **more)
    return f"{HERE}given/{newest('stewardship.CopyGiven').pk}/"


def test_from_her_asking_to_her_own_hands() -> None:
    prepare = asked()
    cals = written("OTHERS what Cal did", [CAL])
    mixed = written("HERS she slept well. OTHERS Cal shouted.", None)
    listed = see("W1", HERE)
    due = timezone.localdate() + timedelta(days=30)
    assert "All of it, please." in listed and f'datetime="{due.isoformat()}' in listed and prepare in listed
    assert HERE in see("W1", f"/families/{ALDER}/letters/")
    page = see("W1", prepare)
    assert "Please read these first" in page and "HERS she slept well" in page and "names Cal" in page
    assert "SECRET visit" in page and "OTHERS what Cal did" not in page and "It is about somebody else." in page
    assert "Give it to her" not in page
    refused = send("W1", f"{prepare}give/", {"language": "en", "read": "on", "hands": "on"})
    assert refused.status_code == 200 and "Please read those first." in unescape(refused.content.decode())
    assert count("stewardship.CopyGiven") == 0

    answer = say(prepare, mixed, goes="part", passages="OTHERS somebody", why="third_party")
    assert answer.status_code == 200 and set(errors(answer)) == {"passages"}
    assert "OTHERS somebody" in unescape(answer.content.decode())  # nothing typed is lost
    assert set(errors(say(prepare, mixed, goes="out"))) == {"why"}
    assert set(errors(say(prepare, mixed, goes="whole"))) == {"goes"}
    assert say(prepare, mixed, goes="part", passages="OTHERS Cal shouted.", why="third_party").status_code == 302
    all_read(prepare)
    assert "Give it to her" in see("W1", prepare)
    form = send("W1", f"{prepare}give/", {"language": "en"})
    assert set(errors(form)) == {"read", "hands"}

    paper = given(prepare)
    text = see("W1", paper)
    assert "HERS she slept well. [words taken out: about somebody else]" in text and "OTHERS" not in text
    assert "SECRET visit" in text and "SECRET use" in text and "Everyday matters, being with us" in text
    assert "What is not in it, and why" in text and "It is about somebody else." in text and "Cal" not in text
    assert "A court’s paper, if there were one" in text
    assert cals != mixed
    file = client_as("W1").get(f"{paper}?file=1")
    assert file["Content-Disposition"] == 'attachment; filename="copy.html"' and b"HERS she slept well" in file.content
    assert "no-store" in file["Cache-Control"]
    assert paper in see("W1", HERE)


def test_what_has_to_be_read_is_decided_on_one_page() -> None:
    written("FIRST of many", None)
    written("Cal was there, SECOND of many", None)
    prepare = asked()
    look = client_as("W1").get(prepare).context["look"]
    where = f"{prepare}together/"
    assert len(look) > 2 and where in see("W1", prepare)
    page = client_as("W1").get(where)
    form, text = page.context["form"], unescape(page.text)
    assert len(form.asked) == len(look) and "FIRST of many" in text and "names Cal" in text
    fields = {piece.id: (goes, why) for piece, goes, why in form.asked}
    every = dict.fromkeys((goes for goes, _why in fields.values()), "")
    first = next(p.id for p, *_names in form.asked if any("FIRST" in line.text for line in p.lines))
    second = next(p.id for p, *_names in form.asked if any("SECOND" in line.text for line in p.lines))
    assert "Please say for at least one of them" in unescape(send("W1", where, every).text)
    # A name of somebody else lets it not go along whole; out needs its reason; then nothing of it is saved.
    goes, why = fields[second]
    assert send("W1", where, {**every, fields[first][0]: "whole", goes: "whole"}).status_code == 200
    refused = send("W1", where, {**every, fields[first][0]: "whole", goes: "out"})
    assert set(errors(refused)) == {why} and count("stewardship.CopyMark") == 0
    on("W1", where, **{**every, fields[first][0]: "whole", goes: "out", why: "third_party"})
    assert count("stewardship.CopyMark") == 2
    left = {each.url for each in client_as("W1").get(prepare).context["look"]}
    assert len(left) == len(look) - 2 and not any(str(each) in url for url in left for each in (first, second))
    for who in NOBODY:
        assert send(who, where, {**every, goes: "whole"}).status_code == 404, who
    rest = client_as("W1").get(where).context["form"].asked
    on("W1", where, **{name: said for _piece, goes, why in rest for name, said in ((goes, "out"), (why, "safety"))})
    assert "FIRST of many" in unescape(see("W1", given(prepare)))


def test_languages_are_said_by_their_names() -> None:
    herself = Person(languages=["en", "Twi"])
    assert _shown(herself, "languages") == "English, Twi"
    with translation.override("fr-ca"):
        assert _shown(herself, "languages") == "anglais, Twi"


def test_what_she_was_given_stays_as_it_was() -> None:
    prepare = asked()
    all_read(prepare)
    paper = given(prepare)
    before = see("W1", paper)
    written("HERS of later", [])
    assert see("W1", paper) == before and "HERS of later" not in before
    again = given(prepare)
    assert again != paper and "HERS of later" in see("W1", again)


def test_whoever_keeps_privacy_sees_the_day_the_numbers_and_the_reasons() -> None:
    prepare = asked()
    desk = see("PRIV", "/copies/")
    assert "To be given by" in desk and "Her team has not put it together yet." in desk
    written("OTHERS what Cal did", [CAL])
    all_read(prepare)
    given(prepare)
    desk = see("PRIV", "/copies/")
    assert "Put together on" in desk and "It is about somebody else. (" in desk and "OTHERS" not in desk
    with acting_as("PRIV"):
        row = CopyRequest.objects.get(pk=prepare.rstrip("/").split("/")[-1])
    on("PRIV", f"/copies/{row.pk}/", answer="given_in_part", words="What others said stayed out.")
    assert "To be given by" not in see("W1", HERE)
    see("W1", f"{prepare}give/", 404)


def test_an_accounting_names_it_where_the_law_asks_for_that_and_the_ledger_has_no_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """45 CFR 164.528(a)(1)(ii) leaves out what went to herself; here (Ontario) it is named, with its day and its giver."""
    where, lines = f"/privacy/accounting/{ANA}/", count("consent.Disclosure", "PRIV")
    assert "Copies of her own file" not in see("PRIV", where)
    prepare = asked()
    all_read(prepare)
    given(prepare)
    records = newest("stewardship.CopyGiven").records
    page = unescape(see("PRIV", where))
    assert "Copies of her own file, given to her" in page and f"{records} records" in page and "Wanda" in page
    assert count("consent.Disclosure", "PRIV") == lines
    assert "Copies of her own file" not in see("PRIV", f"/privacy/accounting/{CAL}/")
    before = timezone.localdate() - timedelta(days=1)
    asked_until = f"until_day={before.day}&until_month={before.month}&until_year={before.year}"
    assert "Copies of her own file" not in see("PRIV", f"{where}?{asked_until}")
    monkeypatch.setattr(desk, "law_here", lambda: shipped()["united-states"])
    assert "Copies of her own file" not in see("PRIV", where)


def test_late_is_said_kindly() -> None:
    with acting_as("W1"):
        from alongside.stewardship import actions

        actions.ask_for_copy(family=ALDER, person=ANA, how="together", by=CAST["W1"], at=T0)
    assert "It was due" in see("W1", HERE) and "It was due" in see("PRIV", "/copies/")


def test_nothing_there_for_anybody_else() -> None:
    prepare = asked()
    all_read(prepare)
    paper = given(prepare)
    for who in (*NOBODY, "COUNCIL"):
        for address in (HERE, f"{HERE}ask/", prepare, f"{prepare}give/", paper, f"{paper}?file=1"):
            assert client_as(who).get(address).status_code == 404, (who, address)


def test_whoever_keeps_privacy_opens_none_of_it() -> None:
    prepare = asked()
    all_read(prepare)
    paper = given(prepare)
    for address in (HERE, prepare, f"{prepare}give/", paper):
        assert client_as("PRIV").get(address).status_code == 404, address


def test_whose_part_reads_less_cannot_open_the_whole_and_is_told_what_is_missing() -> None:
    prepare = asked()
    page = see("PEER", prepare)
    assert "Your part does not read these kinds." in page and "SECRET use" not in page
    all_read(prepare)
    assert client_as("PEER").get(given(prepare)).status_code == 404


def test_a_guessed_record_is_nothing_there() -> None:
    prepare = asked()
    for target, source in (
        (uuid.uuid4(), "care.contact"),
        (ANA, "care.contact"),
        (ANA, "accounts.user"),
        (CAL, "families.person"),
    ):
        assert client_as("W1").get(f"{prepare}{source}/{target}/").status_code == 404


def test_the_same_number_of_statements_however_much_is_written() -> None:
    prepare = asked()
    with statements() as few:
        see("W1", prepare)
    for n in range(25):
        written(f"HERS {n}", [])
    with statements() as many:
        see("W1", prepare)
    assert len(many) == len(few) <= len(SOURCES) + 35  # one for each kind of row, and what is around them


def test_in_french() -> None:
    prepare = asked()
    all_read(prepare)
    on("W1", f"{prepare}give/", language="fr-ca", read="on", hands="on")
    paper = see("W1", f"{HERE}given/{newest('stewardship.CopyGiven').pk}/")
    assert 'lang="fr-ca"' in paper and "Ce qui n’y figure pas, et pourquoi" in paper
