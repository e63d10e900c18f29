"""Named questions about programmes: which there are, what is known about them, what this site calls their sessions."""

from __future__ import annotations

from alongside.library.catalogue import shipped
from alongside.library.models import SessionTitle
from alongside.library.rules import Catalogue, Checklist, Programme, Version


def catalogue() -> Catalogue:
    """Every programme, item of evidence and source; read once in each process."""
    return shipped()


def programme(code: str) -> Programme | None:
    """The programme with this code; None when there is none."""
    return next((each for each in shipped().programmes if each.code == code), None)


def checklist(code: str) -> Checklist | None:
    """The list with this code, for people of a site about themselves; None when there is none."""
    return next((each for each in shipped().checklists if each.code == code), None)


def version(code: str, plan: str) -> Version | None:
    """One version of a programme's plan; None when there is none."""
    found = programme(code)
    return next((each for each in found.versions if each.code == plan), None) if found else None


def titles(code: str) -> dict[str, dict[int, str]]:
    """What this site calls the sessions of a programme: {plan: {number: title}}, only those with a title of its own."""
    rows = SessionTitle.objects.filter(programme=code).order_by("plan", "number", "-recorded_at", "-id")
    found: dict[str, dict[int, str]] = {}
    for row in rows.distinct("plan", "number"):
        if row.title:
            found.setdefault(row.plan, {})[row.number] = row.title
    return found


def newest(code: str, plan: str) -> SessionTitle | None:
    """The title that was given last for a plan; None when nobody gave one."""
    return SessionTitle.objects.filter(programme=code, plan=plan).order_by("-recorded_at", "-id").first()


def all_titles() -> dict[tuple[str, str], dict[int, str]]:
    """What this site calls the sessions of every plan: {(programme, plan): {number: title}}; one statement."""
    rows = SessionTitle.objects.order_by("programme", "plan", "number", "-recorded_at", "-id")
    found: dict[tuple[str, str], dict[int, str]] = {}
    for row in rows.distinct("programme", "plan", "number"):
        if row.title:
            found.setdefault((row.programme, row.plan), {})[row.number] = row.title
    return found
