from __future__ import annotations

from django.apps import AppConfig


class SafekeepingConfig(AppConfig):
    name = "alongside.safekeeping"
    label = "safekeeping"
