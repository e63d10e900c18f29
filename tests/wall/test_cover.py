"""The wall around cover: exactly these days, no further than the one who is away and than one's own part."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from alongside.accounts.models import Colleague
from alongside.care.models import Contact
from alongside.continuity import actions, queries
from alongside.continuity.models import Away, Cover, HandBack
from alongside.enrolment.actions import keep_out, leave_team
from alongside.enrolment.models import TeamMember
from alongside.families.models import Child, Family, Person, Woman
from alongside.project import roles
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, acting_as
from tests.wall.conftest import Ask

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, BEE, ALDER = CAST["ANA"], CAST["BEE"], CAST["ALDER"]
NOBODY = [
    "W2", "W3", "p_cal", "p_dot", "p_foster", "p_fin", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL", "ADM", "PRIV", "COUNCIL",
    "SITE2", None,
]  # fmt: skip


def stamp(who: str = "W1") -> dict[str, Any]:
    return {"by": CAST[who], "at": timezone.now()}


def on(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@contextmanager
def no(*more: type[Exception]) -> Iterator[None]:
    with pytest.raises((ProgrammingError, Cover.DoesNotExist, Away.DoesNotExist, *more)), transaction.atomic():
        yield


def person(who: str) -> Colleague:
    return Colleague.objects.get(pk=CAST[who])


def gone(first: int = 0, last: int = 6, who: str = "W1", by: str = "W1") -> Away:
    with acting_as(by):
        return actions.go_away(colleague=person(who), first=on(first), last=on(last), **stamp(by))


def asked(
    away: Away, who: str = "W2", role: str = "counsellor", by: str = "W1", days: tuple[int, int] = (0, 6)
) -> Cover:
    with acting_as(by):
        family = Family.objects.get(pk=ALDER)
        return actions.ask_cover(
            family=family, away=away, colleague=person(who), role=role, first=on(days[0]), last=on(days[1]), **stamp(by)
        )


def agreed(away: Away, who: str = "W2", **more: Any) -> Cover:
    row = asked(away, who, **more)
    with acting_as(who):
        actions.answer_cover(cover=row, yes=True, by=CAST[who])
    return row


def sees(who: str = "W2") -> bool:
    with acting_as(who):
        found = Woman.objects.filter(person_id=ANA).exists()
        assert found == Contact.objects.filter(family_id=ALDER).exists() == Person.objects.filter(pk=ANA).exists()
        return found


def covers_told() -> list[str]:
    """Whom her own page names."""
    with acting_as("p_ana"):
        return [each.who for each in queries.my_covers()]


def on_team(who: str = "W2") -> list[Any]:
    with acting_as("W1"):
        return list(TeamMember.objects.filter(family_id=ALDER, colleague_id=CAST[who]).values_list("during", flat=True))


@pytest.mark.parametrize("shape", ["", roles.SMALL, roles.REPORT])
def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask, shape: str) -> None:
    for who in NOBODY:
        for table in ("continuity_cover", "continuity_handback"):
            assert ask(who, f"select count(*) from {table}", take=shape) == [(0,)], (who, table)
    if shape:
        return
    for who in ("p_cal", "p_ana", "p_foster", "NUR", "CW1", "DRX", "SITE2", "EVAL", "ADM", None):
        assert ask(who, "select count(*) from continuity_away") == [(0,)], who
    assert ask("W2", "select count(*) from continuity_away") == [(1,)]  # her days are her colleagues' to see


def test_from_her_own_yes_on_and_for_exactly_these_days() -> None:
    away = gone()
    row = asked(away)
    assert not sees() and not on_team()  # being asked opens nothing
    with acting_as("W2"):
        found = queries.meanwhile(CAST["W2"], on(0))
        assert ([each.cover for each in found.asked], found.asked[0].name, found.covering) == ([row.pk], None, ())
    for who in ("W1", "SUP", "PIT", "W3", "p_ana"):  # nobody says yes for her
        with acting_as(who), no():
            actions.answer_cover(cover=row, yes=True, by=CAST.__getitem__(who))
    with acting_as("W2"):
        actions.answer_cover(cover=row, yes=True, by=CAST["W2"])
    assert sees() and [(d.lower, d.upper) for d in on_team()] == [(on(0), on(7))]
    with acting_as("p_ana"):
        [told] = queries.my_covers()
        assert (told.who, told.for_whom, told.until) == ("Willa, counsellor", "Wanda, counsellor", on(7))
    with acting_as("p_fin"):
        assert queries.my_covers() == []


def test_before_the_first_day_and_after_the_last_there_is_nothing() -> None:
    row = agreed(gone(3, 9), days=(3, 9))
    assert not sees() and [(d.lower, d.upper) for d in on_team()] == [(on(3), on(10))]
    with acting_as("W1"):
        actions.end_cover(cover=row, by=CAST["W1"])
    assert not on_team()  # planned, and never came to be


def test_no_further_than_the_one_who_is_away_and_than_ones_own_part() -> None:
    away = gone()
    agreed(away, "CHC", role="child_care")  # is on the team already, with the children alone
    with acting_as("CHC"):
        assert Contact.objects.filter(family_id=ALDER, category=2).count() == 0  # not what her part does not read
        assert Child.objects.filter(family_id=ALDER).exists()
    # Somebody who works with the children alone is away: whoever covers gets the children, whatever her part reads.
    other = gone(who="CHC", by="CHC")
    agreed(other, "W2", by="SUP")
    with acting_as("W2"):
        assert Person.objects.filter(pk=BEE).exists() and not Woman.objects.filter(person_id=ANA).exists()
        assert not Contact.objects.filter(family_id=ALDER, subject=ANA).exists()


def test_who_cannot_is_refused_with_one_word_and_kept_out_goes_before_everything() -> None:
    away = gone()
    gone(2, 3, who="INT", by="INT")
    for who, role in (
        ("W3", "counsellor"),
        ("PEER", "peer"),
        ("INT", "intake"),
        ("W1", "counsellor"),
        ("EVAL", "evaluator"),
        ("W2", "nurse"),
        ("NUR", "partner_staff"),
    ):
        with acting_as("SUP") if who == "NUR" else acting_as("W1"), transaction.atomic():
            colleague = Colleague(pk=CAST[who])
            with pytest.raises(Refused) as refused, transaction.atomic():
                actions.ask_cover(
                    family=Family.objects.get(pk=ALDER), away=away, colleague=colleague, role=role, first=on(0),
                    last=on(6), **stamp("SUP" if who == "NUR" else "W1"),
                )  # fmt: skip
            assert refused.value.because == "cover_cannot", who
    agreed(away)
    assert sees()
    with acting_as("SUP"):
        keep_out(family=Family.objects.get(pk=ALDER), colleague=person("W2"), why="SECRET", **stamp("SUP"))
        # It is a gap again, which does not say why; and the woman is told of nobody who cannot come.
        [leave] = [each for each in queries.leaves(on(0)) if each.away == away]
        assert leave.gaps == 1 and [
            gap.families for gap in queries.meanwhile(CAST["SUP"], on(0), arranges=True).gaps
        ] == [1]
    assert not sees() and covers_told() == []
    with acting_as("W2"):
        found = queries.meanwhile(CAST["W2"], on(0))
        assert not Cover.objects.exists() and found == queries.Meanwhile((), (), (), (), ())


def test_not_this_person_at_once_by_her_own_word_and_another_is_asked() -> None:
    away = gone()
    row = agreed(away)
    for who in ("p_fin", "p_cal", "p_foster", "p_dot", "CHC", "SITE2"):
        with acting_as(who), no():
            actions.not_this_person(cover=row, by=CAST[who])
    assert sees()
    with acting_as("p_ana"):
        actions.not_this_person(cover=row, by=ANA)
        assert queries.my_covers() == []
    assert not sees() and not on_team()
    with pytest.raises(Refused, match="cover_cannot"):
        asked(away)  # she is not asked about the same colleague again
    agreed(away, "INT", role="intake")
    assert sees("INT")


def test_taken_back_shortened_ended_or_off_the_team_it_is_over_at_once() -> None:
    away = gone(0, 6)
    row = agreed(away)
    with acting_as("W1"):
        for first, last in ((-1, 6), (0, 7)):
            with pytest.raises(Refused, match="only_shorter"):
                actions.shorten(away=away, first=on(first), last=on(last), by=CAST["W1"])
        actions.shorten(away=away, first=on(2), last=on(3), by=CAST["W1"])
    assert not sees() and [(d.lower, d.upper) for d in on_team()] == [(on(2), on(4))]
    with acting_as("W1"):
        actions.stay(away=away, **stamp())
        actions.stay(away=away, **stamp())
    assert not on_team()
    with acting_as("W2"), pytest.raises(Refused, match="cover_settled"):
        actions.answer_cover(cover=row, yes=True, by=CAST["W2"])
    # The one who is away leaves the team: nobody is let in any longer by being there for her.
    row = agreed(gone(0, 6))
    assert sees() and covers_told() == ["Willa, counsellor"]
    with acting_as("SUP"):
        member = TeamMember.objects.get(family_id=ALDER, colleague_id=CAST["W1"])
        leave_team(member=member, on=on(0), **stamp("SUP"))
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
    assert not sees() and covers_told() == []  # and nobody is named to her for it any more


def test_who_is_taken_off_the_team_stays_off_and_her_no_holds_for_other_days_too() -> None:
    away = gone(0, 6)
    agreed(away)
    with acting_as("SUP"):
        member = TeamMember.objects.get(family_id=ALDER, colleague_id=CAST["W2"])
        leave_team(member=member, on=on(0), **stamp("SUP"))
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
    assert not sees()
    with acting_as("W1"):
        actions.shorten(away=away, first=on(0), last=on(4), by=CAST["W1"])
    assert not sees()
    with acting_as("W1"):
        actions.stay(away=away, **stamp())
    row = agreed(gone(0, 3), "INT", role="intake", days=(0, 3))
    with acting_as("p_ana"):
        actions.not_this_person(cover=row, by=ANA)
    assert not sees("INT")
    with pytest.raises(Refused, match="cover_cannot"):
        asked(gone(5, 6), "INT", role="intake", days=(5, 6))


def test_days_away_are_her_own_to_write_and_nothing_is_changed_behind_the_verbs() -> None:
    with acting_as("W2"), no():
        actions.go_away(colleague=person("W1"), first=on(0), last=on(1), **stamp("W2"))
    away = gone(who="W2", by="SUP")
    with acting_as("W1"):
        actions.stay(away=away, **stamp())
    with acting_as("W2"):
        assert queries.away(away.pk)  # a colleague's word about it changed nothing
        for sql in (
            "update continuity_cover set agreed_at = now()", "delete from continuity_cover",
            "update continuity_handback set words = 'x'", "delete from continuity_away",
            "update continuity_away set colleague_id = colleague_id",
            "select safekeeping.compile_cover(gen_random_uuid())",
        ):  # fmt: skip
            with no(), connection.cursor() as cursor:
                cursor.execute(sql)
    row = {"family_id": ALDER, "away_id": gone().pk, "role": "counsellor", "during": (on(0), on(2))}
    for who in ("W2", "p_ana", "W3", "PRIV", "SITE2"):
        with acting_as(who), no():
            Cover.objects.create(
                id=uuid.uuid4(), **row, colleague_id=CAST["W2"], recorded_by=ANA if who == "p_ana" else CAST[who]
            )


def test_handed_back_by_whoever_covered_and_by_nobody_else() -> None:
    row = agreed(gone())
    for who in ("W1", "SUP", "PIT", "p_ana", "W3"):
        with acting_as(who), no():
            HandBack.objects.create(
                family_id=ALDER, cover=row, words="SECRET", recorded_by=ANA if who == "p_ana" else CAST[who]
            )
    with acting_as("W2"):
        actions.hand_back(cover=row, words="She came on Tuesday.", **stamp("W2"))
        with pytest.raises(Refused, match="words_needed"):
            actions.hand_back(cover=row, words="  ", **stamp("W2"))
    with acting_as("W1"):
        assert [each.words for each in queries.meanwhile(CAST["W1"], on(0)).back] == ["She came on Tuesday."]
    # Also on the day after, when her cells are closed: her own words, and nothing of the file.
    with acting_as("W1"):
        actions.end_cover(cover=row, by=CAST["W1"])
    with acting_as("W2"):
        actions.hand_back(cover=row, words="And her sister called.", **stamp("W2"))
        assert not Person.objects.filter(pk=ANA).exists()
