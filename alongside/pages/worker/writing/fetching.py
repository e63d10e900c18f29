"""Who may fetch a child: said by whoever decides for it, ended, kept from it by a court, and for one day."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.agencies import queries as agencies
from alongside.childcare import actions, queries
from alongside.childcare.actions import Somebody
from alongside.childcare.terms import BarBasis
from alongside.families.terms import PersonKind
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.choices import called
from alongside.pages.worker.writing.fields import Choices, choose, day, day_after, line, pick, today, words
from alongside.pages.worker.writing.handling import Given, confirm, handle, may_write, stamp, writing
from alongside.safekeeping.terms import Category


class _WhoForm(CalmForm):
    """Somebody of the file, or a name."""

    who = pick(gettext_lazy("Who is it?"))
    name = line(gettext_lazy("Or somebody else: the name"))

    def __init__(self, *args: Any, people: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", _("Please choose")), *people]  # type: ignore[attr-defined]

    def somebody(self) -> Somebody:
        """Whoever was chosen or named."""
        given = self.cleaned_data
        return Somebody(uuid.UUID(given["who"]) if given["who"] else None, given["name"])


class FetcherForm(_WhoForm):
    """Who may fetch, who says so, from when until when."""

    whys: ClassVar = {"said_by": gettext_lazy("It counts on the days on which this one decides for the child.")}
    said_by = choose(gettext_lazy("Who decided this?"))
    known_by = line(
        gettext_lazy("How do we know that it is this person?"),
        help_text=gettext_lazy("For example “showed a card with a photo”, “was here with the child before”."),
    )
    from_on = day(gettext_lazy("From"), required=True, initial=today)
    until_on = day(gettext_lazy("Up to and with"), help_text=gettext_lazy("Leave it empty while it holds."))

    def __init__(self, *args: Any, deciders: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["said_by"].choices = deciders  # type: ignore[attr-defined]


class BarForm(_WhoForm):
    """Who must not fetch, and on what that rests."""

    basis = choose(gettext_lazy("What does it rest on?"), BarBasis.choices)
    paper = line(gettext_lazy("The order, the letter or the call, by its number or day"), required=True)
    from_on = day(gettext_lazy("From"), required=True, initial=today)
    until_on = day(gettext_lazy("Up to and with"), help_text=gettext_lazy("Leave it empty while it holds."))


class TodayForm(_WhoForm):
    """A yes for today, with the reason."""

    why = words(
        gettext_lazy("Why is it all right today?"), required=True,
        help_text=gettext_lazy("About who fetches: whom you asked, what you saw. Nothing about the child’s mother."),
    )  # fmt: skip


@writing(May.WRITE_IN_FAMILY)
def fetcher_add(request: HttpRequest, family: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """Whoever decides lets somebody fetch this child."""
    may_write(request, Category.CHILD_HEALTH_DEV)
    found, file = finding.child(family, child), scope.the_file(family)
    deciders = [
        *((f"person:{each.id}", called(each)) for each in file.people if each.kind == PersonKind.WOMAN),
        *((f"person:{each.id}", called(each)) for each in file.people if each.kind == PersonKind.OTHER),
        *((f"agency:{each.id}", each.name) for each in agencies.partners() if each.kind == "child_welfare"),
    ]
    form = FetcherForm(request.POST or None, people=_people(file, child), deciders=deciders)

    def do(given: Given) -> Any:
        kind, _colon, id = given["said_by"].partition(":")
        said = {"said_by": uuid.UUID(id)} if kind == "person" else {"said_by_agency": uuid.UUID(id)}
        return actions.let_fetch(
            child=found, who=form.somebody(), known_by=given["known_by"], from_on=given["from_on"],
            until_on=day_after(given["until_on"]), id=given["submission"], **said, **stamp(request),
        )  # fmt: skip

    shown = {"heading": _("Somebody may fetch this child"), "back": _back(family, child)}
    return handle(request, form, do, file=family, subject=child, about=found.person, **shown)


@writing(May.WRITE_IN_FAMILY)
def fetcher_end(request: HttpRequest, family: uuid.UUID, child: uuid.UUID, line: uuid.UUID) -> HttpResponse:
    """From now on this person is not on the list."""
    may_write(request, Category.CHILD_HEALTH_DEV)
    found, row = finding.child(family, child), queries.fetcher(family, child, line)
    return confirm(
        request, lambda: actions.end_fetcher(fetcher=row, **stamp(request)), file=family, subject=child,
        heading=_("Take this person off the list?"), lead=row.name, about=found.person, back=_back(family, child),
        submit=_("Take off the list"),
    )  # fmt: skip


@writing(May.WRITE_IN_FAMILY)
def fetch_bar(request: HttpRequest, family: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """Somebody must not fetch this child."""
    may_write(request, Category.CHILD_WELFARE_LEGAL)
    found, file = finding.child(family, child), scope.the_file(family)
    form = BarForm(request.POST or None, people=_people(file, child))

    def do(given: Given) -> Any:
        return actions.bar_fetching(
            child=found, who=form.somebody(), basis=given["basis"], paper=given["paper"], from_on=given["from_on"],
            until_on=day_after(given["until_on"]), id=given["submission"], **stamp(request),
        )  # fmt: skip

    lead = _("It goes before every list. Those at the door read that this person must not fetch the child, not why.")
    shown = {"heading": _("Somebody must not fetch this child"), "lead": lead, "back": _back(family, child)}
    return handle(request, form, do, file=family, subject=child, about=found.person, **shown)


@writing(May.WRITE_IN_FAMILY)
def fetch_bar_end(request: HttpRequest, family: uuid.UUID, child: uuid.UUID, line: uuid.UUID) -> HttpResponse:
    """What it rested on does not hold any more."""
    may_write(request, Category.CHILD_WELFARE_LEGAL)
    found, row = finding.child(family, child), queries.bar(family, child, line)
    return confirm(
        request, lambda: actions.end_bar(bar=row, **stamp(request)), file=family, subject=child,
        heading=_("Does this no longer hold?"), lead=row.name, about=found.person, back=_back(family, child),
        submit=_("It no longer holds"),
    )  # fmt: skip


@writing(May.WRITE_IN_FAMILY)
def fetch_today(request: HttpRequest, family: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """A supervisor, or who is on duty, says yes for today."""
    may_write(request, Category.CHILD_HEALTH_DEV)
    found, file = finding.child(family, child), scope.the_file(family)
    form = TodayForm(request.POST or None, people=_people(file, child))

    def do(given: Given) -> Any:
        return actions.let_today(
            child=found, who=form.somebody(), why=given["why"], id=given["submission"], **stamp(request)
        )

    lead = _("For today alone, and with your name. Whoever must not fetch the child stays on that list.")
    shown = {"heading": _("Yes, for today"), "lead": lead, "back": _back(family, child)}
    return handle(request, form, do, file=family, subject=child, about=found.person, **shown)


def _people(file: scope.File, child: uuid.UUID) -> list[tuple[str, Any]]:
    kinds = (PersonKind.WOMAN, PersonKind.OTHER)
    return [(str(each.id), called(each)) for each in file.people if each.id != child and each.kind in kinds]


def _back(family: uuid.UUID, child: uuid.UUID) -> str:
    return reverse("childs_fetching", args=[family, child])
