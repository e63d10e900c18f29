"""The instruments room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    """Measures: their items, scales, scoring, norms and licences, and what this site may use."""

    name = "alongside.instruments"
    label = "instruments"
