"""Which kinds of record hold something of hers, what of each goes into the copy that she asks for, and what does not.

Titles are said to her. A table of hers stands in ``SOURCES`` or ``ELSEWHERE`` (`tests/house/test_her_copy.py`).
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from alongside.assessment.models import Answer
from alongside.care.queries import steps_of
from alongside.care.rules import STEPS
from alongside.care.terms import PlanKind
from alongside.consent.terms import DisclosureKind
from alongside.library import queries as library
from alongside.safekeeping.terms import Category as C
from alongside.services.queries import name_in_file
from alongside.stewardship.queries.her_elsewhere import ELSEWHERE as ELSEWHERE
from alongside.stewardship.queries.her_source import Lines, Row, Source
from alongside.stewardship.queries.her_talks import asked


def _said(row: Row) -> frozenset[uuid.UUID] | None:
    return None if row.about is None or None in row.about else frozenset(row.about)


def _of_part(row: Row) -> frozenset[uuid.UUID] | None:
    # Of a letter somebody chose; of anything else nothing chosen is not the same as nobody.
    return frozenset(row.about) if row.about or row.disclosure.letter_id else None


def _of_goal(row: Row) -> frozenset[uuid.UUID] | None:
    return _said(row.goal)


def _answers(row: Row) -> Lines:
    for answer in sorted(row.answers.all(), key=lambda each: (len(each.item), each.item)):
        said = answer.words or (number(answer.value) if answer.value is not None else answer.get_standing_display())
        yield _("Question %(n)s") % {"n": answer.item}, said, True


def _ways(row: Row) -> Lines:
    for way in sorted(row.ways.all(), key=lambda each: each.pk):
        yield way.get_channel_display(), way.value, True


def _steps(row: Row) -> Lines:
    for step in STEPS[PlanKind(row.plan.kind)]:
        if step in row.said:
            yield str(step.label), row.said[step], True


def _session(row: Row) -> Lines:
    yield str(_("What")), row.session.called or name_in_file(row.session.service), False


def _waited(row: Row) -> Lines:
    if row.service:
        yield str(_("What")), name_in_file(row.service), False


def _meanwhile(row: Row) -> Lines:
    if row.instead:
        yield str(_("What there was meanwhile")), name_in_file(row.instead), False


def _programme(row: Row) -> Lines:
    programme = library.programme(row.programme)
    yield str(_("What")), programme.name if programme else row.programme, False


def _programme_of(row: Row) -> Lines:
    return _programme(row.delivery)


def number(value: Any) -> str:
    """A number without zeros that say nothing."""
    return f"{value.normalize():f}"


_HER_WORDS = ("her_words", _("In your words"))
_WORDS = ("words", _("In words"))

SOURCES: tuple[Source, ...] = (
    Source(
        "families.Person", _("Who you are"), "id", C.CONTACT,
        (("name", _("Name")), ("legal_name", _("Name in law")), ("other_names", _("Other names")),
         ("pronouns", _("Pronouns")), ("born_on", _("Born on")), ("languages", _("Languages")),
         ("interpreter", _("Interpreter"))),
        hers=frozenset({"name", "legal_name", "other_names", "pronouns"}),
    ),
    Source("families.Woman", _("Why you come"), "person_id", C.SERVICE_USE, (("her_why", _("In your words")),),
           hers=frozenset({"her_why"}), on=""),
    Source("families.Identity", _("How you describe yourself"), "person_id", C.CULTURAL, (_HER_WORDS,),
         hers=frozenset({"her_words"})),
    Source("families.EarlierChild", _("A child from before"), "woman_id", C.CHILD_WELFARE_LEGAL,
           (("called", _("Name")), ("born_in", _("Born in")), _HER_WORDS), hers=frozenset({"called", "her_words"})),
    Source("families.SafeContact", _("How it is safe to reach you"), "woman_id", C.CONTACT,
           (("we_are_called", _("Who we say we are")), ("who_shares_the_phone", _("Who shares the phone")),
            ("code_word", _("Code word")), ("checked_on", _("Day")), ("note", _("In words"))), on="checked_on",
           with_it=("ways",), more=_ways),
    Source("families.Pregnancy", _("A pregnancy"), "woman_id", C.REPRODUCTIVE_STI,
           (("expected_children", _("How many children")), ("prenatal_provider", _("Prenatal care")),
            ("birth_plan", _("Birth plan")), ("nutrition", _("Food")), ("agonist_treatment", _("Treatment")),
            ("outcome", _("How it went")), ("outcome_on", _("Day")))),
    Source("families.DueDate", _("A due date"), "woman_id", C.REPRODUCTIVE_STI,
           (("due_on", _("Day")), ("method", _("How it was found")))),
    Source("families.Exposure", _("What a pregnancy met"), "woman_id", C.SUD,
           (("substance", _("What")), ("period", _("When")), ("route", _("How")),
            ("source", _("How we know")), ("certainty", _("How sure")))),
    Source("families.HouseholdStay", _("A place where you live or lived"), "person_id", C.IPV_SAFETY,
           (("household.name", _("Name")), ("household.address", _("Number or address"))), joined=("household",)),
    Source("families.Relationship", _("Somebody in your life"), "person_id", C.IPV_SAFETY,
           (("kind", _("Who it is to you")),
         ("safety", _("How safe"))), about=lambda row: frozenset({row.other_id})),
    Source("enrolment.Enrolment", _("Being with us"), "person_id", C.SERVICE_USE,
           (("first_contact_on", _("Day")), ("came_by", _("How you found us"))), on="first_contact_on"),
    Source("enrolment.StateChange", _("How it stood between us"), "person_id", C.SERVICE_USE,
           (("state", _("How it stood")),
         ("because", _("Why")), _HER_WORDS), hers=frozenset({"her_words"}), on="from_on"),
    Source("enrolment.ReturnToUse", _("A return to use, or how you kept your child safe"), "woman_id", C.SUD,
           (("kind", _("What it was")), ("substance", _("What")), _HER_WORDS, ("what_helped", _("What helped")),
            ("who_cared", _("Who was with the child")), ("support", _("Support")), ("told", _("Who was told")),
            ("next_step", _("What comes next"))), hers=frozenset({"her_words"}), on="on"),
    Source("enrolment.UsePattern", _("A stretch of time, in your words"), "woman_id", C.SUD,
           (_HER_WORDS, ("what_it_does", _("What using did for you"))), hers=frozenset({"her_words",
         "what_it_does"})),
    Source("enrolment.WelcomeBack", _("You came back"), "person_id", C.SERVICE_USE,
           (("changed", _("What had changed")), _HER_WORDS), hers=frozenset({"her_words"}), on="on"),
    Source("enrolment.Ending", _("How a time with us ended"), "person_id", C.SERVICE_USE,
           (("goals", _("What you wanted")), ("children", _("The children")),
            ("relationship", _("Between us")), _HER_WORDS), hers=frozenset({"her_words"}), on="on"),
    Source("goals.Goal", _("What you want"), "subject", "category",
           (_HER_WORDS, ("why", _("Why")), ("lane", _("What it is most like")), ("counts", _("Which change counts")),
            ("at_zero", _("What 0 means to you")), ("at_ten", _("What 10 means to you"))),
           hers=frozenset({"her_words", "why", "at_zero", "at_ten"}), on="on", about=_said, told_by="told_by"),
    Source("goals.GoalStep", _("A small step"), "subject", "category",
           (("words", _("What")), ("helps", _("Who helps")), ("helper", _("Name")), ("by_on", _("About when")),
            ("settled_as", _("How it stood")), ("settled_on", _("Day"))),
           hers=frozenset({"helper"}), about=_of_goal, joined=("goal",), told_by="goal.told_by"),
    Source("goals.GoalRating", _("Where you were with what you want"), "subject", "category",
           (("value", _("From 0 to 10")), _WORDS), hers=frozenset({"words"}), on="on", about=_of_goal, joined=("goal",),
           without={"superseded_at__isnull": False}, told_by="goal.told_by"),
    Source("goals.GoalStanding", _("How it stood with what you want"), "subject", "category",
           (("state", _("How it stood")), _HER_WORDS), hers=frozenset({"her_words"}), on="on", about=_of_goal,
           joined=("goal",), told_by="goal.told_by"),
    Source("goals.GoalTalk", _("What you said about what you want"), "subject", "category",
           (_HER_WORDS, ("what_helped", _("What helped")), ("in_the_way", _("What got in the way")),
            ("as_parent", _("About being a parent")), ("again_on", _("When to look at it again"))),
           hers=frozenset({"her_words", "as_parent"}), on="on", about=_of_goal, joined=("goal",),
           told_by="goal.told_by"),
    Source("services.Booking", _("You meant to come"), "person_id", C.SERVICE_USE,
           (("transport", _("How you got here")),), on="during.lower", joined=("session",), more=_session),
    Source("services.Presence", _("How it was"), "person_id", C.SERVICE_USE, (("how", _("How it was")),), on="on",
           joined=("session",), without={"superseded_at__isnull": False}, more=_session),
    Source("services.Given", _("What you were given"), "person_id", C.MONEY_HOUSING, (("items", _("What")),), on="on",
           without={"superseded_at__isnull": False}),
    Source("programmes.Delivery", _("Something we did together"), "subject", "category",
           (_HER_WORDS,), hers=frozenset({"her_words"}), on="begins_on", more=_programme),
    Source("programmes.DeliveryTurn", _("How it went on with it"), "subject", "category",
           (("what", _("How it stood")), ("why", _("Why")), _HER_WORDS), hers=frozenset({"her_words"}), on="on",
           joined=("delivery",), more=_programme_of),
    Source("programmes.SessionHeld", _("A session of it"), "subject", "category",
           (("number", _("Number")), ("minutes", _("Minutes")), ("mode", _("How")), ("did", _("What we did"))), on="on",
           joined=("delivery",), without={"superseded_at__isnull": False}, more=_programme_of),
    Source("programmes.AfterWords", _("What you said after it"), "subject", "category", (_WORDS,),
           hers=frozenset({"words"}), on="on", joined=("delivery",), more=_programme_of),
    Source("peers.PeerWish", _("You wanted a peer supporter"), "subject", "category",
           (("how", _("How it came up")), _HER_WORDS), hers=frozenset({"her_words"}), on="on", order=("on", "pk")),
    Source("peers.PeerMatch", _("A peer supporter beside you"), "subject", "category",
           (("colleague.name", _("Name")), ("begun_on", _("From")), ("ended_on", _("Until"))), joined=("colleague",)),
    Source("peers.PeerContact", _("What you and your peer supporter did"), "subject", "category",
           (("domains", _("What it was")), ("forms", _("What helped")), ("helped_with", _("With what"))),
           on="contact.on", joined=("contact",)),
    Source("afterwards.ClosingView", _("How things stood when a time with us ended"), "subject", "category",
           (("whose", _("Whose view it is")), ("matter", _("What")), ("level", _("How it stood")), _WORDS),
           hers=frozenset({"words"}), about=lambda row: frozenset({row.child_id} - {None}), joined=("ending",),
           on="ending.on"),
    Source("afterwards.Goodbye", _("A goodbye"), "subject", C.SERVICE_USE,
           (("takes_along", _("What you take along")), ("leaves", _("What you leave to other women")),
            ("offered", _("Other women may hear it")), ("we_say", _("What we want you to know"))),
           hers=frozenset({"takes_along", "leaves"}), on="on"),
    Source("afterwards.StayInTouch", _("Staying in touch"), "subject", C.SERVICE_USE,
           (("wanted", _("You would like it")), ("ways", _("How")), ("for_what", _("What for")),
            ("how_often", _("How often at most")), _HER_WORDS), hers=frozenset({"her_words"})),
    Source("culture.CulturalOffer", _("What was offered of culture, or you asked for"), "subject", C.CULTURAL,
           (("how", _("How it came up")), ("what", _("What")), ("answer", _("What you said")), _HER_WORDS),
           hers=frozenset({"her_words"}), on="on"),
    Source("culture.ElderBeside", _("An Elder or cultural worker beside you"), "subject", C.CULTURAL,
           (("colleague.name", _("Name")), ("begun_on", _("From")), ("ended_on", _("Until"))), joined=("colleague",)),
    Source("care.Contact", _("A note"), "subject", "category",
           (("mode", _("How")), ("reached", _("Reached")), ("purposes", _("What for")), ("purpose", _("What for")),
            ("note", _("Note")), _HER_WORDS, ("helped", _("What helped")),
            ("between_you", _("What we saw between you two")), ("given", _("What was given")),
            ("items_given", _("What was given"))),
           hers=frozenset({"her_words"}), on="on", about=_said,
           others_named=lambda row: bool(row.also_present.strip()), order=("on", "pk")),
    Source("care.Promise", _("Something that was arranged"), "subject", "category",
           (("what", _("What")), ("place", _("Where")), ("state", _("How it stood"))), on="on", about=_said,
           order=("on", "pk")),
    Source("care.Mentioned", _("Something you mentioned"), "subject", "category", (("what", _("What")),),
           on="on", about=lambda _row: None, order=("on", "pk")),
    Source("care.MentionedTurn", _("How it went with something you mentioned"), "subject", "category",
           (("what", _("How it stood")), _HER_WORDS), hers=frozenset({"her_words"}), on="on",
           about=lambda _row: None, order=("on", "pk")),
    Source("care.ReachWish", _("How you want us to reach out"), "woman_id", C.CONTACT,
           (("wants", _("What you want")), ("ways", _("How")), ("every_days", _("How often")),
            ("where", _("Where to look for you")), _HER_WORDS), hers=frozenset({"where", "her_words"})),
    Source("care.KnownVersion", _("What you need not say twice"), "woman_id", C.CONTACT,
           (("known.kind", _("What it is most like")), ("words", _("In your words")),
            ("known.put_away_at", _("You put it away"))), frozenset({"words"}), "on",
           about=lambda _row: frozenset(), joined=("known",), order=("on", "pk")),
    Source("care.UsedAnswer", _("When you used, and who was beside you"), "woman_id", C.SUD,
           (("step", _("What")), ("state", _("How it stood")), ("place", _("Where")), _WORDS), on="on",
           order=("on", "pk"), about=lambda _row: None, without={"step": "tell"}),  # what was told stands in the ledger
    Source("care.AskedToday", _("You asked for somebody"), "woman_id", C.SUD,
           (("wants", _("What you want")), _HER_WORDS), hers=frozenset({"her_words"}), on="on"),
    Source("care.SafetyVersion", _("A plan for being safe, in your words"), "subject", "category",
           (("number", _("Version")), ("also_with", _("Who was there")), ("again_on", _("When to look at it again"))),
           on="on", about=_said, joined=("plan",), more=_steps, order=("on", "pk")),
    Source("care.SafetyTurn", _("What you said to a plan for being safe"), "subject", "category",
           (("what", _("How it stood")), _HER_WORDS, ("again_on", _("When to look at it again"))),
           hers=frozenset({"her_words"}), on="on", about=lambda _row: None, order=("on", "pk")),
    Source("care.LaneVersion", _("Our plan"), "subject", "category",
           (("lane", _("What it is most like")), ("number", _("Version")), _HER_WORDS,
            ("leads", _("Who is beside you")), ("again_on", _("When to look at it again"))),
           hers=frozenset({"her_words"}), on="on", about=_said, told_by="subject", order=("on", "pk"),
           more=lambda row: [(str(_("What is done")), step.what, False) for step in steps_of(row)]),
    Source("assessment.Sitting", _("A time with questions"), "woman_id", C.SERVICE_USE,
           (("mode", _("How")), ("before", _("How you were before")), ("after", _("How you were after")))),
    Source("assessment.Occasion", _("Your answers"), "subject", "category",
           (("instrument", _("Questions")), ("state", _("How it stood")), ("total", _("Sum")), ("note", _("Note"))),
           on="on", order=("on", "pk"), more=_answers,
           with_it=(Prefetch("answers", Answer.objects.filter(superseded_at=None, late=False)),)),
    Source("assessment.OccasionStep", _("What happened with questions"), "subject", "category",
           (("state", _("How it stood")), _WORDS), on="on", order=("on", "pk")),
    Source("assessment.MeasureChoice", _("What you chose"), "woman_id", "category",
           (("instrument", _("Questions")),
         ("wants", _("You want it")), _HER_WORDS), hers=frozenset({"her_words"})),
    Source("assessment.Score", _("What your answers come to"), "subject", "category",
           (("occasion.instrument", _("Questions")), ("scale", _("Scale")), ("value", _("Sum")),
         ("reason", _("Why")),),
           on="occasion.on", joined=("occasion",), without={"superseded_at__isnull": False}),
    Source("assessment.AlertStep", _("What was done when an answer asked for somebody"), "subject", "category",
           (("verb", _("What")), _WORDS)),
    Source("assessment.ClinicianRating", _("What was seen between two"), "subject", "category",
           (("evidence", _("What it rests on")), ("seen", _("Note")))),
    Source("assessment.Observation", _("A play that was watched"), "subject", "category",
           (("play", _("What")), ("minutes", _("Minutes"))), on="filmed_on"),
    Source("assessment.Reflection", _("What we make of it together"), "subject", "category",
           (("words", _("Note")), _HER_WORDS), hers=frozenset({"her_words"}), on="on"),
    Source("consent.DisclosedPart", _("What left"), "subject", "category",
           (("disclosure.recipient", _("To whom")), ("disclosure.title", _("What")),
         ("snapshot", _("Every word of it"))),
           hers=frozenset({"disclosure.recipient"}), joined=("disclosure",), about=_of_part,
           without={"disclosure__kind": DisclosureKind.VIEW}),
    Source("consent.Statement", _("What you say to something written"), "subject", "category", (_WORDS,),
         hers=frozenset({"words"})),
    Source("consent.SentBack", _("What another agency sent"), "subject", "category",
           (("sender", _("From whom")), _WORDS), about=lambda _row: None),
    Source("calendars.Elsewhere", _("An appointment elsewhere"), "subject", "category",
           (("what", _("What")), ("place", _("Where")), ("asked_by", _("Who wanted it")),
            ("off_at", _("Called off"))), on="during.lower", about=_said, without={"superseded_at__isnull": False}),
    Source("reminders.Wish", _("How messages may come to you"), "woman_id", C.CONTACT,
           (("by", _("How")), ("wanted", _("You want it")), ("value", _("Number or address")),
            ("others", _("Who else sees it")), ("her_words", _("In your words")),
            ("hard_words", _("What we answer when you write that it is hard")),
             ("stop_word", _("Your word that stops it"))),
           hers=frozenset({"her_words", "hard_words", "stop_word"}), on="said_on"),
    Source("reminders.Message", _("A message to you"), "woman_id", C.CONTACT,
           (("by", _("How")), ("value", _("Number or address")), ("words", _("Every word of it")),
            ("state", _("How it stood"))), on="planned_at", order=("planned_at", "pk")),
    Source("reminders.Heard", _("What you wrote back"), "woman_id", C.SERVICE_USE,
           (("by", _("How")), ("value", _("Number or address")), _WORDS), hers=frozenset({"words"}), on="came_at"),
    Source("intake.FirstContact", _("How we heard of you"), "woman_id", C.SERVICE_USE,
           (("told_by", _("Who told us")), ("how", _("How")), ("place", _("Where")), ("teller", _("Name")), _WORDS),
           on="on", about=lambda row: frozenset() if row.told_by == "herself" else None),
    Source("intake.Conversation", _("A talk, getting to know each other"), "woman_id", C.SERVICE_USE,
           (("how", _("How")), ("before", _("How you were before")), ("after", _("How you were after"))), on="on"),
    Source("intake.Told", _("What you told us, getting to know each other"), "woman_id", "category",
           (("standing", _("How it stood")), _WORDS), hers=frozenset({"words"}), on="on", more=asked,
           without={"taken_back_at__isnull": False}),
    Source("intake.Offer", _("What was offered while you waited"), "woman_id", C.SERVICE_USE,
           (("what", _("What")), ("wanted", _("Whether you wanted it")), _WORDS), on="on"),
    Source("intake.Welcome", _("Your welcome"), "woman_id", C.SERVICE_USE, (_HER_WORDS,),
           hers=frozenset({"her_words"}), on="on"),
    Source("continuity.Wait", _("Something you waited for"), "person_id", C.SERVICE_USE,
           (("elsewhere", _("Where")), ("why", _("Why")), _HER_WORDS), hers=frozenset({"her_words"}), on="asked_on",
           more=_waited),
    Source("continuity.WaitStep", _("What happened while you waited"), "person_id", C.SERVICE_USE,
           (("kind", _("What")), _WORDS), on="on", more=_meanwhile),
    Source("stewardship.CopyRequest", _("Your asking for a copy"), "person_id", C.SERVICE_USE, (_WORDS,),
         hers=frozenset({"words"})),
)  # fmt: skip
