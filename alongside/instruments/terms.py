"""Words of instruments: where a definition stands, whose it is, why it may or may not be shown, why something waits."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a version of an instrument stands. A published version never changes; answers keep theirs for ever."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired: no longer asked, earlier answers keep it")


class Origin(models.TextChoices):
    """Who brought a definition."""

    SHIPPED = "shipped", _("comes with Alongside")
    SITE = "site", _("added here")


class Pack(models.TextChoices):
    """Which licence pack a definition belongs to (each has its own LICENCE beside the code's)."""

    OPEN = "open", _("free to use")
    NONCOMMERCIAL = "noncommercial", _("free where no money is made with it")
    NO_DERIVATIVES = "no_derivatives", _("free as long as not a word is changed")
    SCORE_ONLY = "score_only", _("only results are entered; its words belong to their publisher")
    OWN = "own", _("our own wording")
    SITE = "site", _("added here")


class Use(models.TextChoices):
    """What a site may say it uses instruments for."""

    CLINICAL = "clinical", _("care: to understand and support the people we work with")
    RESEARCH = "research", _("research and evaluation")
    EDUCATIONAL = "educational", _("teaching and training")
    COMMERCIAL = "commercial", _("commercial: somebody makes money with it")


class How(models.TextChoices):
    """How an instrument is shown here."""

    SHIPPED = "shipped", _("with its words")
    OVERLAY = "overlay", _("with words this site has permission for")
    SCORE_ONLY = "score_only", _("results only")
    REFUSED = "refused", _("not used here")


class WhyNot(models.TextChoices):
    """Why an instrument is not used here: codes of ``rules.licence``."""

    UNDECLARED = (
        "undeclared",
        _("Its licence has conditions. It waits until this site has said what it uses instruments for."),
    )
    NO_COMMERCIAL = "no_commercial", _("Its licence does not allow commercial use, and this site names commercial use.")
    NO_CLINICAL = "no_clinical", _("Its licence does not allow use in care, and this site uses instruments in care.")
    NO_RESEARCH = "no_research", _("Its licence does not allow use in research, and this site names research.")
    NO_EDUCATIONAL = "no_educational", _("Its licence does not allow use in teaching, and this site names teaching.")


class Because(models.TextChoices):
    """Why something about an instrument was not done."""

    PROBLEMS = (
        "problems",
        _("This definition is not ready yet. What to look at is listed here."),
    )
    TOO_BIG = (
        "too_big",
        _("This is larger than one questionnaire can be (1 MB). Nothing was saved. Is it the right file?"),
    )
    UNREADABLE = (
        "unreadable",
        _("This cannot be read as a definition. What you wrote is still here."),
    )
    ALREADY_THERE = (
        "already_there",
        _("This version of the instrument is here already, in this language. A change needs a new version name."),
    )
    DRAFTED_MEANWHILE = (
        "drafted_meanwhile",
        _("A colleague saved this draft a moment ago. What you wrote is still here; please look at both."),
    )
    ALREADY_PUBLISHED = (
        "already_published",
        _("A colleague published this version a moment ago. There is nothing left to do."),
    )
    NOT_PUBLISHED = (
        "not_published",
        _("Only a published version can be retired."),
    )
    SHIPPED_STAYS = (
        "shipped_stays",
        _("This version comes with Alongside and stays as it is. To stop asking it, switch it off."),
    )
    FILE_CHANGED = (
        "file_changed",
        _("The file of a published version was changed. Nothing was loaded: a change needs a new version name."),
    )
    NO_USE_NAMED = (
        "no_use_named",
        _("Please choose at least one use."),
    )
    PERMISSION_NEEDED = (
        "permission_needed",
        _("Please say where the permission is kept (a letter and its date, a licence number)."),
    )
    NO_TEXTS = (
        "no_texts",
        _("There are no words here yet. One line for each question, please."),
    )
    TEXTS_DO_NOT_FIT = (
        "texts_do_not_fit",
        _("These words do not fit the questions of this instrument. The lines to look at are named."),
    )
    NOT_FOR_OVERLAY = (
        "not_for_overlay",
        _("This instrument needs no words from you: they come with it, or it is for entering results only."),
    )
    NO_SUCH_SCALE = (
        "no_such_scale",
        _("This instrument has no such scale."),
    )
    SD_POSITIVE = (
        "sd_positive",
        _("A standard deviation is more than nothing."),
    )
    R_BETWEEN = (
        "r_between",
        _("A reliability lies between 0 and 1, and is less than 1."),
    )
    SOURCE_NEEDED = (
        "source_needed",
        _("Please say where these numbers come from."),
    )
    NOT_ALLOWED_HERE = (
        "not_allowed_here",
        _("Its licence does not allow the uses named for this site, so it cannot be switched on."),
    )
    ALREADY_SO = (
        "already_so",
        _("It is so already."),
    )
    NOTHING_TO_TAKE_OUT = (
        "nothing_to_take_out",
        _("There are no words of this site to take out."),
    )


class Misfit(models.TextChoices):
    """How words that are to be installed do not fit a question."""

    NO_WORDS = "no_words", _("there are no words for this question")
    NO_SUCH_QUESTION = "no_such_question", _("the instrument has no such question")
    LABELS_ARE_WORDS = "labels_are_words", _("an answer has no words")
    LABELS_COUNT = "labels_count", _("there are more or fewer answers than the instrument has")
