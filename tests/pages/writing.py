"""What the tests of the writing pages share: addresses, sending a form as a browser would, counting rows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.test import Client
from django.urls import reverse

from tests.cast import CAST, acting_as, ident
from tests.client import client_as

ALDER, ANA, BEE, BO = CAST["ALDER"], CAST["ANA"], CAST["BEE"], CAST["BO"]
DOT, CAL = CAST["DOT"], CAST["CAL"]
GOAL = ident("goal 0")
PLAN = ident("plan overdose")
DELIVERY = ident("delivery 0")
THING = ident("mentioned 1")
EVENT = ident("return 1")

# Who must find nothing in Ana's file, and somebody without a cookie.
NOBODY = ["W2", "W3", "p_cal", "p_foster", "EVAL", "NUR", "CW1", "ADM", "SITE2"]


def url(name: str, *args: Any) -> str:
    """An address of a page by name."""
    return reverse(name, args=args)


def day(name: str, text: str) -> dict[str, str]:
    """Three boxes of a day: ``day("on", "2026-03-01")``."""
    year, month, day_ = text.split("-")
    return {f"{name}_day": day_, f"{name}_month": month, f"{name}_year": year}


def send(who: str | Client | None, address: str, fields: dict[str, Any], **more: Any) -> Any:
    """Send a form once, as a browser with its own submission."""
    browser = who if isinstance(who, Client) else client_as(who)
    return browser.post(address, {"submission": str(uuid.uuid4()), **fields}, **more)


def count(model: str, who: str = "W1", **where: Any) -> int:
    """Rows of ``app.Model`` that ``who`` may see now (the test's own transaction: the loader would not see it)."""
    with acting_as(who):
        return apps.get_model(model)._base_manager.filter(**where).count()


def newest(model: str, who: str = "W1", **where: Any) -> Any:
    """The row of ``app.Model`` that was recorded last."""
    with acting_as(who):
        return apps.get_model(model)._base_manager.filter(**where).order_by("-recorded_at", "-id").first()


def errors(page: Any) -> dict[str, list[str]]:
    """What a form has to check, by question."""
    found = {name: list(told) for name, told in page.context["form"].errors.items()}
    return found


@dataclass(frozen=True)
class Form:
    """One form of Ana's file: its address, the least that saves it, the rows it makes."""

    name: str
    args: tuple[Any, ...]
    fields: dict[str, Any]
    makes: str
    who: str = "W1"

    @property
    def url(self) -> str:
        """Its address."""
        return url(self.name, *self.args)


def forms() -> list[Form]:
    """Every form that adds a row to Ana's file as the cast has it."""
    f = (ALDER,)
    woman = f"woman:{ANA}"
    to_bee = f"child:{BEE}"
    there = {"what": "the bank", "asked_by": "income", **day("on", "2026-03-20"), "begins": "10:00", "minutes": "30"}
    return [
        Form("person_add", f, {"name": "My aunt"}, "families.Person"),
        Form("identity_add", (*f, ANA), {"her_words": "Anishinaabe, and a gardener"}, "families.Identity"),
        Form("child_add", (*f, ANA), {**day("born_on", "2022-05-01"), "began": "birth"}, "families.Child"),
        Form("earlier_child_add", (*f, ANA), {}, "families.EarlierChild"),
        Form(
            "relationship_add",
            (*f, ANA),
            {"other": str(DOT), "kind": "mother", "safety": "unknown", **day("from_on", "2020-01-01")},
            "families.Relationship",
        ),
        Form(
            "stay_add",
            (*f, ANA),
            {"name": "my sister's", "secret": "on", "source": "herself", **day("from_on", "2026-01-05")},
            "families.HouseholdStay",
        ),
        Form("family_rename", f, {"name": "The Alders"}, "recordkeeping.EarlierVersion"),
        Form("why_change", (*f, ANA), {"her_why": "I want her to know me"}, "recordkeeping.EarlierVersion"),
        Form("safe_contact", (*f, ANA), {**plan(), "version": "1"}, "families.SafeContact"),
        Form("pregnancy_add", (*f, ANA), {"expected_children": "2", "method": "her_estimate"}, "families.Pregnancy"),
        Form(
            "exposure_add",
            (*f, ident("pregnancy ANA")),
            {"substance": "methadone", "source": "herself", "certainty": "certain"},
            "families.Exposure",
        ),
        Form(
            "due_date",
            (*f, ident("pregnancy ANA")),
            {**day("due_on", "2024-02-18"), "method": "ultrasound", "sure": "yes"},
            "families.DueDate",
        ),
        Form(
            "track_add",
            (*f, BEE, "legal"),
            {"kind": "no_order", **day("from_on", "2024-02-10"), "source": "herself"},
            "families.LegalStatus",
        ),
        Form(
            "track_add",
            (*f, BEE, "involvement"),
            {"kind": "none", **day("from_on", "2024-02-10"), "source": "staff"},
            "families.AgencyInvolvement",
        ),
        Form(
            "track_add",
            (*f, BEE, "right"),
            {"topic": "video", "holder": str(ANA), **day("from_on", "2024-02-10"), "source": "staff"},
            "families.DecisionRight",
        ),
        Form(
            "track_add",
            (*f, BEE, "living"),
            {
                "kind": "kin",
                "carer": str(DOT),
                **day("from_on", "2025-02-10"),
                "source": "staff",
                "ends_previous": "on",
            },
            "families.LivingArrangement",
        ),
        Form(
            "state_change",
            (*f, ANA),
            {"state": "quiet", "because": "no_contact", **day("from_on", "2025-06-01")},
            "enrolment.StateChange",
        ),
        Form("welcome_back", (*f, ANA), {**day("on", "2026-02-01")}, "enrolment.WelcomeBack"),
        Form(
            "return_add",
            (*f, ANA),
            {"kind": "near", **day("on", "2026-02-01"), "what_helped": "Her sister"},
            "enrolment.ReturnToUse",
        ),
        Form("pattern_add", (*f, ANA), {"her_words": "Often", **day("from_on", "2026-01-01")}, "enrolment.UsePattern"),
        Form("ending_add", (*f, ANA), {"state": "moved", **day("on", "2026-02-01")}, "enrolment.Ending"),
        Form(
            "team_join",
            f,
            {"colleague": str(CAST["INT"]), "role": "intake", "works_with": "family", **day("from_on", "2026-01-01")},
            "enrolment.TeamMember",
        ),
        Form(
            "elsewhere_add",
            f,
            {
                "colleague": str(CAST["PO"]),
                "person": str(BEE),
                "known_as": "Bee A.",
                **day("from_on", "2026-02-01"),
            },
            "consent.OutsideWorker",
        ),
        Form(
            "hand_over",
            (*f, ident("team ALDER W1")),
            {"to_colleague": str(CAST["INT"]), "why": "away", **day("on", "2026-02-01")},
            "enrolment.HandOver",
            "SUP",
        ),
        Form(
            "key_worker",
            (*f, BEE),
            {"colleague": str(CAST["PIT"]), **day("from_on", "2026-01-01")},
            "enrolment.KeyWorker",
        ),
        Form("keep_out", f, {"colleague": str(CAST["INT"]), "why": "her neighbour"}, "enrolment.KeptOut", "SUP"),
        Form(
            "contact_add",
            f,
            {"about": woman, **day("on", "2026-02-20"), "mode": "phone", "reached": "met"},
            "care.Contact",
        ),
        Form(
            "goal_add",
            f,
            {"whom": woman, "her_words": "to sleep", "lane": "own", "told_by": str(ANA), **day("on", "2026-02-20")},
            "goals.Goal",
        ),
        Form(
            "getting_to_know_talk",
            (*f, "why"),
            {"words_my_why": "Bee, and me", "how": "home", **day("on", "2026-02-20")},
            "intake.Told",
        ),
        Form("told_as_goal", (*f, ident("told parent")), {"her_words": "More songs", "lane": "close"}, "goals.Goal"),
        Form("wait_step", (*f, ident("wait BEE")), {"kind": "went", **day("on", "2026-02-20")}, "continuity.WaitStep"),
        Form("offer_add", (*f, ANA), {"what": "food", "wanted": "yes", **day("on", "2026-02-20")}, "intake.Offer"),
        Form(
            "heard_add",
            (*f, ANA),
            {"told_by": "ward", "how": "call", **day("on", "2026-02-20")},
            "intake.FirstContact",
        ),
        Form("safety_add", (*f, "overdose"), {"overdose_kit": "bag", **day("on", "2026-02-20")}, "care.SafetyVersion"),
        Form("safety_words", (*f, PLAN), {"overdose_kit": "red bag", **day("on", "2026-02-20")}, "care.SafetyVersion"),
        Form("safety_turn", (*f, PLAN), {"what": "still_right", **day("on", "2026-02-20")}, "care.SafetyTurn"),
        Form("safety_copy", (*f, PLAN), {"how": "card", "heading": "Bags"}, "care.SafetyCopy"),
        Form("goodbye_say", f, {"takes_along": "A song", **day("on", "2026-02-20")}, "afterwards.Goodbye"),
        Form("peer_wish", f, {"how": "offered", **day("on", "2026-02-20")}, "peers.PeerWish"),
        Form(
            "peer_allow",
            (*f, ident("peer match")),
            {"version": str(ident("peer allowance")), "kinds": ["1"]},
            "peers.PeerAllowance",
        ),
        Form(
            "delivery_begin",
            f,
            {
                "plan": "mio/12-weeks",
                "whom": woman,
                "setting": "here",
                "worker_1": str(CAST["W1"]),
                "part_1": "clinician",
                **day("begins_on", "2026-02-20"),
            },
            "programmes.Delivery",
        ),
        Form(
            "session_hold",
            (*f, DELIVERY),
            {
                "number": "3",
                "there": ["woman"],
                "setting": "home",
                "mode": "in_person",
                "led_by": [str(CAST["W1"])],
                **day("on", "2026-02-20"),
            },
            "programmes.SessionHeld",
        ),
        Form(
            "held_change",
            (*f, DELIVERY, ident("held")),
            {
                "number": "2",
                "there": ["woman"],
                "setting": "home",
                "mode": "in_person",
                "led_by": [str(CAST["W1"])],
                **day("on", "2026-02-20"),
            },
            "programmes.SessionHeld",
        ),
        Form(
            "held_mark", (*f, DELIVERY, ident("held")), {"seen_by": "observer", "mark_0": "no"}, "programmes.Fidelity"
        ),
        Form("delivery_turn", (*f, DELIVERY), {"what": "paused", **day("on", "2026-02-20")}, "programmes.DeliveryTurn"),
        Form(
            "delivery_adapt",
            (*f, DELIVERY),
            {"what": "added", "why": "with her sister", **day("on", "2026-02-20")},
            "programmes.DeliveryTurn",
        ),
        Form(
            "delivery_worker_add",
            (*f, DELIVERY),
            {"worker": str(CAST["PIT"]), "part": "therapist"},
            "programmes.DeliveryWorker",
        ),
        Form(
            "lane_words",
            (*f, "everyday"),
            {"her_words": "a bed for Bo", "leads": "both", **day("on", "2026-02-20")},
            "care.LaneVersion",
        ),
        Form("lane_said", (*f, ident("lane close 1")), {"words": "not like this"}, "consent.Statement"),
        Form(
            "plan_sign",
            f,
            {"typed": "Ana", "how": "typed", "shown": str(ident("lane close 1"))},
            "care.LaneSignature",
        ),
        Form("goal_words", (*f, GOAL), {"her_words": "None on Sundays, and a walk"}, "recordkeeping.EarlierVersion"),
        Form("goal_file", (*f, GOAL), {"lane": "safer", "category": "2"}, "recordkeeping.EarlierVersion"),
        Form("goal_rate", (*f, GOAL), {"value": "4", **day("on", "2026-02-20")}, "goals.GoalRating"),
        Form(
            "goal_rating_right",
            (*f, ident("goal rating")),
            {"value": "5", **day("on", "2026-02-20")},
            "goals.GoalRating",
        ),
        Form("goal_step_add", (*f, GOAL), {"words": "a walk", "helps": "herself"}, "goals.GoalStep"),
        Form("goal_stands", (*f, GOAL), {"state": "reached", **day("on", "2026-02-20")}, "goals.GoalStanding"),
        Form("goal_talk", (*f, GOAL), {"what_helped": "music", **day("on", "2026-02-20")}, "goals.GoalTalk"),
        Form("appointment_add", f, {"whom": woman, **there}, "calendars.Elsewhere"),
        Form("appointment_right", (*f, ident("appointment 0")), there, "calendars.Elsewhere"),
        Form(
            "message_wish",
            (*f, ANA, "text"),
            {"wanted": "yes", "value": "416 555 0123", "others": "only_she", "language": "fr", "kinds": ["before"]},
            "reminders.Wish",
        ),
        Form("reach_wish", (*f, ANA), {"wants": "leave"}, "care.ReachWish"),
        Form("known_add", (*f, ANA), {"kind": "talk", "words": "Slowly."}, "care.Known"),
        Form("known_anew", (*f, ident("known all")), {"words": "Quiet."}, "care.KnownVersion"),
        Form("used_begin", (*f, ANA), {"met": "open", **day("on", "2026-02-01")}, "enrolment.ReturnToUse"),
        Form("used_step", (*f, EVENT, "beside"), {"state": "rather_not", **day("on", "2026-02-01")}, "care.UsedAnswer"),
        Form("mention_add", f, {"about": woman, "what": "A party", **day("on", "2026-02-20")}, "care.Mentioned"),
        Form("mention_asked", (*f, THING), {**day("on", "2026-03-02"), "her_words": "good"}, "care.MentionedTurn"),
        Form("mention_later", (*f, THING), day("again_on", "2099-02-20"), "care.MentionedTurn"),
        Form("mention_let_go", (*f, THING), {}, "care.MentionedTurn"),
        Form("promise_add", f, {"about": to_bee, "what": "Bring the book", **day("on", "2027-02-20")}, "care.Promise"),
        Form(
            "occasion_add",
            f,
            {
                "about": woman,
                "instrument": "BDI-II",
                **day("on", "2026-01-20"),
                "state": "done",
                "total": "12,5",
                "source": "her_report",
            },
            "assessment.Occasion",
        ),
        Form(
            "day_tell",
            (*f, BEE),
            {"kind": "lovely", "words": "A tower of seven.", **day("on", "2026-03-01")},
            "childcare.LogEntry",
            who="CHC",
        ),
        Form(
            "day_right",
            (*f, BEE, ident("log")),
            {"kind": "lovely", "words": "A tower of eight."},
            "childcare.LogEntry",
            who="CHC",
        ),
        Form(
            "help_say",
            (*f, BEE),
            {"noticed": "Loud rooms.", "change": "We go in first.", "version": "1", **day("on", "2026-03-01")},
            "childcare.HelpPlan",
            who="CHC",
        ),
        Form(
            "consult_add",
            (*f, BEE),
            {"asked": "An educator", "suggested": "A soft chair.", **day("on", "2026-03-01")},
            "childcare.Consult",
            who="CHC",
        ),
        Form(
            "fetcher_add",
            (*f, BEE),
            {"name": "Aunt May", "said_by": f"person:{ANA}", **day("from_on", "2026-03-01")},
            "childcare.Fetcher",
        ),
        Form(
            "fetch_bar",
            (*f, BEE),
            {"who": str(DOT), "basis": "court", "paper": "order 1", **day("from_on", "2026-03-01")},
            "childcare.FetchBar",
        ),
        Form("fetch_today", (*f, BEE), {"name": "Aunt May", "why": "She called."}, "childcare.FetchToday", who="SUP"),
    ]


def plan(*ways: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Her plan with its ways, as the page sends it."""
    ways = ways or ({"channel": "text", "value": "+1 416 555 0199", "content_level": "0"},)
    sent: dict[str, Any] = {
        "way-TOTAL_FORMS": str(len(ways)),
        "way-INITIAL_FORMS": "0",
        **day("checked_on", "2026-03-01"),
        **fields,
    }
    for number, way in enumerate(ways):
        sent |= {f"way-{number}-{name}": value for name, value in way.items()}
    return sent
