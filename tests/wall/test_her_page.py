"""A woman's own page behind the wall: who may open it, what opens it and what does not, and how it is turned off."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, connections, transaction

from alongside.accounts import actions, queries
from alongside.accounts.models import HerPage
from alongside.accounts.terms import CodePurpose, PageState, WhyOff
from alongside.families.actions import forget_contact, know_contact
from alongside.families.models import KnownContact, Person
from alongside.project import roles
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.actions import acting, hashed, new_token
from tests.cast import CAST, T0, TODAY, acting_as, ident
from tests.databases import Cluster

pytestmark = pytest.mark.usefixtures("committing")
ANA, ALDER, MIRA, MAPLE, BIRCH = (CAST[key] for key in ("ANA", "ALDER", "MIRA", "MAPLE", "BIRCH"))
WORDS = "blue kettle on the hill"
numbers = itertools.count(1)


def code(who: str = "W1", family: uuid.UUID = ALDER, person: uuid.UUID = ANA, purpose: str = CodePurpose.SET_UP) -> str:
    with acting_as(who):
        return actions.make_her_code(family=family, person=person, purpose=purpose, by=CAST[who], at=T0).text


def set_up(called: str = "", **more: Any) -> actions.SetUp:
    done = actions.set_up_her_page(
        hash=actions.hashed_code(code(**more)), called=called or f"river {next(numbers)}", words=WORDS
    )
    assert done is not None
    return done


def fits(text: str) -> bool:
    return actions.her_code_fits(actions.hashed_code(text))


def page(person: uuid.UUID = ANA, who: str = "W1") -> HerPage:
    with acting_as(who):
        found = queries.her_page(person)
        assert found is not None
        return found


def sign_in(person: uuid.UUID = ANA) -> str:
    token = new_token()
    actions.open_session(token_hash=hashed(token), principal=person, second_factor=True)
    return token


def live(token: str) -> bool:
    with acting(token), connection.cursor() as cursor:
        cursor.execute("select safekeeping.me() is not null")
        return bool(cursor.fetchone()[0])


@contextmanager
def not_allowed() -> Iterator[None]:
    with pytest.raises(Exception, match=r"row-level security|permission denied|not allowed"), transaction.atomic():
        yield


# --- who may open it


@pytest.mark.parametrize(
    "who", ["W2", "W3", "CHC", "p_ana", "p_cal", "p_dot", "EVAL", "ADM", "PRIV", "NUR", "CW1", "SITE2"]
)
def test_nobody_opens_it_who_does_not_work_with_the_whole_file(who: str) -> None:
    """Not a colleague elsewhere, the ex-partner's sister, a child-care worker, she herself, nor whoever keeps accounts."""
    for purpose in CodePurpose:
        with pytest.raises(Exception, match=r"not allowed|not_open"):
            code(who, purpose=purpose)


def test_her_page_is_hers_and_not_a_childs_or_a_relatives() -> None:
    for person in ("BEE", "CAL", "DOT", "EVE"):
        with pytest.raises(Exception, match="not allowed"):
            code(person=CAST[person])


def test_a_child_who_decides_something_may_have_one() -> None:
    assert code("W2", BIRCH, CAST["FIN"])
    with pytest.raises(Exception, match="not allowed"):
        code("W1", ALDER, CAST["BO"])
    from alongside.families.models import DecisionRight

    with acting_as("W1"):
        DecisionRight.objects.create(
            family_id=ALDER, child_id=CAST["BO"], holder_id=CAST["BO"], topic="care", during=(TODAY, None),
            recorded_by=CAST["W1"], recorded_at=T0,
        )  # fmt: skip
    assert code("W1", ALDER, CAST["BO"])


# --- what opens it


