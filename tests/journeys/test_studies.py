"""A trial that really was: brought in, its plan frozen and run, its results read, an extract taken out.

The figures on the page are those of the reference file (tests/data), which was computed by another program.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.databases import ROOT, Cluster
from tests.journeys import steps
from tests.journeys.conftest import DESK, Site, look, opened, walk_in

FILE = ROOT / "tests" / "data" / "hsaur3_BtheB_wide.csv"
SAY = {
    "en": {
        "studies": "Studies", "begin": "Begin a study", "save": "Save", "bring": "Bring in participants",
        "would": "100 participants would come in: TAU 48, BtheB 52.", "write": "Write the plan", "freeze": "Freeze this version",
        "freeze_it": "Freeze it", "run": "Run this plan", "run_it": "Run it", "going": "0 of 2 analyses are done.",
        "again": "Look again", "count": "Write how many were where", "extract": "Take an extract out", "take": "Take it out",
        "name": "It looks like: a name",
    },
    "fr-ca": {
        "studies": "Études", "begin": "Commencer une étude", "save": "Enregistrer", "bring": "Apporter des participantes",
        "would": "100 participantes entreraient\u00a0: TAU 48, BtheB 52.", "write": "Écrire le plan",
        "freeze": "Figer cette version", "freeze_it": "La figer", "run": "Exécuter ce plan", "run_it": "L’exécuter",
        "going": "0 analyses sur 2 sont faites.", "again": "Regarder de nouveau", "count": "Noter combien étaient où",
        "extract": "Sortir un extrait", "take": "Le sortir", "name": "Cela ressemble à\u00a0: un nom",
    },
}  # fmt: skip
PLAN = """title = "Beat the Blues"

[[analysis]]
name = "Who is there"
method = "describe"
options = { columns = ["bdi.pre", "bdi.8m"], arm = "arm" }

[[analysis]]
name = "Reliable change"
method = "change"

[analysis.options]
id = "code"
pre = "bdi.pre"
post = "bdi.8m"
group = "arm"
better = "lower"
reliability = 0.86
functional-mean = 7.69
functional-sd = 7.52
"""
REFERENCE = json.loads((ROOT / "tests/data/evaluation/rci_BtheB_8m.json").read_text())["values"]["JT_c"]
WAYS = [
    pytest.param("fr-ca", False, 320, id="french without scripts on a small phone"),
    pytest.param("en", True, DESK, id="english at a desk"),
]
press = partial(steps.press, exact=True)


def at_work(cluster: Cluster, database: str) -> None:
    """What the worker does with the job that waits, in a process with its own role."""
    with cluster.admin(database) as admin:
        [(args,)] = admin.execute(
            "select args from procrastinate_jobs where task_name = 'evaluation.run_plan' order by id desc limit 1"
        ).fetchall()
    worker = cluster.databases(database, ("worker",))["worker"]
    code = (
        f"import django; django.setup()\nfrom alongside.evaluation.jobs import run_plan\nrun_plan.func({args['run']!r})"
    )
    given = {**os.environ, "ALONGSIDE_PROCESS": "worker", "ALONGSIDE_DATABASES": json.dumps({"default": worker})}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT, env=given
    )
    assert done.returncode == 0, done.stderr


def register(page: Page) -> None:
    fields = {
        "title": "Beat the Blues", "question": "Does it help with low mood?", "arms": "TAU\nBtheB",
        "waves": "pre\n2m\n3m\n5m\n8m", "measures": "bdi", "primary": "bdi.8m",
    }  # fmt: skip
    for name, text in fields.items():
        page.locator(f"[name={name}]").fill(text)


def the_figures(page: Page) -> None:
    """Each arm and class as the reference has it, the error of difference to the figures that are shown, two drawings."""
    tables = page.locator("main table").all()
    rows = [
        [cell.inner_text() for cell in row.locator("td").all()]
        for table in tables
        for row in table.locator("tbody tr").all()
    ]
    shown = {(row[0], row[1]): row[2] for row in rows if len(row) > 2}
    for wanted in REFERENCE["summary"]:
        assert shown[wanted["group"], wanted["category"]] == str(wanted["n"]), wanted
    assert dict(row[:2] for row in rows if len(row) == 2)["s_diff"] == f"{REFERENCE['s_diff']:.5g}"
    assert page.locator("main svg.viz").count() == 2


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS)
def test_a_trial_from_its_file_to_what_is_taken_out(
    chromium: Browser, site: Site, cluster: Cluster, language: str, scripts: bool, width: int
) -> None:
    say, tag = SAY[language], f"studies-{language}-{width}"
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    page = window.new_page()
    walk_in(page, "Eva")
    page.goto("/studies/")
    look(page, f"{tag}-1-list", eyes=eyes)
    press(page, say["begin"])
    register(page)
    page.locator("[name=primary]").fill("bdi.9m")
    steps.send(page)
    expect(page.locator("[name=question]")).to_have_value("Does it help with low mood?")
    look(page, f"{tag}-2-register", eyes=eyes)
    page.locator("[name=primary]").fill("bdi.8m")
    steps.send(page)
    study = page.url

    # A file that says who somebody is comes back; the right one is shown before anything is saved.
    press(page, say["bring"])
    page.locator("[name=table]").fill("id,first name,arm,bdi.pre\n1,Ana,TAU,4\n")
    steps.send(page)
    if page.locator("[name=sure]").count():
        steps.send(page)
    expect(page.get_by_role("main")).to_contain_text(say["name"])
    page.locator("[name=table]").fill("")
    page.locator("[name=file]").set_input_files(FILE)
    steps.send(page)
    expect(page.get_by_role("main")).to_contain_text(say["would"])
    look(page, f"{tag}-3-preview", eyes=eyes)
    steps.send(page)
    expect(page).to_have_url(study)
    for step, arm, count in (
        ("asked", "", "115"),
        ("not_randomised", "", "15"),
        ("in_arm", "TAU", "48"),
        ("in_arm", "BtheB", "52"),
    ):
        press(page, say["count"])
        steps.choose(page, "step", step)
        page.locator("[name=arm]").select_option(arm)
        page.locator("[name=count]").fill(count)
        steps.send(page)
    expect(page.locator("#flow svg").first).to_be_attached()
    look(page, f"{tag}-4-study", eyes=eyes)

    press(page, say["write"])
    page.locator("[name=toml]").fill(PLAN)
    look(page, f"{tag}-5-plan", eyes=eyes)
    steps.send(page)
    press(page, say["freeze"])
    press(page, say["freeze_it"])
    press(page, say["run"])
    press(page, say["run_it"])
    expect(page.get_by_role("main")).to_contain_text(say["going"])
    look(page, f"{tag}-6-going-on", eyes=eyes)
    at_work(cluster, site.database)
    press(page, say["again"])
    the_figures(page)
    look(page, f"{tag}-7-results", eyes=eyes)

    page.goto(study)
    press(page, say["extract"])
    for name in ("drug", "bdi.pre", "bdi.8m"):
        steps.choose(page, "columns", name)
    look(page, f"{tag}-8-extract", eyes=eyes)
    with page.expect_download() as download:
        page.locator("main form[method=post] .actions button.button").last.click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert len(archive.read("study.csv").splitlines()) == 101
    for each in (window, eyes):
        if each:
            each.close()
