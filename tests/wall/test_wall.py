"""The wall, tried as an attacker would who holds the page's own database role (docs: reference cases B, C, D, F)."""

from __future__ import annotations

import uuid

import pytest
from psycopg import errors

from alongside.project import roles
from tests.cast import CAST, dyad, ident
from tests.wall.conftest import Ask

# Tables that hold something about the ALDER family, with the column that names the family.
TABLES = {
    "families_family": "id",
    **{
        f"families_{t}": "family_id"
        for t in (
            "person", "woman", "child", "dyad", "identity", "earlierchild", "pregnancy", "duedate", "exposure",
            "livingarrangement", "legalstatus", "household", "householdstay", "relationship", "safecontact", "safeway",
            "namekey",
        )
    },
    **{f"enrolment_{t}": "family_id" for t in ("enrolment", "statechange", "teammember", "keyworker", "returntouse", "keptout")},
    **{
        f"consent_{t}": "family_id"
        for t in (
            "consent", "consentline", "outsideworker", "legalbasis", "disclosure", "disclosedpart", "disclosurestep",
            "statement", "breakglass", "dutyreport", "dutyreportstep", "sentback", "sentdocument", "sentbackstep",
        )
    },
    "care_contact": "family_id",
    "care_promise": "family_id",
    "care_careneed": "family_id",
    **{f"care_safety{t}": "family_id" for t in ("plan", "version", "turn", "copy")},
    "care_begunnote": "family_id", "care_reachwish": "family_id", "care_mentioned": "family_id", "care_mentionedturn": "family_id",
    "care_known": "family_id", "care_knownversion": "family_id",
    "care_usedanswer": "family_id", "care_askedtoday": "family_id",
    **{f"care_lane{t}": "family_id" for t in ("version", "signature")},
    **{f"goals_{t}": "family_id" for t in ("goal", "goalstep", "goalrating", "goalstanding", "goaltalk")},
    "calendars_elsewhere": "family_id",
    **{f"services_{t}": "family_id" for t in ("booking", "presence", "given")},
    **{f"peers_peer{t}": "family_id" for t in ("wish", "answer", "match", "allowance", "contact")},
    **{f"continuity_{t}": "family_id" for t in ("wait", "waitstep", "cover", "handback", "farewell")},
    **{f"intake_{t}": "family_id" for t in ("firstcontact", "conversation", "told", "offer", "welcome")},
    **{
        f"programmes_{t}": "family_id"
        for t in ("delivery", "deliveryworker", "deliveryturn", "sessionheld", "fidelity", "afterwords")
    },
    **{
        f"childcare_{t}": "family_id"
        for t in ("atthedoor", "fetcher", "fetchbar", "fetchtoday", "logentry", "helpplan", "consult")
    },
    **{
        f"assessment_{t}": "family_id"
        for t in ("occasion", "occasionstep", "answer", "score", "sitting", "sittingpart", "measurechoice", "mailing")
    },
}  # fmt: skip


NOBODY = [
    "W2",
    "W3",
    "p_cal",
    "p_dot",
    "CW2",
    "DRX",
    "PO",
    "EVAL",
    "ADM",
    "COUNCIL",
    "SITE2",
    "p_fin",
]


# How many rows of the family each table shows.
COUNTS = " union all ".join(
    f"select '{table}', count(*) from {table} where {column} = %(family)s" for table, column in TABLES.items()
)
NONE = dict.fromkeys(TABLES, 0)


@pytest.mark.parametrize("who", NOBODY)
def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask, who: str) -> None:
    assert dict(ask(who, COUNTS, {"family": CAST["ALDER"]})) == NONE


def test_a_request_without_a_token_sees_nothing(ask: Ask) -> None:
    everybody = " union all ".join(f"select '{table}', count(*) from {table}" for table in TABLES)
    for token in (None, "", "nobody's"):
        assert dict(ask(token, everybody)) == NONE


def test_her_own_counsellor_sees_her_family(ask: Ask) -> None:
    """The tests above could pass with everything closed; this one could not."""
    counts = dict(ask("W1", COUNTS, {"family": CAST["ALDER"]}))
    assert [table for table, count in counts.items() if count == 0] == ["enrolment_keptout"]


def notes(ask: Ask, who: str, **more: str) -> set[str]:
    return {note for (note,) in ask(who, "select note from care_contact where note <> ''", **more)}


def test_each_part_reads_its_own_categories(ask: Ask) -> None:
    every = {"SECRET visit", "SECRET use", "SECRET counselling", "SECRET safety", "SECRET child note", "SECRET between them",
             "SECRET peer note"}  # fmt: skip
    assert notes(ask, "W1") == every
    assert notes(ask, "SUP") == every
    assert notes(ask, "PIT") == every - {"SECRET counselling"}
    assert notes(ask, "DIR") == every - {"SECRET counselling", "SECRET safety"}
    assert notes(ask, "PEER") == {"SECRET visit", "SECRET peer note"}
    assert notes(ask, "PRIV") == set()
    assert notes(ask, "CHC") == {"SECRET child note"}


def test_child_care_sees_children_and_of_the_mother_only_her_name(ask: Ask) -> None:
    people = {name for (name,) in ask("CHC", "select name from families_person")}
    assert people == {"Bee Alder", "Bo Alder", "Ana Alder"}
    # The safe way to reach her is for whoever may have to (case C06); nothing else of hers is.
    assert ask("CHC", "select count(*) from families_safecontact") == [(1,)]
    for table in ("families_woman", "families_pregnancy", "families_exposure", "families_relationship",
                  "enrolment_returntouse", "families_household", "families_legalstatus"):  # fmt: skip
        assert ask("CHC", f"select count(*) from {table}") == [(0,)]


