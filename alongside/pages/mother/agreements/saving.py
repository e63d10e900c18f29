"""One way in which these pages save: sent twice is done once, a no stands beside its question, nothing is lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, ProgrammingError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.consent.terms import No
from alongside.pages.design.forms import CalmForm
from alongside.pages.mother.agreements.door import Door
from alongside.pages.page import other_hands
from alongside.recordkeeping import actions as recordkeeping
from alongside.recordkeeping.models import SetAside
from alongside.recordkeeping.queries import sent_before
from alongside.recordkeeping.rules import Refused

NOT_ALLOWED = "42501"
Done = Callable[[Any], str]


def sent_already(request: HttpRequest) -> HttpResponse | None:
    """Where an earlier sending of this very form led; ``None`` for a form sent the first time."""
    if request.method != "POST":
        return None
    try:
        submission = uuid.UUID(request.POST.get("submission", ""))
    except ValueError:
        return None
    earlier = sent_before(submission, request.me.principal)  # type: ignore[attr-defined]
    return redirect(earlier.answered_with or request.path) if earlier else None


def save(request: HttpRequest, door: Door, form: CalmForm, do: Callable[[], Any], done: Done) -> HttpResponse | None:
    """Do it and go on; ``None``: there is something to check. Two versions of one draft are shown side by side.

    A page that another colleague left open is saved when she who is signed in sends it again, as her own.
    """
    if told := other_hands(request):
        form.add_error(None, told)
        return None
    try:
        with transaction.atomic():
            submission = form.cleaned_data["submission"]
            earlier = recordkeeping.claim(submission=submission, by=request.me.principal)  # type: ignore[attr-defined]
            if earlier:
                return redirect(earlier.answered_with or request.path)
            made = do()
            where = door.to("agreement_versions", made.pk) if isinstance(made, SetAside) else done(made)
            recordkeeping.answered(submission=submission, where=where)
    except Refused as no:
        put(form, no)
    except IntegrityError:
        form.add_error(None, _("Somebody saved something at the same moment. Please look at it again."))
    except ProgrammingError as no:
        if getattr(no.__cause__, "sqlstate", "") != NOT_ALLOWED:
            raise
        raise Http404 from None
    else:
        return redirect(where)
    return None


def put(form: CalmForm, no: Refused) -> None:
    """Write a rule's no beside its question, or on top."""
    form.add_error(no.field if no.field in form.fields else None, No(no.because).label)


def version_of(form: CalmForm, now: int) -> int:
    """The version that was on screen; the present one for a hand-made request without it."""
    told = str(form.cleaned_data.get("version", ""))
    return int(told) if told.isdecimal() and len(told) < 10 else now
