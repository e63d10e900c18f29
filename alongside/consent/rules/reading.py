"""A question from JSON, and an answer to JSON: `docs/reference/consent-decide.md` says each field.

Fields may stand in `request`, `record` and `world`, or all on one level: each name belongs to one of the three.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from alongside.consent.rules.answer import Answer, Reason
from alongside.consent.rules.fields import Fields, NotUnderstood, word
from alongside.consent.rules.profile import Profile
from alongside.consent.rules.reading_world import WORLD_FIELDS, Read, read_recipient, read_world
from alongside.consent.rules.request import About, Record, Request
from alongside.consent.rules.vocabulary import (
    ACTIONS,
    ASSURANCE,
    CATEGORIES,
    PURPOSES,
    ROLE_READS,
    Who,
)
from alongside.consent.rules.words import OBLIGATION_WORDS, REASONS
from alongside.consent.rules.world import Recipient, World
from alongside.safekeeping.terms import CLINICIANS

RECORD_FIELDS = frozenset({
    "subject", "about", "category", "source_agency", "part2", "sealed", "hold", "segmented", "journal",
    "adoption_sealed", "secret_location", "made_by", "recorded_at",
})  # fmt: skip
REQUEST_FIELDS = frozenset({
    "actor", "person", "agency", "classes", "role", "role_mask", "clinician", "assurance", "session_live",
    "account_active", "purpose", "action", "time", "device_time", "recipient", "reason", "glass_broken_at",
})  # fmt: skip
SECTIONS = {"request": "request", "record": "record", "resource": "record", "world": "world"}
UNREADABLE = Answer(False, (Reason("unreadable"),))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was read: its own name, if it has one; the request; the world it is asked in."""

    id: Who | None
    request: Request
    world: World


class Worlds:
    """Worlds that were read already, so that a thousand questions about one world read it once."""

    def __init__(self, profiles: Mapping[str, Profile]) -> None:
        self.profiles = profiles
        self._last: tuple[Any, Read] | None = None

    def read(self, data: Any) -> Read:
        """The world of these data. Raises NotUnderstood."""
        if self._last is None or self._last[0] is not data:
            self._last = (data, read_world(data, self.profiles))
        return self._last[1]


def read(data: Any, worlds: Worlds, shared: Any = None) -> Asked:
    """A question. `shared`: the world of questions that bring none. Raises NotUnderstood."""
    parts = _sorted(data)
    world_data = parts["world"] or shared
    place = worlds.read({} if world_data is None else world_data)
    return Asked(data.get("id"), _request(parts["request"], parts["record"], place), place.world)


def _sorted(data: Any) -> dict[str, Any]:
    """Each field to the part it belongs to. A whole `world` object stays the same object."""
    if not isinstance(data, Mapping):
        raise NotUnderstood("a request is an object with fields")
    parts: dict[str, Any] = {"request": {}, "record": {}, "world": {}}
    for name, given in data.items():
        if name in SECTIONS:
            if not isinstance(given, Mapping):
                raise NotUnderstood(f"{name}: an object with fields is needed")
            if SECTIONS[name] == "world" and not parts["world"]:
                parts["world"] = given
                continue
            for inner, value in given.items():
                home = SECTIONS.get(inner, SECTIONS[name])
                _put(parts, home, {inner: value} if inner not in SECTIONS else value)
        elif name != "id":
            _put(parts, _home(name), {name: given})
    return parts


def _put(parts: dict[str, Any], home: str, fields: Any) -> None:
    if not isinstance(fields, Mapping):
        raise NotUnderstood(f"{home}: an object with fields is needed")
    for name, given in fields.items():
        part = home if home == "world" or name not in RECORD_FIELDS | REQUEST_FIELDS else _home(name)
        if name in parts[part] and parts[part][name] != given:
            raise NotUnderstood(f"{part}.{name}: said twice, and not the same")
        parts[part] = {**parts[part], name: given}


def _home(name: str) -> str:
    for part, known in (("request", REQUEST_FIELDS), ("record", RECORD_FIELDS), ("world", WORLD_FIELDS)):
        if name in known:
            return part
    known_all = ", ".join(sorted(REQUEST_FIELDS | RECORD_FIELDS | WORLD_FIELDS))
    raise NotUnderstood(f"“{name}” is not a field of a request, a record or a world. Fields are: {known_all}")


