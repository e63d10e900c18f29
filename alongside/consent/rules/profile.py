"""Local law as a value. The values themselves are data with a named source: `alongside/consent/profiles/*.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alongside.consent.rules.vocabulary import ACTIONS, AGENCY_KINDS, CATEGORIES, PURPOSES

# Elements of an agreement that its own fields show; the others are said to be on the form (`elements`).
SHOWN = frozenset({"patient_name", "information", "recipient", "purpose", "expiry", "signature", "date"})
# Elements that only an agreement for treatment, payment and operations needs.
EVERY_ELEMENT = SHOWN | {
    "discloser", "right_to_revoke", "redisclosure_warning", "refusal_consequences", "knowledgeable", "may_withhold",
}  # fmt: skip


class BadProfile(ValueError):
    """A profile's file does not say what a profile must say; the text names the place."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The local law of a programme.

    `elements`: what a permission must hold, and `tpo_elements` in addition when it is for treatment, payment and
    operations; `expiry_needed`: no end only for those. `separate`: categories that need a form of their own.
    `implied`: sharing between custodians for care without a form, except `not_implied` (a mask). `proceedings`: the
    purposes that are a proceeding. `part2_default`: a record that does not say is protected by 42 CFR Part 2;
    `part2_own`: so is what a programme under this law writes. `notice`: the text that goes along; `notice_on` "part2"
    or "every"; `notices`: language ("fr") -> its paragraphs for whoever reads that (`notice_in`).
    `accounting_years`: how long disclosures are told of; `accounting_to_herself`: also what went into her own hands.
    `copy_days`: within how many days a copy that she asks for is given; `copy_leaves_out`: kinds of record (a mask)
    that the law keeps out of it. `report_duty`: the law asks for a report to child welfare.
    `own_age`: from this birthday on somebody decides for herself; `None` when the law names none. `step_up`: actions
    that ask for the second factor. `sources`: rule -> where it stands.
    """

    name: str
    title: str
    also: frozenset[str]
    time_zone: str
    elements: frozenset[str]
    tpo_elements: frozenset[str]
    expiry_needed: bool
    separate: int
    implied: bool
    not_implied: int
    custodians: frozenset[str]
    proceedings: frozenset[str]
    notice: str
    notice_on: str
    accounting_years: int
    accounting_part2_years: int
    accounting_to_herself: bool
    copy_days: int
    copy_leaves_out: int
    part2_default: bool
    part2_own: bool
    report_duty: bool
    own_age: int | None
    step_up: frozenset[str]
    sources: Mapping[str, str]
    notices: Mapping[str, tuple[str, ...]]

    def notice_in(self, language: str) -> str:
        """The notice for whoever reads ``language`` ("fr-ca"): words that bind in English alone, and what they mean."""
        return "\n\n".join(self.notices.get(language[:2], (self.notice,)))

    def protects(self, part2: bool | None) -> bool:
        """Whether a record is protected by 42 CFR Part 2, as it says itself; ``None``: it says nothing."""
        return self.part2_default if part2 is None else part2


def profile_from(data: Mapping[str, Any]) -> Profile:
    """A profile from the contents of its file. Raises BadProfile for an unknown word or a rule without its source."""
    rules = {name: part for name, part in data.items() if isinstance(part, Mapping)}
    unsourced = [name for name, part in rules.items() if not str(part.get("source", "")).strip()]
    if unsourced:
        raise BadProfile(f"{data.get('name')}: no source for {', '.join(unsourced)}")
    try:
        agreement, implied, part2, accounting = (rules[n] for n in ("agreement", "implied", "part2", "accounting"))
        return Profile(
            name=data["name"],
            title=data["title"],
            also=frozenset(data["also"]),
            time_zone=data["time_zone"],
            elements=_words(agreement["elements"], EVERY_ELEMENT),
            tpo_elements=_words(agreement["tpo_elements"], EVERY_ELEMENT),
            expiry_needed=_yes(agreement["expiry_needed"]),
            separate=_mask(agreement["separate"]),
            implied=_yes(implied["on"]),
            not_implied=_mask(implied["except"]),
            custodians=_words(implied["custodians"], AGENCY_KINDS),
            proceedings=_words(rules["proceedings"]["purposes"], PURPOSES),
            notice=rules["notice"]["text"],
            notice_on=next(iter(_words([rules["notice"]["on"]], frozenset({"part2", "every"})))),
            accounting_years=int(accounting["years"]),
            accounting_part2_years=int(accounting["part2_years"]),
            accounting_to_herself=_yes(accounting["to_herself"]),
            copy_days=int(rules["copy"]["days"]),
            copy_leaves_out=_mask(rules["copy"]["leaves_out"]),
            part2_default=_yes(part2["default"]),
            part2_own=_yes(part2["own"]),
            report_duty=_yes(rules["report"]["duty"]),
            own_age=int(rules["own_decision"]["age"]) or None,
            step_up=_words(rules["assurance"]["step_up"], ACTIONS),
            sources={name: part["source"] for name, part in rules.items()},
            notices={"fr": _paragraphs(rules["notice"])},
        )
    except KeyError as missing:
        raise BadProfile(f"{data.get('name')}: {missing} is missing") from missing


def _paragraphs(notice: Mapping[str, Any]) -> tuple[str, ...]:
    return (notice["fr"],) if _yes(notice["fr_alone"]) else (notice["text"], notice["fr"])


def _words(given: list[str], known: frozenset[str]) -> frozenset[str]:
    strange = sorted(set(given) - known)
    if strange:
        raise BadProfile(f"not known: {', '.join(strange)}")
    return frozenset(given)


def _mask(given: list[str]) -> int:
    total = 0
    for name in _words(given, frozenset(CATEGORIES)):
        total |= 1 << CATEGORIES[name]
    return total


def _yes(given: Any) -> bool:
    if not isinstance(given, bool):
        raise BadProfile(f"true or false, not {given!r}")
    return given
