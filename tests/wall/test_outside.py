"""People outside, tried as an attacker would: what is open to them, looking, sending, and taking back while they look."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.utils import timezone
from psycopg import errors

from alongside.project import roles
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, dyad, ident, token_of
from tests.databases import Cluster
from tests.pages.lives import appointment
from tests.wall.conftest import Ask

PAIR = dyad("ANA", "BEE")
SHARED = "select person, known_as from safekeeping.shared_with_me(null, null, null, 100)"
LOOK = "select disclosure, basis, acknowledged from safekeeping.record_view(%s, %s, %s, %s)"
EVERYBODY_ELSE = ["CW2", "DRX", "PO", "W1", "W2", "SUP", "PRIV", "p_cal", "p_dot", "p_foster", "p_ana", "EVAL", None]


def words(*categories: C, text: str = "what was shown") -> str:
    return json.dumps([{"category": int(category), "snapshot": f"{text} {int(category)}"} for category in categories])


@pytest.fixture
def town(cluster: Cluster, template: str) -> Iterator[str]:
    """A clone in which things are written for good."""
    name = cluster.clone(template, f"alongside_outside_{uuid.uuid4().hex[:8]}")
    yield name
    cluster.drop(name)


def as_app(cluster: Cluster, town: str, who: str | None) -> psycopg.Connection:
    connection = cluster.as_role(roles.APP, town)
    connection.execute("select set_config('alongside.token', %s, true)", [token_of(who) if who else ""])
    return connection


def shared(cluster: Cluster, town: str, who: str) -> set[str]:
    with as_app(cluster, town, who) as page:
        return {name for _person, name in page.execute(SHARED).fetchall()}


def look(cluster: Cluster, town: str, who: str, subject: uuid.UUID, parts: str, family: str = "ALDER") -> list[tuple]:
    with as_app(cluster, town, who) as page:
        return page.execute(LOOK, [CAST[family], subject, parts, "the notice"]).fetchall()


def lines(cluster: Cluster, town: str, who: str = "CW1") -> int:
    with cluster.admin(town) as admin:
        return admin.execute("select count(*) from consent_disclosure where recorded_by = %s", [CAST[who]]).fetchone()[
            0
        ]


def change(cluster: Cluster, town: str, query: str, *values: object) -> None:
    with cluster.admin(town) as admin:
        admin.execute(query, values)  # type: ignore[arg-type]


# --- who is in whose list ---------------------------------------------------------------------------------------------


def test_the_named_worker_sees_whom_she_works_with_and_who_shares(ask: Ask) -> None:
    assert ask("CW1", SHARED) == [(CAST["ANA"], "Ana A."), (CAST["BEE"], "Bee A.")]
    assert ask("NUR", SHARED) == [(CAST["BEE"], "Bee Alder")]


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_everybody_else_sees_nobody(ask: Ask, who: str | None) -> None:
    """Not assigned, locked out, another agency, our own people, carers, she herself, nobody."""
    assert ask(who, SHARED) == []
    assert ask(who, "select count(*) from safekeeping.pairs_with_me(%s)", [CAST["BEE"]]) == [(0,)]
    for person in ("ANA", "BEE", "GIA"):
        assert ask(who, "select * from safekeeping.shared_with_me(%s, null, null, 1)", [CAST[person]]) == []


def test_a_list_goes_on_where_it_stopped(ask: Ask) -> None:
    first = ask("CW1", "select person, key from safekeeping.shared_with_me(null, null, null, 1)")
    assert [person for person, _key in first] == [CAST["ANA"]]
    query = "select person from safekeeping.shared_with_me(null, %s, %s, 1)"
    assert ask("CW1", query, [first[0][1], first[0][0]]) == [(CAST["BEE"],)]


def test_the_two_together_need_both(ask: Ask) -> None:
    """Both said yes to what was seen between them; to being here only the child's side names the two."""
    [(pair, mask)] = ask("CW1", "select dyad, categories from safekeeping.pairs_with_me(%s)", [CAST["BEE"]])
    assert pair == PAIR and mask == 1 << C.DYAD_OBSERVATION | 1 << C.SERVICE_USE
    assert ask("NUR", "select * from safekeeping.pairs_with_me(%s)", [CAST["BEE"]]) == []


# --- what the tables themselves let through ---------------------------------------------------------------------------


