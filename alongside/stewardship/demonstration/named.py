"""The named stories, the first families of every practice programme.

Twins (T-07), a story of custody (T-08), a return to use after four years (T-09), nine quiet months (T-10), one family
with a very long history, and a child who lives with a foster carer now. Their names are in ``NAMED``. Who decides what
may be told about a child is said here too: what they agree to (``agreeing``) rests on it.
"""

from __future__ import annotations

from alongside.stewardship.demonstration import records as r
from alongside.stewardship.demonstration import touch
from alongside.stewardship.demonstration.foster import in_care
from alongside.stewardship.demonstration.opening import YEAR, begin, plan_for_contact
from alongside.stewardship.demonstration.teller import CHILD_HEALTH, REPRODUCTIVE, SERVICE_USE, SUD, days
from alongside.stewardship.demonstration.telling import Telling


def twins(t: Telling) -> None:
    """T-07. She comes pregnant with twins, under a name she chose; the due date is revised; born at 34 weeks."""
    born = t.now - 150
    due = born + 6 * 7 - 2
    first = born - 120
    begin(t, "Wren Larivière", 27, first, active=first + 20, came_by="she called herself", alias=True)
    plan_for_contact(t, first, called="the book club", shares="her room-mate sees the phone", level=1)
    pregnancy = t.pregnancy(first + 6, due + 12, count=2, outcome="birth", on=born)
    t.due(pregnancy, due, "ultrasound", first + 30)
    by = t.worker("counsellor", first + 6)
    t.add(
        r.Exposure(
            t.new_id(), t.id, pregnancy, t.woman, "tobacco", "first weeks", "herself", "certain", t.stamp(first + 6), by
        )
    )
    iris = t.child(
        "Iris",
        born,
        first + 6,
        pregnancy=pregnancy,
        order=1,
        weeks=34,
        hospital=9,
        since=first + 6,
        home=True,
        sex="female",
    )
    felix = t.child(
        "Félix",
        born,
        first + 6,
        pregnancy=pregnancy,
        order=2,
        weeks=34,
        hospital=26,
        since=first + 6,
        home=False,
        sex="male",
    )
    t.living(iris, "hospital", born, born + 9, born + 1)
    t.living(iris, "mother", born + 9, None, born + 10)
    t.living(felix, "hospital", born, born + 26, born + 1, note="Iris came to see her brother every day.")
    t.living(felix, "mother", born + 26, None, born + 27)
    touch.contact(t, first, part="intake", for_whom="woman", mode="phone", reached="met", category=SERVICE_USE,
                  note="She called and gave us the name Wren. We said what we write down and who may "
                       "read it. She will come on Thursday.")  # fmt: skip
    touch.in_touch(t, first + 4, born - 2, 8)
    touch.contact(t, born - 30, part="counsellor", for_whom="woman", mode="hospital", reached="met",
                  category=REPRODUCTIVE,
                  note="We went along to the ultrasound. The new due date is nine days earlier. Both "
                       "hearts are beating well.")  # fmt: skip
    touch.contact(t, born, part="counsellor", for_whom="woman", mode="hospital", reached="met", category=SERVICE_USE,
                  note="Iris and Félix were born this morning, at 34 weeks. We were there, as she had asked.",
                  her_words="They are so small and they are both looking at me.")  # fmt: skip
    for cid, dyad, _ in t.children:
        touch.contact(
            t, born + 12, for_whom="dyad", child=(cid, dyad), mode="hospital" if cid == felix else "home", reached="met"
        )
    t.join("child_care", t.now - 20, works_with="children")
    touch.in_touch(t, born + 3, t.now, 6)
    t.occasion(t.woman, "PHQ-9", "beginning", first + 25, 12)
    t.occasion(t.woman, "PHQ-9", "6 months", t.now - 30, 8)
    t.promise("Weight of the twins, then coffee", t.now + 3, t.now - 4, "therapist")
    for cid in (iris, felix):
        t.right(cid, "release", born, None, born + 1, holder=t.woman)
    t.join("nurse", born + 9)


