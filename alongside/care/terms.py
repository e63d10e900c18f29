"""Words of contacts. A visit that did not happen is nobody's fault."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("at the programme")
    HOME = "home", _("at home")
    STREET = "street", _("on the street")
    HOSPITAL = "hospital", _("in hospital")
    COURT = "court", _("at court")
    PHONE = "phone", _("by phone")
    TEXT = "text", _("by text message")
    VIDEO = "video", _("by video call")
    LETTER = "letter", _("by letter or e-mail")
    ELSEWHERE = "elsewhere", _("somewhere else")


class Reached(models.TextChoices):
    MET = "met", _("we were in touch")
    TRIED = "tried", _("we tried to reach her")
    DID_NOT_MEET = "did_not_meet", _("we did not meet; reason known")
    DID_NOT_MEET_UNKNOWN = "did_not_meet_unknown", _("we did not meet; reason not known")


class Purpose(models.TextChoices):
    """What a contact was for; as many as fit, and words of one's own beside them."""

    HOW_SHE_IS = "how_she_is", _("seeing how she is")
    EVERYDAY = "everyday", _("food, fares, things for everyday life")
    PARENTING = "parenting", _("being a parent, time with a child")
    HER_GOALS = "her_goals", _("what she wants, her goals")
    HEALTH = "health", _("health, an appointment")
    HOME_AND_MONEY = "home_and_money", _("a home, money, papers")
    LEGAL = "legal", _("court, child welfare")
    HARD_TIME = "hard_time", _("a hard time, something urgent")
    REACHING_OUT = "reaching_out", _("reaching out to her")
    SOMETHING_GOOD = "something_good", _("something good: a birthday, a step")
    OTHER = "other", _("something else")


class MentionTurn(models.TextChoices):
    """What became of a thing she mentioned. Nothing is made of one that nobody asked about."""

    ASKED = "asked", _("we asked how it went")
    LATER = "later", _("kept for later")
    LET_GO = "let_go", _("let go")


class ReachOut(models.TextChoices):
    """What she wants when we miss each other. Until she says anything, we reach out."""

    PLEASE = "please", _("please reach out to me")
    LOOK = "look", _("reach out, and come looking for me too")
    LEAVE = "leave", _("leave it to me")


class HowOften(models.IntegerChoices):
    """Days between two tries, as she likes it."""

    EACH_DAY = 1, _("each day")
    FEW_DAYS = 3, _("every few days")
    WEEK = 7, _("about once a week")
    TWO_WEEKS = 14, _("about every two weeks")
    MONTH = 30, _("about once a month")


class ForWhom(models.TextChoices):
    WOMAN = "woman", _("her")
    CHILD = "child", _("the child")
    DYAD = "dyad", _("the two together")


class PromiseState(models.TextChoices):
    OPEN = "open", _("coming up")
    KEPT = "kept", _("done")
    CHANGED = "changed", _("changed")
    LET_GO = "let_go", _("let go")


class NeedKind(models.TextChoices):
    """What a child's carer has to know."""

    ALLERGY = "allergy", _("Allergies")
    MEDICINE = "medicine", _("Medicine")
    FEEDING = "feeding", _("Feeding")
    SLEEP = "sleep", _("Sleep")
    COMFORT = "comfort", _("What comforts the child")
    CALL = "call", _("Whom to call here")
    OTHER = "other", _("Also good to know")


class PlanKind(models.TextChoices):
    """What a safety plan is for (D-61)."""

    VIOLENCE = "violence", _("being safe from somebody")
    OVERDOSE = "overdose", _("an overdose")
    SUICIDE = "suicide", _("thoughts of suicide")
    CHILD_CARE = "child_care", _("who cares for my child if I use")


