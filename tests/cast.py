"""The people of our tests: fixed, fictional, and the same in every test.

Two sets, one world. The names in capitals are those of ``tests/data/access_cases.json`` (Ana, Bee, Cal, ...); the others
are the cast of ``docs/architecture.md``. ``CAST["ANA"]`` is an id, ``acting_as("W1")`` carries that person's token.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

NAMESPACE = uuid.UUID("0190d0b0-0000-7000-8000-000000000000")
TODAY = date(2026, 3, 2)
T0 = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

# agency key -> (name, kind)
AGENCIES = {
    "LEAD": ("Lead programme", "programme"),
    "HOSP": ("Hospital partner", "hospital"),
    "PHU": ("Public-health nursing partner", "public_health"),
    "CAS": ("Child-welfare society", "child_welfare"),
    "SHEL": ("Women's shelter", "shelter"),
    "PROB": ("Probation office", "justice"),
    "OTHER_SITE": ("Comparison site", "comparison"),
}

# staff key -> (agency, display name, roles)
STAFF = {
    "W1": ("LEAD", "Wanda, counsellor", ["counsellor"]),
    "W2": ("LEAD", "Willa, counsellor", ["counsellor"]),
    "W3": ("LEAD", "Wren, counsellor", ["counsellor"]),
    "SUP": ("LEAD", "Suki, supervisor", ["supervisor"]),
    "DIR": ("LEAD", "Dana, manager", ["manager"]),
    "PEER": ("LEAD", "Gia, peer supporter", ["peer"]),
    "CHC": ("LEAD", "Chris, child care", ["child_care"]),
    "PIT": ("LEAD", "Pilar, parent-infant therapist", ["therapist"]),
    "INT": ("LEAD", "Ines, intake", ["intake"]),
    "NUR": ("PHU", "Nuri, nurse", ["partner_staff"]),
    "CW1": ("CAS", "Cora, child-welfare worker", ["child_welfare"]),
    "CW2": ("CAS", "Colin, child-welfare worker", ["child_welfare"]),
    "DRX": ("HOSP", "Dr X", ["prenatal_partner"]),
    "PO": ("PROB", "Pat, probation", ["partner_staff"]),
    "EVAL": ("LEAD", "Eva, evaluator", ["evaluator"]),
    "ADM": ("LEAD", "Adam, administrator", ["administrator"]),
    "PRIV": ("LEAD", "Priya, privacy officer", ["privacy"]),
    "COUNCIL": ("LEAD", "Carla, advisory council", ["council"]),
    "SITE2": ("OTHER_SITE", "Sol, comparison site", ["comparison"]),
}

# people who sign in as themselves and are let into nothing (or only what is theirs)
OUTSIDE = {
    "p_cal": ("CAL", "Cal", "partner"),  # the ex-partner: must find nothing
    "p_foster": ("FLO", "Flo, foster carer", "foster_carer"),
    "p_dot": ("DOT", "Dot", "kin_carer"),
}

# family -> [(person key, kind, name, born)]
FAMILIES = {
    "ALDER": [
        ("ANA", "woman", "Ana Alder", date(1995, 5, 4)),
        ("BEE", "child", "Bee Alder", date(2024, 2, 10)),
        ("BO", "child", "Bo Alder", date(2020, 9, 1)),
        ("CAL", "other", "Cal Ash", date(1990, 1, 1)),
        ("DOT", "other", "Dot Alder", date(1968, 7, 7)),
        ("FLO", "other", "Flo Field", date(1975, 2, 2)),
    ],
    "BIRCH": [
        ("EVE", "woman", "Ève Birch", date(1988, 3, 3)),
        ("FIN", "child", "Fin Birch", date(2011, 11, 20)),
    ],
    "CEDAR": [("GIA", "woman", "Gia Alder", date(1995, 8, 8))],
    "MAPLE": [("MIRA", "woman", "Mira (alias)", None)],
    "ELM": [("OLA", "woman", "Ola Elm", date(1999, 9, 9)), ("PIP", "child", "Pip Elm", date(2025, 1, 1))],
}
AGENCY_OF = {"ELM": "OTHER_SITE"}

# (family, colleague, role, works with)
TEAMS = [
    ("ALDER", "W1", "counsellor", "family"),
    ("ALDER", "W3", "counsellor", "family"),  # by mistake: she is Cal's sister and on the deny-list
    ("ALDER", "PIT", "therapist", "family"),
    ("ALDER", "CHC", "child_care", "children"),
    ("ALDER", "PEER", "peer", "family"),
    ("BIRCH", "W2", "counsellor", "family"),
    ("MAPLE", "W2", "counsellor", "family"),
    ("CEDAR", "W2", "counsellor", "family"),
    ("ELM", "SITE2", "comparison", "family"),
]
KEPT_OUT = [
    ("ALDER", "W3", "the ex-partner's sister"),
    ("CEDAR", "PEER", "her own file"),
]


def ident(key: str) -> uuid.UUID:
    """The fixed id of anybody or anything of the cast."""
    return uuid.uuid5(NAMESPACE, key)


class _Cast:
    def __getitem__(self, key: str) -> uuid.UUID:
        return ident(key)


CAST = _Cast()


def dyad(woman: str, child: str) -> uuid.UUID:
    """The fixed id of the dyad of two of the cast."""
    return ident(f"dyad {woman} {child}")


def token_of(key: str) -> str:
    """The token of a session that ``make_cast`` opened for this person."""
    return f"token of {key}"


@contextmanager
def acting_as(key: str | None) -> Iterator[None]:
    """A transaction on ``default`` as this person of the cast; ``None`` is somebody without a session."""
    from alongside.safekeeping.actions import acting

    with acting(token_of(key) if key else ""):
        yield


@contextmanager
def serving(service: str) -> Iterator[None]:
    """A transaction on ``default`` as a service of the worker, which alone opens such sessions in life."""
    from alongside.safekeeping.actions import acting

    with acting(token_of(f"service {service}")):
        yield


def open_sessions() -> None:
    """A session for everybody of the cast and the service "planning" that lasts as long as the template (made by the
    loader)."""
    from django.db import connection

    with connection.cursor() as cursor:
        for key in [*STAFF, *OUTSIDE, "p_ana", "p_fin"]:
            who = CAST["ANA"] if key == "p_ana" else CAST["FIN"] if key == "p_fin" else CAST[key]
            cursor.execute(
                "insert into safekeeping_session (token_hash, principal, idle_limit, expires_at, second_factor, purpose)"
                " values (%s, %s, interval '10 years', clock_timestamp() + interval '10 years', true, '')",
                [hashlib.sha256(token_of(key).encode()).digest(), who],
            )
        cursor.execute(
            "insert into safekeeping_session (token_hash, principal, idle_limit, expires_at, second_factor, purpose)"
            " select %s, p.id, interval '10 years', clock_timestamp() + interval '10 years', false, p.name"
            " from safekeeping_principal p where p.kind = 'service' and p.name = 'planning'",
            [hashlib.sha256(token_of("service planning").encode()).digest()],
        )


def make_cast() -> None:
    """Write the whole world as the loader."""
    from django.db import transaction

    with transaction.atomic():
        _agencies()
        _instruments()
        _people()
        _outsiders()
        _teams()
        _records()
        _answers()
        _agreements()
        _left()
        _from_outside()
        open_sessions()


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


def _records() -> None:
    """One row of each protected kind about Ana, Bee and the two together, each with words that must not leak."""
    from alongside.assessment.models import Occasion
    from alongside.care.models import Contact, Promise
    from alongside.enrolment.models import ReturnToUse
    from alongside.families.models import (
        DueDate,
        EarlierChild,
        Exposure,
        Household,
        HouseholdStay,
        Identity,
        LegalStatus,
        LivingArrangement,
        Pregnancy,
        Relationship,
        SafeContact,
        SafeWay,
    )
    from alongside.safekeeping.terms import Category as C

    r = {"recorded_by": CAST["W1"], "recorded_at": T0}
    f = CAST["ALDER"]
    both = dyad("ANA", "BEE")
    rows = [
        ("woman", CAST["ANA"], C.SERVICE_USE, "SECRET visit"),
        ("woman", CAST["ANA"], C.SUD, "SECRET use"),
        ("woman", CAST["ANA"], C.SUD_COUNSELLING_NOTES, "SECRET counselling"),
        ("woman", CAST["ANA"], C.IPV_SAFETY, "SECRET safety"),
        ("child", CAST["BEE"], C.CHILD_HEALTH_DEV, "SECRET child note"),
        ("dyad", both, C.DYAD_OBSERVATION, "SECRET between them"),
        ("woman", CAST["ANA"], C.PEER_SUPPORT, "SECRET peer note"),
    ]
    for n, (for_whom, subject, category, note) in enumerate(rows):
        Contact.objects.create(
            id=ident(f"contact {n}"), family_id=f, subject=subject, for_whom=for_whom, category=category,
            on=date(2026, 2, 1 + n), mode="home", worker=CAST["W1"], note=note, present=[CAST["ANA"]], about=[], **r,
        )  # fmt: skip
    Promise.objects.create(
        id=ident("promise 1"), family_id=f, subject=CAST["ANA"], category=C.SERVICE_USE, what="SECRET ride to the clinic",
        on=date(2026, 3, 5), worker=CAST["W1"], **r,
    )  # fmt: skip
    Occasion.objects.create(
        id=ident("occasion 1"), family_id=f, subject=CAST["ANA"], category=C.MENTAL_HEALTH_TRAUMA, instrument="PHQ-9",
        on=date(2026, 1, 15), total=9, **r,
    )  # fmt: skip
    ReturnToUse.objects.create(
        id=ident("return 1"), family_id=f, woman_id=CAST["ANA"], kind="kept_safe", on=date(2026, 1, 20),
        who_cared="SECRET her mother", **r,
    )  # fmt: skip
    LivingArrangement.objects.create(
        id=ident("living BEE"), family_id=f, child_id=CAST["BEE"], kind="mother", during=(date(2024, 2, 10), None), **r
    )
    LivingArrangement.objects.create(
        id=ident("living BO"), family_id=f, child_id=CAST["BO"], kind="foster", carer_id=CAST["FLO"],
        during=(date(2025, 3, 1), None), note="SECRET place", **r,
    )  # fmt: skip
    LegalStatus.objects.create(
        id=ident("legal BO"),
        family_id=f,
        child_id=CAST["BO"],
        kind="interim_care",
        during=(date(2025, 3, 1), None),
        **r,
    )
    Relationship.objects.create(
        id=ident("relation CAL"), family_id=f, person_id=CAST["ANA"], other_id=CAST["CAL"], kind="ex_partner", safety="unsafe",
        during=(date(2022, 1, 1), None), **r,
    )  # fmt: skip
    home = Household.objects.create(id=ident("home ANA"), family_id=f, name="ours", address="SECRET street 7", **r)
    HouseholdStay.objects.create(
        id=ident("stay ANA"), family_id=f, household=home, person_id=CAST["ANA"], during=(date(2025, 1, 1), None), **r
    )
    plan = SafeContact.objects.create(
        id=ident("plan ANA"), family_id=f, woman_id=CAST["ANA"], version=1, we_are_called="SECRET Sam",
        checked_on=date(2026, 2, 20), **r,
    )  # fmt: skip
    SafeWay.objects.create(plan=plan, family_id=f, woman_id=CAST["ANA"], channel="text", value="+14165550123")
    pregnancy = Pregnancy.objects.create(
        id=ident("pregnancy ANA"), family_id=f, woman_id=CAST["ANA"], outcome="birth", outcome_on=date(2024, 2, 10), **r
    )
    DueDate.objects.create(
        id=ident("due ANA"), family_id=f, pregnancy=pregnancy, woman_id=CAST["ANA"], due_on=date(2024, 2, 20), **r
    )
    Exposure.objects.create(
        id=ident("exposure ANA"),
        family_id=f,
        pregnancy=pregnancy,
        woman_id=CAST["ANA"],
        substance="SECRET substance",
        **r,
    )
    Identity.objects.create(id=ident("identity ANA"), family_id=f, person_id=CAST["ANA"], her_words="SECRET words", **r)
    EarlierChild.objects.create(id=ident("earlier ANA"), family_id=f, woman_id=CAST["ANA"], called="SECRET name", **r)


def _answers() -> None:
    """One row of each table of questions about Ana: a sitting of January that is over, an answer, what she chose."""
    from alongside.assessment.models import Answer, Mailing, MeasureChoice, OccasionStep, Score, Sitting, SittingPart
    from alongside.instruments.queries import published
    from alongside.safekeeping.terms import Category as C

    phq = published("PHQ-9")
    on = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
    r = {"recorded_by": CAST["W1"], "recorded_at": on}
    about = {"family_id": CAST["ALDER"], "subject": CAST["ANA"], "category": C.MENTAL_HEALTH_TRAUMA}
    occasion = {"occasion_id": ident("occasion 1")}
    sitting = Sitting.objects.create(
        id=ident("sitting ANA"), family_id=CAST["ALDER"], woman_id=CAST["ANA"], mode="interview", ended_at=on, end="finished",
        **r,
    )  # fmt: skip
    SittingPart.objects.create(id=ident("part ANA"), sitting=sitting, place=0, **occasion, **about, **r)
    OccasionStep.objects.create(
        id=ident("step ANA"), state="done", on=date(2026, 1, 15), words="SECRET step", **occasion, **about, **r
    )
    Answer.objects.create(
        id=ident("answer ANA"), item="1", value=2, key=ident("key of an answer"), **occasion, **about, **r
    )
    Score.objects.create(
        id=ident("score ANA"), definition=phq, scale="total", value=9, engine="1", **occasion, **about, **r
    )
    MeasureChoice.objects.create(
        id=ident("choice ANA"), family_id=CAST["ALDER"], woman_id=CAST["ANA"], instrument="MSPSS", wants=False,
        category=C.MENTAL_HEALTH_TRAUMA, her_words="SECRET choice", **r,
    )  # fmt: skip
    Mailing.objects.create(
        id=ident("mailing ANA"), family_id=CAST["ALDER"], woman_id=CAST["ANA"], sitting=sitting, code="CAST-CAST",
        sent_on=date(2026, 1, 10), **r,
    )  # fmt: skip


# key -> (giver, effect, recipient, purpose, {subject: categories}, first day, days from today to the last one)
# The database has one clock, the real one: what is to be in force ends so many days after today as after TODAY.
CONSENTS: dict[str, tuple] = {
    "C1": ("ANA", "permit", "CAS", "care_coordination", {"ANA": ("service_use", "dyad_observation")}, date(2026, 1, 10), 314),
    "C2": (
        "ANA", "permit", "CAS", "care_coordination",
        {"BEE": ("service_use", "child_health_dev", "dyad_observation")}, date(2026, 1, 10), 314,
    ),
    "C3": (
        "ANA", "permit", "HOSP", "care", {"ANA": ("service_use", "sud", "mental_health_trauma")}, date(2026, 1, 10), 304,
    ),
    "C4": ("ANA", "deny", "DRX", "care", {"ANA": "all", "BEE": "all"}, date(2026, 1, 10), None),
    "C5": ("ANA", "permit", "PHU", "care", {"BEE": ("child_health_dev",)}, date(2026, 1, 10), 120),
}  # fmt: skip
# (colleague of a partner agency, person, under which name she is known there)
OUTSIDE_WORKERS = [
    ("CW1", "ANA", "Ana A."),
    ("CW1", "BEE", "Bee A."),
    ("NUR", "BEE", "Bee Alder"),
    ("DRX", "ANA", "Ana Alder"),
]


def _agreements() -> None:
    """Who may decide, who works with them elsewhere, and the five agreements of the access cases."""
    from alongside.consent.actions import load_forms
    from alongside.consent.actions.forms import form_id
    from alongside.consent.models import Consent, ConsentLine, OutsideWorker
    from alongside.families.models import DecisionRight
    from alongside.safekeeping.terms import Category

    r = {"recorded_by": CAST["W1"], "recorded_at": T0}
    f = {"family_id": CAST["ALDER"]}
    DecisionRight.objects.create(
        id=ident("right BEE"), child_id=CAST["BEE"], topic="release", holder_id=CAST["ANA"],
        during=(date(2024, 2, 10), None), **f, **r,
    )  # fmt: skip
    # Fin is fourteen, and may decide this himself.
    DecisionRight.objects.create(
        id=ident("right FIN"), family_id=CAST["BIRCH"], child_id=CAST["FIN"], topic="release", holder_id=CAST["FIN"],
        during=(date(2025, 11, 20), None), **r,
    )  # fmt: skip
    for colleague, person, known_as in OUTSIDE_WORKERS:
        OutsideWorker.objects.create(
            id=ident(f"outside {colleague} {person}"), person_id=CAST[person], colleague_id=CAST[colleague],
            known_as=known_as, during=(date(2025, 9, 1), None), **f, **r,
        )  # fmt: skip
    load_forms(by=CAST["ADM"], at=T0)
    words = {kind: form_id(kind, "ontario", "en", 1) for kind in ("sharing", "keeping_from")}
    for key, (giver, effect, recipient, purpose, lines, since, days) in CONSENTS.items():
        colleague = recipient in STAFF
        consent = Consent.objects.create(
            id=ident(key), giver_id=CAST[giver], effect=effect, purpose=purpose,
            form_id=words["sharing" if effect == "permit" else "keeping_from"],
            recipient_kind="colleague" if colleague else "agency", agency_id=None if colleague else CAST[recipient],
            colleague_id=CAST[recipient] if colleague else None,
            during=(since, None if days is None else datetime.now(UTC).date() + timedelta(days + 1)), explained="read aloud",
            **f, **r,
        )  # fmt: skip
        for subject, named in lines.items():
            for category in Category if named == "all" else [Category[name.upper()] for name in named]:
                ConsentLine.objects.create(
                    id=ident(f"{key} {subject} {category.name}"), consent=consent, subject=CAST[subject], category=category,
                    **f, **r,
                )  # fmt: skip
        Consent.objects.filter(pk=consent.pk).update(
            signed_at=datetime(since.year, since.month, since.day, 15, tzinfo=UTC), signed_how="drawn", signature="M0 0L9 9",
            witness_id=CAST["W1"], copy_given="on paper",
        )  # fmt: skip


def _left() -> None:
    """What left under C1 on 1 February and what came after, an emergency that was reviewed, a concern, a court's paper."""
    from alongside.consent.models import (
        BreakGlass,
        DisclosedPart,
        Disclosure,
        DisclosureStep,
        DutyReport,
        DutyReportStep,
        LegalBasis,
        Statement,
    )
    from alongside.safekeeping.terms import Category as C
    from alongside.safekeeping.terms import mask

    left = datetime(2026, 2, 1, 15, tzinfo=UTC)
    r = {"recorded_by": CAST["W1"], "recorded_at": left}
    ana = {"family_id": CAST["ALDER"], "subject": CAST["ANA"]}
    words = "SECRET she came every week"
    disclosure = Disclosure.objects.create(
        id=ident("D1"), agency_id=CAST["CAS"], recipient="Child-welfare society", kind="letter", purpose="care_coordination",
        basis="consent", consent_id=ident("C1"), title="A letter", told_before="with_her", present=True, **ana, **r,
    )  # fmt: skip
    DisclosedPart.objects.create(
        id=ident("part of D1"), disclosure=disclosure, category=C.SERVICE_USE, snapshot=words,
        sha256=hashlib.sha256(words.encode()).hexdigest(), **ana, **r,
    )  # fmt: skip
    DisclosureStep.objects.create(id=ident("step of D1"), disclosure=disclosure, kind="acknowledged", **ana, **r)
    Statement.objects.create(
        id=ident("statement ANA"), category=C.SERVICE_USE, about="care.contact", target=ident("contact 0"),
        words="SECRET I see it otherwise", **ana, **r,
    )  # fmt: skip
    BreakGlass.objects.create(
        id=ident("glass ANA"), colleague_id=CAST["W2"], reason="SECRET she was brought in unconscious",
        categories=mask(C.CONTACT, C.SUD), proved_at=left, until=left + timedelta(hours=1), reviewed_at=left,
        reviewed_by=CAST["PRIV"], found="as it should be", told_her_at=left, **ana, **{**r, "recorded_by": CAST["W2"]},
    )  # fmt: skip
    bo = {"family_id": CAST["ALDER"], "child_id": CAST["BO"]}
    report = DutyReport.objects.create(id=ident("report BO"), **bo, **r)
    DutyReportStep.objects.create(
        id=ident("step of report BO"),
        report=report,
        step="concern",
        on=date(2026, 2, 1),
        words="SECRET worry",
        **bo,
        **r,
    )
    LegalBasis.objects.create(
        id=ident("order ANA"), kind="court_order", agency_id=CAST["CAS"], purpose="family_court",
        categories=mask(C.SERVICE_USE), reference="SECRET 12/345", during=(date(2026, 1, 1), date(2026, 2, 1)), **ana, **r,
    )  # fmt: skip


