"""Studies: what was asked and registered, who is in it by code, what was planned before, and what came out.

Rows are never changed: what comes later is a further row. No table here points at a family, and none holds a name.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from alongside.agencies.models import Agency
from alongside.evaluation.terms import BEFORE_ARMS, Design, FlowStep, Layout, OwnColumn, Unit
from alongside.instruments.models import Definition
from alongside.recordkeeping.models import Recorded


class Study(Recorded):
    """A question, the arms, waves and measures, and the outcomes that were registered before anything was seen."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.TextField()
    question = models.TextField()
    design = models.TextField(choices=Design)
    arms = ArrayField(models.TextField(), help_text="codes; the first one is what others are compared with")
    waves = ArrayField(models.TextField(), help_text="codes, in their order")
    measures = ArrayField(models.TextField(), help_text="codes")
    primary = ArrayField(models.TextField(), help_text="registered as primary, each measure.wave")
    secondary = ArrayField(models.TextField(), default=list, blank=True, help_text="registered as secondary")
    eligibility = models.TextField(default="", blank=True, help_text="for whom the study is")
    led_by = models.TextField(default="", blank=True, help_text="who leads it, and where")
    asks_steward = models.BooleanField(default=False, help_text="runs only with a community's yes")


class StudyAnswer(Recorded):
    """What a community's data steward said; the newest counts."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="answers")
    agreed = models.BooleanField()
    words = models.TextField(default="", blank=True)


class StudyImport(Recorded):
    """A file that was brought in whole: of the whole study, or of one arm that another site keeps."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="imports")
    site = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    file = models.TextField(help_text="what it was called")
    sha256 = models.TextField()
    layout = models.TextField(choices=Layout)
    columns = ArrayField(models.TextField(), help_text="characteristics at the start, in the order of the file")


class SiteAsked(Recorded):
    """A comparison site may bring files of its arm itself, or no longer; the newest word to it counts."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="sites")
    site = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    arm = models.TextField()
    open = models.BooleanField()


class Participant(Recorded):
    """Somebody in a study by a code; never a name."""

    # ``study`` again, so that a code is there once in a study whichever file brought it.
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="+")
    brought = models.ForeignKey(StudyImport, on_delete=models.PROTECT, related_name="participants")
    code = models.TextField()
    arm = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "code"], name="evaluation_code_once")]


class StudyValue(Recorded):
    """One answer: of whom, what, at which wave ("" for what holds from the start); a number, or a word."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="answers")
    measure = models.TextField()
    wave = models.TextField(default="", blank=True)
    number = models.FloatField(null=True)
    word = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "measure", "wave"], name="evaluation_value_once"),
            models.CheckConstraint(name="evaluation_value_there", condition=Q(number__isnull=False) | Q(word__gt="")),
        ]


class OwnArm(Recorded):
    """Our own programme as an arm: which records answer which measure, and when. Registered once, never changed.

    Nothing of anybody is here. Who is in it, and with what, is read each time as of a day, of those whose yes to this
    study stands (``queries.frame``).
    """

    study = models.OneToOneField(Study, on_delete=models.PROTECT, related_name="own")
    arm = models.TextField()
    unit = models.TextField(choices=Unit)
    # Side by side: a measure of the study, the instrument that answers it, and its scale ("": its main value).
    measures = ArrayField(models.TextField())
    instruments = ArrayField(models.TextField())
    scales = ArrayField(models.TextField(blank=True))
    # Side by side: a wave, and the months since she first came in which its first answer counts, [from, until).
    waves = ArrayField(models.TextField())
    from_months = ArrayField(models.PositiveSmallIntegerField())
    until_months = ArrayField(models.PositiveSmallIntegerField())
    columns = ArrayField(models.TextField(choices=OwnColumn), default=list, blank=True)


class StudyKey(models.Model):
    """What makes a woman's code in one study. Made with the arm; no role but the keeper of the wall reads it."""

    study = models.OneToOneField(Study, on_delete=models.PROTECT, primary_key=True, related_name="+")
    key = models.BinaryField(editable=False)


class FlowCount(Recorded):
    """How many were where on their way through the study; the newest of a step and an arm counts."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="flow")
    step = models.TextField(choices=FlowStep)
    arm = models.TextField(default="", blank=True)
    count = models.PositiveIntegerField()
    why = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evaluation_flow_arm",
                condition=Q(step__in=BEFORE_ARMS, arm="") | (~Q(step__in=BEFORE_ARMS) & Q(arm__gt="")),
            )
        ]


class AnalysisPlan(Recorded):
    """A version of the plan. Once frozen it stays, and only then there can be results; the database sees to both.

    ``after_results``: it was frozen when results of the study had been there already. The database says so.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveIntegerField()
    toml = models.TextField()
    sha256 = models.TextField()
    why = models.TextField(default="", blank=True, help_text="what is different from the version before")
    frozen_at = models.DateTimeField(null=True, editable=False)
    frozen_by = models.UUIDField(null=True, editable=False)
    after_results = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "number"], name="evaluation_plan_once")]


class PlanRun(Recorded):
    """A frozen plan is run on who was in the study then. Only the worker says how far it is."""

    plan = models.ForeignKey(AnalysisPlan, on_delete=models.PROTECT, related_name="runs")
    steps = models.PositiveIntegerField(help_text="analyses in the plan")
    as_of = models.DateField(null=True, blank=True, help_text="our own programme as it stood on this day")
    code_version = models.TextField(default="", editable=False)
    frame_sha256 = models.TextField(default="", editable=False, help_text="of the table that was analysed")
    participants = models.PositiveIntegerField(null=True, editable=False)
    outcomes = models.JSONField(null=True, editable=False, help_text="all outcomes by wave and arm, of the same table")
    started_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], name="evaluation_one_run_at_a_time", condition=Q(finished_at__isnull=True)
            )
        ]