def _custody_tracks(t: Telling, first: int, turns: tuple[int, int, int, int, int]) -> str:
    """Where Théo and Lise live and what the law says; ``turns`` are the days on which it changed. Answers Théo."""
    away, kin, foster, supervised, home = turns
    theo = t.child("Théo", first - 500, first)
    lise = t.child("Lise", first - 1700, first)
    gran = t.around("Mémé Doyle", "mother", "safe", first - 9000, first)
    carer = t.around("Robin Hale", "carer", "unknown", away + 65, away + 66)
    t.around("Dean Mercer", "ex_partner", "unsafe", first - 2500, first + 60)
    t.living(lise, "mother", first - 1700, None, first)
    t.living(theo, "mother", first - 500, away, first)
    t.living(
        theo,
        "elsewhere",
        away,
        kin,
        away,
        source="agency",
        note="Place of safety. She was told the same hour and packed his rabbit.",
    )
    t.living(theo, "kin", kin, foster, kin, carer=gran, note="With his grandmother, two streets away.")
    t.living(
        theo,
        "foster",
        foster,
        supervised,
        foster,
        carer=carer,
        source="agency",
        note="Visits on Saturdays and Tuesdays.",
    )
    t.living(theo, "mother", supervised, None, supervised, note="Home, with visits of the society.")
    t.legal(theo, "no_order", first - 500, away, first)
    t.legal(theo, "place_of_safety", away, away + 5, away)
    # The order came late and said that interim care had begun earlier than we had written.
    t.legal(theo, "interim_care", away + 12, supervised, away + 14, source="herself", gone=away + 75)
    t.legal(
        theo, "interim_care", away + 5, supervised, away + 75, basis="Order of the court, received ten weeks later."
    )
    t.legal(theo, "supervision", supervised, home, supervised, basis="Supervision order, six months.")
    t.legal(theo, "returned", home, None, home)
    t.legal(lise, "no_order", first - 1700, None, first)
    for since, until, kind in (
        (away - 9, away, "inquiry"),
        (away, home, "open_court"),
        (home, home + 120, "open_voluntary"),
        (home + 120, None, "closed"),
    ):
        t.involved(theo, kind, since, until, since, "S-008")
    t.right(theo, "services", away + 5, supervised, away + 75, holder=t.woman)
    t.right(theo, "release", away + 5, supervised, away + 75, holder=None, agency="S-008")
    t.right(theo, "release", first - 500, away + 5, first, holder=t.woman)
    t.right(theo, "release", supervised, None, supervised, holder=t.woman)
    t.right(lise, "release", first - 1700, None, first, holder=t.woman)
    return theo


def custody(t: Telling) -> None:
    """T-08. One of two: place of safety, kin, foster, a supervised return, home. His sister stays with their mother."""
    first, away = t.now - 4 * YEAR, t.now - 900
    begin(t, "Marguerite Doyle", 31, first, active=first + 30, came_by="the hospital", family="Doyle")
    plan_for_contact(t, first, called="the play group", shares="nobody", level=2)
    kin, foster, supervised, home = away + 6, away + 66, away + 400, away + 580
    theo = _custody_tracks(t, first, (away, kin, foster, supervised, home))
    t.join("child_care", first + 60, works_with="children")
    t.join("peer", first + 200)
    dyads = {child: dyad for child, dyad, _ in t.children}
    touch.in_touch(t, first, away, 14)
    touch.contact(t, away, part="counsellor", for_whom="woman", mode="home", reached="met", category=SERVICE_USE,
                  minutes=240,
                  note="We were with her when Théo was brought to a place of safety, and stayed until her mother came.",
                  her_words="I want him to have his rabbit tonight.")  # fmt: skip
    for at in range(away + 20, supervised, 21):
        touch.contact(
            t, at, for_whom="dyad", child=(theo, dyads[theo]), mode="elsewhere", reached="met", note=t.note("visit")
        )
    for at in (away + 5, away + 70, supervised - 3, home):
        touch.contact(t, at, part="counsellor", for_whom="woman", mode="court", reached="met")
    touch.in_touch(t, away + 8, t.now, 12)
    touch.contact(t, supervised, for_whom="dyad", child=(theo, dyads[theo]), mode="home", reached="met",
                  note="Théo came home. Lise had drawn a sign for the door.",
                  between_you="He ran through every room and then to you.")  # fmt: skip
    t.promise("Théo's first day at school: we come along", t.now + 6, t.now - 10)
    t.join("child_development", home + 30, works_with="children")
    t.join("clinic", home + 30, works_with="children")


