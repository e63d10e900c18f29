"""The wording room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class WordingConfig(AppConfig):
    """The words we use and avoid, the checker, and the women's advisory council on our texts."""

    name = "alongside.wording"
    label = "wording"
