"""C, D, F and H: accounts, colleagues, finding, and writing in somebody else's name."""

from __future__ import annotations

import pytest
from psycopg import errors

from alongside.project import roles
from tests.cast import CAST, ident
from tests.wall.cases.life import Life, story


@story("C02")
def an_account_is_nobody_elses_number(life: Life) -> None:
    """Tried in full in ``tests.wall.test_her_page``: a name that is somebody else's number is held. Here: held opens nothing."""
    life.happens(
        "insert into accounts_herpage (person, family, state, why_off, few_traces) values (%s, %s, 'held', '', true)"
        " on conflict (person) do update set state = 'held'", CAST["ANA"], CAST["ALDER"],
    )  # fmt: skip
    life.admin.execute(f"set local role {roles.GATE}")
    with pytest.raises(errors.InvalidAuthorizationSpecification), life.admin.transaction():
        life.admin.execute(
            "select safekeeping.open_session('x', %s, interval '1 hour', interval '1 hour', true)", [CAST["ANA"]]
        )


@story("D03")
def staffs_own_record(life: Life) -> None:
    own = "select count(*) from families_person where id = %s"
    assert life.sees("PEER", own, CAST["GIA"]) == [(0,)]
    # Let in by mistake, she still does not find it: she is kept out of it.
    life.happens(
        "insert into safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis) values"
        " (%s, %s, %s, 'file', 16383, 16383, tstzrange(null, null), gen_random_uuid())",
        CAST["PEER"], CAST["CEDAR"], CAST["CEDAR"],
    )  # fmt: skip
    assert life.sees("PEER", own, CAST["GIA"]) == [(0,)]


@story("D04")
def a_peer_supporters_scope(life: Life) -> None:
    assert life.notes("PEER") == ["SECRET peer note", "SECRET visit"]
    for table in ("families_legalstatus", "families_exposure", "assessment_occasion", "assessment_score"):
        assert life.sees("PEER", f"select count(*) from {table} where family_id = %s", CAST["ALDER"]) == [(0,)]


@story("D05")
def a_supervisor_is_not_of_every_agency(life: Life) -> None:
    assert len(life.notes("SUP")) == 7
    assert life.sees("SUP", "select count(*) from families_family where id = %s", CAST["ELM"]) == [(0,)]


@story("D07")
def a_change_of_role_acts_at_once(life: Life) -> None:
    assert life.notes("W1")
    life.happens(
        "update safekeeping_cell set valid = tstzrange(lower(valid), statement_timestamp()) where principal = %s",
        CAST["W1"],
    )
    assert life.notes("W1") == []


@story("F03")
def finding_tells_nothing(life: Life) -> None:
    for who in ("CW1", "NUR", "p_foster", "p_cal", "p_ana", "PRIV"):
        life.become(who, roles.APP)
        for words in ("methadone", "alder", "ana", "bee alder"):
            assert life.admin.execute("select * from safekeeping.find_people(%s, 20)", [words]).fetchall() == []


@story("F11")
def a_key_that_is_taken_says_no_words(life: Life) -> None:
    # A draft with the id of a hidden form: refused by the policy before the key is looked at.
    life.become("CW1", roles.APP)
    with pytest.raises(errors.InsufficientPrivilege) as no, life.admin.transaction():
        life.admin.execute(
            "insert into care_contact (id, recorded_by, family_id, subject, for_whom, category, \"on\", mode, reached, worker,"
            " present, also_present, purpose, note, her_words, between_you, believed, items_given) values (%s, safekeeping.me(), %s,"
            " %s, 'woman', 1, current_date, 'home', 'met', safekeeping.me(), '{}', '', '', 'x', '', '', false, '')",
            [ident("contact 0"), CAST["ALDER"], CAST["ANA"]],
        )  # fmt: skip
    assert "SECRET" not in str(no.value) and "already exists" not in str(no.value)


@story("H01")
def nobody_writes_in_anothers_name(life: Life) -> None:
    insert = (
        'insert into care_contact (id, recorded_by, family_id, subject, for_whom, category, "on", mode, reached, worker, present,'
        " also_present, purpose, note, her_words, between_you, believed, items_given) values (gen_random_uuid(), %s, %s, %s, 'woman',"
        " 1, current_date, 'home', 'met', %s, '{}', '', '', 'x', '', '', false, '')"
    )
    life.refused("W1", insert, CAST["PIT"], CAST["ALDER"], CAST["ANA"], CAST["PIT"])
    assert life.tries("W1", insert, CAST["W1"], CAST["ALDER"], CAST["ANA"], CAST["W1"]) == 1