def test_a_worker_outside_reads_what_is_shared_and_no_table_about_agreements(ask: Ask) -> None:
    notes = {note for (note,) in ask("CW1", "select note from care_contact where note <> ''")}
    assert notes == {"SECRET visit", "SECRET child note", "SECRET between them"}
    assert {note for (note,) in ask("NUR", "select note from care_contact where note <> ''")} == {"SECRET child note"}
    for table in ("consent_consent", "consent_consentline", "consent_outsideworker", "consent_disclosure",
                  "consent_disclosedpart", "consent_disclosurestep", "consent_breakglass", "consent_legalbasis",
                  "consent_dutyreport", "families_child", "families_woman", "families_household", "families_relationship",
                  "enrolment_teammember", "enrolment_statechange", "assessment_occasion", "recordkeeping_trail"):  # fmt: skip
        assert ask("CW1", f"select count(*) from {table}") == [(0,)], table


def test_a_worker_outside_writes_in_no_table(ask: Ask) -> None:
    row = "(id, recorded_by, family_id, subject, category, agency_id, colleague_id, sender, kind, words)"
    values = "(gen_random_uuid(), %(me)s, %(f)s, %(ana)s, 1, %(cas)s, %(me)s, 'x', 'hand_off', 'x')"
    said = {"me": CAST["CW1"], "f": CAST["ALDER"], "ana": CAST["ANA"], "cas": CAST["CAS"], "d": ident("D1")}
    tried = [
        f"insert into consent_sentback {row} values {values}",
        "insert into consent_disclosurestep (id, recorded_by, family_id, subject, disclosure_id, kind, words)"
        " values (gen_random_uuid(), %(me)s, %(f)s, %(ana)s, %(d)s, 'acknowledged', '')",
        "insert into consent_sentbackstep (id, recorded_by, family_id, subject, category, sent_back_id, kind)"
        " select gen_random_uuid(), %(me)s, family_id, subject, category, id, 'herself' from consent_sentback",
    ]
    for query in tried:
        with pytest.raises((errors.InsufficientPrivilege, errors.CheckViolation)):
            ask("CW1", query + " returning 1", said)
    for query in ("update care_contact set superseded_at = now()", "update care_careneed set taken_back_at = now()"):
        assert ask("CW1", f"{query} returning 1") == []


def test_her_words_stand_beside_a_note_for_whoever_reads_the_note(ask: Ask) -> None:
    assert ask("CW1", "select words from consent_statement") == [("SECRET I see it otherwise",)]
    assert ask("NUR", "select words from consent_statement") == []


def test_care_needs_are_for_whoever_looks_after_that_child(ask: Ask) -> None:
    every = "select words from care_careneed order by 1"
    assert ask("p_foster", every) == [("NEED no nuts for Bo",)]
    assert ask("CHC", every) == [("NEED no nuts for Bee",), ("NEED no nuts for Bo",)]
    assert ask("CW1", every) == ask("NUR", every) == ask("p_ana", every) == [("NEED no nuts for Bee",)]
    for who in ("CW2", "p_cal", "p_dot", "W2", "PRIV"):
        assert ask(who, every) == []
    with pytest.raises(errors.InsufficientPrivilege):
        ask("p_foster", "insert into care_careneed (id, recorded_by, family_id, child_id, kind, words) values"
            " (gen_random_uuid(), %s, %s, %s, 'other', 'x') returning 1", [CAST["p_foster"], CAST["ALDER"], CAST["BO"]])  # fmt: skip


def test_a_carer_sees_the_child_alone(ask: Ask) -> None:
    """D-I5, case B06: no woman, no address, no note of the programme, no word about using."""
    assert ask("p_foster", "select child from safekeeping.in_my_care()") == [(CAST["BO"],)]
    assert ask("p_foster", "select name from families_person") == [("Bo Alder",)]
    assert ask("p_foster", "select count(*) from care_contact") == [(0,)]
    for table in ("families_child", "families_woman", "families_dyad", "families_livingarrangement", "families_legalstatus",
                  "families_safecontact", "families_household", "families_family"):  # fmt: skip
        assert ask("p_foster", f"select count(*) from {table}") == [(0,)], table


