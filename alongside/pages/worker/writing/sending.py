"""Sending what was written to somebody outside, putting it away, and writing down what came after."""

from __future__ import annotations

import uuid
from datetime import datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.terms import Afterwards, LetterKind, ToldBefore, WhyNotTold
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import leaving
from alongside.pages.worker.writing.fields import choose, day, words
from alongside.pages.worker.writing.handling import Given, base_version, handle, may_write, stamp, writing
from alongside.pages.worker.writing.leaving import open_letter
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category


class SendForm(CalmForm):
    """Send it. Only where telling her is not safe it may wait on her page, until a day within a month."""

    versioned = True
    hidden_until = day(
        gettext_lazy("It waits on her page until"),
        help_text=gettext_lazy("Only for her safety. Empty: she sees it at once."),
    )
    hidden_why = words(gettext_lazy("What makes it unsafe to show it now"))

    def __init__(self, *args: Any, may_wait: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_wait:
            del self.fields["hidden_until"], self.fields["hidden_why"]

    @property
    def hidden(self) -> dict[str, Any]:
        """Until when it waits on her page, and why."""
        return hidden(self.cleaned_data)


def hidden(given: Given) -> dict[str, Any]:
    """From the morning of that day, where the programme is, she sees it."""
    chosen = given.get("hidden_until")
    until = timezone.make_aware(datetime.combine(chosen, time.min)) if chosen else None
    return {"hidden_until": until, "hidden_why": given.get("hidden_why", "") if until else ""}


@writing(May.WRITE_IN_FAMILY)
def letter_send(request: HttpRequest, family: uuid.UUID, letter: uuid.UUID) -> HttpResponse:
    """Send it: what may be said is asked once more at that moment; it is frozen, and stands on her page."""
    may_write(request, Category.SERVICE_USE)
    held = open_letter(family, letter)
    may_wait = held.told_before == ToldBefore.NOT_YET and held.why_not == WhyNotTold.NOT_SAFE
    form = SendForm(request.POST or None, version=held.version, may_wait=may_wait)
    here = reverse("leaving_letter", args=[family, letter])

    def do(given: Given) -> Any:
        try:
            return consent.send_letter(
                letter=held, base_version=base_version(given, held.version), asker=queries.asker_of(request.me),  # type: ignore[attr-defined]
                **hidden(given), **stamp(request),
            )  # fmt: skip
        except Refused as no:
            raise Refused(no.because, field=no.field, offer=(_("Look at the letter again"), here)) from no

    def look(_given: Given) -> list[Any]:
        """Some words could also be said another way; she who writes decides."""
        return [
            _("“%(words)s”: could also say %(other)s") % {"words": f.text, "other": " · ".join(f.suggestions)}
            for f in leaving.findings(held.parts.all(), held.language)
        ]

    talk, hers = held.kind == LetterKind.TALK, held.agency is None
    send = _("Give it to her") if hers else _("Send it")
    lead = (
        _("For %(to)s, into her own hands. It stays as it is now, and she sees every word of it on her page too.")
        if hers
        else _("To %(to)s. It stays as it is now, and she sees every word of it on her page.")
    )
    return handle(
        request,
        form,
        do,
        file=family,
        subject=held.subject,
        heading=_("It was said") if talk else send,
        lead=lead % {"to": leaving.to_words(held)},
        look=look,
        submit=_("Write it down as said") if talk else send,
        said=_("It is written down, and stands on her page."),
        done=here,
        back=here,
    )


@writing(May.WRITE_IN_FAMILY)
def letter_put_away(request: HttpRequest, family: uuid.UUID, letter: uuid.UUID) -> HttpResponse:
    """It is not sent."""
    may_write(request, Category.SERVICE_USE)
    held = open_letter(family, letter)
    return handle(
        request,
        CalmForm(request.POST or None),
        lambda _given: consent.put_letter_away(letter=held, **stamp(request)),
        file=family,
        subject=held.subject,
        heading=_("Put it away?"),
        lead=_("It does not leave. What was written stays in the record.")
        if held.agency is None
        else _("It is not sent. What was written stays in the record."),
        submit=_("Put it away"),
        done=reverse("leaving", args=[family]),
        back=reverse("leaving_letter", args=[family, letter]),
    )


class AfterForm(CalmForm):
    """What came after something left."""

    kind = choose(
        gettext_lazy("What came after?"),
        [
            (Afterwards.TOLD_HER, gettext_lazy("She has been told")),
            (Afterwards.ACKNOWLEDGED, gettext_lazy("They said that they have it")),
            (Afterwards.ANSWERED, gettext_lazy("They answered")),
            (Afterwards.HER_COMMENT, gettext_lazy("She says something to it")),
        ],
    )
    words = words(gettext_lazy("In words"), help_text=gettext_lazy("She reads this on her own page."))


@writing(May.WRITE_IN_FAMILY)
def line_after(request: HttpRequest, family: uuid.UUID, line: uuid.UUID) -> HttpResponse:
    """Beside what left: nothing of it changes."""
    may_write(request, Category.SERVICE_USE)
    held = queries.disclosed(family, line)

    def do(given: Given) -> Any:
        if given["kind"] == Afterwards.HER_COMMENT:
            return consent.add_comment(disclosure=held, words=given["words"], **stamp(request))
        return consent.add_step(disclosure=held, kind=given["kind"], words=given["words"], **stamp(request))

    here = reverse("leaving_line", args=[family, line])
    return handle(
        request, AfterForm(request.POST or None), do, file=family, subject=held.subject,
        heading=_("What came after"), lead=leaving.went_to(held), done=here, back=here,
    )  # fmt: skip
