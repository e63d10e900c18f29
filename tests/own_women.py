"""Six women of our programme who said yes to one study, two of them for a child as well, and one who said no."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.cast import CAST, ident
from tests.databases import ROOT, Cluster

STUDY, OTHER = ident("own study"), ident("own study two")
WOMEN = 6
ENTERED, SIGNED = 400, 200  # days ago
WITH_CHILD = (0, 1)
TITLE = "How we are with each other"
Change = tuple[str, Sequence[Any]]  # a statement and its values
# What is written once cannot be changed: here it is made anew without what the database guards, and then stands so.
OFF: Change = ("select set_config('session_replication_role', 'replica', true)", [])
ON: Change = ("select set_config('session_replication_role', 'origin', true)", [])
SEAL = (
    "insert into safekeeping_bar (family, subject, categories, recipient_class, valid, basis)"
    " values (%s, %s, -1, 'sealed', tstzrange(now() - interval '1 hour', null), %s)"
)
OUT = "insert into safekeeping_exclusion (id, principal, family) values (gen_random_uuid(), %s, %s)"


def who(n: int, what: str = "woman") -> uuid.UUID:
    """The fixed id of the n-th woman, her child, her family, her form."""
    return ident(f"own {what} {n}")


def write_in(cluster: Cluster, database: str) -> None:
    """``write`` in this database, in a process of the loader's."""
    given = cluster.databases(database, ("loader",))["loader"]
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()\nfrom tests import own_women; own_women.write()"],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, "ALONGSIDE_PROCESS": "loader", "ALONGSIDE_DATABASES": json.dumps({"default": given})},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def write(*, unit: str = "woman", today: date | None = None) -> None:
    """Written as the loader: two studies with our programme as an arm, and the women. PHQ-9: 20 + n, a year on 10 + n.

    The second woman has two children, and said yes for one of them. The last woman put the form away.
    """
    from alongside.evaluation.models import OwnArm, Study

    if Study.objects.filter(pk=STUDY).exists():  # a journey that is walked in each of its ways writes them once
        return
    today = today or datetime.now(UTC).date()
    r: dict[str, Any] = {"recorded_by": CAST["EVAL"], "recorded_at": _at(today - timedelta(300))}
    for id, title in ((STUDY, TITLE), (OTHER, f"{TITLE}, once more")):
        study = Study.objects.create(
            id=id, agency_id=CAST["LEAD"], title=title, question="Does it help?", design="compared",
            arms=["usual", "here"], waves=["start", "year"], measures=["mood"], primary=["mood.year"], secondary=[], **r,
        )  # fmt: skip
        OwnArm.objects.create(
            study=study, arm="here", unit=unit, measures=["mood"], instruments=["PHQ-9"], scales=["total"],
            waves=["start", "year"], from_months=[0, 10], until_months=[3, 14],
            columns=["age_band", "months_with_us", "contacts", "sessions", "ending_goals"]
                    + (["child_with_her", "ending_custody"] if unit == "child" else []), **r,
        )  # fmt: skip
    for n in range(WOMEN + 1):
        _woman(n, today)
        _form(n, today, signed=n < WOMEN)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _woman(n: int, today: date) -> None:
    from alongside.assessment.models import Occasion, Score
    from alongside.care.models import Contact
    from alongside.enrolment.models import Enrolment, StateChange
    from alongside.families.models import Child, DecisionRight, Dyad, Family, LivingArrangement, Person, Woman
    from alongside.instruments import queries as instruments
    from alongside.safekeeping.terms import Category as C

    entered = today - timedelta(ENTERED)
    r: dict[str, Any] = {"recorded_by": CAST["W1"], "recorded_at": _at(entered)}
    family = Family.objects.create(id=who(n, "family"), agency_id=CAST["LEAD"], name="SECRET", opened_on=entered, **r)
    person = Person.objects.create(
        id=who(n), family=family, kind="woman", name=f"SECRET woman {n}", born_on=date(entered.year - 22, 1, 1), **r
    )
    woman = Woman.objects.create(person=person, family=family)
    came = Enrolment.objects.create(family=family, person=person, first_contact_on=entered, **r)
    StateChange.objects.create(
        family=family, person=person, enrolment=came, state="active", because="we_met", from_on=entered, **r
    )
    phq = instruments.published("PHQ-9")
    assert phq is not None
    for days, value in ((10, 20 + n), (20, 99), (340, 10 + n)):  # the first answer of a window counts
        on = entered + timedelta(days)
        about: dict[str, Any] = {
            "family": family, "subject": person.pk, "category": C.MENTAL_HEALTH_TRAUMA, "recorded_by": CAST["W1"],
            "recorded_at": _at(on),
        }  # fmt: skip
        done = Occasion.objects.create(
            id=who(n, f"occasion {days}"), instrument="PHQ-9", definition=phq, on=on, total=value, **about
        )
        Score.objects.create(occasion=done, definition=phq, scale="total", value=value, engine="1", **about)
    for k in range(2 + n):
        on = entered + timedelta(5 + k)
        Contact.objects.create(
            family=family, subject=person.pk, for_whom="woman", category=C.SERVICE_USE, on=on, mode="home",
            reached="met" if k else "tried", worker=CAST["W1"], note="SECRET", about=[], **{**r, "recorded_at": _at(on)},
        )  # fmt: skip
    for k in range({0: 1, 1: 2}.get(n, 0)):
        born = entered - timedelta(365 * (k + 1))
        child = Person.objects.create(
            id=who(n, f"child {k}"), family=family, kind="child", name=f"SECRET child {n} {k}", born_on=born, **r
        )
        Child.objects.create(person=child, family=family)
        Dyad.objects.create(id=who(n, f"dyad {k}"), family=family, woman=woman, child_id=child.pk, began_on=born, **r)
        LivingArrangement.objects.create(family=family, child_id=child.pk, kind="mother", during=(born, None), **r)
        DecisionRight.objects.create(
            id=who(n, f"right {k}"), family=family, child_id=child.pk, topic="release", holder_id=person.pk,
            during=(born, None), **r,
        )  # fmt: skip


