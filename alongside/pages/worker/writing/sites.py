"""A comparison site is asked for the files of its arm, and its coordinator brings one in."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.access.policy import May
from alongside.agencies import queries as agencies
from alongside.agencies.terms import AgencyKind
from alongside.evaluation import actions, queries
from alongside.evaluation.actions.bringing import look_for_site, read_file
from alongside.evaluation.rules.bringing import Brought, Columns, guess
from alongside.evaluation.terms import Layout
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing.fields import choose, line, pick, words
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing
from alongside.pages.worker.writing.studies import SEEN_BY, in_words
from alongside.pages.worker.writing.uploads import TextOrFileForm
from alongside.recordkeeping.rules import Refused


class SiteForm(CalmForm):
    """Which site, which arm, and whether it may."""

    site = pick(gettext_lazy("Which comparison site?"))
    arm = choose(gettext_lazy("Which arm is its own?"))
    may = choose(
        gettext_lazy("May it bring in files of this arm itself?"),
        [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No, or no longer"))], initial="yes",
    )  # fmt: skip

    def __init__(self, *args: Any, sites: list[tuple[str, str]], arms: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [("", _("Please choose")), *sites]
        self.fields["arm"].choices = [(arm, arm) for arm in arms]


class SiteFileForm(TextOrFileForm):
    """A table of one arm, and which column holds the codes."""

    into = "table"
    table = words(gettext_lazy("The table, with the names of its columns first"), rows=10, required=True)
    code = line(gettext_lazy("In which column are the codes?"), help_text=gettext_lazy("Empty: we look for “id”."))
    wave = line(
        gettext_lazy("In which column are the waves?"),
        help_text=gettext_lazy("Only where each participant has a row for each wave."),
    )
    field_order = ("file", "table", "code", "wave")


@writing(May.KEEP_STUDIES)
def study_site(request: HttpRequest, study: uuid.UUID) -> HttpResponse:
    """A comparison site may bring its arm's files itself, or no longer."""
    row = queries.study(study)
    own = queries.own_arm(row)
    sites = {str(each.pk): each for each in agencies.partners() if each.kind == AgencyKind.COMPARISON}
    arms = [arm for arm in row.arms if own is None or arm != own.arm]
    form = SiteForm(request.POST or None, sites=[(key, each.name) for key, each in sites.items()], arms=arms)

    def do(given: Given) -> Any:
        return actions.ask_site(
            study=row, site=sites.get(given["site"]), arm=given["arm"], may=given["may"] == "yes", **stamp(request)
        )

    there = reverse("study", args=[row.pk])
    return handle(
        request, form, do, heading=_("Ask a site for its arm"), back=there, done=there, seen_by=SEEN_BY,
        lead=_("Its coordinator learns the title of the study, its waves and its measures, and brings participants into"
               " this arm. She reads the files of her own site, and nothing of the study beside."),
    )  # fmt: skip


@writing(May.BRING_SITES_ARM)
def site_bring(request: HttpRequest, study: uuid.UUID) -> HttpResponse:
    """A coordinator brings a file of her own site's arm: looked through first, then brought in whole."""
    asked = next((each for each in queries.site_asked() if each.id == study), None)
    if asked is None:
        raise Http404
    form = SiteFileForm(request.POST or None, request.FILES or None)

    def read(given: Given) -> tuple[bytes, Columns, Brought]:
        content = given["table"].encode()
        table = read_file(content, _("the table"))
        likely = guess(table.names, asked.shape)
        columns = Columns(
            code=given["code"] or likely.code, wave=given["wave"] or likely.wave,
            layout=Layout.LONG if given["wave"] else likely.layout,
        )  # fmt: skip
        return content, columns, look_for_site(asked, table, columns)

    def look(given: Given) -> list[Any]:
        try:
            found = read(given)[2]
        except Refused:
            return []  # said beside the box when it is sent on
        return [] if found.troubles else _preview(found)

    def do(given: Given) -> Any:
        content, columns, found = read(given)
        if found.troubles:
            for trouble in found.troubles[1:]:
                form.add_error("table", in_words(trouble))
            raise Refused(found.troubles[0].because, field="table", said=in_words(found.troubles[0]))
        name = getattr(request.FILES.get("file"), "name", "") or "table.csv"
        return actions.bring_for_site(
            asked=asked, site=request.me.agency, content=content, name=name, columns=columns,  # type: ignore[attr-defined]
            id=given["submission"], **stamp(request),
        )  # fmt: skip

    there = reverse("site_arm")
    told = {
        "title": asked.title,
        "arm": asked.arm,
        "waves": ", ".join(asked.waves),
        "measures": ", ".join(asked.measures),
    }
    lead = _("%(title)s: everybody in this file is in the arm “%(arm)s”. Waves: %(waves)s. Measures: %(measures)s."
             " A file with names, addresses, telephone numbers or birthdays is not taken.") % told  # fmt: skip
    return handle(
        request, form, do, look=look, heading=_("Bring in a file of our arm"), back=there, lead=lead,
        done=lambda file: reverse("site_arm_file", args=[file.pk]),
        seen_by=_("evaluators of the programme, and our site"),
    )  # fmt: skip


def _preview(found: Brought) -> list[str]:
    count = len(found.people)
    told = ngettext("%(n)d participant would come in.", "%(n)d participants would come in.", count) % {"n": count}
    said = [told, _("Outcomes: %(names)s.") % {"names": ", ".join(found.outcomes)}]
    if found.kept_as:
        said.append(_("Characteristics at the start: %(names)s.") % {"names": ", ".join(found.kept_as.values())})
    return said
