"""Rows of one family, checked: every problem is named with its line, and only a family without any is written."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from alongside.safekeeping.terms import EVERYTHING, Category, mask
from alongside.stewardship.rules.caseload import Caseload
from alongside.stewardship.rules.checking import check_family
from alongside.stewardship.rules.people import Draft, Known

TODAY = date(2026, 3, 2)
KNOWN = Known(
    today=TODAY, colleagues={"wanda": (uuid.UUID(int=1),), "sam": (uuid.UUID(int=2), uuid.UUID(int=3))},
    agencies={"aid society": uuid.UUID(int=9)}, writes=EVERYTHING,
)  # fmt: skip
BASE = {
    "families": "family_key,opened_on\nF1,2023-05-01\n",
    "people": "family_key,person_key,kind,name,born_on,died_on,due_on,gestation,sex\n"
    "F1,W,woman,Ana,1990-01-01,,,,\nF1,C,child,Bee,2022-11-02,,,,\nF1,D,child,Bo,2018-02-20,,,,\nF1,O,other,Dot,,,,,\n",
}
Check = Callable[..., tuple[Draft | None, list[str], list[str]]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Check one family from the text of its files; what is not given is ``BASE``."""

    def checking(known: Known = KNOWN, **files: str) -> tuple[Draft | None, list[str], list[str]]:
        for name, text in (BASE | files).items():
            (tmp_path / f"{name}.csv").write_text(text, "utf-8")
        with Caseload([tmp_path]) as caseload:
            list(caseload.index())
            assert caseload.problems == []
            [bundle] = caseload.families()
            draft, problems, looks = check_family(bundle, known)
        return draft, list(map(str, problems)), list(map(str, looks))

    return checking


def person(**values: str) -> str:
    """``BASE`` people with one more row."""
    header = BASE["people"].splitlines()[0].split(",")
    out = io.StringIO()
    csv.DictWriter(out, header, restval="", lineterminator="\n").writerow(
        {"family_key": "F1", "person_key": "X", **values}
    )
    return BASE["people"] + out.getvalue()


def test_a_family_in_order_is_ready(check: Check) -> None:
    draft, problems, looks = check()
    assert problems == []
    assert draft is not None
    assert {(p.woman, p.child, p.began, p.began_on) for p in draft.pairs} == {
        ("W", "C", "birth", date(2022, 11, 2)), ("W", "D", "birth", date(2018, 2, 20)),
    }  # fmt: skip
    assert len(looks) == 1 and "no row in enrolment.csv" in looks[0]


TRACKS = "family_key,child_key,track,kind,first_day,last_day,agency,basis\n"


def test_the_sentence_of_the_handbook(check: Check) -> None:
    draft, problems, _ = check(tracks=TRACKS + "F1,C,living,mother,2023-05-01,2023-02-01,,\n")
    assert draft is None
    assert problems == [
        "tracks.csv, line 2: The last day (2023-02-01) is before the first (2023-05-01). Please correct one of them."
    ]


def test_a_stretch_of_one_day_is_fine_and_days_that_meet_do_not_overlap(check: Check) -> None:
    rows = "F1,C,living,mother,2023-05-01,2023-05-01,,\nF1,C,living,kin,2023-05-02,,,\n"
    draft, problems, _ = check(tracks=TRACKS + rows)
    assert problems == [] and draft is not None


def test_overlapping_days_name_the_clashing_line(check: Check) -> None:
    rows = (
        "F1,C,living,mother,2023-01-01,,,\nF1,D,living,kin,2023-06-01,,,\n"
        "F1,C,living,foster,2023-06-01,2023-07-01,,\nF1,C,legal,interim_care,2023-06-01,,,\n"
    )
    _, problems, _ = check(tracks=TRACKS + rows)
    assert len(problems) == 1
    assert (
        "tracks.csv, line 4: These days (2023-06-01 to 2023-07-01) overlap with line 2 (from 2023-01-01 on)"
        in problems[0]
    )


def test_a_long_stretch_hides_behind_no_short_one(check: Check) -> None:
    rows = (
        "F1,C,living,mother,2020-01-01,2023-01-01,,\nF1,C,living,kin,2023-02-01,2023-03-01,,\n"
        "F1,C,living,foster,2022-12-01,2022-12-05,,\n"
    )
    _, problems, _ = check(tracks=TRACKS + rows)
    assert [p[:19] for p in problems] == ["tracks.csv, line 4:"]


def test_a_kind_of_another_track_and_columns_of_another_track(check: Check) -> None:
    _, problems, _ = check(
        tracks=TRACKS + "F1,C,legal,foster,2023-01-01,,Aid Society,\nF1,D,living,kin,2023-01-01,,,order\n"
    )
    said = "\n".join(problems)
    assert "line 2: kind is “foster”. One of: no_order" in said
    assert "line 2: agency does not belong to legal" in said
    assert "line 3: basis does not belong to living" in said


