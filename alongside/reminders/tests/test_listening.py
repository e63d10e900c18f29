"""What comes back: from her number, from a number of nobody, from a changed one; in English and in French."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from alongside.families.models import Woman
from alongside.recordkeeping.rules import Refused
from alongside.reminders import actions
from alongside.reminders.models import Heard, Message, Notice, Wish
from alongside.reminders.queries import open_notices
from alongside.reminders.tests.ana import DAY_BEFORE, MONDAY, NUMBER, Sink, plan, stamp, wish
from tests.cast import CAST, acting_as

pytestmark = pytest.mark.django_db(databases=["default"])
LATER = DAY_BEFORE + timedelta(minutes=5)


def comes(words: str, value: str = "416 555 0123", reference: str = "1") -> Sink:
    """It comes, is read, and what follows goes out."""
    actions.message_came(by="text", value=value, words=words, reference=reference, at=LATER)
    assert actions.listen(now=LATER) == 1 and actions.listen(now=LATER) == 0
    out = Sink()
    actions.hand_over(clock=lambda: LATER, outs=[out])
    return out


def told(who: str = "W1") -> list[tuple[str, bool]]:
    with acting_as(who):
        return [(notice.kind, notice.woman_id is not None) for notice in open_notices()]


@pytest.fixture
def sent(ana: Any) -> Any:
    """The message of the day before went; the one of the day waits."""
    actions.plan_messages(now=MONDAY)
    actions.hand_over(clock=lambda: DAY_BEFORE, outs=[Sink()])
    return ana


def waiting() -> list[tuple[str, str]]:
    with acting_as("W1"):
        return list(Message.objects.filter(kind="today").values_list("state", "because"))


@pytest.mark.parametrize(
    ("words", "notice", "answer", "then"),
    [
        ("1", [], [], ("waits", "")),
        ("2", [("other_time", True)], ["OK, another time. You will hear. Sam"], ("not_sent", "other_time_asked")),
        (
            "un autre moment",
            [("other_time", True)],
            ["OK, another time. You will hear. Sam"],
            ("not_sent", "other_time_asked"),
        ),
        ("STOP", [("stopped", True)], [], ("not_sent", "stopped")),
        ("Arrêt svp", [("stopped", True)], [], ("not_sent", "stopped")),
        ("he hit me", [("hard", True)], [], ("waits", "")),
        ("who is this", [("wrote", True)], [], ("waits", "")),
        ("stop, he has a knife", [("stopped", True), ("hard", True)], [], ("not_sent", "stopped")),
    ],
)
def test_from_her_number(sent: Any, words: str, notice: Any, answer: Any, then: Any) -> None:
    assert comes(words).words == answer
    assert sorted(told()) == sorted(notice) and waiting() == [then]
    with acting_as("W1"):
        heard = Heard.objects.get()
        assert (heard.woman_id, heard.words) == (CAST["ANA"], words)
        stopped = "stop" in heard.meanings
        assert Wish.objects.filter(by="text").order_by("-version").first().wanted is not stopped  # type: ignore[union-attr]
    assert told("W2") == []


def test_something_hard_is_answered_in_words_she_chose_and_no_others(sent: Any) -> None:
    with acting_as("W1"):
        wish(hard_words="I am calling you.")
    assert comes("help me").words == ["I am calling you."]


def test_a_stop_in_the_evening_is_of_that_evening(sent: Any) -> None:
    evening = DAY_BEFORE.replace(hour=22)  # in UTC it is the next day
    actions.message_came(by="text", value=NUMBER, words="STOP", reference="evening", at=evening)
    actions.listen(now=evening)
    with acting_as("W1"):
        stopped = Wish.objects.filter(by="text").order_by("-version").first()
        assert stopped and not stopped.wanted and stopped.said_on == DAY_BEFORE.date()


def test_a_word_of_her_own_stops_it(sent: Any) -> None:
    with acting_as("W1"):
        wish(stop_word="Banane")
    comes("banane")
    assert told() == [("stopped", True)]


@pytest.mark.parametrize("words", ["2", "1", "he hit me", "who is this", "STOP"])
@pytest.mark.parametrize("whose", ["nobody's", "her old one", "two women's", "no number"])
def test_from_a_number_of_nobody_nothing_is_told_and_nothing_changes(sent: Any, words: str, whose: str) -> None:
    value = "+14165550177" if whose == "nobody's" else "SHORTCODE" if whose == "no number" else NUMBER
    if whose == "her old one":
        with acting_as("W1"):
            plan(way={"value": "4165550199"})
            wish(value="+14165550199")
    if whose == "two women's":
        with acting_as("W2"):
            woman = Woman.objects.exclude(person_id=CAST["ANA"]).first()
            assert woman is not None
            actions.save_wish(
                woman=woman, way="text", base_version=0, wanted=True, value=NUMBER, others="only_she", kinds=["before"],
                by=CAST["W2"], at=MONDAY,
            )  # fmt: skip
    assert comes(words, value).letters == []
    # A stop holds for the number from which it came, whoever wrote it.
    stops = words == "STOP" and whose in ("two women's", "her old one")
    assert told() == ([("stopped", True)] if stops and whose == "two women's" else [])
    assert waiting() == [("not_sent", "stopped") if stops else ("waits", "")]
    with acting_as("W1"):
        assert not Heard.objects.exists()  # nobody who works with a family reads it
    with acting_as("SUP"):  # who arranges teams does, and no family is named
        assert [h.words for h in Heard.objects.filter(family=None)] == [words]
        kinds = set(Notice.objects.filter(family=None).values_list("kind", flat=True))
    assert kinds == {"hard" if words == "he hit me" else "unknown"}


def test_the_same_message_brought_twice_counts_once_and_a_long_one_is_cut(sent: Any) -> None:
    assert actions.message_came(by="text", value=NUMBER, words="x" * 5000, reference="9", at=LATER)
    assert not actions.message_came(by="text", value=NUMBER, words="STOP", reference="9", at=LATER)
    assert actions.listen(now=LATER) == 1
    with acting_as("W1"):
        assert len(Heard.objects.get().words) == 1600


def test_a_notice_is_taken_by_one_person_in_her_own_name(sent: Any) -> None:
    comes("2")
    with acting_as("W1"):
        notice = open_notices(CAST["ALDER"]).get()
        actions.take_notice(notice=notice, by=CAST["W1"], at=LATER)
        notice.refresh_from_db()
        assert notice.taken_at and abs(notice.taken_at - timezone.now()) < timedelta(minutes=5)  # the database's clock
    with acting_as("SUP"), pytest.raises(Refused) as refused:
        actions.take_notice(notice=notice, **(stamp("SUP") | {"at": LATER}))
    assert refused.value.because == "taken_already" and told() == []
