"""Words of studies: how they are made, who is in them, and why something cannot be done yet."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Design(models.TextChoices):
    """How people came to be in one arm or another."""

    RANDOM = "random", _("arms by chance")
    COMPARED = "compared", _("arms compared, not by chance")
    ONE_GROUP = "one_group", _("one group, before and after")


class FlowStep(models.TextChoices):
    """Where people were on their way through a study, in this order (CONSORT). Nobody is lost, or a loss."""

    ASKED = "asked", _("were looked at for the study")
    NOT_ELIGIBLE = "not_eligible", _("the study was not for them")
    SAID_NO = "said_no", _("said no, thank you")
    NOT_RANDOMISED = "not_randomised", _("eligible, not randomised")
    IN_ARM = "in_arm", _("came into the arm")
    BEGAN = "began", _("began what was planned for the arm")
    STOPPED = "stopped", _("stopped taking part")
    ANSWERED = "answered", _("answered at the end")
    IN_ANALYSIS = "in_analysis", _("are in the analysis")


# Said of the whole study, before there are arms.
BEFORE_ARMS = (FlowStep.ASKED, FlowStep.NOT_ELIGIBLE, FlowStep.SAID_NO, FlowStep.NOT_RANDOMISED)


# A code that a site brought begins with its arm and this: usual-N7.
CODE_JOINT = "-"


class Layout(models.TextChoices):
    """How a file stands."""

    WIDE = "wide", _("one row for each participant")
    LONG = "long", _("one row for each participant and wave")


class Unit(models.TextChoices):
    """Whom a row of our own programme is about."""

    WOMAN = "woman", _("each woman")
    CHILD = "child", _("each child, with the mother beside")


class OwnColumn(models.TextChoices):
    """What may stand beside the measures of our own women. None of it is a day, a name or a place."""

    AGE_BAND = "age_band", _("her age when she first came, in bands")
    MONTHS_WITH_US = "months_with_us", _("months with us")
    CONTACTS = "contacts", _("how often we were in touch")
    SESSIONS = "sessions", _("how many sessions she came to")
    CHILD_WITH_HER = "child_with_her", _("whether the child lives with her")
    ENDING_GOALS = "ending_goals", _("at an ending, as she says: what she wanted from us")
    ENDING_SUBSTANCE_USE = "ending_substance_use", _("at an ending, as she says: using, all in all")
    ENDING_RELATIONSHIP = "ending_relationship", _("at an ending, as she says: how it is between her and her children")
    ENDING_CUSTODY = "ending_custody", _("at an ending, as she says: with whom the child is")
    ENDING_CHILD_DEVELOPMENT = (
        "ending_child_development",
        _("at an ending, as she says: how the child grows and learns"),
    )


# Said of a child: they stand only where each row is about a child.
OF_A_CHILD = (OwnColumn.CHILD_WITH_HER, OwnColumn.ENDING_CUSTODY, OwnColumn.ENDING_CHILD_DEVELOPMENT)


class ReadyPlan(models.TextChoices):
    """Ready-made plans that fit on the one table of a study (`alongside/evaluation/plans`)."""

    MOTHER_CHILD_WOMEN = "mother-child-women", _("The Mother-Child Study: women")
    MOTHER_CHILD_CHILDREN = "mother-child-children", _("The Mother-Child Study: children")
    INSIDE_OUT = "mothering-from-the-inside-out", _("Mothering from the Inside Out: a trial")
    UNDER_PRESSURE = "parents-under-pressure", _("Parents under Pressure: a trial")
    SIGNS_OF_SAFETY = "signs-of-safety", _("Signs of Safety: a comparison of families")


class Telling(models.TextChoices):
    """What in a file would say who somebody is."""

    NAME = "name", _("a name")
    EMAIL = "email", _("an e-mail address")
    TELEPHONE = "telephone", _("a telephone number")
    BIRTH = "birth", _("a date of birth")
    ADDRESS = "address", _("where somebody lives")
    NUMBER = "number", _("a number of a health card or a file")
    DAY = "day", _("days of the calendar")
    WORDS = "words", _("sentences that somebody wrote")


class No(models.TextChoices):
    """Why something about a study cannot be done, and what would help."""

    QUESTION_NEEDED = "question_needed", _("Please write what the study wants to know.")
    TITLE_NEEDED = "title_needed", _("Please give the study a short name.")
    ARMS_NEEDED = "arms_needed", _("Please name at least two arms, one on each line. For one group, name one.")
    ONE_ARM = "one_arm", _("One group has one arm. Please name it alone, or choose another design.")
    WAVES_NEEDED = "waves_needed", _("Please name the waves, one on each line, the first one first.")
    MEASURES_NEEDED = "measures_needed", _("Please name what is measured, one on each line.")
    CODES_ONLY = (
        "codes_only",
        _("Short words, please: letters, figures, - and _ only, each once. They are names of columns."),
    )
    OUTCOME_UNKNOWN = (
        "outcome_unknown",
        _("Please register outcomes as measure.wave, such as bdi.8m, from the measures and waves above."),
    )
    OUTCOME_TWICE = "outcome_twice", _("An outcome is primary or secondary, not both.")
    PRIMARY_NEEDED = "primary_needed", _("Please register at least one primary outcome before anything else.")
    FILE_UNREADABLE = "file_unreadable", _("This file cannot be read as a table. Please save it as CSV.")
    FILE_EMPTY = "file_empty", _("There is nobody in this file.")
    COLUMN_UNKNOWN = "column_unknown", _("There is no column of this name in the file.")
    ID_TWICE = "id_twice", _("The same code stands twice in this file. Each participant has one code.")
    ID_MISSING = "id_missing", _("A row of this file has no code.")
    CODE_TELLS = "code_tells", _("Codes are letters, figures, - and _, at most 40, and never a name or an address.")
    ARM_UNKNOWN = "arm_unknown", _("There is an arm in this file that the study does not have.")
    ARM_MISSING = "arm_missing", _("A row of this file has no arm.")
    ARM_NOT_ONE = "arm_not_one", _("Somebody stands in two arms in this file.")
    TELLS_WHO = "tells_who", _("This file says who somebody is. Please take that out and choose the file again.")
    SCORE_NO_NUMBER = "score_no_number", _("A score of this file is not a number. Please look at it again.")
    NO_MEASURE = "no_measure", _("None of the measures of the study is in this file.")
    WAVE_UNKNOWN = "wave_unknown", _("There is a wave in this file that the study does not have.")
    WAVE_TWICE = "wave_twice", _("Somebody has the same wave twice in this file.")
    DIFFERS = "differs", _("Something that is said once of a participant differs between rows.")
    KNOWN_CODE = "known_code", _("Some of these codes are in the study already. Nothing was brought in.")
    FILE_TOO_LONG = (
        "file_too_long",
        _("This is more than one file can bring in at once. Please bring it in arm by arm."),
    )
    PLAN_UNREADABLE = "plan_unreadable", _("This plan cannot be read. Please look at the line that is named.")
    PLAN_CHANGED = "plan_changed", _("Somebody wrote a newer version a moment ago. Please look at it first.")
    PLAN_FROZEN = "plan_frozen", _("This plan is frozen. What comes later is a new version.")
    NOT_FROZEN = "not_frozen", _("Please freeze the plan first: results come after it, never before.")
    NOBODY_IN = "nobody_in", _("There is nobody in this study yet. Please bring in a file first.")
    STEWARD_FIRST = (
        "steward_first",
        _("This study waits for the yes of the community’s data steward. Until then nothing is run or taken out."),
    )
    TOO_FEW_ALIKE = (
        "too_few_alike",
        _("With these columns somebody could be recognised. Please leave one out, or put its answers together."),
    )
    TOO_FEW_ANSWERS = (
        "too_few_answers",
        _("In one arm very few have an answer in this column. Please leave it out."),
    )
    COLUMNS_NEEDED = "columns_needed", _("Please choose at least one column.")
    OWN_ONCE = "own_once", _("Our own programme is an arm of this study already. That is never changed.")
    OWN_LATE = "own_late", _("A plan of this study is frozen. Which arms there are is said before.")
    SITE_NEEDED = "site_needed", _("Please choose the comparison site.")
    SITE_ARM = "site_arm", _("Please choose an arm of the study that is not our own programme.")
    SITE_NOT_ASKED = "site_not_asked", _("Files of this arm are not asked of your site now. Nothing was brought in.")
    MEASURE_UNKNOWN = (
        "own_measure_unread",
        _("Please write a measure of the study, =, and the measure here that answers it: mood = PHQ-9."),
    )
    INSTRUMENT_UNKNOWN = "own_instrument_unknown", _("We do not know this measure here. Please look under Instruments.")
    WINDOW_UNREADABLE = (
        "own_window_unread",
        _("Please write a wave of the study, =, and from which month until which: year = 10-14."),
    )
    OF_EACH_CHILD = (
        "own_of_a_child",
        _("This is said of a child. Please choose rows about each child, or leave it out."),
    )
    DAY_TO_COME = "own_day_to_come", _("This day has not come yet. Please choose today or an earlier day.")
    COUNT_NEEDED = "count_needed", _("Please write how many they were.")
    STEP_OF_ARM = "step_of_arm", _("Please say of which arm. What comes before the arms is of the whole study.")
    RUN_NOT_DONE = "run_not_done", _("This run is still going on. Please wait until it is done.")
    WORDS_NEEDED = "words_needed_for_women", _("Please write a title and plain words in one language at least.")
    UNKNOWN_NEEDED = (
        "unknown_needed",
        _("Please say what is not known, also when nothing was found. Women read it with the rest."),
    )
    BOTH_LANGUAGES = (
        "both_languages",
        _("Please write it in both languages, or say below that it stands in one."),
    )
    NAMES_NEEDED = (
        "names_needed",
        _("Please give each short name of the drawings a plain one, one on each line: bdi = feeling low = moral bas."),
    )
    TOO_FEW_TO_SHOW = (
        "too_few_to_show",
        _("A group of this drawing is of fewer than five women, or all said the same. Please leave it out."),
    )
    SECOND_PERSON = "second_person", _("You wrote it. Please ask somebody else to read it before women do.")
    ANSWERED_BEFORE = "answered_before", _("Somebody answered this already. Please look at what they said.")
    NOT_RELEASED = "not_released", _("No woman reads this now.")
    SAY_WHAT = "say_what", _("Please say in a few words what should be different.")