def test_an_agency_is_one_of_ours_or_looked_at_again_with_the_closest_suggested(check: Check) -> None:
    assert len(check(tracks=TRACKS + "F1,C,involvement,open_court,2023-01-01,,AID society,\n")[2]) == 1
    draft, problems, looks = check(tracks=TRACKS + "F1,C,involvement,open_court,2023-01-01,,Aid Socety,\n")
    assert problems == [] and draft is not None, "an agency nobody entered yet holds nothing up"
    said = "The agency “Aid Socety” is not known here; its name is kept in the note. Did you mean “aid society”?"
    assert looks[1] == f"tracks.csv, line 2: {said}"


DATES = {
    "03/04/2023": "which can be 2023-04-03 or 2023-03-04", "13/04/2023": "year-month-day: 2023-04-13",
    "2023/04/13": "year-month-day: 2023-04-13", "04.04.2023": "year-month-day: 2023-04-04", "2023-02-30": "no such day",
    "soon": "year-month-day: such as 2023-05-01", "45046": "year-month-day", "20230501": "year-month-day",
    "0023-05-01": "That year cannot be right", "2999-01-01": "That year cannot be right", "2026-03-03": "still to come",
    "٢٠٢٣-٠٥-٠١": "year-month-day",
}  # fmt: skip


@pytest.mark.parametrize("written", DATES)
def test_days_are_asked_about_and_never_guessed(check: Check, written: str) -> None:
    draft, problems, _ = check(people=person(kind="child", name="X", born_on=written))
    assert draft is None
    assert len(problems) == 1, problems
    assert problems[0].startswith("people.csv, line 6: ")
    assert DATES[written] in problems[0]


@pytest.mark.parametrize("written", ["2023-05-01", "2023-5-1", "2023-05-01 00:00:00", " 2023-05-01 "])
def test_days_that_are_clear_are_taken(check: Check, written: str) -> None:
    draft, problems, _ = check(people=person(kind="child", born_on=written))
    assert problems == [] and draft is not None
    assert draft.people["X"]["born_on"] == date(2023, 5, 1)


def test_names_of_every_kind_and_formulas_stay_as_they_are(check: Check) -> None:
    for name in ("O", "", "محبوبة", "小雨 🌿", '=HYPERLINK("http://x")', "@SUM(1)", "-1+1", "x" * 300):
        draft, problems, _ = check(people=person(kind="other", name=name))
        assert problems == [] and draft is not None
        assert draft.people["X"]["name"] == name
    _, problems, _ = check(people=person(kind="other", name="x" * 301))
    assert "name is 301 characters long; 300 is the most" in problems[0]


def test_a_nul_and_a_note_of_ten_million_characters_are_refused_by_line(check: Check) -> None:
    contacts = "family_key,for_whom,person_key,on,mode,note\n"
    _, problems, _ = check(
        contacts=contacts + f"F1,woman,W,2024-01-01,home,{'x' * 10_000_000}\nF1,woman,W,2024-01-01,home,a\x00b\n"
    )
    assert "contacts.csv, line 2: note is 10000000 characters long; 200000 is the most" in problems[0]
    assert "contacts.csv, line 3: The column note holds a character (NUL)" in problems[1]
    assert len(problems) == 2 and len(problems[0]) < 300


def test_people_who_are_not_there_or_not_what_is_said(check: Check) -> None:
    rows = [("woman", "C"), ("dyad", "W"), ("child", "Q")]
    contacts = "family_key,for_whom,person_key,on,mode\n" + "".join(f"F1,{w},{p},2024-01-01,home\n" for w, p in rows)
    _, problems, _ = check(contacts=contacts)
    assert [p.split(": ", 1)[1][:40] for p in problems] == [
        "person_key: this person is not a woman i", "person_key: this person is not a child i",
        "person_key: nobody with this key belongs",
    ]  # fmt: skip


def test_a_family_needs_a_woman_and_several_women_need_dyads(check: Check) -> None:
    no_woman = BASE["people"].replace("woman", "other")
    assert "people.csv has no woman for this family" in check(people=no_woman)[1][0]
    two = person(kind="woman")
    _, problems, _ = check(people=two)
    assert [p.startswith("people.csv") and "whose child" in p for p in problems] == [True, True]
    dyads = "family_key,woman_key,child_key,began,began_on\nF1,W,C,,\nF1,X,D,placement,2020-01-01\n"
    draft, problems, _ = check(people=two, dyads=dyads)
    assert problems == [] and draft is not None
    assert draft.mother_of("D") == "X"


