"""What her team knows already: her people read it together, unless she limits it; then those whom she named, at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import ProgrammingError, connection, connections, transaction
from django.utils import timezone

from alongside.care import actions, queries
from alongside.care.models import Known, KnownVersion
from alongside.project import roles
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category
from tests.cast import CAST, T0, acting_as, ident
from tests.wall.conftest import Ask

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, ALDER, W1 = CAST["ANA"], CAST["ALDER"], CAST["W1"]
# Off the team, kept out, the ex-partner, carers, people elsewhere, her peer supporter, parts without families.
NOBODY = [
    "W2", "W3", "p_cal", "p_dot", "p_foster", "p_fin", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL", "ADM", "PRIV", "COUNCIL",
    "SITE2", "PEER", None,
]  # fmt: skip
WORDS = "select words from care_knownversion order by words"
ALL, SOME = "SECRET helps", "SECRET never"


def stamp(who: str = "p_ana") -> dict[str, Any]:
    return {"by": ANA if who == "p_ana" else CAST[who], "at": timezone.now()}


def reads(who: str) -> set[str]:
    with acting_as(who):
        assert set(Known.objects.values_list("pk", flat=True)) == set(
            KnownVersion.objects.values_list("known", flat=True)
        )
        return set(KnownVersion.objects.values_list("words", flat=True))


def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask) -> None:
    for table in ("care_known", "care_knownversion"):
        for who in NOBODY:
            for shape in ("", roles.SMALL, roles.REPORT):
                assert ask(who, f"select count(*) from {table}", take=shape) == [(0,)], (table, who, shape)


def test_mothers_and_childs_workers_read_it_together_and_what_is_limited_only_those_named(ask: Ask) -> None:
    for shape in ("", roles.SMALL, roles.REPORT):
        for who in ("SUP", "PIT", "DIR", "CHC"):
            assert ask(who, WORDS, take=shape) == [(ALL,)], (who, shape)
        for who in ("W1", "p_ana"):
            assert ask(who, WORDS, take=shape) == [(ALL,), (SOME,)], (who, shape)


def test_whoever_was_let_in_only_to_reach_her_reads_none_of_it_and_put_away_is_put_away() -> None:
    with connections["loader"].cursor() as cursor:
        cursor.execute(
            "insert into safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis) values"
            " (%s, %s, %s, 'one', %s, 0, tstzrange(now() - interval '1 minute', null), gen_random_uuid())",
            [CAST["W2"], ALDER, ANA, 1 << int(Category.CONTACT)],
        )
    assert not reads("W2")
    with acting_as("p_ana"):
        actions.put_known_away(known=queries.known(ALDER, ident("known all")).row, **stamp())
    with acting_as("W1"):
        before = queries.known_of(ALDER, until=timezone.localdate(), written_by=T0)
    assert ALL not in {version.words for seen in before for version in seen.versions}


def test_she_limits_it_and_it_narrows_at_once_with_everything_that_stood_before() -> None:
    with acting_as("p_ana"):
        seen = queries.known(ALDER, ident("known all"))
        say = {"known": seen.row, "agreed": True}
        actions.say_known_anew(**say, base_version=1, words="for PIT now", only=[CAST["PIT"]], **stamp())
    assert ALL not in reads("W1") | reads("CHC") | reads("SUP") and "for PIT now" not in reads("W1")
    # What was said to all before stays with those who know it now; nobody lost a version.
    assert {ALL, "for PIT now"} <= reads("PIT") and {ALL, "for PIT now", SOME} == reads("p_ana")
    with acting_as("p_ana"):
        # Her peer supporter, too, where she names her; then all of her team again.
        actions.say_known_anew(**say, base_version=2, words="and for Gia", only=[CAST["PEER"]], **stamp())
        assert not actions.tell_once(
            family=ALDER, woman=ANA, kind="child", words="hum", agreed=True, **stamp()
        ).only  # fmt: skip
    assert reads("PEER") == {"and for Gia"} and "and for Gia" not in reads("PIT")
    with acting_as("p_ana"):
        actions.say_known_anew(**say, base_version=3, words="for all again", **stamp())
    # What she once said to some stays with them.
    assert {ALL, "for all again", "hum"} == reads("CHC") and "for PIT now" in reads("PIT") and not reads("PEER")


def test_an_old_form_opens_nothing_and_twice_is_once() -> None:
    with acting_as("W1"):
        seen, id = queries.known(ALDER, ident("known some")), new_id()
        with pytest.raises(Refused, match="known_anew_since"):
            actions.say_known_anew(
                known=seen.row, base_version=0, words="open", agreed=False, with_colleague=W1, **stamp("W1")
            )
        with pytest.raises(Refused, match="words_needed"):
            actions.tell_once(family=ALDER, woman=ANA, kind="other", words=" ", agreed=False, **stamp("W1"))
        told = {"family": ALDER, "woman": ANA, "kind": "talk", "agreed": False, "with_colleague": W1, **stamp("W1")}
        first = actions.tell_once(**told, words="slowly", only=[CAST["PIT"]], id=id)
        assert actions.tell_once(**told, words="again", id=id).pk == first.pk
        assert set(first.only) == {W1, CAST["PIT"]}  # who wrote it with her knows it
        assert KnownVersion.objects.get(known=first).agreed_at is None
    assert "slowly" in reads("PIT") and "slowly" not in reads("CHC")
    with acting_as("p_ana"):
        again = {"known": first, "only": [CAST["PIT"], W1], "agreed": False}
        actions.say_known_anew(**again, base_version=1, words="slowly, and kindly", **stamp())
        with pytest.raises(Refused, match="read_anew_first"):  # she has seen the first words, and not these
            actions.agree_known(known=first, base_version=1, **stamp())
        assert queries.known(ALDER, first.pk).now.agreed_at is None
        actions.agree_known(known=first, base_version=2, **stamp())
        assert [row.agreed_at is None for row in queries.known(ALDER, first.pk).versions] == [True, False]
        actions.put_known_away(known=first, **stamp())
        assert first.pk not in {seen.row.pk for seen in queries.known_of(ALDER)}
        then = queries.known_of(ALDER, until=T0.date(), written_by=T0)
        assert {seen.row.pk for seen in then} == {ident("known all"), ident("known some")}


def test_whoever_may_not_read_the_newest_takes_no_older_one_for_it() -> None:
    known = ident("known all")
    with acting_as("p_ana"):
        seen = queries.known(ALDER, known)
        KnownVersion.objects.create(
            family_id=ALDER, woman_id=ANA, known_id=known, number=2, on=timezone.localdate(), words="for PIT",
            only=[CAST["PIT"]], recorded_by=ANA, recorded_at=timezone.now(),
        )  # fmt: skip
        assert queries.known(ALDER, known).now.words == "for PIT"
    with acting_as("W1"):
        assert KnownVersion.objects.filter(known=known).exists()  # what she could read before, she reads in the record
        assert known not in {each.row.pk for each in queries.known_of(ALDER)}
        told = {"agreed": False, "with_colleague": W1, **stamp("W1")}
        with pytest.raises(Refused, match="known_anew_since"):
            actions.say_known_anew(known=seen.row, base_version=1, words="x", **told)
        # It is not there for her, so what is said with her is a thing of its own.
        new = actions.tell_once(family=ALDER, woman=ANA, kind="helps", words="tea", **told)
        assert queries.known(ALDER, new.pk).now.words == "tea"


def test_nobody_writes_it_for_her_who_may_not_and_nothing_is_written_over() -> None:
    entry = {"family": ALDER, "woman": ANA, "kind": "other", "words": "x", "agreed": True}
    for who in ("CHC", "PEER", "p_cal", "p_dot", "CW1", "W2"):
        with acting_as(who), pytest.raises(ProgrammingError), transaction.atomic():
            actions.tell_once(**entry, with_colleague=CAST[who], **stamp(who))
    for wrong in ({"by": W1}, {"woman": CAST["EVE"], "family": CAST["BIRCH"]}, {"with_colleague": W1}):
        with acting_as("p_ana"), pytest.raises(ProgrammingError), transaction.atomic():
            actions.tell_once(**{**entry, **stamp(), **wrong})
    for sql in ("update care_knownversion set words = 'x'", "delete from care_knownversion", "delete from care_known",
                "update care_knownversion set \"only\" = '{}'"):  # fmt: skip
        for who in ("W1", "p_ana"):
            with acting_as(who), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
    # Whoever does not know it cannot open it to herself.
    with acting_as("PIT"), connection.cursor() as cursor:
        cursor.execute("update care_known set \"only\" = '{}'")
        cursor.execute("select count(*) from care_knownversion where words = %s", [SOME])
        assert cursor.fetchone() == (0,)
    with acting_as("p_ana"):
        assert Known.objects.get(pk=ident("known some")).only == [W1]
