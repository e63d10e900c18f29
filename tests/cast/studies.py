"""A study of the lead programme with an arm that another site keeps, its frozen plan, a run and a result; one that waits."""

from __future__ import annotations

from tests.cast.people import CAST, T0, ident

PLAN = """title = "What became of them"

[[analysis]]
name = "as they are"
method = "describe"
options = { columns = ["bdi.t1", "bdi.t2"], arm = "arm" }
"""


# Means of six and six women at two waves, as a run keeps them.
OUTCOMES = {
    "sentence": "",
    "behind": {
        f"bdi.{wave}": {arm: {"women": 6, "apart": True} for arm in ("rfi", "sit")} for wave in ("t1", "t2")
    },
    "drawing": {
        "kind": "panels", "title": "Outcomes by wave and arm", "x_label": "wave", "y_label": "mean",
        "series": [
            {"name": arm, "panel": "bdi", "x": ["t1", "t2"], "y": [22.5, last], "low": [21.0, last - 2],
             "high": [24.0, last + 2], "n": [6, 6]}
            for arm, last in (("rfi", 20.0), ("sit", 17.5))
        ],
    },
}  # fmt: skip


def write_studies() -> None:
    """One row of each table at least; what must not be seen by others holds the word SECRET."""
    from alongside.evaluation.models import (
        AnalysisPlan,
        FlowCount,
        OwnArm,
        Participant,
        PlanRun,
        Result,
        SiteAsked,
        Study,
        StudyAnswer,
        StudyImport,
        StudyValue,
        WordsForWomen,
    )
    from alongside.evaluation.rules.for_women import drawing_for_women
    from alongside.evaluation.rules.framing import checksum

    r = {"recorded_by": CAST["EVAL"], "recorded_at": T0}
    common = {
        "agency_id": CAST["LEAD"], "question": "SECRET question", "design": "compared", "arms": ["sit", "rfi"],
        "waves": ["t1", "t2"], "measures": ["bdi"], "primary": ["bdi.t2"], "secondary": [],
    }  # fmt: skip
    study = Study.objects.create(id=ident("study"), title="Two ways of being with families", **common, **r)
    waits = Study.objects.create(
        id=ident("study waits"), title="A question to ask first", asks_steward=True, **common, **r
    )
    StudyAnswer.objects.create(id=ident("study answer"), study=waits, agreed=False, words="SECRET not yet", **r)
    OwnArm.objects.create(
        id=ident("own arm"), study=waits, arm="rfi", unit="woman", measures=["bdi"], instruments=["PHQ-9"], scales=[""],
        waves=["t1"], from_months=[0], until_months=[36], columns=["contacts"], **r,
    )  # fmt: skip
    FlowCount.objects.create(id=ident("study flow"), study=study, step="not_randomised", count=15, **r)
    for n, (arm, site) in enumerate((("sit", CAST["OTHER_SITE"]), ("rfi", None))):
        brought = StudyImport.objects.create(
            id=ident(f"study file {n}"), study=study, site_id=site, file="SECRET.csv", sha256="0" * 64, layout="wide",
            columns=[], **r,
        )  # fmt: skip
        for k in range(6):
            who = Participant.objects.create(
                id=ident(f"participant {n} {k}"), study=study, brought=brought, code=f"S-{n}{k}", arm=arm, **r
            )
            for wave, number in (("t1", 20.0 + k), ("t2", 15.0 + k * (n + 1))):
                StudyValue.objects.create(
                    id=ident(f"answer {n} {k} {wave}"), participant=who, measure="bdi", wave=wave, number=number, **r
                )
    SiteAsked.objects.create(
        id=ident("site asked"), study=waits, site_id=CAST["OTHER_SITE"], arm="sit", open=True, **r
    )  # fmt: skip
    plan = AnalysisPlan.objects.create(
        id=ident("plan"), study=study, number=1, toml=PLAN, sha256=checksum(PLAN), why="SECRET why", **r
    )
    AnalysisPlan.objects.filter(pk=plan.pk).update(frozen_at=T0, frozen_by=CAST["EVAL"])
    run = PlanRun.objects.create(
        id=ident("run"), plan=plan, steps=1, started_at=T0, finished_at=T0, outcomes=OUTCOMES, **r
    )
    Result.objects.create(
        id=ident("result"), run=run, number=1, name="as they are", method="describe", seed=1,
        told={"sentence": "SECRET sentence", "notes": [], "tables": [], "drawing": None, "values": {}}, **r,
    )  # fmt: skip
    names = [["bdi", "feeling low", "moral bas"], ["sit", "usual care", "soins habituels"],
             ["rfi", "our way", "notre façon"], ["t1", "start", "début"], ["t2", "later", "plus tard"]]  # fmt: skip
    both = {
        "agency_id": CAST["LEAD"],
        "run": run,
        "names": names,
        "drawings": [drawing_for_women(OUTCOMES, "bdi")],
        **r,
    }
    WordsForWomen.objects.create(
        id=ident("words for women waiting"), title_en="SECRET title", words_en="SECRET words", unknown_en="SECRET limits",
        **both,
    )  # fmt: skip
    said = WordsForWomen.objects.create(
        id=ident("words for women"), title_en="Feeling less low", words_en="Women in both groups felt less low later.",
        unknown_en="We were few. It may be chance.", title_fr="Le moral monte",
        words_fr="Dans les deux groupes, le moral est monté.", unknown_fr="Nous étions peu. C’est peut-être le hasard.",
        **both,
    )  # fmt: skip
    WordsForWomen.objects.filter(pk=said.pk).update(answered_at=T0, answered_by=CAST["SUP"], released=True)
