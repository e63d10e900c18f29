"""What is written of Ana, Bee and the two together: one row of each protected kind, each with words that must not leak."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.cast.people import CAST, T0, dyad, ident


def write_records() -> None:
    """One row of each protected kind about Ana, Bee and the two together, each with words that must not leak."""
    from alongside.assessment.models import Occasion
    from alongside.care.models import BegunNote, Contact, Mentioned, MentionedTurn, Promise, ReachWish
    from alongside.enrolment.models import ReturnToUse
    from alongside.families.models import (
        DueDate,
        EarlierChild,
        Exposure,
        Household,
        HouseholdStay,
        Identity,
        LegalStatus,
        LivingArrangement,
        Pregnancy,
        Relationship,
        SafeContact,
        SafeWay,
    )
    from alongside.safekeeping.terms import Category as C

    r = {"recorded_by": CAST["W1"], "recorded_at": T0}
    f = CAST["ALDER"]
    both = dyad("ANA", "BEE")
    rows = [
        ("woman", CAST["ANA"], C.SERVICE_USE, "SECRET visit"),
        ("woman", CAST["ANA"], C.SUD, "SECRET use"),
        ("woman", CAST["ANA"], C.SUD_COUNSELLING_NOTES, "SECRET counselling"),
        ("woman", CAST["ANA"], C.IPV_SAFETY, "SECRET safety"),
        ("child", CAST["BEE"], C.CHILD_HEALTH_DEV, "SECRET child note"),
        ("dyad", both, C.DYAD_OBSERVATION, "SECRET between them"),
        ("woman", CAST["ANA"], C.PEER_SUPPORT, "SECRET peer note"),
    ]
    for n, (for_whom, subject, category, note) in enumerate(rows):
        Contact.objects.create(
            id=ident(f"contact {n}"), family_id=f, subject=subject, for_whom=for_whom, category=category,
            on=date(2026, 2, 1 + n), mode="home", worker=CAST["W1"], note=note, present=[CAST["ANA"]], about=[], **r,
        )  # fmt: skip
    Promise.objects.create(
        id=ident("promise 1"), family_id=f, subject=CAST["ANA"], category=C.SERVICE_USE, what="SECRET ride to the clinic",
        on=date(2026, 3, 5), worker=CAST["W1"], place="SECRET park", travel=20, **r,
    )  # fmt: skip
    ReachWish.objects.create(
        id=ident("reach wish"), family_id=f, woman_id=CAST["ANA"], wants="look", ways=["text"], every_days=3,
        where="SECRET bench", her_words="SECRET wish", **r,
    )  # fmt: skip
    BegunNote.objects.create(
        id=ident("begun 1"), family_id=f, category=C.SERVICE_USE, typed="note=SECRET+half+a+note&about=woman%3A" + str(CAST["ANA"]),
        saved_at=T0, **r,
    )  # fmt: skip
    thing = Mentioned.objects.create(
        id=ident("mentioned 1"), family_id=f, subject=CAST["ANA"], category=C.SERVICE_USE, on=date(2026, 2, 25),
        contact_id=ident("contact 0"), what="SECRET her sister's wedding", **r,
    )  # fmt: skip
    MentionedTurn.objects.create(
        id=ident("mentioned turn"), family_id=f, subject=CAST["ANA"], category=C.SERVICE_USE, mentioned=thing, what="later",
        on=date(2026, 2, 26), again_on=date(2026, 3, 1), her_words="SECRET not yet", **r,
    )  # fmt: skip
    Occasion.objects.create(
        id=ident("occasion 1"), family_id=f, subject=CAST["ANA"], category=C.MENTAL_HEALTH_TRAUMA, instrument="PHQ-9",
        on=date(2026, 1, 15), total=9, **r,
    )  # fmt: skip
    ReturnToUse.objects.create(
        id=ident("return 1"), family_id=f, woman_id=CAST["ANA"], kind="kept_safe", on=date(2026, 1, 20),
        who_cared="SECRET her mother", **r,
    )  # fmt: skip
    LivingArrangement.objects.create(
        id=ident("living BEE"), family_id=f, child_id=CAST["BEE"], kind="mother", during=(date(2024, 2, 10), None), **r
    )
    LivingArrangement.objects.create(
        id=ident("living BO"), family_id=f, child_id=CAST["BO"], kind="foster", carer_id=CAST["FLO"],
        during=(date(2025, 3, 1), None), note="SECRET place", **r,
    )  # fmt: skip
    LegalStatus.objects.create(
        id=ident("legal BO"),
        family_id=f,
        child_id=CAST["BO"],
        kind="interim_care",
        during=(date(2025, 3, 1), None),
        **r,
    )
    Relationship.objects.create(
        id=ident("relation CAL"), family_id=f, person_id=CAST["ANA"], other_id=CAST["CAL"], kind="ex_partner", safety="unsafe",
        during=(date(2022, 1, 1), None), **r,
    )  # fmt: skip
    home = Household.objects.create(id=ident("home ANA"), family_id=f, name="ours", address="SECRET street 7", **r)
    HouseholdStay.objects.create(
        id=ident("stay ANA"), family_id=f, household=home, person_id=CAST["ANA"], during=(date(2025, 1, 1), None), **r
    )
    plan = SafeContact.objects.create(
        id=ident("plan ANA"), family_id=f, woman_id=CAST["ANA"], version=1, we_are_called="SECRET Sam",
        checked_on=date(2026, 2, 20), **r,
    )  # fmt: skip
    SafeWay.objects.create(plan=plan, family_id=f, woman_id=CAST["ANA"], channel="text", value="+14165550123")
    pregnancy = Pregnancy.objects.create(
        id=ident("pregnancy ANA"), family_id=f, woman_id=CAST["ANA"], outcome="birth", outcome_on=date(2024, 2, 10), **r
    )
    DueDate.objects.create(
        id=ident("due ANA"), family_id=f, pregnancy=pregnancy, woman_id=CAST["ANA"], due_on=date(2024, 2, 20), **r
    )
    Exposure.objects.create(
        id=ident("exposure ANA"),
        family_id=f,
        pregnancy=pregnancy,
        woman_id=CAST["ANA"],
        substance="SECRET substance",
        **r,
    )
    Identity.objects.create(id=ident("identity ANA"), family_id=f, person_id=CAST["ANA"], her_words="SECRET words", **r)
    EarlierChild.objects.create(id=ident("earlier ANA"), family_id=f, woman_id=CAST["ANA"], called="SECRET name", **r)


def write_answers() -> None:
    """One row of each table of questions about Ana: a sitting of January that is over, an answer, what she chose."""
    from alongside.assessment.models import Answer, Mailing, MeasureChoice, OccasionStep, Score, Sitting, SittingPart
    from alongside.instruments.queries import published
    from alongside.safekeeping.terms import Category as C

    phq = published("PHQ-9")
    on = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
    r = {"recorded_by": CAST["W1"], "recorded_at": on}
    about = {"family_id": CAST["ALDER"], "subject": CAST["ANA"], "category": C.MENTAL_HEALTH_TRAUMA}
    occasion = {"occasion_id": ident("occasion 1")}
    sitting = Sitting.objects.create(
        id=ident("sitting ANA"), family_id=CAST["ALDER"], woman_id=CAST["ANA"], mode="interview", ended_at=on, end="finished",
        **r,
    )  # fmt: skip
    SittingPart.objects.create(id=ident("part ANA"), sitting=sitting, place=0, **occasion, **about, **r)
    OccasionStep.objects.create(
        id=ident("step ANA"), state="done", on=date(2026, 1, 15), words="SECRET step", **occasion, **about, **r
    )
    Answer.objects.create(
        id=ident("answer ANA"), item="1", value=2, key=ident("key of an answer"), **occasion, **about, **r
    )
    Score.objects.create(
        id=ident("score ANA"), definition=phq, scale="total", value=9, engine="1", **occasion, **about, **r
    )
    MeasureChoice.objects.create(
        id=ident("choice ANA"), family_id=CAST["ALDER"], woman_id=CAST["ANA"], instrument="MSPSS", wants=False,
        category=C.MENTAL_HEALTH_TRAUMA, her_words="SECRET choice", **r,
    )  # fmt: skip
    Mailing.objects.create(
        id=ident("mailing ANA"), family_id=CAST["ALDER"], woman_id=CAST["ANA"], sitting=sitting, code="CAST-CAST",
        sent_on=date(2026, 1, 10), **r,
    )  # fmt: skip


def write_plans() -> None:
    """A safety plan of Ana's of each kind; the one about violence with everything that hangs on it, none anywhere but here."""
    from alongside.care.models import SafetyCopy, SafetyPlan, SafetyTurn, SafetyVersion
    from alongside.care.rules import OF_KIND, STEPS

    for n, (kind, category) in enumerate(OF_KIND.items()):
        r = {"recorded_by": CAST["W1"], "recorded_at": T0}
        of = {"family_id": CAST["ALDER"], "subject": CAST["ANA"], "category": int(category)}
        plan = SafetyPlan.objects.create(id=ident(f"plan {kind}"), kind=kind.value, **of, **r)
        SafetyVersion.objects.create(
            id=ident(f"plan words {kind}"), plan=plan, number=1, on=date(2025, 11, 5 + n), colleague_id=CAST["W1"],
            said={STEPS[kind][0].value: f"SECRET plan: {kind.value}"}, also_with="SECRET friend", **of, **r,
        )  # fmt: skip
        if n == 0:
            SafetyTurn.objects.create(
                id=ident("plan turn"),
                plan=plan,
                what="still_right",
                on=date(2025, 12, 1),
                her_words="SECRET turn",
                **of,
                **r,
            )
            SafetyCopy.objects.create(
                id=ident("plan copy"), plan=plan, how="nothing", heading="SECRET heading", **of, **r
            )


