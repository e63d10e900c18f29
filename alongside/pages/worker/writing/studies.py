"""Beginning a study, bringing a file in, counting the way through, the plan, runs, extracts, and a community's word."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.access.policy import May
from alongside.agencies import queries as agencies
from alongside.agencies.terms import AgencyKind
from alongside.evaluation import actions, plans, queries
from alongside.evaluation.actions.bringing import look_through, read_file
from alongside.evaluation.models import Study
from alongside.evaluation.rules.bringing import Brought, Columns, Trouble, guess
from alongside.evaluation.rules.leaving import Few
from alongside.evaluation.rules.own import is_cluster
from alongside.evaluation.rules.registering import Shape, lines
from alongside.evaluation.terms import Design, FlowStep, Layout, ReadyPlan, Telling
from alongside.pages.design.download import as_file
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import own_arm
from alongside.pages.worker.writing import reasons
from alongside.pages.worker.writing.fields import choose, line, number, pick, several, words
from alongside.pages.worker.writing.handling import Given, confirm, handle, stamp, writing
from alongside.pages.worker.writing.uploads import TextOrFileForm
from alongside.recordkeeping.rules import Refused

SEEN_BY = gettext_lazy("evaluators of our agency")


class StudyForm(CalmForm):
    """What is registered; none of it is changed afterwards."""

    title = line(gettext_lazy("What is the study called?"), required=True)
    question = words(gettext_lazy("What does it want to know?"), required=True)
    design = choose(gettext_lazy("How do people come into the arms?"), Design.choices, initial=Design.RANDOM)
    arms = words(
        gettext_lazy("The arms, one on each line"), required=True,
        help_text=gettext_lazy("Short names without spaces. The first is the one that others are compared with."),
    )  # fmt: skip
    waves = words(
        gettext_lazy("The waves, one on each line"), required=True, help_text=gettext_lazy("For example pre, 2m, 8m.")
    )
    measures = words(
        gettext_lazy("What is measured, one on each line"), required=True, help_text=gettext_lazy("For example bdi.")
    )
    primary = words(
        gettext_lazy("Primary outcomes, one on each line"), rows=2, required=True,
        help_text=gettext_lazy("A measure at a wave, with a point between: bdi.8m."),
    )  # fmt: skip
    secondary = words(gettext_lazy("Secondary outcomes, one on each line"))
    eligibility = words(gettext_lazy("For whom is the study?"))
    led_by = line(gettext_lazy("Who leads it, and where?"))
    asks_steward = forms.BooleanField(
        label=gettext_lazy("It runs only with the yes of a community’s data steward"), required=False
    )
    whys = {"primary": gettext_lazy("What counts is said before anything is seen. It cannot be changed later.")}


class FileForm(TextOrFileForm):
    """A table, and which column is what; what is left empty is looked for."""

    into = "table"
    table = words(gettext_lazy("The table, with the names of its columns first"), rows=10, required=True)
    code = line(gettext_lazy("In which column are the codes?"), help_text=gettext_lazy("Empty: we look for “id”."))
    arm = line(gettext_lazy("In which column are the arms?"), help_text=gettext_lazy("Empty: we look for “arm”."))
    in_arm = line(gettext_lazy("Or is everybody in one arm? Which?"))
    wave = line(
        gettext_lazy("In which column are the waves?"),
        help_text=gettext_lazy("Only where each participant has a row for each wave."),
    )
    site = pick(
        gettext_lazy("Is it the arm of a comparison site? Which?"),
        help_text=gettext_lazy("Its coordinator then reads the rows of this file, and nothing else of the study."),
    )
    field_order = ("file", "table", "code", "arm", "in_arm", "wave", "site")

    def __init__(self, *args: Any, sites: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [("", _("No, of the whole study")), *sites]


class CountForm(CalmForm):
    """How many were where."""

    step = choose(gettext_lazy("Where on the way?"), FlowStep.choices)
    arm = pick(gettext_lazy("In which arm?"))
    count = number(gettext_lazy("How many?"), least=0, most=1_000_000, required=True)
    why = line(gettext_lazy("Why, in a few words"))

    def __init__(self, *args: Any, arms: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["arm"].choices = [("", _("Of the whole study")), *((arm, arm) for arm in arms)]


class PlanForm(CalmForm):
    """A version of the plan, as `alongside analyse --plan` reads it."""

    versioned = True
    toml = words(gettext_lazy("The plan"), rows=18, required=True)
    why = line(gettext_lazy("What is different from the version before?"))


class AnswerForm(CalmForm):
    """A community's word."""

    agreed = choose(
        gettext_lazy("May this study go on?"), [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No, or not now"))]
    )
    words = words(gettext_lazy("In your words"))


class ExtractForm(CalmForm):
    """Which columns leave, beside a code made for it and the arm."""

    columns = several(gettext_lazy("Which columns?"))

    def __init__(self, *args: Any, columns: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = [(name, name) for name in columns]


def _to(study: Study) -> str:
    return reverse("study", args=[study.pk])


@writing(May.KEEP_STUDIES)
def study_begin(request: HttpRequest) -> HttpResponse:
    """A study is registered."""

    def do(given: Given) -> Any:
        shape = Shape(lines(given["arms"]), lines(given["waves"]), lines(given["measures"]))
        same = {name: given[name] for name in ("title", "question", "design", "eligibility", "led_by", "asks_steward")}
        return actions.begin_study(
            agency=request.me.agency, shape=shape, primary=lines(given["primary"]),  # type: ignore[attr-defined]
            secondary=lines(given["secondary"]), **same, id=given["submission"], **stamp(request),
        )  # fmt: skip

    return handle(
        request, StudyForm(request.POST or None), do, heading=_("Begin a study"), back=reverse("studies"), done=_to,
        seen_by=SEEN_BY, lead=_("What is registered here is never changed. What comes later is said in the plan."),
    )  # fmt: skip


@writing(May.KEEP_STUDIES)
def study_file(request: HttpRequest, study: uuid.UUID) -> HttpResponse:
    """A file of participants: looked through first, then brought in whole."""
    row = queries.study(study)
    sites = {str(each.pk): each for each in agencies.partners() if each.kind == AgencyKind.COMPARISON}
    form = FileForm(
        request.POST or None, request.FILES or None, sites=[(key, each.name) for key, each in sites.items()]
    )
    # What somebody chose as a file was looked through already; the second time the box holds it.

    def read(given: Given) -> tuple[bytes, Columns, Brought]:
        content = given["table"].encode()
        table = read_file(content, _("the table"))
        columns = _columns(given, table.names, row)
        return content, columns, look_through(row, table, columns)

    def look(given: Given) -> list[Any]:
        try:
            found = read(given)[2]
        except Refused:
            return []  # said beside the box when it is sent on
        return [] if found.troubles else _preview(found, row)

    def do(given: Given) -> Any:
        content, columns, found = read(given)
        if found.troubles:
            for trouble in found.troubles[1:]:
                form.add_error("table", in_words(trouble))
            raise Refused(found.troubles[0].because, field="table", said=in_words(found.troubles[0]))
        name = getattr(request.FILES.get("file"), "name", "") or "table.csv"
        return actions.bring_in(
            study=row, content=content, name=name, columns=columns, site=sites.get(given["site"]),
            id=given["submission"], **stamp(request),
        )  # fmt: skip

    lead = _("Participants come in by code. A file with names, addresses, telephone numbers or birthdays is not taken.")
    return handle(
        request, form, do, look=look, heading=_("Bring in participants"), back=_to(row), done=lambda _row: _to(row),
        seen_by=SEEN_BY, lead=lead,
    )  # fmt: skip


def _columns(given: Given, names: list[str], study: Study) -> Columns:
    likely = guess(names, queries.shape_of(study))
    wave = given["wave"] or likely.wave
    in_arm = given["in_arm"] or ("" if given["arm"] else likely.in_arm)
    return Columns(
        code=given["code"] or likely.code, arm="" if in_arm else given["arm"] or likely.arm, in_arm=in_arm, wave=wave,
        layout=Layout.LONG if given["wave"] else likely.layout,
    )  # fmt: skip


def _preview(found: Brought, study: Study) -> list[str]:
    count = len(found.people)
    arms = [arm for _code, arm in found.people]
    told = ngettext("%(n)d participant would come in: %(arms)s.", "%(n)d participants would come in: %(arms)s.", count)
    each = ", ".join(f"{arm} {arms.count(arm)}" for arm in study.arms)
    said = [told % {"n": count, "arms": each}, _("Outcomes: %(names)s.") % {"names": ", ".join(found.outcomes)}]
    if found.kept_as:
        said.append(_("Characteristics at the start: %(names)s.") % {"names": ", ".join(found.kept_as.values())})
    return said


def in_words(trouble: Trouble) -> str:
    """What is wrong, with its column and line."""
    said = str(reasons.sentence(trouble.because))
    if trouble.column:
        where = _("Column %(column)s.") % {"column": trouble.column}
        if trouble.line:
            where = _("Column %(column)s, line %(line)d.") % {"column": trouble.column, "line": trouble.line}
        said = f"{said} {where}"
    if trouble.telling:
        looks = _("It looks like: %(what)s.") % {"what": Telling(trouble.telling).label}
        said = f"{said} {looks}"
    return said


@writing(May.KEEP_STUDIES)
def study_count(request: HttpRequest, study: uuid.UUID) -> HttpResponse:
    """How many were at one step of the way; what the forms of our own programme know can be put into the boxes."""
    row = queries.study(study)
    own = queries.own_arm(row)
    known = own_arm.known_counts(row, own, queries.own_answers(row), queries.flow(row)) if own else []
    into = {each.step: {"step": each.step, "arm": each.arm, "count": each.count} for each in known if each.url}
    listed = [(f"{each.label}: {each.count}", each.url, _("Put it into the boxes")) for each in known if each.url]

    def do(given: Given) -> Any:
        said = {name: given[name] for name in ("step", "arm", "count", "why")}
        return actions.count_flow(study=row, **said, **stamp(request))

    form = CountForm(request.POST or None, arms=row.arms, initial=into.get(request.GET.get("known", "")))
    return handle(
        request, form, do, heading=_("The way through the study"), back=_to(row), seen_by=SEEN_BY,
        listed_heading=_("What the forms of our own programme say"), listed=listed,
    )  # fmt: skip


@writing(May.KEEP_STUDIES)
def study_plan_write(request: HttpRequest, study: uuid.UUID) -> HttpResponse:
    """A further version of the plan; begins with the words of the version before."""
    row = queries.study(study)
    known = queries.plans(row)
    base = known[0].number if known else 0
    ready = request.GET.get("ready", "")
    text = plans.expanded(ready) if ready in ReadyPlan.values else known[0].toml if known else _first_plan(row)
    form = PlanForm(request.POST or None, initial={"toml": text}, version=base)

    def do(given: Given) -> Any:
        told = str(given.get("version", ""))
        on_screen = int(told) if told.isdecimal() and len(told) < 6 else base
        return actions.write_plan(
            study=row, toml=given["toml"], why=given["why"], base=on_screen, id=given["submission"], **stamp(request)
        )

    return handle(
        request, form, do, heading=_("Write the plan"), back=_to(row), seen_by=SEEN_BY,
        done=lambda plan: reverse("study_plan", args=[plan.pk]),
        lead=_("The same plan runs with “alongside analyse --plan” on an extract. It is frozen in a second step."),
        listed_heading=_("Ready-made plans"), listed=_ready_plans(),
    )  # fmt: skip


def _ready_plans() -> list[tuple[str, str, str]]:
    into = _("Put it into the box, and change its columns to yours")
    return [(str(each.label), f"?ready={each}", into) for each in ReadyPlan]


def _first_plan(study: Study) -> str:
    """A plan to begin with: who is there at the first wave and at each primary outcome."""
    columns = list(dict.fromkeys([f"{study.measures[0]}.{study.waves[0]}", *study.primary]))
    listed = ", ".join(f'"{name}"' for name in columns)
    return (
        f"# The table: code, arm, what holds from the start, and measure.wave\n\n[[analysis]]\n"
        f'name = "Who is there"\nmethod = "describe"\noptions = {{ columns = [{listed}], arm = "arm" }}\n'
    )


@writing(May.KEEP_STUDIES)
def study_plan_freeze(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """From now on this version stays."""
    row = queries.plan(plan)
    there = reverse("study_plan", args=[row.pk])
    return confirm(
        request, lambda: actions.freeze_plan(plan=row, **stamp(request)), heading=_("Freeze this version?"), back=there,
        lead=_("It stays as it is, with today’s date. What you think of later is a further version, and says so."),
        submit=_("Freeze it"), done=there, said=_("Frozen."),
    )  # fmt: skip


@writing(May.KEEP_STUDIES)
def study_extract(request: HttpRequest, study: uuid.UUID) -> HttpResponse:
    """Columns leave as a file, when nobody in it is one of few."""
    row = queries.study(study)
    frame = queries.frame(row)
    leave = [name for name in (*frame.characteristics, *frame.outcomes) if not is_cluster(name)]
    form = ExtractForm(request.POST or None, columns=leave)

    def do(given: Given) -> Any:
        try:
            return actions.take_out(study=row, columns=given["columns"], **stamp(request))
        except Refused as no:
            few = no.detail.get("few")
            told = [_few_in_words(each) for each in few] if isinstance(few, list) else []
            for more in told[1:]:
                form.add_error("columns", more)
            raise Refused(no.because, field="columns", **({"said": told[0]} if told else {})) from no

    return handle(
        request, form, do, heading=_("Take an extract out"), back=_to(row), done=_to(row), submit=_("Take it out"),
        show=lambda taken: as_file(taken.name, "application/zip", taken.content),
        lead=_("New codes, another order, no names: a table, its Table Schema and a codebook. It is looked at before it"
               " leaves: each participant shares arm and characteristics with at least four others. Whoever knows"
               " somebody’s answers could still find her: please keep it safe."),
    )  # fmt: skip


def _few_in_words(few: Few) -> str:
    said = str(reasons.sentence(few.because))
    told = ngettext("It is about %(n)d participant.", "It is about %(n)d participants.", few.count) % {"n": few.count}
    where = _("Column %(column)s.") % {"column": few.column} if few.column else ""
    return " ".join(filter(None, (said, where, told)))


@writing(May.ANSWER_STUDIES)
def study_answer(request: HttpRequest, study: uuid.UUID) -> HttpResponse:
    """A community's data steward says yes, or no; the newest word counts."""
    row = queries.study(study)

    def do(given: Given) -> Any:
        agreed = given["agreed"] == "yes"
        return actions.answer_for_community(study=row, agreed=agreed, words=given["words"], **stamp(request))

    return handle(
        request, AnswerForm(request.POST or None), do, heading=row.title, lead=row.question, back=reverse("studies"),
        seen_by=_("evaluators, and whoever speaks for a community"),
    )  # fmt: skip
