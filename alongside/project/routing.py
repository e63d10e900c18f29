"""Which database role a model is read with: sign-in tables through the gate, everything else as the page's role."""

from __future__ import annotations

from typing import Any

from django.conf import settings

GATE_APPS = {"account", "mfa", "socialaccount", "sessions", "auth", "contenttypes"}


class Gate:
    """Sends sign-in models to ``gate`` where a process has it; lets only the owner migrate."""

    def _alias(self, model: Any) -> str | None:
        label = model._meta.app_label
        if "gate" in settings.DATABASES and (label in GATE_APPS or model._meta.label == "accounts.User"):
            return "gate"
        return None

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return self._alias(model)

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        return self._alias(model)

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"
