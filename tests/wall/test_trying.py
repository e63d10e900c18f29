"""Trying a draft shows exactly what its recipient would see, no more than the asker may read, and is never kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone
from psycopg import errors

from alongside.accounts.terms import PARTS, RoleName
from alongside.care.models import Contact
from alongside.consent import actions
from alongside.consent.actions import Recipient, Tried
from alongside.consent.models import Consent
from alongside.families.models import Person
from alongside.project import roles
from alongside.safekeeping.terms import Category as C
from alongside.safekeeping.terms import mask
from tests.cast import CAST, acting_as, dyad, ident, token_of
from tests.databases import Cluster

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
READS = PARTS[RoleName.PARTNER_STAFF].reads


def stamp(who: str) -> dict[str, Any]:
    return {"by": CAST["ANA" if who == "p_ana" else who], "at": timezone.now()}


def a_draft(
    who: str, lines: dict[str, tuple[C, ...]], *, recipient: str = "SHEL", kind: str = "sharing", purpose: str = "",
) -> Consent:  # fmt: skip
    named = Recipient(agency=CAST[recipient]) if recipient != "CW1" else Recipient(colleague=CAST["CW1"])
    made = actions.draft(
        family=CAST["ALDER"], giver=CAST["ANA"], kind=kind, language="en", recipient=named, purpose=purpose,
        last_day=None if kind == "keeping_from" else timezone.localdate(), **stamp(who),
    )  # fmt: skip
    for subject, kinds in lines.items():
        actions.choose(
            consent=made, base_version=Consent.objects.get(pk=made.pk).version, subject=CAST[subject],
            categories=kinds, **stamp(who),
        )  # fmt: skip
    return Consent.objects.get(pk=made.pk)


@contextmanager
def tried(
    who: str, draft: Consent, agency: str = "SHEL", like: str | None = None, people: tuple[str, ...] = ("ANA", "BEE")
) -> Iterator[Tried]:
    with actions.trying(
        consent=draft, agency=CAST[agency], like=CAST[like] if like else None, reads=READS,
        people={CAST[key]: key.title() for key in people}, **stamp(who),
    ) as found:  # fmt: skip
        yield found


def notes() -> set[tuple[uuid.UUID, int]]:
    """Whom and what the notes are about that whoever carries the token sees."""
    return set(Contact.objects.values_list("subject", "category"))


def counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from safekeeping_cell")
        mine = cursor.fetchone()[0]
    return {"cells": mine, "signed": Consent.objects.filter(signed_at__isnull=False).count()}


def test_what_is_ticked_is_seen_and_nothing_else() -> None:
    with acting_as("W1"):
        before = counts()
        draft = a_draft("W1", {"ANA": (C.SERVICE_USE, C.SUD), "BEE": (C.CHILD_HEALTH_DEV,)})
        with tried("W1", draft) as found:
            assert notes() == {
                (CAST["ANA"], C.SERVICE_USE), (CAST["ANA"], C.SUD), (CAST["BEE"], C.CHILD_HEALTH_DEV),
            }  # fmt: skip
            assert found.beyond == {}
            # Somebody there, not the asker: she sees no draft, no agreement, and cannot write.
            assert not Consent.objects.exists()
            with pytest.raises(ProgrammingError), transaction.atomic():
                Contact.objects.filter(subject=CAST["ANA"]).update(note="x")
        assert counts() == before
        assert Consent.objects.get(pk=draft.pk).signed_at is None
        assert len(notes()) == 7  # as whoever she was
        transaction.set_rollback(True)


def test_of_the_two_together_both_are_asked() -> None:
    both = dyad("ANA", "BEE")
    with acting_as("W1"):
        one = a_draft("W1", {"ANA": (C.DYAD_OBSERVATION,)})
        with tried("W1", one):
            assert notes() == set()
        two = a_draft("W1", {"ANA": (C.DYAD_OBSERVATION,), "BEE": (C.DYAD_OBSERVATION,)})
        with tried("W1", two):
            assert notes() == {(both, C.DYAD_OBSERVATION)}
        transaction.set_rollback(True)


def test_somebody_who_is_there_already_is_tried_with_what_she_has() -> None:
    """CW1 has the service use of both and the child's health; the draft adds using."""
    with acting_as("CW1"):
        has = notes()
    assert has == {
        (CAST["ANA"], C.SERVICE_USE),
        (CAST["BEE"], C.CHILD_HEALTH_DEV),
        (dyad("ANA", "BEE"), C.DYAD_OBSERVATION),
    }
    with acting_as("W1"):
        draft = a_draft("W1", {"ANA": (C.SUD,)}, recipient="CW1", purpose="care_coordination")
        with tried("W1", draft, "CAS", "CW1"):
            assert notes() == has | {(CAST["ANA"], C.SUD)}
        # What is for a court is shown on nobody's screen.
        for_court = a_draft("W1", {"ANA": (C.SUD,)}, recipient="CW1", purpose="family_court")
        with tried("W1", for_court, "CAS", "CW1"):
            assert notes() == has
        transaction.set_rollback(True)


