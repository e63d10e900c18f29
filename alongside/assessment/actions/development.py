"""Verbs of a child's developmental assessment: record, change, tell the mother. (Copies: ``copies``.)"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.assessment.models import DevelopmentalAssessment, DevelopmentDomain, WithoutHer
from alongside.assessment.queries import domains_of
from alongside.assessment.rules import development as rules
from alongside.assessment.terms import Domain, ToldHow, WhyWithoutHer
from alongside.families.models import Child
from alongside.recordkeeping.actions import entry, keep_version, set_aside, write_trail
from alongside.recordkeeping.models import SetAside
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category

ABOUT = "assessment.developmentalassessment"
CATEGORY = Category.CHILD_HEALTH_DEV
# What a form may change, and what of one domain.
CHANGEABLE = ("examiner", "examiner_is", "strengths", "needs", "recommendations", "her_view")
OF_DOMAIN = ("tool", "occasion", "strengths", "needs")

Domains = Mapping[str, Mapping[str, Any]]  # code of terms.Domain -> any of OF_DOMAIN (occasion: its id or None)


@transaction.atomic
def record_assessment(
    *, child: Child, on: date, examiner: str, strengths: str, examiner_is: str = "", needs: str = "",
    recommendations: str = "", her_view: str = "", colleague: uuid.UUID | None = None, domains: Domains | None = None,
    by: uuid.UUID, at: datetime,
) -> DevelopmentalAssessment:  # fmt: skip
    """One assessment of a child on a day, with both ages. Raises ``Refused`` with a code of ``terms.No``."""
    born_on = child.person.born_on
    decision, field = rules.check_assessment(
        on=on, today=timezone.localdate(at), born_on=born_on, examiner=examiner, strengths=strengths
    )
    if not decision or born_on is None:
        raise Refused(decision.because, field=field)
    age = rules.ages(born_on, child.gestation_days, on)
    assessment = DevelopmentalAssessment.objects.create(
        family_id=child.family_id, subject=child.pk, category=CATEGORY, on=on, examiner=examiner.strip(),
        examiner_is=examiner_is.strip(), colleague=colleague, months=age.months, corrected_months=age.corrected,
        strengths=strengths, needs=needs, recommendations=recommendations, her_view=her_view,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    _write_domains(assessment, domains or {}, by=by, at=at)
    write_trail(
        [entry("development recorded", family=child.family_id, subject=child.pk, assessment=assessment.id)], by=by
    )
    return assessment


@transaction.atomic
def change_assessment(
    *, assessment: DevelopmentalAssessment, base_version: int, values: dict[str, Any], domains: Domains | None = None,
    by: uuid.UUID, at: datetime,
) -> DevelopmentalAssessment | SetAside:  # fmt: skip
    """Change what stands there. When a colleague was quicker, both are kept and a person chooses.

    A report whose strengths, needs, recommendations or domains change is one the mother has not heard: it waits for
    her again, and nothing more goes out before. ``values``: any of ``CHANGEABLE``.
    """
    unknown = set(values) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"unknown values: {', '.join(sorted(unknown))}")
    now = DevelopmentalAssessment.objects.select_for_update().get(pk=assessment.pk)
    before: dict[str, Any] = {name: getattr(now, name) for name in CHANGEABLE} | {"domains": _plain(domains_of(now))}
    after = {**before, **values}
    if domains is not None:
        after["domains"] = {**before["domains"], **_plain(domains)}
    if after == before:
        return now
    if now.version != base_version:
        return set_aside(
            family=now.family_id, subject=now.subject, category=now.category, about=ABOUT, target=now.pk,
            written={**values, "domains": _plain(domains or {})}, by=by, at=at,
        )  # fmt: skip
    decision, field = rules.check_assessment(
        on=now.on, today=timezone.localdate(at), born_on=now.on, examiner=after["examiner"],
        strengths=after["strengths"],
    )  # fmt: skip
    if not decision:
        raise Refused(decision.because, field=field)
    again = now.told_on is not None and rules.must_hear_again(before, after)
    _keep(now, before, by=by, at=at)
    changed = {name: after[name] for name in values} | (
        {"told_on": None, "told_how": "", "told_by": None} if again else {}
    )
    DevelopmentalAssessment.objects.filter(pk=now.pk).update(**changed, version=now.version + 1)
    if domains is not None and after["domains"] != before["domains"]:
        _write_domains(now, domains, by=by, at=at)
    write_trail(
        [entry("development changed", family=now.family_id, subject=now.subject, assessment=now.pk, again=again)],
        by=by,
    )
    now.refresh_from_db()
    return now


@transaction.atomic
def tell_mother(
    *, assessment: DevelopmentalAssessment, base_version: int, on: date, how: str, her_view: str | None = None,
    by: uuid.UUID, at: datetime,
) -> DevelopmentalAssessment:  # fmt: skip
    """She has heard this version. From now on a copy can go to others.

    Raises ``Refused``: ``changed_meanwhile`` when somebody changed the report after it was read to her.
    """
    decision, field = rules.check_telling(
        assessed_on=assessment.on, told_on=on, today=timezone.localdate(at), how=how if how in ToldHow.values else ""
    )
    if not decision:
        raise Refused(decision.because, field=field)
    now = DevelopmentalAssessment.objects.select_for_update().get(pk=assessment.pk)
    if now.version != base_version:
        raise Refused("changed_meanwhile")
    told: dict[str, Any] = {"told_on": on, "told_how": how, "told_by": by}
    if her_view is not None and her_view != now.her_view:
        _keep(now, {"her_view": now.her_view}, by=by, at=at)
        told |= {"her_view": her_view, "version": now.version + 1}
    DevelopmentalAssessment.objects.filter(pk=now.pk).update(**told)
    write_trail([entry("mother told", family=now.family_id, subject=now.subject, assessment=now.pk, how=how)], by=by)
    now.refresh_from_db()
    return now


@transaction.atomic
def go_on_without_her(
    *, assessment: DevelopmentalAssessment, on: date, why: str, tried: str, by: uuid.UUID, at: datetime
) -> WithoutHer:
    """Whoever leads decides that the report goes on although the mother has not heard it, and says what was tried.

    Raises ``Refused``; ProgrammingError (42501) for anybody who does not lead (the database sees to it).
    """
    decision = rules.check_without_her(
        told_on=assessment.told_on, on=on, assessed_on=assessment.on, today=timezone.localdate(at), tried=tried
    )
    if not decision:
        raise Refused(decision.because, field="tried" if decision.because == "tried_needed" else "on")
    decided = WithoutHer.objects.create(
        family_id=assessment.family_id, subject=assessment.subject, category=assessment.category,
        assessment=assessment, version=DevelopmentalAssessment.objects.get(pk=assessment.pk).version, on=on,
        why=WhyWithoutHer(why).value, tried=tried, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("goes on without her", family=assessment.family_id, subject=assessment.subject, why=why)], by=by)
    return decided


def _plain(domains: Domains) -> dict[str, dict[str, Any]]:
    """As it can be kept in JSON; domains about which nothing is written are left out of the comparison."""
    kept = {}
    for code, told in domains.items():
        texts = {name: str(told.get(name) or "") for name in OF_DOMAIN}
        kept[Domain(code).value] = texts
    return kept


def _write_domains(assessment: DevelopmentalAssessment, domains: Domains, *, by: uuid.UUID, at: datetime) -> None:
    there = {row.domain: row for row in DevelopmentDomain.objects.filter(assessment=assessment)}
    for code, texts in _plain(domains).items():
        values = {name: texts[name] for name in ("tool", "strengths", "needs")}
        values["occasion_id"] = uuid.UUID(texts["occasion"]) if texts["occasion"] else None
        if code in there:
            DevelopmentDomain.objects.filter(pk=there[code].pk).update(**values)
        elif any(texts.values()):
            DevelopmentDomain.objects.create(
                family_id=assessment.family_id, subject=assessment.subject, category=assessment.category,
                assessment=assessment, domain=code, recorded_by=by, recorded_at=at, **values,
            )  # fmt: skip


def _keep(now: DevelopmentalAssessment, held: Mapping[str, Any], *, by: uuid.UUID, at: datetime) -> None:
    told = {"told_on": now.told_on.isoformat() if now.told_on else None, "told_how": now.told_how}
    keep_version(
        family=now.family_id, subject=now.subject, category=now.category, about=ABOUT, target=now.pk,
        version=now.version, held={**held, **told}, by=by, at=at,
    )  # fmt: skip
