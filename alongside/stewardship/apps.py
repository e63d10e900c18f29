from __future__ import annotations

from django.apps import AppConfig


class StewardshipConfig(AppConfig):
    name = "alongside.stewardship"
    label = "stewardship"
