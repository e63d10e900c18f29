"""How she wants messages, of what she is reminded, and taking up what came back."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.agencies import queries as agencies
from alongside.care import queries as care
from alongside.families.terms import PersonKind
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import choose, line, several, tick
from alongside.pages.worker.writing.handling import Given, base_version, confirm, handle, may_write, stamp, writing
from alongside.reminders import actions, queries
from alongside.reminders.rules.wishes import LONGEST_HARD, LONGEST_STOP, LONGEST_WORDS
from alongside.reminders.terms import CHOSEN, By, Kind, Language, Others
from alongside.safekeeping.terms import Category

KEPT = ("value", "others", "language", "kinds", "her_words", "hard_words", "stop_word", "leave_message")
WANTS = (("yes", gettext_lazy("She wants messages this way")), ("no", gettext_lazy("Please send nothing this way")))


class WishForm(CalmForm):
    """One way, with her. A no needs nothing else."""

    versioned = True
    whys: ClassVar = {
        "others": gettext_lazy("Where somebody else could read it, nothing goes. What is not clear counts as no."),
        "her_words": gettext_lazy("Only with “Her own words” in her plan. It should mean nothing to anybody else."),
        "hard_words": gettext_lazy("A colleague is told in any case. Without words of hers nothing is answered."),
    }
    wanted = choose(gettext_lazy("What does she say?"), WANTS)
    value = line(gettext_lazy("The number or address"), help_text=gettext_lazy("The same as in her plan."))
    others = choose(gettext_lazy("Who else sees it or picks up?"), [c for c in Others.choices if c[0]], required=False)
    language = choose(gettext_lazy("In which language?"), Language.choices, initial=Language.ENGLISH)
    kinds = several(gettext_lazy("When should a reminder come?"), [(str(k), k.label) for k in CHOSEN])
    her_words = line(
        gettext_lazy("What does she call it?"),
        longest=LONGEST_WORDS,
        help_text=gettext_lazy("For example “Coffee with Sam”."),
    )
    hard_words = line(
        gettext_lazy("What may be answered when she writes that it is hard?"),
        longest=LONGEST_HARD,
        help_text=gettext_lazy("For example “I am calling you now”."),
    )
    stop_word = line(
        gettext_lazy("A word of hers that stops it"),
        longest=LONGEST_STOP,
        help_text=gettext_lazy("“Stop” and “arrêt” always work."),
    )
    leave_message = tick(gettext_lazy("A message may be left"))

    def __init__(self, *args: Any, way: By, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if way != By.CALL:
            del self.fields["leave_message"]
        if way == By.EMAIL:
            del self.fields["stop_word"]


@writing(May.WRITE_IN_FAMILY)
def message_wish(request: HttpRequest, family: uuid.UUID, woman: uuid.UUID, way: str) -> HttpResponse:
    """What she says today about messages of this way; the earlier versions stay."""
    may_write(request, Category.CONTACT)
    if way not in By.values:
        raise Http404
    by, found, file = By(way), finding.woman(family, woman), scope.the_file(family)
    newest = queries.wish_of(family, woman, way)
    before = (
        {name: getattr(newest, name) for name in KEPT} | {"wanted": "yes" if newest.wanted else "no"} if newest else {}
    )
    before.setdefault("kinds", [str(Kind.BEFORE), str(Kind.TODAY)])
    form = WishForm(request.POST or None, way=by, initial=before, version=newest.version if newest else 0)
    programme = agencies.programme()
    names = [person.name for person in file.people if person.kind == PersonKind.CHILD and person.name]
    names += [programme.name] if programme else []

    def do(given: Given) -> Any:
        told = {name: given[name] for name in KEPT if name in given}
        return actions.save_wish(
            woman=found, way=way, base_version=base_version(given, newest.version if newest else 0),
            wanted=given["wanted"] == "yes", names=names, **told, **stamp(request),
        )  # fmt: skip

    back = reverse("messages", args=[family])
    shown = {
        "heading": by.label,
        "lead": _("Ask her, and write it as she says it. Nothing goes that she did not choose."),
    }
    return handle(request, form, do, file=family, subject=woman, about=found.person, back=back, done=back, **shown)


@writing(May.WRITE_IN_FAMILY)
def messages_stop(request: HttpRequest, family: uuid.UUID, woman: uuid.UUID) -> HttpResponse:
    """She wants none any more."""
    may_write(request, Category.CONTACT)
    finding.woman(family, woman)
    back = reverse("messages", args=[family])
    return confirm(
        request,
        lambda: actions.stop_messages(family=family, woman=woman, **stamp(request)),
        file=family,
        subject=woman,
        back=back,
        done=back,
        heading=_("Send her no more messages?"),
        lead=_("Every way ends at once. She can choose anew on any day."),
        submit=_("Send nothing more"),
    )


@writing(May.WRITE_IN_FAMILY)
def remind(request: HttpRequest, family: uuid.UUID, promise: uuid.UUID) -> HttpResponse:
    """She would like to be reminded of this."""
    may_write(request, Category.CONTACT)
    found, woman = care.open_promises(family).get(pk=promise), scope.the_file(family).woman
    back = reverse("messages", args=[family])
    return confirm(
        request,
        lambda: actions.remind_of_promise(promise=found, woman=finding.woman(family, woman.id), **stamp(request)),
        file=family,
        subject=found.subject,
        back=back,
        done=back,
        heading=_("Remind her of this?"),
        own_words=found.what,
        lead=_("These words never go. A message says only what her plan allows, and goes only if it is safe then."),
        submit=_("She wants a reminder"),
    )


@writing(May.WRITE_IN_FAMILY)
def no_reminder(request: HttpRequest, family: uuid.UUID, promise: uuid.UUID) -> HttpResponse:
    """She need not be reminded of this."""
    may_write(request, Category.CONTACT)
    asked = queries.reminded_of(family).get(promise)
    if asked is None:
        raise Http404
    back = reverse("messages", args=[family])
    return confirm(
        request,
        lambda: actions.no_reminder(reminded=asked, **stamp(request)),
        file=family,
        subject=asked.woman_id,
        back=back,
        done=back,
        heading=_("No reminder of this?"),
        submit=_("No reminder"),
    )


@writing(May.WATCH)
def notice_take(request: HttpRequest, notice: uuid.UUID) -> HttpResponse:
    """ "I have it": from now on nobody else is asked. Then to her page, where it stands how to reach her."""
    found = queries.notice(notice)
    back = done = reverse("notices")
    if found.family_id and decide(request.me, May.SEE_FAMILIES):
        done = reverse("messages", args=[found.family_id])
    return confirm(
        request,
        lambda: actions.take_notice(notice=found, **stamp(request)),
        subject=found.woman_id,
        back=back,
        done=done,
        heading=found.get_kind_display(),
        lead=_("When you take it, it is yours, and nobody else is asked."),
        submit=_("I have it"),
    )


@writing(May.WATCH)
def notice_settle(request: HttpRequest, notice: uuid.UUID) -> HttpResponse:
    """Somebody was in touch about something hard, says whoever has it: it does not come back to others."""
    found, back = queries.notice(notice), reverse("notices")
    me = request.me.principal  # type: ignore[attr-defined]
    if found.taken_by != me:
        raise Http404
    return confirm(
        request,
        lambda: actions.settle_notice(notice=found, by=me),
        subject=found.woman_id,
        back=back,
        done=back,
        heading=_("Was somebody in touch?"),
        lead=_("With her, or with whoever wrote. It then comes back to nobody."),
        submit=_("Somebody was in touch"),
    )
