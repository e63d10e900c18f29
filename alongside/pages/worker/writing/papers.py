"""Writing down what a court ordered, putting it right, and taking it back."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.agencies import queries as agencies
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.models import LegalBasis
from alongside.consent.rules import Profile
from alongside.consent.terms import LegalKind, No, PaperAnswer, PaperTold, Purpose
from alongside.families.models import Family
from alongside.pages.design.forms import CalmForm
from alongside.pages.design.kinds import KINDS
from alongside.pages.worker.presented.looks import short
from alongside.pages.worker.presented.papers import kind_words
from alongside.pages.worker.writing.fields import (
    choose,
    day,
    labelled,
    last_day,
    line,
    past_day,
    pick,
    several,
    today,
    words,
)
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category, mask

# What a court's paper may let something go for, of all that a letter may be for.
PURPOSES = (Purpose.FAMILY_COURT, Purpose.COURT_REPORT, Purpose.CIVIL, Purpose.CRIMINAL, Purpose.ADMINISTRATIVE)
# What the paper says as it is kept.
_SAME = ("kind", "issued_by", "issued_on", "reference", "recipient", "purpose", "told", "note")
ABOUT_USING = mask(Category.SUD, Category.SUD_COUNSELLING_NOTES)


class PaperForm(CalmForm):
    """What stands on the paper."""

    sections = (
        (gettext_lazy("The paper"), "", ("kind", "issued_by", "issued_on", "reference")),
        (
            gettext_lazy("What it lets go"),
            gettext_lazy("Only what it lists, only to whom it names, only until its last day."),
            ("agency", "recipient", "purpose", "categories", "from_on", "last_day"),
        ),
        (gettext_lazy("Beside it"), "", ("told", "note", "why")),
    )
    about = forms.UUIDField(
        label=gettext_lazy("Number of the woman or child whom it names"),
        help_text=gettext_lazy("Her team finds it on the family’s page, under Letters and reports."),
        error_messages={"invalid": gettext_lazy("This is not such a number. Please copy it again.")},
    )  # fmt: skip
    kind = choose(gettext_lazy("What kind of paper is it?"))
    issued_by = line(gettext_lazy("Which court or office made it"), required=True)
    issued_on = day(gettext_lazy("The day on which it was made"), latest=today)
    reference = line(gettext_lazy("Its number"), required=True, help_text=gettext_lazy("Of the order, or of the file."))
    agency = pick(gettext_lazy("To whom may it go?"))
    recipient = line(
        gettext_lazy("Somebody who is not on this list"),
        help_text=gettext_lazy("Letters go to agencies on the list. Whoever keeps agencies can add one."),
    )
    purpose = pick(gettext_lazy("What for?"), [(p.value, p.label) for p in PURPOSES], required=True)
    categories = several(
        gettext_lazy("Which kinds of record does it list?"), [(str(int(kind)), name) for kind, name in KINDS.items()]
    )
    from_on = day(gettext_lazy("From which day"), required=True, initial=today)
    last_day = day(gettext_lazy("The last day"), required=True)
    told = choose(gettext_lazy("Does she know of it?"), PaperTold.choices)
    note = words(gettext_lazy("Anything else"), help_text=gettext_lazy("Nothing of what stands in her records."))
    why = words(gettext_lazy("What was not right"), required=True)

    def __init__(self, *args: Any, law: Profile | None, replaces: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["about" if replaces else "why"]
        self.fields["kind"].choices = labelled([(kind, kind_words(kind, law)) for kind in LegalKind.values])
        self.fields["agency"].choices = [("", _("Please choose")), *((str(a.pk), a.name) for a in agencies.outside())]


def _values(given: Given) -> dict[str, Any]:
    """The answers as the verbs want them."""
    chosen = next((a for a in agencies.outside() if str(a.pk) == given["agency"]), None)
    return {name: given[name] for name in (*_SAME, "from_on", "last_day")} | {
        "agency": chosen,
        "categories": _listed(given),
    }


def _listed(given: Given) -> int:
    return mask(*(Category(int(each)) for each in given["categories"]))


def _looks(law: Profile | None, given: Given) -> list[Any]:
    """What this paper will not let go, although it looks as if it did; it may be written down all the same."""
    kind, found = given["kind"], []
    if kind in (LegalKind.SUBPOENA, LegalKind.WARRANT):
        found.append(_("A subpoena or a warrant lets nothing go by itself. Please ask your lawyer first."))
    elif kind == LegalKind.COURT_ORDER and law is not None and law.part2_own:
        found.append(_("By the law here this one lets nothing go: an order made under 42 CFR 2.64 or 2.65 is needed."))
    elif kind == LegalKind.COURT_ORDER and _listed(given) & ABOUT_USING:
        found.append(_("Records about using need an order made for them. This one lets go only the rest."))
    if not given["agency"]:
        found.append(_("Nothing can go to somebody who is not on the list of agencies."))
    if given["last_day"] < today():
        found.append(_("Its last day is over, so nothing more can go."))
    return found


@writing(May.READ_TRAIL)
def paper_add(request: HttpRequest) -> HttpResponse:
    """A court's paper came: what it says is written down, once, and opens no record to anybody."""
    law = queries.law_here()
    form = PaperForm(request.POST or None, law=law, initial={"about": request.GET.get("about", "")})

    def do(given: Given) -> Any:
        file = queries.file_of(given["about"])
        if file is None:
            raise Refused(No.NUMBER_UNKNOWN, field="about")
        return consent.record_legal_basis(
            family=Family(pk=file), subject=given["about"], **_values(given), **stamp(request)
        )

    return handle(
        request, form, do, heading=_("Write down a court’s paper"), back=reverse("papers"),
        lead=_("You write down what it says. Whoever writes the letter reads the words, and sends what it lists."),
        look=lambda given: _looks(law, given), done=lambda made: reverse("paper", args=[made.pk]),
    )  # fmt: skip


