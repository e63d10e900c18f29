"""Her file: notes that were shared with her, her own words beside them, a copy of everything."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from alongside.access import own_page
from alongside.care import queries as care
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.terms import No
from alongside.families.models import Person
from alongside.pages.mother.mine import presented
from alongside.pages.mother.mine.around import hers, show, stamp
from alongside.pages.mother.mine.forms import AskCopy, HerWords
from alongside.recordkeeping.actions import entry
from alongside.recordkeeping.rules import Refused
from alongside.stewardship import actions as stewardship
from alongside.stewardship import queries as copies

BESIDE = "care.contact"


@require_safe
@hers
def my_file(request: HttpRequest, herself: Person) -> HttpResponse:
    """The notes that are hers to read, the newest first, each with her own words beside it."""
    rows = care.shared_with_her(herself.family_id)
    beside = queries.statements(herself.family_id, [row.id for row in rows])
    names, workers = own_page.my_people(herself), care.names_in_my_file({row.worker for row in rows})
    notes = [presented.note(row, names, workers, herself.id, beside.get(row.id, ())) for row in rows]
    asked = copies.copies_of(herself.id)
    return show(request, herself, "my_file", {"notes": notes, "asked": asked})


@require_http_methods(["GET", "POST"])
@hers
def my_note(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """One note, and a place for what she says to it. Both stand side by side from then on, wherever it is read."""
    row = next((each for each in care.shared_with_her(herself.family_id) if each.id == id), None)
    if row is None:
        raise Http404
    form = HerWords(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            consent.record_statement(
                family=row.family_id, subject=row.subject, category=row.category, about=BESIDE, target=row.id,
                words=given["words"], asks_change=given["asks_change"], id=given["submission"], **stamp(request),  # type: ignore[arg-type]
            )  # fmt: skip
        except Refused as no:
            form.add_error("words", No(no.because).label)
        else:
            return redirect("my_note", id)
    if request.method == "GET":
        request.trail.append(entry("read a note", family=row.family_id, subject=row.subject, contact=row.id))  # type: ignore[attr-defined]
    beside = queries.statements(herself.family_id, [row.id]).get(row.id, ())
    workers = care.names_in_my_file({row.worker})
    shown = {"note": presented.note(row, own_page.my_people(herself), workers, herself.id, beside), "form": form}
    return show(request, herself, "my_note", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@hers
def my_copy(request: HttpRequest, herself: Person) -> HttpResponse:
    """She asks for a copy of everything. A person answers; what is about others is left out, and the answer says so."""
    form = AskCopy(request.POST or None)
    if request.method == "POST" and form.is_valid():
        stewardship.ask_for_copy(
            family=herself.family_id, person=herself.id, how=form.cleaned_data["how"], words=form.cleaned_data["words"],
            **stamp(request),  # type: ignore[arg-type]
        )  # fmt: skip
        return redirect("my_copy")
    asked = copies.copies_of(herself.id)
    waiting = next((each for each in asked if each.answered_on is None), None)
    shown = {"form": form, "asked": asked, "waiting": waiting}
    return show(request, herself, "my_copy", shown, status=422 if form.errors else 200)