class PlanStep(models.TextChoices):
    """The steps of each kind, as questions to her; her words are the answer. After whom: ``rules.STEPS_FROM``.

    None tells her what to do, and none says anything of medicine: what is known there stands in the local protocols.
    """

    VIOLENCE_SIGNS = "violence_signs", _("How I notice that it is getting dangerous")
    VIOLENCE_HOME = "violence_home", _("Where it is safer at home, and how I get out")
    VIOLENCE_GO = "violence_go", _("Where I can go")
    VIOLENCE_WAY = "violence_way", _("How I get there")
    VIOLENCE_TAKE = "violence_take", _("What I take along, and where it lies ready")
    VIOLENCE_MONEY = "violence_money", _("Money, papers, keys")
    VIOLENCE_PEOPLE = "violence_people", _("Who helps me, and the word we agreed on")
    VIOLENCE_CHILDREN = "violence_children", _("What my children need to know, and who takes them")
    VIOLENCE_CALL = "violence_call", _("Whom I call")
    VIOLENCE_AFTER = "violence_after", _("What makes me safer afterwards")

    OVERDOSE_COMPANY = "overdose_company", _("Who is with me, or looks in on me")
    OVERDOSE_CAREFUL = "overdose_careful", _("What I do more carefully, and when it matters most")
    OVERDOSE_KIT = "overdose_kit", _("Where the naloxone kit lies, and who knows how to use it")
    OVERDOSE_SIGNS = "overdose_signs", _("How somebody can tell that I need help")
    OVERDOSE_CALL = "overdose_call", _("What they do then, and whom they call")
    OVERDOSE_CHILDREN = "overdose_children", _("Who is with my children meanwhile")
    OVERDOSE_AFTER = "overdose_after", _("Who stays with me afterwards")

    SUICIDE_SIGNS = "suicide_signs", _("How I notice that it begins")
    SUICIDE_ALONE = "suicide_alone", _("What helps me when I am alone")
    SUICIDE_COMPANY = "suicide_company", _("People and places that take my mind off it")
    SUICIDE_PEOPLE = "suicide_people", _("Whom I can tell")
    SUICIDE_CALL = "suicide_call", _("Professionals and lines that I call")
    SUICIDE_AROUND = "suicide_around", _("What makes the place around me safer")

    CHILD_NOTICE = "child_notice", _("How I notice that I need somebody for my child")
    CHILD_WHO = "child_who", _("Who is with my child, and who else if that does not work")
    CHILD_REACH = "child_reach", _("How we reach each other, also at night")
    CHILD_NEEDS = "child_needs", _("What my child needs: food, sleep, medicine, what comforts")
    CHILD_AWAY = "child_away", _("Where things are kept that my child must not reach")
    CHILD_TOLD = "child_told", _("What my child is told")
    CHILD_BACK = "child_back", _("When I am with my child again, and who looks first how I am")
    CHILD_CALL = "child_call", _("Whom to call when it cannot wait")


class HerCopy(models.TextChoices):
    """How she has her plan, as she chooses. The first is what holds until she says otherwise."""

    NOTHING = "nothing", _("nothing on paper; her team keeps it")
    CARD = "card", _("a small plain card")
    PAGE = "page", _("on her own page")


class PlanTurn(models.TextChoices):
    """What was said of a plan afterwards, at her word. It never runs out by itself."""

    STILL_RIGHT = "still_right", _("looked at again, still right")
    ENDED = "ended", _("no longer needed")
    TAKEN_UP = "taken_up", _("taken up again")


class Does(models.TextChoices):
    """Who does something that stands in the shared plan. She leads in every lane; nobody is given a task unasked."""

    HERSELF = "herself", _("she does it herself")
    COLLEAGUE = "colleague", _("a colleague")
    SOMEBODY = "somebody", _("somebody she names")
    AGENCY = "agency", _("another agency")


class UsedStep(models.TextChoices):
    """When she has used: what her people think of, in no order. None of them is a condition of anything."""

    MET = "met", _("Somebody is with her")
    CHILDREN = "children", _("Who cared for the children")
    TELL = "tell", _("Does anything have to be told?")
    BESIDE = "beside", _("Somebody beside her at a visit")
    HELPED = "helped", _("What helped")


class UsedState(models.TextChoices):
    """How it stands with a step. There is no late, and none has to be taken."""

    OPEN = "open", _("nobody yet")
    DONE = "done", _("yes")
    NOT_NEEDED = "not_needed", _("not needed")
    RATHER_NOT = "rather_not", _("she would rather not")
    LEAVE = "leave", _("she says: leave it to me")
    NOTHING = "nothing", _("nothing has to be told")
    ASKING = "asking", _("we are asking the duty desk")
    MUST = "must", _("something has to be told; she hears it first")


class AskedFor(models.TextChoices):
    """What she asks for today."""

    CALL = "call", _("a call")
    MEET = "meet", _("somebody to meet her")
    EITHER = "either", _("a call or a meeting")


class AskSettled(models.TextChoices):
    """How it ended that she asked for somebody."""

    REACHED = "reached", _("somebody was with her")
    TAKEN_BACK = "taken_back", _("she took it back")


class KnownKind(models.TextChoices):
    """What she need not say twice."""

    HELPS = "helps", _("what helps her")
    DOES_NOT = "does_not", _("what does not help")
    CHILD = "child", _("how her child is soothed")
    TALK = "talk", _("how to talk with her")
    TOLD = "told", _("what she has told already")
    NEVER = "never", _("what nobody should ask her again")
    OTHER = "other", _("also good to know")


