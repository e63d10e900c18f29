"""Through which door she comes to her agreements: her own page, or a worker's session with her beside."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from alongside.access import scope
from alongside.access.policy import May
from alongside.consent import queries
from alongside.consent.actions import lifter
from alongside.consent.models import Consent
from alongside.consent.rules.agreeing import Decider
from alongside.families import queries as families
from alongside.families.models import Family, Person
from alongside.pages.page import View, page
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.terms import Category

Agreeing = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Door:
    """Whose agreements these are and the way to their pages. ``hers``: she is signed in herself."""

    family: uuid.UUID
    woman: Person
    people: tuple[Person, ...]
    hers: bool

    def to(self, name: str, *args: object) -> str:
        """The address of one of these pages."""
        if self.hers:
            return reverse(f"my_{name}", args=args)
        return reverse(name, args=[self.family, *args])

    @property
    def home(self) -> str:
        """Where one comes from."""
        return reverse("mine") if self.hers else reverse("family", args=[self.family])

    def person(self, id: uuid.UUID) -> Person:
        """Somebody of this family. Raises Http404 for anybody else."""
        for person in self.people:
            if person.pk == id:
                return person
        raise Http404

    def deciders(self) -> dict[uuid.UUID, Decider]:
        """Who decides today for each of them; one statement."""
        return queries.deciders(self.family, timezone.localdate(), self.people)

    def form(self, id: uuid.UUID) -> Consent:
        """A form of this family; on her own page one that she gave. Raises DoesNotExist for any other."""
        found = queries.agreement(self.family, id)
        if self.hers and not self.gave(found):
            raise Consent.DoesNotExist
        return found

    def gave(self, consent: Consent) -> bool:
        """Did she give this form, as herself?"""
        return consent.giver_id == self.woman.pk and consent.giver_agency_id is None

    def by_another(self, consent: Consent) -> str:
        """Who gave it, where it was not she; "" where it was."""
        if consent.giver_agency is not None:
            return str(consent.giver_agency.name)
        return "" if consent.giver_id == self.woman.pk else str(consent.giver.name)

    def lifted_by(self, consent: Consent) -> tuple[uuid.UUID, uuid.UUID | None]:
        """Who would lift this no today: a person, or a child with the agency that decides for it."""
        return lifter(consent, timezone.localdate())

    def draft(self, id: uuid.UUID) -> Consent:
        """A form that is not signed and not put away. Raises DoesNotExist for any other."""
        found = self.form(id)
        if found.signed_at is not None or found.withdrawn_at is not None:
            raise Consent.DoesNotExist
        return found

    def signed(self, id: uuid.UUID) -> Consent:
        """A form that was signed. Raises DoesNotExist for any other."""
        return self._signed(self.form(id))

    def read(self, id: uuid.UUID) -> Consent:
        """A signed form to read: beside hers also what an agency agreed to for her child, as far as she sees it.
        Raises DoesNotExist for any other."""
        found = queries.agreement(self.family, id)
        return self._signed(found if found.giver_agency_id is not None else self.form(id))

    def _signed(self, found: Consent) -> Consent:
        if found.signed_at is None:
            raise Consent.DoesNotExist
        return found


def through(may: May) -> Callable[[Agreeing], View]:
    """One of these pages, opened through one of the two doors; the view is given the request and the ``Door``."""

    def wrap(view: Agreeing) -> View:
        @page(may)
        @functools.wraps(view)
        def opened(request: HttpRequest, family: uuid.UUID | None = None, **more: Any) -> HttpResponseBase:
            door = _her_own(request) if family is None else _beside_her(request, family)
            if request.method == "GET":
                looked = entry("looked", family=door.family, subject=door.woman.pk, page="agreements")
                request.trail.append(looked)  # type: ignore[attr-defined]
            return view(request, door, **more)

        return opened

    return wrap


def _her_own(request: HttpRequest) -> Door:
    herself = scope.herself(request.me)  # type: ignore[attr-defined]
    people = tuple(families.people_of(herself.family_id))
    return Door(herself.family_id, herself, people, hers=True)


def _beside_her(request: HttpRequest, family: uuid.UUID) -> Door:
    """Only for those whose part it is to write that she comes here: what she agrees to is known by it."""
    if not request.me.may_write(Category.SERVICE_USE):  # type: ignore[attr-defined]
        raise Http404
    file = scope.the_file(family)
    if not file.knows_her:
        raise Family.DoesNotExist
    return Door(family, file.woman, file.people, hers=False)


def stamp(request: HttpRequest) -> dict[str, Any]:
    """Who does it, and when: what every action is given last."""
    return {"by": request.me.principal, "at": timezone.now()}  # type: ignore[attr-defined]