def write_lanes() -> None:
    """Two lanes of the plan of Ana's family, one of them said twice and signed; of neither it was said whom it names."""
    from alongside.care.models import LaneSignature, LaneVersion
    from alongside.care.rules import OF_LANE
    from alongside.goals.terms import Lane

    r = {"recorded_by": CAST["W1"], "recorded_at": T0}
    step = {
        "what": "SECRET step: mornings at the clinic",
        "who": "herself",
        "name": "",
        "colleague": None,
        "when": None,
    }
    for lane, number, over in ((Lane.RECOVERY, 1, T0), (Lane.RECOVERY, 2, None), (Lane.CLOSE, 1, None)):
        of = {"family_id": CAST["ALDER"], "subject": CAST["ANA"], "category": int(OF_LANE[lane])}
        version = LaneVersion.objects.create(
            id=ident(f"lane {lane} {number}"), lane=lane.value, number=number, on=date(2025, 11, 4 + number), leads="both",
            her_words=f"SECRET lane: {lane.value} {number}", steps=[step], goals=[ident("goal 0")], superseded_at=over,
            **of, **r,
        )  # fmt: skip
        if lane == Lane.RECOVERY and number == 2:
            LaneSignature.objects.create(
                id=ident("lane signature"), version=version, how="typed", signature="SECRET Ana", **of, **r
            )


