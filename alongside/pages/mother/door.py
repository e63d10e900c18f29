"""Through which door a sitting was opened: a device in her hands, or the worker's own session."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from alongside.access.policy import May
from alongside.assessment import queries as assessment
from alongside.assessment.models import Sitting
from alongside.assessment.queries import Asked
from alongside.pages.page import View, page
from alongside.recordkeeping.actions import entry

Asking = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Door:
    """A sitting and the way to its pages. ``hers``: the device is in her hands and can open nothing else."""

    sitting: Sitting
    hers: bool

    def to(self, name: str, *args: object) -> str:
        """The address of one of the sitting's pages."""
        if self.hers:
            return reverse(f"hers_{name}", args=args)
        return reverse(f"asked_{name}", args=[self.sitting.family_id, self.sitting.pk, *args])

    def parts(self) -> list[Asked]:
        """The measures that lie open in this sitting, in their order."""
        return assessment.parts(self.sitting.pk)


def through(may: May, *, signed_out: View | None = None) -> Callable[[Asking], View]:
    """A page of a sitting, opened through one of the two doors; the view is given the request and the ``Door``.

    ``signed_out``: what is shown when the device's token is dead (``page``).
    """

    def wrap(view: Asking) -> View:
        @page(may, signed_out=signed_out)
        @functools.wraps(view)
        def opened(
            request: HttpRequest, family: uuid.UUID | None = None, sitting: uuid.UUID | None = None, **more: Any
        ) -> HttpResponseBase:
            me = request.me  # type: ignore[attr-defined]
            door = Door(assessment.sitting(sitting or me.principal, family), hers=sitting is None)
            if request.method == "GET":
                about = {"family": door.sitting.family_id, "subject": door.sitting.woman_id}
                request.trail.append(entry("looked at questions", **about))  # type: ignore[attr-defined]
            return view(request, door, **more)

        return opened

    return wrap


def stamp(request: HttpRequest) -> dict[str, Any]:
    """Who does it, and when: what every action is given last."""
    return {"by": request.me.principal, "at": timezone.now()}  # type: ignore[attr-defined]