def test_expected_twins_are_one_pregnancy_and_a_birth_before_conception_is_looked_at_again(check: Check) -> None:
    twins = BASE["people"] + "F1,E1,child,,,,2026-06-01,,\nF1,E2,child,,,,2026-06-01,,\n"
    draft, problems, _ = check(people=twins)
    assert problems == [] and draft is not None
    assert [(p.woman, p.children, p.born_on) for p in draft.pregnancies] == [("W", ("E1", "E2"), None)]
    assert next(p for p in draft.pairs if p.child == "E1").began == "conception"
    draft, problems, looks = check(people=person(kind="child", born_on="2025-01-01", due_on="2026-01-01"))
    assert problems == [] and draft is not None
    assert any("before the pregnancy could have begun" in look for look in looks)


def test_weeks_at_birth(check: Check) -> None:
    draft, _, _ = check(people=person(kind="child", born_on="2025-01-01", gestation="36+4"))
    assert draft is not None and draft.gestations["X"] == 36 * 7 + 4
    draft, _, _ = check(people=person(kind="child", born_on="2025-01-01", due_on="2025-01-15"))
    assert draft is not None and draft.gestations["X"] == 280 - 14
    assert (
        "Weeks are written like 36"
        in check(people=person(kind="child", born_on="2025-01-01", gestation="9 months"))[1][0]
    )
    assert "between 20 and 45" in check(people=person(kind="child", born_on="2025-01-01", gestation="60"))[1][0]


STATES = "family_key,person_key,from_on,state,because\n"


def test_states_follow_each_other_whatever_the_order_of_the_rows(check: Check) -> None:
    rows = (
        "F1,W,2025-01-01,active,welcome_back\nF1,W,2024-01-01,quiet,\nF1,W,2023-05-01,reaching_out,\n"
        "F1,W,2023-06-01,active,\n"
    )
    draft, problems, looks = check(enrolment=STATES + rows)
    assert problems == [] and looks == [] and draft is not None
    assert [r["state"] for r in draft.states["W"]] == ["reaching_out", "active", "quiet", "active"]


def test_states_that_do_not_follow_are_named(check: Check) -> None:
    rows = "F1,W,2023-05-01,quiet,\n"
    assert "“quiet” does not follow from “nothing”" in check(enrolment=STATES + rows)[1][0]
    rows = "F1,W,2023-05-01,active,\nF1,W,2023-06-01,quiet,\nF1,W,2023-07-01,active,\n"
    assert (
        "line 4: After “quiet” (line 3) she is active again with because = welcome_back"
        in check(enrolment=STATES + rows)[1][0]
    )


def test_her_part_decides_what_she_may_write(check: Check) -> None:
    contacts = "family_key,for_whom,person_key,on,mode,about\nF1,woman,W,2024-01-01,home,ipv_safety\n"
    assert check(contacts=contacts)[1] == []
    less = replace(KNOWN, writes=EVERYTHING & ~mask(Category.IPV_SAFETY))
    assert "does not let you write about ipv_safety" in check(less, contacts=contacts)[1][0]


def test_a_worker_nobody_knows_holds_nothing_up(check: Check) -> None:
    contacts = (
        "family_key,for_whom,person_key,on,mode,worker\nF1,woman,W,2024-01-01,home,WANDA\n"
        "F1,woman,W,2024-01-01,home,J. Doe\n"
    )
    draft, problems, looks = check(contacts=contacts)
    assert problems == [] and draft is not None
    assert [look for look in looks if "not a colleague" in look] == [
        "contacts.csv, line 3: This worker is not a colleague here; the name is kept as who else was there."
    ]


TEAM = "family_key,colleague,role,works_with,child_key,first_day,last_day\n"


def test_a_team_is_of_colleagues_and_each_part_reaches_whom_it_may(check: Check) -> None:
    rows = (
        "F1,Wnda,counsellor,,,2024-01-01,\nF1,Sam,counsellor,,,2024-01-01,\nF1,Wanda,child_care,family,,2024-01-01,\n"
        "F1,Wanda,counsellor,one_child,,2024-01-01,\nF1,Wanda,foster_carer,,,2024-01-01,\n"
    )
    _, problems, _ = check(team=TEAM + rows)
    said = "\n".join(problems)
    assert "line 2: The colleague “Wnda” is not known here. Did you mean “wanda”?" in said
    assert "line 3: Two colleagues are called “Sam”" in said
    assert "line 4: In this part a colleague works with the children" in said
    assert "line 5: works_with is one_child" in said
    assert "line 6: role is “foster_carer”" in said
    assert check(team=TEAM + "F1,Wanda,child_care,,,2024-01-01,2024-06-01\n")[1] == []
