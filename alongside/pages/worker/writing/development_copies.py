"""A copy of a child's developmental report for somebody outside: what may go to whom is decided, never ticked."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.access.scope import File
from alongside.agencies import queries as agencies
from alongside.assessment import actions
from alongside.assessment import queries as assessment
from alongside.assessment.models import DevelopmentalAssessment
from alongside.consent import queries, rules
from alongside.consent.rules.leaving import Told
from alongside.consent.terms import ASKED_TOLD, ASKED_WHY_NOT, No, Purpose, ToldBefore
from alongside.families.models import Person
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import development as present
from alongside.pages.worker.presented import doing
from alongside.pages.worker.writing.choices import called
from alongside.pages.worker.writing.fields import Choices, choose, day, pick, several, tick, words
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
from alongside.pages.worker.writing.leaving import recipient, recipients
from alongside.pages.worker.writing.letter_forms import LANGUAGES, PURPOSES
from alongside.pages.worker.writing.sending import hidden
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category


class ReleaseForm(CalmForm):
    """To whom, what for, and whether the mother knows of this copy. Nothing here makes it allowed."""

    to = pick(gettext_lazy("To whom?"), required=True)
    purpose = pick(gettext_lazy("What is it for?"), [(p.value, p.label) for p in PURPOSES], required=True)
    also = several(
        gettext_lazy("Does the report also say something about somebody else of the family?"),
        help_text=gettext_lazy("Then everybody whom it is about has to agree, or whoever decides for them."),
    )
    language = choose(gettext_lazy("In which language?"), LANGUAGES)
    told_before = choose(gettext_lazy("Does the mother know that this copy goes?"), ASKED_TOLD)
    present = forms.BooleanField(label=gettext_lazy("She is there when it goes"), required=False)
    her_words_too = tick(gettext_lazy("Her own words go along, as she wishes"))
    why_not = pick(gettext_lazy("If she does not know yet: why not?"), ASKED_WHY_NOT)
    hidden_until = day(
        gettext_lazy("It waits on her page until"),
        help_text=gettext_lazy("Only for her safety. Empty: she sees it at once."),
    )
    hidden_why = words(gettext_lazy("What makes it unsafe to show it now"), rows=2)

    def __init__(self, *args: Any, to: Choices, also: Choices, hers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not hers:  # nothing of it comes to her page, so that nothing can wait there
            del self.fields["hidden_until"], self.fields["hidden_why"]
        self.fields["to"].choices = [("", _("Please choose")), *to]
        self.fields["also"].choices = also


@writing(May.WRITE_IN_FAMILY)
def development_release(request: HttpRequest, family: uuid.UUID, assessment: uuid.UUID) -> HttpResponse:
    """A copy goes to somebody outside: never before the mother heard it, and only where the rules let it."""
    may_write(request, Category.CHILD_HEALTH_DEV, Category.SERVICE_USE)
    file = scope.the_file(family)
    found = _found(file, assessment)
    child = file.child(found.subject)
    decider = queries.deciders(family, timezone.localdate(), [child])[child.id]
    hers = decider.person == file.woman.id
    form = ReleaseForm(
        request.POST or None, hers=hers, to=recipients(family), initial={"language": translation.get_language()},
        also=[(str(each.id), called(each)) for each in file.people if each.id != child.id],
    )  # fmt: skip
    here = reverse("development", args=[family, found.pk])
    agreements = doing.agreements(request.me, file)  # type: ignore[attr-defined]

    def do(given: Given) -> Any:
        told = Told(given["told_before"], given["present"], given["why_not"], **hidden(given))
        if told.before != ToldBefore.NOT_YET:
            told = Told(told.before, told.present)
        try:
            return actions.release(
                assessment=found, called=called(child), to=recipient(family, given["to"]), purpose=given["purpose"],
                told=told, asker=queries.asker_of(request.me), language=given["language"],  # type: ignore[attr-defined]
                about=[uuid.UUID(each) for each in given["also"]], her_words_too=given["her_words_too"],
                **stamp(request),
            )  # fmt: skip
        except Refused as no:
            if no.because != No.NOT_COVERED:
                raise
            raise Refused(no.because, field="to", offer=_offer(family, agreements)) from no

    return handle(
        request, form, do, file=family, subject=found.subject, done=here, back=here,
        heading=_("A copy goes to somebody else"),
        lead=_lead(file, child, decider),
        template="worker/development/copy_form.html",
        submit=_("The copy goes"),
        said=_("It is written down, and stands on her page.")
        if hers
        else _("It is written down, word for word, under Letters and reports."),
        may_go=_may_go(request, found),
        agreements=agreements,
        letter=doing.letter(request.me, file),  # type: ignore[attr-defined]
        paragraphs=present.paragraphs(
            _as_it_reads(found, called(child)), translation.get_language() or "en"
        ),
        her_words=found.her_view,
    )  # fmt: skip


def _lead(file: File, child: Person, decider: rules.Decider) -> str:
    """How a copy leaves, and on whose page it stands: a mother reads what is told of a child for whom she decides."""
    how = _("It leaves like a letter: by an agreement or a court’s paper.")
    if decider.person == file.woman.id:
        where = _("Word for word it stands on the mother’s page.")
    elif decider.person == child.id:
        where = _("The child decides, so it stands on the child’s own page and not on the mother’s.")
    elif decider.agency or decider.person:
        agency = next((row.name for row in scope.partners() if row.pk == decider.agency), "")
        person = next((called(each) for each in file.people if each.id == decider.person), "")
        who = {"who": agency or person or _("Somebody else")}
        where = _("%(who)s decides for the child today, so it does not stand on the mother’s page.") % who
    else:
        where = _("Nobody is written down who decides for the child today, so it stands on nobody’s page.")
    return f"{how} {where}"


def _found(file: File, id: uuid.UUID) -> DevelopmentalAssessment:
    """The report, of a child of this file. Raises for one that is hidden, elsewhere or not there."""
    found = assessment.assessment(file.id, id)
    file.child(found.subject)
    return found


def _as_it_reads(found: DevelopmentalAssessment, name: str) -> str:
    return assessment.copy_of(found, called=name, language=translation.get_language() or "en")


def _offer(family: uuid.UUID, agreements: str) -> tuple[Any, str]:
    """What can be done instead; what was typed stays."""
    if agreements:
        return _("Make an agreement about it, with whoever decides for the child"), agreements
    return _("Letters and reports of this family: see what may be said to whom"), reverse("leaving", args=[family])


def _may_go(request: HttpRequest, found: DevelopmentalAssessment) -> list[tuple[str, str]]:
    """To which agency a copy may go today, and what for, as the rules answer: (whom, what for)."""
    world, now = queries.world_of(found.family_id), timezone.now()
    asker = queries.asker_of(request.me)  # type: ignore[attr-defined]
    shown: list[tuple[str, str]] = []
    for agency in agencies.outside():
        fine = [
            str(Purpose(purpose).label)
            for purpose in PURPOSES
            if queries.may_be_said(
                asker, world, subject=found.subject, categories=[found.category], purpose=purpose, at=now,
                to=rules.Recipient(agency=agency.pk),
            )[found.category].allowed
        ]  # fmt: skip
        if fine:
            shown.append((agency.name, "; ".join(fine)))
    return shown
