"""Words of agencies."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgencyKind(models.TextChoices):
    """What kind of agency; says nothing about what it may see."""

    PROGRAMME = "programme", _("Our programme")
    COMPARISON = "comparison", _("Comparison site")
    CHILD_WELFARE = "child_welfare", _("Children's aid society")
    HOSPITAL = "hospital", _("Hospital")
    PUBLIC_HEALTH = "public_health", _("Public health")
    MENTAL_HEALTH = "mental_health", _("Mental health and substance use service")
    JUSTICE = "justice", _("Probation, parole or corrections")
    SHELTER = "shelter", _("Women's shelter")
    HOUSING = "housing", _("Housing")
    WORK = "work", _("Work and training")
    LEGAL = "legal", _("Legal help")
    FAMILY_COURT = "family_court", _("Somebody beside parents in family court")
    CHILD_CARE = "child_care", _("Child care")
    CHILD_MENTAL_HEALTH = "child_mental_health", _("Children’s mental health")
    FAMILY_RUN = "family_run", _("Run by families")
    PEER_RUN = "peer_run", _("Recovery centre or clubhouse, or run by peers")
    OTHER = "other", _("Other")


# Places of our own programme; everybody else is an agency we work with.
OURS = (AgencyKind.PROGRAMME, AgencyKind.COMPARISON)


class Mode(models.TextChoices):
    """Whether a database holds real families."""

    DEMO = "demo", _("Practice programme, nobody here is real")
    REAL = "real", _("Real programme")


class Jurisdiction(models.TextChoices):
    """Which local law applies; the rules themselves are configuration (consent comes later)."""

    ONTARIO = "ontario", _("Ontario (PHIPA, CYFSA)")
    UNITED_STATES = "united-states", _("United States (42 CFR Part 2, HIPAA)")
