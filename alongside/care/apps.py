from __future__ import annotations

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "alongside.care"
    label = "care"
