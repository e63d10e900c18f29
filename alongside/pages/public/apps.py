from __future__ import annotations

from django.apps import AppConfig


class PublicPagesConfig(AppConfig):
    name = "alongside.pages.public"
    label = "pages_public"
