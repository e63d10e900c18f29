"""What the women of the named stories agreed to, what left, and what came back: as it is told, without a database.

Days are counted from today: ``ago`` so many days before it, ``last`` so many days after it (before it when negative).
People are called by their names in the story; whoever works here or elsewhere by part and number, as in ``people``.
"""

from __future__ import annotations

from dataclasses import dataclass

from alongside.safekeeping.terms import Category
from alongside.stewardship.demonstration.teller import (
    CHILD_HEALTH,
    CONTACT,
    DYAD,
    LEGAL,
    MENTAL_HEALTH,
    MONEY,
    REPRODUCTIVE,
    SERVICE_USE,
    SUD,
)

Who = tuple[str, int]  # part and number of a colleague, here or elsewhere
EVERY_KIND = tuple(int(kind) for kind in Category)
ABOUT_USING = ("crav", "methadone", "using")  # in a note about everyday matters
READ_ALOUD = "We read it aloud together, line by line, and she asked what each line means."


@dataclass(frozen=True)
class Agreed:
    """A signed form. ``about``: {name: kinds of record}. ``to``: an agency's item, or a colleague."""

    story: str
    to: str | Who
    about: dict[str, tuple[int, ...]]
    ago: int
    last: int | None
    purpose: str = "care_coordination"
    kind: str = "sharing"
    how: str = "drawn"
    explained: str = READ_ALOUD
    withdrawn: int | None = None  # days ago, all of it
    lines_withdrawn: tuple[tuple[str, int, int], ...] = ()  # (name, kind of record, days ago)


@dataclass(frozen=True)
class Works:
    """Somebody elsewhere works with one of the family, and knows her or him by this name."""

    story: str
    person: str
    who: Who
    known_as: str
    ago: int


@dataclass(frozen=True)
class Looked:
    """She looked at what is shared with her about somebody, so many days ago; ``has_it``: and said so."""

    story: str
    person: str
    who: Who
    ago: int
    has_it: bool = False
    comment: str = ""  # what she whom it is about said to it later


@dataclass(frozen=True)
class Said:
    """What was said or written to somebody elsewhere, word for word."""

    story: str
    person: str
    who: Who
    ago: int
    category: int
    words: str
    kind: str = "conversation"
    title: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Copied:
    """A copy of the newest report about a child's development that her mother heard while this agreement stood."""

    story: str
    child: str
    who: Who
    ago: int  # not before: since then it was agreed to


@dataclass(frozen=True)
class CameBack:
    """What somebody elsewhere sent. ``document``: (name, text)."""

    story: str
    person: str
    who: Who
    ago: int
    category: int
    words: str
    kind: str = "hand_off"
    document: tuple[str, str] | None = None
    read_by_team: bool = True
    read_by_her: bool = False


@dataclass(frozen=True)
class Opened:
    """An emergency: who opened what of whom, why; ``reviewed``: so many days ago, and what was found."""

    story: str
    who: Who
    ago: int
    hour: int
    reason: str
    categories: tuple[int, ...]
    reviewed: int | None = None
    found: str = ""


@dataclass(frozen=True)
class Step:
    """One step after a concern about a child; ``ago`` days before today."""

    step: str
    ago: int
    words: str
    with_whom: str = ""


KAREN: Who = ("child_welfare", 0)
OLIVIER: Who = ("child_welfare", 1)
ANITA: Who = ("prenatal_partner", 0)
NAOMI: Who = ("partner_staff", 0)
RENEE: Who = ("counsellor", 1)
NORA: Who = ("advocate", 0)

WORKS = (
    Works("T-08", "Marguerite Doyle", KAREN, "M. Doyle", 470),
    Works("T-08", "Théo", KAREN, "Théo Doyle", 470),
    Works("T-09", "Joanne Petrov", OLIVIER, "Joanne P.", 640),
    Works("T-07", "Wren Larivière", NAOMI, "Wren L.", 145),
    Works("T-07", "Iris", NAOMI, "Iris L.", 145),
    Works("T-07", "Félix", NAOMI, "Félix L.", 145),
    Works("T-07", "Wren Larivière", ANITA, "W. Larivière", 230),
    Works("foster", "Corinne Blake", NORA, "C. Blake", 58),
)

