"""More life for a family of the cast, written row by row by whoever holds the cursor."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from tests.cast import CAST, T0, dyad, ident

MODES = ("home", "in_person", "phone", "text", "street", "court")


def write(cursor: Any, table: str, **values: Any) -> None:
    """One row; who and when are the cast's usual."""
    values = {"recorded_by": CAST["W1"], "recorded_at": T0, **values}
    names = ", ".join(f'"{name}"' for name in values)
    cursor.execute(f"insert into {table} ({names}) values ({', '.join(['%s'] * len(values))})", list(values.values()))


def contact(cursor: Any, n: int, on: date, **more: Any) -> None:
    """The ``n``th contact with Ana, on that day."""
    values = {
        "id": ident(f"life contact {n}"), "family_id": CAST["ALDER"], "subject": CAST["ANA"], "for_whom": "woman",
        "category": 1, "on": on, "mode": MODES[n % len(MODES)], "reached": "tried" if n % 7 == 3 else "met",
        "worker": CAST["W1"], "present": [], "also_present": "", "purpose": "", "note": "", "her_words": "",
        "between_you": "", "believed": False, "items_given": "",
    }  # fmt: skip
    write(cursor, "care_contact", **values | more)


def contacts(cursor: Any, count: int, first: date = date(2024, 2, 12), every: int = 3) -> None:
    """``count`` contacts, one in three with the two together."""
    both = {"subject": dyad("ANA", "BEE"), "for_whom": "dyad", "category": 8}
    for n in range(count):
        contact(cursor, n, first + timedelta(days=n * every), **(both if n % 3 == 1 else {}))


def appointment(cursor: Any, child: str) -> None:
    """Somebody will look at this child's eyes: what whoever looks after it has to know."""
    write(cursor, "care_promise", id=ident(f"appointment {child}"), family_id=CAST["ALDER"], subject=CAST[child], category=7,
          what=f"NEED eyes of {child.title()} are looked at", on=date(2026, 3, 20), worker=CAST["CHC"], recorded_by=CAST["CHC"],
          state="open", about=[])  # fmt: skip


def a_full_life(cursor: Any, today: date) -> None:
    """Two years of Ana and her children: custody, a gap, welcome back, twins on the way, a promise for tomorrow."""
    alder, ana, bo = CAST["ALDER"], CAST["ANA"], CAST["BO"]
    contacts(cursor, 90, every=10)
    purposes = ("Talked about housing. She would like to be nearer her sister.", "Went to the clinic together", "")
    for n in range(6):
        contact(cursor, 500 + n, today - timedelta(days=3 + 5 * n), purpose=purposes[n % 3], reached="met")
    for n, (state, because, on) in enumerate(
        [("quiet", "no_contact", date(2024, 9, 1)), ("active", "welcome_back", date(2025, 2, 10))]
    ):
        write(
            cursor, "enrolment_statechange", id=ident(f"life state {n}"), family_id=alder, person_id=ana,
            enrolment_id=ident("enrolment ANA"), state=state, because=because, from_on=on, her_words="",
        )  # fmt: skip
    write(
        cursor, "enrolment_welcomeback", id=ident("life back"), family_id=alder, person_id=ana, on=date(2025, 2, 10),
        changed=["living"], her_words="",
    )  # fmt: skip
    _tracks(cursor, alder, bo)
    _twins(cursor, alder, ana, today)
    write(
        cursor, "care_promise", id=ident("life promise"), family_id=alder, subject=ana, category=1, at_time="10:30",
        what="Visit at her place, bring the crib", on=today + timedelta(days=1), worker=CAST["W1"], state="open",
    )  # fmt: skip
    write(
        cursor, "recordkeeping_setaside", id=ident("life aside"), family=alder, subject=ana, category=0,
        about="families.safe_contact", target=ident("plan ANA"), written="{}",
    )  # fmt: skip


def _tracks(cursor: Any, family: uuid.UUID, child: uuid.UUID) -> None:
    society = {"worker": "", "agency_id": CAST["CAS"]}
    rows: list[tuple[str, dict[str, Any]]] = [
        ("livingarrangement", {"kind": "mother", "during": "[2020-09-01,2025-03-01)", "day_to_day": ""}),
        ("agencyinvolvement", {"kind": "inquiry", "during": "[2025-02-01,2025-03-01)", **society}),
        ("agencyinvolvement", {"kind": "open_court", "during": "[2025-03-01,)", **society}),
        ("decisionright", {"topic": "services", "during": "[2020-09-01,)", "basis": "", "holder_id": CAST["ANA"]}),
    ]
    for n, (table, values) in enumerate(rows):
        write(
            cursor, f"families_{table}", id=ident(f"life track {n}"), family_id=family, child_id=child, note="",
            source="herself", **values,
        )  # fmt: skip


def _twins(cursor: Any, family: uuid.UUID, woman: uuid.UUID, today: date) -> None:
    pregnancy = ident("life pregnancy")
    texts = dict.fromkeys(("prenatal_provider", "birth_plan", "nutrition", "agonist_treatment"), "")
    write(
        cursor, "families_pregnancy", id=pregnancy, family_id=family, woman_id=woman, expected_children=2,
        outcome="expecting", version=1, **texts,
    )  # fmt: skip
    write(
        cursor, "families_duedate", id=ident("life due"), family_id=family, pregnancy_id=pregnancy, woman_id=woman,
        due_on=today + timedelta(days=120), method="ultrasound",
    )  # fmt: skip
    for n in (1, 2):
        twin = ident(f"life twin {n}")
        write(
            cursor, "families_person", id=twin, family_id=family, kind="child", name="", legal_name="", other_names=[],
            is_alias=False, pronouns="", languages=[], interpreter="", sort_key="", version=1,
        )  # fmt: skip
        cursor.execute(
            "insert into families_child"
            " (person_id, family_id, state, pregnancy_id, birth_order, sex, withdrawal_care, feeding)"
            " values (%s, %s, 'expected', %s, %s, '', '', '')",
            [twin, family, pregnancy, n],
        )
        write(
            cursor, "families_dyad", id=ident(f"life together {n}"), family_id=family, woman_id=woman, child_id=twin,
            began_on=today - timedelta(days=146), began="conception",
        )  # fmt: skip
