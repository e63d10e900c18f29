"""Random worlds and requests for properties: few people, few words and few moments, so that rows meet often.

Made from one number by Python's own `random`, which is fifty times quicker than drawing every field of a world; Hypothesis
chooses the number. `anything` is anything; `shared` is something permitted by agreements with noise around it, so that a
property about agreements is never tried on nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeVar

from alongside.consent.profiles import shipped
from alongside.consent.rules import (
    About,
    Agency,
    Assignment,
    Capable,
    Collective,
    Directive,
    Exclusion,
    Guardianship,
    LegalBasis,
    Merge,
    Recipient,
    Record,
    Request,
    World,
)
from alongside.consent.rules.vocabulary import ACTIONS, EXCLUSION_KINDS, PURPOSES
from alongside.safekeeping.terms import Category

Made = TypeVar("Made")
Situation = tuple[Request, World]

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
MOMENTS = [NOW + timedelta(days=n) for n in range(-3, 4)]
PEOPLE = ["ANA", "BEE", "CAL", "DOT"]
ACTORS = [
    ("W1", "LEAD", None),
    ("CW1", "CAS", None),
    ("DRX", "HOSP", None),
    ("p_ana", None, "ANA"),
    ("p_cal", None, "CAL"),
]
AGENCIES = {
    "LEAD": Agency("LEAD", "programme"), "HOSP": Agency("HOSP", "hospital", None, frozenset({"helpers"})),
    "CAS": Agency("CAS", "child_welfare", None, frozenset({"helpers"})),
}  # fmt: skip
KINDS = [Category.CONTACT, Category.SERVICE_USE, Category.SUD, Category.IPV_SAFETY]
ALL = (1 << 14) - 1
MASKS = [ALL, ALL, *(1 << kind for kind in KINDS), 1 << 0 | 1 << 1, 1 << 1 | 1 << 2]
COMMON = ["care", "care", "care_coordination", "family_court", "portal", "portal", "emergency"]
RECIPIENTS = [
    Recipient(agency="CAS"), Recipient(agency="HOSP"), Recipient(agency="LEAD"), Recipient(person="CW1"),
    Recipient(person="DRX", agency="HOSP"), Recipient(person="p_cal"), Recipient(person="CAL"), Recipient(klass="helpers"),
    Recipient(klass="everybody"), Recipient(klass="outside"),
]  # fmt: skip


def maybe(draw: Random, share: float, make: Callable[[], Made]) -> Made | None:
    """One of these in so many of a hundred, else nothing."""
    return make() if draw.random() < share else None


def moment(draw: Random) -> datetime:
    """One of seven noons."""
    return draw.choice(MOMENTS)


def before(draw: Random) -> datetime | None:
    """Mostly no beginning, else some day."""
    return maybe(draw, 0.4, lambda: moment(draw))


def somebodies(draw: Random) -> frozenset[str]:
    """Some of the people."""
    return frozenset(draw.sample(PEOPLE, draw.choice([1, 2, 2, 4])))


def directive(draw: Random, effect: str = "") -> Directive:
    """Somebody's word; usually signed, whole and living."""
    subject = draw.choice(PEOPLE)
    return Directive(
        id=f"C{draw.randrange(10**6)}",
        effect=effect or draw.choice(["permit", "permit", "deny"]),
        subject=subject,
        signer=draw.choice([subject, subject, "ANA", "CAS"]),
        recipients=tuple(draw.choices(RECIPIENTS, k=draw.choice([0, 1, 1, 1, 2]))),
        categories=draw.choice(MASKS),
        purposes=frozenset(draw.choices(COMMON, k=draw.choice([1, 2]))),
        signed_at=draw.choice([MOMENTS[0], MOMENTS[0], MOMENTS[0], MOMENTS[2], MOMENTS[4], None]),
        opens=before(draw),
        closes=before(draw),
        ended_at=maybe(draw, 0.2, lambda: moment(draw)),
        replaced_at=maybe(draw, 0.1, lambda: moment(draw)),
        complete=draw.choice([True] * 6 + [False, None]),
        status=draw.choice(["active"] * 12 + ["draft", "revoked", "expired", "superseded"]),
    )


