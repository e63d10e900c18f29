"""Words of occasions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScoreSource(models.TextChoices):
    HER_REPORT = "her_report", _("her own answers")
    CLINICIAN = "clinician", _("a clinician's rating")
    OBSERVED = "observed", _("observed play")
    IMPORTED = "imported", _("brought over from an earlier study or system")


class OccasionState(models.TextChoices):
    """What happened. A wave that fell into a gap is not available; nobody refused."""

    DONE = "done", _("done")
    PARTLY = "partly", _("part of it")
    OFFERED = "offered", _("offered")
    LATER = "later", _("later")
    SAID_NO = "said_no", _("she would rather not")
    NOT_AVAILABLE = "not_available", _("not available")


class Respondent(models.TextChoices):
    """Who answered."""

    HERSELF = "herself", _("herself")
    CLINICIAN = "clinician", _("a clinician")
    CODER = "coder", _("somebody trained who watched the recording")
    EXAMINER = "examiner", _("whoever examined the child")
    CARER = "carer", _("whoever cares for the child now")


class Mode(models.TextChoices):
    """How it was answered (S-067)."""

    TABLET = "tablet", _("on a device handed to her")
    PORTAL = "portal", _("on her own device")
    INTERVIEW = "interview", _("in conversation")
    PHONE = "phone", _("by phone")
    MAIL = "mail", _("by post")
    RESULT = "result", _("a result entered from a form")
    BROUGHT_OVER = "brought_over", _("brought over from elsewhere")


class AnswerStanding(models.TextChoices):
    """What kind of answer it is. A question that was not asked has none."""

    ANSWERED = "answered", _("answered")
    PREFER_NOT = "prefer_not", _("prefer not to say")
    NOT_APPLICABLE = "not_applicable", _("does not apply")
    CLEARED = "cleared", _("taken back")


class Feeling(models.TextChoices):
    """The check before and after hard questions. How she is; never what about (E-09)."""

    FINE = "fine", _("fine to go on")
    TENDER = "tender", _("a little tender")
    PAUSE = "pause", _("I would like a pause")
    SOMEBODY = "somebody", _("I would like somebody with me")


NEEDS_TIME = {Feeling.PAUSE, Feeling.SOMEBODY}  # hard questions wait


class SittingEnd(models.TextChoices):
    """How a sitting ended."""

    FINISHED = "finished", _("finished")
    PAUSED = "paused", _("paused, to go on another time")
    STOPPED = "stopped", _("stopped by her")
    RETURNED = "returned", _("given back to the worker")
    CLOSED = "closed", _("closed by the programme")


class Anchor(models.TextChoices):
    """From which day a wave is counted."""

    ENROLMENT = "enrolment", _("since she became active with us")
    PROGRAMME_START = "programme_start", _("since a group or programme began")
    PROGRAMME_END = "programme_end", _("since a group or programme ended")
    CHILD_AGE = "child_age", _("the child's age")
    ENDING = "ending", _("since her time with us ended")


class ForSubject(models.TextChoices):
    """About whom a measure is."""

    WOMAN = "woman", _("the woman")
    CHILD = "child", _("each child")
    DYAD = "dyad", _("her and each child together")


class DueEnd(models.TextChoices):
    """How a window was settled. None of it is anybody's fault."""

    DONE = "done", _("done")
    SAID_NO = "said_no", _("she would rather not")
    CLOSED = "closed", _("its days have passed")
    LET_GO = "let_go", _("let go")
    NO_LONGER = "no_longer", _("it does not fit any more")


class AlertState(models.TextChoices):
    """Where an alert stands."""

    RAISED = "raised", _("waiting for somebody")
    TAKEN = "taken", _("somebody has it")
    FOLLOWED_UP = "followed_up", _("followed up")
    CLOSED = "closed", _("closed")


