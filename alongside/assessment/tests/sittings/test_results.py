"""Results that are entered, and answers that belong to nobody."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from alongside.assessment import actions, queries
from alongside.assessment.models import AnonymousAnswer, Answer, Occasion, Score
from alongside.assessment.terms import No
from alongside.assessment.tests.refusing import refused
from alongside.assessment.tests.sittings.sitting import STAMP, alder, begun, save
from alongside.instruments import queries as instruments
from alongside.recordkeeping.models import Trail
from alongside.safekeeping.actions import carry
from tests.cast import CAST, T0, TODAY, acting_as, dyad, token_of

pytestmark = [pytest.mark.django_db(databases=["default", "loader"]), pytest.mark.usefixtures("w1")]


def result(code: str = "PSI-4-SF", **more: Any) -> Occasion:
    row = instruments.published(code)
    terms = instruments.definition(row.pk)
    given = [(item.id, item.among[1]) for item in terms.items]
    about = {"dyad": dyad("ANA", "BEE"), "child": CAST["BEE"]}.get(terms.subject, CAST["ANA"])
    return actions.record_result(
        **{"family": alder(), "subject": about, "definition": row.pk, "on": TODAY, "values": given, **STAMP, **more}
    )


def test_a_result_is_entered_from_a_licensed_form() -> None:
    occasion = result("BDI-II")
    assert (occasion.state, occasion.mode, occasion.source) == ("done", "result", "her_report")
    assert Answer.objects.filter(occasion=occasion).exists() and Score.objects.filter(occasion=occasion).exists()
    with refused(No.ALREADY_RECORDED):
        result("BDI-II")


@pytest.mark.parametrize(
    ("more", "because"),
    [
        ({"definition": uuid.uuid4()}, No.MEASURE_UNKNOWN),
        ({"on": TODAY + timedelta(days=1)}, No.IN_FUTURE),
        ({"subject": CAST["EVE"]}, No.ABOUT_ANOTHER),
        ({"values": []}, No.NOTHING_CHOSEN),
        ({"values": [("no", 1)]}, No.UNKNOWN_ITEM),
        ({"values": [("total", "text")]}, No.NOT_A_CHOICE),
        ({"values": [("total", 1), ("total", 2)]}, No.ASKED_TWICE),
        ({"values": [("total", 999999)]}, No.NOT_A_CHOICE),
    ],
)
def test_what_cannot_be_a_result(more: dict[str, Any], because: No) -> None:
    before = Occasion.objects.count()
    with refused(because):
        result("BDI-II", **more)
    assert Occasion.objects.count() == before


def lines() -> int:
    """Lines of the trail, as whoever looks after privacy finds them; then it is the counsellor's turn again."""
    with acting_as("PRIV"):
        found = Trail.objects.count()
    carry(token_of("W1"))
    return found


def test_what_she_says_about_us_belongs_to_nobody() -> None:
    before = lines()
    shelf = queries.about_the_service()
    kept = actions.record_anonymous(
        definition=shelf.row.pk, agency=CAST["LEAD"], answers={"1": "2", "2": 1, "3": ""}, at=T0
    )
    assert kept == 2
    assert AnonymousAnswer.objects.count() == 0  # nobody reads them one by one
    columns = {field.name for field in AnonymousAnswer._meta.fields}
    assert columns == {"id", "reply", "definition", "agency", "month", "item", "value"}
    assert lines() == before
    save(begun("GAD-7"), "1", 2)  # whereas an answer of hers is a line
    assert lines() > before
    with refused(No.NOT_A_CHOICE):
        actions.record_anonymous(definition=shelf.row.pk, agency=CAST["LEAD"], answers={"1": 9}, at=T0)
