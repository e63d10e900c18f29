"""What came of a pregnancy: born, or not."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.access.policy import May
from alongside.assessment.actions import moving
from alongside.families import actions as families
from alongside.families import queries, rules
from alongside.families.terms import ChildState, Feeding, PregnancyOutcome
from alongside.pages.design.days import date_format
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.expecting import second_look
from alongside.pages.worker.writing.fields import choose, day, line, number, past_day, pick, several, tick, today
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
from alongside.safekeeping.terms import Category


class BirthForm(CalmForm):
    """A day, and a few questions about each child; only the day is needed."""

    born_on = day(gettext_lazy("The day of the birth"), required=True, latest=today)

    def __init__(self, *args: Any, expected: Sequence[Any] = (), **kwargs: Any) -> None:
        asked = {n: _of_a_child(one_of_more=len(expected) > 1) for n in range(len(expected))}
        self.base_fields = self.base_fields | {
            f"{name}_{n}": f for n, each in asked.items() for name, f in each.items()
        }
        self.sections = [(which(expected, n), "", [f"{name}_{n}" for name in each]) for n, each in asked.items()]
        super().__init__(*args, **kwargs)


def which(expected: Sequence[Any], n: int) -> Any:
    """Which of the expected children, before anybody has a name."""
    return _("The child") if len(expected) == 1 else _("Child %(number)d") % {"number": n + 1}


def expected_of(family: uuid.UUID, pregnancy: Any) -> list[Any]:
    """Children of this pregnancy who are not born yet."""
    children = queries.children_of(family)
    return [c for c in children if c.pregnancy_id == pregnancy.id and c.state == ChildState.EXPECTED]


def _of_a_child(*, one_of_more: bool) -> dict[str, Any]:
    later = {"later": tick(gettext_lazy("Not this child now: still expected, or written down separately"))}
    return (later if one_of_more else {}) | {
        "name": line(gettext_lazy("Name, as used here")),
        "day": day(gettext_lazy("Born on another day than above?"), latest=today),
        "sex": line(gettext_lazy("Girl, boy, or in your words"), longest=60),
        "weight": number(gettext_lazy("Weight in grams"), least=200, most=8000),
        "weeks": number(gettext_lazy("Weeks of pregnancy, if another number is known"), least=20, most=45),
        "hospital": number(gettext_lazy("Days in hospital"), least=0, most=1000),
        "care": line(
            gettext_lazy("Care after birth"),
            help_text=gettext_lazy("What was done for the child: for example “skin to skin, quiet room”."),
        ),
        "feeding": pick(gettext_lazy("Feeding"), Feeding.choices),
        "home": tick(gettext_lazy("Went home with her mother")),
        "home_on": day(gettext_lazy("Day of going home with her mother"), latest=today),
    }


@writing(May.WRITE_IN_FAMILY)
def birth(request: HttpRequest, family: uuid.UUID, pregnancy: uuid.UUID) -> HttpResponse:
    """Born. Each child stays who she or he was before birth."""
    may_write(request, Category.REPRODUCTIVE_STI, Category.CHILD_HEALTH_DEV)
    found = finding.pregnancy(family, pregnancy)
    expected = expected_of(family, found)
    form = BirthForm(request.POST or None, expected=expected)

    def look(given: Given) -> list[Any]:
        return (
            second_look(rules.check_birth(born_on=given["born_on"], due_on=found.due_on, on=today()))
            if found.due_on
            else []
        )

    def do(given: Given) -> Any:
        children = [_birth(given, n, child) for n, child in enumerate(expected) if not given.get(f"later_{n}")]
        return moving.record_birth(pregnancy=found, born_on=given["born_on"], children=children, **stamp(request))

    return handle(
        request,
        form,
        do,
        file=family,
        subject=found.woman_id,
        heading=_("Born"),
        look=look,
        due_on=found.due_on,
        lead=weeks_in_words(form, found.due_on),
        template="worker/writing/form.html",
    )


def weeks_in_words(form: CalmForm, due_on: Any) -> str:
    """How long the pregnancy lasted with the day that was written, or when the birth was expected."""
    if not due_on:
        return ""
    born_on = form.cleaned_data.get("born_on") if form.is_bound and (form.is_valid() or form.cleaned_data) else None
    if born_on is None:
        return _("Expected around %(day)s.") % {"day": date_format(due_on, "DATE_FORMAT")}
    weeks, days = divmod(rules.gestation_from(due_on=due_on, born_on=born_on), 7)
    more = ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
    return ngettext(
        "That is %(weeks)d week and %(more)s of pregnancy.", "That is %(weeks)d weeks and %(more)s of pregnancy.", weeks
    ) % {
        "weeks": weeks,
        "more": more,
    }


def _birth(given: Given, n: int, child: Any) -> rules.Birth:
    weeks = given[f"weeks_{n}"]
    return rules.Birth(
        child_id=child.pk,
        name=given[f"name_{n}"],
        sex=given[f"sex_{n}"],
        weight_g=given[f"weight_{n}"],
        gestation_days=weeks * 7 if weeks else None,
        hospital_days=given[f"hospital_{n}"],
        withdrawal_care=given[f"care_{n}"],
        feeding=given[f"feeding_{n}"],
        born_on=given[f"day_{n}"],
        home_with_mother_on=given[f"home_on_{n}"],
        went_home_with_mother=True if given[f"home_{n}"] or given[f"home_on_{n}"] else None,
    )


class LossForm(CalmForm):
    """As little as possible."""

    outcome = choose(
        gettext_lazy("What happened"),
        [c for c in PregnancyOutcome.choices if c[0] not in (PregnancyOutcome.EXPECTING, PregnancyOutcome.BIRTH)],
    )
    on = past_day(gettext_lazy("The day"), help_text=gettext_lazy("About when is enough."))
    children = several(gettext_lazy("Which of the children"), help_text=gettext_lazy("Nothing chosen means all."))

    def __init__(self, *args: Any, expected: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].choices = [(str(c.pk), which(expected, n)) for n, c in enumerate(expected)]
        if len(expected) < 2:
            del self.fields["children"]


@writing(May.WRITE_IN_FAMILY)
def loss(request: HttpRequest, family: uuid.UUID, pregnancy: uuid.UUID) -> HttpResponse:
    """A pregnancy that does not go on here. Reminders stop at once; she stays with us."""
    may_write(request, Category.REPRODUCTIVE_STI, Category.CHILD_HEALTH_DEV)
    found = finding.pregnancy(family, pregnancy)
    form = LossForm(request.POST or None, expected=expected_of(family, found))

    def do(given: Given) -> Any:
        some = [uuid.UUID(id) for id in given.get("children", [])] or None
        told = {"outcome": given["outcome"], "on": given["on"], "children": some}
        return families.record_loss(pregnancy=found, **told, **stamp(request))

    return handle(
        request,
        form,
        do,
        file=family,
        subject=found.woman_id,
        heading=_("When a pregnancy does not go on"),
        lead=_(
            "Whatever happened, she stays with us. From now on nothing will remind her, or anybody, of dates that"
            " no longer are. Nothing more needs to be written."
        ),
    )