def _request(asked: Any, tags: Any, place: Read) -> Request:
    f = Fields(asked, "request", place.zone)
    actor, person = f.who("actor"), f.who("person")
    role = word(f.text("role"))
    if role and role not in ROLE_READS and "role_mask" not in f.data:
        raise f.wrong(
            "role", f"“{role}” is not a part we know, and there is no role_mask. Known: {', '.join(ROLE_READS)}"
        )
    level, live, active = _assurance(f)
    to = f.raw("recipient")
    recipients = () if to is None else read_recipient(f, "recipient", to, place.world.agencies)
    f.raw("device_time")  # said, and never asked: decisions are made by the server's clock
    found = Request(
        actor=actor,
        person=place.world.accounts.get(actor) if person is None else person,
        agency=f.who("agency"),
        classes=f.words("classes"),
        role_mask=f.mask("role_mask", ROLE_READS.get(role, 0)),
        clinician=bool(f.yes("clinician", role in CLINICIANS)),
        assurance=level,
        session_live=live,
        account_active=active,
        purpose=f.word_of("purpose", PURPOSES),
        action=f.word_of("action", ACTIONS),
        at=f.clock("time"),
        recipient=_whole(recipients),
        reason=f.text("reason"),
        glass_broken_at=f.clock("glass_broken_at"),
        record=_record(tags, place.zone),
    )
    f.done()
    return found


def _whole(recipients: tuple[Recipient, ...]) -> Recipient | None:
    """Whoever receives it. Of an id that is no known agency nobody says what it is: it is then asked about as both."""
    if not recipients:
        return None
    first, *more = recipients
    return first._replace(person=more[0].person) if more else first


def _assurance(f: Fields) -> tuple[int, bool, bool]:
    """How sure, whether the session lives, whether the account is active. Not said is not signed in."""
    given = f.raw("assurance")
    inner = f.inside("assurance", given if isinstance(given, Mapping) else {"level": given})
    level = ASSURANCE[inner.word_of("level", ASSURANCE, "none")]
    live, active = inner.yes("session_live", True), inner.yes("account_active", True)
    inner.done()
    return level, bool(f.yes("session_live", live)), bool(f.yes("account_active", active))


def _record(tags: Any, zone: ZoneInfo) -> Record:
    f = Fields(tags, "record", zone)
    named = word(f.text("category"))
    found = Record(
        subject=f.who("subject"),  # type: ignore[arg-type]  # nobody is for the gates to say
        category=CATEGORIES.get(named),
        about=_about(f),
        source_agency=f.who("source_agency"),
        part2=f.yes("part2", None),
        sealed=bool(f.yes("sealed")),
        hold=bool(f.yes("hold")),
        segmented=bool(f.yes("segmented")),
        journal=bool(f.yes("journal")),
        adoption_sealed=bool(f.yes("adoption_sealed")),
        secret_location=bool(f.yes("secret_location")),
        made_by=f.whos("made_by"),
        recorded_at=f.moment("recorded_at"),
    )
    f.done()
    return found


def _about(f: Fields) -> tuple[About, ...]:
    """`"ANA"`, `"ANA/sud"`, or an object with person and category (or categories); one or a list."""
    given = f.raw("about")
    found: list[About] = []
    for each in given if isinstance(given, list) else [] if given is None else [given]:
        if isinstance(each, str):
            person, _, category = each.partition("/")
            each = {"person": person, "category": category} if category else {"person": person}
        elif isinstance(each, int) and not isinstance(each, bool):
            each = {"person": each}
        row = f.inside("about", each)
        who = row.who("person")
        mask = row.mask("categories", 0) | row.mask("category", 0)
        row.done()
        if who is None:
            raise f.wrong("about", "whom is it about?")
        found.append(About(who, mask))
    return tuple(found)


def told(answer: Answer, question: Who | None = None) -> dict[str, Any]:
    """An answer as JSON."""
    said: dict[str, Any] = {} if question is None else {"id": question}
    said |= {
        "answer": answer.answer,
        "decision": answer.decision,
        "reasons": [_reason(reason) for reason in answer.reasons],
        "obligations": list(answer.obligations),
        "basis": answer.basis,
    }
    if answer.without:
        said["without"] = list(answer.without)
    if answer.notice:
        said["notice"] = answer.notice
    if answer.until is not None:
        said["until"] = answer.until.isoformat().replace("+00:00", "Z")
    return said


def _reason(reason: Reason) -> dict[str, Any]:
    said: dict[str, Any] = {"code": reason.code, "words": REASONS[reason.code]}
    if reason.person is not None:
        said["person"] = reason.person
    if reason.basis is not None:
        said["basis"] = reason.basis
    return said


def in_words(answer: Answer) -> list[str]:
    """An answer as lines for people; the first says it."""
    lines = [answer.decision]
    for reason in answer.reasons:
        whom = f"{reason.person}: " if reason.person is not None else ""
        by = f" ({reason.basis})" if reason.basis is not None and reason.basis != reason.code else ""
        lines.append(f"  {whom}{REASONS[reason.code]}{by}")
    lines += [f"  → {OBLIGATION_WORDS[code]}" for code in answer.obligations]
    if answer.without:
        lines.append(f"  → Leave out what is said about {', '.join(str(who) for who in answer.without)}.")
    if answer.notice:
        lines.append(f"  “{answer.notice}”")
    return lines


__all__ = ["UNREADABLE", "Asked", "NotUnderstood", "Worlds", "in_words", "read", "told"]
