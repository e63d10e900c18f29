"""Before any question: what this form is, and when we may have to share without her yes. Then: with whom?"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alongside.accounts import queries as accounts
from alongside.agencies import queries as agencies
from alongside.agencies.terms import OURS
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.actions import OfStudy, Recipient
from alongside.consent.models import Consent, Form
from alongside.consent.profiles.forms import LANGUAGES, read
from alongside.consent.rules.agreeing import EFFECT
from alongside.consent.rules.vocabulary import DENY
from alongside.consent.terms import FormKind, RecipientClass
from alongside.evaluation import queries as studies
from alongside.families.models import Person
from alongside.families.terms import PersonKind
from alongside.pages.mother.agreements import presented, recipients
from alongside.pages.mother.agreements.door import Door, stamp
from alongside.pages.mother.agreements.forms import WhomForm
from alongside.pages.mother.agreements.listing import show
from alongside.pages.mother.agreements.saving import save, sent_already

CALLED = {"en": "English", "fr-ca": "Français"}
# Where there is nobody to choose: it stays with us.
OURS_ALONE = (FormKind.VIDEO_THERAPY, FormKind.VIDEO_TRAINING, FormKind.MESSAGES)


def _form(request: HttpRequest, kind: str) -> Form:
    """The form's newest text in the language she asks for, else in the page's. Raises Http404 for no such form."""
    if kind not in FormKind.values:
        raise Http404
    asked = request.GET.get("language", "")
    wanted = asked if asked in LANGUAGES else (get_language() or "en")  # what somebody makes up is asked of nobody
    found = queries.form_for(kind, wanted) or queries.form_for(kind, "en")
    if found is None:
        raise Http404
    return found


@require_safe
def new(request: HttpRequest, door: Door, kind: str) -> HttpResponse:
    """What this form is and what its limits are, in the language in which she will sign it."""
    form = _form(request, kind)
    here = door.to("agreement_new", kind)
    asks = _asks(request, door, kind)
    shown = {
        "text": read(form.text),
        "straight_on": None if asks.visible_fields() else asks,  # nothing to ask: on with one press
        "language": form.language,
        "languages": [(CALLED[code], f"{here}?language={code}", code) for code in LANGUAGES if code != form.language],
        "on": f"{door.to('agreement_whom', kind)}?language={form.language}",
        "title": read(form.text).title,
    }
    return show(request, door, "read_first", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def whom(request: HttpRequest, door: Door, kind: str) -> HttpResponse:
    """Who signs (where several might) and with whom. Nothing is shared by choosing somebody."""
    if (before := sent_already(request)) is not None:
        return before
    words = _form(request, kind)
    form = _asks(request, door, kind)
    if request.method == "POST" and form.is_valid():
        giver, agency = _giver(form.cleaned_data.get("giver") or next(_givers(door))[0])

        def do() -> Consent:
            return consent.draft(
                family=door.family, giver=giver, giver_agency=agency, kind=kind, language=words.language,
                recipient=_chosen(form.cleaned_data.get("recipient", "")),
                purpose=_purpose(form.cleaned_data.get("recipient", "")),
                study=_study(form.cleaned_data.get("recipient", "")), **stamp(request),
            )  # fmt: skip

        done = save(request, door, form, do, lambda made: door.to(_after_whom(kind), made.pk))
        if done:
            return done
    to_whom, opens = "recipient" in form.fields, EFFECT[kind] != DENY
    shown = {
        "form": form,
        "heading": form.fields["recipient"].label if to_whom else read(words.text).title,
        "lead": _("Nothing is shared by choosing. You tick what they may see on the next pages.")
        if to_whom and opens
        else "",
        "back": f"{door.to('agreement_new', kind)}?language={words.language}",
        "submit": _("Next"),
    }
    return show(request, door, "step", shown, status=422 if form.errors else 200)


def _asks(request: HttpRequest, door: Door, kind: str) -> WhomForm:
    """Who signs, where several might; with whom, where it does not stay with us. Both may be missing."""
    return WhomForm(
        request.POST or None,
        givers=_givers(door),
        no=EFFECT[kind] == DENY,
        recipients=[] if kind in OURS_ALONE else _recipients(door, kind),
    )


def _after_whom(kind: str) -> str:
    return "agreement_purpose" if kind == FormKind.SHARING else "agreement_people"


def _givers(door: Door) -> Iterator[tuple[str, Any]]:
    """She herself; beside a worker also whoever else decides for a child of the family today, an agency among them."""
    yield str(door.woman.pk), presented.name_of(door, door.woman.pk)
    if door.hers:
        return
    held = {decider.person for decider in door.deciders().values()} - {None, door.woman.pk}
    for person in door.people:
        if person.pk in held and (person.kind != PersonKind.WOMAN) and _decides_for_somebody(door, person):
            yield str(person.pk), person.name
    named = {agency.pk: agency.name for agency in agencies.outside()}
    for child, decider in door.deciders().items():
        if decider.agency in named:
            words = {"agency": named[decider.agency], "child": presented.name_of(door, child)}
            yield f"agency:{decider.agency}:{child}", _("%(agency)s, for %(child)s") % words


def _giver(chosen: str) -> tuple[uuid.UUID, uuid.UUID | None]:
    """Who gives the form: a person, or a child with the agency that decides for it."""
    if chosen.startswith("agency:"):
        _word, agency, child = chosen.split(":")
        return uuid.UUID(child), uuid.UUID(agency)
    return uuid.UUID(chosen), None


def _decides_for_somebody(door: Door, person: Person) -> bool:
    """Decides today for a child of the family (or is a child who decides alone)."""
    held = door.deciders()
    children = {each.pk for each in door.people if each.kind == PersonKind.CHILD}
    return any(decider.person == person.pk for child, decider in held.items() if child in children)


def _recipients(door: Door, kind: str) -> list[Any]:
    """Who can be named, in groups: people who work with her elsewhere, agencies, kinds of helpers."""
    today = timezone.localdate()
    people = {}
    for worker in queries.outside_workers(door.family, today):
        if worker.colleague is not None:
            people[f"person:{worker.colleague_id}"] = f"{worker.colleague.name}, {worker.colleague.agency.name}"
    if kind == FormKind.KEEPING_FROM:
        for colleague in accounts.colleagues(today):
            people[f"person:{colleague.pk}"] = colleague.name
    there = [(f"agency:{a.pk}", a.name) for a in agencies.partners() if a.kind not in OURS]
    classes = {
        FormKind.SHARING: [RecipientClass.HEALTH_CUSTODIANS],
        FormKind.KEEPING_FROM: [
            RecipientClass.HEALTH_CUSTODIANS, RecipientClass.CHILD_WELFARE, RecipientClass.OUTSIDE,
            RecipientClass.EVERYBODY,
        ],
    }.get(FormKind(kind), [])  # fmt: skip
    groups: list[Any] = []
    if kind in (FormKind.RESEARCH, FormKind.VIDEO_RESEARCH):
        ours = agencies.programme()
        people, there = {}, ([(f"agency:{ours.agency_id}", ours.agency.name)] if ours else []) + there
    if kind == FormKind.RESEARCH:
        # A study of ours is named one by one: a yes to one is none to another.
        asking = [(f"study:{each.id}", each.title) for each in studies.asking()]
        groups += [(_("A study of ours"), asking)] if asking else []
    if people:
        groups.append((_("A person"), list(people.items())))
    groups.append((_("An agency"), there))
    if classes:
        groups.append((_("Everybody of one kind"), [(f"class:{c.value}", _capital(c.label)) for c in classes]))
    return groups


def _capital(words: Any) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]


def _chosen(value: str) -> Recipient:
    """A choice of the list as the action takes it; our own programme where there was nothing to choose."""
    kind, _colon, key = value.partition(":")
    if kind == "class":
        return Recipient(klass=key)
    if kind == "person":
        return Recipient(colleague=uuid.UUID(key))
    if kind == "agency":
        return Recipient(agency=uuid.UUID(key))
    ours = agencies.programme()
    return Recipient(agency=ours.agency_id if ours else None)


def _study(value: str) -> OfStudy | None:
    """The study of ours that was chosen."""
    kind, _colon, key = value.partition(":")
    if kind != "study":
        return None
    return next(OfStudy(each.id, each.title) for each in studies.asking() if str(each.id) == key)


def _purpose(value: str) -> str:
    """What such an agency looks for day by day, until she says what it is for."""
    kind, _colon, key = value.partition(":")
    found = agencies.partners().filter(pk=key).first() if kind == "agency" else None
    return recipients.standing_purpose(found) if found else ""