class Result(Recorded):
    """What one analysis of a run came to, or in words why it could not be done. Written by the worker alone."""

    run = models.ForeignKey(PlanRun, on_delete=models.PROTECT, related_name="results")
    number = models.PositiveIntegerField(help_text="place in the plan, from 1")
    name = models.TextField()
    method = models.TextField()
    seed = models.BigIntegerField()
    told = models.JSONField(help_text="as `alongside analyse --json` tells it, with its tables and its drawing")
    unfit = models.TextField(default="", blank=True, help_text="why these data do not answer it; nothing: they do")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="evaluation_result_once")]


class WordsForWomen(Recorded):
    """What a run came to, in plain words for the women, with what is not known. They read it after a second person did.

    It stands by itself: nothing of the study, its participants or its files can be reached from it. ``names`` say in
    plain words what a drawing calls by a code; ``drawings`` hold means of five women or more, and nothing else.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(PlanRun, on_delete=models.PROTECT, related_name="words")
    instead_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title_en = models.TextField(default="", blank=True)
    words_en = models.TextField(default="", blank=True)
    unknown_en = models.TextField(default="", blank=True, help_text="what is not known")
    title_fr = models.TextField(default="", blank=True)
    words_fr = models.TextField(default="", blank=True)
    unknown_fr = models.TextField(default="", blank=True, help_text="what is not known")
    names = models.JSONField(default=list, blank=True, help_text="[code, English, French]")
    drawings = models.JSONField(default=list, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.UUIDField(null=True, editable=False)
    released = models.BooleanField(null=True, editable=False, help_text="a second person said yes, or not yet")
    answer = models.TextField(default="", blank=True, editable=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)
    taken_back_by = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evaluation_second_person",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("recorded_by")),
            ),
            models.CheckConstraint(
                name="evaluation_whole_answer",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, released__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False, released__isnull=False),
            ),
            models.CheckConstraint(
                name="evaluation_taken_back_after",
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False, released__isnull=False, released=True),
            ),
            models.CheckConstraint(
                name="evaluation_what_is_not_known",
                condition=Q(title_en__gt="", words_en__gt="", unknown_en__gt="")
                | Q(title_fr__gt="", words_fr__gt="", unknown_fr__gt=""),
            ),
        ]


class ScaleRule(models.Model):
    """What a published version of a measure says of one scale, as reports ask it of the database; no person is in here.

    Read from the definition's own document when its first score is written, and never changed: a published version
    never changes. ``s_diff`` is the standard error of a difference, √2 SD √(1 - r), in points of the scale.
    """

    id = models.BigAutoField(primary_key=True)
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    code = models.TextField(help_text="of the instrument")
    scale = models.TextField()
    construct = models.TextField()
    better = models.TextField(help_text="lower, higher, or nothing")
    cut_op = models.TextField(help_text="how a score is compared with the cut-off; nothing: there is none")
    cut_value = models.FloatField(null=True)
    cut_judges = models.BooleanField(help_text="a change of one person is judged by this cut-off too")
    s_diff = models.FloatField(null=True)
    points = models.FloatField(null=True, help_text="a published rule in points, where no spread is known")
    r = models.FloatField(null=True)
    r_type = models.TextField()
    sd = models.FloatField(null=True)
    source = models.TextField()
    judged = models.BooleanField(help_text="whether a change of one person may be judged")
    of_total = models.BooleanField(help_text="a total that came without answers is of this scale")
    few_values = models.BooleanField(help_text="three values at most: mean and spread would tell of each")
    opt_in = models.BooleanField(help_text="asked with her own yes alone")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["definition", "scale"], name="evaluation_scale_once")]


class ScoreTally(models.Model):
    """Sufficient statistics of one agency's scores on one scale at one wave: what a mean, a spread and a share need.

    Kept by the database when a score is written, put right or closed, and worked out anew by `alongside doctor`.
    ``told_*`` is how it stood when the month ``began`` that is named: reports say that, whichever day they are asked.
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    instrument = models.TextField()
    scale = models.TextField()
    wave = models.TextField(help_text="nothing: outside of waves")
    began = models.DateTimeField()
    n = models.IntegerField(db_default=0)
    families = models.IntegerField(db_default=0)
    total = models.DecimalField(max_digits=24, decimal_places=6, db_default=0, help_text="sum of the scores")
    squares = models.DecimalField(max_digits=32, decimal_places=12, db_default=0, help_text="sum of their squares")
    with_cut = models.IntegerField(db_default=0, help_text="scores whose cut-off is known")
    above = models.IntegerField(db_default=0, help_text="scores that meet the cut-off")
    told_n = models.IntegerField(db_default=0)
    told_families = models.IntegerField(db_default=0)
    told_total = models.DecimalField(max_digits=24, decimal_places=6, db_default=0)
    told_squares = models.DecimalField(max_digits=32, decimal_places=12, db_default=0)
    told_with_cut = models.IntegerField(db_default=0)
    told_above = models.IntegerField(db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "instrument", "scale", "wave"], name="evaluation_tally_once")
        ]


class TallyShare(models.Model):
    """How many scores of a tally are one family's, so that it knows of how many families it is. The keeper's alone."""

    id = models.BigAutoField(primary_key=True)
    tally = models.ForeignKey(ScoreTally, on_delete=models.PROTECT, related_name="+", db_index=False)
    of_family = models.UUIDField()
    began = models.DateTimeField()
    n = models.IntegerField(db_default=0)
    told_n = models.IntegerField(db_default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tally", "of_family"], name="evaluation_share_once")]
