"""A trial that really was: brought in, its plan frozen and run, its results read, an extract taken out.

The figures on the page are those of the reference file (tests/data), which was computed by another program.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.utils.translation import override
from playwright.sync_api import Browser, BrowserContext, Page, expect

from alongside.pages.design.drawing_words import say as say_label
from tests import own_women
from tests.cast import CAST, token_of
from tests.databases import ROOT, Cluster
from tests.journeys import steps
from tests.journeys.conftest import DESK, Site, look, opened, walk_in
from tests.reporting import fill

FILE = ROOT / "tests" / "data" / "hsaur3_BtheB_wide.csv"
SAY = {
    "en": {
        "studies": "Studies", "begin": "Begin a study", "save": "Save", "bring": "Bring in participants",
        "would": "100 participants would come in: TAU 48, BtheB 52.", "write": "Write the plan", "freeze": "Freeze this version",
        "freeze_it": "Freeze it", "run": "Run this plan", "run_it": "Run it", "going": "0 of 4 analyses are done. Next: Who is there.",
        "again": "Look again", "count": "Write how many were where", "extract": "Take an extract out", "take": "Take it out",
        "name": "It looks like: a name", "women": "Write for the women", "read": "What women read of studies",
        "waits": "Waits to be read by a second person", "answer": "Answer", "learned": "What we learned together",
        "back": "Take it back from their pages", "take_back": "Take back", "gone": "No woman reads it now.", "title": "Reading on a screen",
        "own": "Make our own programme an arm", "none": "rows come once five women said yes",
        "rows": "6 rows are in the table now, by code.", "columns": "What each column is",
        "alone": f"for the study “{own_women.TITLE}” alone",
        "pdf": "Report as PDF", "alike": "Are the arms alike?", "compared": "goes through",
    },
    "fr-ca": {
        "studies": "Études", "begin": "Commencer une étude", "save": "Enregistrer", "bring": "Apporter des participantes",
        "would": "100 participantes entreraient\u00a0: TAU 48, BtheB 52.", "write": "Écrire le plan",
        "freeze": "Figer cette version", "freeze_it": "La figer", "run": "Exécuter ce plan", "run_it": "L’exécuter",
        "going": "0 analyses sur 4 sont faites. Ensuite\u00a0: Who is there.", "again": "Regarder de nouveau", "count": "Noter combien étaient où",
        "extract": "Sortir un extrait", "take": "Le sortir", "name": "Cela ressemble à\u00a0: un nom",
        "women": "Écrire pour les femmes", "read": "Ce que les femmes lisent des études",
        "waits": "Attend la lecture d’une deuxième personne", "answer": "Répondre", "learned": "Ce que nous avons appris ensemble",
        "back": "Le retirer de leurs pages", "take_back": "Retirer", "gone": "Aucune femme ne le lit maintenant.", "title": "Lire à l’écran",
        "own": "Faire de notre propre programme un bras", "none": "dès que cinq femmes ont dit oui",
        "rows": "6 lignes sont dans le tableau maintenant, par code.", "columns": "Ce qu’est chaque colonne",
        "alone": f"pour l’étude «\u00a0{own_women.TITLE}\u00a0» seulement",
        "pdf": "Rapport en PDF", "alike": "Les bras se ressemblent-ils\u00a0?",
        "compared": "passe par",
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

[[analysis]]
name = "Through the low mood of the second month"
method = "mediation"
options = { x = "arm", m = ["bdi.2m"], y = "bdi.8m", covariates = ["bdi.pre"], draws = 1000 }

[[analysis]]
name = "As if nobody had drawn lots"
method = "compare"
options = { outcome = "bdi.8m", arm = "arm", reference = "TAU", covariates = ["bdi.pre", "drug", "length"] }
"""
FOR_WOMEN = {
    "names": "bdi = feeling low, less is better = moral bas, moins est mieux\nTAU = usual care = soins habituels\nBtheB = lessons on a screen = leçons à l’écran\n"
             "pre = start = début\n2m = 2 months = 2 mois\n3m = 3 months = 3 mois\n5m = 5 months = 5 mois\n8m = 8 months = 8 mois",
    "title_en": "Reading on a screen",
    "words_en": "Some women read lessons on a screen. Others had the usual care. Most felt less low after some time.",
    "title_fr": "Lire à l’écran",
    "words_fr": "Des femmes ont lu des leçons à l’écran. D’autres ont eu les soins habituels. Le moral est monté peu à peu.",
    "unknown_fr": "Beaucoup sont parties tôt. On ne sait pas comment elles vont.",
}  # fmt: skip
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


