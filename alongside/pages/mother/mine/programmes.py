"""What we are doing together, on her own page: which programme, what is done and to come, and what she says of it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from alongside.access import own_page
from alongside.families import queries as families
from alongside.families.models import Person
from alongside.pages.design.forms import CalmForm
from alongside.pages.mother.mine.around import hers, show, stamp
from alongside.pages.mother.mine.goals import tried
from alongside.programmes import actions, queries
from alongside.programmes.models import AfterWords
from alongside.programmes.queries import DeliverySeen
from alongside.programmes.rules import Step
from alongside.programmes.terms import No, Place, State
from alongside.recordkeeping.rules import Words

# How it stands, said to her.
STANDS: dict[State, Any] = {
    State.GOING: gettext_lazy("We are in the middle of it."),
    State.PAUSED: gettext_lazy("It rests for a while."),
    State.ENDED: gettext_lazy("You said that it is enough."),
    State.COMPLETED: gettext_lazy("All done."),
}
PLACES: dict[Place, Any] = {
    Place.DONE: gettext_lazy("done"),
    Place.TO_COME: gettext_lazy("to come"),
    Place.LEFT_OUT: gettext_lazy("left out"),
}


class AfterForm(CalmForm):
    """Her own words after a session."""

    words = forms.CharField(
        label=gettext_lazy("How was it for you?"),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Your team can read it."),
    )


@require_safe
@hers
def my_programmes(request: HttpRequest, herself: Person) -> HttpResponse:
    """Every programme she takes part in, as far as it stands on her page."""
    return _page(request, herself)


@require_POST
@hers
def my_programme_words(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """What she says of it, in her own words."""
    found = queries.delivery(herself.family_id, id)
    form = AfterForm(request.POST, prefix=place_of(id))
    if form.is_valid():
        given, who = form.cleaned_data, dict(stamp(request))
        key = uuid.uuid5(given["submission"], str(herself.id))  # sent twice, kept once

        def say() -> AfterWords:
            return actions.say_after(
                delivery=found,
                words=given["words"],
                on=timezone.localdate(),
                id=key,
                **who,  # type: ignore[arg-type]
            )

        if tried(form, say, No) is not None:
            # No place on the page in it: a browser that leaves few traces would not load the page anew.
            return redirect("my_programmes")
    return _page(request, herself, form, id)


def _page(
    request: HttpRequest, herself: Person, form: CalmForm | None = None, of: uuid.UUID | None = None
) -> HttpResponse:  # fmt: skip
    rows = queries.deliveries_of(herself.family_id)
    names = own_page.my_people(herself)
    dyads = {dyad.pk: dyad.child_id for dyad in families.dyads_of(herself.family_id)}
    shown = [
        _shown(
            row, names, dyads, form if form and of == row.delivery.pk else AfterForm(prefix=place_of(row.delivery.pk))
        )
        for row in rows
    ]
    return show(request, herself, "programmes", {"programmes": shown, "form": form}, status=422 if form else 200)


def place_of(id: uuid.UUID) -> str:
    """Where on the page a programme stands; its form is called so too."""
    return f"words-{id.hex[-8:]}"


def _shown(row: DeliverySeen, names: Any, dyads: Any, form: CalmForm) -> dict[str, Any]:
    told, given = row.delivery, row.given()
    child = names.get(dyads.get(told.subject), "") or names.get(told.subject, "")
    return {
        "id": told.pk,
        "anchor": place_of(told.pk),
        "name": row.programme.name,
        "about": _said(row.programme.about),
        "child": child if told.for_whom != "woman" else "",
        "why": told.her_words,
        "who": [each.colleague.name for each in row.workers],
        "stands": STANDS[row.stands.state],
        "steps": [_step(step) for step in row.steps],
        "count": ngettext("We met %(n)d time.", "We met %(n)d times.", given.sessions) % {"n": given.sessions},
        "after": [(each.on, each.words) for each in reversed(row.after)],
        "form": form,
    }


def _step(step: Step) -> tuple[int, Any, str, bool]:
    title = step.added or _said(step.session.title if step.session else None)
    return step.n, PLACES[step.place], title, step.place == Place.DONE


def _said(words: Words | None) -> str:
    return words.said(get_language() or "en") if words is not None else ""
