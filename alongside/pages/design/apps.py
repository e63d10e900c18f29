"""The design system as a Django app (label ``design``)."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DesignConfig(AppConfig):
    """Components, layout, form fields, pictures and the gallery; no tables."""

    name = "alongside.pages.design"
    label = "design"
    verbose_name = _("Design")
