"""What was agreed, what left and what came back."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

from tests.cast.people import CAST, STAFF, T0, ident

# key -> (giver, effect, recipient, purpose, {subject: categories}, first day, days from today to the last one)
# The database has one clock, the real one: what is to be in force ends so many days after today as after TODAY.
CONSENTS: dict[str, tuple] = {
    "C1": ("ANA", "permit", "CAS", "care_coordination", {"ANA": ("service_use", "dyad_observation")}, date(2026, 1, 10), 314),
    "C2": (
        "ANA", "permit", "CAS", "care_coordination",
        {"BEE": ("service_use", "child_health_dev", "dyad_observation")}, date(2026, 1, 10), 314,
    ),
    "C3": (
        "ANA", "permit", "HOSP", "care", {"ANA": ("service_use", "sud", "mental_health_trauma")}, date(2026, 1, 10), 304,
    ),
    "C4": ("ANA", "deny", "DRX", "care", {"ANA": "all", "BEE": "all"}, date(2026, 1, 10), None),
    "C5": ("ANA", "permit", "PHU", "care", {"BEE": ("child_health_dev",)}, date(2026, 1, 10), 120),
}  # fmt: skip
# (colleague of a partner agency, person, under which name she is known there)
OUTSIDE_WORKERS = [
    ("CW1", "ANA", "Ana A."),
    ("CW1", "BEE", "Bee A."),
    ("NUR", "BEE", "Bee Alder"),
    ("DRX", "ANA", "Ana Alder"),
]


def write_agreements() -> None:
    """Who may decide, who works with them elsewhere, and the five agreements of the access cases."""
    from alongside.consent.actions import load_forms
    from alongside.consent.actions.forms import form_id
    from alongside.consent.models import Consent, ConsentLine, OutsideWorker
    from alongside.families.models import DecisionRight
    from alongside.safekeeping.terms import Category

    r = {"recorded_by": CAST["W1"], "recorded_at": T0}
    f = {"family_id": CAST["ALDER"]}
    DecisionRight.objects.create(
        id=ident("right BEE"), child_id=CAST["BEE"], topic="release", holder_id=CAST["ANA"],
        during=(date(2024, 2, 10), None), **f, **r,
    )  # fmt: skip
    # Fin is fourteen, and may decide this himself.
    DecisionRight.objects.create(
        id=ident("right FIN"), family_id=CAST["BIRCH"], child_id=CAST["FIN"], topic="release", holder_id=CAST["FIN"],
        during=(date(2025, 11, 20), None), **r,
    )  # fmt: skip
    for colleague, person, known_as in OUTSIDE_WORKERS:
        OutsideWorker.objects.create(
            id=ident(f"outside {colleague} {person}"), person_id=CAST[person], colleague_id=CAST[colleague],
            known_as=known_as, during=(date(2025, 9, 1), None), **f, **r,
        )  # fmt: skip
    load_forms(by=CAST["ADM"], at=T0)
    words = {kind: form_id(kind, "ontario", "en", 1) for kind in ("sharing", "keeping_from")}
    for key, (giver, effect, recipient, purpose, lines, since, days) in CONSENTS.items():
        colleague = recipient in STAFF
        consent = Consent.objects.create(
            id=ident(key), giver_id=CAST[giver], effect=effect, purpose=purpose,
            form_id=words["sharing" if effect == "permit" else "keeping_from"],
            recipient_kind="colleague" if colleague else "agency", agency_id=None if colleague else CAST[recipient],
            colleague_id=CAST[recipient] if colleague else None,
            during=(since, None if days is None else datetime.now(UTC).date() + timedelta(days + 1)), explained="read aloud",
            **f, **r,
        )  # fmt: skip
        for subject, named in lines.items():
            for category in Category if named == "all" else [Category[name.upper()] for name in named]:
                ConsentLine.objects.create(
                    id=ident(f"{key} {subject} {category.name}"), consent=consent, subject=CAST[subject], category=category,
                    **f, **r,
                )  # fmt: skip
        Consent.objects.filter(pk=consent.pk).update(
            signed_at=datetime(since.year, since.month, since.day, 15, tzinfo=UTC), signed_how="drawn", signature="M0 0L9 9",
            witness_id=CAST["W1"], copy_given="on paper",
        )  # fmt: skip


def write_what_left() -> None:
    """What left under C1 on 1 February and what came after, an emergency that was reviewed, a concern, a court's paper."""
    from alongside.consent.models import (
        BreakGlass,
        DisclosedPart,
        Disclosure,
        DisclosureStep,
        DutyReport,
        DutyReportStep,
        LegalBasis,
        Statement,
    )
    from alongside.safekeeping.terms import Category as C
    from alongside.safekeeping.terms import mask

    left = datetime(2026, 2, 1, 15, tzinfo=UTC)
    r = {"recorded_by": CAST["W1"], "recorded_at": left}
    ana = {"family_id": CAST["ALDER"], "subject": CAST["ANA"]}
    words = "SECRET she came every week"
    disclosure = Disclosure.objects.create(
        id=ident("D1"), agency_id=CAST["CAS"], recipient="Child-welfare society", kind="letter", purpose="care_coordination",
        basis="consent", consent_id=ident("C1"), title="A letter", told_before="with_her", present=True, **ana, **r,
    )  # fmt: skip
    DisclosedPart.objects.create(
        id=ident("part of D1"), disclosure=disclosure, category=C.SERVICE_USE, snapshot=words,
        sha256=hashlib.sha256(words.encode()).hexdigest(), **ana, **r,
    )  # fmt: skip
    DisclosureStep.objects.create(id=ident("step of D1"), disclosure=disclosure, kind="acknowledged", **ana, **r)
    Statement.objects.create(
        id=ident("statement ANA"), category=C.SERVICE_USE, about="care.contact", target=ident("contact 0"),
        words="SECRET I see it otherwise", **ana, **r,
    )  # fmt: skip
    BreakGlass.objects.create(
        id=ident("glass ANA"), colleague_id=CAST["W2"], reason="SECRET she was brought in unconscious",
        categories=mask(C.CONTACT, C.SUD), proved_at=left, until=left + timedelta(hours=1), reviewed_at=left,
        reviewed_by=CAST["PRIV"], found="as it should be", told_her_at=left, **ana, **{**r, "recorded_by": CAST["W2"]},
    )  # fmt: skip
    bo = {"family_id": CAST["ALDER"], "child_id": CAST["BO"]}
    report = DutyReport.objects.create(id=ident("report BO"), **bo, **r)
    DutyReportStep.objects.create(
        id=ident("step of report BO"),
        report=report,
        step="concern",
        on=date(2026, 2, 1),
        words="SECRET worry",
        **bo,
        **r,
    )
    LegalBasis.objects.create(
        id=ident("order ANA"), kind="court_order", agency_id=CAST["CAS"], purpose="family_court",
        categories=mask(C.SERVICE_USE), reference="SECRET 12/345", during=(date(2026, 1, 1), date(2026, 2, 1)), **ana, **r,
    )  # fmt: skip