def test_an_appointment_is_for_whoever_looks_after_that_child(cluster: Cluster, town: str) -> None:
    with cluster.admin(town) as admin:
        for child in ("BEE", "BO"):
            appointment(admin, child)
    for who, seen in {
        "p_foster": ["NEED eyes of Bo are looked at"], "p_dot": [], "p_cal": [], "CW2": [],
        "CHC": ["NEED eyes of Bee are looked at", "NEED eyes of Bo are looked at"],
    }.items():  # fmt: skip
        with as_app(cluster, town, who) as page:
            assert [what for (what,) in page.execute("select what from care_promise order by 1")] == seen, who


# --- looking ----------------------------------------------------------------------------------------------------------


def test_a_look_is_a_line_word_for_word_and_the_same_look_is_the_same_line(cluster: Cluster, town: str) -> None:
    before = lines(cluster, town)
    first = look(cluster, town, "CW1", CAST["BEE"], words(C.CHILD_HEALTH_DEV, C.SERVICE_USE))
    assert [row[1:] for row in first] == [("consent", False)]
    assert look(cluster, town, "CW1", CAST["BEE"], words(C.SERVICE_USE, C.CHILD_HEALTH_DEV)) == first
    assert lines(cluster, town) == before + 1
    another = look(cluster, town, "CW1", CAST["BEE"], words(C.SERVICE_USE, text="and then"))
    assert another[0][0] != first[0][0] and lines(cluster, town) == before + 2
    with cluster.admin(town) as admin:
        row = admin.execute(
            "select subject, agency_id, colleague_id, recipient, kind, purpose, basis, consent_id, notice, told_before"
            " from consent_disclosure where id = %s", [first[0][0]],
        ).fetchone()  # fmt: skip
        parts = admin.execute(
            "select category, snapshot, sha256 = encode(sha256(convert_to(snapshot, 'UTF8')), 'hex')"
            " from consent_disclosedpart where disclosure_id = %s order by 1", [first[0][0]],
        ).fetchall()  # fmt: skip
    assert row == (
        CAST["BEE"], CAST["CAS"], CAST["CW1"], "Cora, child-welfare worker, Child-welfare society", "view",
        "care_coordination", "consent", ident("C2"), "the notice", "told",
    )  # fmt: skip
    assert parts == [(1, "what was shown 1", True), (7, "what was shown 7", True)]


def test_tomorrow_the_same_look_is_a_line_again(cluster: Cluster, town: str) -> None:
    first = look(cluster, town, "CW1", CAST["ANA"], words(C.SERVICE_USE))
    change(cluster, town, "set session_replication_role = replica")
    with cluster.admin(town) as admin:
        admin.execute(
            "update consent_disclosure set recorded_at = recorded_at - interval '1 day' where id = %s", [first[0][0]]
        )
    assert look(cluster, town, "CW1", CAST["ANA"], words(C.SERVICE_USE)) != first


def test_a_look_at_the_two_together_rests_on_the_childs_line(cluster: Cluster, town: str) -> None:
    [(line, _basis, _acknowledged)] = look(cluster, town, "CW1", PAIR, words(C.DYAD_OBSERVATION))
    with cluster.admin(town) as admin:
        found = admin.execute("select subject, consent_id from consent_disclosure where id = %s", [line]).fetchone()
    assert found == (PAIR, ident("C2"))


def test_a_carers_look_is_a_line_too(cluster: Cluster, town: str) -> None:
    [(line, basis, _acknowledged)] = look(cluster, town, "p_foster", CAST["BO"], words(C.CHILD_HEALTH_DEV))
    assert basis == "caring"
    with cluster.admin(town) as admin:
        found = admin.execute(
            "select agency_id, colleague_id, recipient, notice, told_before from consent_disclosure where id = %s",
            [line],
        ).fetchone()
    assert found == (None, None, "Flo, foster carer", "", "not_yet")


@pytest.mark.parametrize("who", [w for w in EVERYBODY_ELSE if w not in ("p_foster", None)])
def test_nobody_else_writes_a_look(cluster: Cluster, town: str, who: str) -> None:
    for subject in (CAST["ANA"], CAST["BEE"], PAIR):
        with pytest.raises(errors.InsufficientPrivilege):
            look(cluster, town, who, subject, words(C.SERVICE_USE))