AGREED = (
    # Ends in nine days; one line was taken back.
    Agreed(
        "T-08", "S-008",
        {"Marguerite Doyle": (SERVICE_USE, DYAD), "Théo": (SERVICE_USE, CHILD_HEALTH, DYAD)},
        460, 9, lines_withdrawn=(("Marguerite Doyle", DYAD, 60),),
    ),
    # Taken back as a whole.
    Agreed("T-08", "S-011", {"Marguerite Doyle": (SERVICE_USE, MENTAL_HEALTH)}, 400, 30, purpose="care", withdrawn=200),
    # Its last day was long ago.
    Agreed("T-07", "S-007", {"Wren Larivière": (SERVICE_USE, REPRODUCTIVE)}, 225, -120, purpose="care"),
    Agreed(
        "T-07", "S-005",
        {"Wren Larivière": (SERVICE_USE,), "Iris": (CHILD_HEALTH,), "Félix": (CHILD_HEALTH,)},
        140, 200, purpose="care", how="typed",
    ),
    Agreed("T-09", "S-009", {"Joanne Petrov": (SERVICE_USE, SUD)}, 600, 120),
    # Short messages to her, from us.
    Agreed("T-08", "S-001", {"Marguerite Doyle": (CONTACT,)}, 120, 240, purpose="care", kind="messages"),
    Agreed("T-10", "S-001", {"Amina Clarke": (CONTACT,)}, 40, 320, purpose="care", kind="messages"),
    Agreed("long", "S-012", {"Delphine Archer": (MONEY,)}, 900, -500),
    Agreed("foster", "legal", {"Corinne Blake": (SERVICE_USE, LEGAL)}, 60, 120),
    # She keeps everything from a colleague whom she knows.
    Agreed(
        "T-09", RENEE, {"Joanne Petrov": EVERY_KIND}, 610, None, kind="keeping_from",
        explained="She told us that they went to school together. We said that Renée will not find her here.",
    ),
)  # fmt: skip

LOOKED = (
    Looked("T-08", "Marguerite Doyle", KAREN, 455, has_it=True),
    Looked("T-08", "Théo", KAREN, 455),
    Looked("T-08", "Marguerite Doyle", KAREN, 300, has_it=True,
           comment="This was the week of my exam. I want that to be known too."),
    Looked("T-08", "Marguerite Doyle", KAREN, 31),
    Looked("T-07", "Wren Larivière", ANITA, 200, has_it=True),
    Looked("T-07", "Wren Larivière", NAOMI, 100, has_it=True),
    Looked("T-07", "Félix", NAOMI, 20),
    Looked("T-09", "Joanne Petrov", OLIVIER, 150, has_it=True),
)  # fmt: skip

SAID = (
    Said(
        "T-09", "Joanne Petrov", OLIVIER, 199, SUD,
        "Joanne made this call herself, with her counsellor beside her. She used cocaine once, after four years. She"
        " came to us the same day. Sky was at her grandmother's, as planned. She goes on with everything here.",
        title="A call that she made with us",
        comment="I said it first, in my own words. That is what I want people to remember.",
    ),
)  # fmt: skip

COPIED = (Copied("T-08", "Théo", KAREN, 455),)

CAME_BACK = (
    CameBack("T-08", "Marguerite Doyle", KAREN, 203, SERVICE_USE,
             "The file of Théo is closed on our side. Thank you for the Saturday visits; they made this possible.",
             read_by_her=True),
    CameBack("T-07", "Iris", NAOMI, 18, CHILD_HEALTH,
             "Weighed at home on Tuesday. Both grow along their lines; the table is here.", kind="document",
             document=("Weights of the twins.txt", "Iris 5.9 kg\nFélix 5.4 kg\nNext visit in two weeks.\n"),
             read_by_her=True),
    CameBack("T-09", "Joanne Petrov", OLIVIER, 2, SERVICE_USE,
             "The school asks whether Sky can join the afternoon group. Joanne can call me whenever she likes.",
             kind="answer", read_by_team=False),
)  # fmt: skip

OPENED = (
    Opened("long", RENEE, 45, 22,
           "The emergency room called at night: she was brought in and could not say what she takes.",
           (0, SUD), reviewed=43,
           found="Right to do: the hospital had no other way to know. Closed after twenty minutes, and she was told."),
    Opened("foster", RENEE, 1, 20, "The night nurse called: she had fainted and they asked about her medicines.",
           (0, SUD)),
)  # fmt: skip

STATEMENT = (
    "T-09", "Joanne Petrov", 190,
    "It says that I came the same day. I would add: I came before anybody asked me. I was proud of that.",
)  # fmt: skip

CONCERN = ("T-08", "Théo")
# The concern and what followed, about nine hundred days ago; ``reported`` is told to Karen's society.
STEPS = (
    Step("concern", 902, "Théo was alone for an hour on Monday. Marguerite told us herself; she was very frightened."),
    Step("consulted", 902, "We thought about it together: what happened, what is safe now, what she wants.",
         "Ruth Feldman"),
    Step("told_her", 901, "We told her that this has to be passed on, and why. She chose to be in the room."),
    Step("reported", 901, "Théo was alone for an hour on Monday. His mother told us herself and asked for help with"
         " child care. Since then somebody is with him at all times."),
    Step("supported", 900, "We were with her on the day after, and her mother came. Child care begins on Thursday."),
)  # fmt: skip

# What Milo's foster carer, and later his mother's own page, has to know.
NEEDS = (
    ("foster", "Milo", "allergy", "Eggs: his skin gets red. The cream is in his bag.", 200),
    ("foster", "Milo", "sleep", "He sleeps with the blue blanket and a little light.", 200),
    ("T-07", "Félix", "feeding", "Small bottles, every three hours, also at night.", 120),
    ("T-10", "Noor", "sleep", "She wants the song about the moon twice, and the door open a little.", 45),
)  # fmt: skip