class AlertVerb(models.TextChoices):
    """What was done about an alert."""

    RAISED = "raised", _("an answer came")
    CONFIRMED = "confirmed", _("she confirmed her answer")
    TAKEN_BACK = "taken_back", _("she changed her answer")
    TOLD = "told", _("told")
    ESCALATED = "escalated", _("passed on to the next person")
    REMINDED = "reminded", _("asked again how it goes")
    TAKEN = "taken", _("taken")
    FOLLOWED_UP = "followed_up", _("followed up")
    CLOSED = "closed", _("closed")


class Evidence(models.TextChoices):
    """What a clinician's rating rests on."""

    SESSIONS = "sessions", _("sessions with them")
    OBSERVATION = "observation", _("watching them together")
    FILE = "file", _("reading the file")
    TEAM = "team", _("talking within the team")


class Play(models.TextChoices):
    """What was watched."""

    FREE_PLAY = "free_play", _("free play")
    TEACHING = "teaching", _("showing the child something")
    FEEDING = "feeding", _("feeding")
    CARE = "care", _("everyday care")
    REUNION = "reunion", _("parting and coming back")


class Domain(models.TextChoices):
    """Domains of a child's development."""

    COMMUNICATION = "communication", _("language and communication")
    MOVEMENT = "movement", _("large movements")
    HANDS = "hands", _("hands and small movements")
    THINKING = "thinking", _("thinking and learning")
    SOCIAL_EMOTIONAL = "social_emotional", _("feelings and being with others")
    DAILY_LIVING = "daily_living", _("daily living")
    REGULATION = "regulation", _("calming, sleeping, eating")
    SENSES = "senses", _("hearing, seeing, touch")


class ToldHow(models.TextChoices):
    """How her mother heard the results: in person comes first (E-12)."""

    IN_PERSON = "in_person", _("in person")
    VIDEO = "video", _("by video, as she wished")
    PHONE = "phone", _("by phone, as she wished")


class WhyWithoutHer(models.TextChoices):
    """Why a report went on although the mother has not heard it. A person decides; nothing here happens by itself."""

    DIED = "died", _("she has died")
    SHE_ASKED = "she_asked", _("she asked that we go on without telling her")
    NOT_REACHED = "not_reached", _("we tried and could not reach her")
    LAW = "law", _("a law or a court does not wait")


class Measured(models.TextChoices):
    """What was measured of a child's growth."""

    WEIGHT = "weight", _("weight (kg)")
    LENGTH = "length", _("length or height (cm)")
    HEAD = "head", _("head circumference (cm)")


class Position(models.TextChoices):
    """Length is taken lying, height standing: 0.7 cm apart (WHO)."""

    LYING = "lying", _("lying")
    STANDING = "standing", _("standing")