def write_goals() -> None:
    """Goals of Ana's: one of her own about using, one about her and Bee, one about Bo, who lives elsewhere, one about
    being safe, one about Bee alone; and one row of each kind that hangs on the first."""
    from alongside.goals.models import Goal, GoalRating, GoalStanding, GoalStep, GoalTalk
    from alongside.safekeeping.terms import Category as C

    r = {"recorded_by": CAST["W1"], "recorded_at": T0}
    rows = [
        ("woman", CAST["ANA"], C.SUD, "better", "SECRET goal: none on Sundays"),
        ("dyad", dyad("ANA", "BEE"), C.DYAD_OBSERVATION, "close", "SECRET goal: a song each night"),
        ("dyad", dyad("ANA", "BO"), C.CHILD_WELFARE_LEGAL, "together", "SECRET goal: Bo knows my voice"),
        ("woman", CAST["ANA"], C.IPV_SAFETY, "own", "SECRET goal: another lock"),
        ("child", CAST["BEE"], C.CHILD_HEALTH_DEV, "close", "SECRET goal: Bee swims"),
    ]
    for n, (for_whom, subject, category, lane, words) in enumerate(rows):
        Goal.objects.create(
            id=ident(f"goal {n}"), family_id=CAST["ALDER"], subject=subject, for_whom=for_whom, category=category,
            told_by=CAST["ANA"], lane=lane, on=date(2025, 11, 5 + n), her_words=words, why="SECRET why", **r,
        )  # fmt: skip
    of = {
        "family_id": CAST["ALDER"], "subject": CAST["ANA"], "category": C.SUD, "goal_id": ident("goal 0"),
    }  # fmt: skip
    GoalStep.objects.create(
        id=ident("goal step"), words="SECRET step: walk with Dot", helps="somebody", helper="Dot", **of, **r
    )
    GoalRating.objects.create(id=ident("goal rating"), on=date(2025, 11, 6), value=3, words="SECRET word", **of, **r)
    GoalStanding.objects.create(id=ident("goal standing"), state="resting", on=date(2025, 12, 1), **of, **r)
    GoalStanding.objects.create(id=ident("goal standing 2"), state="open", on=date(2025, 12, 10), **of, **r)
    GoalTalk.objects.create(id=ident("goal talk"), on=date(2025, 12, 1), her_words="SECRET talk", **of, **r)


