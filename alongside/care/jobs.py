"""Work that happens by itself, in the worker process, as a named service that sees no more than it needs."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from alongside.accounts.actions import QUIET_SERVICE
from alongside.care import actions
from alongside.safekeeping.actions import carry, open_service_session
from alongside.safekeeping.queries import whoami


@app.periodic(cron="20 3 * * *")
@app.task(name="care.notice_quiet", queueing_lock="care.notice_quiet", lock="care.notice_quiet")
def notice_quiet(timestamp: int) -> int:
    """Each night: note which files have become quiet. ``timestamp`` (seconds) is the scheduler's and is not used."""
    with transaction.atomic():
        carry(open_service_session(QUIET_SERVICE))
        me = whoami()
        if me is None:
            raise RuntimeError("the quiet-notice service has no session; run `alongside doctor`")
        now = timezone.now()
        return actions.note_quiet(on=timezone.localdate(now), by=me.principal, at=now)


BEGUN_SERVICE = "begun-notes"


@app.periodic(cron="40 3 * * *")
@app.task(name="care.forget_begun", queueing_lock="care.forget_begun", lock="care.forget_begun")
def forget_begun(timestamp: int) -> int:
    """Each night: notes begun and left are gone. ``timestamp`` (seconds) is the scheduler's and is not used."""
    with transaction.atomic():
        carry(open_service_session(BEGUN_SERVICE))
        me = whoami()
        if me is None:
            raise RuntimeError("the begun-notes service has no session; run `alongside doctor`")
        return actions.forget_begun(on=timezone.localdate(), days=settings.BEGUN_NOTES_KEPT_DAYS, by=me.principal)
