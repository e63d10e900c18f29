"""A form and its copy: as it was signed, in its language, telling nobody what it is."""

from __future__ import annotations

import re
import uuid

import pytest
from django.utils import timezone

from alongside.consent.actions.forms import form_id
from alongside.consent.models import Form
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as
from tests.pages.agreements.walk import ANA, DOORS, DRAWN, Walk, row

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def test_h06_a_form_is_shown_and_printed_as_it_was_signed() -> None:
    walk = Walk("W1")
    id = walk.ready()
    walk.signs(id, how="drawn", drawn=DRAWN)
    signed = row(id)
    with acting_as("DIR"):  # keeps the texts: a new version comes
        held = Form.objects.get(pk=form_id("sharing", "ontario", "en", 1))
        newer = held.text.replace("You choose what we share, and with whom.", "NEW WORDS")
        Form.objects.create(
            id=uuid.uuid4(), kind="sharing", profile="ontario", language="en", version=2, text=newer, sha256="f" * 64,
            recorded_by=CAST["DIR"], recorded_at=timezone.now(),
        )  # fmt: skip
    assert "NEW WORDS" in walk.see(walk.to("agreement_new", "sharing"))
    for name in ("agreement", "agreement_copy", "agreement_keep_copy"):
        shown = walk.see(walk.to(name, id))
        assert "NEW WORDS" not in shown and held.sha256[:16] in shown, name
        assert "version 1" in shown and DRAWN in shown
    assert row(id).form_id == signed.form_id


def test_a_copy_tells_nobody_what_it_is_and_opens_anywhere() -> None:
    for who in DOORS:
        walk = Walk(who)
        copy = walk.browser.get(walk.to("agreement_copy", CAST["C1"]))
        assert "<title>Notes</title>" in copy.content.decode()
        file = walk.browser.get(walk.to("agreement_keep_copy", CAST["C1"]))
        assert file["Content-Disposition"] == 'attachment; filename="notes.html"'
        inside = file.content.decode()
        assert "<title>Notes</title>" in inside
        assert not re.search(r'(src|href)="|url\(|@import|<script', inside)  # nothing is asked of the network
        assert "Child-welfare society" in inside


def test_the_copy_is_in_the_language_it_was_signed_in() -> None:
    walk = Walk("W1")
    where = walk.on(walk.to("agreement_whom", "sharing") + "?language=fr-ca", recipient=f"agency:{CAST['SHEL']}")
    id = uuid.UUID(where.split("/")[-3])
    walk.tick(id, ANA, C.SUD)
    walk.end_on(id)
    walk.signs(id)
    inside = walk.see(walk.to("agreement_keep_copy", id))
    assert '<html lang="fr-ca">' in inside and "Consommer, et aller mieux" in inside and "They may" not in inside
