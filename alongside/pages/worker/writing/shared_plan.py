"""The shared plan: a lane said anew with her, her signature under what stands, what she says to it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.care import actions, queries, rules
from alongside.care.models import LaneVersion
from alongside.care.rules import LaneStep
from alongside.care.terms import Does
from alongside.consent import actions as statements
from alongside.consent.terms import SignedHow
from alongside.goals import queries as goals
from alongside.goals.terms import Lane, Standing
from alongside.pages.design.forms import CalmForm
from alongside.pages.design.signature import SignatureForm
from alongside.pages.worker.presented import shared_plan as present
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.choices import called, colleagues
from alongside.pages.worker.writing.fields import (
    Choices,
    choose,
    day,
    line,
    past_day,
    several,
    tick,
    today,
    words,
)
from alongside.pages.worker.writing.goals import WHO_READS, of_whom
from alongside.pages.worker.writing.handling import (
    Given,
    base_version,
    handle,
    may_write,
    stamp,
    was_set_aside,
    writing,
)
from alongside.pages.worker.writing.her_notes import SaidForm

FEWEST, SPARE = 3, 2  # rows for things to do: so many at least, and so many empty ones below what stands
GONE = (Standing.PUT_AWAY, Standing.CHANGED)
SHORT = 80  # characters of a goal's words beside its box


class LaneForm(CalmForm):
    """Her words, what is done and by whom, who leads, which goals of hers belong here."""

    versioned = True
    whys: ClassVar = {
        "nobody_else": WHO_READS["nobody_else"],
        "leads": gettext_lazy("She leads. This says which of us she can turn to first, so that she need not ask two."),
    }
    her_words = words(
        gettext_lazy("What she says about this, in her words"), rows=4, help_text=gettext_lazy("As she says it.")
    )
    leads = choose(gettext_lazy("Who is beside her here?"), [(each, each.label) for each in rules.LEADING])
    goals = several(gettext_lazy("Goals of hers that belong here"))
    on = past_day(gettext_lazy("The day it was said"))
    again_on = day(
        gettext_lazy("When would she like to look at it together again?"),
        help_text=gettext_lazy("She chooses, also that there is no such day. Nothing is late after it."),
    )
    named = several(gettext_lazy("Who else is named in it?"))
    nobody_else = tick(gettext_lazy("It speaks of nobody else"))

    def __init__(
        self, data: Any = None, *args: Any, rows: int = FEWEST, workers: Choices = (), wishes: Choices = (),
        people: Choices = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, *args, **kwargs)
        sent = [n for n in range(rules.MOST_STEPS) if f"what_{n}" in (data or {})]
        self.rows = range(min(max(rows, FEWEST, *(n + 1 for n in sent)), rules.MOST_STEPS))
        who = [
            *((f"{Does.COLLEAGUE}:{id}", name) for id, name in workers),
            (Does.SOMEBODY.value, _("somebody she names")),
            (Does.AGENCY.value, _("another agency, by name")),
        ]
        for n in self.rows:
            number = {"n": n + 1}
            self._add(f"what_{n}", line(_("What is done (%(n)d)") % number, longest=rules.SHORT_TEXT))
            self._add(f"who_{n}", forms.ChoiceField(
                label=_("Who does it (%(n)d)") % number, required=False,
                choices=[(Does.HERSELF.value, _("she does it herself")), *who],
            ))  # fmt: skip
            self._add(f"name_{n}", line(_("Name, as she calls them (%(n)d)") % number))
            self._add(f"when_{n}", day(_("About when (%(n)d)") % number))
        self.fields["goals"].choices, self.fields["named"].choices = wishes, people
        if not wishes:
            del self.fields["goals"]
        steps = [f"{part}_{n}" for n in self.rows for part in ("what", "who", "name", "when")]
        self.sections = (  # type: ignore[misc]
            (_("What we do"), _("Small, and few. A row without words is left out."), steps),
            (_("Together"), "", ("leads", "goals", "on", "again_on")),
            (_("Who may read it"), "", ("named", "nobody_else")),
        )

    def _add(self, name: str, field: forms.Field) -> None:
        field.why = ""  # type: ignore[attr-defined]
        field.widget.attrs.setdefault("autocomplete", "off")
        self.fields[name] = field

    def steps(self, given: Given) -> list[LaneStep]:
        """What is done, row by row, without rows that say nothing."""
        return list(self._steps(given))

    def _steps(self, given: Given) -> Iterator[LaneStep]:
        for n in self.rows:
            who, _colon, colleague = (given[f"who_{n}"] or Does.HERSELF.value).partition(":")
            what, name = given[f"what_{n}"], given[f"name_{n}"]
            if what or name:
                id = uuid.UUID(colleague) if colleague else None
                yield LaneStep(what, who, name, id, given[f"when_{n}"])


def answers(given: Given, form: LaneForm) -> dict[str, Any]:
    """What the action is told, from what the form was answered."""
    return {
        "her_words": given["her_words"],
        "steps": form.steps(given),
        "leads": given["leads"],
        "goals": [uuid.UUID(id) for id in given.get("goals", ())],
        "on": given["on"],
        "again_on": given["again_on"],
        "about": of_whom(given),
    }


@writing(May.WRITE_IN_FAMILY)
def lane_words(request: HttpRequest, family: uuid.UUID, lane: str) -> HttpResponse:
    """What stands in a lane from now on; the first words, or further ones. What stood before stays readable."""
    held = rules.lane_of(lane)
    if held is None:
        raise Http404
    may_write(request, rules.OF_LANE[held])
    file = scope.the_file(family)
    if not file.knows_her:
        raise Http404
    row = queries.lane(family, held)
    now = row.now if row else None
    number = now.number if now else 0
    first = {"leads": rules.USUALLY_LEADS[held]} | (initial_of(now) if now else {}) | {"on": today()}
    form = LaneForm(request.POST or None, initial=first, version=number, **offered(file, now))

    def do(given: Given) -> Any:
        base = base_version(given, number)
        told = answers(given, form)
        found = finding.family(family)
        return actions.say_lane(
            family=found, woman=file.woman.id, lane=lane, base_version=base, **told, **stamp(request)
        )

    back = reverse("shared_plan", args=[family])
    lead = _("Write it with her. It can be little. Whatever she leaves out stays out.")
    shown = {"heading": held.label.capitalize(), "lead": lead, "back": back}
    return handle(request, form, do, file=family, subject=file.woman.id, done=to_plan, **shown)


class SignForm(SignatureForm):
    """Her signature under what is shown: ``shown`` holds the numbers of the versions that she read."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def versions(self) -> list[uuid.UUID]:
        """What was shown to her; nothing for a hand-made request with something else."""
        try:
            return [uuid.UUID(id) for id in self.cleaned_data["shown"].split()]
        except ValueError:
            return []


