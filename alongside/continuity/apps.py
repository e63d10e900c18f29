from __future__ import annotations

from django.apps import AppConfig


class ContinuityConfig(AppConfig):
    name = "alongside.continuity"
    label = "continuity"