def test_a_no_is_tried_too_and_a_later_yes_does_not_undo_it() -> None:
    with acting_as("W1"):
        no = a_draft("W1", {"ANA": (C.SERVICE_USE,)}, recipient="CAS", kind="keeping_from")
        with tried("W1", no, "CAS", "CW1"):
            assert (CAST["ANA"], C.SERVICE_USE) not in notes()
            assert (CAST["BEE"], C.CHILD_HEALTH_DEV) in notes()
        # DRX at the hospital is kept out of everything (C4), whatever is agreed with the hospital.
        yes = a_draft("W1", {"ANA": (C.SERVICE_USE, C.SUD)}, recipient="HOSP", purpose="care")
        with tried("W1", yes, "HOSP", "DRX"):
            assert notes() == set()
        with tried("W1", yes, "HOSP"):
            assert (CAST["ANA"], C.SUD) in notes()
        transaction.set_rollback(True)


def test_nobody_sees_by_trying_what_she_could_not_read_herself() -> None:
    lines = {"ANA": (C.SERVICE_USE, C.MENTAL_HEALTH_TRAUMA, C.IPV_SAFETY)}
    with acting_as("p_ana"):
        draft = a_draft("p_ana", lines)
        with tried("p_ana", draft, people=("ANA",)) as found:
            assert notes() == {(CAST["ANA"], C.SERVICE_USE)}
            assert found.beyond == {CAST["ANA"]: mask(C.MENTAL_HEALTH_TRAUMA, C.IPV_SAFETY)}
        transaction.set_rollback(True)
    # A therapist reads no counselling notes, so she cannot look at them as somebody else either.
    with acting_as("PIT"):
        draft = a_draft("PIT", lines)
        with tried("PIT", draft, people=("ANA",)) as found:
            assert notes() == {(CAST["ANA"], C.SERVICE_USE), (CAST["ANA"], C.IPV_SAFETY)} and found.beyond == {}
        transaction.set_rollback(True)


def test_what_is_kept_from_the_asker_is_not_shown_to_her_as_somebody_else() -> None:
    """The hospital has what she says about using (C3). Wanda, from whom she keeps it, does not read it as the hospital."""
    with acting_as("W1"):
        draft = a_draft("W1", {"ANA": (C.CONTACT,)}, recipient="HOSP", purpose="care")
        with tried("W1", draft, "HOSP") as found:
            assert notes() == {(CAST["ANA"], C.SERVICE_USE), (CAST["ANA"], C.SUD)} and not found.beyond
        kept = actions.draft(
            family=CAST["ALDER"], giver=CAST["ANA"], kind="keeping_from", language="en",
            recipient=Recipient(colleague=CAST["W1"]), **stamp("W1"),
        )  # fmt: skip
        actions.choose(consent=kept, base_version=1, subject=CAST["ANA"], categories=[C.SUD], **stamp("W1"))
        kept = Consent.objects.get(pk=kept.pk)
        actions.sign(consent=kept, how="typed", signature="Ana", explained="read aloud", **stamp("W1"))
        with tried("W1", draft, "HOSP") as found:
            assert notes() == {(CAST["ANA"], C.SERVICE_USE)}
            assert found.beyond == {CAST["ANA"]: mask(C.SUD)}
        transaction.set_rollback(True)


