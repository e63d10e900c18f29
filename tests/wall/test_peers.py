"""The wall around peer support: a peer supporter reads what one woman allows her, for as long as she does, and nothing else."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from psycopg import errors

from alongside.accounts import queries as accounts
from alongside.accounts.actions import end_role, give_role
from alongside.accounts.models import Colleague
from alongside.care.actions import record_contact
from alongside.care.models import Contact
from alongside.consent.actions import seal
from alongside.enrolment.actions import keep_out, leave_team
from alongside.enrolment.models import TeamMember
from alongside.families.models import Family, Person, SafeContact
from alongside.peers import actions, queries
from alongside.peers.models import (
    PeerAllowance,
    PeerAnswer,
    PeerContact,
    PeerLearning,
    PeerMatch,
    PeerWellness,
    PeerWish,
)
from alongside.peers.terms import Kind
from alongside.project import roles
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, acting_as, ident
from tests.wall.conftest import Ask
from tests.wall.peering import (
    ALDER,
    ANA,
    BIRCH,
    MATCH,
    PEER,
    allow,
    end,
    notes,
    now,
    said,
    today,
    wish,
)

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
OF_HER = ("peers_peerwish", "peers_peeranswer", "peers_peermatch", "peers_peerallowance", "peers_peercontact")
OF_PEERS = (
    "peers_peerprofile", "peers_peerstory", "peers_peeragreement", "peers_peerwellness", "peers_peerlearning",
)  # fmt: skip
# Off the team, kept out, with the children alone, the ex-partner, carers, partners, parts without families.
NOBODY = [
    "W2", "W3", "CHC", "p_cal", "p_dot", "p_foster", "p_fin", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL", "ADM", "PRIV",
    "COUNCIL", "SITE2", None,
]  # fmt: skip


# --- who reads


@pytest.mark.parametrize("shape", ["", roles.SMALL, roles.REPORT])
def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask, shape: str) -> None:
    for who in NOBODY:
        for table in OF_HER:
            assert ask(who, f"select count(*) from {table}", take=shape) == [(0,)], (who, table)


def test_who_reads_what_of_a_womans_peer_support(ask: Ask) -> None:
    for who in ("W1", "PIT", "SUP", "DIR"):
        assert [ask(who, f"select count(*) from {table}") for table in OF_HER] == [[(1,)]] * 5, who
    assert [ask("p_ana", f"select count(*) from {table}") for table in OF_HER[:4]] == [[(1,)]] * 4
    # She reads of a contact what was shown to her; nobody showed her this one.
    assert ask("p_ana", "select count(*) from peers_peercontact") == [(0,)]
    # A peer supporter knows of her own match and what she may read; what was wished for and answered is not hers.
    assert [ask("PEER", f"select count(*) from {table}") for table in OF_HER] == [
        [(0,)], [(0,)], [(1,)], [(1,)], [(1,)]
    ]  # fmt: skip


def test_what_a_peer_says_of_herself_is_hers_and_matching_reads_what_it_needs(ask: Ask) -> None:
    assert [ask("PEER", f"select count(*) from {table}") for table in OF_PEERS] == [[(1,)]] * 5
    for who in ("W1", "DIR", "PRIV", "ADM", "EVAL", "p_ana", "CHC", "SITE2", "CW1", None):
        assert ask(who, "select count(*) from peers_peerstory") == [(0,)], who
        assert ask(who, "select count(*) from peers_peeragreement") == [(0,)], (
            who
        )  # the two who agreed, and nobody else
    assert ask("SUP", "select count(*) from peers_peerstory") == [(0,)]
    assert ask("SUP", "select count(*) from peers_peeragreement") == [(1,)]  # she is one of the two
    for who in ("CHC", "EVAL", "ADM", "PRIV", "p_ana", "p_cal", "SITE2", "CW1", None):
        assert ask(who, "select count(*) from peers_peerprofile") == [(0,)], who
    assert ask("W1", "select count(*) from peers_peerprofile") == [(1,)]  # may look for a peer with a woman


def test_a_peers_wellness_plan_is_read_by_nobody_to_whom_she_does_not_show_it(ask: Ask) -> None:
    own = ("peers_peerwellness", "peers_peerlearning")
    everybody = (
        "W1",
        "W2",
        "PIT",
        "CHC",
        "SUP",
        "DIR",
        "PRIV",
        "ADM",
        "EVAL",
        "INT",
        "p_ana",
        "p_cal",
        "CW1",
        "SITE2",
        None,
    )

    def read_by() -> dict[str, list[str | None]]:
        return {
            table: [who for who in everybody if ask(who, f"select count(*) from {table}") != [(0,)]] for table in own
        }

    assert read_by() == {table: [] for table in own}
    with acting_as("PEER"):
        # She shows it to one who looks after peers, and to nobody else can it be shown: not by the verb, not by SQL.
        for whom in ("W1", "ADM", "PEER", "SITE2"):
            with pytest.raises(Refused, match="shown_to_whom"):
                actions.say_wellness(colleague=PEER, well="SECRET", shown_to=[CAST[whom]])
            if whom != "PEER":
                with pytest.raises(Exception, match="row-level security"), transaction.atomic():
                    PeerWellness.objects.filter(pk=PEER).update(shown_to=[CAST[whom]])
        actions.say_wellness(colleague=PEER, well="SECRET walks", shown_to=[CAST["SUP"]])
        actions.say_learning(colleague=PEER, says={"wants": ["cues"]}, shown=True)
    with acting_as("SUP"):
        assert [row.well for row in queries.shown_to_me(CAST["SUP"])] == ["SECRET walks"]
        assert not PeerWellness.objects.filter(pk=PEER).update(well="otherwise")
        assert not PeerLearning.objects.filter(pk=PEER).update(shown=False)
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            PeerWellness.objects.create(colleague_id=CAST["SUP"], shown_to=[CAST["W1"]])
    for who in ("DIR", "W1", "p_ana", "SITE2"):  # of those who look after peers, she named one
        with acting_as(who):
            assert not PeerWellness.objects.exists(), who
            assert PeerLearning.objects.exists() == (who == "DIR"), who
    with acting_as("PEER"):
        actions.say_wellness(colleague=PEER, well="", shown_to=[CAST["SUP"]])
        assert queries.wellness(PEER).shown_to == []  # what is empty is shown to nobody
        actions.say_wellness(colleague=PEER, well="SECRET again", shown_to=[CAST["SUP"]])
    with acting_as("SUP"):
        assert PeerWellness.objects.exists() and PeerLearning.objects.exists()
    with acting_as("ADM"):  # she is an outreach worker now: from then on it is hers alone, and she takes it back
        [held] = accounts.roles_on(PEER, today())
        give_role(colleague=held.colleague, role="outreach", from_on=today(), **now("ADM"))
        end_role(held=held, on=today(), **now("ADM"))
    assert read_by() == {table: [] for table in own}
    with acting_as("PEER"):
        assert queries.wellness(PEER).well == "SECRET again" and queries.wrote(PEER)
        actions.take_back(colleague=PEER)
        assert queries.wellness(PEER).well == "" and not queries.learning(PEER).shown


@pytest.mark.parametrize("shape", [roles.SMALL, roles.REPORT])
def test_no_report_reads_what_a_peer_says_of_herself(ask: Ask, shape: str) -> None:
    for table in OF_PEERS:
        with pytest.raises(errors.InsufficientPrivilege):
            ask("SUP", f"select count(*) from {table}", take=shape)


def test_places_are_numbers_for_whoever_looks_after_peers_and_for_nobody_else(ask: Ask) -> None:
    places = "select colleague, at_once, taken, open from safekeeping.peer_places()"
    assert ask("SUP", places) == [(PEER, 3, 1, True)]
    assert ask("DIR", places) == [(PEER, 3, 1, True)]
    for who in ("W1", "PEER", "PRIV", "ADM", "EVAL", "p_ana", "CW1", "SITE2", None):
        assert ask(who, places) == [], who


# --- what she allows


def test_her_peer_reads_what_she_allows_from_the_next_statement_on() -> None:
    assert notes() == {"SECRET visit", "SECRET peer note"}
    allow(Kind.COMING_HERE)
    assert notes() == {"SECRET visit"}
    allow(Kind.PEER_NOTES)
    assert notes() == {"SECRET peer note"}
    allow()
    assert notes() == set()
    with acting_as("PEER"):  # the name she goes by, and how it is safe to reach her
        assert list(Person.objects.values_list("pk", flat=True)) == [ANA]
        assert SafeContact.objects.filter(woman_id=ANA).exists()
        assert Family.objects.filter(pk=ALDER).exists()


def test_whatever_anybody_ticks_no_health_matter_and_nothing_of_child_welfare_is_opened(ask: Ask) -> None:
    for kind in (2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 0):
        with pytest.raises(ValueError):
            allow(kind)  # type: ignore[arg-type]
        with acting_as("p_ana"), pytest.raises(Exception, match="peers_allowance_kinds"), transaction.atomic():
            PeerAllowance.objects.create(
                match_id=MATCH, family_id=ALDER, subject=ANA, kinds=[kind], recorded_by=ANA, recorded_at=timezone.now()
            )
    allow(*Kind)
    for table in ("families_legalstatus", "families_exposure", "assessment_occasion", "goals_goal", "care_safetyplan",
                  "families_child", "families_relationship", "families_household", "enrolment_returntouse"):  # fmt: skip
        assert ask("PEER", f"select count(*) from {table}") == [(0,)], table


def test_a_peer_supporter_widens_nothing_for_herself() -> None:
    with acting_as("PEER"), pytest.raises(ProgrammingError), transaction.atomic():
        actions.allow(match=queries.match(MATCH), kinds=[], base=ident("peer allowance"), **now("PEER"))
    for who in ("W2", "CHC", "PRIV", "p_cal", "EVAL"):
        with acting_as(who), pytest.raises(ProgrammingError), transaction.atomic():
            PeerAllowance.objects.create(
                match_id=MATCH,
                family_id=ALDER,
                subject=ANA,
                kinds=[1],
                recorded_by=CAST[who],
                recorded_at=timezone.now(),
            )


def test_a_worker_says_it_with_her_and_an_older_look_opens_nothing() -> None:
    seen = ident("peer allowance")
    allow(who="W1")
    assert notes() == set()
    with pytest.raises(Refused, match="allowed_since"):
        allow(Kind.COMING_HERE, base=seen)
    assert allow(base=seen).kinds == []  # taking back always counts


def test_nobody_lets_a_peer_supporter_in_past_her_and_no_other_part_is_bound_by_it(ask: Ask) -> None:
    let = "select safekeeping.let_in(%s, %s, %s, %s, %s, 0, tstzrange(null, null), gen_random_uuid())"
    file, woman = (ALDER, ALDER, "file"), (ALDER, ANA, "one")
    for who in ("SUP", "DIR", "W1"):
        for where, mask in ((file, 1), (woman, 2), (woman, 1)):
            with pytest.raises(errors.InsufficientPrivilege):
                ask(who, let, [PEER, *where, mask])
    with acting_as("SUP"), connection.cursor() as cursor:  # taken back at the end of the test
        cursor.execute(let, [CAST["W2"], *file, 1])
    with acting_as("SUP"), pytest.raises(Refused, match="peer_by_match"):
        from alongside.enrolment.actions import join_team

        join_team(family=BIRCH, colleague=Colleague.objects.get(pk=PEER), role="peer", from_on=today(), **now("SUP"))


def test_an_earlier_worker_cannot_write_what_she_does_not_arrange() -> None:
    """Who is not let into the file can neither wish, answer nor match in it, and a peer never for herself."""
    for who in ("W2", "PEER", "CHC", "PRIV", "p_cal", "EVAL"):
        with pytest.raises((ProgrammingError, Refused)):
            wish(who, Family(id=ALDER), ANA)
    made = wish()
    for who in ("W1", "PEER", "CHC", "PRIV", "p_ana"):
        with acting_as(who), pytest.raises((ProgrammingError, PeerWish.DoesNotExist, Refused)), transaction.atomic():
            actions.answer(wish=made, colleague=PEER, said="yes", on=today(), **now(who))
    assert not PeerAnswer.objects.filter(wish=made).exists()


# --- an end, a pause, kept apart


@pytest.mark.parametrize("who", ["p_ana", "PEER", "SUP", "W1"])
def test_either_ends_it_and_the_peer_reads_nothing_from_the_next_statement_on(who: str) -> None:
    end(who)
    with acting_as("PEER"):
        assert not Person.objects.exists() and not Contact.objects.exists() and not PeerMatch.objects.exists()
        assert not PeerContact.objects.exists()
    with acting_as("SUP"):
        member = TeamMember.objects.get(pk=ident("team ALDER PEER"))
        assert member.during.upper is not None and queries.places()[PEER].taken == 0


def test_others_neither_end_nor_pause_it() -> None:
    for who in ("W2", "W3", "CHC", "PRIV", "p_cal", "p_fin", "ADM", "CW1"):
        for call in (
            "end_peer_match(%s, current_date, false)",
            "pause_peer_match(%s, true)",
            "begin_peer_match(%s, current_date)",
        ):
            with acting_as(who), transaction.atomic(), connection.cursor() as cursor:
                try:
                    with transaction.atomic():
                        cursor.execute(f"select safekeeping.{call}", [MATCH])
                except ProgrammingError:
                    continue
                raise AssertionError((who, call))


def test_a_pause_leaves_the_name_and_how_to_reach_her() -> None:
    with acting_as("p_ana"):
        actions.pause_match(match=queries.match(MATCH), paused=True, by=ANA)
    assert notes() == set()
    with acting_as("PEER"):
        assert list(Person.objects.values_list("pk", flat=True)) == [ANA]
        with pytest.raises(ProgrammingError), transaction.atomic():
            said()
    for again, said_by in (
        (False, "PEER"),
        (True, "PEER"),
        (False, "PEER"),
    ):  # hers: her peer neither ends it nor makes it her own
        with acting_as(said_by):
            try:
                actions.pause_match(match=queries.match(MATCH), paused=again, by=PEER)
            except Refused as no:
                assert no.because == "pause_not_yours" and not again
    assert notes() == set()
    with acting_as("p_ana"):
        actions.pause_match(match=queries.match(MATCH), paused=False, by=ANA)
    assert notes() == {"SECRET visit", "SECRET peer note"}


def test_a_pause_of_the_peers_she_ends_herself_unless_the_woman_wants_one_too() -> None:
    def pause(who: str, wanted: bool) -> None:
        with acting_as(who):
            actions.pause_match(match=queries.match(MATCH), paused=wanted, by=now(who)["by"])

    pause("PEER", True)
    pause("PEER", False)
    assert notes() == {"SECRET visit", "SECRET peer note"}
    pause("PEER", True)
    pause("W1", True)  # said by the woman, written down with her
    with pytest.raises(Refused, match="pause_not_yours"):
        pause("PEER", False)
    pause("SUP", False)
    assert notes() == {"SECRET visit", "SECRET peer note"}


def test_leaving_the_team_ends_the_match_too() -> None:
    with acting_as("SUP"):
        leave_team(member=TeamMember.objects.get(pk=ident("team ALDER PEER")), on=today(), **now("SUP"))
        assert queries.match(MATCH).ended_on is not None
    allow_again = allow  # what she says afterwards opens nothing
    with pytest.raises(Refused, match="match_ended"):
        allow_again(Kind.COMING_HERE)
    assert notes() == set()


def test_what_is_kept_from_her_sealed_or_kept_out_goes_before_what_she_allowed() -> None:
    with acting_as("SUP"):
        keep_out(family=Family(id=ALDER), colleague=Colleague.objects.get(pk=PEER), why="knows her", **now("SUP"))
    assert notes() == set()
    with acting_as("PEER"):
        assert not Person.objects.exists() and not PeerMatch.objects.exists()


def test_what_is_sealed_is_sealed_for_her_too() -> None:
    with acting_as("PRIV"):
        seal(target=ident("contact 6"), why="court_order", words="No. 1", **now("PRIV"))
    assert notes() == {"SECRET visit"}
    with acting_as("SUP"):
        assert not PeerContact.objects.exists()  # nor what hangs on it


# --- contacts


def test_a_peer_reads_her_own_notes_whatever_else_she_may_read(ask: Ask) -> None:
    with acting_as("PEER"):
        said()
    allow()
    assert notes() == {"SECRET by her peer"}
    with acting_as("W1"):
        assert PeerContact.objects.filter(contact__note="SECRET by her peer").exists()
    for who in ("W2", "CHC", "NUR", "p_cal", "PRIV"):
        with acting_as(who):
            assert not Contact.objects.filter(note="SECRET by her peer").exists()
    end()
    assert notes() == set()


def test_nobody_writes_a_peers_contact_for_her_or_of_another_kind() -> None:
    for who in ("W1", "SUP", "p_ana", "W2"):
        with acting_as(who), pytest.raises((ProgrammingError, PeerMatch.DoesNotExist)), transaction.atomic():
            said(**now(who))
    allow()
    with acting_as("PEER"):
        for category in (1, 2, 7, 9):  # not even what she comes to, while she does not allow it
            with pytest.raises(ProgrammingError), transaction.atomic():
                record_contact(
                    family=Family(id=ALDER), subject=ANA, for_whom="woman", category=category, on=today(), mode="phone",
                    **now("PEER"),
                )  # fmt: skip
