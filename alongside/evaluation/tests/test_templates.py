"""Templates and ready-made plans: what is written in them, that they fill, and that a plan runs again as it ran."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer.main

from alongside.evaluation import difficulties, plans
from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.plan import parse_plan, run_text
from alongside.evaluation.analyse.reading import read_table
from alongside.evaluation.analyse.registry import METHODS, read_options
from alongside.evaluation.invented import CHILDREN, write
from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.templates.filling import as_toml, fill
from alongside.evaluation.templates.reading import FOLDER, TEMPLATES, read
from alongside.evaluation.templates.running import run
from alongside.evaluation.tests.files import file

SHA_OF_LIST = "44b7fa667574897e4cd14c5f880e0f6ed1ca9b64901bc7ebc34f514e7719a117"
MINE = [f"A-{n:02}" for n in range(1, 21)]
BTHEB = {"arm": "treatment", "reference": "TAU", "before": "bdi.pre", "after": "bdi.2m"}


def test_every_template_is_whole() -> None:
    assert set(MINE) <= set(TEMPLATES)
    for template in TEMPLATES.values():
        assert template.question.endswith("?") and template.limits and template.shows and template.calls
        roles = {role.name: role for role in template.roles}
        assert len(roles) == len(template.roles) and all(role.help for role in template.roles)
        written = json.dumps(tomllib.loads((FOLDER / f"{template.id}.toml").read_text()))
        assert all(f"{{{name}}}" in written or f'"{name}"' in written for name in roles), template.id
        for each in template.calls:
            known = {option.name for option in METHODS[each.method].options}
            assert set(each.options) <= known, f"{template.id} {each.name}: {set(each.options) - known}"
            needed = {option.name for option in METHODS[each.method].options if option.required}
            assert needed <= set(each.options), f"{template.id} {each.name}: {needed - set(each.options)}"


def test_a_template_with_a_word_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    good = (FOLDER / "A-06.toml").read_text()
    for old, new, said in (
        ("about =", "abuot =", "abuot"), ('method = "paired"', 'method = "pairs"', "pairs"),
        ("{after}: change", "{aftr}: change", "aftr"), ('kind = "text"', 'kind = "txt"', "txt"),
        ('id = "A-06"', 'id = "A-07"', "id"),
    ):  # fmt: skip
        path = tmp_path / "A-06.toml"
        path.write_text(good.replace(old, new, 1))
        with pytest.raises(ValueError, match=said):
            read(path)


def test_roles_are_filled_as_they_were_given() -> None:
    template = TEMPLATES["A-06"]
    asked: dict[str, Any] = {**BTHEB, "id": "id", "before": "bdi.pre,bdi.pre", "after": ["bdi.2m", "a, b"]}
    plan = fill(template, asked, file="x.csv", seed=3)
    by_lot, methods = fill(template, {**asked, "by-lot": True}), ["mixed"] * 2 + ["ancova"] * 2 + ["paired"] * 2
    assert plan["seed"] == 3 and [each["method"] for each in by_lot["analysis"]] == methods
    assert [each["method"] for each in plan["analysis"]] == [*methods, "compare", "compare"]
    assert plan["analysis"][1]["read"] == {"long": ['"a, b"=bdi.pre:0,"a, b":1']}
    assert plan["analysis"][3]["options"] == {
        "outcome": "a, b", "arm": "treatment", "reference": "TAU", "baseline": "bdi.pre"
    }  # fmt: skip
    again = parse_plan(as_toml(plan), "plan")
    assert again["analysis"] == plan["analysis"] and again["file"] == "x.csv"
    three = fill(template, {**asked, "later": "bdi.8m"})
    assert three["analysis"][0]["read"] == {"long": ["bdi.2m=bdi.pre:0,bdi.2m:1,bdi.8m:2"]}
    for wrong, code in (
        ({**asked, "before": "a,b,c"}, "bad_option"), ({**asked, "colour": "red"}, "bad_option"),
        ({k: v for k, v in asked.items() if k != "arm"}, "option_needed"),
    ):  # fmt: skip
        with pytest.raises(Unfit) as why:
            fill(template, wrong)
        assert why.value.code == code


def test_a_plan_as_text_says_what_it_said() -> None:
    odd = {"title": 'a "b" \\ c\n', "seed": 2, "analysis": [
        {"name": "é", "method": "x", "options": {"a-b": 0.1, "n": 3, "yes": True, "list": ["a", 1.5], "c d": ""}}
    ]}  # fmt: skip
    assert tomllib.loads(as_toml(odd)) == odd


def test_a_template_on_real_data_gives_what_its_plan_gives(tmp_path: Path) -> None:
    """A-03 on the Beat the Blues trial: the reference's counts, and the plan written down runs to the same figures."""
    data = tmp_path / "btheb.csv"
    data.write_bytes(file("hsaur3_BtheB_wide.csv").read_bytes())
    roles = {**BTHEB, "after": "bdi.8m", "cutoffs": 14, "better": "lower"}
    ran = run(TEMPLATES["A-03"], data, roles)
    arms = ran.told["results"][0]["values"]["waves"]["bdi.8m"]["arms"]
    assert (arms["TAU"]["clin_non"], arms["TAU"]["non_clin"], arms["BtheB"]["clin_non"]) == (12, 1, 15)
    assert ran.told["results"][0]["used"]["missing"]["bdi.8m"] == 48 and ran.answers[0].startswith("By bdi.8m, 27 of")
    told = "Under BtheB 15 of 20 had left it, under TAU 12 of 23: +23 points (-6 to +46; Fisher's p = .206)."
    assert ran.answers[0].endswith(told)
    assert run_text(ran.plan, "plan.toml", tmp_path)["results"] == ran.told["results"]
    refused = run(TEMPLATES["A-03"], data, {**roles, "after": "bdi.9m"})
    assert refused.told["results"][0]["refused"]["code"] == "no_column" and "bdi.9m" in refused.answers[0]


