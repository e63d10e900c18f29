"""A study in the practice programme of which our own programme is an arm, beside one that another site keeps.

Women of the programme were asked for it; some said yes on a form that names it, some no, and a community's data
steward said yes before anything. What women answered is read from their own records, as in a real programme; the other
arm's file is made up.
"""

from __future__ import annotations

import csv
import io
import random
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.assessment.models import Occasion
from alongside.consent import actions as consent
from alongside.consent.models import Consent
from alongside.consent.terms import FormKind
from alongside.enrolment.models import Enrolment
from alongside.evaluation import actions
from alongside.evaluation.models import Study
from alongside.evaluation.rules.bringing import Columns
from alongside.evaluation.rules.own import AGE_BANDS, LEAST_WOMEN
from alongside.evaluation.rules.registering import Shape
from alongside.safekeeping.terms import Category
from alongside.stewardship.actions.agreeing import SIGNATURE

TITLE = "A year together (made up)"
SHAPE = Shape(("usual", "here"), ("start", "year"), ("mood",))
ELSEWHERE = 34  # women of the other site
ASKED, SAID_NO = 20, 6  # women of ours
LONG_ENOUGH = timedelta(days=400)  # since she first came: the year's questions are behind her
PLAN = """title = "A year together"

[[analysis]]
name = "Who is there, at the start and after a year"
method = "describe"
options = { columns = ["mood.start", "mood.year"], arm = "arm" }

[[analysis]]
name = "How women feel after a year, allowing for the start"
method = "ancova"
options = { outcome = "mood.year", baseline = "mood.start", arm = "arm", reference = "usual" }
"""


def load_own_study(
    *, agency: Agency, site: Agency, evaluator: uuid.UUID, steward: uuid.UUID, beside: Collection[uuid.UUID], seed: int,
    at: datetime,
) -> int:  # fmt: skip
    """One study by ``evaluator``; returns how many women of ours said yes. ``site`` keeps the other arm.

    ``beside``: families that are stories of their own; nobody in them is asked, so that they stay as they are told.
    """
    by: dict[str, Any] = {"by": evaluator, "at": at - timedelta(days=36)}
    study = actions.begin_study(
        agency=agency.pk, title=TITLE, question="How do women feel after a year, here and elsewhere?",
        design="compared", shape=SHAPE, primary=["mood.year"], asks_steward=True,
        eligibility="Women who first came more than a year ago.", led_by="Wei Chen, with the university of the town",
        **by,
    )  # fmt: skip
    actions.add_own_arm(
        study=study, arm="here", unit="woman", measures="mood = PHQ-9", waves="start = 0-6\nyear = 9-18",
        columns=["age_band", "contacts"], **by,
    )  # fmt: skip
    actions.answer_for_community(
        study=study, agreed=True, words="Yes. Please tell us what you find before anybody else.", by=steward,
        at=at - timedelta(days=35),
    )  # fmt: skip
    actions.bring_in(
        study=study, content=_elsewhere(seed).encode(), name="north-shore-made-up.csv", site=site,
        columns=Columns(code="code", in_arm="usual"), **by,
    )  # fmt: skip
    actions.ask_site(study=study, site=site, arm="usual", may=True, **by)
    actions.count_flow(study=study, step="in_arm", arm="usual", count=ELSEWHERE, **by)
    actions.freeze_plan(plan=actions.write_plan(study=study, toml=PLAN, base=0, **by), **by)
    return _asked(study, agency, beside, at)


def _asked(study: Study, agency: Agency, beside: Collection[uuid.UUID], at: datetime) -> int:
    """Women are asked by whoever took them in; in a programme with few of them nobody is: counts would tell of few."""
    answered = Occasion.objects.filter(instrument="PHQ-9", state="done", family__agency=agency).values("subject")
    women = list(
        Enrolment.objects.filter(person_id__in=answered, person__kind="woman", family__agency=agency)
        .filter(first_contact_on__lt=timezone.localdate(at) - LONG_ENOUGH).exclude(family_id__in=beside)
        .order_by("first_contact_on", "id")[:ASKED]
    )  # fmt: skip
    if len(women) < SAID_NO + LEAST_WOMEN:
        return 0
    no = {len(women) * n // SAID_NO for n in range(SAID_NO)}
    for n, came in enumerate(women):
        then = at - timedelta(days=30 - n)
        form = _form(study, came, then)
        if n in no:
            consent.put_away(consent=form, by=came.recorded_by, at=then)
        else:
            consent.sign(
                consent=form, how="drawn", signature=SIGNATURE, explained="read aloud, and talked over",
                by=came.recorded_by, at=then,
            )  # fmt: skip
    return len(women) - len(no)


def _form(study: Study, came: Enrolment, at: datetime) -> Consent:
    """The form about research that names this study, with what she may tick ticked."""
    form = consent.draft(
        family=came.family_id, giver=came.person_id, kind=FormKind.RESEARCH, language="en",
        recipient=consent.Recipient(agency=study.agency_id), study=consent.OfStudy(study.pk, study.title),
        last_day=timezone.localdate(at) + timedelta(days=330), by=came.recorded_by, at=at,
    )  # fmt: skip
    ticked = consent.choose(
        consent=form, base_version=form.version, subject=came.person_id, categories=[Category.RESEARCH],
        by=came.recorded_by, at=at,
    )  # fmt: skip
    if not isinstance(ticked, Consent):
        raise RuntimeError("nobody else writes on a form that is being loaded")
    return ticked


def _elsewhere(seed: int) -> str:
    """The other site's file: a row for each woman, by code; some did not answer after a year."""
    chance = random.Random(f"{seed} elsewhere")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["code", "age_band", "contacts", *SHAPE.outcomes])
    for n in range(1, ELSEWHERE + 1):
        start = min(27, max(0, round(chance.gauss(13, 5))))
        year = min(27, max(0, round(start + chance.gauss(-1.5, 3))))
        band = AGE_BANDS[min(len(AGE_BANDS) - 1, n * len(AGE_BANDS) // (ELSEWHERE + 1))]
        there = chance.random() < 0.85
        writer.writerow([f"N-{n:03}", band, chance.randint(4, 40), start, year if there else ""])
    return out.getvalue()
