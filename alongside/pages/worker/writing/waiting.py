"""While somebody waits: what was offered, who told us of her, her welcome; words at the door; for whom we are."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.agencies import queries as agencies
from alongside.families import queries as families
from alongside.families.terms import PersonKind
from alongside.intake import actions, queries
from alongside.intake.actions import Heard
from alongside.intake.terms import How, Knows, Meanwhile, TakenAs, ToldBy, Wanted, WhoFor
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.choices import colleagues, offered, to_choose
from alongside.pages.worker.writing.fields import choose, line, number, past_day, pick, several, today
from alongside.pages.worker.writing.fields import words as free_words
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, to_family, writing
from alongside.safekeeping.terms import Category


class OfferForm(CalmForm):
    """What there was meanwhile. It asks for nothing."""

    what = choose(gettext_lazy("What was offered?"), Meanwhile.choices)
    wanted = choose(gettext_lazy("Did she want it?"), Wanted.choices, initial=Wanted.YES)
    on = past_day(gettext_lazy("The day"))
    words = line(gettext_lazy("A few words"))


@writing(May.WRITE_IN_FAMILY)
def offer_add(request: HttpRequest, family: uuid.UUID, woman: uuid.UUID) -> HttpResponse:
    """Something was offered while she waits."""
    may_write(request, Category.SERVICE_USE)
    her = finding.woman(family, woman)
    form = OfferForm(request.POST or None)

    def do(given: Given) -> Any:
        said = {name: given[name] for name in ("what", "wanted", "on", "words")}
        return actions.offer(woman=her, id=given["submission"], **said, **stamp(request))

    lead = _("Nothing here is a condition for anything, and “not now” closes nothing.")
    shown = {"heading": _("Something was offered meanwhile"), "lead": lead, "about": her.person}
    return handle(request, form, do, file=family, subject=woman, **_back(family), **shown)


class HeardForm(CalmForm):
    """Who told us, how, where, in whose words."""

    told_by = choose(gettext_lazy("Who told us?"), ToldBy.choices, initial=ToldBy.HERSELF)
    how = choose(gettext_lazy("How?"), [(how.value, how.label) for how in How if how != How.PAGE], initial=How.CALL)
    on = past_day(gettext_lazy("The day"))
    teller = line(gettext_lazy("Their name, if they said"))
    place = line(gettext_lazy("Where?"))
    words = free_words(gettext_lazy("What they said, in their words"))
    knows = pick(gettext_lazy("Does she know that they told us?"), Knows.choices)
    source = line(gettext_lazy("The word on the card or poster"), longest=40)


@writing(May.WRITE_IN_FAMILY)
def heard_add(request: HttpRequest, family: uuid.UUID, woman: uuid.UUID) -> HttpResponse:
    """A ward calls, her sister comes by: of somebody whom we know already. Nothing is opened a second time."""
    may_write(request, Category.SERVICE_USE)
    her = finding.woman(family, woman)
    form = HeardForm(request.POST or None)

    def do(given: Given) -> Any:
        return actions.hear_of(woman=her, on=given["on"], heard=heard(given), id=given["submission"], **stamp(request))

    lead = _("Please say nothing of her to them, also not that she comes here.")
    shown = {"heading": _("Somebody told us of her"), "lead": lead, "about": her.person}
    return handle(request, form, do, file=family, subject=woman, **_back(family), **shown)


def heard(given: Given) -> Heard:
    """What was said of how we heard."""
    names = ("teller", "place", "words", "knows", "source")
    return Heard(told_by=given["told_by"], how=given["how"], **{name: given[name] for name in names})


class WelcomeForm(CalmForm):
    """The day, who welcomed her, and what she said."""

    on = past_day(gettext_lazy("The day of her welcome"))
    colleague = pick(gettext_lazy("Who welcomed her?"), required=True)
    her_words = free_words(gettext_lazy("What she said"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = to_choose(colleagues())


@writing(May.WRITE_IN_FAMILY)
def welcome_add(request: HttpRequest, family: uuid.UUID, woman: uuid.UUID) -> HttpResponse:
    """She is welcomed, and with us from then on."""
    may_write(request, Category.SERVICE_USE)
    her, me = finding.woman(family, woman), request.me  # type: ignore[attr-defined]
    form = WelcomeForm(request.POST or None, initial={"colleague": str(me.principal)})

    def do(given: Given) -> Any:
        by_whom = offered(accounts.colleagues(today()), given["colleague"])
        said = {"on": given["on"], "her_words": given["her_words"]}
        return actions.welcome(woman=her, colleague=by_whom, **said, **stamp(request))

    lead = _("There is nothing she has to do first.")
    shown = {"heading": _("Welcome her"), "lead": lead, "about": her.person}
    return handle(request, form, do, file=family, subject=woman, **_back(family), **shown)


def _back(family: uuid.UUID) -> dict[str, str]:
    to = reverse("getting_to_know", args=[family])
    return {"back": to, "done": to}


class KnockForm(CalmForm):
    """Whether it is taken in."""

    what = choose(
        gettext_lazy("What would you like to do?"),
        [
            (TakenAs.FILE.value, gettext_lazy("Take it in: open her file, and answer her")),
            (TakenAs.ASIDE.value, gettext_lazy("Put it aside: there is nothing to do")),
        ],
        initial=TakenAs.FILE,
    )


@writing(May.OPEN_FILE)
def knock(request: HttpRequest, knock: uuid.UUID) -> HttpResponse:
    """What somebody wrote on the page for everybody. Whoever takes it is her first person to turn to."""
    found, me = queries.knock(knock), request.me  # type: ignore[attr-defined]
    form = KnockForm(request.POST or None)

    def do(given: Given) -> Any:
        if given["what"] == TakenAs.ASIDE:
            return actions.put_aside(knock=found, **stamp(request))
        part = accounts.roles_on(me.principal, today()).first()
        colleague = accounts.colleagues(today()).get(pk=me.principal)
        return actions.take_in(knock=found, colleague=colleague, part=part.name, **stamp(request))

    same = families.possible_duplicates([found.called], None) if found.called else []
    shown = {
        "heading": _("Left on the page for everybody"),
        "knock": found,
        "same": [each for each in same if each.person.kind != PersonKind.CHILD],
        "back": reverse("waits"),
        "submit": _("Go on"),
    }
    return handle(
        request, form, do, done=lambda family: to_family(family.pk) if family else reverse("waits"),
        template="worker/writing/knock.html", **shown,
    )  # fmt: skip


class DoorForm(CalmForm):
    """For whom the programme usually is. It is said, and asked of nobody."""

    who_for = several(gettext_lazy("For whom are we?"), WhoFor.choices)
    child_under = number(gettext_lazy("A young child is younger than how many years?"), least=1, most=21, required=True)
    answer_days = number(gettext_lazy("Within how many days do we answer?"), least=1, most=60, required=True)
    words = free_words(gettext_lazy("What else to say on the page for everybody, in English"))
    words_fr = free_words(gettext_lazy("The same in French"))


@writing(May.KEEP_DOOR)
def door(request: HttpRequest) -> HttpResponse:
    """What is said of the door from now on, on the page for everybody and beside a first contact."""
    now = queries.door()
    names = ("who_for", "child_under", "answer_days", "words", "words_fr")
    form = DoorForm(request.POST or None, initial={name: getattr(now, name) for name in names})

    def do(given: Given) -> Any:
        agency = agencies.agency(request.me.agency)  # type: ignore[attr-defined]
        return actions.keep_door(agency=agency, **{name: given[name] for name in names}, **stamp(request))

    lead = _("It informs. Nobody is turned away by it, and no page asks whether somebody fits.")
    shown = {"heading": _("For whom we are, and what happens next"), "lead": lead, "back": reverse("waits")}
    return handle(request, form, do, done=reverse("waits"), **shown)