class No(models.TextChoices):
    """Why something cannot be recorded as it stands. Nothing typed is lost: the form comes back with every word."""

    IN_FUTURE = "in_future", _("This day has not come yet. Please check the date, or record a promise instead.")
    TOO_LONG = "too_long", _("This text is too long for one piece. Nothing is lost: please shorten it or split it.")
    CATEGORY_NEEDED = "category_needed", _("Please say what this is about.")
    CATEGORY_UNFIT = (
        "category_unfit",
        _("Please choose another subject; contact details and studies have their own places."),
    )
    NOT_OF_THIS_FAMILY = "not_of_this_family", _("This is somebody of another file. Please choose again.")
    TOO_MANY_MINUTES = "too_many_minutes", _("A contact is not longer than a day. Please check the minutes.")
    WORDS_NEEDED = "words_needed", _("Please write a few words.")
    WAY_OF_A_DAY = "way_of_a_day", _("Please give the way there as minutes, up to a day.")
    NOT_ON_HER_TEAM = "not_on_her_team", _("This colleague is not on the team today. Please choose somebody who is.")
    COULD_NOT_READ_IT = (
        "could_not_read_it",
        _("This colleague could not read it. Please choose somebody else, or say what it is about."),
    )
    SPEAKS_OF_OTHERS = (
        "speaks_of_others",
        _("It speaks of somebody else, so it stays with the team. What is for her can be a note of its own."),
    )
    NOT_ON_A_PAGE = (
        "not_on_a_page",
        _("Notes of this kind are not shown on a page that somebody else might see. Please read it with her."),
    )
    PUT_RIGHT_SINCE = "put_right_since", _("This note was put right since. Please look at the newest words.")
    NOT_A_STEP = "not_a_step", _("This step belongs to another plan. Please look at it again.")
    FOR_HER_ALONE = "for_her_alone", _("A safety plan is a woman’s own. Please choose her.")
    STANDS_SO = "stands_so", _("It stands like this already; there is nothing to change.")
    AGAIN_IS_PAST = "again_is_past", _("This day is over. Please choose one that is still to come, or none.")
    ASK_HER_FIRST = (
        "ask_her_first",
        _("How to reach her safely was not checked with her lately. Please do that first; then choose again."),
    )
    SHE_IS_WATCHED = (
        "she_is_watched",
        _("Somebody she calls unsafe may see this: her phone is shared. Please choose another way."),
    )
    THEY_LIVE_TOGETHER = (
        "they_live_together",
        _("Somebody she calls unsafe lives where she lives and could find it. Please choose another way."),
    )
    PAGE_IS_OFF = (
        "page_is_off",
        _("Her own page is turned off, because a device may not be safe. Please choose another way."),
    )
    CHOSEN_MEANWHILE = (
        "chosen_meanwhile",
        _("Somebody chose something else meanwhile. Please look at what stands now, and choose again."),
    )
    NO_CARD = "no_card", _("She chose to have nothing on paper. Please ask her before you print it.")
    PLAN_ENDED = (
        "plan_ended",
        _("She said that this plan is no longer needed. Take it up again first, if she wants it."),
    )
    NOT_A_LANE = "not_a_lane", _("This belongs to no lane of the plan. Please choose again.")
    WHO_DOES_IT = "who_does_it", _("Please say who does it, by name.")
    TOO_MANY_STEPS = "too_many_steps", _("A lane holds twelve things to do at most. Fewer are easier to keep in mind.")
    SAID_ANEW_SINCE = (
        "said_anew_since",
        _("Somebody wrote something else into the plan meanwhile. Please read it once more before it is signed."),
    )
    ANSWER_UNFIT = "answer_unfit", _("This answer belongs to another step. Please choose again.")
    WHO_WAS_THERE = "who_was_there", _("Please say who, by name or in a few words.")
    KNOWN_ANEW_SINCE = (
        "known_anew_since",
        _("Somebody wrote something else here meanwhile. Please go back, look at what stands now, and say it again."),
    )
    READ_ANEW_FIRST = (
        "read_anew_first",
        _("These words were changed a moment ago. They stand here now: please read them once more, together."),
    )
    ASK_SETTLED = "ask_settled", _("Somebody was with her already, or she took it back. Please look at it again.")
    WHERE_FROM = "where_from", _("Please say where this comes from, so that others can look it up.")
    MENTION_SETTLED = (
        "mention_settled",
        _("Somebody has asked her about this already, or let it go. Please look at it again."),
    )
    LATER_WHEN = "later_when", _("Please say about when to ask her.")
    ALREADY_SETTLED = "already_settled", _("Somebody has settled this promise already. Please look at it again.")


class Notice(models.TextChoices):
    """Worth a second look; it is saved all the same."""

    BEFORE_FILE = "before_file", _("This day is before the file was opened. That can be right; please check the date.")
    NOBODY_PRESENT = "nobody_present", _("You were in touch, and nobody is marked as present. That can be right.")
