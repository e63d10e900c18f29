"""One talk: a part, its questions, what is known already; told on as a goal; taken back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.families import queries as families
from alongside.families.models import Woman
from alongside.goals.terms import Lane
from alongside.intake import actions, queries
from alongside.intake.actions import Said
from alongside.intake.catalogue import part as part_of
from alongside.intake.queries import GettingToKnow
from alongside.intake.rules import Part, Question
from alongside.intake.terms import How, Standing, Was
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import intake as present
from alongside.pages.worker.writing.fields import choose, past_day, pick, several, today, words
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, take_back, writing
from alongside.safekeeping.terms import Category

TEMPLATE = "worker/writing/talk.html"
WHERE = [how for how in How if how not in (How.PAGE, How.LETTER)]
LEFT = [
    (Standing.NOT_NOW.value, gettext_lazy("Not now")),
    (Standing.NEVER.value, gettext_lazy("Please never ask me this")),
]
STILL = (Standing.STILL_RIGHT.value, gettext_lazy("It is still right"))


class TalkForm(CalmForm):
    """A part of the questions. Nothing needs an answer; the day and the place are there already."""

    on = past_day(gettext_lazy("The day of the talk"))
    how = choose(gettext_lazy("Where or how"), [(how.value, how.label) for how in WHERE], initial=How.CAME_BY)
    before = pick(gettext_lazy("How was it for her before?"), Was.choices)
    after = pick(gettext_lazy("How was it for her afterwards?"), Was.choices)
    whole = choose(
        gettext_lazy("Would she like to talk about this?"),
        [("", gettext_lazy("Yes, or a little")), *LEFT],
        required=False,
        initial="",
    )

    def __init__(
        self, *args: Any, part: Part, short: bool, known: Mapping[str, Any], found: GettingToKnow, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.part, self.questions = part, part.asked(short)
        language, sections = present.language(), []
        counts = found.counts(part.code)
        for question in self.questions:
            said = any(row.question == question.code and row.standing == Standing.SAID for row in found.of(part.code))
            never = question.code in counts and counts[question.code].standing == Standing.NEVER
            names = self._ask(question, known=question.fact in known, said=said, never=never)
            sections.append((question.asks.said(language), question.why.said(language), names))
        end = (
            gettext_lazy("The talk"),
            gettext_lazy("How it was, and never what it was about."),
            ("on", "how", "before", "after"),
        )
        self.sections = [("", "", ("whole",)), *sections, end]

    def _ask(self, question: Question, *, known: bool, said: bool, never: bool) -> list[str]:
        """The boxes of one question; what is known is not asked again."""
        code, names = question.code, []
        if not known:
            if question.choices:
                choices = [(each.code, each.words.said(present.language())) for each in question.choices]
                self.fields[f"pick_{code}"] = several(gettext_lazy("What fits"), choices)
                names.append(f"pick_{code}")
            self.fields[f"words_{code}"] = words(gettext_lazy("In her words"))
            names.append(f"words_{code}")
        choices = [STILL, *LEFT] if known or said else LEFT
        label = gettext_lazy("Is it still right?") if known else gettext_lazy("Or leave it out")
        self.fields[f"left_{code}"] = pick(label, choices, initial=Standing.NEVER if never else "")
        names.append(f"left_{code}")
        for name in names:
            self.fields[name].widget.attrs.setdefault("autocomplete", "off")
        return names

    def said(self) -> list[Said]:
        """What came of each question; nothing for one at which nobody stopped."""
        given, found = self.cleaned_data, []
        if given.get("whole"):
            found.append(Said("", given["whole"]))
        for question in self.questions:
            code = question.code
            said, ticks = given.get(f"words_{code}", ""), given.get(f"pick_{code}", [])
            left = given.get(f"left_{code}", "")
            spoke = bool(said.strip() or ticks)
            if spoke:
                found.append(Said(code, Standing.SAID, said, tuple(ticks)))
            # Beside words it is kept too, also where it stood there already: her words alone would lift a "never".
            if left and (spoke or left != self.fields[f"left_{code}"].initial):
                found.append(Said(code, left))
        return found


@writing(May.WRITE_IN_FAMILY)
def talk(request: HttpRequest, family: uuid.UUID, part: str) -> HttpResponse:
    """One part, on a phone beside her: what it is about and who reads it first, then what is known, then questions."""
    about = part_of(part)
    if about is None:
        raise Http404
    may_write(request, about.category)
    woman = _her(family)
    short = "short" in request.GET
    found = queries.getting_to_know(family, woman.pk)
    facts = {question.fact for question in about.questions if question.fact}
    held = queries.known(woman, today(), only=facts)
    form = TalkForm(request.POST or None, part=about, short=short, known=held, found=found)

    def do(given: Given) -> Any:
        return actions.talk(
            woman=woman, part=part, said=form.said(), on=given["on"], how=given["how"], before=given["before"],
            after=given["after"], id=given["submission"], **stamp(request),
        )  # fmt: skip

    language, to = present.language(), reverse("getting_to_know", args=[family])
    shown = {
        "heading": about.name.said(language),
        "lead": about.about.said(language),
        "about": woman.person,
        "part": about,
        "known": present.known(about, held, woman, request.me),
        "told_before": present.said(about, found, family, set(), writes=False),
        "take_back_url": reverse("told_take_back", args=[family, part]) if found.of(part) else "",
        "seen_by": present.who_reads(about.category),
    }
    return handle(
        request, form, do, file=family, subject=woman.pk, back=to, done=f"{to}#{part}", template=TEMPLATE, **shown
    )


def _her(family: uuid.UUID) -> Woman:
    """The woman of this file; hidden and absent alike raise Woman.DoesNotExist."""
    found = families.women_of(family).first()
    if found is None:
        raise Woman.DoesNotExist
    return found


@writing(May.WRITE_IN_FAMILY)
def told_take_back(request: HttpRequest, family: uuid.UUID, part: str) -> HttpResponse:
    """She does not want it here any more."""
    about = part_of(part)
    if about is None:
        raise Http404
    may_write(request, about.category)
    woman = _her(family)
    do = partial(actions.take_back, woman=woman, part=part, **stamp(request))
    to = reverse("getting_to_know", args=[family])
    heading = _("Take back what she told here?")
    lead = _("It will be shown to nobody any more. Goals that came of it stay.")
    name = about.name.said(present.language())
    return take_back(request, do, words=name, heading=heading, lead=lead, file=family, subject=woman.pk, back=to)


class GoalOnForm(CalmForm):
    """The same, as a goal; as she says it."""

    her_words = words(gettext_lazy("What she wants, in her words"), rows=4)
    lane = forms.ChoiceField(label=gettext_lazy("In which lane?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lane"].choices = [(lane.value, capfirst(lane.label)) for lane in Lane]


@writing(May.WRITE_IN_FAMILY)
def told_as_goal(request: HttpRequest, family: uuid.UUID, told: uuid.UUID) -> HttpResponse:
    """Something she told becomes a goal, when she says so."""
    row = queries.told_one(family, told)
    may_write(request, Category(row.category))
    about = part_of(row.part)
    question = about.question(row.question) if about else None
    if question is None or not question.goal:
        raise Http404
    start = {"her_words": present.in_words(question, row), "lane": question.goal}
    form = GoalOnForm(request.POST or None, initial=start)

    def do(given: Given) -> Any:
        return actions.tell_on(told=row, her_words=given["her_words"], lane=given["lane"], **stamp(request))

    shown = {
        "heading": _("She would like it to be a goal"),
        "lead": question.asks.said(present.language()),
        "own_words": row.words,
        "back": reverse("getting_to_know", args=[family]),
    }
    return handle(
        request, form, do, file=family, subject=row.woman_id,
        done=lambda goal: reverse("goal", args=[family, goal.pk]), **shown,
    )  # fmt: skip