def _from_outside() -> None:
    """What somebody at the society sent back, with a document and a receipt; what those who look after a child must know."""
    from alongside.care.models import CareNeed
    from alongside.consent.models import SentBack, SentBackStep, SentDocument
    from alongside.safekeeping.terms import Category as C

    sent = datetime(2026, 2, 2, 15, tzinfo=UTC)
    by = {"recorded_by": CAST["CW1"], "recorded_at": sent}
    about = {"family_id": CAST["ALDER"], "subject": CAST["ANA"], "category": C.SERVICE_USE}
    row = SentBack.objects.create(
        id=ident("sent ANA"), agency_id=CAST["CAS"], colleague_id=CAST["CW1"], kind="document", words="SECRET plan",
        sender="Cora, child-welfare worker, Child-welfare society", **about, **by,
    )  # fmt: skip
    content = b"SECRET words of a document"
    SentDocument.objects.create(
        id=ident("document ANA"), sent_back=row, name="plan.txt", media_type="text/plain", size=len(content), content=content,
        sha256=hashlib.sha256(content).hexdigest(), **about, **by,
    )  # fmt: skip
    SentBackStep.objects.create(
        id=ident("receipt ANA"), sent_back=row, kind="team", **about, recorded_by=CAST["W1"], recorded_at=sent
    )
    r = {"recorded_by": CAST["CHC"], "recorded_at": T0}
    for child in ("BEE", "BO"):
        CareNeed.objects.create(
            id=ident(f"allergy {child}"), family_id=CAST["ALDER"], child_id=CAST[child], kind="allergy",
            words=f"NEED no nuts for {child.title()}", **r,
        )  # fmt: skip