def test_a_code_sets_it_up_once_and_nothing_else_does() -> None:
    text = code()
    assert fits(text) and fits(text.lower().replace("-", " "))
    done = actions.set_up_her_page(hash=actions.hashed_code(text), called="Blue Door", words=WORDS)
    assert done is not None and not done.held
    assert not fits(text)
    assert actions.set_up_her_page(hash=actions.hashed_code(text), called="again", words=WORDS) is None
    for guess in ("", "Ana Alder", "1995-05-04", "04051995", text[:-1], str(ANA)):
        assert not fits(guess)
        assert actions.set_up_her_page(hash=actions.hashed_code(guess), called="other", words=WORDS) is None
    held = queries.her_sign_in("  BLUE   door ")
    assert held is not None and held.pk == done.account and held.email is None
    assert held.password.startswith("argon2") and WORDS not in held.password
    assert page().state == PageState.OPEN
    assert live(sign_in())


def test_a_code_lasts_half_an_hour_and_a_newer_one_ends_it(cluster: Cluster, committing: str) -> None:
    old, new = code(), code()
    assert not fits(old) and fits(new)
    with cluster.admin(committing) as admin:
        left = admin.execute(
            "select max(until) - clock_timestamp() from accounts_hercode where used_at is null"
        ).fetchone()
        assert left is not None and timedelta(minutes=29) < left[0] <= timedelta(minutes=30)
        admin.execute("update accounts_hercode set until = clock_timestamp() where used_at is null")
    assert actions.set_up_her_page(hash=actions.hashed_code(new), called="too late", words=WORDS) is None


def test_setting_up_anew_ends_whatever_opened_it_before() -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    first = set_up("first door")
    user = queries.her_sign_in("first door")
    assert user is not None
    with transaction.atomic(using="gate"):
        RecoveryCodes.activate(user)
    token = sign_in()
    spare = code(purpose=CodePurpose.SIGN_IN)
    second = set_up("second door")
    assert second.account == first.account
    assert queries.her_sign_in("first door") is None and queries.her_sign_in("second door") is not None
    assert queries.her_factors(first.account) == {}
    assert not live(token)
    assert actions.use_sign_in_code(
        account=first.account, code=spare
    )  # her worker gave it; beside her new words it still fits


def test_a_sign_in_code_fits_her_alone_and_once() -> None:
    own, others = set_up().account, set_up(who="W2", family=MAPLE, person=MIRA).account
    text = code(purpose=CodePurpose.SIGN_IN)
    assert not actions.use_sign_in_code(account=others, code=text)
    assert not actions.use_sign_in_code(account=own, code="00000000")
    assert actions.use_sign_in_code(account=own, code=text.replace(" ", ""))
    assert not actions.use_sign_in_code(account=own, code=text)
    hers = page()
    with acting_as("W1"):
        actions.close_her_page(page=hers, by=CAST["W1"], at=T0)
    with pytest.raises(Refused, match="page_not_open"):
        code(purpose=CodePurpose.SIGN_IN)


def test_no_code_stands_anywhere_as_it_was_said(cluster: Cluster, committing: str) -> None:
    text = code()
    with cluster.admin(committing) as admin:
        rows = admin.execute("select to_jsonb(c)::text from accounts_hercode c").fetchall()
        trail = admin.execute("select to_jsonb(t)::text from recordkeeping_trail t").fetchall()
    kept = " ".join(row[0] for row in [*rows, *trail])
    assert text not in kept and text.replace("-", "") not in kept
    for role in (roles.APP, roles.GATE, roles.WORKER, roles.REPORT, roles.SMALL):
        with cluster.as_role(roles.APP if role in (roles.REPORT, roles.SMALL) else role, committing) as one:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                one.execute("select count(*) from accounts_hercode")


# --- C02: a name that is somebody else's number or address


ASH = "cal.ash@example.org"


@pytest.fixture
def ex() -> Iterator[None]:
    """An address and a number of her ex-partner are written down, and a colleague signs in with an address."""
    with acting_as("W1"):
        cal = Person.objects.get(pk=CAST["CAL"])
        known = [know_contact(person=cal, value=v, by=CAST["W1"], at=T0) for v in (ASH, "(416) 555-0999")]
    yield
    with acting_as("W1"):
        for each in known:
            forget_contact(known=each, by=CAST["W1"], at=T0)


