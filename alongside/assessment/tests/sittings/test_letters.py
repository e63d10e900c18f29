"""Questions by post."""

from __future__ import annotations

import pytest

from alongside.assessment import actions
from alongside.assessment.terms import No
from alongside.assessment.tests.refusing import refused
from alongside.assessment.tests.sittings.sitting import MET, STAMP, alder, ana, offered, save
from tests.cast import CAST, T0, TODAY, acting_as

pytestmark = [pytest.mark.django_db(databases=["default", "loader"]), pytest.mark.usefixtures("w1")]


def test_nothing_goes_by_post_unless_she_said_that_post_is_safe() -> None:
    occasion = offered("GAD-7")
    common = {"family": alder(), "woman": ana(), "minutes": 15, "language": "en", "met_on": MET}
    with refused(No.POST_NOT_SAFE):  # her plan in the cast names text messages alone
        actions.send_pack(occasions=[occasion.pk], **common, **STAMP)


def post_is_safe() -> None:
    from alongside.families.actions import save_safe_contact

    post = {"channel": "post", "value": "General delivery"}
    save_safe_contact(woman=ana(), base_version=1, plan={"checked_on": TODAY}, ways=[post], **STAMP)


def test_a_letter_has_a_code_and_its_answers_are_entered_when_it_is_back() -> None:
    post_is_safe()
    common = {"family": alder(), "woman": ana(), "minutes": 15, "language": "en", "met_on": MET}
    with refused(No.NOT_BY_POST):  # somebody must hear of some of its answers at once
        actions.send_pack(occasions=[offered("PHQ-9").pk], **common, **STAMP)
    pack = actions.send_pack(occasions=[offered("GAD-7").pk], **common, **STAMP)
    with refused(No.NO_SUCH_CODE):
        actions.letter_came_back(code="AAAA-AAAA", **STAMP)
    typed = pack.mailing.code.lower().replace("-", " ")
    assert actions.letter_came_back(code=typed, **STAMP).returned_on == TODAY
    save(pack.started, "1", 2)
    actions.finish(sitting=pack.started.sitting, **STAMP)
    with refused(No.BROUGHT_BACK):
        actions.letter_came_back(code=typed, **STAMP)
    with acting_as("W2"), refused(No.NO_SUCH_CODE):
        actions.letter_came_back(code=typed, by=CAST["W2"], at=T0)
