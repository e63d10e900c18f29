"""Expecting and born, tracks of a child, coming back, contacts and promises, her team."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import CAST, dyad, ident
from tests.client import client_as
from tests.pages.writing import ALDER, ANA, BEE, BO, count, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


# --- expecting


@pytest.fixture
def twins() -> Any:
    """Ana expects twins in the summer of 2026."""
    sent = {"expected_children": "2", **day("due_on", "2025-12-01"), "method": "ultrasound", "sure": "yes"}
    assert send("W1", url("pregnancy_add", ALDER, ANA), sent).status_code == 302
    return newest("families.Pregnancy", woman_id=ANA, outcome="expecting")


def test_a_pregnancy_makes_a_place_for_each_expected_child(twins: Any) -> None:
    assert count("families.Child", pregnancy_id=twins.id, state="expected") == 2
    assert count("families.Dyad", woman_id=ANA, began="conception") == 2


def test_a_due_date_far_away_is_asked_about_once_and_then_saved() -> None:
    sent = {"expected_children": "1", **day("due_on", "2029-12-01"), "method": "other"}
    page = send("W1", url("pregnancy_add", ALDER, ANA), sent)
    assert page.status_code == 200 and "more than 300 days away" in page.text and 'name="sure"' in page.text
    assert send("W1", url("pregnancy_add", ALDER, ANA), {**sent, "sure": "yes"}).status_code == 302


@pytest.mark.parametrize("many", ["0", "9", "-1", "two", "1e9", "99999999999999999999"])
def test_impossible_numbers_of_children_are_asked_about(many: str) -> None:
    page = send("W1", url("pregnancy_add", ALDER, ANA), {"expected_children": many, "method": "other"})
    assert page.status_code == 200 and list(errors(page)) == ["expected_children"]


def test_twins_born_early_stay_who_they_were_and_the_weeks_are_shown(twins: Any) -> None:
    expected = set(ids_of(twins))
    address = url("birth", ALDER, twins.id)
    sent = {
        **day("born_on", "2025-10-20"),
        "name_0": "Ada",
        "weight_0": "1900",
        "care_0": "skin to skin",
        "feeding_0": "breast",
        "name_1": "Bea",
        **day("day_1", "2025-10-21"),
        "home_1": "on",
    }
    page = send("W1", address, sent)
    assert page.status_code == 302, errors(page)
    assert set(ids_of(twins)) == expected
    born = {child.person_id: child for child in (newest_child(id) for id in expected)}
    assert {child.state for child in born.values()} == {"born"}
    assert sorted(child.gestation_days for child in born.values()) == [238, 239]
    assert {newest("families.Person", id=id).born_on for id in expected} == {date(2025, 10, 20), date(2025, 10, 21)}
    assert count("families.Dyad", child_id__in=expected) == 2


def ids_of(pregnancy: Any) -> list[uuid.UUID]:
    from alongside.families.queries import children_of
    from tests.cast import acting_as

    with acting_as("W1"):
        return [c.pk for c in children_of(ALDER) if c.pregnancy_id == pregnancy.id]


def newest_child(id: uuid.UUID) -> Any:
    from alongside.families.queries import children_of
    from tests.cast import acting_as

    with acting_as("W1"):
        return children_of(ALDER).get(pk=id)


def test_a_birth_before_conception_is_asked_about_and_can_be_right(twins: Any) -> None:
    page = send("W1", url("birth", ALDER, twins.id), day("born_on", "2025-01-10"))
    assert "before the pregnancy could have begun" in page.text and "weeks" in page.text
    assert count("families.Child", pregnancy_id=twins.id, state="expected") == 2
    assert send("W1", url("birth", ALDER, twins.id), {**day("born_on", "2025-01-10"), "sure": "yes"}).status_code == 302


@pytest.mark.parametrize("on", ["2999-01-01", "1024-01-01", "2025-02-30"])
def test_impossible_days_of_birth_are_refused(twins: Any, on: str) -> None:
    page = send("W1", url("birth", ALDER, twins.id), {**day("born_on", on), "sure": "yes"})
    assert page.status_code == 200 and "born_on" in errors(page)


def test_one_twin_can_be_written_down_and_the_other_later(twins: Any) -> None:
    sent = {**day("born_on", "2025-10-20"), "name_0": "Ada", "later_1": "on"}
    assert send("W1", url("birth", ALDER, twins.id), sent).status_code == 302
    assert count("families.Child", pregnancy_id=twins.id, state="expected") == 1


def test_a_loss_asks_little_and_keeps_her_with_us(twins: Any) -> None:
    address = url("loss", ALDER, twins.id)
    assert "she stays with us" in client_as("W1").get(address).text
    assert send("W1", address, {"outcome": "loss", **day("on", "2025-07-01")}).status_code == 302
    assert count("families.Child", pregnancy_id=twins.id, state="lost") == 2
    assert newest("enrolment.StateChange", person_id=ANA).state == "active"
    page = send("W1", address, {"outcome": "loss", **day("on", "2025-07-01")})
    assert page.status_code == 200 and "already recorded" in page.text


def test_what_a_pregnancy_met_says_who_can_see_it_and_asks_for_no_test() -> None:
    page = client_as("W1").get(url("exposure_add", ALDER, ident("pregnancy ANA")))
    assert "She can see this" in page.text
    words = page.text.lower()
    assert not any(word in words for word in ("toxicolog", "urine", "hair test", "screen", "positive"))
    assert client_as("CHC").get(url("exposure_add", ALDER, ident("pregnancy ANA"))).status_code == 404


# --- tracks


def track(track_: str, child: uuid.UUID = BO) -> str:
    return url("track_add", ALDER, child, track_)


def test_overlapping_days_name_the_row_that_is_there_and_link_to_it() -> None:
    sent = {"kind": "kin", **day("from_on", "2025-06-01"), "source": "staff"}
    page = send("W1", track("living"), {**sent, "note": "kept as typed"})
    assert page.status_code == 200 and "overlap" in errors(page)["from_on"][0]
    assert "In a foster home, from 1 March 2025" in page.text
    assert url("track_correct", ALDER, BO, "living", ident("living BO")) in page.text
    assert "kept as typed" in page.text
    assert count("families.LivingArrangement", child_id=BO) == 1


def test_the_earlier_one_ends_on_that_day_when_it_is_said() -> None:
    sent = {"kind": "mother", **day("from_on", "2025-12-01"), "source": "staff", "ends_previous": "on"}
    assert send("W1", track("living"), sent).status_code == 302
    stands = [r for r in rows_of("families.LivingArrangement", BO) if r.superseded_at is None]
    assert sorted((r.kind, r.during.lower, r.during.upper) for r in stands) == [
        ("foster", date(2025, 3, 1), date(2025, 12, 1)),
        ("mother", date(2025, 12, 1), None),
    ]
    assert count("families.Dyad", child_id=BO) == 1


def rows_of(model: str, child: uuid.UUID) -> list[Any]:
    from django.apps import apps

    from tests.cast import acting_as

    with acting_as("W1"):
        return list(apps.get_model(model)._base_manager.filter(child_id=child))


def test_an_end_before_the_start_is_refused() -> None:
    sent = {"kind": "mother", **day("from_on", "2020-12-01"), **day("until_on", "2020-11-01"), "source": "staff"}
    page = send("W1", track("living"), {**sent, "sure": "yes"})
    assert page.status_code == 200 and list(errors(page)) == ["until_on"]


def test_days_before_the_birth_and_to_come_are_asked_about() -> None:
    sent = {"kind": "mother", **day("from_on", "2019-01-01"), **day("until_on", "2019-02-01"), "source": "staff"}
    assert "begin before the child" in send("W1", track("living"), sent).text
    ahead = {"kind": "mother", **day("from_on", "2099-01-01"), "source": "staff", "ends_previous": "on"}
    assert "begin in the future" in send("W1", track("living"), ahead).text


def test_a_correction_keeps_what_was_written_and_the_same_row_is_not_corrected_twice() -> None:
    address = url("track_correct", ALDER, BO, "legal", ident("legal BO"))
    page = client_as("W1").get(address)
    assert 'value="2025"' in page.text and "ends_previous" not in page.text
    sent = {"kind": "supervision", **day("from_on", "2025-03-05"), "source": "document", "basis": "court file"}
    assert send("W1", address, sent).status_code == 302
    assert len(rows_of("families.LegalStatus", BO)) == 2
    assert send("W1", address, sent).status_code == 404


def test_who_may_decide_is_one_person_or_one_agency() -> None:
    sent = {"topic": "video", **day("from_on", "2024-02-10"), "source": "staff"}
    page = send("W1", track("right"), sent)
    assert page.status_code == 200 and list(errors(page)) == ["holder"]
    page = send("W1", track("right"), {**sent, "holder": str(ANA), "holder_agency": str(CAST["CAS"])})
    assert page.status_code == 200 and list(errors(page)) == ["holder"]


def test_a_person_or_agency_of_elsewhere_and_an_unknown_track_are_nothing() -> None:
    sent = {"kind": "kin", "carer": str(CAST["EVE"]), **day("from_on", "2010-02-10"), "source": "staff"}
    assert "carer" in errors(send("SUP", track("living"), sent))
    assert client_as("W1").get(url("track_add", ALDER, BO, "custody")).status_code == 404


def test_a_childrens_worker_writes_where_the_child_lives_and_no_law() -> None:
    assert client_as("CHC").get(track("living")).status_code == 200
    for name in ("legal", "involvement", "right"):
        assert client_as("CHC").get(track(name)).status_code == 404


# --- being with us


def test_quiet_then_welcome_back_asks_only_what_changed() -> None:
    send(
        "W1",
        url("state_change", ALDER, ANA),
        {"state": "quiet", "because": "no_contact", **day("from_on", "2025-06-01")},
    )
    page = send("W1", url("welcome_back", ALDER, ANA), {**day("on", "2026-02-01"), "changed": ["contact", "children"]})
    next_ = client_as("W1").get(page["Location"])
    assert url("safe_contact", ALDER, ANA) in next_.text and url("track_add", ALDER, BO, "living") in next_.text
    assert url("stay_add", ALDER, ANA) not in next_.text
    assert newest("enrolment.StateChange", person_id=ANA).state == "active"
    assert client_as("W2").get(page["Location"]).status_code == 404


def test_back_from_quiet_by_another_door_is_pointed_to_the_welcome() -> None:
    send(
        "W1",
        url("state_change", ALDER, ANA),
        {"state": "quiet", "because": "no_contact", **day("from_on", "2025-06-01")},
    )
    page = send(
        "W1", url("state_change", ALDER, ANA), {"state": "active", "because": "we_met", **day("from_on", "2026-01-01")}
    )
    assert page.status_code == 200 and "Welcome back" in str(errors(page))


def test_a_return_to_use_changes_no_state_and_needs_no_detail() -> None:
    before = count("enrolment.StateChange", person_id=ANA)
    assert send("W1", url("return_add", ALDER, ANA), {"kind": "return", **day("on", "2026-02-01")}).status_code == 302
    assert count("enrolment.StateChange", person_id=ANA) == before
    page = client_as("W1").get(url("return_add", ALDER, ANA) + "?kind=kept_safe")
    assert 'value="kept_safe" id="id_kind_2" checked' in page.text.replace(' autocomplete="off"', "").replace(
        " required", ""
    )


def test_days_to_come_are_refused_for_what_happened() -> None:
    page = send("W1", url("return_add", ALDER, ANA), {"kind": "return", **day("on", "2999-02-01")})
    assert page.status_code == 200 and list(errors(page)) == ["on"]


# --- contacts

CONTACT = {"about": f"woman:{ANA}", **day("on", "2026-02-20"), "mode": "phone", "reached": "met"}


def contact(who: str = "W1", **fields: Any) -> Any:
    return send(who, url("contact_add", ALDER), {**CONTACT, **fields})


def test_a_contact_with_everything_and_what_comes_next() -> None:
    page = contact(
        about=f"dyad:{dyad('ANA', 'BEE')}",
        at_time="14:30",
        minutes="45",
        note="We read a book.",
        her_words="“I felt seen.” 🌻",
        between_you="You waited for her look.",
        believed="on",
        present=[str(ANA), str(BEE)],
        also_present="a neighbour",
        promise_what="Call about the crib",
        **day("promise_on", "2026-12-01"),
    )
    assert page.status_code == 302 and page["Location"] == url("family", ALDER)
    kept = newest("care.Contact")
    assert (kept.for_whom, kept.subject, kept.category, kept.worker) == ("dyad", dyad("ANA", "BEE"), 8, CAST["W1"])
    assert (kept.her_words, kept.believed, set(kept.present)) == ("“I felt seen.” 🌻", True, {ANA, BEE})
    promise = newest("care.Promise")
    assert (promise.what, promise.on, promise.category) == ("Call about the crib", date(2026, 12, 1), 8)


@pytest.mark.parametrize(
    ("about", "category"), [(f"woman:{ANA}", 1), (f"child:{BEE}", 7), (f"dyad:{dyad('ANA', 'BEE')}", 8)]
)
def test_what_it_is_about_is_usual_for_the_person_and_can_be_said(about: str, category: int) -> None:
    contact(about=about)
    assert newest("care.Contact").category == category
    contact(about=about, category="2")
    assert newest("care.Contact").category == 2


@pytest.mark.parametrize("category", ["0", "13", "99", "-1", "x"])
def test_kinds_that_are_not_offered_are_refused(category: str) -> None:
    page = contact(category=category)
    assert page.status_code == 200 and list(errors(page)) == ["category"]


def test_a_childrens_worker_is_offered_only_kinds_that_are_hers() -> None:
    page = client_as("CHC").get(url("contact_add", ALDER))
    assert "Using substances" not in page.text and "How the child is and grows" in page.text
    assert contact("CHC", about=f"child:{BEE}", category="2").status_code == 200
    assert contact("CHC", about=f"child:{BEE}").status_code == 302
    before = count("care.Contact")
    assert contact("CHC", about=f"woman:{ANA}").status_code == 404
    assert count("care.Contact") == before


@pytest.mark.parametrize(
    "about", [f"child:{CAST['FIN']}", f"woman:{BEE}", f"child:{ANA}", f"woman:{uuid.UUID(int=7)}", "woman:", "x", ""]
)
def test_somebody_of_another_file_is_no_choice(about: str) -> None:
    page = contact("SUP", about=about)
    assert page.status_code == 200 and list(errors(page)) == ["about"]


def test_added_fields_change_nothing() -> None:
    contact(
        family_id=str(CAST["BIRCH"]),
        family=str(CAST["BIRCH"]),
        recorded_by=str(CAST["W2"]),
        worker=str(CAST["W2"]),
        id=str(uuid.uuid4()),
        subject=str(CAST["EVE"]),
        for_whom="child",
        superseded_at="2020-01-01",
        corrects=str(ident("contact 1")),
    )
    kept = newest("care.Contact")
    assert (kept.family_id, kept.recorded_by, kept.worker, kept.subject, kept.for_whom) == (
        ALDER,
        CAST["W1"],
        CAST["W1"],
        ANA,
        "woman",
    )
    assert kept.corrects_id is None and kept.superseded_at is None


def test_people_of_another_file_cannot_be_marked_as_there() -> None:
    page = contact("SUP", present=[str(CAST["EVE"])])
    assert page.status_code == 200 and list(errors(page)) == ["present"]


@pytest.mark.parametrize(
    ("fields", "question"),
    [
        (day("on", "2999-01-01"), "on"),
        ({"on_day": "", "on_month": "", "on_year": ""}, "on"),
        ({"minutes": "100000"}, "minutes"),
        ({"minutes": "-5"}, "minutes"),
        ({"at_time": "25:99"}, "at_time"),
        ({"mode": "pigeon"}, "mode"),
        ({"promise_what": "Call"}, "promise_on"),
        (day("promise_on", "2026-12-01"), "promise_what"),
    ],
)
def test_odd_answers_keep_the_note(fields: dict[str, str], question: str) -> None:
    page = contact(note="a long afternoon, word for word", **fields)
    assert page.status_code == 200 and list(errors(page)) == [question]
    assert "a long afternoon, word for word" in page.text


def test_ten_megabytes_are_kindly_refused_and_still_there() -> None:
    text = "é" * 5_000_000
    page = contact(note=text)
    assert page.status_code == 200 and list(errors(page)) == ["note"]
    assert page.text.count("é") >= 5_000_000
    assert "Nothing is lost" in page.text


def test_a_note_longer_than_one_piece_is_refused_by_the_rule_in_words() -> None:
    page = contact(note="word " * 60_000)
    assert page.status_code == 200 and list(errors(page)) == ["note"] and "share it over two notes" in str(errors(page))


def test_words_that_hurt_are_shown_after_saving_and_never_block() -> None:
    before = count("care.Contact")
    page = contact(note="She is an addict and was non-compliant.")
    assert count("care.Contact") == before + 1
    words = client_as("W1").get(page["Location"])
    assert "addict" in words.text and "Could also say" in words.text and "Keep it as it is" in words.text
    assert client_as("W2").get(page["Location"]).status_code == 404
    page = contact(her_words="I am an addict.")
    assert page["Location"] == url("family", ALDER)


def test_a_correction_is_a_further_row_and_keeps_her_reach() -> None:
    first = newest("care.Contact", id=ident("contact 1"))
    address = url("contact_correct", ALDER, first.id)
    assert "SECRET use" in client_as("W1").get(address).text
    page = send("W1", address, {**CONTACT, "category": "2", "note": "Better said."})
    assert page.status_code == 302
    kept = newest("care.Contact")
    assert (kept.corrects_id, kept.note, kept.category) == (first.id, "Better said.", 2)
    assert newest("care.Contact", id=first.id).superseded_at is not None


@pytest.mark.parametrize("who", ["PEER", "CHC", "W2", "W3", "p_cal", "PRIV"])
def test_a_contact_that_is_not_hers_to_read_cannot_be_corrected(who: str) -> None:
    assert client_as(who).get(url("contact_correct", ALDER, ident("contact 1"))).status_code == 404
    assert send(who, url("contact_correct", ALDER, ident("contact 1")), CONTACT).status_code == 404


# --- promises

PROMISE = (ALDER, ident("promise 1"))


def test_a_promise_is_done_once() -> None:
    today = timezone.localdate().isoformat()
    assert send("W1", url("promise_kept", *PROMISE), day("on", today)).status_code == 302
    assert newest("care.Promise", id=PROMISE[1]).state == "kept"
    assert send("W1", url("promise_kept", *PROMISE), day("on", today)).status_code == 404


def test_a_promise_is_changed_or_let_go_without_a_reason() -> None:
    sent = {"what": "A walk instead", **day("on", "2027-01-05")}
    assert send("W1", url("promise_change", *PROMISE), sent).status_code == 302
    assert newest("care.Promise", id=PROMISE[1]).state == "changed"
    other = newest("care.Promise", state="open")
    page = client_as("W1").get(url("promise_let_go", ALDER, other.id))
    assert "No reason is needed" in page.text and count("care.Promise", state="open") == 1
    assert send("W1", url("promise_let_go", ALDER, other.id), {}).status_code == 302
    assert newest("care.Promise", id=other.id).state == "let_go"


@pytest.mark.parametrize("who", ["W2", "W3", "CHC", "p_cal", "EVAL"])
@pytest.mark.parametrize("name", ["promise_kept", "promise_change", "promise_let_go"])
def test_a_promise_is_nobody_elses(name: str, who: str) -> None:
    assert client_as(who).get(url(name, *PROMISE)).status_code == 404
    assert send(who, url(name, *PROMISE), {**day("on", "2026-01-01"), "what": "x"}).status_code == 404


# --- measures


@pytest.mark.parametrize("total", ["twelve", "NaN", "1e99", "--3", "∞"])
def test_odd_totals_are_asked_about(total: str) -> None:
    sent = {
        "about": f"woman:{ANA}",
        "instrument": "BDI-II",
        **day("on", "2026-01-20"),
        "state": "done",
        "total": total,
        "source": "her_report",
    }
    page = send("W1", url("occasion_add", ALDER), sent)
    assert page.status_code == 200 and list(errors(page)) == ["total"]


def test_the_same_measure_on_the_same_day_is_recorded_once() -> None:
    sent = {
        "about": f"woman:{ANA}",
        "category": "4",
        "instrument": "PHQ-9",
        **day("on", "2026-01-15"),
        "state": "done",
        "total": "9",
        "source": "her_report",
    }
    page = send("W1", url("occasion_add", ALDER), sent)
    assert page.status_code == 200 and "already recorded" in str(errors(page))


# --- her team


def test_a_colleague_joins_sees_leaves_and_sees_no_more() -> None:
    family = url("family", ALDER)
    assert client_as("INT").get(family).status_code == 404
    today = timezone.localdate().isoformat()
    joined = {"colleague": str(CAST["INT"]), "role": "intake", "works_with": "family", **day("from_on", "2026-01-01")}
    assert send("W1", url("team_join", ALDER), joined).status_code == 302
    assert client_as("INT").get(family).status_code == 200
    member = newest("enrolment.TeamMember", colleague_id=CAST["INT"], family_id=ALDER)
    assert send("W1", url("team_leave", ALDER, member.id), day("on", today)).status_code == 302
    assert client_as("INT").get(family).status_code == 404


def test_somebody_for_the_children_is_not_let_into_the_whole_family() -> None:
    sent = {"colleague": str(CAST["INT"]), "role": "child_care", "works_with": "family", **day("from_on", "2026-01-01")}
    page = send("W1", url("team_join", ALDER), sent)
    assert page.status_code == 200 and list(errors(page)) == ["works_with"]


def test_a_colleague_who_is_already_there_is_named_kindly() -> None:
    sent = {"colleague": str(CAST["PIT"]), "role": "therapist", "works_with": "family", **day("from_on", "2026-01-01")}
    page = send("W1", url("team_join", ALDER), sent)
    assert page.status_code == 200 and "already on the team" in str(errors(page))


@pytest.mark.parametrize("who", ["CHC", "PEER"])
def test_a_team_is_not_everybodys_to_arrange(who: str) -> None:
    assert client_as(who).get(url("team_join", ALDER)).status_code == 404


def test_kept_out_sees_nothing_at_once_and_can_be_let_back() -> None:
    family = url("family", ALDER)
    assert client_as("PIT").get(family).status_code == 200
    assert send("SUP", url("keep_out", ALDER), {"colleague": str(CAST["PIT"]), "why": "her wish"}).status_code == 302
    assert client_as("PIT").get(family).status_code == 404
    row = newest("enrolment.KeptOut", "SUP", colleague_id=CAST["PIT"])
    assert send("W1", url("let_back", ALDER, row.id), {}).status_code == 404
    assert "her wish" in client_as("SUP").get(url("keep_out", ALDER)).text
    assert send("SUP", url("let_back", ALDER, row.id), {}).status_code == 302
    assert client_as("PIT").get(family).status_code == 200


@pytest.mark.parametrize("who", ["DIR", "PRIV"])
def test_the_wall_is_kept_by_those_who_read_nothing_of_safety(who: str) -> None:
    """The manager reads no safety matters and the privacy officer no name; both can keep somebody out and let back."""
    page = client_as(who).get(url("keep_out", ALDER))
    assert page.status_code == 200
    assert send(who, url("keep_out", ALDER), {"colleague": str(CAST["PIT"]), "why": "her wish"}).status_code == 302
    assert client_as("PIT").get(url("family", ALDER)).status_code == 404
    row = newest("enrolment.KeptOut", who, colleague_id=CAST["PIT"])
    assert send(who, url("let_back", ALDER, row.id), {}).status_code == 302
    assert client_as("PIT").get(url("family", ALDER)).status_code == 200
    assert client_as(who).get(url("keep_out", uuid.UUID(int=7))).status_code == 404


def test_the_privacy_officer_finds_the_wall_of_a_file_without_a_name() -> None:
    send("W1", url("keep_out", ALDER), {})  # a line about the file
    client_as("W1").get(url("family", ALDER))
    lines = client_as("PRIV").get(url("trail")).text
    assert f"?about={ALDER}" in lines
    assert url("keep_out", ALDER) not in lines
    page = client_as("PRIV").get(url("trail") + f"?about={ALDER}")
    assert url("keep_out", ALDER) in page.text
    wall = client_as("PRIV").get(url("keep_out", ALDER)).text
    assert not any(name in wall for name in ("Ana", "Bee", "Alder"))
    assert url("family", ALDER) + '"' not in wall
    assert url("keep_out", ANA) not in client_as("PRIV").get(url("trail") + f"?about={ANA}").text


def test_keeping_out_is_for_those_who_keep_the_wall() -> None:
    for who in ("W1", "PIT", "INT", "CHC", "EVAL"):
        assert client_as(who).get(url("keep_out", ALDER)).status_code == 404


def test_the_title_of_no_page_names_anybody() -> None:
    for name, args in (
        ("person_change", (ALDER, ANA)),
        ("contact_add", (ALDER,)),
        ("safe_contact", (ALDER, ANA)),
        ("track_add", (ALDER, BO, "living")),
    ):
        page = client_as("W1").get(url(name, *args)).text
        title = page[page.index("<title>") : page.index("</title>")]
        assert not any(name in title for name in ("Ana", "Alder", "Bo", "Bee"))