def _form(n: int, today: date, *, signed: bool) -> None:
    from alongside.consent.actions.forms import form_id
    from alongside.consent.models import Consent, ConsentLine
    from alongside.safekeeping.terms import Category as C

    at = _at(today - timedelta(SIGNED))
    r: dict[str, Any] = {"recorded_by": CAST["W1"], "recorded_at": at, "family_id": who(n, "family")}
    form = Consent.objects.create(
        id=who(n, "form"), giver_id=who(n), form_id=form_id("research", "ontario", "en", 2), recipient_kind="agency",
        agency_id=CAST["LEAD"], purpose="research", study=STUDY, study_title=TITLE,
        during=(at.date(), today + timedelta(300)), explained="read aloud", **r,
    )  # fmt: skip
    for subject in (who(n), *((who(n, "child 0"),) if n in WITH_CHILD else ())):
        ConsentLine.objects.create(consent=form, subject=subject, category=C.RESEARCH, **r)
    if signed:
        given = {"signed_at": at, "signed_how": "drawn", "signature": "M0 0L9 9", "witness_id": CAST["W1"]}
        Consent.objects.filter(pk=form.pk).update(**given)
    else:
        Consent.objects.filter(pk=form.pk).update(withdrawn_at=at, withdrawn_by=CAST["W1"])


def keeps(
    category: int, *, kind: str = "class", klass: str = "everybody", agency: uuid.UUID | None = None, n: int = 0
) -> list[Change]:
    """The first woman (the n-th) keeps a kind of record from somebody."""
    form = uuid.uuid4()
    row: Change = (
        "insert into consent_consent (id, recorded_by, family_id, giver_id, effect, form_id, recipient_kind, agency_id,"
        " recipient_class, purpose, during, explained, signed_how, signature, copy_given, version)"
        " select %s, %s, %s, %s, 'deny', (select id from consent_form where kind = 'keeping_from' limit 1), %s, %s, %s,"
        " 'care', daterange(current_date - 9, null), 'read', '', '', '', 1",
        [form, CAST["W1"], who(n, "family"), who(n), kind, agency, klass],
    )
    line: Change = (
        "insert into consent_consentline (id, recorded_by, family_id, consent_id, subject, category)"
        " values (gen_random_uuid(), %s, %s, %s, %s, %s)", [CAST["W1"], who(n, "family"), form, who(n), category],
    )  # fmt: skip
    sign: Change = (
        "update consent_consent set signed_at = now() - interval '1 day', signed_how = 'drawn', signature = 'M0 0L9 9'"
        " where id = %s", [form],
    )  # fmt: skip
    return [row, line, sign]
