"""Templates of use, trials, measuring and the system, and the plans of three trials: each on a small file, real or
invented."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer

from alongside.evaluation import difficulties
from alongside.evaluation.analyse.calling import Called, call
from alongside.evaluation.analyse.figure import svg
from alongside.evaluation.analyse.plan import run_text
from alongside.evaluation.invented import CONTEXT, PRENATAL
from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.plans import expanded, names, recipe
from alongside.evaluation.templates.filling import fill
from alongside.evaluation.templates.reading import TEMPLATES
from alongside.evaluation.templates.running import Ran, run
from alongside.evaluation.tests import invented_service as invented
from alongside.evaluation.tests.files import file

Values = dict[str, dict[str, Any]]
MINE = [id for id in TEMPLATES.ids() if id[:3] in ("A-3", "A-4", "A-5", "A-7", "T-0")]
USES: list[tuple[str, Callable[[Path], Path] | str, dict[str, Any]]] = [
    ("A-30", invented.contacts, {"id": "family", "day": "day", "until": "last", "group": "site", "kinds": "type,whom"}),
    ("A-30", invented.families, {"amounts": "months,contacts", "group": "pregnant"}),
    ("A-31", invented.families, {"contacts": "contacts", "months": "months", "engaged": "pregnant", "weeks": "weeks",
                                 "stayed": "stayed", "ended": "ended", "covariates": "age"}),
    ("A-32", invented.families, {"endings": "goals,child", "order": "not yet,partly,wholly", "use": "contacts",
                                 "early": "pregnant", "covariates": "age"}),
    ("A-33", invented.contacts, {"id": "family", "day": "day", "until": "last", "end": "end", "still": "still there",
                                 "group": "site", "covariates": "site,age", "other-gap": 100, "reference": "north"}),
    ("A-33", "survival_pbcseq.csv", {"id": "id", "day": "day", "gap": 400, "until": "futime", "end": "end",
                                     "still": "censored", "covariates": "trt,age", "times": "365,1095"}),
    ("A-34", invented.families, {"contacts": "contacts", "months": "months", "changes": "changes", "covariates": "age"}),
    ("A-34", invented.stretches, {"id": "family", "begins": "from", "ends": "to", "quiet": "quiet", "changed": "changed",
                                  "covariates": "age"}),
    ("A-35", invented.referrals, {"wait": "days", "status": "status", "met": "met", "other-ends": "never answered",
                                  "sector": "sector", "completed": "completed,warm", "hand-over": "handed",
                                  "wheel": "wheel_health,wheel_legal"}),
    ("A-40", invented.dyads, {"arm": "arm", "reference": "education", "id": "dyad", "before": "before",
                              "later": "post,later", "waves": "post:3,later:6", "severity": "severity"}),
    ("A-41", invented.dyads, {"fidelity": "fidelity", "reflection": "post", "sensitivity": "sensitivity",
                              "attachment": "attachment", "competing": "distress", "returns": "returns",
                              "reflection-wave": "T2", "sensitivity-wave": "T2", "attachment-wave": "T3",
                              "covariates": "before", "draws": 4000}),
    ("A-42", "hsaur3_BtheB_wide.csv", {"arm": "treatment", "reference": "TAU", "before": "bdi.pre", "between": "bdi.2m",
                                       "after": "bdi.8m", "reliability": 0.86, "took-part": "length=<6m"}),
    ("A-43", "net_benefit_invented.csv", {"arm": "arm", "reference": "usual care", "costs": "cost", "effect": "effect",
                                          "perspectives": "the service’s",
                                          "covariates": "severity", "draws": 2000}),
    ("A-44", "matchit_lalonde.csv", {"arm": "treat", "outcomes": "re78", "alike-in": "age,educ,race,married,re74,re75",
                                     "empowered": "educ", "families": 185}),
    ("A-50", "shrout_fleiss_1979.csv", {"sources": "J1,J2,J3"}),
    ("A-50", invented.system, {"classes": "held,left", "order": "no,yes"}),
    ("A-51", "shrout_fleiss_1979.csv", {"first": "J1", "second": "J2"}),
    ("A-51", invented.system, {"first-codes": "earlier", "second-codes": "afterwards", "twice": "held",
                               "order": "1,2,3,4,5,6"}),
    ("A-52", "lavaan_HolzingerSwineford1939.csv", {"items": "x4,x5,x6", "wave": "school"}),
    ("A-52", "shrout_fleiss_1979.csv", {"items": "J1,J2,J3,J4"}),
    ("A-53", "hsaur3_BtheB_wide.csv", {"later": "bdi.2m,bdi.3m,bdi.8m", "baseline": "bdi.pre", "arm": "treatment",
                                       "reference": "TAU", "outcome": "bdi.8m"}),
    ("A-54", "", {}),
    ("A-70", invented.system, {"score": "score", "year": "year", "mother": "mother"}),
    ("A-71", invented.system, {"rating": "rating", "dyad": "child", "time": "session", "mark": 4, "arm": "arm"}),
    ("A-71", invented.system, {"rating": "rating", "dyad": "child", "time": "session", "mark": 4, "mother": "mother"}),
    ("A-72", invented.system, {"rating": "rating", "family": "child", "session": "session", "good": 4, "period": "year"}),
    ("A-73", invented.system, {"ratings": "team", "round": "year", "held": "held", "period": "year", "months": "months",
                               "left": "left"}),
    ("A-74", invented.referrals, {"days": "days", "answered": "answered", "agency": "sector", "joint": "joint",
                                  "period": "year", "family": "family"}),
    ("A-75", invented.system, {"ratings": "team", "round": "year", "before": "earlier", "after": "afterwards"}),
    ("A-75", "shrout_fleiss_1979.csv", {"raters": "J1,J2"}),
    ("A-76", invented.families, {"barriers": "barrier_waiting,barrier_transport,barrier_fear", "why": "named",
                                 "period": "quarter", "every": "quarter", "id": "mother"}),
    ("A-77", "mass_birthwt.csv", {"weight": "bwt", "outcomes": "low", "period": "ftv", "arm": "smoke",
                                  "covariates": "age,lwt"}),
    ("A-78", invented.system, {"hours": "hours,tasks", "group": "arm", "days": "days", "status": "status", "home": "home",
                               "other-ends": "adopted", "tasks": "tasks", "mother": "mother"}),
    ("T-01", "", {"counts": "programme: 11,24,1; usual care: 4,28,7", "words": "improved,unchanged,worse",
                  "ordered": True, "percents": "30.6,2.8", "size": 48, "other-percents": "10.3,17.9", "other-size": 52}),
    ("T-02", "", {"worth": "1000,20000", "probabilities": "0.518,0.98", "effect-z": "2.17", "cost": 2002.38,
                  "se-cost": 4262.84, "effect": 2.2, "se-effect": 1.0}),
]  # fmt: skip


def used(id: str, source: Callable[[Path], Path] | str, roles: dict[str, Any], folder: Path) -> Ran:
    path = source(folder) if callable(source) else file(source) if source else None
    return run(TEMPLATES[id], path, roles, seed=6, folder=folder)


@pytest.mark.parametrize(("id", "source", "roles"), USES, ids=[f"{id} {n}" for n, (id, *_) in enumerate(USES)])
def test_a_template_tells_all_that_it_should(
    id: str, source: Callable[[Path], Path] | str, roles: dict[str, Any], tmp_path: Path
) -> None:
    """Who is in it, what is missing, an answer in whole sentences, tables, a drawing with its numbers, limits, and a plan
    that gives the same figures again."""
    ran = used(id, source, roles, tmp_path)
    assert ran.told["answers"] and all(answer.strip().endswith(".") for answer in ran.answers), ran.answers
    assert ran.told["limits"] and ran.told["question"].endswith("?")
    for name, called in ran.found:
        assert isinstance(called, Called), (name, called)
        outcome = called.outcome
        assert outcome.sentence and outcome.tables and outcome.values
        if called.method.reads_table:
            assert 0 < outcome.used["used"] <= outcome.used["rows"] and "missing" in outcome.used
        if outcome.drawing:
            drawn = svg(outcome.drawing, outcome.sentence)
            assert drawn.startswith("<svg") and "style=" not in drawn and "<script" not in drawn
    assert any(called.outcome.drawing for _, called in ran.found if isinstance(called, Called))
    again = run_text(ran.plan, "again.toml", tmp_path)
    assert again["results"] == ran.told["results"]


def test_every_call_of_every_template_was_reached() -> None:
    """No call stands in a template that none of these uses makes."""
    for id in MINE:
        template = TEMPLATES[id]
        given = [
            set(roles) | {r.name for r in template.roles if r.default is not None} for i, _, roles in USES if i == id
        ]
        assert given, id
        for one in template.calls:
            needed = {*one.needs, *one.each}
            assert any(needed <= each and not each & set(one.unless) for each in given), (id, one.name)
        reached = set().union(*given)
        assert {role.name for role in template.roles if role.required} <= reached


def found(id: str, source: Any, folder: Path, **more: Any) -> Values:
    roles = next(roles for i, s, roles in USES if (i, s) == (id, source)) | more
    ran = used(id, source, roles, folder)
    return {each["name"].removeprefix(f"{id} "): each["values"] for each in ran.told["results"]}


def test_templates_find_what_is_in_the_invented_files(tmp_path: Path) -> None:
    """Directions that were built in come out with intervals; a link that was not built in does not."""
    pregnant = found("A-31", invented.families, tmp_path)
    ratio = pregnant["contacts after the birth, by whether she came while pregnant"]
    assert ratio["names"][-1] == "pregnant=yes" and ratio["low"][-1] < 1.8 < ratio["high"][-1] and ratio["low"][-1] > 1
    endings = found("A-32", invented.families, tmp_path)["goals by use"]
    assert endings["low"][0] > 1 and endings["low"][0] < 2.718281828**0.04 < endings["high"][0]
    sites = found("A-33", invented.contacts, tmp_path)["gaps after 60 days"]["recurrent"]
    assert sites["names"][0] == "site=south" and sites["low"][0] > 1
    worker = found("A-34", invented.families, tmp_path)["contacts by changes of worker"]
    assert worker["names"][-1] == "changes" and worker["low"][-1] < 0.8 < worker["high"][-1]
    after = found("A-34", invented.stretches, tmp_path)["gaps after a change of worker, stretch by stretch"]["cox"]
    assert after["low"][0] > 1.5 and after["low"][0] < 3 < after["high"][0]
    waits = found("A-35", invented.referrals, tmp_path)["waiting, sector by sector"]["groups"]
    assert waits["housing"]["median"]["estimate"] > 2 * waits["health"]["median"]["estimate"]
    arms = found("A-40", invented.dyads, tmp_path)
    assert arms["post: arms, allowing for the start"]["arm_effect"]["programme"]["lo"] > 0
    way = found("A-41", invented.dyads, tmp_path)
    assert next(iter(way["fidelity to sensitivity through reflection"]["indirect"].values()))["percentile"]["low"] > 0
    assert next(iter(way["reflection to attachment through sensitivity"]["indirect"].values()))["percentile"]["low"] > 0
    none = way["reflection and returns to use"]  # counts, with a margin on their ratio
    assert none["low"][-1] < 1 < none["high"][-1] and none["equivalence"]["margin"] == 1.25
    notes = {each["name"]: " ".join(each["notes"]) for each in used_as("A-41", invented.dyads, tmp_path)}
    assert "share a wave (T2)" in notes["A-41 fidelity to sensitivity through reflection"]
    assert "share a wave" not in notes["A-41 reflection to attachment through sensitivity"]
    slope = found("A-70", invented.system, tmp_path)["slope over years"]["links"][0]
    assert 0 < slope["lo"] < 3 < slope["hi"]
    joint = found("A-74", invented.referrals, tmp_path)["joint plans"]["over_time"][0]
    assert joint["change"]["low"] > 0 and joint["trend"]["slope"] > 0
    size = found("A-54", "", tmp_path)["what so many can show"]
    # 65 and 25 women, found in four studies of five
    assert size["with_n"]["least_difference"] == pytest.approx(0.66, abs=0.01)


def used_as(id: str, source: Any, folder: Path) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = used(id, source, next(r for i, s, r in USES if (i, s) == (id, source)), folder).told[
        "results"
    ]
    return told


def test_use_after_the_birth_is_counted_in_one_window_for_everybody(tmp_path: Path) -> None:
    """Who came while pregnant comes twice as often and leaves after half the time: as many contacts, and no more."""
    rng = np.random.default_rng(310)
    early = np.arange(200) % 2 == 0
    stayed = np.minimum(rng.exponential(np.where(early, 4.0, 9.0)) + 0.2, 24.0)
    contacts = rng.poisson(np.where(early, 2.0, 1.0) * stayed * rng.gamma(3, 1 / 3, 200))
    path = invented.written(tmp_path, "window", {
        "contacts": contacts.tolist(), "window": [24] * 200, "stayed": stayed.tolist(),
        "ended": ["yes" if each < 24 else "no" for each in stayed], "pregnant": ["yes" if e else "no" for e in early],
    })  # fmt: skip
    roles = {"contacts": "contacts", "months": "window", "engaged": "pregnant", "stayed": "stayed", "ended": "ended"}
    ran = run(TEMPLATES["A-31"], path, roles, folder=tmp_path)
    told = {each["name"].removeprefix("A-31 "): each["values"] for each in ran.told["results"]}
    whole = told["contacts after the birth, by whether she came while pregnant"]
    assert whole["low"][-1] < 1 and whole["ratio"][-1] < 1.2 and whole["time"] == 24 * 200
    rate = told["contacts per month while in service"]
    assert rate["low"][-1] > 1.3 and rate["low"][-1] < 2 < rate["high"][-1]
    stay = told["months in service from the birth, by whether she came while pregnant"]
    assert stay["groups"]["yes"]["median"]["estimate"] < stay["groups"]["no"]["median"]["estimate"]
    assert stay["cox"]["low"][-1] > 1 and len(ran.answers) == 2


def test_a_trial_is_compared_with_its_reference_by_those_who_changed_reliably_too(tmp_path: Path) -> None:
    told = found("A-42", "hsaur3_BtheB_wide.csv", tmp_path)["who changed reliably"]
    assert [each["against"] for each in told["between"]] == ["TAU"]


def test_a_mother_s_children_are_held_together_wave_by_wave(tmp_path: Path) -> None:
    """A-18: with whose they are, errors count mothers; with a third wave, behaviour is laid beside depression before."""
    rng = np.random.default_rng(18)
    rows: dict[str, list[Any]] = {"child": [f"c{n}" for n in range(90)], "mother": [f"m{n // 3}" for n in range(90)]}
    sad = np.repeat(rng.normal(20, 5, (30, 3)), 3, axis=0)
    hers = np.repeat(rng.normal(0, 4, 30), 3)
    for wave in range(3):  # behaviour follows her depression of a wave before
        rows[f"sad.{wave}"] = sad[:, wave].tolist()
        rows[f"b.{wave}"] = (50 + 0.8 * sad[:, wave - 1] * (wave > 0) + hers + rng.normal(0, 2, 90)).tolist()
    path = invented.written(tmp_path, "siblings", rows)
    roles = {"child": "child", "behaviour-before": "b.0", "behaviour-after": "b.1", "behaviour-later": "b.2",
             "depression-before": "sad.0", "depression-after": "sad.1"}  # fmt: skip
    alone, held = (
        {each["name"].removeprefix("A-18 "): each for each in
         run(TEMPLATES["A-18"], path, roles | more, folder=tmp_path).told["results"]}
        for more in ({}, {"cluster": "mother"})
    )  # fmt: skip
    same, after = "behaviour and depression at the same wave", "behaviour a wave after depression, wave by wave"
    assert alone[same]["method"] == alone[after]["method"] == "mixed" and len(alone) == len(held) == 4
    for name in (same, after):
        together = held[f"{name}, a mother’s children together"]
        assert (together["method"], together["values"]["clusters"], together["values"]["n"]) == ("gee", 30, 180)
    lagged = held[f"{after}, a mother’s children together"]["values"]
    low, high = lagged["robust"]["ci"]["depression"]
    assert low < 0.8 < high and low > 0.5
    at_once = held[f"{same}, a mother’s children together"]["values"]["robust"]["ci"]["depression"]
    assert at_once[1] < 0.5


def test_a_curve_of_children_counts_their_mothers(tmp_path: Path) -> None:
    """A-19, brothers and sisters alike: errors are those of the method called by hand with --cluster, wider than those
    that take each child as the only one, and the sentence says whom they count."""
    rng = np.random.default_rng(19)
    hers, pace = np.repeat(rng.normal(0, 8, 20), 3), np.repeat(rng.normal(0, 0.3, 20), 3)
    rows: dict[str, list[Any]] = {"child": [f"c{n}" for n in range(60)], "mother": [f"m{n // 3}" for n in range(60)]}
    for wave, months in enumerate((6, 18, 30)):
        rows[f"age.{wave}"] = (months + rng.uniform(-1, 1, 60)).tolist()
        rows[f"score.{wave}"] = (95 + hers + (0.2 + pace) * months + rng.normal(0, 3, 60)).tolist()
    rows["score.2"][4] = None
    path = invented.written(tmp_path, "curve", rows)
    columns = {"scores": "score.0,score.1,score.2", "ages": "age.0,age.1,age.2"}
    alone, held = (
        run(TEMPLATES["A-19"], path, {"child": "child", **columns, **more}, folder=tmp_path).told["results"][0]
        for more in ({}, {"cluster": "mother"})
    )  # fmt: skip
    by_hand = call(
        "mixed", path, reading={"long": ["score=score.0,score.1,score.2;months=age.0,age.1,age.2"]}, outcome="score",
        id="child", time="months", random="slope", cluster="mother",
    ).as_json()  # fmt: skip
    assert held["values"] == by_hand["values"] and held["values"]["coef"] == alone["values"]["coef"]
    assert held["values"]["se"]["months"] > 1.3 * alone["values"]["se"]["months"]
    assert held["sentence"].endswith("Errors count 20 of “mother”, not 60 of “child”.")
    assert any("not independent" in limit for limit in TEMPLATES["A-19"].limits)


def test_every_template_of_children_can_hold_a_mother_s_together() -> None:
    """Whose the children are can be named, and every model in it is told; a limit says what stays as it is."""
    models = {"mixed", "link", "norm", "ancova", "moderation", "mediation", "counts", "ordinal"}
    for id in ("A-14", "A-15", "A-16", "A-17", "A-18", "A-19", "A-20", "A-32", "A-40", "A-41", "A-42", "A-70", "A-71",
               "A-77", "A-78"):  # fmt: skip
        template = TEMPLATES[id]
        name = next(role.name for role in template.roles if role.name in ("cluster", "mother"))
        for each in template.calls:
            held = each.options.get("cluster") == f"{{{name}}}" or name in each.unless or name in each.needs
            assert held or each.method not in models, f"{id} {each.name}"


def test_a_list_of_difficulties_is_named_by_who_brings_the_columns() -> None:
    """No columns are stamped with a list that nobody said they are; the shipped study says it of its own."""
    roles = {"prenatal": "a,b", "postnatal": "c,d", "outcomes": "y", "outcome": "y"}
    for id in ("A-15", "A-20"):
        mine = {name: value for name, value in roles.items() if name in {role.name for role in TEMPLATES[id].roles}}
        with pytest.raises(Unfit) as why:
            fill(TEMPLATES[id], mine)
        assert why.value.code == "option_needed"
        first = fill(TEMPLATES[id], mine | {"called": "ours 2"})["analysis"][0]
        assert first["options"]["called"] == "ours 2"
    uses = [each for each in recipe("mother-child-children")["use"] if each["template"] in ("A-15", "A-20")]
    context = {"relationships", "violence", "trauma", "family_use", "mental_health", "law", "poverty", "homelessness",
               "isolation"}  # fmt: skip
    known = difficulties.read("mother-child-1")
    assert set(known.of("postnatal")) == context and known.of() == (*PRENATAL, *CONTEXT)
    assert uses[0]["roles"]["called"] == known.called == "Mother-Child list 1"
    assert set(uses[0]["roles"]["postnatal"]) == context and uses[1]["roles"]["list"] == known.id
    waves = {"relationship-wave": "T1", "outcome-wave": "T1", "relationship": "r"}
    through = fill(TEMPLATES["A-17"], {k: v for k, v in roles.items() if k != "outcome"} | waves)["analysis"][1]
    assert (through["options"]["m-wave"], through["options"]["y-wave"]) == ("T1", "T1")


def test_which_goes_before_is_asked_over_the_same_lag_and_holding_the_same(tmp_path: Path) -> None:
    """A-12: both from the first wave to the second; with a third wave, gains side by side as well."""
    roles = {"arm": "arm", "reference": "s", "severity-before": "s1", "severity-after": "s2", "severity-later": "s3",
             "capacity-before": "c1", "capacity-after": "c2", "mood-before": "m1", "mood-after": "m2",
             "confidence-before": "f1", "confidence-after": "f2", "covariates": "age"}  # fmt: skip
    made = {each["name"].removeprefix("A-12 "): each["options"] for each in fill(TEMPLATES["A-12"], roles)["analysis"]}
    one, two = made["which goes before: capacity, then s2"], made["which goes before: s1, then capacity"]
    assert (one["outcome"], one["x"], one["covariates"]) == ("s2", ["capacity_before"], ["s1", "arm", "age"])
    assert (two["outcome"], two["x"], two["covariates"]) == (
        "capacity_after",
        ["s1"],
        ["capacity_before", "arm", "age"],
    )
    later = made["arm, three gains side by side, s3 a wave later"]
    assert later["m"] == ["capacity_gain", "mood_gain", "confidence_gain"] and later["y-wave"] == "the third wave"
    seen = fill(
        TEMPLATES["A-43"], {"arm": "arm", "costs": "a,b", "effect": "e", "perspectives": "the service’s,everybody’s"}
    )
    names = [each["name"] for each in seen["analysis"]]
    assert (
        names[0].startswith("A-43 a, costs seen from: the service’s:") and "b, costs seen from: everybody’s" in names[1]
    )


def test_published_figures_of_the_trial_of_parents_under_pressure(tmp_path: Path) -> None:
    """Its printed shares, tests of the table that fits them, and what its two points of the curve leave open."""
    told = {each["name"]: each for each in run_text(expanded("parents-under-pressure"), "p.toml", tmp_path)["results"]}
    table = told["T-01 every usual test"]["values"]
    assert [round(100 * share, 1) for row in table["shares"] for share in (row[0], row[2])] == [30.6, 2.8, 10.3, 17.9]
    assert [round(table[key], 4) for key in ("chi2", "p_chi2", "p_fisher_freeman_halton", "p_trend")] == [
        7.9671, 0.0186, 0.0173, 0.0052,
    ]  # fmt: skip
    assert (table["df"], round(table["trend_z"], 3)) == (2, 2.793)
    first = table["first_column"]
    wanted = [0.203, 0.025, 0.381, 3.85, 4.93]
    seen = [first[key] for key in ("difference", "wald_low", "wald_high", "odds_ratio", "number_needed")]
    assert seen == pytest.approx(wanted, abs=0.005)
    assert any("least expected count" in note for note in told["T-01 every usual test"]["notes"])
    for which, size in (("first", 36), ("second", 39)):
        assert size in sizes(told[f"T-01 sizes of the {which} group that fit"]["values"])
    known = told["T-02 the curve of known differences"]["values"]
    curve = dict(zip(known["k"], known["p"], strict=True))
    wanted_curve = {0: 0.319, 1000: 0.518, 2000: 0.695, 5000: 0.915, 10000: 0.967, 20000: 0.980}
    assert curve == {k: pytest.approx(p, abs=6e-4) for k, p in wanted_curve.items()} and round(known["icer"]) == 910
    ratios = [each["icer"] for row in told["T-02 curves through the printed points"]["values"]["family"]
              for each in row["solutions"]]  # fmt: skip
    assert (
        max(ratios) < 1000 and max(ratios) - min(ratios) > 100
    )  # below 1,000 whatever else; which, two points do not say


def sizes(values: dict[str, Any]) -> list[int]:
    """Every whole number that `rounding` names, wherever it stands."""
    if isinstance(values, dict):
        return [n for each in values.values() for n in sizes(each)]
    if isinstance(values, list):
        return [n for each in values for n in sizes(each)]
    return [values] if isinstance(values, int) else []


TRIALS = ("mothering-from-the-inside-out", "parents-under-pressure", "signs-of-safety")


@pytest.mark.parametrize("name", TRIALS)
def test_a_trial_plan_says_what_cannot_be_had_again(name: str, tmp_path: Path) -> None:
    """Each shipped plan is whole: it can be filled, names its files, and says openly what was not published."""
    assert name in names()
    written = recipe(name)
    assert "not published" in written["lead"]
    told = run_text(expanded(name), f"{name}.toml", tmp_path)["results"]
    assert len({each["name"] for each in told}) == len(told) > 4
    for each in told:  # without its file an analysis says that; without one it answers
        assert "values" in each or each["refused"]["code"] == "no_file", each


def test_a_template_that_reads_no_table_needs_no_file_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    from alongside.project.commands.analyse import analyse

    command = typer.main.get_command(analyse)
    assert not command.main(["A-54", "--n", "65", "--json"], prog_name="analyse", standalone_mode=False)
    told = json.loads(capsys.readouterr().out)
    assert told["template"] == "A-54" and told["answers"][0].startswith("With 65 in the first arm")
    assert [id for id in TEMPLATES if not TEMPLATES[id].reads_table] == ["A-54", "T-01", "T-02"]
