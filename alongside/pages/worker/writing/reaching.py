"""How it is safe to reach her: a plan with several ways, each with its hours and how much may be said."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.families import actions as families
from alongside.families import queries, rules
from alongside.families.terms import Because, Channel, ContentLevel
from alongside.pages.design.forms import CalmForm
from alongside.pages.design.kindness import KindSet
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import choose, clock, line, past_day, pick, several, tick, words
from alongside.pages.worker.writing.handling import (
    Given,
    base_version,
    handle,
    may_write,
    or_two_versions,
    stamp,
    writing,
)
from alongside.safekeeping.terms import Category

PLAN = ("we_are_called", "who_shares_the_phone", "code_word", "checked_on", "note")
MORE = ("content_level", "days", "from_hour", "to_hour", "voicemail")
DAYS = [(str(number + 1), name) for number, name in WEEKDAYS.items()]


class WayForm(CalmForm):
    """One way. Without a choice it is simply left out."""

    submission = None  # the plan around it carries the one for all
    channel = pick(gettext_lazy("What kind of way"), Channel.choices)
    value = line(gettext_lazy("Number, address, or through whom"))
    content_level = choose(
        gettext_lazy("How much may a message say?"), ContentLevel.choices, required=False, initial=ContentLevel.NOTHING
    )
    days = several(gettext_lazy("Safe on these days"), DAYS, help_text=gettext_lazy("None means any day."))
    from_hour = clock(gettext_lazy("From"))
    to_hour = clock(gettext_lazy("Until"))
    voicemail = tick(gettext_lazy("A voice message is fine"))

    @property
    def says_more(self) -> bool:
        """Days, hours or content are said, or need another look: show them."""
        if self.is_bound:
            return bool(self.errors) or any(self[name].value() for name in MORE if name != "content_level")
        return any(self.initial.get(name) for name in MORE)

    @property
    def first_part(self) -> list[Any]:
        """What kind of way, and the number."""
        return [self[name] for name in ("channel", "value")]

    @property
    def second_part(self) -> list[Any]:
        """When, and how much may be said."""
        return [self[name] for name in MORE]

    def way(self) -> dict[str, Any]:
        """This way as the plan keeps it."""
        kept = {k: self.cleaned_data.get(k) for k in ("channel", "value", "from_hour", "to_hour", "voicemail")}
        return kept | {
            "days": "".join(self.cleaned_data.get("days") or []),
            "content_level": int(self.cleaned_data.get("content_level") or 0),
        }

    def clean(self) -> dict[str, Any]:
        """Ask the rule here already, so that its answer stands beside the way it is about."""
        given = super().clean() or self.cleaned_data
        if given.get("channel") and not self.errors:
            checked = rules.check_way(SimpleNamespace(**self.way()))
            if not checked:
                self.add_error(checked.field or None, Because(checked.because).label)
        elif given.get("value") and not self.errors:
            self.add_error("channel", _("Please choose what kind of way this is."))
        return given


class PlanForm(CalmForm):
    """The plan around the ways."""

    versioned = True
    whys: ClassVar = {
        "checked_on": gettext_lazy("After some time nothing is sent until she has been asked again."),
        "who_shares_the_phone": gettext_lazy("So that nothing is said where somebody else can see or hear it."),
    }
    we_are_called = line(
        gettext_lazy("Who do we say we are?"), help_text=gettext_lazy("For example “Sam from the library”.")
    )
    who_shares_the_phone = line(gettext_lazy("Who else can see or hear it?"))
    code_word = line(gettext_lazy("A word that tells us it is her"))
    note = words(gettext_lazy("Anything else that keeps her safe"))
    checked_on = past_day(gettext_lazy("The day she last said this is right"))

    def __init__(self, *args: Any, ways: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways = ways

    def is_valid(self) -> bool:
        """The plan and each way."""
        mine = super().is_valid()
        return (self.ways is None or self.ways.is_valid()) and mine

    @property
    def parts(self) -> list[Any]:
        """Everything with questions in it, for the list of what to check."""
        return [self, *(self.ways.forms if self.ways else [])]


def ways_form(request: HttpRequest, plan: Any) -> Any:
    """The ways there are and room for more: two at least, always one free."""
    before = [way_as_asked(way) for way in plan.ways.all()] if plan else []
    made = forms.formset_factory(WayForm, formset=KindSet, extra=max(1, 2 - len(before)), max_num=20, absolute_max=20)
    return made(request.POST or None, initial=before, prefix="way")


def way_as_asked(way: Any) -> dict[str, Any]:
    """A kept way as the form asks it."""
    kept = ("channel", "value", "content_level", "from_hour", "to_hour", "voicemail")
    return {k: getattr(way, k) for k in kept} | {"days": list(way.days)}


@writing(May.WRITE_IN_FAMILY)
def safe_contact(request: HttpRequest, family: uuid.UUID, woman: uuid.UUID) -> HttpResponse:
    """Her plan as she says it today; every save is a new plan, the earlier ones stay."""
    may_write(request, Category.CONTACT)
    found = finding.woman(family, woman)
    newest = queries.safe_contact_of(found)
    before = {name: getattr(newest, name) for name in PLAN if name != "checked_on"} if newest else {}
    form = PlanForm(
        request.POST or None, initial=before, version=newest.version if newest else 0, ways=ways_form(request, newest)
    )

    def do(given: Given) -> Any:
        ways = [way.way() for way in form.ways.forms if way.cleaned_data.get("channel")]
        base = base_version(given, 0)
        return families.save_safe_contact(
            woman=found, base_version=base, plan={k: given[k] for k in PLAN}, ways=ways, **stamp(request)
        )

    return handle(
        request,
        form,
        do,
        file=family,
        subject=woman,
        about=found.person,
        done=or_two_versions(family),
        newest=newest,
        heading=_("How it is safe to reach her"),
        template="worker/writing/safe_contact.html",
    )


def way_in_words(way: Any) -> str:
    """One way as a sentence, for putting two plans side by side. ``way`` has the names of ``WayForm``."""
    days = dict(DAYS)
    said = [str(Channel(way.channel).label), way.value, str(ContentLevel(int(way.content_level)).label)]
    said += [", ".join(str(days[d]) for d in way.days if d in days)]
    hours = [str(hour)[:5] for hour in (way.from_hour, way.to_hour) if hour]
    said += ["–".join(hours), _("voice message is fine") if way.voicemail else ""]
    return " · ".join(part for part in said if part)
