"""Who there is: agencies, colleagues, families and the people around them, each with an id that never changes."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

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
    "ELDER": ("LEAD", "Esther, Elder", ["elder"]),
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
