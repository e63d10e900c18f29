"""Who works in the practice programme. The first of each part are the cast that one can walk in as.

A colleague is named by her part and a number. Which number works with a family follows from the family's own number
alone, so that the first families stay the same however many come after them.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass

from alongside.stewardship.demonstration import names

CASELOAD = 25  # families of one counsellor; the other parts work with four times as many
WIDE = 100
PARTS = ("counsellor", "therapist", "child_care", "outreach", "peer", "intake", "nurse")
SUPERVISOR, MANAGER, PRIVACY = "supervisor", "manager", "privacy"


def _(text: str) -> str:
    """Marks a text for translation; the page that shows it translates it."""
    return text


@dataclass(frozen=True)
class Member:
    """One of the cast. ``agency``: an item of the reference configuration, or one of those made up beside it
    (``actions/demonstration``); ``kind`` is that of the wall."""

    part: str
    number: int
    name: str
    roles: tuple[str, ...]
    about: str
    agency: str = "S-001"
    kind: str = "staff"
    story: str = ""  # of NAMED: in which story she or he stands
    person: str = ""  # and as whom


CAST = (
    Member("counsellor", 0, "Samira Haddad", ("counsellor",),
           _("Addiction counsellor. Sees the families whose team she is on, the named stories among them.")),
    Member("counsellor", 1, "Renée Côté", ("counsellor",),
           _("Addiction counsellor with other families. Finds nothing of Samira's families.")),
    Member("therapist", 0, "Grace Kim", ("therapist",),
           _("Parent-infant therapist. Sees her families, without the private counselling notes.")),
    Member("child_care", 0, "Luis Ortega", ("child_care",),
           _("Child-care worker. Sees the children and the two together; of the mother only how to reach her.")),
    Member("outreach", 0, "Joy Mensah", ("outreach",),
           _("Outreach worker. Sees what she needs on the street; no court matters, no therapy.")),
    Member("peer", 0, "Tanya Brooks", ("peer",),
           _("Peer supporter. Sees of each woman beside whom she walks what that woman allows.")),
    Member("intake", 0, "Hélène Roy", ("intake",),
           _("Intake worker. Opens files, and sees a family while she welcomes it.")),
    Member("nurse", 0, "Mei Lin", ("nurse",),
           _("Home visitor and nurse. Sees the twins and how their mother is after the birth; no counselling notes.")),
    Member("child_development", 0, "Ivy Laurent", ("child_development",),
           _("Child development counsellor. Sees how children grow and play; of the mother only how to reach her.")),
    Member("clinic", 0, "Omar Diallo", ("clinic",),
           _("Paediatrician. Sees the children whom their mothers bring; of the mother only how to reach her.")),
    Member("childminder", 0, "Rosa Pereira", ("childminder",),
           _("Childminder. Sees the children who stay with her, and who may fetch them.")),
    Member("elder", 0, "Beatrice Morin", ("elder",),
           _("Elder. Sees the women who said yes: their names, how to reach them, and what is about culture.")),
    Member("peer_supervisor", 0, "Yvette Simard", ("peer_supervisor",),
           _("Supervisor of peer supporters. Meets them; no family’s record is open to her by that.")),
    Member(SUPERVISOR, 0, "Ruth Feldman", ("supervisor",),
           _("Clinical supervisor. Sees every family of the programme and arranges the teams.")),
    Member(MANAGER, 0, "Maria Santos", ("manager",),
           _("Programme manager. Sees every family, without counselling notes and safety matters; keeps "
             "accounts and partners.")),
    Member(PRIVACY, 0, "Pierre Gagnon", ("privacy",),
           _("Privacy officer. Sees who looked at what and can keep somebody out; reads no note and no name.")),
    Member("comparison", 0, "Ingrid Olsen", ("comparison",),
           _("Coordinator of the comparison site. Works there, and finds no family of this programme."), "comparison"),
    Member("evaluator", 0, "Wei Chen", ("evaluator",),
           _("Evaluator. Sees counts and no families.")),
    Member("administrator", 0, "Alex Novak", ("administrator",),
           _("Administrator. Keeps accounts and partner agencies; sees no families.")),
    Member("council", 0, "Dawn Fraser", ("council",),
           _("Member of the women's advisory council. Reads and sends back our texts; sees no families.")),
    Member("coder", 0, "Sam Okoye", ("coder",),
           _("Codes films of play without knowing whose they are. Sees no families.")),
    Member("facilitator", 0, "Claudine Paquet", ("facilitator",),
           _("Leads talks in small groups about the programme. Sees no families.")),
    Member("steward", 0, "Leona Hart", ("steward",),
           _("Looks after what a community lets be known about it. Sees no families.")),
    Member("trainer", 0, "Marcus Reid", ("trainer",),
           _("Trainer. Puts texts before the council and reads what programmes are made of; sees no families.")),
    Member("child_welfare", 0, "Karen Whitley", ("child_welfare",),
           _("Child-welfare worker. Sees what Marguerite Doyle shares with her society; each look is written down."),
           "S-008", "partner"),
    Member("child_welfare", 1, "Olivier Tremblay", ("child_welfare",),
           _("Child-welfare worker at the other society. Sees what Joanne Petrov shares there, nothing of Marguerite."),
           "S-009", "partner"),
    Member("prenatal_partner", 0, "Anita Rao", ("prenatal_partner",),
           _("Doctor at a hospital. What was agreed with her hospital is over: she finds nobody."), "S-007", "partner"),
    Member("partner_staff", 0, "Naomi Osei", ("partner_staff",),
           _("Public-health nurse. Sees what Wren Larivière shares about the twins, and sends something back."),
           "S-005", "partner"),
    Member("advocate", 0, "Nora Fielding", ("advocate",),
           _("Works at a legal clinic. Sees what Corinne Blake shares before her day in court."), "legal", "partner"),
    Member("funder", 0, "Priya Nair", ("funder",),
           _("Plans and pays for services. Is given reports by the programme, and finds nothing here by herself."),
           "city", "partner"),
    Member("peer_run", 0, "Tess Morgan", ("peer_run",),
           _("Leads an organisation run by mothers themselves. Finds nobody here."), "mothers", "partner"),
    Member("kin_carer", 0, "Salma Clarke (kin carer)", ("kin_carer",),
           _("Amina’s aunt, with whom Noor lives. Sees what Noor needs, and nothing of Noor’s mother."), "", "carer",
           "T-10", "Salma Clarke"),
    Member("foster_carer", 0, "Robin Hale (foster carer)", ("foster_carer",),
           _("Foster carer of Théo until he went home. Nothing is open to Robin any more."), "", "carer", "T-08",
           "Robin Hale"),
    Member("foster_carer", 1, "Nadia Benson (foster carer)", ("foster_carer",),
           _("Foster carer of Milo. Sees what he needs, and nothing of his mother or his sister."), "", "carer",
           "foster", "Nadia Benson"),
    Member("partner", 0, "Dean Mercer (former partner)", ("partner",),
           _("Former partner. Finds nothing here."), "", "carer"),
    Member("mother", 0, "Marguerite Doyle (herself)", ("mother",),
           _("A mother on her own page: what she shares, who looked, and her notes."), "", "herself", "T-08",
           "Marguerite Doyle"),
    Member("mother", 1, "Joanne Petrov (herself)", ("mother",),
           _("A mother on her own page: what was said to the society with her beside it, and her own words to a note."),
           "", "herself", "T-09", "Joanne Petrov"),
    Member("pregnant", 0, "Amina Clarke (herself)", ("pregnant",),
           _("A woman who expects a child, on her own page: how to reach her, and who is there for her."), "",
           "herself", "T-10", "Amina Clarke"),
    Member("mother_apart", 0, "Corinne Blake (herself)", ("mother_apart",),
           _("A mother on her own page. One child lives with her, and one with a foster carer."), "", "herself",
           "foster", "Corinne Blake"),
)  # fmt: skip
NO_SIGN_IN = ("child", "expected_child")  # parts that nobody signs in with


@dataclass(frozen=True)
class Ref:
    """A colleague: part, number, and whether she left (then somebody else came in her place)."""

    part: str
    number: int
    left: bool = False


class Crowd:
    """Ids and names of everybody who works here, all from the seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._ids: dict[Ref, str] = {}

    def id(self, part: str, number: int, left: bool = False) -> str:
        """32 hexadecimal digits, the same for the same seed."""
        ref = Ref(part, number, left)
        found = self._ids.get(ref)
        if found is None:
            digest = hashlib.sha256(f"{self.seed} {part} {number} {left}".encode()).hexdigest()
            found = self._ids[ref] = digest[:12] + "8" + digest[13:16] + "8" + digest[17:32]
        return found

    def name(self, ref: Ref) -> str:
        """What she is called."""
        for member in CAST:
            if (member.part, member.number) == (ref.part, ref.number) and not ref.left:
                return member.name
        return names.colleague(random.Random(f"{self.seed} {ref}"))


def number(part: str, index: int) -> int:
    """Which of this part works with family ``index``."""
    return index // (CASELOAD if part == "counsellor" else WIDE)


def had_another(index: int) -> bool:
    """The counsellor of every second caseload came in place of somebody who left."""
    return number("counsellor", index) % 2 == 0


def left_days_ago(counsellor: int) -> int:
    """How many days ago the counsellor before this one left: between three months and almost three years ago.

    About every sixth caseload changed hands in the last year, also in a small programme: people come and go.
    """
    return 95 + (420 + counsellor // 2 * 290) % 960


def everybody(families: int) -> list[Ref]:
    """All colleagues that a programme of this size needs, besides those of the cast who work with no family."""
    refs = []
    for part in PARTS:
        for n in range(number(part, max(families, 1) - 1) + 1):
            refs.append(Ref(part, n))
            if part == "counsellor" and n % 2 == 0:
                refs.append(Ref(part, n, left=True))
    return refs
