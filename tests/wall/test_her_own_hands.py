"""A letter that she takes along: hers to have that day, read with her, word for word, and sent by nobody."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, ProgrammingError, transaction

from alongside.consent import actions, queries, rules
from alongside.consent.actions import IntoHerHands
from alongside.consent.models import DisclosedPart, Disclosure, Letter
from alongside.consent.profiles import shipped
from alongside.consent.queries import desk
from alongside.consent.rules.leaving import Told
from alongside.families.models import DecisionRight
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import EVERYTHING
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as, dyad
from tests.wall.leaving.steps import ALDER, ANA, BEE, BO, NOBODY, TOLD, me, now, stamp

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
CAL, DOT, EVE = CAST["CAL"], CAST["DOT"], CAST["EVE"]
PAIR = dyad("ANA", "BEE")
LANDLORD = IntoHerHands("Mrs Lind, the landlord")
World = Callable[[rules.World], rules.World]


def taking(who: str = "W1", **more: Any) -> list[Disclosure]:
    given: dict[str, Any] = {
        "family": ALDER, "subject": ANA, "kind": "letter", "purpose": "portal", "to": LANDLORD,
        "parts": {C.SERVICE_USE: "She comes every week."}, "told": TOLD,
    } | more  # fmt: skip
    return actions.disclose(asker=me(who), **given, **stamp(who))


def _same(world: rules.World) -> rules.World:
    return world


def _under_american_law(world: rules.World) -> rules.World:
    return replace(world, profile=shipped()["US"])


def _right_ended(world: rules.World) -> rules.World:
    """Since this moment somebody else decides for Bee."""
    ended = tuple(replace(g, closes=now() - timedelta(hours=1)) if g.child == BEE else g for g in world.guardianships)
    return replace(world, guardianships=ended)


def _right_to_see_alone(world: rules.World) -> rules.World:
    only = tuple(replace(g, kind="access_only") if g.child == BEE else g for g in world.guardianships)
    return replace(world, guardianships=only)


def _bee_decides(world: rules.World) -> rules.World:
    return replace(world, capable=(rules.Capable(BEE, EVERYTHING, CAST["W1"], now() - timedelta(days=1), None),))


def _bee_is_of_age(world: rules.World) -> rules.World:
    return replace(world, of_age={**world.of_age, BEE: now() - timedelta(days=1)})


def _back_with_her(world: rules.World) -> rules.World:
    """Bee was away for a while: today she decides again, and what is written today is of today."""
    was = tuple(g for g in world.guardianships if g.child == BEE)
    before = tuple(replace(g, opens=now() - timedelta(days=90), closes=now() - timedelta(days=60)) for g in was)
    since = tuple(replace(g, opens=now() - timedelta(days=9), closes=None) for g in was)
    return replace(world, guardianships=before + since)


SUBJECTS: dict[str, tuple[uuid.UUID, C, list[uuid.UUID], World, str]] = {
    "about her": (ANA, C.SERVICE_USE, [], _same, "permit:portal_self"),
    "about her using": (ANA, C.SUD, [], _same, "permit:portal_self"),
    "about her using, under 42 CFR Part 2": (ANA, C.SUD, [], _under_american_law, "permit:portal_self"),
    "about being safe from somebody": (ANA, C.IPV_SAFETY, [], _same, "deny:portal_category"),
    "about her child": (BEE, C.CHILD_HEALTH_DEV, [], _same, "permit:portal_child"),
    "about the two together": (PAIR, C.DYAD_OBSERVATION, [], _same, "permit:portal_self"),
    "about her child, and herself": (BEE, C.CHILD_HEALTH_DEV, [ANA], _same, "permit:portal_child"),
    "about her, and her child": (ANA, C.SERVICE_USE, [BEE], _same, "permit:portal_self"),
    "about her, and a child who is not hers to decide for": (ANA, C.SERVICE_USE, [BO], _same, "deny:third_party"),
    "about her, and an ex-partner": (ANA, C.SERVICE_USE, [CAL], _same, "deny:third_party"),
    "about her child, and a grandmother": (BEE, C.CHILD_HEALTH_DEV, [DOT], _same, "deny:third_party"),
    "about an ex-partner": (CAL, C.SERVICE_USE, [], _same, "deny:no_authority"),
    "about a child who is not hers to decide for": (BO, C.CHILD_HEALTH_DEV, [], _same, "deny:no_authority"),
    "somebody else decides since an hour ago": (BEE, C.CHILD_HEALTH_DEV, [], _right_ended, "deny:no_authority"),
    "together, and somebody else decides": (PAIR, C.DYAD_OBSERVATION, [], _right_ended, "deny:third_party"),
    "she may see the child alone": (BEE, C.CHILD_HEALTH_DEV, [], _right_to_see_alone, "deny:no_authority"),
    "the child decides": (BEE, C.CHILD_HEALTH_DEV, [], _bee_decides, "deny:capable_minor"),
    "the child is of age": (BEE, C.CHILD_HEALTH_DEV, [], _bee_is_of_age, "deny:own_decision"),
    "the child is back with her": (BEE, C.CHILD_HEALTH_DEV, [], _back_with_her, "permit:portal_child"),
}  # fmt: skip


@pytest.mark.parametrize(("subject", "category", "about", "world", "decision"), SUBJECTS.values(), ids=SUBJECTS)
def test_what_is_hers_to_take_along(
    subject: uuid.UUID, category: C, about: list[uuid.UUID], world: World, decision: str
) -> None:
    with acting_as("W1"):
        asked: dict[str, Any] = {"subject": subject, "categories": [category], "about": about, "at": now()}
        found = queries.may_be_said(me(), world(queries.world_of(ALDER)), purpose="portal", to=None, **asked)
    assert found[category].decision == decision
    assert not found[category].notice  # no law asks for one on what is given to herself


def test_another_record_of_hers_closes_nothing_to_herself() -> None:
    """As on her own page: she is whom she asks as. What is about a child of hers that may be another child waits."""
    with acting_as("W1"):
        known = queries.world_of(ALDER)
    twin, other = uuid.uuid4(), uuid.uuid4()
    hers = replace(known, merges=(rules.Merge(frozenset({ANA, twin})),), elsewhere=frozenset({twin}))
    child = replace(known, merges=(rules.Merge(frozenset({BEE, other})),), elsewhere=frozenset({other}))
    asked: dict[str, Any] = {"purpose": "portal", "to": None, "at": now()}
    with acting_as("W1"):
        for world, subject, category, may in (
            (hers, ANA, C.SERVICE_USE, True), (hers, BEE, C.CHILD_HEALTH_DEV, True),
            (child, ANA, C.SERVICE_USE, True), (child, BEE, C.CHILD_HEALTH_DEV, False),
        ):  # fmt: skip
            team = tuple(replace(row, subjects=row.subjects | world.elsewhere) for row in world.assignments)
            there = replace(world, assignments=team)
            found = queries.may_be_said(me(), there, subject=subject, categories=[category], **asked)
            assert found[category].allowed is may, (subject, found)
        assert queries.decides_for(hers, woman=ANA, child=BEE, at=now())
        assert not queries.decides_for(child, woman=ANA, child=BEE, at=now())


def test_whoever_writes_it_reads_it_too() -> None:
    """What her part does not read, a peer supporter does not put into anybody's hands."""
    with acting_as("PEER"):
        asked: dict[str, Any] = {"subject": ANA, "categories": [C.SERVICE_USE, C.SUD], "purpose": "portal", "at": now()}
        found = queries.may_be_said(me("PEER"), queries.world_of(ALDER), to=None, **asked)
    assert found[C.SERVICE_USE].decision == "permit:portal_self" and found[C.SUD].because == "not_assigned"


