"""The reference configuration: Breaking the Cycle, its lead agency, sites and eight partners (S-001 to S-012)."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from alongside.agencies.actions import add_agency, add_site, agree
from alongside.agencies.models import Agency, Programme
from alongside.agencies.terms import AgencyKind, Jurisdiction, Mode
from alongside.assessment.actions import load_cycle
from alongside.consent.actions import load_forms
from alongside.instruments.actions import declare_use, load_catalogue
from alongside.instruments.terms import Use
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused
from alongside.stewardship.actions.protocol import load_protocol

LEAD = "S-001"
PROGRAMME = "S-002"
BEGAN = date(1995, 4, 3)  # the year is known; day and month are ours

# reference -> (name, kind, what it brings)
PARTNERS: dict[str, tuple[str, AgencyKind, str]] = {
    "S-005": ("Toronto Public Health", AgencyKind.PUBLIC_HEALTH, "Public-health nurse on site; shared home visits."),
    "S-006": ("Hospital for Sick Children – Motherisk", AgencyKind.HOSPITAL,
              "Advice about pregnancy; referral from the hospital. Test results are not part of our records."),
    "S-007": ("St. Joseph's Health Centre", AgencyKind.HOSPITAL,
              "Birth planning, the stay in hospital, going home together."),
    "S-008": ("Children's Aid Society of Toronto", AgencyKind.CHILD_WELFARE,
              "Plans made together with the mother; what is shared is agreed with her or required by law."),
    "S-009": ("Catholic Children's Aid Society", AgencyKind.CHILD_WELFARE,
              "Plans made together with the mother; what is shared is agreed with her or required by law."),
    "S-010": ("St. Michael's Hospital", AgencyKind.HOSPITAL, "Referral; a way to health care."),
    "S-011": ("Toronto Western Hospital – Mental Health and Addictions", AgencyKind.MENTAL_HEALTH,
              "Psychiatric advice and referral."),
    "S-012": ("Ministry of Community Safety and Correctional Services", AgencyKind.JUSTICE,
              "Liaison with probation and parole; contact while she is in custody."),
}  # fmt: skip
SITES = (("Main site", "Toronto (sample address)"), ("Outreach", ""))


@transaction.atomic
def load_reference(*, by: uuid.UUID, at: datetime, mode: Mode = Mode.DEMO) -> Programme:
    """Write the configuration into an empty database and answer its programme.

    Agreements begin in 1995 and are looked at again within a year of ``at``. Instruments are used for care, research
    and teaching, never commercially. Raises ``Refused`` (``already_begun``).
    """
    if Programme.objects.exists():
        raise Refused("already_begun")
    lead = add_agency(name="Mothercraft", kind=AgencyKind.PROGRAMME, reference=LEAD, by=by, at=at)
    programme = Programme.objects.create(
        time_zone=settings.TIME_ZONE,
        agency=lead,
        name="Breaking the Cycle",
        mode=mode,
        jurisdiction=Jurisdiction.ONTARIO,
        recorded_by=by,
        recorded_at=at,
    )
    for name, address in SITES:
        add_site(agency=lead, name=name, address=address, by=by, at=at)
    review = date(at.year + (at.month > 3), 4, 1)
    for reference, (name, kind, brings) in PARTNERS.items():
        partner = add_agency(name=name, kind=kind, reference=reference, by=by, at=at)
        agree(agency=lead, partner=partner, brings=brings, from_on=BEGAN, review_on=review, by=by, at=at)
    load_catalogue(by=by, at=at)
    load_forms(by=by, at=at)
    declare_use(uses=[Use.CLINICAL, Use.RESEARCH, Use.EDUCATIONAL], by=by, at=at)
    load_cycle(by=by, at=at)
    load_protocol(agency=lead.id, by=by, at=at)
    write_trail([entry("reference configuration loaded", programme=programme.id, item=PROGRAMME)], by=by)
    return programme


def agencies() -> dict[str, Agency]:
    """The agencies of the reference configuration by their item."""
    return {agency.reference: agency for agency in Agency.objects.exclude(reference="")}