class No(models.TextChoices):
    """Why something cannot be recorded as it stands."""

    IN_FUTURE = "in_future", _("This day has not come yet. Please check the date.")
    INSTRUMENT_NEEDED = "instrument_needed", _("Please write the name of the measure.")
    CATEGORY_NEEDED = "category_needed", _("Please say what this is about.")
    NOT_A_NUMBER = "not_a_number", _("A total is a number. Please check it.")
    TOO_LARGE = "too_large", _("This number is larger than a total can be. Please check it.")
    TOTAL_WITHOUT_DOING = "total_without_doing", _("A total belongs to an occasion that was done.")
    ALREADY_RECORDED = "already_recorded", _("This measure is already recorded for this day and source.")
    NOT_OF_THIS_FAMILY = "not_of_this_family", _("This is somebody of another file. Please choose again.")
    MEASURE_UNKNOWN = "measure_unknown", _("This measure is not known here. Please choose one of the list.")
    NOT_ASKED_HERE = "not_asked_here", _("This measure is not asked here at the moment.")
    NO_WORDS_HERE = (
        "no_words_here",
        _("The words of this measure are not here, so it cannot be answered here. Its results can be entered."),
    )
    HAS_WORDS = "has_words", _("This measure is answered question by question. Please start it with her instead.")
    FIRST_MEETING = (
        "first_meeting",
        _("This is the first meeting. Questions can wait until you know each other a little; offer them next time."),
    )
    ALREADY_OFFERED = "already_offered", _("This has been offered already and is still open.")
    SETTLED_MEANWHILE = "settled_meanwhile", _("This is settled already. Please look at it again.")
    NOTHING_CHOSEN = "nothing_chosen", _("Please choose at least one.")
    HER_YES = (
        "her_yes",
        _("These questions are about hard things: they are asked only after she has said yes to them."),
    )
    AT_HAND = "at_hand", _("Please say who is there for her while she answers these questions.")
    FEELING_FIRST = "feeling_first", _("Please ask her first how she is. No reason is needed.")
    SHE_WAITS = "she_waits", _("She would like a pause or somebody with her. These questions can wait.")
    DONE_TODAY = "done_today", _("This has been answered today already. It can be asked again from tomorrow on.")
    SITTING_OVER = (
        "sitting_over",
        _("This was finished in the meantime, so what you chose was not added. Your worker can put it right with you."),
    )
    NOT_IN_THIS_SITTING = "not_in_this_sitting", _("This question belongs to another time. Please go on from the list.")
    NOT_ASKED_NOW = "not_asked_now", _("This question is not asked here now. Nothing else is lost; please go on.")
    UNKNOWN_ITEM = "unknown_item", _("There is no such question in this measure.")
    NOT_A_CHOICE = "not_a_choice", _("This is not one of the answers. Please choose again; nothing else is lost.")
    NA_NOT_ALLOWED = "na_not_allowed", _("“Does not apply” is not one of the answers here.")
    ASKED_TWICE = "asked_twice", _("There are two answers to one question. Please choose one of them.")
    NOT_OPEN_YET = "not_open_yet", _("She has not finished these questions yet. She can change her answer there.")
    CANNOT_STAND = "cannot_stand", _("These two answers cannot stand together. Please look at them again.")
    POST_NOT_SAFE = (
        "post_not_safe",
        _("She has not said that post is safe, or it is a while since she did. Nothing is sent; ask her first."),
    )
    NO_SUCH_CODE = "no_such_code", _("No letter has this code. Please look at it again.")
    BROUGHT_BACK = "brought_back", _("The letter with this code has come back already.")
    ABOUT_ANOTHER = "about_another", _("This measure is about somebody else. Please choose whom it is about again.")
    NOT_BY_POST = (
        "not_by_post",
        _("Some of these questions are better asked when somebody is with her, so they are not sent by post."),
    )
    SAY_WHAT_WAS_DONE = "say_what_was_done", _("Please write in a few words what was done, also if it was only tried.")
    ALERT_WITH_ANOTHER = "alert_with_another", _("A colleague has this one now. Thank you for coming so quickly.")
    ALERT_CLOSED = "alert_closed", _("A colleague has closed this one. Nothing more is needed.")
    NOT_TO_HER = "not_to_her", _("This one cannot go to her. Please choose somebody else.")
    DUTY_BACKWARDS = "duty_backwards", _("This ends before it begins. Please look at the days and times again.")
    DUTY_TOO_LONG = "duty_too_long", _("Please plan at most three months in one piece.")
    DUTY_OVER = "duty_over", _("This would be over already. Please look at the days again.")
    DUTY_TWICE = "duty_twice", _("She is on duty already at that time.")
    LIST_EMPTY = "list_empty", _("Please choose at least one person, so that there is always somebody.")
    TOLD_BEFORE_NEEDED = (
        "told_before_needed",
        _("Please write what she reads before such a question: who sees her answer, and what happens next."),
    )
    STEPS_NEEDED = "steps_needed", _("Please write what whoever is on duty does.")
    MINUTES_ODD = "minutes_odd", _("Please choose a time from 5 minutes to 4 hours.")
    HOURS_ODD = "hours_odd", _("Please choose a time from 1 hour to 14 days.")
    WAVE_NAME_NEEDED = "wave_name_needed", _("Please give this point of the cycle a name.")
    WAVE_MONTHS_ODD = "wave_months_odd", _("Months are between 0 and 216. Please check.")
    WAVE_WINDOW_ODD = "wave_window_odd", _("A window is at most a year long on each side. Please check the days.")
    WAVE_WINDOWS_OVERLAP = (
        "wave_windows_overlap",
        _("The window is longer than the time until the next one. Please shorten it."),
    )
    WAVE_CODE_TAKEN = "wave_code_taken", _("There is a point of the cycle with this short name already.")
    WAVE_CHANGED = (
        "wave_changed",
        _("A colleague changed this a moment ago. What you wrote is still here; please look at both."),
    )
    WHY_LET_GO = "why_let_go", _("Please write in a few words why this one is let go.")
    OPT_IN_ONLY = "opt_in_only", _("This measure is only asked when she says yes to it; it belongs to no wave.")
    # A child's development and growth.
    BIRTH_NEEDED = "birth_needed", _("The child's day of birth is needed first. Please add it on the child's page.")
    BEFORE_BIRTH = "before_birth", _("This day is before the birth. Please check the date.")
    EXAMINER_NEEDED = "examiner_needed", _("Please write who examined the child.")
    STRENGTHS_FIRST = "strengths_first", _("Strengths come first. Please write at least one.")
    TOLD_BEFORE = "told_before_assessment", _("This is before the assessment. Please check the date.")
    HOW_NEEDED = "how_needed", _("Please say how the mother heard it.")
    SHE_HAS_HEARD = "she_has_heard", _("The mother has heard it already. Nothing more is needed.")
    TRIED_NEEDED = "tried_needed", _("Please write what was tried so that she hears it first.")
    HER_MOTHER_FIRST = (
        "her_mother_first",
        _("The mother hears it first. Please tell her, note the day, and then this copy can go."),
    )
    HER_WORDS_HERS = (
        "her_words_hers",
        _("Her own words go along only when she knows of this copy and the agreement is her own."),
    )
    NOTHING_MEASURED = "nothing_measured", _("Please write at least one of the three.")
    ALREADY_MEASURED = "already_measured", _("This is already recorded for this day.")
    POSITION_NEEDED = "position_needed", _("Was the child lying or standing? The two differ by 0.7 cm.")
    WEIGHT_OUT_OF_REACH = "weight_out_of_reach", _("A weight is between 0.3 and 60 kg. Please check it.")
    LENGTH_OUT_OF_REACH = "length_out_of_reach", _("A length is between 20 and 150 cm. Please check it.")
    HEAD_OUT_OF_REACH = "head_out_of_reach", _("A head circumference is between 15 and 70 cm. Please check it.")
    # The relationship seen by three.
    ANCHORS_NEEDED = "anchors_needed", _("Nobody has written yet what the five levels mean here.")
    NO_SUCH_LEVEL = "no_such_level", _("Please choose one of the five levels.")
    EVIDENCE_NEEDED = "evidence_needed", _("Please say what this rests on.")
    SEEN_NEEDED = "seen_needed", _("Please write what was seen, in plain words.")
    CODER_NEEDED = "coder_needed", _("Please say who watched and coded the play.")
    SAME_CODER = "same_coder", _("A second look is by somebody else. Please choose another person.")
    ASK_FIRST = (
        "ask_first",
        _("A colleague codes it without having seen what was found first. Please ask her before, then she can."),
    )
    HAS_SEEN_IT = "has_seen_it", _("You have seen what was found first. Please ask somebody else.")
    NO_FIRST_CODING = "no_first_coding", _("There is no first coding of this play here.")
    NOT_A_MEASURE_OF_PLAY = "not_a_measure_of_play", _("This measure is not one of observed play.")
