"""What this site calls the sessions of a programme: titles out of a manual it holds, topics, its own words."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.library import actions, queries
from alongside.library.models import MOST_CHARACTERS
from alongside.library.rules import Version
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented.library import said
from alongside.pages.worker.writing.fields import line
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing
from alongside.recordkeeping.rules import Refused

STAFF = gettext_lazy("everybody who works here")
SPARE = 6  # empty lines below those of an open plan


class TitlesForm(CalmForm):
    """One line for each session."""

    versioned = True

    def __init__(self, *args: Any, plan: Version, own: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        many = len(plan.sessions) or min(max(own, default=0) + SPARE, plan.most_sessions)
        for n in range(1, many + 1):
            public = plan.sessions[n - 1].title if n <= len(plan.sessions) else None
            self.fields[f"session_{n}"] = line(
                _("Session %(n)d") % {"n": n}, longest=MOST_CHARACTERS, initial=own.get(n, ""), help_text=said(public)
            )
            self.fields[f"session_{n}"].why = ""  # type: ignore[attr-defined]
            self.fields[f"session_{n}"].widget.attrs["autocomplete"] = "off"

    def titles(self) -> dict[int, str]:
        """What was written, by number."""
        names = (name for name in self.fields if name.startswith("session_"))
        return {int(name.removeprefix("session_")): self.cleaned_data[name] for name in names}


@writing(May.KEEP_LIBRARY)
def titles(request: HttpRequest, code: str, plan: str) -> HttpResponse:
    """Say what sessions are called here. What a colleague saved meanwhile is shown before anything takes its place."""
    version, programme = queries.version(code, plan), queries.programme(code)
    if version is None or programme is None:
        raise Http404
    newest = queries.newest(code, plan)
    form = TitlesForm(
        request.POST or None, plan=version, own=queries.titles(code).get(plan, {}),
        version=str(newest.id) if newest else "",
    )  # fmt: skip

    def do(given: Given) -> Any:
        try:
            return actions.name_sessions(
                programme=code, plan=plan, titles=form.titles(), base=_id(given["version"]), **stamp(request)
            )
        except Refused as no:
            if "titles" in no.detail:  # now she has seen them, and may save hers over them
                form.theirs = sorted(no.detail["titles"].items())  # type: ignore[attr-defined]
                form.data["version"] = str(no.detail["now"].id)  # type: ignore[index, attr-defined]
            raise

    return handle(
        request,
        form,
        do,
        heading=_("What the sessions are called here"),
        who=programme.name,
        lead=_(
            "Titles and topics of a manual you hold, or your own words. They are shown here and leave with nothing."
            " Empty lines keep their number."
        ),
        back=reverse("programme", args=[code]),
        seen_by=STAFF,
        template="worker/library/titles_form.html",
    )


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