@pytest.mark.parametrize(
    ("who", "subject", "categories"),
    [
        ("CW1", "ANA", [C.SUD]),
        ("CW1", "ANA", [C.SERVICE_USE, C.SUD]),
        ("CW1", "ANA", [C.CHILD_HEALTH_DEV]),
        ("CW1", "BO", [C.SERVICE_USE]),
        ("CW1", "CAL", [C.CONTACT]),
        ("NUR", "ANA", [C.CHILD_HEALTH_DEV]),
        ("p_foster", "BEE", [C.CHILD_HEALTH_DEV]),
        ("p_foster", "ANA", [C.CONTACT]),
        ("p_foster", "BO", [C.SERVICE_USE]),
    ],
)
def test_nothing_is_written_as_shown_that_is_not_open(
    cluster: Cluster, town: str, who: str, subject: str, categories: list[C]
) -> None:
    before = lines(cluster, town, who)
    with pytest.raises(errors.InsufficientPrivilege):
        look(cluster, town, who, CAST[subject], words(*categories))
    assert lines(cluster, town, who) == before


def test_a_look_in_another_family_than_the_persons_is_no_look(cluster: Cluster, town: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        look(cluster, town, "CW1", CAST["ANA"], words(C.SERVICE_USE), family="CEDAR")


def test_i_have_it_is_said_once_and_about_ones_own_look(cluster: Cluster, town: str) -> None:
    [(line, _basis, said)] = look(cluster, town, "CW1", CAST["ANA"], words(C.SERVICE_USE))
    assert not said
    say = "select safekeeping.acknowledge_view(%s::uuid[])"
    for who in ("NUR", "CW2", "W1", "p_ana"):
        with as_app(cluster, town, who) as page:
            assert page.execute(say, [[line, ident("D1")]]).fetchone() == (0,)
    for count in (1, 0):
        with as_app(cluster, town, "CW1") as page:
            assert page.execute(say, [[line, ident("D1")]]).fetchone() == (count,)  # D1 is another's line
    assert look(cluster, town, "CW1", CAST["ANA"], words(C.SERVICE_USE)) == [(line, "consent", True)]


# --- what ends it -----------------------------------------------------------------------------------------------------

TODAY = "(statement_timestamp() at time zone 'America/Toronto')::date"
ENDS = {
    "the agreement is withdrawn": "update consent_consent set withdrawn_at = now(), withdrawn_by = giver_id where id = any (%(c)s)",
    "each line is withdrawn": "update consent_consentline set withdrawn_at = now() where consent_id = any (%(c)s)",
    "its last day was yesterday": f"update consent_consent set during = daterange(lower(during), {TODAY}) where id = any (%(c)s)",
    "it begins tomorrow": f"update consent_consent set during = daterange({TODAY} + 1, null) where id = any (%(c)s)",
    "it was never signed": "update consent_consent set signed_at = null where id = any (%(c)s)",
    "it was signed by a clock that is ahead": "update consent_consent set signed_at = now() + interval '10 minutes' where id = any (%(c)s)",
    "it is for something else": "update consent_consent set purpose = 'research' where id = any (%(c)s)",
    "she no longer works with them": f"update consent_outsideworker set during = daterange(lower(during), {TODAY}) where colleague_id = %(me)s",
    "her part ended": "update safekeeping_capacity set valid = tstzrange(lower(valid), now()) where principal = %(me)s",
    "she is somebody no longer": "update safekeeping_principal set active = false where id = %(me)s",
    "the agency's door is shut": "update agencies_agency set shut_at = now() where id = %(cas)s",
    "she works elsewhere now": "update safekeeping_principal set agency = %(shel)s where id = %(me)s",
    "it went to another agency": "update consent_consent set agency_id = %(shel)s where id = any (%(c)s)",
    "the family keeps her out": "insert into safekeeping_exclusion (id, principal, family, since) values (gen_random_uuid(), %(me)s, %(f)s, now())",
    "it is kept from her": "update consent_consent set effect = 'deny' where id = any (%(c)s)",
}  # fmt: skip
STAYS = {
    "today is its last day": f"update consent_consent set during = daterange(lower(during), {TODAY} + 1) where id = any (%(c)s)",
    "her work with them ends today": f"update consent_outsideworker set during = daterange(lower(during), {TODAY} + 1) where colleague_id = %(me)s",
    "nothing happens": "select 1",
}  # fmt: skip
VALUES = {
    "c": [ident("C1"), ident("C2")], "me": CAST["CW1"], "cas": CAST["CAS"], "shel": CAST["SHEL"], "f": CAST["ALDER"],
}  # fmt: skip


def happens(cluster: Cluster, town: str, query: str) -> None:
    """As an administrator who passes by the rule that signed is signed, but not by what compiles it."""
    with cluster.admin(town) as admin, admin.transaction():
        for table in ("consent_consent", "consent_consentline"):
            admin.execute(f"alter table {table} disable trigger signed_stays")
        admin.execute(query, VALUES)  # type: ignore[arg-type]
        admin.execute("set constraints all immediate")
        for table in ("consent_consent", "consent_consentline"):
            admin.execute(f"alter table {table} enable trigger signed_stays")


@pytest.mark.parametrize("what", ENDS)
def test_it_ends_at_the_next_statement(cluster: Cluster, town: str, what: str) -> None:
    assert shared(cluster, town, "CW1") == {"Ana A.", "Bee A."}
    happens(cluster, town, ENDS[what])
    assert shared(cluster, town, "CW1") == set()
    before = lines(cluster, town)
    with pytest.raises(errors.InsufficientPrivilege):
        look(cluster, town, "CW1", CAST["ANA"], words(C.SERVICE_USE))
    assert lines(cluster, town) == before
    with as_app(cluster, town, "CW1") as page:
        for table in ("care_contact", "care_promise", "care_careneed", "families_person", "consent_sentback",
                      "consent_sentdocument", "consent_sentbackstep", "consent_statement"):  # fmt: skip
            assert page.execute(f"select count(*) from {table}").fetchone() == (0,), table
    if "elsewhere" not in what and "agency" not in what and "work" not in what and "part" not in what:
        assert shared(cluster, town, "NUR") == ({"Bee Alder"})  # what others agreed to goes on


@pytest.mark.parametrize("what", STAYS)
def test_a_last_day_counts_wholly(cluster: Cluster, town: str, what: str) -> None:
    """The test above could pass with everything ended; this one could not."""
    happens(cluster, town, STAYS[what])
    assert shared(cluster, town, "CW1") == {"Ana A.", "Bee A."}
    with cluster.admin(town) as admin:
        ends = admin.execute(
            "select distinct upper(valid) at time zone 'America/Toronto' from safekeeping_cell"
            " where principal = %s and reach = 'outside' and subject = %s", [CAST["CW1"], CAST["ANA"]],
        ).fetchall()  # fmt: skip
    if "today" in what:
        midnight = timezone.localdate() + timedelta(days=1)
        assert [(end.date(), end.hour, end.minute) for (end,) in ends] == [(midnight, 0, 0)]


def test_whoever_decides_no_longer_for_a_child_ends_what_she_signed_for_it(cluster: Cluster, town: str) -> None:
    happens(
        cluster,
        town,
        f"update families_decisionright set during = daterange(lower(during), {TODAY}) where topic = 'release'",
    )
    assert shared(cluster, town, "CW1") == {"Ana A."}
    assert shared(cluster, town, "NUR") == set()


def test_an_agency_that_becomes_part_of_another_brings_nothing_along(cluster: Cluster, town: str) -> None:
    """Her agreement names one agency. Its people at their new one begin with nothing, and the others there too."""
    happens(cluster, town, "update safekeeping_principal set agency = %(shel)s where agency = %(cas)s")
    for who in ("CW1", "CW2"):
        assert shared(cluster, town, who) == set()


# --- taking back while somebody looks ---------------------------------------------------------------------------------

WITHDRAW = "update consent_consent set withdrawn_at = clock_timestamp(), withdrawn_by = giver_id where id = %s"


def as_ana(cluster: Cluster, town: str) -> psycopg.Connection:
    return as_app(cluster, town, "p_ana")


def test_taking_back_waits_for_a_look_that_began_before(cluster: Cluster, town: str) -> None:
    with as_app(cluster, town, "CW1") as page, as_ana(cluster, town) as hers:
        page.execute(LOOK, [CAST["ALDER"], CAST["ANA"], words(C.SERVICE_USE), ""])
        hers.execute("set local lock_timeout = '300ms'")
        with pytest.raises(errors.LockNotAvailable):
            hers.execute(WITHDRAW, [ident("C1")])
        page.commit()
    with as_ana(cluster, town) as hers:
        hers.execute(WITHDRAW, [ident("C1")])
    with pytest.raises(errors.InsufficientPrivilege):
        look(cluster, town, "CW1", CAST["ANA"], words(C.SERVICE_USE))


def test_a_look_waits_for_taking_back_and_then_sees_it(cluster: Cluster, town: str) -> None:
    """Also when its statement began before: it decides by the time at which it goes on, not at which it began to wait."""
    before, seen = lines(cluster, town), []

    def looking() -> None:
        try:
            seen.append(look(cluster, town, "CW1", CAST["ANA"], words(C.SERVICE_USE)))
        except errors.InsufficientPrivilege as no:
            seen.append(no)

    with as_ana(cluster, town) as hers:
        hers.execute("select pg_advisory_xact_lock(4711, hashtext(%s) & 1023)", [str(CAST["ALDER"])])
        thread = threading.Thread(target=looking)
        thread.start()
        time.sleep(0.5)
        assert thread.is_alive() and not seen
        hers.execute(WITHDRAW, [ident("C1")])
        hers.commit()
        thread.join(10)
    assert len(seen) == 1 and isinstance(seen[0], errors.InsufficientPrivilege)
    assert lines(cluster, town) == before


def test_no_look_is_written_after_it_was_taken_back(cluster: Cluster, town: str) -> None:
    """Many at once, at many moments: every line was written before the moment at which she took it back."""
    every: list[str] = []
    for round in range(12):
        with cluster.admin(town) as admin, admin.transaction():
            for table in ("consent_consent", "consent_consentline"):
                admin.execute(f"alter table {table} disable trigger signed_stays")
            admin.execute("update consent_consent set withdrawn_at = null where id = %s", [ident("C1")])
            for table in ("consent_consent", "consent_consentline"):
                admin.execute(f"alter table {table} enable trigger signed_stays")
        go = threading.Barrier(5)
        done: list[str] = []

        def looking(n: int, go: threading.Barrier = go, done: list[str] = done, round: int = round) -> None:
            go.wait()
            for turn in range(6):
                try:
                    look(cluster, town, "CW1", CAST["ANA"], words(C.SERVICE_USE, text=f"{round} {n} {turn}"))
                    done.append("shown")
                except errors.InsufficientPrivilege:
                    done.append("nothing")

        def withdrawing(go: threading.Barrier = go, round: int = round) -> None:
            go.wait()
            time.sleep(0.004 * round)
            with as_ana(cluster, town) as hers:
                hers.execute(WITHDRAW, [ident("C1")])

        threads = [threading.Thread(target=looking, args=(n,)) for n in range(4)]
        threads.append(threading.Thread(target=withdrawing))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        with cluster.admin(town) as admin:
            late = admin.execute(
                "select count(*) from consent_disclosure d join consent_consent k on k.id = d.consent_id join"
                " consent_disclosedpart p on p.disclosure_id = d.id where p.snapshot like %s and d.recorded_at >= k.withdrawn_at",
                [f"{round} %"],
            ).fetchone()  # fmt: skip
            kept = admin.execute(
                "select count(*) from consent_disclosedpart where snapshot like %s", [f"{round} %"]
            ).fetchone()
        assert late == (0,) and len(done) == 24 and kept == (done.count("shown"),)
        every += done
    assert {"shown", "nothing"} <= set(every)


# --- sending back -----------------------------------------------------------------------------------------------------

SEND = "select safekeeping.send_back(%s, %s, %s, %s, %s, %s)"


def send(cluster: Cluster, town: str, who: str, subject: uuid.UUID, category: C, kind: str = "hand_off") -> uuid.UUID:
    id = uuid.uuid4()
    with as_app(cluster, town, who) as page:
        page.execute(SEND, [id, CAST["ALDER"], subject, int(category), kind, "she is well"])
    return id


def test_what_is_sent_back_is_read_by_her_team_and_by_her(cluster: Cluster, town: str) -> None:
    id = send(cluster, town, "CW1", CAST["ANA"], C.SERVICE_USE)
    query = "select words from consent_sentback where id = %s"
    for who, sees in (("W1", True), ("PIT", True), ("p_ana", True), ("CW1", True), ("CHC", False), ("W2", False),
                      ("CW2", False), ("NUR", False), ("DRX", False), ("p_cal", False), ("p_foster", False), ("PRIV", False)):  # fmt: skip
        with as_app(cluster, town, who) as page:
            assert (page.execute(query, [id]).fetchone() is not None) is sees, who


def test_she_reads_it_whatever_it_is_about(cluster: Cluster, town: str) -> None:
    """Her own page shows no notes about how she feels; what somebody outside wrote about her to us, it shows."""
    happens(cluster, town, "update consent_consentline set category = 4 where consent_id = any (%(c)s) and category = 8 and subject = "
            f"'{CAST['ANA']}'")  # fmt: skip
    id = send(cluster, town, "CW1", CAST["ANA"], C.MENTAL_HEALTH_TRAUMA)
    with as_app(cluster, town, "p_ana") as page:
        assert page.execute("select words from consent_sentback where id = %s", [id]).fetchone() == ("she is well",)


@pytest.mark.parametrize(
    ("who", "subject", "category"),
    [("CW1", "ANA", C.SUD), ("CW1", "CAL", C.CONTACT), ("NUR", "ANA", C.CHILD_HEALTH_DEV), ("CW2", "ANA", C.SERVICE_USE),
     ("DRX", "ANA", C.SERVICE_USE), ("PO", "ANA", C.SERVICE_USE), ("W1", "ANA", C.SERVICE_USE),
     ("p_ana", "ANA", C.SERVICE_USE), ("p_foster", "BO", C.CHILD_HEALTH_DEV)],
)  # fmt: skip
def test_nobody_sends_about_what_is_not_open_to_her(
    cluster: Cluster, town: str, who: str, subject: str, category: C
) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        send(cluster, town, who, CAST[subject], category)


def test_a_document_goes_with_ones_own_message_of_this_moment(cluster: Cluster, town: str) -> None:
    put = "select safekeeping.send_document(%s, %s, 'a.txt', 'text/plain', %s)"
    id = send(cluster, town, "CW1", CAST["BEE"], C.CHILD_HEALTH_DEV, "document")
    for who in ("NUR", "CW2", "W1", "p_ana"):
        with as_app(cluster, town, who) as page, pytest.raises(errors.InsufficientPrivilege):
            page.execute(put, [uuid.uuid4(), id, b"words"])
    with as_app(cluster, town, "CW1") as page:
        page.execute(put, [uuid.uuid4(), id, b"words"])
    with as_app(cluster, town, "CW1") as page, pytest.raises(errors.UniqueViolation):
        page.execute(put, [uuid.uuid4(), id, b"more words"])
    with as_app(cluster, town, "CW1") as page, pytest.raises(errors.InsufficientPrivilege):
        page.execute(put, [uuid.uuid4(), ident("sent ANA"), b"months later"])
    # The two who share a category about one child do not read each other's mail.
    with as_app(cluster, town, "NUR") as page:
        assert page.execute("select count(*) from consent_sentdocument").fetchone() == (0,)


def test_receipts_are_written_in_ones_own_name(cluster: Cluster, town: str) -> None:
    id = send(cluster, town, "CW1", CAST["ANA"], C.SERVICE_USE)
    row = "insert into consent_sentbackstep (id, recorded_by, family_id, subject, category, sent_back_id, kind) values"
    values = f"{row} (gen_random_uuid(), %s, %s, %s, 1, %s, %s)"
    for who, name, kind, fits in (
        ("W1", "W1", "herself", False), ("W1", "SUP", "team", False), ("p_ana", "p_ana", "team", False),
        ("CW1", "CW1", "team", False), ("NUR", "NUR", "team", False), ("W2", "W2", "team", False),
        ("W1", "W1", "team", True), ("p_ana", "ANA", "herself", True),
    ):  # fmt: skip
        with as_app(cluster, town, who) as page:
            given = [CAST[name], CAST["ALDER"], CAST["ANA"], id, kind]
            if fits:
                page.execute(values, given)
            else:
                with pytest.raises(errors.InsufficientPrivilege):
                    page.execute(values, given)
                page.rollback()
    with as_app(cluster, town, "CW1") as page:
        kinds = page.execute(
            "select kind from consent_sentbackstep where sent_back_id = %s order by 1", [id]
        ).fetchall()
    assert kinds == [("herself",), ("team",)]
