"""A child's developmental assessment as it is read: strengths first, then what is needed, then what would help."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.access.policy import May, decide
from alongside.assessment import queries
from alongside.assessment.models import DevelopmentalAssessment, DevelopmentDomain, DevelopmentRelease
from alongside.assessment.terms import Domain, ToldHow, WhyWithoutHer
from alongside.pages.worker.presented.doing import Doing
from alongside.pages.worker.presented.leaving import told_words, went_to
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Ability, Category


@dataclass(frozen=True)
class DomainShown:
    """One side of the child's development; ``url``: the form to write about it ("" for somebody who does not)."""

    title: str
    strengths: str
    needs: str
    tool: str
    occasion: str
    url: str

    @property
    def written(self) -> bool:
        """Whether anything stands there."""
        return bool(self.strengths or self.needs or self.tool or self.occasion)


@dataclass(frozen=True)
class ReleaseShown:
    """A copy that went: when, to whom, on what it rests, whether she knew; its line, and its page to print."""

    at: datetime
    to: str
    why: str
    told: str
    line: str
    url: str


@dataclass(frozen=True)
class ReportShown:
    """Everything of one assessment."""

    id: uuid.UUID
    url: str
    on: date
    age: str
    examiner: str
    strengths: str
    needs: str
    recommendations: str
    her_view: str
    told: str
    told_on: date | None
    domains: list[DomainShown]
    without: list[tuple[date, str, str, str]]
    releases: list[ReleaseShown]

    @property
    def has_needs(self) -> bool:
        """Whether anything is written about what is still hard."""
        return bool(self.needs) or any(each.needs for each in self.domains)

    @property
    def may_go(self) -> bool:
        """She has heard it, or somebody decided to go on and said why."""
        return self.told_on is not None or bool(self.without)


def writes(me: Me) -> bool:
    """Whether this part writes about a child's development at all."""
    return bool(decide(me, May.WRITE_IN_FAMILY)) and me.may_write(Category.CHILD_HEALTH_DEV)


def report(found: DevelopmentalAssessment, me: Me, names: Mapping[uuid.UUID, str]) -> ReportShown:
    """One assessment with its domains, decisions and copies (``names``: of colleagues)."""
    return ReportShown(
        id=found.pk,
        url=reverse("development", args=[found.family_id, found.pk]),
        on=found.on,
        age=queries.age_in_words(found),
        examiner=queries.examiner_in_words(found),
        strengths=found.strengths,
        needs=found.needs,
        recommendations=found.recommendations,
        her_view=found.her_view,
        told=str(ToldHow(found.told_how).label) if found.told_how else "",
        told_on=found.told_on,
        domains=_domains(found, writes(me)),
        without=[
            (each.on, str(WhyWithoutHer(each.why).label), each.tried, names.get(each.recorded_by, ""))
            for each in found.without_her.all()
        ],
        releases=[_release(each, found.family_id) for each in found.releases.all()],
    )


def _domains(found: DevelopmentalAssessment, may_write: bool) -> list[DomainShown]:
    rows = {row.domain: row for row in found.domains.all()}
    return [_domain(found, code, rows.get(code), may_write) for code in Domain]


def _domain(
    found: DevelopmentalAssessment, code: Domain, row: DevelopmentDomain | None, may_write: bool
) -> DomainShown:
    url = reverse("development_domain", args=[found.family_id, found.pk, code.value]) if may_write else ""
    occasion = row.occasion.instrument if row and row.occasion else ""
    return DomainShown(
        capfirst(str(code.label)), row.strengths if row else "", row.needs if row else "", row.tool if row else "",
        occasion, url,
    )  # fmt: skip


def _release(row: DevelopmentRelease, family: uuid.UUID) -> ReleaseShown:
    line = row.disclosure
    return ReleaseShown(
        line.recorded_at, went_to(line), str(line.get_basis_display()), told_words(line),
        reverse("leaving_line", args=[family, line.pk]), reverse("development_copy", args=[family, row.pk]),
    )  # fmt: skip


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a copy, as it left."""

    text: str
    heading: bool


def paragraphs(snapshot: str, language: str) -> list[Paragraph]:
    """The words of a copy, paragraph by paragraph; what stands above others is shown so. Nothing is added."""
    known = queries.headings(language)
    return [Paragraph(text, text in known) for text in snapshot.split("\n\n")]


def doing(me: Me, found: DevelopmentalAssessment, shown: ReportShown) -> list[Doing]:
    """What can be done with this report now, the next kind thing first."""
    if not writes(me):
        return []

    def to(name: str, label: str) -> Doing:
        return Doing(reverse(name, args=[found.family_id, found.pk]), label)

    every = [to("development_change", _("Change the report, add her view"))]
    if shown.told_on is None:
        every.insert(0, to("development_tell", _("She has heard it")))
        if me.can(Ability.ARRANGE_TEAMS) and not shown.without:
            every.append(to("development_without", _("She cannot hear it first: decide what happens")))
    if shown.may_go and me.may_write(Category.SERVICE_USE):
        every.append(to("development_release", _("A copy goes to somebody else")))
    return every


def lines(found: Sequence[DevelopmentalAssessment], day: date) -> list[dict[str, Any]]:
    """Every assessment of a child, as a list shows it on ``day``: what the mother heard later she had not heard yet."""
    return [
        {
            "url": reverse("development", args=[each.family_id, each.pk]),
            "on": each.on,
            "age": queries.age_in_words(each),
            "examiner": each.examiner,
            "told_on": each.told_on if each.told_on and each.told_on <= day else None,
        }
        for each in found
    ]