def test_it_goes_into_her_own_hands_and_stands_in_the_ledger() -> None:
    with acting_as("W1"):
        [line] = taking()
        assert (line.basis, line.recipient, line.agency_id, line.colleague_id, line.notice) == (
            "her_request", "Mrs Lind, the landlord", None, None, "",
        )  # fmt: skip
        assert DisclosedPart.objects.get(disclosure=line).snapshot == "She comes every week."
    with acting_as("p_ana"):
        assert queries.disclosed(ALDER, line.id).recipient == "Mrs Lind, the landlord"
    for who in ("CW1", "p_cal", "W2"):
        with acting_as(who):
            assert not Disclosure.objects.filter(pk=line.pk).exists()


@pytest.mark.parametrize(
    "told", [Told("told"), Told("not_yet", why_not="no_time"), Told("not_yet", why_not="not_safe")]
)
def test_it_is_read_with_her_first(told: Told) -> None:
    with acting_as("W1"), pytest.raises(Refused, match="read_it_with_her"):
        taking(told=told)


@pytest.mark.parametrize(
    "more",
    [
        {"subject": BO, "parts": {C.CHILD_HEALTH_DEV: "x"}},
        {"about": [CAL]},
        {"parts": {C.SERVICE_USE: "x", C.IPV_SAFETY: "y"}},
    ],
)
def test_what_is_not_hers_stays_here_and_nothing_of_it_leaves(more: dict[str, Any]) -> None:
    with acting_as("W1"):
        before = Disclosure.objects.count()
        with pytest.raises(Refused, match="not_hers_to_take"):
            taking(**more)
        assert Disclosure.objects.count() == before


