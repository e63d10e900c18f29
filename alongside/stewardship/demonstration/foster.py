"""A child who lives with a foster carer now, and a mother who comes to every visit (T-08's other half, D-I5)."""

from __future__ import annotations

from alongside.stewardship.demonstration import touch
from alongside.stewardship.demonstration.opening import begin, plan_for_contact
from alongside.stewardship.demonstration.teller import CHILD_HEALTH, SERVICE_USE
from alongside.stewardship.demonstration.telling import Telling

CARER = "Nadia Benson"


def in_care(t: Telling) -> None:
    """Milo lives with Nadia Benson, by an order; Ada, his sister, lives with their mother."""
    first, away = t.now - 700, t.now - 210
    begin(t, "Corinne Blake", 26, first, active=first + 20, came_by="her doctor", family="Blake")
    plan_for_contact(t, first, called="the reading group", shares="nobody", level=2)
    ada = t.child("Ada", first - 1500, first, sex="female")
    milo = t.child("Milo", first + 90, first + 92, sex="male")
    carer = t.around(CARER, "carer", "unknown", away + 6, away + 7)
    t.living(ada, "mother", first - 1500, None, first)
    t.legal(ada, "no_order", first - 1500, None, first)
    t.living(milo, "mother", first + 90, away, first + 92)
    t.living(
        milo, "elsewhere", away, away + 6, away, source="agency",
        note="Place of safety. She was told before, and packed his blanket.",
    )  # fmt: skip
    t.living(
        milo, "foster", away + 6, None, away + 6, carer=carer, source="agency",
        note="With Nadia Benson. Visits on Mondays and Thursdays, and Ada comes along.",
    )  # fmt: skip
    t.legal(milo, "no_order", first + 90, away, first + 92)
    t.legal(milo, "place_of_safety", away, away + 5, away)
    t.legal(milo, "interim_care", away + 5, None, away + 9)
    t.involved(milo, "open_court", away, None, away, "S-009")
    t.right(ada, "release", first - 1500, None, first, holder=t.woman)
    t.right(milo, "release", first + 90, away + 5, first + 92, holder=t.woman)
    t.right(milo, "release", away + 5, None, away + 9, holder=None, agency="S-009")
    t.join("child_care", first + 100, works_with="children")
    dyads = {child: dyad for child, dyad, _ in t.children}
    touch.in_touch(t, first, away, 9)
    touch.contact(t, away, part="counsellor", for_whom="woman", mode="home", reached="met", category=SERVICE_USE,
                  minutes=180,
                  note="We sat with her and packed Milo's bag together. We stay beside her in court.",
                  her_words="Tell them he sleeps with the blue blanket.")  # fmt: skip
    for at in range(away + 10, t.now, 14):
        touch.contact(
            t, at, for_whom="dyad", child=(milo, dyads[milo]), mode="elsewhere", reached="met", note=t.note("visit")
        )
    touch.contact(t, t.now - 20, part="child_care", for_whom="child", child=(milo, ""), mode="in_person",
                  reached="met", category=CHILD_HEALTH,
                  note="He walks along the bench now and laughs when he arrives.")  # fmt: skip
    touch.in_touch(t, away + 8, t.now, 8)
    t.promise("Court: we come along", t.now + 9, t.now - 12)
