"""Nobody makes her own way wider: the wall's verbs, tried by those who may use them (reference cases D, F, G)."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import psycopg
import pytest
from psycopg import errors

from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, dyad, ident, token_of

Say = Callable[..., list[tuple]]
EVERY = "16383, 16383, tstzrange(null, null)"


@pytest.fixture
def say(page: psycopg.Connection) -> Say:
    """Say something to the database as ``who``, several times in one transaction."""

    def saying(who: str, query: str, values: object = None) -> list[tuple]:
        page.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
        done = page.execute(query, values)  # type: ignore[arg-type]
        return done.fetchall() if done.description else []

    return saying


def refused(say: Say, who: str, query: str, values: object = None) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        say(who, query, values)


def test_a_manager_does_not_turn_her_own_part_into_a_wider_one_by_naming_somebody_else(say: Say) -> None:
    """The id of a part is known to colleagues; naming another person beside it must not rewrite whose part it is."""
    [(own,)] = say("DIR", "select id from accounts_role where colleague_id = %s", [CAST["DIR"]])
    refused(
        say, "DIR", f"select safekeeping.keep_capacity(%s, %s, 4095, {EVERY})", [own, CAST["W2"]]
    )  # fmt: skip


def test_an_administrator_makes_no_second_part_for_her_own_account(say: Say) -> None:
    [(account,)] = say("ADM", "select safekeeping.my_account()")
    refused(
        say, "ADM", "select safekeeping.keep_principal(%s, %s, %s, null, 'staff', 'me too', true)",
        [uuid.uuid4(), account, CAST["LEAD"]],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("agency", "kind"), [("CAS", "staff"), ("OTHER_SITE", "partner"), ("LEAD", "service"), ("LEAD", "herself")]
)
def test_an_administrator_keeps_accounts_of_her_own_agency_alone(say: Say, agency: str, kind: str) -> None:
    refused(
        say, "ADM", "select safekeeping.keep_principal(%s, null, %s, null, %s, 'somebody', true)",
        [uuid.uuid4(), CAST[agency], kind],
    )  # fmt: skip


@pytest.mark.parametrize("who", ["CW1", "SITE2"])
def test_an_administrator_does_not_switch_off_or_widen_people_of_another_agency(say: Say, page, who: str) -> None:  # type: ignore[no-untyped-def]
    query = "select safekeeping.keep_principal(%s, null, %s, null, 'staff', 'gone', false)"
    refused(say, "ADM", query, [CAST[who], CAST["LEAD"]])
    page.rollback()
    refused(say, "ADM", f"select safekeeping.keep_capacity(%s, %s, 15, {EVERY})", [uuid.uuid4(), CAST[who]])


def test_an_administrator_still_brings_in_and_sends_off_colleagues(say: Say) -> None:
    """The tests above could pass with everything closed; this one could not."""
    new = uuid.uuid4()
    keep = "select safekeeping.keep_principal(%s, %s, %s, null, 'staff', 'Nell', %s)"
    say("ADM", keep, [new, uuid.uuid4(), CAST["LEAD"], True])
    say("ADM", f"select safekeeping.keep_capacity(%s, %s, 1, {EVERY})", [uuid.uuid4(), new])
    say("ADM", keep, [new, None, CAST["LEAD"], False])


def test_a_woman_who_signs_in_gets_no_ability(say: Say) -> None:
    refused(say, "ADM", f"select safekeeping.keep_capacity(%s, %s, 1, {EVERY})", [uuid.uuid4(), CAST["ANA"]])


def test_nobody_signs_in_as_herself_into_another_womans_record(say: Say) -> None:
    """Eve's own sign-in (were there one) is let into nothing about Ana, however a supervisor asks."""
    let = "select safekeeping.let_in(%s, %s, %s, %s, 16383, 0, tstzrange(null, null), %s)"
    refused(say, "SUP", let, [CAST["FIN"], CAST["ALDER"], CAST["ALDER"], "file", uuid.uuid4()])


def test_nobody_signs_in_as_herself_into_another_womans_lines(say: Say) -> None:
    let = "select safekeeping.let_in(%s, %s, %s, %s, 16383, 0, tstzrange(null, null), %s)"
    refused(say, "SUP", let, [CAST["FIN"], CAST["ALDER"], CAST["ANA"], "one", uuid.uuid4()])


def test_whoever_arranges_teams_does_not_shut_the_privacy_officer_out(say: Say) -> None:
    [(part,)] = say("SUP", "select id from accounts_role where colleague_id = %s", [CAST["PRIV"]])
    refused(say, "SUP", "select safekeeping.let_go(%s, %s, statement_timestamp())", [CAST["ALDER"], part])


def test_whoever_is_kept_out_admits_nobody(say: Say) -> None:
    refused(say, "W3", "select safekeeping.admit(%s, %s, 16383)", [CAST["ALDER"], CAST["ANA"]])


# --- rows that point into another family ------------------------------------------------------------------------------

