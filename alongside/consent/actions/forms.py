"""Bring the forms that come along into the database. Asking twice brings nothing twice."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from alongside.consent.models import Form
from alongside.consent.profiles.forms import Shipped, shipped_forms
from alongside.consent.terms import No
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused

# The same version has the same id in every database, so that a copy can be held beside its form anywhere.
NAMESPACE = uuid.UUID("0190d0b0-0000-7000-8000-000000f0f0f0")


def form_id(kind: str, law: str, language: str, version: int) -> uuid.UUID:
    """The id of a form that comes along."""
    return uuid.uuid5(NAMESPACE, f"{kind}\n{law}\n{language}\n{version}")


@transaction.atomic
def load_forms(*, by: uuid.UUID, at: datetime, forms: Iterable[Shipped] | None = None) -> int:
    """Write every form that is not here yet and answer how many were new. Runs as the loader; safe at every start.

    Raises ``Refused`` (``form_changed``, with ``detail["forms"]``) and writes nothing when the text of a version that
    is here, and may have been signed, is no longer what it was.
    """
    held = dict(Form.objects.values_list("id", "sha256"))
    fresh, changed = [], []
    for form in shipped_forms() if forms is None else forms:
        id = form_id(form.kind, form.law, form.language, form.version)
        if id in held:
            if held[id] != form.sha256:
                changed.append(f"{form.kind} {form.law} {form.language} {form.version}")
            continue
        fresh.append(
            Form(
                id=id, kind=form.kind, profile=form.law, language=form.language, version=form.version, text=form.text,
                sha256=form.sha256, source=form.source, recorded_by=by, recorded_at=at,
            )
        )  # fmt: skip
    if changed:
        raise Refused(No.FORM_CHANGED, forms=tuple(changed))
    Form.objects.bulk_create(fresh)
    if fresh:
        write_trail([entry("forms loaded", new=len(fresh))], by=by)
    return len(fresh)