def the_figures(page: Page, language: str, say: dict[str, str]) -> None:
    """Each arm and class as the reference has it, the error of difference to the figures that are shown, the drawings.

    Everything is said in the reader's language, numbers too; what the study calls things stays.
    """
    tables = page.locator("main table").all()
    rows = [
        [cell.inner_text() for cell in row.locator("td").all()]
        for table in tables
        for row in table.locator("tbody tr").all()
    ]
    shown = {(row[0], row[1]): row[2] for row in rows if len(row) > 2}
    with override(language):
        for wanted in REFERENCE["summary"]:
            assert shown[wanted["group"], say_label(wanted["category"])] == str(wanted["n"]), wanted
    error = f"{REFERENCE['s_diff']:.5g}".replace(".", "," if language == "fr-ca" else ".")
    assert dict(row[:2] for row in rows if len(row) == 2)["s_diff"] == error
    expect(page.get_by_role("main")).to_contain_text(say["compared"])
    expect(page.locator("main svg:visible", has_text=say["alike"])).to_have_count(1)
    # All outcomes side by side and one for each analysis, each for a telephone and for a desk.
    assert page.locator("main svg.viz").count() == 10 and page.locator("main svg.viz:visible").count() == 5
    assert page.locator("#outcomes svg title").first.text_content()
    assert page.locator("main svg:visible", has_text="bdi.2m").count()


def for_women(
    chromium: Browser, site: Site, page: Page, say: dict[str, str], tag: str, eyes: Any, **kind: Any
) -> None:  # fmt: skip
    """The evaluator writes, a second person reads it first, and then a woman finds it on her page; until it is taken back."""
    press(page, say["women"])
    for name, text in FOR_WOMEN.items():
        page.locator(f"[name={name}]").fill(text)
    steps.choose(page, "measures", "bdi")
    steps.send(page)
    # What is not known is asked for, and nothing that was typed is lost.
    assert (
        page.locator("main [aria-invalid=true]").count()
        and page.locator("[name=title_en]").input_value() == "Reading on a screen"
    )
    page.locator("[name=unknown_en]").fill("Many left early. We do not know how they are.")
    look(page, f"{tag}-71-for-women", eyes=eyes)
    steps.send(page)
    if page.locator("[name=sure]").count():  # what could be said more easily is said once, and holds nothing up
        steps.send(page)
    expect(page.get_by_role("main")).to_contain_text(say["waits"])
    assert page.locator("main article svg.viz:visible").count() == 2  # in each language
    look(page, f"{tag}-72-as-women-will-read-it", eyes=eyes)
    there = page.url
    hers = opened(chromium, site, **kind)
    hers.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    mine = hers.new_page()
    mine.goto("/my/learned/")
    expect(mine.get_by_role("main")).not_to_contain_text(say["title"])
    window, second = steps.coming_in(chromium, site, "Suki", **kind)
    second.goto("/words/")
    press(second, say["read"])
    press(second, FOR_WOMEN["title_en"])
    press(second, say["answer"])
    steps.choose(second, "released", "yes")
    look(second, f"{tag}-73-second-person", eyes=eyes)
    steps.send(second)
    mine.goto("/my/")
    press(mine, say["learned"])
    expect(mine.get_by_role("main")).to_contain_text(say["title"])
    expect(mine.locator("main article svg.viz:visible").first).to_be_visible()
    look(mine, f"{tag}-74-her-page", eyes=eyes)
    page.goto(there)
    press(page, say["back"])
    press(page, say["take_back"])
    expect(page.get_by_text(say["gone"])).to_be_visible()
    mine.reload()
    expect(mine.get_by_role("main")).not_to_contain_text(say["title"])
    for each in (hers, window):
        each.close()


