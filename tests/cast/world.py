"""The whole world, written as the loader: who there is, who works with whom, and what there is of each."""

from __future__ import annotations

import uuid
from datetime import date

from tests.cast.afterwards import write_afterwards, write_culture
from tests.cast.arriving import write_intake
from tests.cast.beside import write_beside
from tests.cast.childcare import write_childcare
from tests.cast.people import AGENCIES, AGENCY_OF, CAST, FAMILIES, KEPT_OUT, OUTSIDE, STAFF, T0, TEAMS, dyad, ident
from tests.cast.records import (
    write_answers,
    write_calendars,
    write_goals,
    write_lanes,
    write_peers,
    write_plans,
    write_programmes,
    write_records,
    write_services,
)
from tests.cast.sessions import open_sessions
from tests.cast.sharing import write_agreements, write_what_came_back, write_what_left
from tests.cast.staying import write_continuity
from tests.cast.studies import write_studies


def make_cast() -> None:
    """Write the whole world as the loader."""
    from django.db import transaction

    from alongside.evaluation.actions import derive_tallies

    with transaction.atomic():
        _agencies()
        _instruments()
        _people()
        _outsiders()
        _teams()
        write_records()
        write_beside()
        write_answers()
        write_goals()
        write_plans()
        write_lanes()
        write_services()
        write_programmes()
        write_calendars()
        write_peers()
        write_afterwards()
        write_culture()
        write_childcare()
        write_intake()
        write_continuity()
        write_studies()
        write_agreements()
        write_what_left()
        write_what_came_back()
        open_sessions()
        derive_tallies()


def _agencies() -> None:
    from alongside.accounts.actions import add_colleague
    from alongside.agencies.models import Agency, Programme

    by = CAST["ADM"]
    for key, (name, kind) in AGENCIES.items():
        Agency.objects.create(id=CAST[key], name=name, kind=kind, recorded_by=by, recorded_at=T0)
    Programme.objects.create(
        id=CAST["PROGRAMME"],
        agency_id=CAST["LEAD"],
        name="Programme of the tests",
        mode="demo",
        recorded_by=by,
        recorded_at=T0,
    )
    agencies = {key: Agency.objects.get(id=CAST[key]) for key in AGENCIES}
    for key, (agency, name, roles) in STAFF.items():
        add_colleague(
            agency=agencies[agency], name=name, roles=roles, from_on=date(2020, 1, 1), id=CAST[key], account=ident(f"user {key}"),
            about=f"cast: {key}", by=by, at=T0,
        )  # fmt: skip


def _instruments() -> None:
    """What comes along; this site uses it for care and research, not commercially."""
    from alongside.instruments.actions import declare_use, load_catalogue

    load_catalogue(by=CAST["ADM"], at=T0)
    declare_use(uses=["clinical", "research"], words="cast", by=CAST["DIR"], at=T0)


def _people() -> None:
    from alongside.families.models import Child, Dyad, Family, NameKey, Person, Woman
    from alongside.recordkeeping.rules import fold

    by = CAST["INT"]
    for family, people in FAMILIES.items():
        Family.objects.create(
            id=CAST[family], agency_id=CAST[AGENCY_OF.get(family, "LEAD")], name=family.title(), opened_on=date(2024, 1, 8),
            recorded_by=by, recorded_at=T0,
        )  # fmt: skip
        woman = None
        for key, kind, name, born in people:
            person = Person.objects.create(
                id=CAST[key], family_id=CAST[family], kind=kind, name=name, born_on=born, sort_key=fold(name),
                is_alias=key == "MIRA", recorded_by=by, recorded_at=T0,
            )  # fmt: skip
            NameKey.objects.create(person=person, family_id=CAST[family], key=fold(name))
            if kind == "woman":
                woman = Woman.objects.create(person=person, family_id=CAST[family])
            if kind == "child":
                child = Child.objects.create(person=person, family_id=CAST[family])
                Dyad.objects.create(
                    id=dyad(people[0][0], key), family_id=CAST[family], woman=woman, child=child, began_on=born,
                    recorded_by=by, recorded_at=T0,
                )  # fmt: skip


