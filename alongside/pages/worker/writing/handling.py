"""One way in which every form is shown, checked, saved once, and answered.

A form sent twice makes one row. A rule's no comes back beside its question, in words, with everything typed still
there. What the wall refuses looks like what does not exist. When two people changed the same thing, both versions
are kept.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, ProgrammingError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.access.policy import May
from alongside.pages.design.forms import CalmForm
from alongside.pages.page import View, other_hands, page
from alongside.pages.worker.writing import reasons
from alongside.recordkeeping import actions as recordkeeping
from alongside.recordkeeping.queries import sent_before
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category

PAGE = "worker/writing/form.html"
NOT_ALLOWED = "42501"

Given = Mapping[str, Any]
Do = Callable[[Given], Any]
Where = str | Callable[[Any], str]


def writing(may: May) -> Callable[[View], View]:
    """A page that writes: ``page(may)``, and a form that was sent before leads to where it led then.

    That is asked before anything else, because what the form was about may be settled or gone by now.
    """

    def wrap(view: View) -> View:
        @page(may)
        @functools.wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            where = _led_to(request)
            return redirect(where) if where else view(request, *args, **kwargs)

        return opened

    return wrap


def _led_to(request: HttpRequest) -> str:
    """Where an earlier sending of this very form led; "" for a form sent the first time."""
    if request.method != "POST":
        return ""
    try:
        submission = uuid.UUID(request.POST.get("submission", ""))
    except ValueError:
        return ""
    earlier = sent_before(submission, request.me.principal)  # type: ignore[attr-defined]
    return earlier.answered_with or request.path if earlier else ""


def stamp(request: HttpRequest) -> dict[str, Any]:
    """Who does it, and when: what every action is given last."""
    return {"by": request.me.principal, "at": timezone.now()}  # type: ignore[attr-defined]


def may_write(request: HttpRequest, *categories: Category) -> None:
    """Nothing here for somebody whose part does not write this, whichever file. Raises Http404."""
    if not all(request.me.may_write(category) for category in categories):  # type: ignore[attr-defined]
        raise Http404


def to_family(family: uuid.UUID) -> str:
    """The address of the family's page."""
    return reverse("family", args=[family])


def handle(
    request: HttpRequest,
    form: CalmForm,
    do: Do,
    *,
    heading: Any,
    file: uuid.UUID | None = None,
    subject: uuid.UUID | None = None,
    done: Where = "",
    back: str = "",
    look: Callable[[Given], Sequence[Any]] | None = None,
    said: Any = "",
    show: Callable[[Any], HttpResponse | None] | None = None,
    template: str = PAGE,
    **shown: Any,
) -> HttpResponse:
    """Show ``form``, or check it and ``do`` it with what was answered.

    ``look`` names what deserves a second look; it is asked once and holds nothing up. ``done`` says where to go after
    saving (an address, or a function of what was saved); the family's page unless given. ``show`` answers with a page
    in place of that: what is shown once and kept nowhere. Sent again, the form leads where ``done`` says.
    """
    back = back or (to_family(file) if file else reverse("families"))
    looks: Sequence[Any] = ()
    if request.method == "POST" and form.is_valid():
        told = other_hands(request)
        looks = [told] if told else []
        if look and request.POST.get("sure") != "yes":
            looks = [*looks, *look(form.cleaned_data)]
        if not looks:
            saved = _save(request, form, do, done or back, said or _("Saved."), show)
            if saved:
                return saved
    elif request.method == "GET" and file:
        request.trail.append(recordkeeping.entry("looked", family=file, subject=subject or file, page="form"))  # type: ignore[attr-defined]
    context = {
        "form": form,
        "heading": heading,
        "back": back,
        "looks": looks,
        "seen_by": _("the team, as far as it is their part") if file else "",
        **shown,
    }
    return render(request, template, context)


def write_about(
    request: HttpRequest, form: CalmForm, verb: Callable[..., Any], about: Any, **shown: Any
) -> HttpResponse:
    """A form about one person: its answers are saved with ``verb``, whose keywords are the names of its questions."""

    def do(given: Given) -> Any:
        answers = {name: given[name] for name in form.fields if name != "submission"}
        return verb(**answers, **stamp(request))

    return handle(request, form, do, file=about.family_id, subject=about.id, about=about, **shown)


def take_back(request: HttpRequest, do: Callable[[], Any], *, words: str, **shown: Any) -> HttpResponse:
    """One button after which what she told is shown no longer: ``words`` are hers, or what was written of them."""
    asked = {"heading": _("Take this back?"), "lead": _("It will no longer be shown. She decides."), **shown}
    return confirm(request, do, own_words=words, submit=_("Take back"), **asked)


def confirm(request: HttpRequest, do: Callable[[], Any], *, back: str = "", **shown: Any) -> HttpResponse:
    """A question with one button: GET asks, POST does."""
    return handle(request, CalmForm(request.POST or None), lambda _given: do(), back=back, **shown)


def base_version(given: Given, now: int) -> int:
    """The version that was on screen; the present one for a hand-made request without it."""
    told = str(given.get("version", ""))
    return int(told) if told.isdecimal() and len(told) < 10 else now


def or_two_versions(family: uuid.UUID) -> Callable[[Any], str]:
    """Where to go after a change: both versions side by side when a colleague was quicker, else the family's page."""

    def done(thing: Any) -> str:
        return reverse("two_versions", args=[family, thing.id]) if was_set_aside(thing) else to_family(family)

    return done


def was_set_aside(thing: Any) -> bool:
    """Somebody else changed it first: what was written here is kept beside it."""
    return hasattr(thing, "written") and hasattr(thing, "settled_at")


def _save(
    request: HttpRequest, form: CalmForm, do: Do, done: Where, said: Any,
    show: Callable[[Any], HttpResponse | None] | None,
) -> HttpResponse | None:  # fmt: skip
    """The redirect after saving, also for a second sending of the same form; ``None``: there is something to check."""
    submission = form.cleaned_data["submission"]
    try:
        with transaction.atomic():
            earlier = recordkeeping.claim(submission=submission, by=request.me.principal)  # type: ignore[attr-defined]
            if earlier:
                return redirect(earlier.answered_with or request.path)
            thing = do(form.cleaned_data)
            where = done if isinstance(done, str) else done(thing)
            recordkeeping.answered(submission=submission, where=where)
    except Refused as no:
        reasons.put(form, no)
    except IntegrityError as no:
        form.add_error(None, reasons.of_constraint(no))
    except ProgrammingError as no:
        if getattr(no.__cause__, "sqlstate", "") != NOT_ALLOWED:
            raise
        raise Http404 from None
    else:
        if show and (shown := show(thing)):
            return shown
        if not was_set_aside(thing):
            messages.success(request, said)
        return redirect(where)
    return None
