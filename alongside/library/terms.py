"""Words of the library: who takes part, what a session is about, how we know, how sure that is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Who(models.TextChoices):
    """Who takes part."""

    WOMAN = "woman", _("the woman")
    CHILD = "child", _("the child")
    TOGETHER = "together", _("the two together")
    GROUP = "group", _("a group")
    FAMILY = "family", _("the whole family")


class Stage(models.TextChoices):
    """Where a child is in life: what somebody who looks for a programme knows first."""

    EXPECTED = "expected", _("expected")
    BABY = "baby", _("in the first year")
    TODDLER = "toddler", _("1 or 2 years old")
    PRESCHOOL = "preschool", _("3 to 5 years old")
    SCHOOL = "school", _("6 years or older")


class Focus(models.TextChoices):
    """What a programme works on."""

    RELATIONSHIP = "relationship", _("the relationship")
    SKILLS = "skills", _("skills")
    INFORMATION = "information", _("information")
    SAFETY = "safety", _("safety")
    PEERS = "peers", _("one another’s company")
    OWN_PLAN = "own_plan", _("a plan of their own")
    PLACE = "place", _("a place to live together")


class About(models.TextChoices):
    """What a session is about. Mostly it is open: the manual says, or the team."""

    OPEN = "open", _("as the manual or the team says")
    RELATIONSHIP = "relationship", _("the relationship")
    FEELINGS = "feelings", _("feelings")
    BEHAVIOUR = "behaviour", _("what to do when a child behaves in a difficult way")
    GOALS = "goals", _("goals")
    INFORMATION = "information", _("information")
    PRACTICAL = "practical", _("practical things")


class Facilitator(models.TextChoices):
    """Who leads a session."""

    COUNSELLOR = "counsellor", _("addiction counsellor")
    THERAPIST = "therapist", _("parent-infant therapist")
    CLINICIAN = "clinician", _("clinician trained in it")
    PEER = "peer", _("peer supporter")
    RECOVERY_SPECIALIST = "recovery_specialist", _("maternal recovery specialist")
    TRAINER = "trainer", _("group trainer")
    FACILITATOR = "facilitator", _("facilitator trained in it")
    CASE_WORKER = "case_worker", _("worker who visits at home")
    CHILD_CARE = "child_care", _("child-care worker")
    HOST = "host", _("host family")
    CHILD_WELFARE = "child_welfare", _("child-welfare worker")


class Comes(models.TextChoices):
    """Does work on the relationship come before strategies for behaviour? (P-22)"""

    ONLY_RELATIONSHIP = "only_relationship", _("It works on the relationship and teaches no strategies for behaviour.")
    RELATIONSHIP_FIRST = "relationship_first", _("Work on the relationship comes first, or holds the rest.")
    BEHAVIOUR_FIRST = (
        "behaviour_first",
        _(
            "It teaches strategies without work on the relationship before them. That can hurt: begin with something"
            " that is about the two together."
        ),
    )
    NOT_SAID = (
        "not_said",
        _("In what we read the order is not said. Let work on the relationship come before strategies for behaviour."),
    )
    NOT_ABOUT = "not_about", _("It is not about parenting.")


class Caution(models.TextChoices):
    """What somebody who chooses a programme should know."""

    INFORMATION_ONLY = (
        "information_only",
        _("It gives information. On its own that has helped little in families where somebody uses substances."),
    )
    NOT_MADE_FOR_THIS = (
        "not_made_for_this",
        _("It was not made for parents who use, or used, substances, and is said not to fit."),
    )
    OLDER_CHILDREN = "older_children", _("It was made for families with older children than most of ours.")
    PRIVACY = (
        "privacy",
        _("Who belongs to it says by itself what happened. Nobody is named as a member without asking."),
    )
    NOT_A_PLAN_OF_OURS = "not_a_plan_of_ours", _("The plan is theirs. We keep no copy unless they give us one.")
    CHILD_WELFARE = (
        "child_welfare",
        _("It is a way of working for child-welfare agencies. Here it is known, not used."),
    )


class Design(models.TextChoices):
    """How something was found out."""

    RANDOMISED = "randomised", _("randomised trial")
    COMPARED = "compared", _("comparison without chance deciding")
    BEFORE_AFTER = "before_after", _("before and after, without comparison")
    MECHANISM = "mechanism", _("how change came about, within a trial")
    REVIEW = "review", _("review of studies")
    DESCRIPTION = "description", _("description")
    RATING = "rating", _("rating of a clearinghouse")


class Fit(models.TextChoices):
    """How like our families those were whom it was found out with."""

    CLOSE = "close", _("much like our families")
    PARTLY = "partly", _("partly like our families")
    FAR = "far", _("unlike our families")
    NOT_SAID = "not_said", _("not said")


class Certainty(models.TextChoices):
    """How sure a finding is: our reading, from what we could see of it."""

    MODERATE = "moderate", _("moderately sure")
    LOW = "low", _("not very sure")
    VERY_LOW = "very_low", _("hardly sure")
    NOT_JUDGED = "not_judged", _("not judged by us")


class Direction(models.TextChoices):
    """What came of it."""

    BETTER = "better", _("better")
    NO_DIFFERENCE = "no_difference", _("no difference found")
    MIXED = "mixed", _("better for some, not for others")
    WORSE = "worse", _("worse")
    NOT_COMPARED = "not_compared", _("nothing to compare with")


class Leaning(models.TextChoices):
    """Which way the rating of a clearinghouse leans."""

    SUPPORTED = "supported", _("supported")
    PROMISING = "promising", _("promising")
    NO_EFFECT = "no_effect", _("no effects")
    NOT_RATED = "not_rated", _("not rated")


class Seen(models.TextChoices):
    """What we saw of a source ourselves."""

    ABSTRACT = "abstract", _("its summary")
    PAGE = "page", _("a public page")
    DOCUMENT = "document", _("the document itself")
    CITED = "cited", _("only where somebody else cites it")
    NOTHING = "nothing", _("nothing: general knowledge, to be checked")


class Mark(models.TextChoices):
    """How a session kept to its plan, where the source of a plan names nothing of its own to look at."""

    KEPT = "kept", _("It kept to the plan.")
    CHANGED = "changed", _("It was changed, because …")


class Feature(models.TextChoices):
    """The four features of work on what is between two (S-082), asked where a plan works on it and names no marks."""

    REFLECTING = "reflecting", _("We wondered together what the child might feel and need.")
    SENSITIVE = "sensitive", _("She was helped to read what her child shows, and to answer.")
    BETWEEN_US = "between_us", _("What is between us and her was looked after.")
    TOGETHER = "together", _("Both were here, and the two were with each other.")


class Because(models.TextChoices):
    """Why something was not done."""

    NO_SUCH_SESSION = "no_such_session", _("This programme has no session with this number.")
    TITLED_MEANWHILE = (
        "titled_meanwhile",
        _("A colleague saved titles a moment ago; they are shown here. Save again and yours take their place."),
    )
    NOTHING_NEW = "nothing_new", _("These titles are here already.")
