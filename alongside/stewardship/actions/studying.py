"""A study in the practice programme: ninety invented women in two arms, a frozen plan, its run, and what women read."""

from __future__ import annotations

import csv
import io
import random
import uuid
from datetime import datetime, timedelta
from typing import Any

from alongside.agencies.models import Agency
from alongside.evaluation import actions
from alongside.evaluation.rules.bringing import Columns
from alongside.evaluation.rules.for_women import Text
from alongside.evaluation.rules.registering import Shape

# Arm: how many women, and how much closeness, mood and use come to change in a year, about.
ARMS = {"usual": (25, 2.0, -1.0, -2.5), "together": (65, 8.0, -5.0, -4.0)}
SHAPE = Shape(tuple(ARMS), ("start", "year"), ("closeness", "mood", "use"))
WAY = {"asked": 112, "not_eligible": 9, "said_no": 11, "not_randomised": 2}
PLAN = """title = "Two ways of being with families"

[[analysis]]
name = "Who is there, at the start and after a year"
method = "describe"
options = { columns = ["closeness.start", "closeness.year", "use.start", "use.year"], arm = "arm" }

[[analysis]]
name = "Who feels better by more than the measure’s own unsteadiness"
method = "change"

[analysis.options]
id = "code"
pre = "mood.start"
post = "mood.year"
group = "arm"
better = "lower"
reliability = 0.86
functional-mean = 12.0
functional-sd = 5.0
"""


EN = Text(
    "Coming together, and feeling close",
    "We asked how close mother and child feel. We asked at the start and after a year. In both groups many felt closer."
    " Those who came with their child felt closer still.",
    "This is made up, for practice. Nobody chose the groups by chance. So other things may have helped. Some did not"
    " answer after a year.",
)
FR = Text(
    "Venir ensemble, et se sentir proches",
    "Nous avons demandé si mère et enfant se sentent proches. Nous l’avons demandé au début et après un an. Dans les"
    " deux groupes, beaucoup se sentaient plus proches. Celles qui venaient avec leur enfant l’étaient encore plus.",
    "Ceci est inventé, pour s’exercer. Les groupes ne sont pas dus au hasard. Autre chose a donc pu aider. Certaines"
    " n’ont pas répondu après un an.",
)
NAMES = [
    ("closeness", "Feeling close", "Se sentir proches"), ("usual", "Came alone", "Venues seules"),
    ("together", "Came with their child", "Venues avec leur enfant"), ("start", "start", "début"),
    ("year", "after a year", "après un an"),
]  # fmt: skip


def load_study(*, agency: Agency, evaluator: uuid.UUID, second: uuid.UUID, seed: int, at: datetime) -> None:
    """One study, by ``evaluator``: the way through it, its plan, a run, and words for women that ``second`` read.

    All of it is made up.
    """
    by: dict[str, Any] = {"by": evaluator, "at": at - timedelta(days=40)}
    study = actions.begin_study(
        agency=agency.pk, title="Two ways of being with families (made up)",
        question="Do women who come together with their children feel closer after a year?", design="compared",
        shape=SHAPE, primary=["closeness.year"], secondary=["mood.year", "use.year"],
        eligibility="Women who came while they were expecting a child, or with one under three.",
        led_by="Wei Chen, with the university of the town", **by,
    )  # fmt: skip
    columns = Columns(code="code", arm="arm")
    actions.bring_in(study=study, content=_table(seed).encode(), name="made-up.csv", columns=columns, **by)
    for step, count in WAY.items():
        actions.count_flow(study=study, step=step, count=count, **by)
    for arm, (count, *_changes) in ARMS.items():
        actions.count_flow(study=study, step="in_arm", arm=arm, count=count, **by)
    plan = actions.freeze_plan(plan=actions.write_plan(study=study, toml=PLAN, base=0, **by), **by)
    later: dict[str, Any] = {"by": evaluator, "at": at - timedelta(days=20)}
    run = actions.load_run(plan=plan, **later)
    words = actions.write_for_women(run=run, en=EN, fr=FR, measures=["closeness"], names=NAMES, **later)
    actions.answer_for_women(words=words, released=True, by=second, at=at - timedelta(days=15))


def _table(seed: int) -> str:
    """The made-up file: a row for each woman; some did not answer after a year."""
    chance = random.Random(seed)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["code", "arm", "first_child", *SHAPE.outcomes])
    number = 0
    for arm, (count, closer, mood, use) in ARMS.items():
        for _n in range(count):
            number += 1
            start = [chance.gauss(40, 8), chance.gauss(24, 7), chance.gauss(9, 3)]
            year = [
                was + chance.gauss(change, abs(was) / 6) for was, change in zip(start, (closer, mood, use), strict=True)
            ]
            there = chance.random() < 0.85
            pairs = [(max(0, round(was)), max(0, round(then))) for was, then in zip(start, year, strict=True)]
            first = "yes" if chance.random() < 0.55 else "no"
            writer.writerow(
                [f"F-{number:03}", arm, first, *(n for was, then in pairs for n in (was, then if there else ""))]
            )
    return out.getvalue()
