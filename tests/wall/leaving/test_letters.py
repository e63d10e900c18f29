"""Letters: read with her, strengths first, gone as they were read; and who learns nothing of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, ProgrammingError, connections, transaction

from alongside.consent import actions, queries
from alongside.consent.models import (
    DisclosedPart,
    Disclosure,
    DutyReport,
    DutyReportStep,
    Letter,
    LetterPart,
)
from alongside.recordkeeping.models import SetAside
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category as C
from tests.cast import acting_as
from tests.wall.leaving.steps import ALDER, ANA, NOBODY, disclosing, me, stamp, to

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def _count() -> int:
    with acting_as("W1"):
        return Disclosure.objects.count()


def _written(who: str = "W1", category: C = C.SUD, **more: Any) -> Letter:
    letter = actions.begin_letter(
        **{"family": ALDER, "subject": ANA, "to": to("HOSP"), "kind": "told_first", "purpose": "care", "language": "en",
           **stamp(who)} | more
    )  # fmt: skip
    actions.write_part(
        letter=letter, base_version=1, category=category, strengths="She told us the same day.",
        concerns="She used on Friday.", her_words="I want to keep going.", **stamp(who),
    )  # fmt: skip
    return letter


def test_a_letter_leaves_as_it_was_read_with_her() -> None:
    with acting_as("W1"):
        letter = _written()
        with pytest.raises(Refused, match="told_needed"):
            actions.send_letter(letter=letter, base_version=2, asker=me(), **stamp())
        read = {"told_before": "with_her", "present": True, "comment": "It is fair."}
        actions.change_letter(letter=letter, base_version=2, values=read, **stamp())
        with pytest.raises(Refused, match="written_meanwhile"):
            actions.send_letter(letter=letter, base_version=2, asker=me(), **stamp())
        [line] = actions.send_letter(letter=letter, base_version=3, asker=me(), **stamp())
        words = DisclosedPart.objects.get(disclosure=line).snapshot
        assert words == (
            "What goes well\nShe told us the same day.\n\nWhat is hard, and what helps\nShe used on Friday.\n\n"
            "In her own words\nI want to keep going."
        )
        for change in (
            lambda: actions.write_part(letter=letter, base_version=4, category=C.SUD, strengths="x", **stamp()),
            lambda: actions.send_letter(letter=letter, base_version=4, asker=me(), **stamp()),
            lambda: actions.put_letter_away(letter=letter, **stamp()),
        ):
            with pytest.raises(Refused, match="left_already"):
                change()
    with acting_as("p_ana"):
        mine = queries.disclosed(ALDER, line.id)
        assert [step.words for step in mine.steps.all()] == ["It is fair."]
        assert not Letter.objects.exists() and not LetterPart.objects.exists()


def test_a_letter_that_left_is_not_changed_by_hand() -> None:
    with acting_as("W1"):
        letter = _written()
        actions.change_letter(letter=letter, base_version=2, values={"told_before": "told"}, **stamp())
        actions.send_letter(letter=letter, base_version=3, asker=me(), **stamp())
    for sql in (
        "update consent_letter set title = 'x' where id = %s",
        "update consent_letterpart set concerns = 'x' where letter_id = %s",
    ):
        with acting_as("W1"), pytest.raises(IntegrityError, match="what left stays as it left"), transaction.atomic():
            with connections["default"].cursor() as cursor:
                cursor.execute(sql, [letter.id])


def test_strengths_come_first() -> None:
    with acting_as("W1"):
        letter = actions.begin_letter(
            family=ALDER, subject=ANA, to=to("HOSP"), kind="support", purpose="care", language="fr-ca", **stamp()
        )
        actions.change_letter(letter=letter, base_version=1, values={"told_before": "told"}, **stamp())
        with pytest.raises(Refused, match="nothing_said"):
            actions.send_letter(letter=letter, base_version=2, asker=me(), **stamp())
        actions.write_part(letter=letter, base_version=2, category=C.SUD, concerns="Elle a consommé.", **stamp())
        with pytest.raises(Refused, match="letter_strengths_first"):
            actions.send_letter(letter=letter, base_version=3, asker=me(), **stamp())


def test_two_who_write_at_once_lose_nothing() -> None:
    with acting_as("W1"):
        letter = _written()
        aside = actions.write_part(letter=letter, base_version=1, category=C.SUD, strengths="MINE", **stamp())
        assert isinstance(aside, SetAside) and aside.written["strengths"] == "MINE"
        assert LetterPart.objects.get(letter=letter).strengths == "She told us the same day."


def test_nobody_sends_what_she_does_not_read_as_a_whole() -> None:
    with acting_as("W1"):
        letter = _written(category=C.IPV_SAFETY)
        actions.change_letter(letter=letter, base_version=2, values={"told_before": "told"}, **stamp())
    with acting_as("DIR"):  # reads that she comes here, not what is said of violence
        assert Letter.objects.filter(pk=letter.pk).exists() and not LetterPart.objects.exists()
        with pytest.raises(Refused, match="not_all_of_it"):
            actions.send_letter(letter=letter, base_version=3, asker=me(), **stamp("DIR"))


@pytest.mark.parametrize("who", NOBODY)
def test_the_wrong_people_get_nothing_not_even_a_count(who: str) -> None:
    with acting_as("W1"):
        letter = _written()
        line = disclosing()[0]
    with acting_as(who):
        assert Letter.objects.count() == LetterPart.objects.count() == 0
        assert Disclosure.objects.filter(pk=line.pk).count() == 0
        assert DisclosedPart.objects.filter(disclosure=line.pk).count() == 0
        assert (
            DutyReport.objects.filter(family=ALDER).count() == DutyReportStep.objects.filter(family=ALDER).count() == 0
        )
        with connections["default"].cursor() as cursor:
            cursor.execute("select safekeeping.parts_of(%s)", [letter.id])
            assert cursor.fetchone() == (0,)
        with pytest.raises((ProgrammingError, Refused, ObjectDoesNotExist)), transaction.atomic():
            disclosing(who=who)
