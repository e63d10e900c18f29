"""Is this family ready to be written? Every row is looked at, so that one dry run names everything there is to mend."""

from __future__ import annotations

from datetime import date, timedelta

from alongside.enrolment import rules as enrolment
from alongside.families import rules as families
from alongside.families.terms import InvolvementKind, LegalKind, LivingKind
from alongside.safekeeping.terms import Category
from alongside.stewardship.rules.caseload import Bundle, Row
from alongside.stewardship.rules.people import Checking, Draft, Known, check_people, folded
from alongside.stewardship.rules.problems import Problem, nearest, shown

KINDS = {"living": LivingKind.values, "legal": LegalKind.values, "involvement": InvolvementKind.values}
ONLY_WITH = {
    "carer_key": "living",
    "day_to_day": "living",
    "basis": "legal",
    "agency": "involvement",
    "worker": "involvement",
}
ABOUT = {"woman": Category.SERVICE_USE, "child": Category.CHILD_HEALTH_DEV, "dyad": Category.DYAD_OBSERVATION}
# Why a state began, where the file does not say.
USUAL = {
    "reaching_out": "we_met", "getting_to_know": "we_met", "active": "she_wanted", "quiet": "no_contact",
    "ended_by_choice": "her_choice", "moved": "moved_away", "transferred": "other_service", "died": "death",
}  # fmt: skip
FIRST = "first_contact"
_DAY = timedelta(days=1)


def check_family(bundle: Bundle, known: Known) -> tuple[Draft | None, list[Problem], list[Problem]]:
    """Draft, problems, second looks. No draft when anything is to be mended: a family goes in wholly or not at all."""
    check = Checking(bundle, known)
    check_people(check)
    _check_states(check)
    _check_tracks(check)
    _check_contacts(check)
    _check_team(check)
    return (None if check.problems else check.draft), check.problems, check.looks


def days_of(row: Row) -> tuple[date, date | None]:
    """The row's stretch of days as the record keeps it: the day after the last, or ``None``."""
    return row["first_day"], row["last_day"] + _DAY if row["last_day"] else None


def because_of(row: Row, before: str) -> str:
    """Why this state began: as the file says, else what usually goes with it (``before``: the state before it)."""
    return row["because"] or (USUAL[row["state"]] if before else FIRST)


def _check_states(check: Checking) -> None:
    by_person: dict[str, list[Row]] = {}
    for row in check.rows("enrolment"):
        if check.person(row, "person_key") & check.day(row, "from_on"):
            by_person.setdefault(row["person_key"], []).append(row)
    for key, rows in by_person.items():
        rows.sort(key=lambda r: (r["from_on"], r.line))
        for before, row in zip([None, *rows], rows, strict=False):
            _check_follows(check, before, row)
        check.draft.states[key] = rows
    for key in check.draft.of_kind("woman"):
        if not any(r["person_key"] == key for r in check.bundle.rows["enrolment"]):
            check.look("no_state", check.draft.people[key])


def _check_follows(check: Checking, before: Row | None, row: Row) -> None:
    old, new = (before["state"] if before else ""), row["state"]
    answer = enrolment.allowed_transition(old, new, because_of(row, old))
    if answer:
        return
    values = {"line": before.line if before else 0, "old": old or "nothing", "new": new}
    if answer.because == "same_state":
        check.say("same_state", row, **values)
    elif answer.because == "welcome_her_back":
        check.say("welcome_back", row, **values)
    else:
        check.say("not_from_here", row, **values)


