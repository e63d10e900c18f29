"""Whose words a letter holds, and what their sender said of them: said by whoever may, and then it stays as it was said."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from alongside.consent import actions
from alongside.consent.models import Letter, SentBack
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category as C
from tests.cast import acting_as, ident
from tests.wall.leaving.steps import ALDER, ANA, NOBODY, me, stamp, to

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
SENT = ident("sent ANA")


def begun(purpose: str, agency: str) -> Letter:
    letter = actions.begin_letter(
        family=ALDER, subject=ANA, to=to(agency), kind="progress", purpose=purpose, language="en", draws_on=[SENT, SENT],
        **stamp(),
    )  # fmt: skip
    actions.write_part(letter=letter, base_version=1, category=C.SERVICE_USE, strengths="She comes.", **stamp())
    actions.change_letter(letter=letter, base_version=2, values={"told_before": "told"}, **stamp())
    letter.refresh_from_db()
    return letter


def test_what_left_keeps_whose_words_it_holds() -> None:
    with acting_as("W1"):
        letter = begun("care", "HOSP")
        assert letter.draws_on == [SENT]
        actions.send_letter(letter=letter, base_version=3, asker=me(), **stamp())
        with pytest.raises(Refused, match="left_already"):
            actions.change_letter(letter=letter, base_version=3, values={"draws_on": []}, **stamp())
        with pytest.raises(IntegrityError, match="stays as it left"), transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(draws_on=[])


def test_the_action_refuses_it_whatever_the_page_showed() -> None:
    with acting_as("W1"), pytest.raises(Refused, match="not_covered") as no:
        actions.send_letter(letter=begun("family_court", "CAS"), base_version=3, asker=me(), **stamp())
    answer = no.value.detail["answers"][int(C.SERVICE_USE)]
    assert "part2_bar" in {reason.code for reason in answer.reasons}


def test_nobody_says_whose_words_for_a_letter_that_is_not_theirs() -> None:
    with acting_as("W1"):
        letter = begun("care", "HOSP")
    for who in NOBODY:
        with acting_as(who):
            assert Letter.objects.filter(pk=letter.pk).update(draws_on=[]) == 0, who
    with acting_as("W1"):
        assert Letter.objects.get(pk=letter.pk).draws_on == [SENT]


@pytest.mark.parametrize("who", ["CW1", "W1", "PRIV", "p_ana", "SUP"])
def test_what_a_sender_said_is_changed_by_nobody(who: str) -> None:
    with acting_as(who), pytest.raises(ProgrammingError), transaction.atomic():
        SentBack.objects.filter(pk=SENT).update(part2=False)
