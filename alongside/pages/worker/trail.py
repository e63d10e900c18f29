"""Who looked: the trail, for whoever answers for privacy. It names no family and holds no words anybody wrote."""

from __future__ import annotations

import re
import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.enrolment import queries as enrolment
from alongside.pages.design.kindness import KindWords
from alongside.pages.page import page
from alongside.pages.worker.presented import looks as present
from alongside.recordkeeping.actions import entry

SIZE = 50
# One line for each name in a list: so many that what somebody opened would hardly be found among them.
LISTED = "shown in a list"
COLUMNS = (_("When"), _("Who"), _("What"), _("File"), _("Person"))
_LAST = re.compile(r"(\d{1,3})-(\d{1,18})")


class AboutForm(KindWords, forms.Form):
    """About which file or person, or what one colleague did."""

    about = forms.UUIDField(
        label=_("Number of a file or of a person"), required=False, widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("The long number in the address of the page."),
        error_messages={"invalid": _("This is not such a number. Please copy it again.")},
    )  # fmt: skip
    lists = forms.BooleanField(label=_("Also whose names were shown in a list"), required=False)
    who = forms.TypedChoiceField(label=_("What one colleague did"), required=False, coerce=uuid.UUID, empty_value=None)

    def __init__(self, *args: object, colleagues: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["who"].choices = [("", _("Everybody")), *colleagues]


@require_safe
@page(May.READ_TRAIL)
def trail(request: HttpRequest) -> HttpResponse:
    """Lines of the trail, newest first, fifty at a time. Reading it leaves a line of its own."""
    today = timezone.localdate()
    people = [*accounts.colleagues(today), *accounts.outside(today)]
    names = {colleague.id: colleague.name for colleague in people}
    form = AboutForm(request.GET or None, colleagues=[(str(id), name) for id, name in names.items()])
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    about, who = asked.get("about"), asked.get("who")
    last = _LAST.fullmatch(request.GET.get("before", ""))
    lists = bool(asked.get("lists"))
    before = (int(last[1]), int(last[2])) if last else None
    kinds = () if lists else (LISTED,)
    lines = list(scope.trail(about=about, who=who, before=before, but=kinds)[: SIZE + 1])
    request.trail.append(entry("read the trail", subject=about, who=who))
    older = present.older(lines[SIZE - 1], about, who, lists=lists) if len(lines) > SIZE else ""
    shown = {
        "form": form,
        "lines": [present.look(line, names) for line in lines[:SIZE]],
        "older": older,
        "later": bool(last),
        "wall": _wall(request, about),
    }
    shown["columns"] = [str(word) for word in (_("When"), _("Who"), _("What"), _("File"), _("Person"))]
    return TemplateResponse(request, "worker/trail.html", {**shown, "wide": True})


def _wall(request: HttpRequest, about: uuid.UUID | None) -> str:
    """From the lines about a file to its wall: the one way for somebody who sees no name and opens no family."""
    me = request.me  # type: ignore[attr-defined]
    if about is None or not decide(me, May.KEEP_OUT) or not enrolment.keeps_wall_of(about, me.principal):
        return ""
    return reverse("keep_out", args=[about])