@pytest.mark.parametrize("who", ["W2", "W3", "CHC", "CW1", "p_cal", "PRIV", "EVAL"])
def test_nobody_else_tries_her_draft(who: str) -> None:
    with acting_as("W1"):
        draft = a_draft("W1", {"ANA": (C.SERVICE_USE, C.SUD)})
        with acting_as(who):
            with pytest.raises((ProgrammingError, AssertionError)), transaction.atomic():
                with tried(who, draft):
                    assert notes(), "nothing was in force, so nothing is shown"
        transaction.set_rollback(True)


def test_a_draft_of_which_she_cannot_read_a_line_is_not_tried() -> None:
    with acting_as("W1"):
        draft = a_draft("W1", {"ANA": (C.SERVICE_USE, C.IPV_SAFETY)})
        with acting_as("DIR"):
            with pytest.raises(DatabaseError, match="not all of it is seen"), transaction.atomic():
                with tried("DIR", draft):
                    pass
        transaction.set_rollback(True)


TRY = "select * from safekeeping.try_as(%s, sha256('a token'), %s, %s, 16383, %s, %s)"


@pytest.fixture
def app(cluster: Cluster, database: str) -> Iterator[psycopg.Connection]:
    """The page's own connection, as an attacker would have it, signed in as W1."""
    with cluster.as_role(roles.APP, database) as held:
        held.execute("select set_config('alongside.token', %s, true)", [token_of("W1")])
        yield held
        held.rollback()


def test_what_is_tried_cannot_be_committed(app: psycopg.Connection) -> None:
    app.execute(TRY, [CAST["ALDER"], CAST["SHEL"], None, [CAST["ANA"]], ["Ana"]])
    with pytest.raises(errors.InsufficientPrivilege, match="what is tried is not kept"):
        app.commit()


def test_not_by_asking_for_the_check_at_once_either(app: psycopg.Connection) -> None:
    app.execute(TRY, [CAST["ALDER"], CAST["SHEL"], None, [CAST["ANA"]], ["Ana"]])
    with pytest.raises(errors.InsufficientPrivilege, match="what is tried is not kept"):
        app.execute("set constraints all immediate")


def test_who_is_tried_knows_one_family_alone(app: psycopg.Connection, cluster: Cluster, database: str) -> None:
    with cluster.admin(database) as admin:
        [(families,)] = admin.execute("select count(*) from safekeeping_cell where principal = %s", [CAST["CW1"]])
        assert families
    app.execute(TRY, [CAST["ALDER"], CAST["CAS"], CAST["CW1"], [CAST["ANA"]], ["Ana"]])
    app.execute("select set_config('alongside.token', 'a token', true)")
    assert app.execute("select distinct family from safekeeping_cell").fetchall() == [(CAST["ALDER"],)]
    # She may do nothing: no ability, no writing, no verb.
    assert app.execute("select abilities, writes from safekeeping.whoami()").fetchone() == (0, 0)


@pytest.mark.parametrize(
    ("family", "agency", "like", "people"),
    [
        ("BIRCH", "SHEL", None, ["EVE"]),  # another family
        ("ALDER", "LEAD", None, ["ANA"]),  # our own programme
        ("ALDER", "OTHER_SITE", None, ["ANA"]),
        ("ALDER", "CAS", "CW2", ["ANA"]),  # somebody who does not work with her
        ("ALDER", "SHEL", "CW1", ["ANA"]),  # somebody of another agency
        ("ALDER", "SHEL", None, ["EVE"]),  # somebody of another family
    ],
)
def test_it_is_refused_where_there_is_nothing_to_try(
    app: psycopg.Connection, family: str, agency: str, like: str | None, people: list[str]
) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        app.execute(
            TRY, [CAST[family], CAST[agency], CAST[like] if like else None, [CAST[key] for key in people], people]
        )


def test_names_are_those_that_were_given() -> None:
    """Known there as the asker calls them: nothing is looked up for her."""
    with acting_as("W1"):
        draft = a_draft("W1", {"BEE": (C.CONTACT,)})
        with tried("W1", draft, people=("BEE",)):
            assert set(Person.objects.values_list("id", flat=True)) <= {CAST["BEE"]}
        transaction.set_rollback(True)
    assert ident("C1")
