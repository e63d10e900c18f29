"""What stood before is shown to whoever reads what stands now, and to nobody else; two at once keep both."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from alongside.agencies.models import Agency
from alongside.enrolment.models import Enrolment
from alongside.families import actions as families
from alongside.families.models import Family, Woman
from alongside.families.rules import NewPerson
from tests.cast import CAST, T0, acting_as, ident
from tests.client import client_as
from tests.pages.writing import ALDER, ANA, BEE, NOBODY, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

PREGNANCY = ident("pregnancy ANA")
ANA_NOW = {"name": "Ana Alder", **day("born_on", "1995-05-04")}


def change(address: str, *saved: dict[str, Any], who: str = "W1") -> None:
    """Save a form one time after the other, each seeing what the one before left."""
    for number, fields in enumerate(saved, start=1):
        page = send(who, address, {"version": str(number), **fields})
        assert page.status_code == 302 and "two-versions" not in page["Location"], errors(page)


def versions(page: Any) -> str:
    """The part of a page behind "Earlier versions"; "" when there is none."""
    _before, found, rest = page.text.partition("<summary>Earlier versions</summary>")
    return rest.partition("</details>")[0] if found else ""


def test_a_name_that_was_changed_is_readable_where_she_is_and_where_it_is_changed() -> None:
    assert versions(client_as("W1").get(url("her", ALDER))) == ""
    change(
        url("person_change", ALDER, ANA),
        {**ANA_NOW, "name": "Anna", "languages": "Twi"},
        {**ANA_NOW, "name": "Annie", "pronouns": "she"},
    )
    for page in ("her", ALDER), ("person_change", ALDER, ANA):
        shown = versions(client_as("W1").get(url(*page)))
        assert shown.index("Anna") < shown.index("Ana Alder")  # the newest first
        assert "Twi" in shown and "Wanda, counsellor" in shown
        assert "Birthday" not in shown  # nothing of it was replaced
        assert "nothing written" in shown  # there were no pronouns before
        assert "Annie" not in shown


def test_a_childs_and_a_pregnancys_too() -> None:
    change(url("person_change", ALDER, BEE), {"name": "Bea", **day("born_on", "2024-02-10")})
    assert "Bee Alder" in versions(client_as("W1").get(url("child", ALDER, BEE)))
    assert "Bee Alder" not in versions(client_as("W1").get(url("child", ALDER, BEE) + "?on=2026-01-01"))
    change(url("pregnancy_change", ALDER, PREGNANCY), {"birth_plan": "With my sister"}, {"birth_plan": "At home"})
    for page in ("her", ALDER), ("pregnancy_change", ALDER, PREGNANCY):
        assert "With my sister" in versions(client_as("W1").get(url(*page)))


def test_saved_as_it_was_there_is_no_earlier_version() -> None:
    change(url("person_change", ALDER, ANA), ANA_NOW, ANA_NOW)
    assert versions(client_as("W1").get(url("person_change", ALDER, ANA))) == ""


def test_whoever_does_not_read_the_record_reads_no_earlier_version_of_it() -> None:
    change(url("pregnancy_change", ALDER, PREGNANCY), {"birth_plan": "SECRET plan"}, {"birth_plan": "Another"})
    change(url("why_change", ALDER, ANA), {"her_why": "SECRET why"}, {"her_why": "Another"})
    change(url("person_change", ALDER, ANA), {**ANA_NOW, "name": "SECRET name"}, ANA_NOW)
    told = client_as("W1").get(url("her", ALDER)).text
    assert all(words in told for words in ("SECRET plan", "SECRET why", "SECRET name"))
    seen = {who: client_as(who).get(url("her", ALDER)) for who in ("PEER", "CHC")}
    assert "SECRET plan" not in seen["PEER"].text  # a peer reads why she comes, and nothing of a pregnancy
    assert "SECRET why" in seen["PEER"].text
    assert "SECRET plan" not in seen["CHC"].text and "SECRET why" not in seen["CHC"].text
    for who in NOBODY:
        for page in (
            ("her", ALDER), ("person_change", ALDER, ANA), ("pregnancy_change", ALDER, PREGNANCY),
            ("why_change", ALDER, ANA), ("family_rename", ALDER), ("child", ALDER, BEE),
        ):  # fmt: skip
            assert client_as(who).get(url(*page)).status_code == 404, (who, page)


# --- why she comes, and what she calls her family

CHANGED = [
    ("why_change", (ALDER, ANA), "her_why", Woman),
    ("family_rename", (ALDER,), "name", Family),
]


@pytest.mark.parametrize(("name", "args", "field", "model"), CHANGED)
def test_two_at_once_keep_both_and_somebody_chooses(name: str, args: Any, field: str, model: Any) -> None:
    address = url(name, *args)
    assert send("PIT", address, {"version": "1", field: "Her first words"}).status_code == 302
    page = send("W1", address, {"version": "1", field: "Her other words"})
    both = client_as("W1").get(page["Location"]).text
    assert "Her first words" in both and "Her other words" in both and "Both versions are kept" in both
    assert page["Location"] in client_as("W1").get(url("family", ALDER)).text
    assert client_as("W2").get(page["Location"]).status_code == 404
    with acting_as("W1"):
        assert getattr(model.objects.get(pk=args[-1]), field) == "Her first words"
    assert send("W1", page["Location"], {"version": "2", "choose": "yours"}).status_code == 302
    with acting_as("W1"):
        now = model.objects.get(pk=args[-1])
        assert (getattr(now, field), now.version) == ("Her other words", 3)
    assert "Her first words" in versions(client_as("W1").get(address))


@pytest.mark.parametrize(("name", "args", "field", "model"), CHANGED)
def test_the_same_words_twice_are_no_two_versions(name: str, args: Any, field: str, model: Any) -> None:
    for who in ("PIT", "W1"):
        page = send(who, url(name, *args), {"version": "1", field: "The same"})
        assert page["Location"] == url("family", ALDER)


def test_her_page_shows_them_and_offers_the_change() -> None:
    change(url("why_change", ALDER, ANA), {"her_why": "I want my girl home"})
    change(url("family_rename", ALDER), {"name": "The Alders"})
    page = client_as("W1").get(url("her", ALDER)).text
    assert "I want my girl home" in page and "The Alders" in page
    assert url("why_change", ALDER, ANA) in page and url("family_rename", ALDER) in page
    change(url("why_change", ALDER, ANA), {"version": "2", "her_why": "I want both home"})
    page = client_as("W1").get(url("her", ALDER)).text
    beside = page[page.index('id="why"') : page.index("Words for herself")]  # where it stands, and not with her name
    assert "I want my girl home" in beside.partition("<summary>Earlier versions</summary>")[2]
    assert url("why_change", ALDER, ANA) not in client_as("CHC").get(url("her", ALDER)).text
    assert client_as("CHC").get(url("why_change", ALDER, ANA)).status_code == 404


def test_a_childrens_worker_does_not_rename_the_family() -> None:
    assert send("CHC", url("family_rename", ALDER), {"version": "1", "name": "Changed"}).status_code == 404
    assert newest("families.Family", id=ALDER).name == "Alder"


def test_a_woman_of_another_family_is_nothing_here() -> None:
    for address in (url("why_change", ALDER, CAST["EVE"]), url("enrol", ALDER, CAST["EVE"])):
        assert send("SUP", address, {"version": "1", "her_why": "x"}).status_code == 404


# --- a record that was brought over


def brought_over() -> Any:
    """A file and a woman without a time with us, as an import of a study leaves them."""
    with acting_as("SUP"):
        file = families.open_family(
            agency=Agency.objects.get(id=CAST["LEAD"]), woman=NewPerson(name="Trial 7"), opened_on=date(2026, 3, 1),
            by=CAST["SUP"], at=T0,
        )  # fmt: skip
        return file.id, file.people.get().id


def test_a_record_that_was_brought_over_begins_to_be_with_us() -> None:
    file, woman = brought_over()
    assert url("enrol", file, woman) in client_as("SUP").get(url("family", file)).text
    sent = {**day("first_contact_on", "2024-05-02"), "state": "active", "came_by": "a friend"}
    page = send("SUP", url("enrol", file, woman), sent)
    assert page.status_code == 302, errors(page)
    state = newest("enrolment.StateChange", "SUP", person_id=woman)
    assert (state.state, state.from_on) == ("active", date(2024, 5, 2))
    shown = client_as("SUP").get(url("family", file)).text
    assert url("enrol", file, woman) not in shown and url("state_change", file, woman) in shown


def test_she_is_with_us_once_for_ever_and_no_day_to_come_is_a_first_contact() -> None:
    file, woman = brought_over()
    sent = {**day("first_contact_on", "2024-05-02"), "state": "active"}
    ahead = send("SUP", url("enrol", file, woman), {**sent, **day("first_contact_on", "2999-05-02")})
    assert list(errors(ahead)) == ["first_contact_on"]
    send("SUP", url("enrol", file, woman), sent)
    again = send("SUP", url("enrol", file, woman), sent)
    assert again.status_code == 200 and "with the programme already" in str(errors(again))
    with acting_as("SUP"):
        assert Enrolment.objects.filter(person_id=woman).count() == 1


@pytest.mark.parametrize("who", ["W1", "W3", "CHC", "PEER", "EVAL", "ADM", "PRIV", "p_cal", "CW1", "SITE2"])
def test_nobody_else_says_that_she_is_with_us(who: str) -> None:
    file, woman = brought_over()
    sent = {**day("first_contact_on", "2024-05-02"), "state": "active"}
    assert client_as(who).get(url("enrol", file, woman)).status_code == 404
    assert send(who, url("enrol", file, woman), sent).status_code == 404
    with acting_as("SUP"):
        assert not Enrolment.objects.filter(person_id=woman).exists()
