"""Days away, asking somebody to be there meanwhile, her answer, and handing back."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.continuity import actions, queries, rules
from alongside.continuity.models import Cover
from alongside.enrolment import queries as enrolment
from alongside.families.models import Family
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented.cover import days_words
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.choices import colleagues, offered, staff_with_parts, to_choose
from alongside.pages.worker.writing.fields import choose, day, pick, today
from alongside.pages.worker.writing.fields import words as free_words
from alongside.pages.worker.writing.handling import Given, confirm, handle, stamp, writing

_DAY = timedelta(days=1)
HERE = "cover"


class AwayForm(CalmForm):
    """From when until when. Nobody asks why."""

    who = pick(gettext_lazy("Who is away?"), required=True)
    first = day(gettext_lazy("The first day away"), required=True)
    last = day(gettext_lazy("The last day away"), required=True)

    def __init__(self, *args: Any, people: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people:
            self.fields["who"].choices = to_choose(people)
        else:
            del self.fields["who"]


def _arranges(request: HttpRequest) -> bool:
    return bool(decide(request.me, May.KEEP_RHYTHM))  # type: ignore[attr-defined]


@writing(May.SEE_FAMILIES)
def away_add(request: HttpRequest) -> HttpResponse:
    """She is away for some days; whoever arranges teams writes it for a colleague too."""
    me = request.me  # type: ignore[attr-defined]
    people = colleagues() if _arranges(request) else []
    form = AwayForm(request.POST or None, people=people, initial={"who": str(me.principal)})

    def do(given: Given) -> Any:
        who = offered(accounts.colleagues(today()), given.get("who") or str(me.principal))
        return actions.go_away(
            colleague=who, first=given["first"], last=given["last"], id=given["submission"], **stamp(request)
        )

    lead = _("Why is nobody’s business, and is not asked. Colleagues see the days.")
    to = reverse(HERE)
    return handle(request, form, do, heading=_("Days away"), lead=lead, back=to, done=to)


class ShorterForm(CalmForm):
    """The days that are left of it."""

    first = day(gettext_lazy("The first day away"), required=True)
    last = day(gettext_lazy("The last day away"), required=True)


@writing(May.SEE_FAMILIES)
def away_shorten(request: HttpRequest, away: uuid.UUID) -> HttpResponse:
    """She is back sooner, or goes later."""
    found = _own(request, away)
    form = ShorterForm(request.POST or None, initial={"first": found.during.lower, "last": found.during.upper - _DAY})

    def do(given: Given) -> Any:
        return actions.shorten(away=found, first=given["first"], last=given["last"], by=stamp(request)["by"])

    lead = _("On the other days nobody is let in by covering any more, from this moment on.")
    to = reverse(HERE)
    shown = {"heading": _("Fewer days away"), "lead": lead, "who": found.colleague.name, "back": to, "done": to}
    return handle(request, form, do, **shown)


@writing(May.SEE_FAMILIES)
def away_stay(request: HttpRequest, away: uuid.UUID) -> HttpResponse:
    """She is not away after all."""
    found, to = _own(request, away), reverse(HERE)
    return confirm(
        request, lambda: actions.stay(away=found, **stamp(request)), heading=_("Here after all?"),
        lead=_("Every cover for these days ends at once."), who=found.colleague.name, submit=_("Here after all"),
        back=to, done=to,
    )  # fmt: skip


def _own(request: HttpRequest, away: uuid.UUID) -> Any:
    found = queries.away(away)
    if found.colleague_id != request.me.principal and not _arranges(request):  # type: ignore[attr-defined]
        raise Http404
    return found


class AskForm(CalmForm):
    """Whom, and for which of the days."""

    who = pick(gettext_lazy("Who could be there?"), required=True)
    first = day(gettext_lazy("From"), required=True)
    last = day(gettext_lazy("To"), required=True)

    def __init__(self, *args: Any, people: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = to_choose(people)


@writing(May.SEE_FAMILIES)
def cover_ask(request: HttpRequest, away: uuid.UUID, family: uuid.UUID) -> HttpResponse:
    """Somebody of the team first, then everybody else; she answers herself."""
    leave, file = _own(request, away), finding.family(family)
    leave_days = (leave.during.lower, leave.during.upper)
    team = {str(member.colleague_id) for member in enrolment.team_on(family, leave_days[0])}
    people = [each for each in staff_with_parts() if not each[0].startswith(str(leave.colleague_id))]
    people = sorted(people, key=lambda each: each[0].split()[0] not in team)
    form = AskForm(
        request.POST or None, people=people,
        initial={
            "first": max(today(), leave_days[0]), "last": leave_days[1] - _DAY, "who": people[0][0] if people else "",
        },
    )  # fmt: skip

    def do(given: Given) -> Any:
        chosen, _space, part = given["who"].partition(" ")
        return actions.ask_cover(
            family=Family(pk=file.pk), away=leave, colleague=offered(accounts.colleagues(today()), chosen), role=part,
            first=given["first"], last=given["last"], id=given["submission"], **stamp(request),
        )  # fmt: skip

    lead = _(
        "Whoever works with this family already stands first. From her yes on she is let in for exactly these days, "
        "as far as %(name)s is, and never further than her own part. The woman reads on her own page who it is, and "
        "may wish for somebody else."
    ) % {"name": leave.colleague.name}
    to = reverse(HERE)
    shown = {"heading": _("Ask somebody to be there"), "lead": lead, "back": to, "done": to}
    return handle(request, form, do, file=family, **shown)


class AnswerForm(CalmForm):
    """Yes or no; nobody asks why."""

    answer = choose(
        gettext_lazy("Can you be there?"),
        [("yes", gettext_lazy("Yes, I am there on these days")), ("no", gettext_lazy("No, I cannot"))],
        initial="yes",
    )


@writing(May.SEE_FAMILIES)
def cover_answer(request: HttpRequest, cover: uuid.UUID) -> HttpResponse:
    """She says herself whether she can."""
    found, me = queries.cover(cover), request.me  # type: ignore[attr-defined]
    if found.colleague_id != me.principal:
        raise Http404
    form = AnswerForm(request.POST or None)

    def do(given: Given) -> Any:
        return actions.answer_cover(cover=found, yes=given["answer"] == "yes", by=me.principal)

    name, days = found.away.colleague.name, _days_of(found)
    heading = _("Be there while %(name)s is away?") % {"name": name}
    lead = _("%(days)s. No is an answer like yes.") % {"days": days}
    return handle(request, form, do, heading=heading, lead=lead, back=reverse(HERE), done=reverse(HERE))


@writing(May.SEE_FAMILIES)
def cover_not(request: HttpRequest, cover: uuid.UUID) -> HttpResponse:
    """She told us that she would like somebody else."""
    found, to = queries.cover(cover), reverse(HERE)
    return confirm(
        request, lambda: actions.not_this_person(cover=found, by=stamp(request)["by"]), file=found.family_id,
        heading=_("She would like somebody else"), who=found.colleague.name, submit=_("She would like somebody else"),
        lead=_("It ends at once, nobody asks why, and somebody else is asked."), back=to, done=to,
    )  # fmt: skip


@writing(May.SEE_FAMILIES)
def cover_end(request: HttpRequest, cover: uuid.UUID) -> HttpResponse:
    """It is needed no longer."""
    found, to = queries.cover(cover), reverse(HERE)
    return confirm(
        request, lambda: actions.end_cover(cover=found, by=stamp(request)["by"]), file=found.family_id,
        heading=_("End this cover?"), who=found.colleague.name, submit=_("End this cover"), back=to, done=to,
        lead=_("By covering she is let in no longer, from this moment on. A place of her own on the team stays."),
    )  # fmt: skip


def _days_of(cover: Cover) -> str:
    """In words: leave may have been made shorter since she was asked."""
    asked, away = (cover.during.lower, cover.during.upper), (cover.away.during.lower, cover.away.during.upper)
    return days_words(*(rules.within(asked, away) or asked))


class BackForm(CalmForm):
    """A few words; everything else stands in the notes."""

    words = free_words(
        gettext_lazy("What happened meanwhile"), required=True,
        help_text=gettext_lazy("A few words, and what waits. Notes stand on the timeline; nobody writes them twice."),
    )  # fmt: skip


@writing(May.SEE_FAMILIES)
def hand_back(request: HttpRequest, cover: uuid.UUID) -> HttpResponse:
    """For the one who comes back."""
    found, me = queries.cover(cover), request.me  # type: ignore[attr-defined]
    if found.colleague_id != me.principal or not queries.is_agreed(found):
        raise Http404
    form = BackForm(request.POST or None)

    def do(given: Given) -> Any:
        return actions.hand_back(cover=found, words=given["words"], id=given["submission"], **stamp(request))

    heading = _("For %(name)s, when she is back") % {"name": found.away.colleague.name}
    return handle(request, form, do, heading=heading, back=reverse(HERE), done=reverse(HERE))
