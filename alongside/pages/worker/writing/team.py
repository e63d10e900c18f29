"""Her team: joining, leaving, handing over, the one to turn to; and keeping a colleague out of a file."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.continuity import queries as continuity
from alongside.enrolment import actions as enrolment
from alongside.enrolment import queries
from alongside.enrolment.terms import WhyHandOver, WorksWith
from alongside.families import queries as families
from alongside.families.models import Family
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented.looks import short
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.choices import called, colleagues, offered, or_nothing, parts, to_choose
from alongside.pages.worker.writing.fields import Choices, choose, past_day, pick, tick, today, words
from alongside.pages.worker.writing.handling import Given, confirm, handle, may_write, stamp, to_family, writing
from alongside.safekeeping.terms import Category


def somebody(label: Any) -> forms.ChoiceField:
    """A colleague or a child, filled in for each family."""
    return forms.ChoiceField(label=label, choices=())


def colleague(id: str) -> Any:
    """Somebody who works here today. Raises DoesNotExist for anybody else."""
    return accounts.colleagues(today()).get(pk=id)


class JoinForm(CalmForm):
    """Who, in which part, with whom, from when."""

    whys: ClassVar = {
        "works_with": gettext_lazy(
            "She is let in to no more than this: somebody who works with the children sees the children."
        )
    }
    colleague = somebody(gettext_lazy("Who joins"))
    role = pick(gettext_lazy("In which part"), (), required=True)
    works_with = choose(gettext_lazy("Works with"), WorksWith.choices, initial=WorksWith.FAMILY)
    child = somebody(gettext_lazy("Which child, if it is one"))
    from_on = past_day(gettext_lazy("From"))

    def __init__(self, *args: Any, colleagues: Choices = (), children: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = to_choose(colleagues)
        self.fields["role"].choices = to_choose(parts())
        self.fields["child"].choices, self.fields["child"].required = or_nothing(children), False


def _not_by_cover(family: uuid.UUID) -> None:
    """Whoever is there by covering alone says nothing about who works with them. Raises Http404."""
    if continuity.covers_alone(family):
        raise Http404


@writing(May.ARRANGE_TEAM)
def team_join(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """A colleague joins her team and is let in, as far as the part reaches."""
    _not_by_cover(family)
    may_write(request, Category.CONTACT)
    file, children = finding.family(family), list(families.children_of(family))
    form = JoinForm(
        request.POST or None, colleagues=colleagues(), children=[(str(c.pk), called(c.person)) for c in children]
    )

    def do(given: Given) -> Any:
        told = {k: given[k] for k in ("role", "works_with", "from_on")}
        child = offered(children, given["child"]) if given["works_with"] == WorksWith.ONE_CHILD else None
        return enrolment.join_team(
            family=file, colleague=colleague(given["colleague"]), child=child, **told, **stamp(request)
        )

    return handle(request, form, do, file=family, heading=_("Somebody joins her team"))


class LeaveForm(CalmForm):
    """From which day on."""

    on = past_day(gettext_lazy("From this day on, no longer on the team"))


@writing(May.ARRANGE_TEAM)
def team_leave(request: HttpRequest, family: uuid.UUID, member: uuid.UUID) -> HttpResponse:
    """A colleague leaves the team without handing over; what was written stays."""
    _not_by_cover(family)
    may_write(request, Category.CONTACT)
    found = queries.team_on(family, today()).get(pk=member)
    return handle(
        request,
        LeaveForm(request.POST or None),
        lambda given: enrolment.leave_team(member=found, on=given["on"], **stamp(request)),
        file=family,
        heading=_("Somebody leaves the team"),
        who=found.colleague.name,
        lead=_("If somebody else goes on, hand over instead, so that she is not left with a gap."),
    )


class HandOverForm(CalmForm):
    """A good-bye and a hello."""

    to_colleague = somebody(gettext_lazy("Who goes on"))
    on = past_day(gettext_lazy("From"))
    why = choose(gettext_lazy("Why"), WhyHandOver.choices)
    met_together = tick(gettext_lazy("She, the old and the new worker met together"))
    to_know = words(gettext_lazy("What is good to know"))
    her_words = words(gettext_lazy("What she says about it"))

    def __init__(self, *args: Any, colleagues: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_colleague"].choices = to_choose(colleagues)


@writing(May.ARRANGE_TEAM)
def hand_over(request: HttpRequest, family: uuid.UUID, member: uuid.UUID) -> HttpResponse:
    """One colleague goes, another goes on."""
    _not_by_cover(family)
    may_write(request, Category.CONTACT, Category.SERVICE_USE)
    found = queries.team_on(family, today()).get(pk=member)
    form = HandOverForm(request.POST or None, colleagues=colleagues(but=[found.colleague_id]))

    def do(given: Given) -> Any:
        told = {k: given[k] for k in ("on", "why", "met_together", "to_know", "her_words")}
        return enrolment.hand_over(
            family=finding.family(family),
            from_member=found,
            to_colleague=colleague(given["to_colleague"]),
            **told,
            **stamp(request),
        )

    return handle(request, form, do, file=family, heading=_("Handing over"), who=found.colleague.name)


class KeyWorkerForm(CalmForm):
    """One person to turn to, at a time."""

    colleague = somebody(gettext_lazy("The one to turn to"))
    from_on = past_day(gettext_lazy("From"))

    def __init__(self, *args: Any, colleagues: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = to_choose(colleagues)


@writing(May.ARRANGE_TEAM)
def key_worker(request: HttpRequest, family: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """The one person to turn to, for her or for a child."""
    _not_by_cover(family)
    may_write(request, Category.CONTACT)
    found = finding.person(family, person)
    team = {str(m.colleague_id): m.colleague.name for m in queries.team_on(family, today())}
    form = KeyWorkerForm(request.POST or None, colleagues=team.items())

    def do(given: Given) -> Any:
        chosen = colleague(given["colleague"])
        return enrolment.set_key_worker(
            family=finding.family(family), person=found, colleague=chosen, from_on=given["from_on"], **stamp(request)
        )

    return handle(request, form, do, file=family, subject=person, about=found, heading=_("The one to turn to"))


class KeepOutForm(CalmForm):
    """Who, and why; only those who keep the wall read the reason."""

    colleague = somebody(gettext_lazy("Who must not see this file"))
    why = words(gettext_lazy("Why"), required=True, help_text=gettext_lazy("Read only by those who look after access."))

    def __init__(self, *args: Any, colleagues: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = to_choose(colleagues)


@writing(May.KEEP_OUT)
def keep_out(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """A relative, an ex-partner's sister, or her wish: from now on this colleague sees nothing of this file."""
    file = _walled(request, family)
    form = KeepOutForm(request.POST or None, colleagues=colleagues())
    return handle(
        request,
        form,
        lambda given: enrolment.keep_out(
            family=file, colleague=colleague(given["colleague"]), why=given["why"], **stamp(request)
        ),
        file=family,
        back=_from_where(request, family),
        heading=_("Keep a colleague out of this file"),
        kept=_kept(family),
        template="worker/writing/keep_out.html",
        who=_number(request, family),
        lead=_("It acts at once, whatever team or part they have. They are not told that there is a file."),
        seen_by=_("those who look after access"),
    )