def _check_tracks(check: Checking) -> None:
    by_track: dict[tuple[str, str], list[Row]] = {}
    for row in check.rows("tracks"):
        if not check.person(row, "child_key", "child"):
            continue
        if row["kind"] not in KINDS[row["track"]]:
            choices = KINDS[row["track"]]
            hint = nearest(row["kind"], choices)
            check.say("unknown_choice", row, column="kind", value=row["kind"], hint=hint, choices=", ".join(choices))
        for column, track in ONLY_WITH.items():
            if row[column] and row["track"] != track:
                check.say("not_with_kind", row, column=column, kind=row["track"])
        if row["carer_key"]:
            check.person(row, "carer_key")
        if row["agency"] and folded(row["agency"]) not in check.known.agencies:
            hint = nearest(row["agency"], check.known.agencies)
            check.look("unknown_agency", row, value=shown(row["agency"]), hint=hint)
        born_on = check.draft.people[row["child_key"]]["born_on"]
        answer = families.check_track(row["track"], days_of(row), born_on=born_on, on=check.known.today)
        check.checked(answer, row, "first_day", first=row["first_day"], last=row["last_day"])
        if answer:
            by_track.setdefault((row["child_key"], row["track"]), []).append(row)
    for rows in by_track.values():
        _check_overlaps(check, rows)
    check.draft.tracks = check.rows("tracks")


def _check_overlaps(check: Checking, rows: list[Row]) -> None:
    """Every row that shares a day with an earlier one of the same child and track (or colleague and part)."""
    longest: Row | None = None
    for row in sorted(rows, key=lambda r: (r["first_day"], r.line)):
        if longest is not None and families.overlaps(days_of(longest), days_of(row)):
            check.say("overlap", row, days=_in_words(row), line=longest.line, other=_in_words(longest))
        if longest is None or _reaches(row) > _reaches(longest):
            longest = row


def _reaches(row: Row) -> date:
    return row["last_day"] or date.max


def _in_words(row: Row) -> str:
    return f"{row['first_day']} to {row['last_day']}" if row["last_day"] else f"from {row['first_day']} on"


def category_of(row: Row) -> Category:
    """What a contact is about, as the file says or as goes with whom it was for."""
    return Category[row["about"].upper()] if row["about"] else ABOUT[row["for_whom"]]


def _check_contacts(check: Checking) -> None:
    lines: dict[str, int] = {}
    for row in check.rows("contacts"):
        kind = "woman" if row["for_whom"] == "woman" else "child"
        check.person(row, "person_key", kind)
        check.day(row, "on")
        _check_category(check, row, category_of(row))
        key = row["contact_key"]
        if key and lines.setdefault(key, row.line) != row.line:
            check.say("same_key", row, column="contact_key", line=lines[key])
        if row["worker"] and len(check.known.colleagues.get(folded(row["worker"]), ())) != 1:
            check.look("other_worker", row)
    check.draft.contacts = check.rows("contacts")


def _check_category(check: Checking, row: Row, category: Category) -> None:
    if not check.known.writes >> int(category) & 1:
        check.say("not_yours_to_write", row, category=category.name.lower())


def _check_team(check: Checking) -> None:
    parts: dict[tuple[str, str], list[Row]] = {}
    for row in check.rows("team"):
        found = check.known.colleagues.get(folded(row["colleague"]), ())
        if not found:
            hint = nearest(row["colleague"], check.known.colleagues)
            check.say("unknown_colleague", row, value=shown(row["colleague"]), hint=hint)
        elif len(found) > 1:
            check.say("two_colleagues", row, value=shown(row["colleague"]))
        answer = enrolment.may_work_with(row["role"], works_with(row), row["child_key"] or None)
        if not answer:
            check.say(answer.because, row)
        if row["child_key"]:
            check.person(row, "child_key", "child")
        if row["key_worker_for"]:
            check.person(row, "key_worker_for")
        if check.day(row, "first_day") and check.day(row, "last_day", to_come=True):
            span = families.check_span(days_of(row))
            check.checked(span, row, "first_day", first=row["first_day"], last=row["last_day"])
            if span:
                parts.setdefault((folded(row["colleague"]), row["role"]), []).append(row)
    for rows in parts.values():
        _check_overlaps(check, rows)
    keys: dict[str, list[Row]] = {}
    for row in check.rows("team"):
        if row["key_worker_for"]:
            keys.setdefault(row["key_worker_for"], []).append(row)
    for rows in keys.values():
        if all(families.check_span(days_of(r)) for r in rows):
            _check_overlaps(check, rows)
    check.draft.team = check.rows("team")


def works_with(row: Row) -> str:
    """Whom this colleague works with: as the file says, else the family, and for child care the children."""
    return row["works_with"] or ("children" if row["role"] in enrolment.CHILDRENS_PARTS else "family")