def our_own_women(page: Page, say: dict[str, str], tag: str, eyes: BrowserContext | None) -> None:
    """Our own programme is made an arm; of those who said yes there are rows by code, and each column says what it is."""
    page.goto("/studies/")
    press(page, say["begin"])
    for name, text in {"title": "With us", "question": "Does it help?", "arms": "usual\nhere", "waves": "start\nyear",
                       "measures": "mood", "primary": "mood.year"}.items():  # fmt: skip
        page.locator(f"[name={name}]").fill(text)
    steps.choose(page, "design", "compared")
    steps.send(page)
    press(page, say["own"])
    steps.choose(page, "arm", "here")
    page.locator("[name=measures]").fill("mood = PHQ-9 total")
    page.locator("[name=waves]").fill("start = 0-3\nyear = 10-14")
    for name in ("age_band", "contacts"):
        steps.choose(page, "columns", name)
    look(page, f"{tag}-9-own", eyes=eyes)
    steps.send(page)
    expect(page.locator("#own")).to_contain_text(say["none"])
    page.goto(f"/studies/{own_women.STUDY}/")
    expect(page.locator("#own")).to_contain_text(say["rows"])
    look(page, f"{tag}-10-women", eyes=eyes)
    press(page, say["columns"])
    expect(page.get_by_role("main")).to_contain_text("Patient Health Questionnaire-9")
    look(page, f"{tag}-11-columns", eyes=eyes)


def asked_by_name(page: Page, say: dict[str, str], tag: str, eyes: BrowserContext | None) -> None:
    """Beside her worker she is asked for one study, by its name."""
    page.goto(f"/families/{CAST['ALDER']}/agreements/new/research/whom/")
    steps.choose(page, "recipient", f"study:{own_women.STUDY}")
    look(page, f"{tag}-12-asked", eyes=eyes)
    steps.send(page)
    expect(page.get_by_role("main")).to_contain_text(say["alone"])


def the_report(page: Page, cluster: Cluster, database: str, pdf: str, seen: Callable[..., None], tag: str) -> None:
    """Beside studies: what came of it here and at all places, and the file for a funder."""
    with cluster.admin(database) as admin:
        if not admin.execute("select from agencies_agency where name = 'Place A'").fetchall():
            fill(admin)
    page.goto("/reports/")
    expect(page.locator("main svg.viz").first).to_be_attached()
    seen(f"{tag}-report")
    with page.expect_download() as download:
        page.get_by_role("link", name=pdf).click()
    assert download.value.path().read_bytes().startswith(b"%PDF-1.7")
    page.goto("/reports/places/")
    expect(page.get_by_role("main")).to_contain_text("Place E")
    seen(f"{tag}-places")


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
    expect(page.locator("#people svg:visible", has_text=say["alike"])).to_have_count(1)
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
    the_figures(page, language, say)
    look(page, f"{tag}-7-results", eyes=eyes)

    for_women(chromium, site, page, say, tag, eyes, language=language, javascript=scripts, width=width)
    page.goto(study)
    press(page, say["extract"])
    for name in ("drug", "bdi.pre", "bdi.8m"):
        steps.choose(page, "columns", name)
    look(page, f"{tag}-8-extract", eyes=eyes)
    with page.expect_download() as download:
        page.locator("main form[method=post] .actions button.button").last.click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert len(archive.read("study.csv").splitlines()) == 101
    own_women.write_in(cluster, site.database)
    our_own_women(page, say, tag, eyes)
    beside = opened(chromium, site, width=width, language=language, javascript=scripts)
    worker = beside.new_page()
    walk_in(worker, "Wanda")
    asked_by_name(worker, say, tag, eyes)
    the_report(page, cluster, site.database, say["pdf"], partial(look, page, eyes=eyes), f"{tag}-13")
    for each in (window, eyes, beside):
        if each:
            each.close()
