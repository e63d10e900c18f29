"""A programme as it is begun with her, adapted, rested, ended; and who of us gives it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.library import queries as library
from alongside.library.rules import comes_first, speaks_first
from alongside.library.terms import Facilitator
from alongside.pages.design.forms import CalmForm
from alongside.pages.design.kinds import KINDS
from alongside.pages.worker.presented import library as plans
from alongside.pages.worker.presented import programmes as present
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.about import asked_for, subjects, whom
from alongside.pages.worker.writing.choices import colleagues, to_choose
from alongside.pages.worker.writing.fields import Choices, choose, day, past_day, pick, several, today, words
from alongside.pages.worker.writing.handling import Given, confirm, handle, may_write, stamp, writing
from alongside.programmes import actions, queries, rules
from alongside.programmes.models import Delivery, GroupDelivery
from alongside.programmes.terms import ADAPTED, No, Place, Turn
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Category
from alongside.services.terms import Setting

MOST_WORKERS = 2  # that a form asks for; more can be added afterwards
TURNS = [(each.value, each.label) for each in Turn if each not in ADAPTED]
ADAPTING = [(each.value, each.label) for each in ADAPTED]


class BeginForm(CalmForm):
    """Which plan, for whom, why she wants it, by whom, where, from when."""

    whys: ClassVar = {
        "category": gettext_lazy(
            "Only colleagues whose part it is can read it. A name that tells what she lived through stands on no page"
            " of hers. When in doubt, leave it as it is."
        ),
    }
    sections = (
        ("", "", ("plan", "whom", "her_words", "begins_on", "setting")),
        (gettext_lazy("Who of us gives it"), gettext_lazy("The plan says whom it takes. More can be added afterwards."),
         ("worker_1", "part_1", "worker_2", "part_2")),
        (gettext_lazy("If you like"), "", ("order_why", "group", "category")),
    )  # fmt: skip
    plan = forms.ChoiceField(label=gettext_lazy("Which plan?"))
    whom = forms.ChoiceField(label=gettext_lazy("For whom?"), widget=forms.RadioSelect)
    her_words = words(
        gettext_lazy("Why she wants it, in her words"), help_text=gettext_lazy("As she says it. It is agreed with her.")
    )
    begins_on = day(gettext_lazy("From when"), required=True, initial=today)
    setting = choose(gettext_lazy("Where?"), Setting.choices, initial=Setting.HOME)
    worker_1 = forms.ChoiceField(label=gettext_lazy("Who gives it?"))
    part_1 = pick(gettext_lazy("As what?"), Facilitator.choices, required=True)
    worker_2 = forms.ChoiceField(label=gettext_lazy("Who else?"), required=False)
    part_2 = pick(gettext_lazy("As what?"), Facilitator.choices)
    order_why = words(gettext_lazy("If strategies for behaviour come first: why now?"), rows=2)
    group = forms.ChoiceField(label=gettext_lazy("It goes with a group"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("What this is about"), required=False)

    def __init__(self, *args: Any, whom: Choices, groups: Choices, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = colleagues()
        self.fields["plan"].choices = to_choose(every_plan())
        self.fields["whom"].choices = whom
        self.fields["worker_1"].choices = to_choose(who)
        self.fields["worker_2"].choices = [("", _("Nobody else")), *who]
        self.fields["group"].choices = [("", _("No group")), *groups]
        self.fields["category"].choices = kinds


def every_plan() -> list[tuple[str, str]]:
    """Every plan of the library: ("pup/10-visits", "Parents under Pressure: 10 visits in 3 months")."""
    return [
        (f"{programme.code}/{version.code}", f"{programme.name}: {plans.said(version.title)}")
        for programme in library.catalogue().programmes
        for version in programme.versions
    ]


@writing(May.WRITE_IN_FAMILY)
def delivery_begin(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """A programme is begun with her. Nothing is asked of her before."""
    me, file = request.me, scope.the_file(family)  # type: ignore[attr-defined]
    offered = subjects(file)
    groups = {str(each.pk): each for each in queries.open_groups(today())}
    initial = {
        "plan": request.GET.get("plan", ""),
        "whom": asked_for(offered, request.GET.get("about", "")) or offered[0][0],
        "worker_1": str(me.principal),
        "part_1": Facilitator.CLINICIAN.value,
    }
    form = BeginForm(
        request.POST or None,
        whom=offered,
        groups=[(id, f"{_name(each)}: {each.series.first_on:%Y-%m-%d}") for id, each in groups.items()],
        kinds=_kinds(me),
        initial=initial,
    )

    def look(given: Given) -> list[str]:
        group = groups.get(given["group"])
        if group is not None and given["plan"] != f"{group.programme}/{group.plan}":
            plan = dict(every_plan()).get(f"{group.programme}/{group.plan}", _name(group))
            return [_("This group follows another plan. With the group it is: %(plan)s.") % {"plan": plan}]
        version = library.version(*given["plan"].split("/"))
        if version is None or not speaks_first(version) or given["order_why"].strip() or given["group"]:
            return []
        return [f"{comes_first(version).label} {No.RELATIONSHIP_FIRST.label}"]

    def do(given: Given) -> Delivery:
        for_whom, subject = whom(given["whom"])
        programme, plan = given["plan"].split("/")
        group = groups.get(given["group"])
        pairs = [(given[f"worker_{n}"], given[f"part_{n}"]) for n in range(1, MOST_WORKERS + 1)]
        return actions.begin_delivery(
            family=finding.family(family),
            subject=subject,
            for_whom=for_whom,
            programme=programme,
            plan=plan,
            begins_on=given["begins_on"],
            setting=given["setting"],
            workers=[(uuid.UUID(who), part or Facilitator.FACILITATOR) for who, part in pairs if who],
            her_words=given["her_words"],
            order_why=given["order_why"],
            sure=request.POST.get("sure") == "yes",
            group=group,
            category=int(given["category"]) if given["category"] else None,
            **stamp(request),
        )

    lead = _("What you and she agreed on. She can pause or end it on any day, and none of that is a failure.")
    shown = {"heading": _("Begin a programme"), "lead": lead, "back": reverse("deliveries", args=[family])}
    return handle(request, form, do, look=look, file=family, subject=file.woman.id, done=to_delivery, **shown)


class TurnForm(CalmForm):
    """How it stands from a day on, at her word."""

    what = choose(gettext_lazy("How does it go on?"), TURNS)
    on = past_day(gettext_lazy("From which day?"))
    her_words = words(gettext_lazy("In her words, if she likes"))


@writing(May.WRITE_IN_FAMILY)
def delivery_turn(request: HttpRequest, family: uuid.UUID, delivery: uuid.UUID) -> HttpResponse:
    """It rests, goes on, ended earlier as she wished, or is all done. No reason is asked."""
    found = find(request, family, delivery)
    form = TurnForm(request.POST or None)

    def do(given: Given) -> Any:
        answers = {name: given[name] for name in ("what", "on", "her_words")}
        return actions.say_turn(delivery=found, **answers, **stamp(request))

    return about_delivery(request, form, do, found, heading=_("How it goes on"))


class AdaptForm(CalmForm):
    """Which sessions, what is done with them, and why."""

    what = choose(gettext_lazy("What is done?"), ADAPTING)
    numbers = several(
        gettext_lazy("Which sessions?"), help_text=gettext_lazy("For one that is added, none. A new order is below.")
    )
    order = forms.CharField(
        label=gettext_lazy("In which order?"), required=False,
        help_text=gettext_lazy("Only for another order: their numbers, one after the other. For example 4, 3"),
    )  # fmt: skip
    why = words(gettext_lazy("Why? For one that is added: what is it?"), rows=2)
    on = past_day(gettext_lazy("From which day?"))
    her_words = words(gettext_lazy("In her words, if she likes"), rows=2)

    def __init__(self, *args: Any, numbers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["numbers"].choices = numbers

    def in_order(self) -> list[int]:
        """The numbers that are meant, in the order that was written. Raises ``Refused`` for anything but numbers."""
        given = self.cleaned_data
        if given["what"] != Turn.OTHER_ORDER:
            return [int(n) for n in given["numbers"]]
        said = given["order"].replace(",", " ").replace(";", " ").split()
        if any(not each.isdecimal() or len(each) > 3 for each in said) or len(set(said)) < len(said):
            raise Refused(No.WHICH_SESSIONS, field="order")
        return [int(each) for each in said]


def to_adapt(steps: Iterable[rules.Step], own: Mapping[int, str]) -> list[tuple[str, str]]:
    """What is still to come or left out, each with where it stands."""
    return [
        (str(each.n), f"{each.n} · {capfirst(each.place.label)} {present.title_of(each, own)}".strip())
        for each in steps
        if each.place != Place.DONE
    ]


@writing(May.WRITE_IN_FAMILY)
def delivery_adapt(request: HttpRequest, family: uuid.UUID, delivery: uuid.UUID) -> HttpResponse:
    """Sessions are left out, taken in again, added, or put in another order, with a reason."""
    found = find(request, family, delivery)
    row = queries.delivery_of(family, delivery)
    own = library.titles(found.programme).get(found.plan, {})
    form = AdaptForm(request.POST or None, numbers=to_adapt(row.steps, own))

    def do(given: Given) -> Any:
        answers = {name: given[name] for name in ("what", "on", "why", "her_words")}
        return actions.say_turn(delivery=found, numbers=form.in_order(), **answers, **stamp(request))

    lead = _("The plan itself stays as it is; this is how you two go through it.")
    return about_delivery(request, form, do, found, heading=_("Adapt the plan"), lead=lead)


class WorkerForm(CalmForm):
    """Who joins, and as what."""

    worker = forms.ChoiceField(label=gettext_lazy("Who gives it too?"))
    part = pick(gettext_lazy("As what?"), Facilitator.choices, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = to_choose(colleagues())


@writing(May.WRITE_IN_FAMILY)
def delivery_worker_add(request: HttpRequest, family: uuid.UUID, delivery: uuid.UUID) -> HttpResponse:
    """One more of us gives it."""
    found = find(request, family, delivery)
    form = WorkerForm(request.POST or None)

    def do(given: Given) -> Any:
        who = uuid.UUID(given["worker"])
        return actions.join_worker(delivery=found, colleague=who, part=given["part"], **stamp(request))

    return about_delivery(request, form, do, found, heading=_("Add a colleague"))


@writing(May.WRITE_IN_FAMILY)
def delivery_worker_end(
    request: HttpRequest, family: uuid.UUID, delivery: uuid.UUID, worker: uuid.UUID
) -> HttpResponse:  # fmt: skip
    """Somebody does not give it any more."""
    found, row = find(request, family, delivery), queries.worker(family, worker)
    back = reverse("delivery", args=[family, delivery])
    return confirm(
        request, lambda: actions.end_worker(worker=row, **stamp(request)), file=family, subject=found.subject,
        heading=_("Does she not give it any more?"), who=row.colleague.name, back=back, done=back,
        submit=_("Not any more"),
    )  # fmt: skip


# --- what these forms share


def find(request: HttpRequest, family: uuid.UUID, delivery: uuid.UUID) -> Delivery:
    """A delivery of this family that the asker's part writes. Raises Delivery.DoesNotExist or Http404: both alike."""
    found = queries.delivery(family, delivery)
    may_write(request, Category(found.category))
    return found


def about_delivery(request: HttpRequest, form: CalmForm, do: Any, found: Delivery, **shown: Any) -> HttpResponse:
    """A form about one delivery: the programme's name stands above it, and it leads back to it."""
    back = reverse("delivery", args=[found.family_id, found.pk])
    programme = library.programme(found.programme)
    shown = {"who": programme.name if programme else "", "back": back, "done": back, **shown}
    return handle(request, form, do, file=found.family_id, subject=found.subject, **shown)


def to_delivery(thing: Delivery) -> str:
    """The delivery's page."""
    return reverse("delivery", args=[thing.family_id, thing.pk])


def _name(group: GroupDelivery) -> str:
    programme = library.programme(group.programme)
    return programme.name if programme else group.programme


def _kinds(me: Me) -> list[tuple[str, Any]]:
    usual = ("", _("What is usual for this programme"))
    found = [(kind, label) for kind, label in KINDS.items() if kind in rules.FITTING and me.may_write(kind)]
    return [usual, *((str(int(kind)), label) for kind, label in found)]