def test_herself_sees_what_is_hers_and_not_her_childs_legal_file(ask: Ask) -> None:
    assert notes(ask, "p_ana") == set()  # nothing was released to her yet (tests/wall/test_her_file.py releases)
    # Bee is hers to decide for; Bo is not, today.
    assert ask("p_ana", "select name from families_person order by 1") == [("Ana Alder",), ("Bee Alder",)]
    assert ask("p_ana", "select count(*) from families_exposure") == [(1,)]  # D-24: visible to her


def test_a_former_participant_does_not_find_her_own_file_as_staff(ask: Ask) -> None:
    """D-01, case D03: one account, two parts that never mix."""
    assert ask("PEER", "select count(*) from families_person where id = %s", [CAST["GIA"]]) == [(0,)]


@pytest.mark.parametrize("shape", [roles.SMALL, roles.REPORT])
@pytest.mark.parametrize("who", ["W1", "W2", "W3", "CHC", "PEER", "PIT", "DIR", "PRIV", "p_ana", "p_cal"])
def test_policy_shapes_mean_the_same(ask: Ask, who: str, shape: str) -> None:
    for table in (
        "care_contact",
        "families_person",
        "families_livingarrangement",
        "enrolment_teammember",
        "families_family",
    ):
        query = f"select id from {table} order by 1"
        assert ask(who, query, take=shape) == ask(who, query)


def test_a_counsellor_cannot_let_herself_in(ask: Ask) -> None:
    for verb in (
        "select safekeeping.let_in(safekeeping.me(), %(f)s, %(f)s, 'file', 16383, 16383, tstzrange(null, null), %(f)s)",
        "select safekeeping.open_file(%(f)s, %(f)s)",
        "select safekeeping.keep_out(%(f)s, safekeeping.me(), %(f)s)",
        "select safekeeping.keep_capacity(%(f)s, safekeeping.me(), 15, 16383, 16383, tstzrange(null, null))",
        "select safekeeping.keep_principal(%(f)s, null, null, null, 'staff', 'x', true)",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            ask("W2", verb, {"f": CAST["ALDER"]})


def test_even_the_manager_cannot_widen_her_own_part(ask: Ask) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        ask("DIR", "select safekeeping.keep_capacity(%s, safekeeping.me(), 255, 16383, 16383, tstzrange(null, null))",
            [uuid.uuid4()])  # fmt: skip


def test_nobody_of_another_agency_is_let_in_by_a_supervisor(ask: Ask) -> None:
    for outsider in ("CW1", "SITE2", "p_foster"):
        with pytest.raises(errors.InsufficientPrivilege):
            ask("SUP", "select safekeeping.let_in(%s, %s, %s, 'file', 16383, 0, tstzrange(null, null), %s)",
                [CAST[outsider], CAST["ALDER"], CAST["ALDER"], uuid.uuid4()])  # fmt: skip


def test_whoever_is_kept_out_cannot_lift_it(ask: Ask) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        ask("W3", "select safekeeping.lift(%s)", [ident("kept out ALDER W3")])


def test_writing_about_a_hidden_family_is_refused(ask: Ask) -> None:
    insert = (
        'insert into care_promise (id, recorded_by, family_id, subject, category, what, "on", worker, state)'
        " values (gen_random_uuid(), safekeeping.me(), %s, %s, 1, 'x', current_date, safekeeping.me(), 'open') returning id"
    )
    with pytest.raises(errors.InsufficientPrivilege):
        ask("W2", insert, [CAST["ALDER"], CAST["ANA"]])


def test_a_peer_supporter_cannot_write_in_a_category_that_is_not_hers(ask: Ask) -> None:
    insert = (
        'insert into care_promise (id, recorded_by, family_id, subject, category, what, "on", worker, state)'
        " values (gen_random_uuid(), safekeeping.me(), %s, %s, %s, 'x', current_date, safekeeping.me(), 'open') returning id"
    )
    with pytest.raises(errors.InsufficientPrivilege):
        ask("PEER", insert, [CAST["ALDER"], CAST["ANA"], 3])


def test_the_search_function_shows_only_what_the_asker_may_see(ask: Ask) -> None:
    find = "select person from safekeeping.find_people(%s, 20)"
    assert (CAST["ANA"],) in ask("W1", find, ["ana alder"])
    assert (CAST["GIA"],) not in ask("W1", find, ["gia alder"])
    assert ask("W3", find, ["ana alder"]) == []
    assert ask("p_cal", find, ["ana alder"]) == []
    assert ask(None, find, ["ana alder"]) == []
    assert {p for (p,) in ask("CHC", find, ["alder"])} == {CAST["ANA"], CAST["BEE"], CAST["BO"]}
    assert ask("W2", find, ["%"]) == ask("W2", find, ["_"]) == []


def test_cells_of_others_are_not_readable(ask: Ask) -> None:
    assert ask("W1", "select count(*) from safekeeping_cell where principal <> %s", [CAST["W1"]]) == [(0,)]
    assert ask("W3", "select family from safekeeping_exclusion") == [(CAST["ALDER"],)]
    assert ask("W1", "select count(*) from safekeeping_exclusion") == [(0,)]


def test_the_dyad_is_still_there(ask: Ask) -> None:
    assert ask("W1", "select count(*) from families_dyad where id = %s", [dyad("ANA", "BEE")]) == [(1,)]