def _walled(request: HttpRequest, family: uuid.UUID) -> Family:
    """A file whose wall she keeps; its name is not asked for, because she may not read one. Raises Http404."""
    if not queries.keeps_wall_of(family, request.me.principal):  # type: ignore[attr-defined]
        raise Http404
    return Family(pk=family)


def _from_where(request: HttpRequest, family: uuid.UUID) -> str:
    """Where she came from: the family's page, or the trail for whoever opens no family's page."""
    if decide(request.me, May.SEE_FAMILIES):  # type: ignore[attr-defined]
        return to_family(family)
    return f"{reverse('trail')}?about={family}"


def _number(request: HttpRequest, family: uuid.UUID) -> str:
    """Which file it is, for whoever knows files by number."""
    return "" if decide(request.me, May.SEE_FAMILIES) else _("File %(n)s") % {"n": short(family)}  # type: ignore[attr-defined]


def _kept(family: uuid.UUID) -> list[tuple[Any, str]]:
    rows = list(queries.kept_out_of(family))
    names = accounts.names({row.colleague_id for row in rows})
    return [(row, names.get(row.colleague_id, "")) for row in rows]


@writing(May.KEEP_OUT)
def let_back(request: HttpRequest, family: uuid.UUID, row: uuid.UUID) -> HttpResponse:
    """They may see this file again, as far as team and part reach."""
    found = queries.kept_out_of(_walled(request, family).pk).get(pk=row)
    return confirm(
        request,
        lambda: enrolment.let_back(kept_out=found, **stamp(request)),
        file=family,
        back=_from_where(request, family),
        heading=_("Let them back?"),
        lead=_("They will see this file again, as far as their team and part reach."),
        who=accounts.names({found.colleague_id}).get(found.colleague_id, ""),
        submit=_("Let them back"),
        seen_by=_("those who look after access"),
    )