def return_to_use(t: Telling) -> None:
    """T-09. After four years she comes the same day. What must be told is said to her first. Nothing changes."""
    first = t.now - 5 * YEAR
    on = t.now - 200
    begin(t, "Joanne Petrov", 34, first, active=first + 25, came_by="a friend", family="Petrov")
    plan_for_contact(t, first, called="Joy", shares="nobody", level=3)
    sky = t.child("Sky", first - 300, first)
    t.living(sky, "mother", first - 300, None, first)
    t.legal(sky, "no_order", first - 300, None, first)
    t.involved(sky, "open_voluntary", first - 200, first + 500, first, "S-009")
    t.involved(sky, "closed", first + 500, None, first + 500, "S-009")
    t.join("peer", first + 300)
    touch.in_touch(t, first, on, 15)
    t.returned(
        "near", first + 700, her_words="I stood in front of the store and then I called you.",
        helped="She called us, then her sister. They cooked together.", support="We stayed on the phone "
                                                                                "until she was home.",
    )  # fmt: skip
    t.returned(
        "return", on, substance="cocaine", her_words="It was one night after four years. I came to you "
                                                     "before I went home. I want people to know that.",
        helped="Coming here the same day; her peer supporter sat with her.", cared="Sky was at her "
                                                                                   "grandmother's, as "
                                                                                   "planned, until the next evening.",
        support="A talk the same afternoon, supper, a lift home. Her goals and her place with us stay as they are.",
        told="What had to be told to the children's aid society was said to her first, in the room, and "
             "she chose to make the call herself.",
        next="Call tomorrow at ten. See the doctor together on Monday.",
    )  # fmt: skip
    t.returned(
        "kept_safe", on, her_words="Sky was never alone.", cared="She had asked her mother to keep Sky for the night."
    )
    touch.contact(t, on, part="counsellor", for_whom="woman", mode="in_person", reached="met", category=SUD,
                  minutes=120,
                  note="She came the same day. We sat together; she told it in her own time. We said "
                       "plainly what we would have to pass on, and to whom, before anything was passed on.",
                  her_words="I thought I would be back at zero. I am not.")  # fmt: skip
    touch.contact(
        t,
        on + 1,
        part="counsellor",
        for_whom="woman",
        mode="phone",
        reached="met",
        note="We called at ten, as promised. She slept. Sky is home.",
    )
    touch.in_touch(t, on + 2, t.now, 8)
    for n, at in enumerate(range(first + 40, t.now, 365)):
        t.occasion(t.woman, "PHQ-9", f"year {n}", at, max(4, 15 - 2 * n))
    t.promise("Coffee with the peer supporter", t.now + 2, t.now - 5, "peer")
    t.right(sky, "release", first - 300, None, first, holder=t.woman)


