"""What we send her: which way it may come, what went, and one button that ends all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from alongside.families.models import Person
from alongside.pages.mother.mine.around import hers, show, stamp
from alongside.reminders import actions, queries
from alongside.reminders.models import Message, Wish
from alongside.reminders.terms import By

SHOWN = 20


@dataclass(frozen=True)
class WayShown:
    """One way that she chose, and since when."""

    label: str
    value: str
    since: date


@dataclass(frozen=True)
class SentShown:
    """What went to her, word for word."""

    words: str
    language: str
    at: datetime


@require_safe
@hers
def my_messages(request: HttpRequest, herself: Person) -> HttpResponse:
    """The ways that she chose and what went; nothing of what did not go, or why."""
    wishes = [wish for wish in queries.wishes_of(herself.family_id, herself.id) if wish.wanted]
    went = queries.went_to(herself.family_id, SHOWN)
    return show(request, herself, "messages", {"ways": [_way(w) for w in wishes], "sent": [_sent(r) for r in went]})


@require_POST
@hers
def my_messages_stop(request: HttpRequest, herself: Person) -> HttpResponse:
    """Nothing more, from this moment. No question is asked."""
    actions.stop_messages(family=herself.family_id, woman=herself.id, **stamp(request))  # type: ignore[arg-type]
    return redirect("my_messages")


def _way(wish: Wish) -> WayShown:
    return WayShown(str(By(wish.by).label), wish.value, wish.said_on)


def _sent(row: Message) -> SentShown:
    return SentShown(row.words, row.language, row.went_at or row.planned_at)