def write_services() -> None:
    """A mothers' group a month from ``T0`` in the past: W1 and PIT were there, Ana and Bee came, Bee next door."""
    from datetime import timedelta

    from alongside.services.models import Booking, Given, Place, Presence, Session, SessionWorker

    r = {"recorded_by": CAST["W1"], "recorded_at": T0}
    room = Place.objects.create(id=ident("room"), agency_id=CAST["LEAD"], name="Blue room", **r)
    next_door = Place.objects.create(id=ident("next door"), agency_id=CAST["LEAD"], name="Play room", seats=2, **r)
    begins = T0 - timedelta(days=30)
    session = Session.objects.create(
        id=ident("session"), agency_id=CAST["LEAD"], service="mothers_group", during=(begins, begins + timedelta(hours=2)),
        place=room, children="next_door", minding=next_door, needs=["counsellor", "therapist"], held_at=T0, **r,
    )  # fmt: skip
    for who, part in (("W1", "counsellor"), ("PIT", "therapist")):
        SessionWorker.objects.create(session=session, colleague_id=CAST[who], part=part, **r)
    of = {"family_id": CAST["ALDER"], "session": session}
    Booking.objects.create(id=ident("booking ANA"), person_id=CAST["ANA"], during=session.during, **of, **r)
    Booking.objects.create(
        id=ident("booking BEE"), person_id=CAST["BEE"], during=session.during, minding=next_door, seat=1, **of, **r
    )
    for who in ("ANA", "BEE"):
        Presence.objects.create(
            id=ident(f"presence {who}"), person_id=CAST[who], on=begins.date(), how="came", **of, **r
        )
    Given.objects.create(id=ident("given ANA"), person_id=CAST["ANA"], on=begins.date(), items=["food"], **of, **r)


def write_programmes() -> None:
    """Programmes with Ana: Parents under Pressure with Bee, with one row of each kind that hangs on it; a group that the
    mothers' group follows; and one whose name alone says what she lived through."""
    from datetime import time, timedelta

    from alongside.programmes.models import (
        AfterWords,
        Delivery,
        DeliveryTurn,
        DeliveryWorker,
        Fidelity,
        GroupDelivery,
        GroupFidelity,
        GroupSession,
        GroupTurn,
        SessionHeld,
    )
    from alongside.safekeeping.terms import Category as C
    from alongside.services.models import Series, Session

    r = {"recorded_by": CAST["W1"], "recorded_at": T0}
    first = (T0 - timedelta(days=30)).date()
    series = Series.objects.create(
        id=ident("series"), agency_id=CAST["LEAD"], service="mothers_group", first_on=first, until_on=first,
        begins=time(10), minutes=120, **r,
    )  # fmt: skip
    Session.objects.filter(pk=ident("session")).update(series=series)
    group = GroupDelivery.objects.create(
        id=ident("group"), agency_id=CAST["LEAD"], series=series, programme="fir", plan="7-weeks", order_why="-", **r
    )
    meeting = GroupSession.objects.create(
        id=ident("meeting"), group=group, session_id=ident("session"), number=1, about=["open"], **r
    )
    GroupTurn.objects.create(
        id=ident("group turn"), group=group, what="left_out", on=first, numbers=[6], why="SECRET group turn", **r
    )
    marks = {"asked": ["kept"], "answers": ["yes"], "seen_by": "self"}
    GroupFidelity.objects.create(id=ident("meeting marks"), held=meeting, note="SECRET group note", **marks, **r)
    rows = [
        ("dyad", dyad("ANA", "BEE"), C.DYAD_OBSERVATION, "pup", "10-visits", None),
        ("woman", CAST["ANA"], C.SUD, "fir", "7-weeks", group),
        ("woman", CAST["ANA"], C.IPV_SAFETY, "connections", "6-weeks", None),
    ]
    for n, (for_whom, subject, category, programme, plan, of_group) in enumerate(rows):
        Delivery.objects.create(
            id=ident(f"delivery {n}"), family_id=CAST["ALDER"], subject=subject, for_whom=for_whom, category=category,
            programme=programme, plan=plan, group=of_group, begins_on=date(2025, 11, 3), setting="home",
            her_words="SECRET wish for a programme", order_why="SECRET order", **r,
        )  # fmt: skip
    of = {"family_id": CAST["ALDER"], "subject": dyad("ANA", "BEE"), "category": C.DYAD_OBSERVATION}
    on = {"delivery_id": ident("delivery 0"), **of}
    DeliveryWorker.objects.create(id=ident("gives it"), colleague_id=CAST["W1"], part="clinician", **on, **r)
    DeliveryTurn.objects.create(
        id=ident("delivery turn"), what="left_out", on=date(2025, 11, 20), numbers=[9], why="SECRET turn", **on, **r
    )
    held = SessionHeld.objects.create(
        id=ident("held"), number=1, on=date(2025, 11, 10), minutes=75, setting="home", there=["woman", "child"],
        led_by=[CAST["W1"]], about=["feelings"], did="SECRET did", **on, **r,
    )  # fmt: skip
    Fidelity.objects.create(id=ident("held marks"), held=held, note="SECRET mark", **marks, **of, **r)
    AfterWords.objects.create(
        id=ident("after"), held=held, on=date(2025, 11, 10), words="SECRET after: we laughed", **on, **r
    )


