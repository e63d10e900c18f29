"""Taking back, putting right, what is written with the most care, and two people on one pregnancy at once."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest

from alongside.agencies.models import Agency
from alongside.families import actions as families
from alongside.families.rules import NewPerson
from alongside.safekeeping.actions import carry
from tests.cast import CAST, T0, acting_as, ident, token_of
from tests.client import client_as
from tests.pages.writing import ALDER, ANA, BEE, BO, NOBODY, count, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

PREGNANCY = ident("pregnancy ANA")
BACK = [
    ("exposure_take_back", (ALDER, ident("exposure ANA")), "families.Exposure", "SECRET substance"),
    ("earlier_child_take_back", (ALDER, ident("earlier ANA")), "families.EarlierChild", "SECRET name"),
]


@pytest.mark.parametrize(("name", "args", "model", "words"), BACK)
def test_what_she_told_can_be_taken_back_once(name: str, args: Any, model: str, words: str) -> None:
    assert words in client_as("W1").get(url(name, *args)).text
    assert send("W1", url(name, *args), {}).status_code == 302
    assert newest(model, id=args[1]).taken_back_at is not None
    assert client_as("W1").get(url(name, *args)).status_code == 404


@pytest.mark.parametrize("who", [*NOBODY, "CHC", "PEER"])
@pytest.mark.parametrize(("name", "args", "model", "words"), BACK)
def test_taking_back_is_nobody_elses(who: str, name: str, args: Any, model: str, words: str) -> None:
    assert send(who, url(name, *args), {}).status_code == 404
    assert newest(model, id=args[1]).taken_back_at is None


def test_the_page_that_asks_lists_what_was_told_with_a_way_back() -> None:
    page = client_as("W1").get(url("exposure_add", ALDER, PREGNANCY))
    assert url("exposure_take_back", ALDER, ident("exposure ANA")) in page.text
    page = client_as("W1").get(url("earlier_child_add", ALDER, ANA))
    assert url("earlier_child_take_back", ALDER, ident("earlier ANA")) in page.text
    page = client_as("W1").get(url("stay_add", ALDER, ANA))
    assert url("stay_correct", ALDER, ident("stay ANA")) in page.text


def test_a_death_is_one_day_and_a_child_is_remembered() -> None:
    address = url("person_died", ALDER, BO)
    assert "We are sorry" in client_as("W1").get(address).text
    page = send("W1", address, day("on", "2019-01-01"))
    assert page.status_code == 200 and "before the day of birth" in str(errors(page))
    assert send("W1", address, day("on", "2026-01-01")).status_code == 302
    with acting_as("W1"):
        from alongside.families.queries import children_of

        assert children_of(ALDER).get(pk=BO).state == "lost"
    assert count("families.Dyad", child_id=BO) == 1
    assert "died_on" in client_as("W1").get(url("person_change", ALDER, BO)).text
    assert "died_on" not in client_as("W1").get(url("person_change", ALDER, BEE)).text


def test_care_before_birth_is_hers_and_two_people_at_once_keep_both() -> None:
    address = url("pregnancy_change", ALDER, PREGNANCY)
    first = {"version": "1", "birth_plan": "With my sister", "agonist_treatment": "methadone"}
    assert send("PIT", address, first).status_code == 302
    page = send("W1", address, {"version": "1", "birth_plan": "At St. Joseph's"})
    both = client_as("W1").get(page["Location"]).text
    assert "With my sister" in both and "At St. Joseph" in both
    assert send("W1", page["Location"], {"version": "2", "choose": "yours"}).status_code == 302
    kept = newest("families.Pregnancy", id=PREGNANCY)
    assert (kept.birth_plan, kept.agonist_treatment, kept.version) == ("At St. Joseph's", "", 3)


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "²"])
def test_an_odd_version_is_never_a_fault(version: str) -> None:
    page = send("W1", url("pregnancy_change", ALDER, PREGNANCY), {"version": version, "birth_plan": "x"})
    assert page.status_code == 302


def test_a_loss_written_by_mistake_is_put_right() -> None:
    sent = {"expected_children": "1", **day("due_on", "2026-06-01"), "method": "other", "sure": "yes"}
    send("W1", url("pregnancy_add", ALDER, ANA), sent)
    found = newest("families.Pregnancy", woman_id=ANA, outcome="expecting")
    send("W1", url("loss", ALDER, found.id), {"outcome": "loss", **day("on", "2025-12-01")})
    assert send("W1", url("pregnancy_reopen", ALDER, found.id), {}).status_code == 302
    assert newest("families.Pregnancy", id=found.id).outcome == "expecting"
    page = send("W1", url("pregnancy_reopen", ALDER, found.id), {})
    assert page.status_code == 200 and "nothing to take back" in str(errors(page))


def test_one_of_twins_can_be_lost_and_the_other_is_still_expected() -> None:
    sent = {"expected_children": "2", **day("due_on", "2026-12-01"), "method": "other", "sure": "yes"}
    send("W1", url("pregnancy_add", ALDER, ANA), sent)
    found = newest("families.Pregnancy", woman_id=ANA, outcome="expecting")
    with acting_as("W1"):
        from alongside.families.queries import children_of

        one, other = [c.pk for c in children_of(ALDER) if c.pregnancy_id == found.id]
    address = url("loss", ALDER, found.id)
    elsewhere = send("W1", address, {"outcome": "loss", **day("on", "2026-02-01"), "children": [str(CAST["FIN"])]})
    assert elsewhere.status_code == 200 and list(errors(elsewhere)) == ["children"]
    send("W1", address, {"outcome": "loss", **day("on", "2026-02-01"), "children": [str(one)]})
    with acting_as("W1"):
        states = {c.pk: c.state for c in children_of(ALDER) if c.pregnancy_id == found.id}
    assert states == {one: "lost", other: "expected"}


def test_an_order_that_reaches_us_late_makes_room_and_nothing_is_lost() -> None:
    sent = {"kind": "kin", **day("from_on", "2025-06-01"), **day("until_on", "2025-06-30"), "source": "document"}
    address = url("track_add", ALDER, BO, "living")
    assert send("W1", address, sent).status_code == 200
    assert send("W1", address, {**sent, "makes_room": "on"}).status_code == 302
    with acting_as("W1"):
        from alongside.families.queries import versions_of

        rows = [r for r in versions_of(ALDER, BO) if r.track == "living"]
    stands = sorted((r.code, r.from_on, r.until_on) for r in rows if r.superseded_at is None)
    assert stands == [
        ("foster", date(2025, 3, 1), date(2025, 6, 1)),
        ("foster", date(2025, 7, 1), None),
        ("kin", date(2025, 6, 1), date(2025, 7, 1)),
    ]
    assert len(rows) == 4


def test_another_persons_submission_is_not_hers_to_follow() -> None:
    """A form's own mark that somebody else used leads her nowhere and saves nothing twice."""
    mark = str(uuid.uuid4())
    sent = {"submission": mark, "name": "my aunt"}
    first = client_as("W1").post(url("person_add", ALDER), sent)
    assert first.status_code == 302
    second = client_as("PIT").post(url("person_add", ALDER), sent)
    assert second.status_code in (200, 404)
    assert count("families.Person", name="my aunt") == 1


