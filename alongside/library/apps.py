"""The library room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Programmes as versioned session plans, and what is known about how they help."""

    name = "alongside.library"
    label = "library"