def _outsiders() -> None:
    """People of a family who sign in as themselves."""
    from alongside.accounts.actions import keep_capacity, keep_principal

    for key, (person, name, role) in OUTSIDE.items():
        keep_principal(
            id=CAST[key], account=ident(f"user {key}"), agency=None, kind="carer", name=name, person=CAST[person]
        )
        keep_capacity(
            id=ident(f"capacity {key}"), principal=CAST[key], role=role, from_on=date(2020, 1, 1), until_on=None
        )


def _teams() -> None:
    from django.db import connection

    from alongside.accounts.actions import instants, let_herself_in
    from alongside.enrolment.models import Enrolment, KeptOut, KeyWorker, StateChange, TeamMember
    from alongside.families.models import Family
    from alongside.safekeeping.actions import keep_out, let_in
    from alongside.safekeeping.terms import EVERYTHING, Category, Reach, mask

    by = CAST["SUP"]
    valid = instants(date(2024, 1, 8), None)
    for family, colleague, role, works_with in TEAMS:
        member = TeamMember.objects.create(
            id=ident(f"team {family} {colleague}"), family_id=CAST[family], colleague_id=CAST[colleague], role=role,
            works_with=works_with, during=(date(2024, 1, 8), None), recorded_by=by, recorded_at=T0,
        )  # fmt: skip
        if role == "peer":  # let in by a match, as far as the woman allows (records.write_peers)
            continue
        common = {"principal": CAST[colleague], "family": CAST[family], "valid": valid, "basis": member.id}
        if works_with == "family":
            let_in(subject=CAST[family], reach=Reach.FILE, categories=EVERYTHING, writes=EVERYTHING, **common)
        else:
            let_in(subject=uuid.UUID(int=0), reach=Reach.CHILDREN, categories=EVERYTHING, writes=EVERYTHING, **common)
            for key, kind, _name, _born in FAMILIES[family]:
                if kind == "child":
                    let_in(subject=CAST[key], reach=Reach.ONE, categories=EVERYTHING, writes=EVERYTHING, **common)
                if kind == "woman":
                    let_in(subject=CAST[key], reach=Reach.ONE, categories=mask(Category.CONTACT), writes=0, **common)
    # Those with every file of their agency.
    with connection.cursor() as cursor:
        cursor.execute(
            "select safekeeping.let_into_all_files(c.principal, c.id, c.valid) from safekeeping_capacity c"
            " where (c.abilities >> 3) & 1 = 1"
        )
    for family, colleague, why in KEPT_OUT:
        row = KeptOut.objects.create(
            id=ident(f"kept out {family} {colleague}"), family_id=CAST[family], colleague_id=CAST[colleague], why=why,
            recorded_by=by, recorded_at=T0,
        )  # fmt: skip
        keep_out(id=row.id, principal=CAST[colleague], family=CAST[family])
    for family, people in FAMILIES.items():
        woman = people[0][0]
        enrolment = Enrolment.objects.create(
            id=ident(f"enrolment {woman}"), family=Family.objects.get(id=CAST[family]), person_id=CAST[woman],
            first_contact_on=date(2024, 1, 8), recorded_by=by, recorded_at=T0,
        )  # fmt: skip
        StateChange.objects.create(
            id=ident(f"state {woman}"), family_id=CAST[family], person_id=CAST[woman], enrolment=enrolment, state="active",
            because="we_met", from_on=date(2024, 2, 1), recorded_by=by, recorded_at=T0,
        )  # fmt: skip
    KeyWorker.objects.create(
        id=ident("key ANA"), family_id=CAST["ALDER"], person_id=CAST["ANA"], colleague_id=CAST["W1"],
        during=(date(2024, 1, 8), None), recorded_by=by, recorded_at=T0,
    )  # fmt: skip
    for key, account in (("ANA", "user p_ana"), ("FIN", "user p_fin")):
        family = "ALDER" if key == "ANA" else "BIRCH"
        let_herself_in(
            person=CAST[key], family=CAST[family], name=key.title(), account=ident(account), role="mother",
            from_on=date(2024, 1, 8), by=by,
        )  # fmt: skip