def test_no_writing_page_is_kept_by_a_browser_or_names_where_she_came_from() -> None:
    page = client_as("W1").get(url("contact_add", ALDER))
    assert "no-store" in page["Cache-Control"] and page["Referrer-Policy"] == "same-origin"
    assert 'autocomplete="off"' in page.text


def test_what_is_written_with_the_most_care_is_offered_where_it_belongs() -> None:
    about = url("person_change", ALDER, BEE)
    assert url("person_died", ALDER, BEE) in client_as("W1").get(about).text
    assert url("person_died", ALDER, BEE) not in client_as("PEER").get(about).text
    assert url("person_died", ALDER, BEE) not in client_as("W1").get(url("family", ALDER)).text
    send("W1", url("person_died", ALDER, BEE), day("on", "2026-02-20"))
    assert url("person_died", ALDER, BEE) not in client_as("W1").get(about).text


def test_a_pregnancys_care_and_its_going_on_are_offered_each_in_its_time() -> None:
    sent = {"expected_children": "1", **day("due_on", "2026-06-01"), "method": "other", "sure": "yes"}
    send("W1", url("pregnancy_add", ALDER, ANA), sent)
    now = newest("families.Pregnancy", woman_id=ANA, outcome="expecting").id
    care, goes_on = url("pregnancy_change", ALDER, now), url("pregnancy_reopen", ALDER, now)
    assert care in client_as("W1").get(url("family", ALDER)).text
    told = client_as("W1").get(url("her", ALDER)).text
    assert care in told and goes_on not in told
    assert url("pregnancy_reopen", ALDER, PREGNANCY) not in told  # a birth is not taken back like this
    send("W1", url("loss", ALDER, now), {"outcome": "loss", **day("on", "2025-12-01")})
    told = client_as("W1").get(url("her", ALDER)).text
    assert goes_on in told and care not in told


def test_what_cannot_change_yet_is_not_offered() -> None:
    """A record that was brought over is with us in no way yet: nothing about that leads nowhere."""
    with acting_as("SUP"):
        file = families.open_family(
            agency=Agency.objects.get(id=CAST["LEAD"]),
            woman=NewPerson(name="Trial 7"),
            opened_on=date(2026, 3, 1),
            by=CAST["SUP"],
            at=T0,
        )
        [woman] = file.people.values_list("id", flat=True)
        carry(token_of("SUP"))
        for offered in (client_as("SUP").get(url(name, file.id)).text for name in ("family", "her")):
            assert url("occasion_add", file.id) in offered or url("pregnancy_add", file.id, woman) in offered
            assert url("state_change", file.id, woman) not in offered
            assert url("ending_add", file.id, woman) not in offered
    assert url("state_change", ALDER, ANA) in client_as("SUP").get(url("family", ALDER)).text
    assert url("ending_add", ALDER, ANA) in client_as("SUP").get(url("her", ALDER)).text