def test_the_command_lists_runs_draws_and_writes_down(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from alongside.project.commands.analyse import analyse

    def said(*words: str) -> str:
        code = typer.main.get_command(analyse).main(list(words), prog_name="analyse", standalone_mode=False)
        assert not code, code
        return capsys.readouterr().out

    listed = said("--templates")
    assert all(id in listed for id in TEMPLATES) and all(name in listed for name in plans.names())
    assert parse_plan(said("--ready", "mother-child"), "plan")["title"] == "The Mother-Child Study"
    data = tmp_path / "btheb.csv"
    data.write_bytes(file("hsaur3_BtheB_wide.csv").read_bytes())
    words = ["A-04", str(data), "--arm", "treatment", "--reference", "TAU", "--before", "bdi.pre", "--after", "bdi.2m"]
    words += ["--reliability", "0.9", "--as-plan", str(tmp_path / "again.toml")]
    shown = said(*words, "--figures", str(tmp_path / "drawn"))
    assert "What it cannot say" in shown and "[[analysis]]" in shown
    drawn = list((tmp_path / "drawn").glob("*.svg"))
    assert len(drawn) == 1 and "<title" in drawn[0].read_text()
    told = json.loads(said(*words, "--json"))
    assert told["template"] == "A-04" and told["limits"] and told["plan_toml"] == (tmp_path / "again.toml").read_text()
    again = json.loads(said("--plan", str(tmp_path / "again.toml"), "--json"))
    assert again["results"] == told["results"]
    assert said("--invent", str(tmp_path / "study")).count("invented_") == 2


def test_ready_plans_are_whole_and_those_of_one_table_have_a_name_on_the_page() -> None:
    from alongside.evaluation.rules.planning import steps
    from alongside.evaluation.terms import ReadyPlan

    single = set()
    for name in plans.names():
        for each in parse_plan(plans.expanded(name), name)["analysis"]:
            read_options(METHODS[each["method"]], each["options"])
        if not any("file" in use for use in plans.recipe(name)["use"]):
            single.add(name)
            assert steps(plans.expanded(name))
    assert single == set(ReadyPlan.values)
    women, children, both = (plans.expanded(f"mother-child{more}", files=False) for more in ("-women", "-children", ""))
    parts = [parse_plan(text, "plan")["analysis"] for text in (women, children, both)]
    assert parts[0] + parts[1] == parts[2], "the parts of the study are the whole of it"
    with pytest.raises(Unfit):
        plans.recipe("nothing")


def test_columns_are_made_and_used(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,a,b,c,months,weeks\n1,1,4,x,10,34\n2,2,,y,30,34\n3,4,8,x,10,38\n4,5,5,y,0.5,30\n")

    def made(*lines: str, **more: Any) -> Any:
        return read_table(path, make=lines, **more)

    table = made(
        "d=change(a,b)", "s=sum(a,-b)", "m=mean(a,b)", "o=over(a,2)", "f=from(a,2)", "u=under(a,2)", "t=upto(a,2)"
    )
    expected = {"d": [3, np.nan, 4, 0], "s": [-3, np.nan, -4, 0], "m": [2.5, np.nan, 6, 5], "o": [0, 0, 1, 1],
                "f": [0, 1, 1, 1], "u": [1, 0, 0, 0], "t": [1, 1, 0, 0]}  # fmt: skip
    for name, values in expected.items():
        np.testing.assert_allclose(table.numbers(name), values)
    early = made("age=corrected(months,weeks)").numbers("age")
    np.testing.assert_allclose(early, [10 - 6 * 12 / 52.1775, 30, 10, 0], atol=1e-12)
    z = made("z=zmean(a,-b)").numbers("z")
    a, b = np.array([1, 2, 4, 5.0]), np.array([4, 8, 5.0])
    assert z[0] == pytest.approx(((1 - a.mean()) / a.std(ddof=1) - (4 - b.mean()) / b.std(ddof=1)) / 2)
    gain = made("g=gain(a,-months;b,-weeks)").numbers("g")
    months = np.array([10, 30, 10, 0.5])
    assert gain[0] == pytest.approx((3 / a.std(ddof=1) - 24 / months.std(ddof=1)) / 2)
    assert made("o=over(a,2)", where=["o=1", "c=x"]).labels("id") == ["3"]
    long = made("d=change(a,b)", "twice=sum(score,score)", long=["score=a:1,b:2;other=months,weeks"])
    assert long.rows == 8 and long.names[-1] == "twice" and long.numbers("twice")[1] == 8
    assert long.labels("other")[:2] == ["10", "34"]
    commas = tmp_path / "b.csv"
    commas.write_text("a;b\n1,5;2,25\n2,5;3\n")
    assert read_table(commas, make=["d=change(a,b)"]).numbers("d").tolist() == [0.75, 0.5]
    for line, code in (
        ("d=change(a)", "bad_option"), ("d:change(a,b)", "bad_option"), ("d=chance(a,b)", "bad_option"),
        ("a=change(a,b)", "column_twice"), ("d=change(a,zz)", "no_column"), ("d=change(a,c)", "no_number"),
        ("d=corrected(months,a)", "not_weeks"), ("d=gain(a;b,c)", "bad_option"), ("d=over(a,x)", "bad_option"),
    ):  # fmt: skip
        with pytest.raises(Unfit) as why:
            made(line)
        assert why.value.code == code, line


def test_a_shipped_list_says_what_it_is_and_what_other_weights_make_of_it(tmp_path: Path) -> None:
    """A-20 on the invented children: each difficulty with its domain, period, coding and source; equal weights beside
    the list's other ways and one's own; other columns are not told under the list's name. A published list stays."""
    known = difficulties.read("mother-child-1")
    assert known.sha256 == SHA_OF_LIST, "a published list is not changed: write version 2 in a file of its own"
    assert all(each.coded.startswith("1: ") and "empty: " in each.coded and each.source for each in known.factors)
    write(tmp_path, seed=4)
    path = tmp_path / CHILDREN
    ran = run(TEMPLATES["A-20"], path, {"list": known.id, "outcome": "learning.T1", "cluster": "cluster",
                                        "weights": [1] * 14 + [0]}, folder=tmp_path, seed=6)  # fmt: skip
    whole, before, after = (each["values"] for each in ran.told["results"])
    assert (whole["called"], before["called"]) == ("Mother-Child list 1", "Mother-Child list 1, prenatal")
    assert [len(each["list"]["factors"]) for each in (whole, before, after)] == [15, 6, 9]
    assert whole["list"]["sha256"] == known.sha256 and whole["errors_used"] == "CR2"
    told = whole["sensitivity"]
    assert set(told["ways"]) == {"each domain counts one", "each period counts one"} == set(whole["ways"])
    assert told["weighted"] == pytest.approx(told["without"]["isolation"])
    columns = read_table(path)
    of = {each.column: each.period for each in known.factors}
    by_hand = sum(columns.numbers(name) / (6 if of[name] == "prenatal" else 9) for name in known.of())
    y, there = columns.numbers("learning.T1"), columns.complete("learning.T1", *known.of())
    assert told["ways"]["each period counts one"] == pytest.approx(np.corrcoef(by_hand[there], y[there])[0, 1])
    assert run_text(ran.plan, "again.toml", tmp_path)["results"] == ran.told["results"]
    with pytest.raises(Unfit) as other:
        call("risk", path, risks="alcohol,relation_mother>4", called="mother-child LIST 1, before birth")
    assert other.value.code == "not_in_list"
    for wrong, code in (
        ({"list": "nothing"}, "no_list"),
        ({}, "option_needed"),
        ({"risks": "a,b", "period": "prenatal"}, "bad_option"),
    ):
        with pytest.raises(Unfit) as why:
            call("risk", path, **wrong)
        assert why.value.code == code
