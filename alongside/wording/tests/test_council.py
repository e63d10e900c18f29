"""The women's advisory council: a text it sends back is not used; a drop-in conversation counts; members are paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from alongside.recordkeeping.rules import Refused
from alongside.wording import actions, queries
from tests.cast import CAST, T0, TODAY, acting_as

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

LETTER = {"key": "letter.welcome", "language": "en", "title": "Welcome", "audience": "woman"}


def put(body: str = "Come as you are.") -> object:
    with acting_as("SUP"):
        return actions.put_to_council(**LETTER, body=body, by=CAST["SUP"], at=T0)


def say(text: object, outcome: str, said: str = "", form: str = "drop_in") -> None:
    with acting_as("COUNCIL"):
        actions.record_review(
            text=text,
            on=TODAY,
            form=form,
            outcome=outcome,
            said=said,
            members=[CAST["COUNCIL"]],
            by=CAST["COUNCIL"],
            at=T0,
        )


def status() -> str:
    with acting_as("W1"):
        return queries.texts().get(key="letter.welcome").status


def test_a_text_goes_its_way() -> None:
    text = put()
    assert status() == "put_to_council"
    say(text, "sent_back", "Too many words about rules.")
    assert status() == "sent_back"
    with acting_as("W1"):
        assert queries.in_use("letter.welcome", "en") is None
    better = put("Come as you are. You choose where to begin.")
    with acting_as("W1"):
        assert queries.in_use("letter.welcome", "en") == better
    say(better, "agreed")
    assert status() == "agreed"


def test_a_version_that_was_not_sent_back_stays_in_use_while_the_new_one_is() -> None:
    first = put()
    say(first, "agreed")
    second = put("Another text.")
    say(second, "sent_back", "The first was better.")
    with acting_as("W1"):
        assert queries.in_use("letter.welcome", "en") == first


def test_sending_back_says_why() -> None:
    with pytest.raises(Refused, match="say_why"):
        say(put(), "sent_back")


def test_only_the_council_reviews() -> None:
    text = put()
    for who in ("SUP", "W1", "DIR", "ADM"):
        with acting_as(who), pytest.raises(DatabaseError), transaction.atomic():
            actions.record_review(
                text=text, on=TODAY, form="meeting", outcome="agreed", members=[], by=CAST[who], at=T0
            )


def test_members_are_paid_and_see_their_own_pay_alone() -> None:
    pay = {"on": date(2026, 2, 1), "hours": Decimal("1.5"), "paid_on": None, "by": CAST["DIR"], "at": T0}
    with acting_as("DIR"):
        actions.record_pay(member=CAST["COUNCIL"], amount=Decimal("45"), **pay)
        with pytest.raises(Refused, match="paid_more"):
            actions.record_pay(member=CAST["COUNCIL"], amount=Decimal("0"), **pay)
    with acting_as("COUNCIL"):
        assert queries.pay().count() == 1
    with acting_as("W1"):
        assert queries.pay().count() == 0
