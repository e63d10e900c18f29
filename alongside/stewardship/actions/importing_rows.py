"""Families as checked (drafts) turned into rows, and written table by table."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from alongside.care.models import Contact
from alongside.enrolment.models import Enrolment, StateChange, WelcomeBack
from alongside.families import rules as families
from alongside.families.models import (
    AgencyInvolvement,
    Child,
    DueDate,
    Dyad,
    Family,
    LegalStatus,
    LivingArrangement,
    NameKey,
    Person,
    Pregnancy,
    Woman,
)
from alongside.recordkeeping.models import new_id
from alongside.stewardship.rules.caseload import Row
from alongside.stewardship.rules.checking import because_of, category_of, days_of
from alongside.stewardship.rules.people import Draft, Expecting, Known, folded
from alongside.stewardship.rules.values import several

# A worker whom nobody here knows by name: no colleague has this id.
NOBODY = uuid.UUID(int=0)
# What a row needs must come before it.
ORDER: tuple[tuple[type[models.Model], str], ...] = (
    (Family, "families"), (Person, "people"), (NameKey, ""), (Woman, "women"), (Pregnancy, "pregnancies"),
    (DueDate, ""),
    (Child, "children"), (Dyad, "dyads"), (Enrolment, "enrolments"), (StateChange, "states"), (WelcomeBack, ""),
    (LivingArrangement, "living arrangements"), (LegalStatus, "legal statuses"),
    (AgencyInvolvement, "agency involvements"), (Contact, "contacts"),
)  # fmt: skip
TRACKS: dict[str, type[models.Model]] = {
    "living": LivingArrangement, "legal": LegalStatus, "involvement": AgencyInvolvement,
}  # fmt: skip


class Batch:
    """Rows of many families. ``families`` and ``people`` go from the programme's keys to ids; ``pairs`` to dyads."""

    def __init__(self, agency: uuid.UUID, known: Known, by: uuid.UUID, at: datetime) -> None:
        self.agency, self.known = agency, known
        self.by, self.at, self.today = by, at, timezone.localdate(at)
        self.families: dict[str, uuid.UUID] = {}
        self.people: dict[str, uuid.UUID] = {}
        self.pairs: dict[tuple[str, str], uuid.UUID] = {}
        self._rows: dict[type[models.Model], list[Any]] = {model: [] for model, _ in ORDER}

    @property
    def recorded(self) -> dict[str, Any]:
        """Who records all this, and when."""
        return {"recorded_by": self.by, "recorded_at": self.at}

    def add(self, draft: Draft, family: uuid.UUID) -> None:
        """Take one family in."""
        self.families[draft.key] = family
        row = draft.family
        self._keep(Family(
            id=family, agency_id=self.agency, name=families.clean(row["name"]), opened_on=row["opened_on"],
            **self.recorded,
        ))  # fmt: skip
        for key, person in draft.people.items():
            self._person(family, key, person)
        orders = self._pregnancies(draft, family)
        for key in draft.of_kind("child"):
            self._child(draft, family, key, orders)
        for pair in draft.pairs:
            self._keep(Dyad(
                id=self.pairs.setdefault((pair.woman, pair.child), new_id()), family_id=family,
                woman_id=self.people[pair.woman], child_id=self.people[pair.child], began=pair.began,
                began_on=min(pair.began_on, self.today), **self.recorded,
            ))  # fmt: skip
        self._enrolments(draft, family)
        for track in draft.tracks:
            self._track(family, track)
        for contact in draft.contacts:
            self._contact(draft, family, contact)

    def write(self) -> None:
        """Write everything, table by table, in an order in which nothing is missing."""
        for model, _ in ORDER:
            rows = self._rows[model]
            if rows:
                model._default_manager.bulk_create(rows, batch_size=2000)

    def counts(self) -> dict[str, int]:
        """How many rows of what, in the words of the report."""
        return {name: len(self._rows[model]) for model, name in ORDER if name and self._rows[model]}

    def _keep(self, row: models.Model) -> None:
        self._rows[type(row)].append(row)

    def _person(self, family: uuid.UUID, key: str, row: Row) -> None:
        id_ = self.people[key] = new_id()
        name, legal_name = families.clean(row["name"]), families.clean(row["legal_name"])
        other_names = [families.clean(n) for n in several(row["other_names"])]
        self._keep(Person(
            id=id_, family_id=family, kind=row["kind"], name=name, legal_name=legal_name, other_names=other_names,
            is_alias=bool(row["is_alias"]), pronouns=families.clean(row["pronouns"]), born_on=row["born_on"],
            died_on=row["died_on"], languages=list(several(row["languages"])), interpreter=row["interpreter"],
            sort_key=families.sort_key(name, legal_name), **self.recorded,
        ))  # fmt: skip
        for found in families.name_keys(name, legal_name, other_names):
            self._keep(NameKey(person_id=id_, family_id=family, key=found))
        if row["kind"] == "woman":
            self._keep(Woman(person_id=id_, family_id=family, her_why=families.clean(row["her_why"])))

    def _pregnancies(self, draft: Draft, family: uuid.UUID) -> dict[str, tuple[uuid.UUID, int]]:
        """{child's key: (pregnancy, place among its children)}."""
        orders: dict[str, tuple[uuid.UUID, int]] = {}
        for one in draft.pregnancies:
            id_, woman = new_id(), self.people[one.woman]
            self._keep(Pregnancy(
                id=id_, family_id=family, woman_id=woman, expected_children=len(one.children),
                outcome="birth" if one.born_on else "expecting", outcome_on=self._last_birth(draft, one),
                **self.recorded,
            ))  # fmt: skip
            self._keep(DueDate(family_id=family, pregnancy_id=id_, woman_id=woman, due_on=one.due_on, **self.recorded))
            orders |= {child: (id_, place) for place, child in enumerate(one.children, 1)}
        return orders

    def _last_birth(self, draft: Draft, one: Expecting) -> date | None:
        return max(draft.people[child]["born_on"] for child in one.children) if one.born_on else None

    def _child(self, draft: Draft, family: uuid.UUID, key: str, orders: dict[str, tuple[uuid.UUID, int]]) -> None:
        row = draft.people[key]
        pregnancy, order = orders.get(key, (None, 1))
        state = "lost" if row["died_on"] else "expected" if row["due_on"] and not row["born_on"] else "born"
        self._keep(Child(
            person_id=self.people[key], family_id=family, state=state, pregnancy_id=pregnancy, birth_order=order,
            sex=row["sex"], gestation_days=draft.gestations.get(key), birth_weight_g=row["birth_weight_g"],
        ))  # fmt: skip

    def _enrolments(self, draft: Draft, family: uuid.UUID) -> None:
        for key in draft.of_kind("woman"):
            if key not in draft.states:
                opened = draft.family["opened_on"]
                enrolment = self._enrolment(family, key, opened, "")
                self._state(enrolment, "active", "first_contact", opened, "")
        for key, rows in draft.states.items():
            enrolment = self._enrolment(family, key, rows[0]["from_on"], rows[0]["came_by"])
            before = ""
            for row in rows:
                because = because_of(row, before)
                self._state(enrolment, row["state"], because, row["from_on"], row["her_words"])
                before = row["state"]

    def _enrolment(self, family: uuid.UUID, key: str, on: date, came_by: str) -> Enrolment:
        enrolment = Enrolment(
            id=new_id(),
            family_id=family,
            person_id=self.people[key],
            first_contact_on=on,
            came_by=came_by,
            **self.recorded,
        )
        self._keep(enrolment)
        return enrolment

    def _state(self, enrolment: Enrolment, state: str, because: str, on: date, her_words: str) -> None:
        whose = {"family_id": enrolment.family_id, "person_id": enrolment.person_id}
        self._keep(StateChange(
            enrolment_id=enrolment.id, state=state, because=because, from_on=on, her_words=her_words, **whose,
            **self.recorded,
        ))  # fmt: skip
        if because == "welcome_back":
            self._keep(WelcomeBack(on=on, her_words=her_words, **whose, **self.recorded))

    def _track(self, family: uuid.UUID, row: Row) -> None:
        more: dict[str, Any] = {}
        note = row["note"]
        if row["track"] == "living":
            carer = self.people[row["carer_key"]] if row["carer_key"] else None
            more = {"carer_id": carer, "day_to_day": row["day_to_day"]}
        elif row["track"] == "legal":
            more = {"basis": row["basis"]}
        else:
            agency = self.known.agencies.get(folded(row["agency"]))
            if agency is None:
                note = "\n".join(filter(None, [row["agency"], note]))
            more = {"agency_id": agency, "worker": row["worker"]}
        self._keep(TRACKS[row["track"]](
            family_id=family, child_id=self.people[row["child_key"]], kind=row["kind"], during=DateRange(*days_of(row)),
            note=note, source=row["source"] or "imported", **more, **self.recorded,
        ))  # fmt: skip

    def _contact(self, draft: Draft, family: uuid.UUID, row: Row) -> None:
        person = row["person_key"]
        subject = self.pairs[draft.mother_of(person), person] if row["for_whom"] == "dyad" else self.people[person]
        found = self.known.colleagues.get(folded(row["worker"]), ())
        other = row["worker"] if row["worker"] and len(found) != 1 else ""
        self._keep(Contact(
            family_id=family, subject=subject, for_whom=row["for_whom"], category=int(category_of(row)), on=row["on"],
            at_time=row["at_time"], minutes=row["minutes"], mode=row["mode"], reached=row["reached"] or "met",
            worker=found[0] if len(found) == 1 else NOBODY,
            also_present="; ".join(filter(None, [other, row["also_present"]])),
            purpose=row["purpose"], note=row["note"], her_words=row["her_words"], between_you=row["between_you"],
            items_given=row["items_given"], **self.recorded,
        ))  # fmt: skip
