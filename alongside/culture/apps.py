from __future__ import annotations

from django.apps import AppConfig


class CultureConfig(AppConfig):
    name = "alongside.culture"
    label = "culture"
