"""Who finds any of it: nobody else."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import CAST
from tests.client import client_as
from tests.pages.agreements.walk import ALDER, ANA, Walk

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def everywhere(id: uuid.UUID) -> list[tuple[str, tuple[Any, ...]]]:
    return [
        ("agreements", ()), ("agreement_new", ("sharing",)), ("agreement_whom", ("sharing",)), ("agreement", (CAST["C1"],)),
        ("agreement_copy", (CAST["C1"],)), ("agreement_keep_copy", (CAST["C1"],)), ("agreement_back", (CAST["C1"],)),
        ("agreement_look", (id,)), ("agreement_people", (id,)), ("agreement_kinds", (id, ANA)), ("agreement_until", (id,)),
        ("agreement_sign", (id,)), ("agreement_try", (id,)), ("agreement_purpose", (id,)),
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["W2", "W3", "CHC", "EVAL", "PRIV", "CW1", "NUR", "ADM", "p_cal", "p_fin", "SITE2"])
def test_nobody_else_finds_any_of_it(who: str) -> None:
    id = Walk("W1").ready()
    browser: Client = client_as(who)
    for name, args in everywhere(id):
        answer = browser.get(reverse(name, args=[ALDER, *args]))
        # As a word: the marks of forms are random letters.
        assert answer.status_code == 404 and not re.search(rb"\bAna\b", answer.content), (who, name)
    if who == "p_fin":  # on his own page, somebody else's form is not there
        for name, args in everywhere(id)[3:]:
            assert browser.get(reverse(f"my_{name}", args=args)).status_code == 404, name


def test_her_own_page_is_for_her_alone_and_says_nothing_outside() -> None:
    walk = Walk("p_ana")
    shown = walk.see(walk.to("agreements"))
    title = re.search(r"<title>([^<]*)</title>", shown)
    assert title and "shar" not in title[1].lower() and "Alongside" not in title[1]
    for who in ("W1", "DIR", "p_cal", "CW1"):
        assert client_as(who).get(reverse("my_agreements")).status_code == 404, who
    assert client_as(None).get(reverse("my_agreements")).status_code == 302
