"""A first contact becomes a file and stays that file; talks over days; taking back; telling on; waiting; the door."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.enrolment import queries as enrolment
from alongside.enrolment.models import Enrolment
from alongside.families import queries as families
from alongside.families.models import Family, SafeContact, SafeWay, Woman
from alongside.goals.models import Goal
from alongside.goals.rules import ON_HER_PAGE
from alongside.intake import actions, queries
from alongside.intake.actions import Heard, Said
from alongside.intake.models import Conversation, Door, Knock, Told
from alongside.intake.rules import How
from alongside.intake.terms import WhoFor
from alongside.intake.tests.wren import ago, heard_of, one, stamp
from alongside.recordkeeping.models import Trail
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category
from tests.cast import CAST, acting_as

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


@pytest.fixture
def wren() -> Woman:
    """Somebody whom one of us met on the street just now."""
    return heard_of()


def state(woman: Woman) -> str:
    with acting_as("W1"):
        found = enrolment.latest_change(Enrolment.objects.get(person_id=woman.pk).id)
        return found.state if found else ""


def talk(woman: Woman, part: str = "why", *said: Said, who: str = "W1", **more: Any) -> list[Told]:
    with acting_as(who):
        given = {"on": timezone.localdate(), "how": "street", **more}
        return actions.talk(
            woman=woman, part=part, said=said or [Said("my_why", words="My boy.")], **given, **stamp(who)
        )


def refused(because: str, field: str, do: Any) -> None:
    with pytest.raises(Refused) as no, transaction.atomic():
        do()
    assert (no.value.because, no.value.field) == (because, field)


def test_a_first_contact_on_the_street_is_a_file_at_once_and_stays_it(wren: Woman) -> None:
    with acting_as("W1"):
        [first] = queries.first_contacts_of(wren.family_id)
        assert (first.told_by, first.how, first.place, first.words) == (
            "street",
            "street",
            "by the bridge",
            "She asked for gloves.",
        )
        assert (wren.person.name, wren.person.is_alias) == ("Wren", True)
        assert SafeContact.objects.filter(woman=wren).count() == 0, "nobody contacts her until she says how"
        files = Family.objects.count()
    assert state(wren) == "reaching_out"
    talk(wren)
    assert state(wren) == "getting_to_know"
    with acting_as("W1"):
        actions.welcome(
            woman=wren, colleague=Colleague(id=CAST["W1"]), on=timezone.localdate(), her_words="Hm.", **stamp()
        )
        assert Family.objects.count() == files and Enrolment.objects.filter(person_id=wren.pk).count() == 1
    assert state(wren) == "active"


def test_anybody_can_tell_us_of_her_again_and_the_first_day_counts(wren: Woman) -> None:
    id = one()
    with acting_as("W1"):
        for _n in range(2):
            actions.hear_of(
                woman=wren, on=ago(3), heard=Heard("ward", "call", teller="Nurse", knows="no"), id=id, **stamp()
            )
        assert [each.told_by for each in queries.first_contacts_of(wren.family_id)] == ["ward", "street"]
        refused("in_future", "on", lambda: actions.hear_of(woman=wren, on=ago(-1), heard=Heard(), **stamp()))
        refused(
            "unknown_choice",
            "told_by",
            lambda: actions.hear_of(woman=wren, on=ago(0), heard=Heard("nobody"), **stamp()),
        )
        long = Heard(teller="x" * 301)
        refused("too_long", "teller", lambda: actions.hear_of(woman=wren, on=ago(0), heard=long, **stamp()))


def test_talks_over_days_in_her_order_and_everything_can_be_left_out() -> None:
    woman = heard_of(on=ago(30))
    talk(woman, "parent", Said("being_parent", words="I sing."), on=ago(20), how="home")
    talk(woman, "using", Said(standing="never"), Said("using_now", standing="not_now"), on=ago(20), how="home")
    talk(woman, "why", Said("my_why", words="My boy."), on=ago(10), how="call", after="heavy")
    talk(woman, "why", Said("my_why", words="My boy, and me."), on=ago(2), how="call")
    with acting_as("W1"):
        found = queries.getting_to_know(woman.family_id, woman.pk)
        cards = {card.part.code: card for card in found.cards(set(Category), {"called"})}
        assert (cards["why"].how, cards["why"].times) == (How.TALKED, 2)
        assert cards["using"].how == How.NEVER and cards["parent"].how == How.TALKED and cards["you"].how == How.KNOWN
        assert len(found.conversations) == 3, "two parts on one day are one talk"
        assert found.counts("why")["my_why"].words == "My boy, and me." and len(found.of("why")) == 2
        then = queries.getting_to_know(woman.family_id, woman.pk, until=ago(5))
        assert then.counts("why")["my_why"].words == "My boy." and len(then.conversations) == 2
        assert {row.category for row in found.of("using")} == {Category.SUD}


def test_a_form_sent_twice_is_one_and_two_who_write_at_once_are_both_kept(wren: Woman) -> None:
    id = one()
    first, second = (
        talk(wren, "why", Said("my_why", words="Me"), Said("proud", standing="not_now"), id=id) for _n in range(2)
    )
    assert [row.pk for row in first] == [row.pk for row in second]
    talk(wren, "why", Said("my_why", words="Other words"))
    with acting_as("W1"):
        assert sorted(row.words for row in Told.objects.filter(woman=wren, question="my_why")) == ["Me", "Other words"]
        assert Conversation.objects.filter(woman=wren).count() == 1


@pytest.mark.parametrize(
    ("part", "said", "because", "field"),
    [
        ("weather", [Said("x", words="y")], "no_such_part", "part"),
        ("why", [Said("weather", words="y")], "no_such_part", "weather"),
        ("why", [], "nothing_told", ""),
        ("why", [Said("my_why", words="  ")], "nothing_told", "my_why"),
        ("why", [Said("my_why", standing="failed")], "unknown_choice", "my_why"),
        ("in_the_way", [Said("barriers", picked=["weather"])], "unknown_choice", "barriers"),
        ("why", [Said("my_why", words="x" * 20_001)], "too_long", "my_why"),
    ],
)
def test_what_cannot_be_told_writes_nothing(wren: Woman, part: str, said: list[Said], because: str, field: str) -> None:
    with acting_as("W1"):
        refused(because, field, lambda: actions.talk(woman=wren, part=part, said=said, on=ago(0), **stamp()))
        refused(
            "before_we_knew",
            "on",
            lambda: actions.talk(woman=wren, part="why", said=[Said(standing="not_now")], on=ago(9), **stamp()),
        )
        assert not Told.objects.filter(woman=wren).exists() and not Conversation.objects.filter(woman=wren).exists()


def test_no_talk_moves_a_state_but_the_first_and_none_moves_it_back() -> None:
    woman = heard_of(on=ago(30))
    talk(woman, on=ago(20))
    with acting_as("W1"):
        actions.welcome(woman=woman, colleague=Colleague(id=CAST["W1"]), on=ago(15), **stamp())
    talk(woman, on=ago(10))
    with acting_as("W1"):
        assert [each.state for each in enrolment.states_of(woman.family_id)] == [
            "reaching_out",
            "getting_to_know",
            "active",
        ]


def test_what_she_takes_back_is_shown_to_nobody_and_a_goal_told_on_stays(wren: Woman) -> None:
    [row] = talk(wren, "why", Said("my_why", words="My boy."))
    talk(wren, "parent", Said("being_parent", words="I sing."))
    with acting_as("W1"):
        goals = [
            actions.tell_on(told=row, her_words="To be there for my boy", lane="own", **stamp()) for _n in range(2)
        ]
        assert goals[0].pk == goals[1].pk == queries.goal_id(row.pk)
        assert (goals[0].told_by, goals[0].her_words) == (wren.pk, "To be there for my boy")
        refused("only_her_words", "her_words", lambda: actions.tell_on(told=row, her_words=" ", lane="own", **stamp()))
        assert actions.take_back(woman=wren, part="why", **stamp()) == 1
        assert actions.take_back(woman=wren, part="why", **stamp()) == 0
        assert [each.part for each in queries.told_of(wren.family_id, wren.pk)] == ["parent"]
        with pytest.raises(Told.DoesNotExist):
            queries.told_one(wren.family_id, row.pk)
        assert Goal.objects.filter(pk=goals[0].pk).exists()
        refused("no_such_part", "part", lambda: actions.take_back(woman=wren, part="weather", **stamp()))
    with acting_as("PRIV"):
        lines = Trail.objects.filter(verb__in=("talked", "talk taken back"), subject=wren.pk)
        assert {line.verb for line in lines} == {"talked", "talk taken back"}
        assert all(line.detail == {} for line in lines), "the trail does not say which part it was"


def test_a_goal_told_on_stays_in_the_kind_of_record_its_words_were_told_in(wren: Woman) -> None:
    [birth] = talk(wren, "pregnancy", Said("birth_wish", words="Nobody but my sister."))
    [using] = talk(wren, "using", Said("helped", words="Company."))
    [why] = talk(wren, "why", Said("my_why", words="My boy."))
    with acting_as("W1"):
        kinds = [
            Category(actions.tell_on(told=row, her_words=row.words, lane=lane, **stamp()).category)
            for row, lane in ((birth, "own"), (using, "everyday"), (why, "together"))
        ]
    # Words that the whole team reads may go where the lane belongs.
    assert kinds == [Category.REPRODUCTIVE_STI, Category.SUD, Category.CHILD_WELFARE_LEGAL]
    assert [ON_HER_PAGE >> kind & 1 for kind in kinds] == [0, 1, 1]


def test_the_wait_is_counted_and_what_was_offered_meanwhile_is_kept() -> None:
    woman = heard_of(on=ago(12))
    id = one()
    with acting_as("W1"):
        for _n in range(2):
            actions.offer(woman=woman, what="food", wanted="yes", on=ago(11), words="soup", id=id, **stamp())
        actions.offer(woman=woman, what="call", wanted="not_now", on=ago(9), **stamp())
        assert [each.what for each in queries.offers_of(woman.family_id)] == ["call", "food"]
        [waiting] = [each for each in queries.waits(CAST["W1"], timezone.localdate()) if each.woman == woman.pk]
        assert (waiting.wait.to_meet, waiting.wait.to_welcome, waiting.wait.met, waiting.offered) == (
            12,
            12,
            None,
            "call",
        )
    talk(woman, on=ago(8))
    with acting_as("W1"):
        [waiting] = [each for each in queries.waits(CAST["W1"], timezone.localdate()) if each.woman == woman.pk]
        assert (waiting.wait.to_meet, waiting.wait.met) == (4, ago(8))
        met = timezone.now()
        refused(
            "before_we_knew",
            "on",
            lambda: actions.welcome(woman=woman, colleague=Colleague(id=CAST["W1"]), on=ago(40), **stamp()),
        )
        actions.welcome(woman=woman, colleague=Colleague(id=CAST["W1"]), on=ago(2), **stamp())
        refused(
            "welcomed",
            "on",
            lambda: actions.welcome(woman=woman, colleague=Colleague(id=CAST["W1"]), on=ago(1), **stamp()),
        )
        assert woman.pk not in {each.woman for each in queries.waits(CAST["W1"], timezone.localdate())}
        wait, welcome = queries.wait_of(woman.family_id, woman.pk, timezone.localdate())
        assert wait and welcome and (wait.to_meet, wait.to_welcome, wait.waits, welcome.on) == (4, 10, False, ago(2))
        before, none = queries.wait_of(woman.family_id, woman.pk, ago(10))
        assert before and none is None and (before.to_welcome, before.met) == (2, None)
        # Before we heard of her, or wrote it down, nothing was known of a wait.
        assert queries.wait_of(woman.family_id, woman.pk, ago(13)) == (None, None)
        then, none = queries.wait_of(woman.family_id, woman.pk, ago(0), known_at=met)
        assert then and none is None and (then.to_welcome, then.to_meet, then.waits) == (12, 4, True)
        assert queries.wait_of(woman.family_id, woman.pk, ago(0), known_at=met - timedelta(1)) == (None, None)


def test_what_is_known_is_shown_and_a_child_she_lost_is_not_counted_up_to_her() -> None:
    with acting_as("W1"):
        ana = families.women_of(CAST["ALDER"]).get()
        found = queries.known(ana, timezone.localdate())
        assert {"called", "children", "safe_contact", "home", "people"} <= set(found) and "pregnancy" not in found
        assert set(queries.known(ana, timezone.localdate(), only=("children",))) == {"children"}


def test_two_take_one_word_at_the_door_and_one_is_told() -> None:
    with acting_as("W1"):
        one_, same = queries.knock(CAST_KNOCK := Knock.objects.get().pk), Knock.objects.get(pk=CAST_KNOCK)
        family = actions.take_in(
            knock=one_, colleague=Colleague.objects.get(pk=CAST["W1"]), part="counsellor", **stamp()
        )
        refused(
            "taken",
            "",
            lambda: actions.take_in(
                knock=same, colleague=Colleague.objects.get(pk=CAST["W1"]), part="counsellor", **stamp()
            ),
        )
        refused("taken", "", lambda: actions.put_aside(knock=same, **stamp()))
        [first] = queries.first_contacts_of(family.pk)
        assert (first.words, first.how, first.source, first.pk) == ("SECRET knock", "page", "ward7", CAST_KNOCK)
        [way] = SafeWay.objects.filter(family_id=family.pk)
        assert (way.channel, way.value, way.content_level) == ("text", "+14165550177", 0)
        left = Knock.objects.get(pk=CAST_KNOCK)
        assert (left.called, left.value, left.words, left.source, left.taken_as) == ("", "", "", "", "file")
        assert not queries.knocks().exists()


def test_a_word_is_left_by_somebody_who_is_not_signed_in_and_needs_a_way_to_answer() -> None:
    id = one()
    for _n in range(2):
        assert actions.leave_word(
            id=id, by="call", value=" 416 555 0100 ", called="Bo", words="Please be quick.", language="fr"
        )
    refused("way_needed", "value", lambda: actions.leave_word(id=one(), by="text"))
    refused("too_long", "words", lambda: actions.leave_word(id=one(), by="i_come", words="x" * 4_001))
    refused("unknown_choice", "by", lambda: actions.leave_word(id=one(), by="pigeon", value="x"))
    assert actions.leave_word(id=one(), by="i_come", value="never kept", words="On Tuesday.")
    with acting_as("W1"):
        rows = {row.by: row for row in queries.knocks()}
        assert rows["call"].value == "416 555 0100" and rows["i_come"].value == ""
        family = actions.take_in(
            knock=rows["i_come"], colleague=Colleague.objects.get(pk=CAST["W1"]), part="counsellor", **stamp()
        )
        [way] = SafeWay.objects.filter(family_id=family.pk)
        assert way.channel == "none", "nobody contacts her: she comes"


def test_the_door_takes_no_more_than_a_person_can_read() -> None:
    assert all(actions.leave_word(id=one(), by="i_come") for _n in range(60))
    assert actions.leave_word(id=one(), by="i_come") is False


def test_the_door_informs_and_its_newest_word_counts() -> None:
    with acting_as("SUP"):
        actions.keep_door(
            agency=Agency(id=CAST["LEAD"]), who_for=[WhoFor.PREGNANT, WhoFor.APART, WhoFor.PREGNANT], child_under=8,
            answer_days=2, words="Come as you are.", **stamp("SUP"),
        )  # fmt: skip
        found = queries.door()
        assert (found.who_for, found.child_under, found.words) == (["pregnant", "apart"], 8, "Come as you are.")
        refused(
            "unknown_choice",
            "who_for",
            lambda: actions.keep_door(
                agency=Agency(id=CAST["LEAD"]), who_for=["sober"], child_under=6, answer_days=1, **stamp("SUP")
            ),
        )
        assert Door.objects.count() == 2
    assert queries.usual_door().child_under == 6 and set(queries.usual_door().who_for) == set(WhoFor.values)


def test_nothing_told_cannot_be_written_past_the_rules(wren: Woman) -> None:
    row = {
        "family_id": wren.family_id,
        "woman": wren,
        "part": "why",
        "edition": 1,
        "on": ago(0),
        "category": 1,
        "recorded_by": CAST["W1"],
    }
    with acting_as("W1"), pytest.raises(IntegrityError), transaction.atomic():
        Told.objects.create(question="my_why", standing="said", **row)


def test_the_rows_of_a_family_are_a_fixed_number_of_statements(wren: Woman, django_assert_num_queries: Any) -> None:
    for n in range(3):
        talk(wren, "why", Said("my_why", words=f"{n}"))
        with acting_as("W1"), django_assert_num_queries(2):
            queries.getting_to_know(wren.family_id, wren.pk)
        with acting_as("W1"), django_assert_num_queries(1):
            queries.waits(CAST["W1"], timezone.localdate())