MINE = {"f": CAST["BIRCH"], "eve": CAST["EVE"], "ana": CAST["ANA"], "bee": CAST["BEE"], "w2": CAST["W2"],
        "nobody": uuid.UUID(int=7), "dyad": dyad("ANA", "BEE"), "preg": ident("pregnancy ANA"),
        "home": ident("home ANA"), "plan": ident("plan ANA")}  # fmt: skip
# A counsellor of the Birch family writes there, and points at somebody of the Alder family (or at nobody).
MIXED = {
    "a living arrangement, days known by their overlap": (
        "families_livingarrangement (id, recorded_by, family_id, child_id, kind, during, note, day_to_day, source)",
        "gen_random_uuid(), %(w2)s, %(f)s, {}, 'kin', '[2025-01-01,)', '', '', 'staff'", "bee"),
    "a key worker": ("enrolment_keyworker (id, recorded_by, family_id, person_id, colleague_id, during)",
                     "gen_random_uuid(), %(w2)s, %(f)s, {}, %(w2)s, '[2025-01-01,)'", "ana"),
    "a plan for being reached": (
        "families_safecontact (id, recorded_by, family_id, woman_id, version, checked_on, we_are_called,"
        " who_shares_the_phone, code_word, note)",
        "gen_random_uuid(), %(w2)s, %(f)s, {}, 1, '2026-01-01', '', '', '', ''", "ana"),
    "the two together": ("families_dyad (id, recorded_by, family_id, woman_id, child_id, began_on, began)",
                         "gen_random_uuid(), %(w2)s, %(f)s, %(eve)s, {}, '2026-01-01', 'birth'", "bee"),
    "somebody in her life": (
        "families_relationship (id, recorded_by, family_id, person_id, other_id, kind, safety, during)",
        "gen_random_uuid(), %(w2)s, %(f)s, %(eve)s, {}, 'ex_partner', 'unknown', '[2025-01-01,)'", "ana"),
    "a measure": (
        "assessment_occasion (id, recorded_by, family_id, subject, category, instrument, wave, \"on\", state, total, source, note)",
        "gen_random_uuid(), %(w2)s, %(f)s, {}, 4, 'PHQ-9', '', '2026-01-15', 'done', 3, 'her_report', ''", "ana"),
    "a promise": ('care_promise (id, recorded_by, family_id, subject, category, what, "on", worker, state)',
                  "gen_random_uuid(), %(w2)s, %(f)s, {}, 1, 'x', '2026-01-01', %(w2)s, 'open'", "dyad"),
    "a due date": ("families_duedate (id, recorded_by, family_id, pregnancy_id, woman_id, due_on, method)",
                   "gen_random_uuid(), %(w2)s, %(f)s, {}, %(eve)s, '2026-01-01', 'other'", "preg"),
    "a stay": ("families_householdstay (id, recorded_by, family_id, household_id, person_id, during, source)",
               "gen_random_uuid(), %(w2)s, %(f)s, {}, %(eve)s, '[2025-01-01,)', 'staff'", "home"),
}  # fmt: skip


@pytest.mark.parametrize("at", ["hidden", "nobody"])
@pytest.mark.parametrize("what", MIXED)
def test_a_row_of_one_family_never_points_into_another(say: Say, what: str, at: str) -> None:
    """Unique keys and foreign keys look past the wall, so the wall answers first: hidden and absent are refused alike."""
    columns, values, hidden = MIXED[what]
    key = hidden if at == "hidden" else at
    refused(say, "W2", f"insert into {columns} values ({values.format(f'%({key})s')})", MINE)


def test_what_is_kept_in_a_category_of_others_is_not_told_by_a_refusal(say: Say) -> None:
    """A peer supporter does not learn, by recording the same measure for the same day, that it was taken."""
    columns, values, _hidden = MIXED["a measure"]
    values = values.replace("%(f)s", "%(alder)s").replace(", 4,", f", {int(C.PEER_SUPPORT)},").format("%(ana)s")
    say("PEER", f"insert into {columns} values ({values})", {**MINE, "alder": CAST["ALDER"], "w2": CAST["PEER"]})


def test_nobody_stands_in_the_way_of_a_change_in_another_family(say: Say) -> None:
    keep = (
        "insert into recordkeeping_earlierversion (id, recorded_by, family, subject, category, about, target, version, held)"
        " values (gen_random_uuid(), %(by)s, %(family)s, %(subject)s, 0, 'families.person', %(ana)s, 1, '{}')"
    )
    say("W1", keep, {"by": CAST["W1"], "family": CAST["ALDER"], "subject": CAST["ANA"], "ana": CAST["ANA"]})
    say("W2", keep, {"by": CAST["W2"], "family": CAST["BIRCH"], "subject": CAST["EVE"], "ana": CAST["ANA"]})


def test_a_row_that_points_at_its_own_family_is_taken(say: Say) -> None:
    """The tests above could pass with everything closed; these could not."""
    for what, own in (
        ("a key worker", "eve"),
        ("a plan for being reached", "eve"),
        ("a measure", "eve"),
        ("a promise", "eve"),
    ):
        columns, values, _hidden = MIXED[what]
        say("W2", f"insert into {columns} values ({values.format(f'%({own})s')})", MINE)