def nine_quiet_months(t: Telling) -> None:
    """T-10. No word for nine months; quiet; then welcome back to the same people, and only what changed is asked."""
    first = t.now - 3 * YEAR
    silent, back = t.now - 330, t.now - 55
    enrolment = begin(t, "Amina Clarke", 25, first, active=first + 40, came_by="outreach", family="")
    plan_for_contact(t, first, called="Sam from the library", shares="nobody", level=1)
    noor = t.child("Noor", first - 90, first)
    aunt = t.around("Salma Clarke", "carer", "safe", silent + 100, back)
    t.living(noor, "mother", first - 90, silent + 100, first)
    t.living(
        noor,
        "kin",
        silent + 100,
        None,
        back,
        carer=aunt,
        note="With Amina's aunt since the winter; they see each other every weekend.",
    )
    t.join("outreach", first)
    touch.in_touch(t, first, silent, 11)
    t.state(enrolment, t.woman, "quiet", "no_contact", silent + 60)
    for at, mode in ((silent + 20, "text"), (silent + 45, "phone"), (silent + 90, "street"), (silent + 170, "text")):
        touch.contact(t, at, part="outreach", for_whom="woman", mode=mode, reached="tried", note=t.note("tried"))
    t.occasion(t.woman, "PHQ-9", "beginning", first + 50, 16)
    t.occasion(t.woman, "PHQ-9", "12 months", first + 400, 11)
    t.occasion(
        t.woman,
        "PHQ-9",
        "24 months",
        silent + 110,
        None,
        state="not_available",
        note="She was away. It can be done whenever she likes.",
    )
    t.state(enrolment, t.woman, "active", "welcome_back", back, "I moved twice and lost the phone. I did not lose you.")
    t.welcome_back(back, "I thought somebody else would have my place. You said: it is yours.")
    touch.contact(t, back, part="outreach", for_whom="woman", mode="in_person", reached="met", category=SERVICE_USE,
                  note="Amina came by. The kettle was on. We asked only what has changed: where she "
                       "lives, and how to reach her.")  # fmt: skip
    touch.in_touch(t, back + 3, t.now, 7)
    t.promise("Visit to the aunt's together", t.now + 4, t.now - 3, place="at her aunt's", travel=25)
    expects = t.pregnancy(back + 20, t.now + 110, outcome="expecting")
    t.child("", None, back + 20, pregnancy=expects, state="expected")


def long_years(t: Telling) -> None:
    """A family with about seven hundred events on its timeline, for looking at the timeline and for the benchmarks."""
    first = t.now - 6 * YEAR + 10
    begin(t, "Delphine Archer", 33, first, active=first + 14, came_by="her midwife", family="Archer")
    plan_for_contact(t, first, called="Joy", shares="nobody", level=3, channel="call")
    for name, age in (("Max", 2000), ("Rose", 1100), ("Basile", 60)):
        cid = t.child(name, first - age, first)
        t.living(cid, "mother", first - age, first + 800, first)
        if name == "Max":
            t.living(cid, "father", first + 800, None, first + 801)
        else:
            t.living(cid, "shared_care", first + 800, first + 1000, first + 801)
            t.living(cid, "mother", first + 1000, None, first + 1001)
        t.legal(cid, "no_order", first - age, None, first)
    who = t.join("child_care", first + 60, works_with="children")
    t.key_worker(t.children[-1][0], who, first + 60, None)
    t.join("peer", first + 100)
    t.join("nurse", first + 20, first + 700)
    touch.in_touch(t, first, t.now, 2.85)
    for at in range(first + 30, t.now, 182):
        t.occasion(t.woman, "PHQ-9", "", at, t.rng.randint(4, 15))
    for cid, _dyad, _born in t.children:
        touch.contact(
            t,
            t.now - 12,
            part="child_care",
            for_whom="child",
            child=(cid, ""),
            mode="in_person",
            reached="met",
            category=CHILD_HEALTH,
        )
    t.add(
        r.UsePattern(
            t.new_id(),
            t.id,
            t.woman,
            days(first - 700, first),
            t.hers("pattern"),
            t.hers("does"),
            t.stamp(first + 30),
            t.worker("counsellor", first + 30),
        )
    )
    t.promise("Play group", t.now + 1, t.now - 6, "therapist")
    t.join("childminder", t.now - 200, works_with="children")


STORIES = (twins, custody, return_to_use, nine_quiet_months, long_years, in_care)
NAMED = {
    "T-07": "Wren Larivière",
    "T-08": "Marguerite Doyle",
    "T-09": "Joanne Petrov",
    "T-10": "Amina Clarke",
    "long": "Delphine Archer",
    "foster": "Corinne Blake",
}
