"""A letter that she takes along: begun, read with her, given to her, on her page and on the privacy desk."""

from __future__ import annotations

import uuid
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from alongside.safekeeping.terms import Category as C
from tests.client import client_as
from tests.pages.test_leaving import at, on, see, send
from tests.pages.writing import ALDER, ANA, BEE, BO, CAL, NOBODY, count, newest

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
NEW = reverse("leaving_take_along", args=[ALDER])


def begun(about: str = "", **more: Any) -> uuid.UUID:
    where = on(
        "W1", NEW, kind="support", for_whom="Mrs Lind, <b>landlord</b>", about=about or f"woman:{ANA}", language="en",
        **more,
    )  # fmt: skip
    return uuid.UUID(where.rstrip("/").split("/")[-1])


def written(**more: Any) -> uuid.UUID:
    letter = begun(**more)
    on("W1", at("write", letter, int(C.SERVICE_USE)), strengths="STRONG she keeps a home", her_words="HERS")
    return letter


def test_from_her_asking_to_her_own_hands() -> None:
    letter = written()
    page = see("W1", at("letter", letter))
    assert "Into her own hands, for Mrs Lind, <b>landlord</b>" in page and "STRONG" in page
    assert "<b>landlord" not in client_as("W1").get(at("letter", letter)).content.decode()
    assert "Give it to her" not in page and "Send it" not in page
    on("W1", at("with_her", letter), title="Letter of support", told_before="told")
    assert "Give it to her" not in see("W1", at("letter", letter))  # told of is not read with her
    answer = send("W1", at("send", letter))
    assert answer.status_code == 200 and "Please read it with her first." in unescape(answer.content.decode())
    assert count("consent.Disclosure", letter=letter) == 0
    draft = see("W1", at("paper", letter))
    assert "This is a draft" in draft and "given into her own hands" not in draft
    on("W1", at("with_her", letter), title="Letter of support", told_before="with_her", comment="MINE")
    assert "Give it to her" in see("W1", at("letter", letter))
    assert "into her own hands" in see("W1", at("send", letter))
    on("W1", at("send", letter))
    paper = see("W1", at("paper", letter))
    assert "For: Mrs Lind" in paper and paper.index("STRONG") < paper.index("HERS") and "MINE" not in paper
    assert "read together with her, and given into her own hands" in paper
    assert "This was shared for one purpose." not in paper  # a notice binds whoever receives it; this is hers
    row = newest("consent.Disclosure", letter=letter)
    assert (row.basis, row.agency_id, row.notice) == ("her_request", None, "")
    listed = see("W1", reverse("leaving", args=[ALDER]))
    assert "given to her" in listed and "her own request" in listed
    hers = see("p_ana", reverse("my_seen"))
    assert "Into your own hands, for Mrs Lind" in hers and "You took it along. You wanted it." in hers
    one = see("p_ana", reverse("my_seen_one", args=[row.id]))
    assert "STRONG she keeps a home" in one and "MINE" in one and "They got" not in one
    desk = see("PRIV", reverse("ledger"))
    assert "Into her own hands, for Mrs Lind" in desk and "Her own use" in desk and "STRONG" not in desk
    assert "Mrs Lind" in see("PRIV", f"/privacy/accounting/{ANA}/")  # Ontario; the other law is in tests/wall


def test_her_child_while_she_decides_and_nobody_elses() -> None:
    kind = int(C.CHILD_HEALTH_DEV)
    bees = begun(about=f"child:{BEE}", also=[str(ANA)])
    assert at("write", bees, kind) in see("W1", at("letter", bees))
    for letter in (begun(about=f"child:{BO}"), begun(also=[str(CAL)]), begun(also=[str(BO)])):
        page = see("W1", at("letter", letter))
        assert "Nothing of this is hers to take along today" in page and at("write", letter, kind) not in page
        answer = send("W1", at("write", letter, kind), strengths="KEPT what I typed")
        again = unescape(answer.content.decode())
        assert answer.status_code == 200 and "This is not hers to take along today." in again
        assert "KEPT what I typed" in again


def test_what_has_to_be_said_is_asked_kindly() -> None:
    answer = send("W1", NEW, kind="support", for_whom=" ", about=f"woman:{ANA}", language="en")
    assert answer.status_code == 200 and "for_whom" in answer.context["form"].errors
    answer = send("W1", NEW, kind="talk", for_whom="x", about=f"woman:{ANA}", language="en")
    assert answer.status_code == 200 and "kind" in answer.context["form"].errors
    assert not {"to", "purpose"} & set(answer.context["form"].fields)


def test_in_french_it_reads_so_too() -> None:
    where = on("W1", NEW, kind="support", for_whom="Mme Lind", about=f"woman:{ANA}", language="fr-ca")
    letter = uuid.UUID(where.rstrip("/").split("/")[-1])
    on("W1", at("write", letter, int(C.SERVICE_USE)), strengths="Elle vient chaque semaine.")
    on("W1", at("with_her", letter), title="Lettre d’appui", told_before="with_her")
    on("W1", at("send", letter))
    paper = see("W1", at("paper", letter))
    assert "Pour\N{NO-BREAK SPACE}: Mme Lind" in paper and "remise en mains propres" in paper


@pytest.mark.parametrize("who", [*NOBODY, "PRIV", "COUNCIL", "CHC"])
def test_nothing_there_for_anybody_else(who: str) -> None:
    letter = written()
    for address in (NEW, at("letter", letter), at("paper", letter), at("send", letter)):
        see(who, address, 404)
