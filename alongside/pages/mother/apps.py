from __future__ import annotations

from django.apps import AppConfig


class MotherPagesConfig(AppConfig):
    name = "alongside.pages.mother"
    label = "pages_mother"