def write_what_came_back() -> None:
    """What somebody at the society sent back, with a document and a receipt; what those who look after a child must know."""
    from alongside.care.models import CareNeed
    from alongside.consent.models import SentBack, SentBackStep, SentDocument
    from alongside.safekeeping.terms import Category as C

    sent = datetime(2026, 2, 2, 15, tzinfo=UTC)
    by = {"recorded_by": CAST["CW1"], "recorded_at": sent}
    about = {"family_id": CAST["ALDER"], "subject": CAST["ANA"], "category": C.SERVICE_USE}
    row = SentBack.objects.create(
        id=ident("sent ANA"), agency_id=CAST["CAS"], colleague_id=CAST["CW1"], kind="document", words="SECRET plan",
        sender="Cora, child-welfare worker, Child-welfare society", **about, **by,
    )  # fmt: skip
    content = b"SECRET words of a document"
    SentDocument.objects.create(
        id=ident("document ANA"), sent_back=row, name="plan.txt", media_type="text/plain", size=len(content), content=content,
        sha256=hashlib.sha256(content).hexdigest(), **about, **by,
    )  # fmt: skip
    SentBackStep.objects.create(
        id=ident("receipt ANA"), sent_back=row, kind="team", **about, recorded_by=CAST["W1"], recorded_at=sent
    )
    r = {"recorded_by": CAST["CHC"], "recorded_at": T0}
    for child in ("BEE", "BO"):
        CareNeed.objects.create(
            id=ident(f"allergy {child}"), family_id=CAST["ALDER"], child_id=CAST[child], kind="allergy",
            words=f"NEED no nuts for {child.title()}", **r,
        )  # fmt: skip
