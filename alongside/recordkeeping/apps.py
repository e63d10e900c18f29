from __future__ import annotations

from django.apps import AppConfig


class RecordkeepingConfig(AppConfig):
    name = "alongside.recordkeeping"
    label = "recordkeeping"
