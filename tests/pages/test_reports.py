"""Reports as pages and files: the same few statements whatever there is, nothing of few on any of them, and for whom."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connections

from alongside.evaluation.rules.reporting import Scores
from alongside.pages.worker.presented import reports
from tests.cast import CAST
from tests.client import client_as, statements
from tests.databases import Cluster
from tests.reporting import PLACES, WAVES, fill
from tests.tagged import elements

pytestmark = pytest.mark.usefixtures("committing")
PAGES = ("/reports/", "/reports/places/", "/reports/funder.pdf", "/reports/funder.csv")


def asked(address: str, who: str) -> tuple[int, str, bytes]:
    """(statements, text, content) of a page that is there."""
    with statements() as ran:
        answer = client_as(who).get(address)
    assert answer.status_code == 200
    return len(ran), "" if address.endswith("pdf") else answer.text, answer.content


def test_pages_and_files_of_a_report(cluster: Cluster, committing: str) -> None:
    empty = {page: asked(page, "EVAL") for page in PAGES}
    assert "Nothing to count here" not in empty["/reports/"][1] or "Report as PDF" not in empty["/reports/"][1]
    with cluster.admin(committing) as admin:
        rows = fill(admin)
    full = {page: asked(page, "EVAL") for page in PAGES}
    # A fixed number of statements, whatever there is to tell.
    assert {page: ran for page, (ran, *_rest) in full.items()} == {page: ran for page, (ran, *_rest) in empty.items()}
    assert max(ran for ran, *_rest in full.values()) <= 16
    here, places = full["/reports/"][1], full["/reports/places/"][1]
    assert (
        "Patient Health Questionnaire-9" in here
        and "Reliable from 6.8 points on" in here
        and "Share at ≥ 10" in here
        and "<svg" in here
    )
    # A total that is kept back to protect a small place is of many itself.
    kept_back = Scores(None, True, "PHQ-9", "total", "", None, None, None, None, None, None)
    assert set(reports._cells(kept_back)) == {"not told"}
    assert "All places together" in places and "Place E" in places and "Place E" not in here
    values = [value for key, _family, wave, _on, value in rows if (key, wave) == ("LEAD", WAVES[0])]
    assert f">{sum(values) / len(values):.1f} (" in here
    # The file of figures has them all, and none of few; what is kept back is empty.
    told = list(csv.DictReader(io.StringIO(full["/reports/funder.csv"][1].removeprefix("\ufeff"))))
    scores = {
        (row["place"], row["figure"]): row["value"]
        for row in told
        if (row["part"], row["measure"], row["when"]) == ("scores", "PHQ-9", WAVES[0])
    }
    # Rounded as on the page: exact means of two months would give the score of who came between.
    assert float(scores["Lead programme", "mean"]) == round(sum(values) / len(values), 1)
    assert scores["Lead programme", "n"] == scores["Lead programme", "families"] == str(PLACES["LEAD"])
    for small in "ABCD":
        assert {value for (place, _figure), value in scores.items() if place == f"Place {small}"} == {""}
    assert {row["part"] for row in told} >= {"scores", "change", "definition", "limit"}
    made = full["/reports/funder.pdf"][2]
    assert made.startswith(b"%PDF-1.7") and ("H1", "What came of it") in elements(made)
    assert any("fewer than five" in row["value"] for row in told if row["part"] == "limit")
    with connections["loader"].cursor() as cursor:
        cursor.execute(
            "select detail ->> 'file', length(detail ->> 'sha256') from recordkeeping_trail where verb = 'report handed out'"
            " and principal = %s order by at desc limit 1", [CAST["EVAL"]],
        )  # fmt: skip
        [(file, digest)] = cursor.fetchall()
    assert file.startswith("report-") and file.endswith(".csv") and digest == 64
    french = client_as("EVAL").get("/reports/funder.pdf", headers={"accept-language": "fr-ca"})
    assert ("H1", "Ce qu’il en est ressorti") in elements(french.content)
    # Nobody else: no page, no file, no word of it.
    for who in ("W1", "SUP", "PRIV", "ADM", "SITE2", "p_ana", "p_fin", "CW1"):
        for page in PAGES:
            answer = client_as(who).get(page)
            assert answer.status_code in (403, 404) and "Questionnaire-9" not in answer.text, (who, page)
    assert client_as("EVAL").get("/reports/funder.exe").status_code == 404
