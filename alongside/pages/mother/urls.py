"""Addresses of the questions of a sitting, twice: from a device in her hands, and from the worker's own session."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path

from alongside.access.policy import May
from alongside.pages.mother import about_us, asking, closed, earlier, ending
from alongside.pages.mother.door import Asking, through

_PAGES: list[tuple[str, str, Asking]] = [
    ("", "begin", asking.begin),
    ("hidden/", "hidden", asking.hidden),
    ("look/", "look", ending.look),
    ("finish/", "finish", ending.finish),
    ("pause/", "pause", ending.pause),
    ("stop/", "stop", ending.stop),
    ("after/", "after", ending.after),
    ("thanks/", "thanks", ending.thanks),
    ("give-back/", "give_back", ending.give_back),
    ("<uuid:occasion>/", "measure", asking.measure),
    ("<uuid:occasion>/earlier/", "earlier", earlier.earlier),
    ("<uuid:occasion>/<str:item>/", "item", asking.item),
    ("<uuid:occasion>/<str:item>/sure/", "sure", asking.sure),
]
_HERS = "notes/"
_WORKERS = "families/<uuid:family>/asking/<uuid:sitting>/"


def _twice() -> Iterator[URLPattern]:
    for route, name, view in _PAGES:
        dead = closed.answer if view is asking.item else closed.closed
        yield path(f"{_HERS}{route}", through(May.ANSWER, signed_out=dead)(view), name=f"hers_{name}")
        yield path(f"{_WORKERS}{route}", through(May.WRITE_IN_FAMILY)(view), name=f"asked_{name}")


urlpatterns: list[URLPattern] = [
    path(
        f"{_HERS}about-us/",
        through(May.ANSWER, signed_out=closed.closed)(about_us.about_us),
        name="hers_about_us",
    ),
    *_twice(),
]