@writing(May.WRITE_IN_FAMILY)
def plan_sign(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Read with her on a worker's device, and signed: drawn, typed, or said before a colleague who heard it."""
    me, file = request.me, scope.the_file(family)  # type: ignore[attr-defined]
    if not file.knows_her:
        raise Http404
    rows = queries.shared_plan(family)
    asked = present.to_sign(rows, me)
    if not asked:
        raise Http404
    first = {"shown": " ".join(str(row.now.pk) for row in asked)}
    form = SignForm(request.POST or None, initial=first, witnesses=colleagues())

    def do(_given: Given) -> Any:
        witness = form.cleaned_data["witness"]
        return actions.sign_plan(
            family=family, woman=file.woman.id, versions=form.versions(), how=form.way, signature=form.signature,
            witness=uuid.UUID(witness) if witness else None, **stamp(request),
        )  # fmt: skip

    goals_there = queries.goals_pointed_to(family, asked)
    workers = accounts.names(present.people_in(asked))
    lanes = present.lanes(asked, family, me, workers, goals_there, {}, today=True)
    page = handle(
        request, form, do, file=family, subject=file.woman.id, heading=_("Read it with her, and sign"),
        back=reverse("shared_plan", args=[family]), done=reverse("shared_plan", args=[family]),
        template="worker/shared_plan/sign.html", ways=SignedHow, drawn=request.POST.get("drawn", ""),
        lanes=[each for each in lanes if not each.empty], today_shown=first["shown"],
    )  # fmt: skip
    return page


@writing(May.WRITE_IN_FAMILY)
def lane_said(request: HttpRequest, family: uuid.UUID, version: uuid.UUID) -> HttpResponse:
    """She says that something of it is not right, and somebody writes it down for her (D-93)."""
    found = queries.lane_version(family, version)
    may_write(request, rules.OF_LANE[Lane(found.lane)])

    def do(given: Given) -> Any:
        return statements.record_statement(
            family=family, subject=found.subject, category=found.category, about="care.laneversion", target=found.pk,
            words=given["words"], asks_change=given["asks_change"], **stamp(request),
        )  # fmt: skip

    back = reverse("shared_plan", args=[family])
    return handle(
        request, SaidForm(request.POST or None), do, file=family, subject=found.subject, own_words=found.her_words,
        heading=_("She says something to this"), done=back, back=back,
    )  # fmt: skip


# --- what these forms share


def to_plan(thing: Any) -> str:
    """The plan; both versions side by side when a colleague was quicker."""
    if was_set_aside(thing):
        return reverse("two_versions", args=[thing.family, thing.id])
    return reverse("shared_plan", args=[thing.family_id])


def offered(file: scope.File, now: Any) -> dict[str, Any]:
    """What the form of a lane offers: people, colleagues (also those who left, where they stand in it), her goals."""
    steps = [LaneStep.read(each) for each in now.steps] if now else []
    workers = colleagues()
    here = {id for id, _name in workers}
    gone = {step.colleague for step in steps if step.colleague and str(step.colleague) not in here}
    workers += [(str(id), name) for id, name in accounts.names(gone).items()]
    wishes = [(str(row.goal.pk), row.goal.her_words[:SHORT]) for row in goals.goals_of(file.id) if _goes_on(row, now)]
    people = [(str(p.id), called(p)) for p in file.people if p.id != file.woman.id]
    return {"rows": len(steps) + SPARE, "workers": workers, "wishes": wishes, "people": people}


def _goes_on(row: Any, now: Any) -> bool:
    return row.stands.state not in GONE or (now is not None and row.goal.pk in now.goals)


def initial_of(row: LaneVersion | Any) -> dict[str, Any]:
    """What a form shows of a version."""
    first: dict[str, Any] = {
        "her_words": row.her_words,
        "leads": row.leads,
        "goals": [str(id) for id in row.goals],
        "on": row.on,
        "again_on": row.again_on,
        "named": [str(id) for id in row.about or () if id],
        "nobody_else": row.about == [],
    }
    for n, step in enumerate(LaneStep.read(each) for each in row.steps):
        who = f"{step.who}:{step.colleague}" if step.colleague else str(step.who)
        first |= {f"what_{n}": step.what, f"who_{n}": who, f"name_{n}": step.name, f"when_{n}": step.when}
    return first
