from __future__ import annotations

from django.apps import AppConfig


class WorkerPagesConfig(AppConfig):
    name = "alongside.pages.worker"
    label = "pages_worker"