def test_a_letter_that_she_takes_along() -> None:
    with acting_as("W1"):
        letter = actions.begin_letter(family=ALDER, subject=ANA, to=LANDLORD, kind="support", language="en", **stamp())
        assert (letter.agency, letter.for_whom, letter.purpose) == (None, LANDLORD.name, "portal")
        actions.write_part(letter=letter, base_version=1, category=C.SUD, strengths="Six weeks.", **stamp())
        actions.change_letter(letter=letter, base_version=2, values={"told_before": "told"}, **stamp())
        with pytest.raises(Refused, match="read_it_with_her"):
            actions.send_letter(letter=letter, base_version=3, asker=me(), **stamp())
        read = {"told_before": "with_her", "comment": "That is me."}
        actions.change_letter(letter=letter, base_version=3, values=read, **stamp())
        [line] = actions.send_letter(letter=letter, base_version=4, asker=me(), **stamp())
        assert (line.letter_id, line.basis, line.kind) == (letter.pk, "her_request", "letter")
        assert DisclosedPart.objects.get(disclosure=line).snapshot == "What goes well\nSix weeks."
        with pytest.raises(Refused, match="left_already"):
            actions.write_part(letter=letter, base_version=5, category=C.SUD, strengths="x", **stamp())


def test_whom_she_takes_it_to_is_said() -> None:
    with acting_as("W1"), pytest.raises(Refused, match="words_missing"):
        actions.begin_letter(family=ALDER, subject=ANA, to=IntoHerHands(" "), kind="support", language="en", **stamp())


@pytest.mark.parametrize(
    "more",
    [
        {"for_whom": ""},  # to nobody
        {"agency_id": CAST["CAS"]},  # to her, and to an agency as well
        {"purpose": "care"},
        {"kind": "talk"},
    ],
)
def test_a_letter_goes_to_an_agency_or_into_her_hands_never_both(more: dict[str, Any]) -> None:
    row: dict[str, Any] = {
        "family_id": ALDER, "subject": ANA, "for_whom": "her aunt", "kind": "support", "purpose": "portal",
        "recorded_by": CAST["W1"], "recorded_at": now(),
    }  # fmt: skip
    with acting_as("W1"):
        Letter.objects.create(**row)
        with pytest.raises(IntegrityError, match="consent_letter_to_whom"), transaction.atomic():
            Letter.objects.create(**row | more)


def _slipped_in(**more: Any) -> Disclosure:
    """A line past every verb, as somebody who works with her could try it by hand."""
    row: dict[str, Any] = {
        "family_id": ALDER, "subject": ANA, "recipient": "x", "kind": "letter", "purpose": "portal",
        "basis": "her_request", "told_before": "with_her", "recorded_by": CAST["W1"], "recorded_at": now(),
    } | more  # fmt: skip
    with transaction.atomic():
        return Disclosure.objects.create(**row)


def test_the_database_asks_whose_it_is_too() -> None:
    with acting_as("W1"):
        for subject in (ANA, BEE, PAIR):
            assert _slipped_in(subject=subject).pk
        for subject in (BO, CAL, DOT, dyad("ANA", "BO")):
            with pytest.raises(ProgrammingError, match="not allowed"):
                _slipped_in(subject=subject)
        with pytest.raises(IntegrityError, match="consent_disclosure_basis"):
            _slipped_in(agency_id=CAST["CAS"])
        mine = DecisionRight.objects.filter(child_id=BEE, topic="release")
        mine.update(superseded_at=now(), superseded_by=CAST["W1"])
        for subject in (BEE, PAIR):
            with pytest.raises(ProgrammingError, match="not allowed"):
                _slipped_in(subject=subject)


@pytest.mark.parametrize("who", NOBODY)
def test_the_wrong_people_write_nothing_of_it(who: str) -> None:
    with acting_as(who):
        with pytest.raises((ProgrammingError, Refused, ObjectDoesNotExist)), transaction.atomic():
            taking(who)
        with pytest.raises(ProgrammingError), transaction.atomic():
            actions.begin_letter(family=ALDER, subject=ANA, to=LANDLORD, kind="support", language="en", **stamp(who))


@pytest.mark.parametrize(("law", "listed"), [("ontario", True), ("united-states", False)])
def test_the_accounting_has_it_where_the_law_says_so_and_the_ledger_always(
    law: str, listed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """45 CFR 164.528(a)(1)(ii): what went to herself is no line of it."""
    monkeypatch.setattr(desk, "law_here", lambda: shipped()[law])
    with acting_as("W1"):
        [line] = taking()
    today = datetime.now(UTC).date()
    with acting_as("PRIV"):
        found = queries.accounting(ANA, since=today - timedelta(days=2), until=today, at=now())
        assert (line.pk in {each.row.pk for each in found.lines}) is listed
        assert line.pk in {each.row.pk for each in queries.whole_ledger(about=ANA)}
    with acting_as("p_ana"):
        assert line.pk in {row.pk for row in queries.ledger(ALDER)}
