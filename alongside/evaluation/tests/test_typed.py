"""Figures of trusted software, asked for as somebody types it: `alongside analyse … --json`, through its own runner."""

from __future__ import annotations

import json
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
import typer.main

from alongside.evaluation.tests.files import DATA, file

CLAUS = "--id id --score bdi --time time --first 1 --second 4 --better lower --reliability 0.801 --functional-mean 7.69"
TYPED: dict[str, tuple[str, str, str, str]] = {
    # reference file: what is typed, the file, where the figure stands in the answer, and where in the reference
    "agreement": ("agreement --raters J1,J2,J3,J4", "shrout_fleiss_1979.csv", "icc 0 icc", "icc_shrout_fleiss 0 ICC"),
    "cea_bcea": ("cost --costs cost0,cost1 --effects eff0,eff1 --k 0,25000", "bcea_Vaccine.csv",
                 "comparisons/1 - 0/icer", "vaccine icer"),
    "cs_other_approaches_claus": (f"change {CLAUS} --functional-sd 7.52 --group treatment --approach anchor-between --mid 8 "
                                  "--reference TAU", "cs_claus_2020.csv", "groups 0 lower", "anchor_group_between lower"),
    "cutoff_BtheB": ("cutoff --pre bdi.pre --post bdi.8m --cutoff 14 --better lower --arm treatment --reference TAU",
                     "hsaur3_BtheB_wide.csv", "waves/bdi.8m/between/0/newcombe/lo", "bdi.8m/between/newcombe/lo"),
    "further_methods": ("agreement --kind limits --raters wright,mini", "pefr_1986.csv", "limits 0 bias estimate",
                        "limits bias"),
    "longitudinal_BtheB": ("ancova --outcome bdi.3m --arm treatment --reference TAU --baseline bdi.pre --covariates "
                           "drug,length", "hsaur3_BtheB_wide.csv", "errors HC3 se treatmentBtheB", "ancova_bdi.3m/se_HC3/1"),
    "mediation_TalOr": ("mediation --x cond --m pmi --y reaction --draws 2000 --seed 1", "psych_Tal_Or.csv",
                        "indirect pmi sobel z", "simple_pmi sobel z"),
    "missing_mi": ("impute --set .imp --row .id --outcome chl --covariates age,bmi", "mice_nhanes_completed_m20.csv",
                   "fmi bmi", "nhanes_pool_m20 fmi 2"),
    "nonrandom_lalonde": ("compare --outcome re78 --arm treat --reference 0 --covariates "
                          "age,educ,race,married,nodegree,re74,re75", "matchit_lalonde.csv", "overlap estimate", "OW est"),
    "other_data": ("table --rows Treatment --columns Improved --order None,Some,Marked", "vcd_Arthritis.csv", "chi2",
                   "arthritis chi2"),
    "published_headlines": ("table --cells improved,unchanged,worse --label arm --ordered", "reliable_change.csv", "chi2",
                            "three_by_two_36_39 chi2"),
    "rci_BtheB_8m": ("change --id id --score bdi --time time --first 0 --second 8 --better lower --reliability 0.86 "
                     "--functional-mean 7.69 --functional-sd 7.52 --group group --cutoff c --variant JT",
                     "hsaur3_BtheB_long.csv", "s_diff", "JT_c s_diff"),
    "rci_claus_bdi_by_group": (f"change {CLAUS} --functional-sd 7.52 --group treatment --variant EN --cutoff a",
                               "cs_claus_2020.csv", "each rci 0", "EN_a rci 0"),
    "rci_jacobson_1989_das": ("change --id subject --score das --time time --first pre --second post --better higher "
                              "--reliability 0.88 --functional-mean 114.8 --functional-sd 17.8 --variant HLL --cutoff c",
                              "cs_jacobson_1989.csv", "cutoff", "HLL_c cutoff"),
    "sequential_couples": ("sequential --first IKCB --second DCCB --first-name SC --second-name DC", "dyseq_CouplesCope.csv",
                           "lags SC_to_DC_lag1 odds_ratio", "SC_to_DC_lag1 or"),
    "suppression": ("suppress --cells low,some,more,many,most --label group --threshold 5 --width 5", "small_cells.csv",
                    "min_secondary_value", "birthwt_race_x_risk_k5 min_secondary_value"),
    "survival_lung": ("retention --time time --status status --covariates age,sex,ph.ecog", "survival_lung.csv",
                      "cox coef 1", "cox coef 1"),
}  # fmt: skip


def at(values: Any, way: str) -> Any:
    """What stands at ``way``: names and places with spaces (or strokes, where names hold spaces) between."""
    steps = way.split("/") if "/" in way else way.split()
    return reduce(lambda here, step: here[int(step)] if isinstance(here, list) else here[step], steps, values)


def test_every_reference_file_answers_the_command_that_is_typed(capsys: pytest.CaptureFixture[str]) -> None:
    from alongside.project.commands.analyse import analyse

    command = typer.main.get_command(analyse)
    files = {path.stem for path in (DATA / "evaluation").glob("*.json")}
    assert set(TYPED) == files
    for name, (words, data, ours, theirs) in TYPED.items():
        method, *options = words.split()
        typed = [method, str(file(data)), *options, "--json"]
        code = command.main(typed, prog_name="analyse", standalone_mode=False)
        assert not code, name
        told = json.loads(capsys.readouterr().out)
        assert told["method"] == method and told["file"] == Path(data).name and told["sentence"], name
        reference = json.loads(file(f"{name}.json").read_text())
        wanted = at(reference.get("values", reference), theirs)
        assert at(told["values"], ours) == pytest.approx(wanted, rel=1e-6), name