def write_calendars() -> None:
    """Appointments of Ana's and Bee's, one of a kind that few read, one to which her peer goes along; a feed of W1's."""
    from datetime import timedelta

    from alongside.calendars.models import Elsewhere, Feed
    from alongside.calendars.rules import key_hash
    from alongside.safekeeping.terms import Category as C

    r = {"recorded_by": CAST["W1"], "recorded_at": T0}
    begins = T0 + timedelta(days=3)
    rows = [
        ("ANA", "woman", C.CHILD_WELFARE_LEGAL, "court", "W1"),
        ("BEE", "child", C.CHILD_HEALTH_DEV, "health", ""),
        ("ANA", "woman", C.IPV_SAFETY, "herself", ""),
        ("ANA", "woman", C.MONEY_HOUSING, "housing", ""),
        ("ANA", "woman", C.SERVICE_USE, "health", "PEER"),
    ]
    for n, (who, for_whom, category, asked_by, along) in enumerate(rows):
        Elsewhere.objects.create(
            id=ident(f"appointment {n}"), family_id=CAST["ALDER"], subject=CAST[who], for_whom=for_whom,
            category=category, asked_by=asked_by, what=f"SECRET appointment {n}", place="SECRET place", travel=40,
            during=(begins + timedelta(hours=n), begins + timedelta(hours=n, minutes=45)), about=[],
            goes_along_id=CAST[along] if along else None, **r,
        )  # fmt: skip
    words = {"says": "words", "heading": "SECRET heading"}
    Feed.objects.create(id=ident("feed"), owner=CAST["W1"], key_hash=key_hash("W1's key"), **words, **r)


def write_peers() -> None:
    """Gia (PEER) walks beside Ana, who lets her read what she comes to and what peers wrote; with what each said."""
    from alongside.peers import models as peers
    from alongside.safekeeping.terms import Category as C

    r = {"recorded_by": CAST["SUP"], "recorded_at": T0}
    peer = {"colleague_id": CAST["PEER"]}
    peers.PeerProfile.objects.create(
        languages="English, a little French", hours="SECRET hours", wants="SECRET wants", rather_not="SECRET rather not",
        words="I like walks.", shown=True, **peer,
    )  # fmt: skip
    peers.PeerStory.objects.create(story="SECRET own story", shown=True, **peer)
    peers.PeerWellness.objects.create(well="SECRET what keeps me well", signs="SECRET signs", shown_to=[], **peer)
    peers.PeerLearning.objects.create(wants=["cues"], had=["systems"], words="SECRET how I learn", **peer)
    peers.PeerAgreement.objects.create(
        id=ident("peer agreement"), supervisor_id=CAST["SUP"], number=1, does="SECRET does", does_not="SECRET does not",
        breaks="SECRET breaks", women_at_once=3, hours_a_week=10, agreed_at=T0, agreed_by=CAST["PEER"], **peer, **r,
    )  # fmt: skip
    of = {"family_id": CAST["ALDER"], "subject": CAST["ANA"]}
    wish = peers.PeerWish.objects.create(
        id=ident("peer wish"), how="asked", on=date(2024, 1, 8), her_words="SECRET wish", closed_at=T0, **of, **r
    )
    peers.PeerAnswer.objects.create(
        id=ident("peer answer"), wish=wish, answer="yes", on=date(2024, 1, 8), **peer, **of, **r
    )
    match = peers.PeerMatch.objects.create(
        id=ident("peer match"), wish=wish, goes_by="SECRET Ana", begun_on=date(2024, 1, 8),
        member_id=ident("team ALDER PEER"), **peer, **of, **r,
    )  # fmt: skip
    peers.PeerAllowance.objects.create(
        id=ident("peer allowance"), match=match, kinds=[int(C.SERVICE_USE), int(C.PEER_SUPPORT)], **of, **r
    )
    peers.PeerContact.objects.create(
        id=ident("peer contact"), contact_id=ident("contact 6"), domains=["engaging", "sharing"], forms=["emotional"],
        helped_with=["school"], **peer, **of, **r,
    )  # fmt: skip
