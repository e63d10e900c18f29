"""Offering questions, what she says to them, and beginning with her."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from alongside.access import scope
from alongside.access.policy import May
from alongside.assessment import actions as assessment
from alongside.assessment import queries, rules
from alongside.assessment.terms import Feeling, Mode
from alongside.pages import tokens
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import people
from alongside.pages.worker.presented import questions as present
from alongside.pages.worker.writing import choices, finding
from alongside.pages.worker.writing.about import asked_for, subjects, whom
from alongside.pages.worker.writing.fields import Choices, choose, number, pick, several, words
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing
from alongside.safekeeping import actions as safekeeping

SAYS = [
    ("yes", gettext_lazy("Yes, soon or now")),
    ("later", gettext_lazy("Later")),
    ("no", gettext_lazy("She would rather not")),
]
KINDS = {
    "woman": gettext_lazy("About her"),
    "dyad": gettext_lazy("About the two together"),
    "child": gettext_lazy("About the child"),
}
# How it can be answered here; by post is a page of its own.
MODES = [Mode.TABLET, Mode.INTERVIEW, Mode.PHONE]


def to_questions(family: uuid.UUID) -> str:
    """The address of the family's questions and answers."""
    return reverse("questions", args=[family])


class OfferForm(CalmForm):
    """A few measures, chosen with her; what she says to them."""

    whys: ClassVar = {
        "measures": gettext_lazy("A few at a time. She chooses; nothing depends on it."),
    }
    about = forms.ChoiceField(label=gettext_lazy("Whom is it about?"), widget=forms.RadioSelect)
    measures = several(gettext_lazy("Which questions"), required=True)
    says = choose(gettext_lazy("What she says"), SAYS, initial="yes")
    her_words = words(gettext_lazy("In her words"))

    def __init__(self, *args: Any, about: Choices = (), measures: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices, self.fields["measures"].choices = about, measures


@writing(May.WRITE_IN_FAMILY)
def measures_offer(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Offer a few measures, and write down what she says."""
    file = scope.the_file(family)
    about = subjects(file)
    form = OfferForm(
        request.POST or None,
        about=about,
        measures=_by_subject(),
        initial={"about": asked_for(about, request.GET.get("about", "")) or about[0][0]},
    )

    def do(given: Given) -> Any:
        _kind, subject = whom(given["about"])
        held, woman = finding.family(family), finding.woman(family, file.woman.id)
        met_on = scope.first_met(file)
        for code in given["measures"]:
            said = {"instrument": code, "her_words": given["her_words"]}
            if given["says"] != "later":  # later is neither a yes nor a no
                assessment.choose(family=held, woman=woman, wants=given["says"] == "yes", **said, **stamp(request))
            row = assessment.offer(family=held, subject=subject, instrument=code, met_on=met_on, **stamp(request))
            if given["says"] == "later":
                assessment.later(occasion=row, **stamp(request))
            if given["says"] == "no":
                assessment.said_no(occasion=row, **stamp(request))

    def look(given: Given) -> list[str]:
        return _wrong_age(given, file)

    return handle(
        request,
        form,
        do,
        file=family,
        heading=_("Offer questions"),
        done=to_questions(family),
        back=to_questions(family),
        look=look,
    )


def _by_subject() -> list[Any]:
    """What can be offered, under whom it is about, each with how long it takes."""
    groups: dict[str, list[tuple[str, str]]] = {kind: [] for kind in KINDS}
    for each in queries.she_can_answer():
        minutes = rules.minutes_of(each.terms)
        words = _("%(title)s (%(n)d minutes)") % {"title": each.terms.title, "n": minutes}
        if each.terms.opt_in:
            words = _("%(title)s; about hard things, only with her yes") % {"title": words}
        groups.setdefault(each.terms.subject, []).append((each.terms.code, words))
    return [(KINDS[kind], found) for kind, found in groups.items() if found and kind in KINDS]


def _wrong_age(given: Given, file: scope.File) -> list[str]:
    """A form made for another age asks, and refuses nothing."""
    _kind, subject = whom(given["about"])
    held = {each.terms.code: each.terms for each in queries.she_can_answer()}
    windows = [(held[c].title, held[c].child_age_months) for c in given["measures"] if c in held]
    if not any(window for _title, window in windows):
        return []
    months = assessment.child_months(subject, choices.today())
    return [age_words(title, window, months) for title, window in windows if not rules.fits_age(window, months)]


def age_words(title: str, window: Any, months: int | None) -> str:
    """What to look at again, in a sentence."""
    said = _("“%(title)s” is made for children of %(from)d to %(to)d months; this child is %(months)d months old.")
    return said % {"title": title, "from": window[0], "to": window[1], "months": months}


class SettleForm(CalmForm):
    """A few words, if she likes."""

    words = words(gettext_lazy("In her words"))


@writing(May.WRITE_IN_FAMILY)
def measure_later(request: HttpRequest, family: uuid.UUID, occasion: uuid.UUID) -> HttpResponse:
    """Not now; it stays open."""
    return _settle(request, family, occasion, assessment.later, _("Later"))


@writing(May.WRITE_IN_FAMILY)
def measure_not_wanted(request: HttpRequest, family: uuid.UUID, occasion: uuid.UUID) -> HttpResponse:
    """She would rather not be asked this."""
    return _settle(request, family, occasion, assessment.said_no, _("She would rather not"))


def _settle(request: HttpRequest, family: uuid.UUID, occasion: uuid.UUID, verb: Any, heading: str) -> HttpResponse:
    row = queries.occasion(family, occasion)
    titles = present.titles()

    def do(given: Given) -> Any:
        return verb(occasion=row, words=given["words"], **stamp(request))

    return handle(
        request,
        SettleForm(request.POST or None),
        do,
        file=family,
        heading=heading,
        who=titles.get(row.instrument, row.instrument),
        done=to_questions(family),
        back=to_questions(family),
    )


class BeginForm(CalmForm):
    """What is asked now, how, and who is there."""

    whys: ClassVar = {
        "mode": gettext_lazy(
            "On a device handed to her, you are signed out: it can show these questions and nothing else."
            " Please close other windows of yours on it."
        ),
        "before": gettext_lazy("Only for questions about hard things. How she is, never what about."),
    }
    occasions = several(gettext_lazy("What she would like to answer now"), required=True)
    mode = choose(gettext_lazy("How"), [(mode.value, mode.label) for mode in MODES], initial=Mode.TABLET)
    minutes = number(gettext_lazy("Minutes at most"), least=1, most=60, initial=rules.USUAL_MINUTES, required=True)
    person_at_hand = pick(gettext_lazy("Who is there for her"))
    before = pick(gettext_lazy("How she is now"), Feeling.choices)

    def __init__(self, *args: Any, open: Choices = (), colleagues: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occasions"].choices = open
        self.fields["person_at_hand"].choices = choices.or_nothing(colleagues)


def begin_page(request: HttpRequest, family: uuid.UUID) -> HttpResponseBase:
    """Begin with what she chose. Handing the device over signs the worker out: see ``sitting_begin``."""
    file = scope.the_file(family)
    form = BeginForm(
        request.POST or None,
        open=open_choices(file),
        colleagues=choices.colleagues(),
        initial={"person_at_hand": str(request.me.principal), "occasions": [v for v, _l in open_choices(file)]},  # type: ignore[attr-defined]
    )

    def do(given: Given) -> Any:
        hand = given["person_at_hand"]
        return assessment.start_sitting(
            family=finding.family(family),
            woman=finding.woman(family, file.woman.id),
            occasions=[uuid.UUID(id) for id in given["occasions"]],
            mode=given["mode"],
            met_on=scope.first_met(file),
            minutes=given["minutes"],
            language=get_language() or "en",
            before=given["before"],
            person_at_hand=uuid.UUID(hand) if hand else None,
            **stamp(request),
        )

    def done(started: Any) -> str:
        if started.sitting.mode != Mode.TABLET:
            return reverse("asked_begin", args=[family, started.sitting.id])
        token = safekeeping.new_token()
        assessment.hand_over(sitting=started.sitting, token_hash=safekeeping.hashed(token), **stamp(request))
        request.device_token = token  # type: ignore[attr-defined]
        return reverse("hers_begin")

    return handle(
        request,
        form,
        do,
        file=family,
        heading=_("Begin with her"),
        submit=_("Begin"),
        done=done,
        back=to_questions(family),
        said=_("You can begin."),
    )


_begin = writing(May.WRITE_IN_FAMILY)(begin_page)


def sitting_begin(request: HttpRequest, family: uuid.UUID) -> HttpResponseBase:
    """The page, and around it the hand-over: the worker's session ends, and the browser gets the sitting's token alone.

    Her own session is ended after everything is written and before the answer leaves: a device that shows questions
    never holds a key to anything else, not even to the sign-in pages.
    """
    response = _begin(request, family=family)
    token = getattr(request, "device_token", None)
    if token is None:
        return response
    tokens.end(request)
    return tokens.give(tokens.forget(response), token)


sitting_begin.may = May.WRITE_IN_FAMILY  # type: ignore[attr-defined]


def open_choices(file: scope.File) -> list[tuple[str, str]]:
    """What lies open, to choose from, each with about how long the rest takes."""
    called = people.names(file)
    said = _("%(title)s, %(whom)s (%(n)d minutes)")
    found = []
    for each in queries.asked(queries.open_occasions(file.id)):
        who, minutes = present.whom(each.occasion.subject, called), max(1, each.minutes_left)
        found.append((str(each.occasion.id), said % {"title": each.terms.title, "whom": who, "n": minutes}))
    return found
