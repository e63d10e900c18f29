"""The room of child care."""

from django.apps import AppConfig


class ChildCareConfig(AppConfig):
    name = "alongside.childcare"
    label = "childcare"
    default_auto_field = "django.db.models.BigAutoField"