def _open(id: uuid.UUID) -> LegalBasis:
    """One that is not taken back. Raises Http404 for one that is."""
    row = queries.paper(id)
    if row.withdrawn_at is not None:
        raise Http404
    return row


@writing(May.READ_TRAIL)
def paper_correct(request: HttpRequest, paper: uuid.UUID) -> HttpResponse:
    """Something of it was written down wrongly: another one stands in its place, the earlier stays readable."""
    row, law = _open(paper), queries.law_here()
    form = PaperForm(
        request.POST or None, law=law, replaces=True,
        initial={name: getattr(row, name) for name in _SAME} | {
            "agency": str(row.agency_id or ""), "from_on": row.during.lower, "last_day": last_day(row.during.upper),
            "categories": [str(int(kind)) for kind in KINDS if row.categories >> kind & 1],
        },
    )  # fmt: skip

    def do(given: Given) -> Any:
        return consent.correct_legal_basis(basis=row, why=given["why"], **_values(given), **stamp(request))

    return handle(
        request, form, do, heading=_("Put a court’s paper right"), back=reverse("paper", args=[paper]),
        lead=_("About number %(number)s. If it names somebody else, take it back and write it down anew.")
        % {"number": short(row.subject)},
        look=lambda given: _looks(law, given), done=lambda made: reverse("paper", args=[made.pk]),
    )  # fmt: skip


class TakeBackForm(CalmForm):
    """Why nothing may rest on it any more."""

    why = words(gettext_lazy("Why it is taken back"), required=True)


@writing(May.READ_TRAIL)
def paper_take_back(request: HttpRequest, paper: uuid.UUID) -> HttpResponse:
    """From now on nothing rests on it; what left before stays as it left."""
    row = _open(paper)
    here = reverse("paper", args=[paper])
    return handle(
        request, TakeBackForm(request.POST or None),
        lambda given: consent.take_back_legal_basis(basis=row, why=given["why"], **stamp(request)),
        heading=_("Take a court’s paper back"), back=here, done=here, submit=_("Take back"),
        lead=_("From now on nothing rests on it. What left before stays as it left, and the paper can still be read."),
    )  # fmt: skip


class StepForm(CalmForm):
    """What was done with it: asked about, told to her, or refused."""

    kind = choose(gettext_lazy("What was done?"), PaperAnswer.choices)
    on = past_day(gettext_lazy("On which day"))
    to_whom = line(gettext_lazy("To whom it was said"), help_text=gettext_lazy("The court, the office, the lawyer."))
    words = words(
        gettext_lazy("Why, in a few words"), required=True,
        help_text=gettext_lazy("Nothing of what stands in her records."),
    )  # fmt: skip


@writing(May.READ_TRAIL)
def paper_step(request: HttpRequest, paper: uuid.UUID) -> HttpResponse:
    """What was done with it, also long after: nothing leaves by it, and nothing of it is changed later."""
    row, here = queries.paper(paper), reverse("paper", args=[paper])
    no = row.kind in (LegalKind.SUBPOENA, LegalKind.WARRANT)

    def do(given: Given) -> Any:
        told = {name: given[name] for name in ("kind", "on", "to_whom", "words")}
        return consent.add_paper_step(basis=row, **told, **stamp(request))

    return handle(
        request, StepForm(request.POST or None), do, heading=_("What was done with it"), back=here, done=here,
        lead=_("A subpoena or a warrant lets nothing go by itself. A no is written down too: to whom, and why.")
        if no else _("Nothing leaves by writing it down."),
    )  # fmt: skip