@pytest.mark.parametrize("called", [ASH, "Cal.Ash+my@Example.org", "416 555 0999", "+1-416-555-0999", "0014165550999"])
def test_the_ex_partners_address_or_number_is_held_for_a_person_to_look_at(ex: None, called: str) -> None:
    token = sign_in() if page_or_none() == PageState.OPEN else ""
    done = set_up(called)
    assert done.held
    assert page().state == PageState.HELD
    assert queries.her_sign_in(called) is None
    assert queries.principals_of(done.account) == []
    with pytest.raises(Exception, match="no such principal"):
        sign_in()
    assert not token or not live(token)


def page_or_none() -> str:
    with acting_as("W1"):
        found = queries.her_page(ANA)
        return found.state if found else ""


def test_after_a_talk_her_worker_opens_it_or_keeps_it_shut(ex: None) -> None:
    done = set_up(ASH)
    held = page()
    for who in ("W2", "W3", "CHC", "PRIV", "p_ana"):
        with acting_as(who), not_allowed():
            actions.check_her_page(page=held, hers=True, by=CAST["W1"], at=T0)
    with acting_as("W1"):
        actions.check_her_page(page=held, hers=True, by=CAST["W1"], at=T0)
    assert page().state == PageState.OPEN
    assert queries.her_sign_in(ASH) is not None and live(sign_in())
    done = set_up(ASH)
    assert done.held
    with acting_as("W1"):
        actions.check_her_page(page=held, hers=False, by=CAST["W1"], at=T0)
    assert page().state == PageState.PREPARED and queries.her_sign_in(ASH) is None
    with acting_as("W1"), not_allowed():  # nothing is held any more
        actions.check_her_page(page=held, hers=True, by=CAST["W1"], at=T0)


def test_a_name_in_use_tells_nobody_that_it_is_in_use() -> None:
    """Held, like every other doubt: whoever tries names with a code of her own learns nothing of who is here."""
    set_up("the same name", who="W2", family=MAPLE, person=MIRA)
    done = set_up("The  Same NAME")
    assert done.held
    held = page()
    with acting_as("W1"), pytest.raises(Refused, match="name_used"):
        actions.check_her_page(page=held, hers=True, by=CAST["W1"], at=T0)
    assert page().state == PageState.HELD


def test_another_womans_safe_number_and_a_colleagues_address_are_held_too(cluster: Cluster, committing: str) -> None:
    assert not set_up("416 555 0123").held  # hers: her own way of being reached
    assert set_up("+1 (416) 555-0123", who="W2", family=MAPLE, person=MIRA).held
    with cluster.admin(committing) as admin:
        admin.execute("insert into accounts_user (id, email, password, is_active, must_have_second_factor)"
                      " values (%s, 'wren@example.org', 'x', true, true)", [ident("user W3")])  # fmt: skip
    assert set_up("Wren@example.org").held


def test_what_is_known_of_others_is_read_by_her_team_alone(ex: None) -> None:
    for who, count in {"W1": 2, "W2": 0, "W3": 0, "CHC": 0, "p_ana": 0, "p_cal": 0, "PRIV": 0}.items():
        with acting_as(who):
            assert KnownContact.objects.filter(taken_back_at=None).count() == count, who


# --- sessions


def test_she_is_out_after_ten_quiet_minutes_and_two_hours(cluster: Cluster, committing: str) -> None:
    set_up()
    token = sign_in()
    with cluster.admin(committing) as admin:
        row = admin.execute("select idle_limit, expires_at - opened_at from safekeeping_session where token_hash = %s",
                            [hashed(token)]).fetchone()  # fmt: skip
        assert row is not None and row[0] == timedelta(minutes=10)
        assert row[1] <= timedelta(hours=2)
        admin.execute("update safekeeping_session set last_seen_at = clock_timestamp() - interval '11 minutes'"
                      " where token_hash = %s", [hashed(token)])  # fmt: skip
    assert not live(token)


# --- C12: her device may not be safe