def legal(draw: Random) -> LegalBasis:
    """A duty or an order."""
    kind = draw.choice(["duty_to_report", "duty_to_report", "court_order", "part2_order", "part2_order", "subpoena"])
    return LegalBasis(
        f"L{draw.randrange(10**6)}", kind, somebodies(draw), draw.choice(MASKS), tuple(draw.choices(RECIPIENTS[:5], k=2)),
        maybe(draw, 0.3, lambda: "W1"), draw.choice([frozenset(), frozenset(), frozenset({"family_court"})]),
        before(draw), maybe(draw, 0.9, lambda: moment(draw)), maybe(draw, 0.3, lambda: moment(draw)),
    )  # fmt: skip


def exclusion(draw: Random) -> Exclusion:
    """Somebody or an agency kept out."""
    who, agency = draw.choice([("W1", None), ("CW1", None), ("CAL", None), (None, "CAS"), (None, "LEAD")])
    kind = draw.choice(sorted(EXCLUSION_KINDS))
    subjects = maybe(draw, 0.7, lambda: somebodies(draw))
    return Exclusion(
        f"X{draw.randrange(10**6)}", kind, who, agency, subjects, draw.choice(MASKS), before(draw), before(draw)
    )


def assignment(draw: Random) -> Assignment:
    """Who works with whom."""
    actor = draw.choice(ACTORS)[0]
    return Assignment(actor, somebodies(draw), None, draw.choice([ALL, ALL, *MASKS]), before(draw), before(draw))


def guardianship(draw: Random) -> Guardianship:
    """A right over the child."""
    kind = draw.choice(["custody", "custody", "access_only", "care"])
    opened = maybe(draw, 0.1, lambda: moment(draw))
    return Guardianship(
        "BEE", draw.choice(["ANA", "ANA", "CAL", "CAS", "DOT"]), kind, before(draw), before(draw), opened
    )


def merge(draw: Random) -> Merge:
    """Two records that may be one."""
    return Merge(frozenset(draw.sample(PEOPLE, draw.choice([2, 3]))), draw.random() < 0.5)


def abouts(draw: Random) -> tuple[About, ...]:
    """Other people a record names."""
    return tuple(About(draw.choice(PEOPLE), draw.choice([0, 0, *MASKS])) for _ in range(draw.choice([0, 0, 0, 1, 2])))


def rows(draw: Random, most: int, make: Callable[[Random], Made]) -> tuple[Made, ...]:
    """Up to so many."""
    return tuple(make(draw) for _ in range(draw.randint(0, most)))


def world(draw: Random) -> World:
    """Anything at all, in small numbers."""
    return World(
        profile=draw.choice([shipped()["ON"]] * 3 + [shipped()["US"]] * 2 + [None] * (draw.random() < 0.2)),
        directives=rows(draw, 5, directive),
        guardianships=rows(draw, 4, guardianship),
        capable=rows(draw, 1, lambda r: Capable("BEE", r.choice(MASKS), None, moment(r), before(r))),
        legal_bases=rows(draw, 2, legal),
        exclusions=maybe(draw, 0.3, lambda: rows(draw, 1, exclusion)) or (),
        assignments=rows(draw, 4, assignment),
        merges=maybe(draw, 0.3, lambda: rows(draw, 1, merge)) or (),
        accounts={"p_ana": "ANA", "p_cal": "CAL"},
        agencies=AGENCIES,
        own_programme=draw.choice(["LEAD", "LEAD", None]),
        of_age={"BEE": moment(draw)} if draw.random() < 0.2 else {},
        circle=draw.choice([None, None, {"ANA": frozenset({"HOSP"})}]),
        step_up=frozenset({"export"}),
    )


def request(draw: Random) -> Request:
    """Any question."""
    actor, agency, person = draw.choice(ACTORS)
    record = Record(
        subject=draw.choice(PEOPLE), category=draw.choice(KINDS), about=abouts(draw),
        source_agency=draw.choice(["LEAD", "HOSP"]), part2=draw.choice([True, False, False, None]),
        segmented=draw.random() < 0.5, secret_location=draw.random() < 0.1, sealed=draw.random() < 0.05,
        journal=draw.random() < 0.05, adoption_sealed=draw.random() < 0.05,
        made_by=tuple(draw.sample(PEOPLE, draw.choice([0, 0, 1]))), recorded_at=maybe(draw, 0.7, lambda: moment(draw)),
    )  # fmt: skip
    purpose = "portal" if agency is None and draw.random() < 0.6 else draw.choice([*COMMON * 2, *sorted(PURPOSES)])
    return Request(
        actor=actor, person=person, agency=agency, record=record, purpose=purpose,
        action=draw.choice(["read", "read", "read", "read", "disclose", "disclose", *sorted(ACTIONS)]),
        at=moment(draw), role_mask=draw.choice([ALL, ALL, ALL, 1 << 1 | 1 << 2]), clinician=draw.random() < 0.6,
        assurance=draw.choice([2] * 12 + [1, 1, 1, 0]), account_active=draw.random() < 0.97,
        recipient=maybe(draw, 0.2, lambda: draw.choice(RECIPIENTS)), reason=draw.choice(["", "She is not breathing well"]),
        glass_broken_at=maybe(draw, 0.3, lambda: moment(draw)),
    )  # fmt: skip


