from __future__ import annotations

from django.apps import AppConfig


class PartnerPagesConfig(AppConfig):
    name = "alongside.pages.partner"
    label = "pages_partner"
