"""Tracks of a child's life: days that overlap, days that end, corrections, who may decide."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest

from tests.cast import CAST, ident
from tests.client import client_as
from tests.pages.writing import ALDER, ANA, BO, count, day, errors, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


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