def anything(draw: Random) -> Situation:
    """Any question in any world; half of the time one that somebody's word in this world is about."""
    asked, around = request(draw), world(draw)
    if draw.random() < 0.6:
        around = replace(around, assignments=(*around.assignments, Assignment(asked.actor, frozenset(PEOPLE))))
    if around.directives and draw.random() < 0.6:
        said = draw.choice(around.directives)
        named = draw.choice(said.recipients or (Recipient(),))
        fits = [one for one in ACTORS if one[0] == named.person or (one[1] is not None and one[1] == named.agency)]
        actor, agency, person = draw.choice(fits or ACTORS[:3])
        kinds = [kind for kind in KINDS if said.categories >> kind & 1]
        record = replace(asked.record, subject=said.subject, category=draw.choice(kinds))
        purpose = draw.choice(sorted(said.purposes))
        asked = replace(asked, actor=actor, agency=agency, person=person, record=record, purpose=purpose)
        around = replace(around, assignments=(*around.assignments, Assignment(actor, frozenset(PEOPLE))))
    elif draw.random() < 0.2:  # a mother on her page, whose custody may have been away and come back
        asked = replace(asked, actor="p_ana", agency=None, person="ANA", purpose="portal")
        asked = replace(asked, record=replace(asked.record, subject="BEE", category=draw.choice(KINDS)))
        one, two = sorted(draw.sample(MOMENTS, 2))
        held = (Guardianship("BEE", "ANA", "custody", None, one), Guardianship("BEE", "ANA", "custody", two))
        around = replace(around, guardianships=(*around.guardianships, *held), of_age={})
    return asked, around


def shared(draw: Random) -> Situation:
    """A partner's worker who is permitted because of agreements: with the subject's first, and with everybody's it names.

    What would close it is left out (exclusions, refusals, merges, children's rights); everything else is random.
    """
    asked, around = anything(draw)
    actor, agency = draw.choice([("CW1", "CAS"), ("DRX", "HOSP")])
    purpose = draw.choice(["care", "care_coordination"])
    about = abouts(draw)
    names = list(dict.fromkeys(["ANA", *(a.person for a in about)]))
    said = [
        Directive(
            f"C-{name}", "permit", name, name, (Recipient(agency=agency),), ALL, frozenset({purpose, "research"}),
            signed_at=MOMENTS[0], opens=MOMENTS[0], closes=draw.choice([None, NOW + timedelta(days=9)]), complete=True,
        )
        for name in names
    ]  # fmt: skip
    every = [*(d for d in around.directives if d.effect == "permit" and d.subject not in names), *said]
    draw.shuffle(every)
    made = replace(
        around, profile=shipped()[draw.choice(["ON", "US"])], own_programme="LEAD", merges=(), exclusions=(),
        directives=tuple(every), guardianships=(), capable=(), of_age={},
        legal_bases=tuple(b for b in around.legal_bases if b.kind == "subpoena"),
        assignments=(*around.assignments, Assignment(actor, frozenset({"ANA"}))),
        # Culture has a second key, which is there too.
        collective=(Collective("N", frozenset({*names, "EVA"}), (Recipient(agency=agency),), closes=NOW + timedelta(days=900)),),
    )  # fmt: skip
    record = replace(
        asked.record, subject="ANA", category=draw.choice(KINDS), about=about, sealed=False, journal=False, adoption_sealed=False,
    )  # fmt: skip
    plain = replace(
        asked, actor=actor, agency=agency, person=None, record=record, purpose=purpose, action="read", role_mask=ALL,
        at=moment(draw), assurance=2, account_active=True, recipient=None,
    )  # fmt: skip
    return plain, made
