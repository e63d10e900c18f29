"""A look is a line of the ledger, word for word, and nobody else writes one."""

from __future__ import annotations

import json

import pytest
from psycopg import errors

from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, ident
from tests.databases import Cluster
from tests.wall.outside.looking import EVERYBODY_ELSE, PAIR, as_app, lines, look, words


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
            "select subject, agency_id, colleague_id, recipient, kind, purpose, basis, consent_id, notice, told_before,"
            " agreed_at = (select signed_at from consent_consent k where k.id = consent_id)"
            " from consent_disclosure where id = %s", [first[0][0]],
        ).fetchone()  # fmt: skip
        parts = admin.execute(
            "select category, snapshot, sha256 = encode(sha256(convert_to(snapshot, 'UTF8')), 'hex')"
            " from consent_disclosedpart where disclosure_id = %s order by 1", [first[0][0]],
        ).fetchall()  # fmt: skip
    assert row == (
        CAST["BEE"], CAST["CAS"], CAST["CW1"], "Cora, child-welfare worker, Child-welfare society", "view",
        "care_coordination", "consent", ident("C2"), "the notice", "agreed", True,
    )  # fmt: skip
    assert parts == [(1, "what was shown 1", True), (7, "what was shown 7", True)]


def test_tomorrow_the_same_look_is_a_line_again(cluster: Cluster, town: str) -> None:
    first = look(cluster, town, "CW1", CAST["ANA"], words(C.SERVICE_USE))
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
            "select agency_id, colleague_id, recipient, notice, told_before, why_not, agreed_at from consent_disclosure"
            " where id = %s",
            [line],
        ).fetchone()
    assert found == (None, None, "Flo, foster carer", "", "not_yet", "lives_there", None)


def test_of_whom_else_the_words_speak_is_kept_and_has_to_be_open_too(cluster: Cluster, town: str) -> None:
    def speaking_of(who: str) -> str:
        held = json.loads(words(C.SERVICE_USE))
        return json.dumps([{**held[0], "about": [str(CAST[who])]}])

    [(line, *_rest)] = look(cluster, town, "CW1", CAST["BEE"], speaking_of("ANA"))
    with cluster.admin(town) as admin:
        query = "select about from consent_disclosedpart where disclosure_id = %s"
        assert admin.execute(query, [line]).fetchall() == [([CAST["ANA"]],)]
    before = lines(cluster, town)
    for who in ("BO", "CAL"):
        with pytest.raises(errors.InsufficientPrivilege):
            look(cluster, town, "CW1", CAST["BEE"], speaking_of(who))
    assert lines(cluster, town) == before


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