def test_my_device_may_not_be_safe() -> None:
    from alongside.care.models import Promise

    account = set_up().account
    one, two = sign_in(), sign_in()
    spare = code(purpose=CodePurpose.SIGN_IN)
    with acting(one):
        hers = queries.her_page(ANA)
        assert hers is not None
        actions.device_not_safe(page=hers, words="please find a safe moment", on=TODAY, by=ANA, at=T0)
    assert not live(one) and not live(two)
    assert (page().state, page().why_off) == (PageState.OFF, WhyOff.DEVICE)
    assert queries.principals_of(account) == []
    with pytest.raises(Exception, match="no such principal"):
        sign_in()
    assert not actions.use_sign_in_code(account=account, code=spare)
    # On the staff side alone: her key worker finds it, nobody else's list has it.
    with acting_as("W1"):
        told = Promise.objects.filter(what="please find a safe moment")
        assert [(row.worker, row.subject) for row in told] == [(CAST["W1"], ANA)]
    for who in ("W2", "W3", "CHC", "p_ana", "p_cal", "CW1"):
        with acting_as(who):
            assert not Promise.objects.filter(what="please find a safe moment").exists(), who
    # Only a worker, with her, opens it again.
    assert not set_up().held
    assert live(sign_in())


def test_without_a_key_worker_her_whole_team_is_told_but_nobody_who_is_kept_out(
    cluster: Cluster, committing: str
) -> None:
    from alongside.care.models import Promise

    with cluster.admin(committing) as admin:
        admin.execute(
            "update enrolment_keyworker set during = daterange(lower(during), '2025-01-01') where person_id = %s", [ANA]
        )
    set_up()
    with acting(sign_in()):
        hers = queries.her_page(ANA)
        assert hers is not None
        actions.device_not_safe(page=hers, words="nobody is her key worker", on=TODAY, by=ANA, at=T0)
    with acting_as("W1"):
        told = {row.worker for row in Promise.objects.filter(what="nobody is her key worker")}
    assert told >= {CAST["W1"], CAST["PIT"], CAST["PEER"]} and CAST["W3"] not in told and CAST["CHC"] not in told


def test_nobody_turns_it_off_or_on_who_is_not_she_or_her_team() -> None:
    set_up()
    hers = page()
    for who in ("W2", "W3", "CHC", "PRIV", "p_cal", "p_ana"):
        with acting_as(who), not_allowed():
            actions.close_her_page(page=hers, by=CAST["W1"], at=T0)
    for who in ("W1", "p_cal", "p_dot"):
        with acting_as(who), connection.cursor() as cursor, not_allowed():
            cursor.execute("select safekeeping.device_not_safe('x', current_date)")
    with acting_as("W1"), not_allowed():
        HerPage.objects.filter(person=ANA).update(state="open")
    assert page().state == PageState.OPEN


def test_how_it_stands_is_known_to_her_and_to_who_may_reach_her() -> None:
    set_up()
    for who, sees in {
        "W1": True,
        "CHC": True,
        "W2": False,
        "W3": False,
        "p_cal": False,
        "EVAL": False,
        "CW1": False,
    }.items():
        with acting_as(who):
            assert (queries.her_page(ANA) is not None) is sees, who
    with acting(sign_in()):
        assert [row.person for row in HerPage.objects.all()] == [ANA]
        actions.choose_traces(page=HerPage.objects.get(), few=False, by=ANA, at=T0)
        assert HerPage.objects.get().few_traces is False


def test_the_colleagues_door_and_hers_never_open_each_other() -> None:
    account = set_up("my own door").account
    with connections["gate"].cursor() as cursor:
        cursor.execute(
            "select count(*) from accounts_user where id = %s and email is null and called = 'my own door'", [account]
        )
        assert cursor.fetchone() == (1,)
        with pytest.raises(Exception, match="accounts_user_one_door"):
            cursor.execute("update accounts_user set email = 'x@example.org' where id = %s", [account])
    assert queries.her_sign_in("wren@example.org") is None
    assert queries.her_sign_in("") is None
