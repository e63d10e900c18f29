"""Try it: what its page shows is what the recipient's own page shows after signing; and trying leaves nothing behind."""

from __future__ import annotations

import re
import uuid
from html import unescape

import pytest
from django.db import connection
from django.utils import timezone

from alongside.recordkeeping.models import Trail
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as
from tests.client import client_as, statements
from tests.pages.agreements.walk import ALDER, ANA, BEE, DOORS, Walk, row, text_of
from tests.pages.lives import contact

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
CORA = f"person:{CAST['CW1']}"


def parts(page: str) -> list[str]:
    """What is shown of somebody, entry by entry, as it is read."""
    shown = "".join(re.findall(r'<section class="section" id="part-.*?</section>', page, re.S))
    found = re.findall(r'<article class="shared">(.*?)</article>', shown, re.S)
    return [re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", each))).strip() for each in found]


def read_by(who: str, person: uuid.UUID = ANA) -> list[str]:
    answer = client_as(who).get(f"/shared/{person}/")
    return parts(answer.text) if answer.status_code == 200 else []


def drafted(walk: Walk, *kinds: C, recipient: str = CORA, purpose: str = "care_coordination", **more: str) -> uuid.UUID:
    id = walk.begin(recipient, **more)
    if not more:
        walk.on(walk.to("agreement_purpose", id), purpose=purpose)
    walk.tick(id, ANA, *kinds)
    if not more:
        walk.end_on(id)
    return id


@pytest.mark.parametrize("who", DOORS)
def test_what_is_tried_is_what_is_read_after_signing(who: str) -> None:
    walk, before = Walk(who), read_by("CW1")
    id = drafted(walk, C.SERVICE_USE, C.SUD)
    assert "Try it" in walk.see(walk.to("agreement_look", id))
    tried = parts(walk.see(walk.to("agreement_try", id)))
    assert read_by("CW1") == before and not any("SECRET use" in each for each in before)
    assert any("SECRET use" in each for each in tried)
    assert walk.signs(id).status_code == 302
    assert read_by("CW1") == tried


@pytest.mark.parametrize("who", DOORS)
def test_trying_leaves_nothing_but_that_it_was_tried(who: str) -> None:
    walk = Walk(who)
    id = drafted(walk, C.SERVICE_USE, C.SUD)

    def kept() -> list[int]:
        with acting_as("SUP"), connection.cursor() as cursor:
            found = []
            for table in ("accounts_colleague", "consent_outsideworker", "consent_disclosure", "consent_disclosedpart"):
                cursor.execute(f"select count(*) from {table}")
                found.append(cursor.fetchone()[0])
        return found

    before = kept()
    walk.see(walk.to("agreement_try", id))
    assert kept() == before and row(id).signed_at is None
    with acting_as("PRIV"):  # what a woman tries by herself is nobody's to watch
        assert Trail.objects.filter(family=ALDER, verb="tried an agreement").count() == (0 if walk.hers else 1)
    # Whoever tried it is who she was before: the next page is hers.
    assert "Read it over" in walk.see(walk.to("agreement_look", id))


def test_her_page_names_what_it_does_not_show() -> None:
    walk = Walk("p_ana")
    id = drafted(walk, C.SERVICE_USE, C.MENTAL_HEALTH_TRAUMA, recipient=f"agency:{CAST['SHEL']}")
    shown = text_of(walk.see(walk.to("agreement_try", id)))
    assert "SECRET visit" in shown
    assert (
        "They would also see this, which is not shown here" in shown
        and "Your worker can look at them with you" in shown
    )


def test_a_recipient_that_is_made_up_is_nobody() -> None:
    """Only those who are offered: no agency, person or token of another choice."""
    walk = Walk("W1")
    id = drafted(walk, C.SERVICE_USE, recipient=f"agency:{CAST['SHEL']}")
    address = walk.to("agreement_try", id)
    offered = text_of(walk.see(address))
    assert "Through the eyes of: Somebody at Women's shelter who works with her" in offered
    for made_up in (f"person-{CAST['CW1']}", f"agency-{CAST['CAS']}", "agency-", "x" * 4000, "'"):
        assert text_of(walk.see(f"{address}?as={made_up}")) == offered, made_up
    assert walk.browser.post(address).status_code == 405


def test_whose_eyes_there_are() -> None:
    """Those who work with somebody on the form, by name, and whoever comes next; nobody who works with another child."""
    walk = Walk("W1")
    id = drafted(walk, C.SERVICE_USE, recipient=f"agency:{CAST['CAS']}")
    shown = text_of(walk.see(walk.to("agreement_try", id)))
    assert "Cora, child-welfare worker" in shown and "Somebody at Child-welfare society who works with her" in shown
    id = drafted(walk, C.SERVICE_USE, recipient=f"agency:{CAST['PHU']}", purpose="care")
    assert "Nuri" not in text_of(walk.see(walk.to("agreement_try", id)))  # she works with Bee alone


def test_a_no_is_tried_too() -> None:
    walk = Walk("W1")
    id = drafted(walk, C.SERVICE_USE, recipient=f"agency:{CAST['CAS']}", kind="keeping_from")
    shown = text_of(walk.see(walk.to("agreement_try", id)))
    assert "Nothing is kept from them by trying" in shown and "SECRET visit" not in shown
    assert any("SECRET visit" in each for each in read_by("CW1"))


def test_nothing_to_try_where_nobody_outside_would_see_anything() -> None:
    walk = Walk("W1")
    ours = drafted(walk, C.SERVICE_USE, recipient=f"person:{CAST['W2']}", kind="keeping_from")
    research = drafted(walk, C.RESEARCH, recipient=f"agency:{CAST['LEAD']}", kind="research")
    for id in (ours, research):
        assert "Try it" not in walk.see(walk.to("agreement_look", id))
        walk.see(walk.to("agreement_try", id), status=404)
    # What reaches them in a letter alone is on no screen of theirs.
    letter = drafted(walk, C.SUD, recipient=f"agency:{CAST['SHEL']}", purpose="family_court")
    assert "They would see nothing about this person today." in walk.see(walk.to("agreement_try", letter))


def test_what_is_signed_or_put_away_cannot_be_tried() -> None:
    walk = Walk("W1")
    walk.see(walk.to("agreement_try", CAST["C1"]), status=404)
    id = drafted(walk, C.SERVICE_USE)
    assert walk.browser.post(walk.to("agreement_put_away", id)).status_code == 302
    walk.see(walk.to("agreement_try", id), status=404)


def test_a_fixed_number_of_statements() -> None:
    walk = Walk("W1")
    id = drafted(walk, C.SERVICE_USE)
    with statements() as few:
        walk.see(walk.to("agreement_try", id))
    with acting_as("W1"), connection.cursor() as cursor:
        for n in range(20):
            contact(cursor, n, timezone.localdate(), note=f"Visit {n}.")
    with statements() as many:
        walk.see(walk.to("agreement_try", id))
    assert len(few) == len(many) <= 45


@pytest.mark.parametrize("who", DOORS)
def test_a_child_is_tried_under_the_name_they_know(who: str) -> None:
    walk = Walk(who)
    id = walk.begin(CORA)
    walk.tick(id, BEE, C.CHILD_HEALTH_DEV)
    shown = text_of(walk.see(walk.to("agreement_try", id)))
    assert "Bee A." in shown and "SECRET child note" in shown
