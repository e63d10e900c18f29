"""Made step by step, starting empty: what is asked, of whom, and what cannot be slipped in."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.safekeeping.terms import Category as C
from tests.cast import CAST
from tests.pages.agreements.walk import ALDER, ANA, BEE, BO, DOORS, Walk, lines, row, text_of
from tests.pages.writing import count, day, newest

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


@pytest.mark.parametrize("who", DOORS)
def test_limits_are_read_before_anything_is_asked(who: str) -> None:
    """E-03: no question, no box, before what we may have to share without her yes."""
    walk = Walk(who)
    for kind in (
        "sharing",
        "keeping_from",
        "research",
        "video_therapy",
        "video_training",
        "video_research",
        "messages",
    ):
        shown = walk.see(walk.to("agreement_new", kind))
        main = shown[shown.index("<main") : shown.index("</main")]
        assert "If a child may be badly hurt, the law says we must report it." in main
        assert "You can take this back on any day." in main or kind in ("keeping_from", "research", "messages")
        assert not re.search(r'<(?!input type="hidden")(input|select|textarea)', main)
    french = walk.see(walk.to("agreement_new", "sharing") + "?language=fr-ca")
    assert 'lang="fr-ca"' in french and "C’est vous qui choisissez ce qu’on partage" in french


@pytest.mark.parametrize("who", DOORS)
def test_made_step_by_step_and_starting_empty(who: str) -> None:
    walk = Walk(who)
    whom = walk.see(walk.to("agreement_whom", "sharing"))
    assert "checked" not in whom[whom.index("<main") :]
    id = walk.begin(f"agency:{CAST['SHEL']}")
    assert not re.search(r"<input[^>]* checked", walk.see(walk.to("agreement_until", id)).split("<main")[1])
    walk.on(walk.to("agreement_purpose", id), purpose="care_coordination")
    kinds = walk.see(walk.to("agreement_kinds", id, ANA))
    assert "checked" not in kinds.split("<main")[1]
    # Each says what they see and what they do not; what could hurt stands apart, with a sentence of its own.
    assert kinds.count("They see:") == len(C) - 1 == kinds.count("They do not see:")
    for sentence in ("This could be held against you.", "it can put you in danger", "These are the most private notes"):
        assert sentence in kinds
    assert kinds.index("They may see this") > kinds.index('id="apart"')
    walk.tick(id, ANA, C.CONTACT, C.SERVICE_USE, C.SUD)
    walk.tick(id, ANA, C.CONTACT, C.SERVICE_USE)
    assert lines(id) == {(ANA, C.CONTACT), (ANA, C.SERVICE_USE)}
    over = walk.see(walk.to("agreement_look", id))
    assert "The last day is not chosen yet." in over and "Go on to sign" not in over
    walk.end_on(id)
    over = text_of(walk.see(walk.to("agreement_look", id)))
    assert "Go on to sign" in over and "Women's shelter" in over and "How to reach you" in over
    answer = walk.signs(id)
    assert answer.status_code == 302 and row(id).signed_at and row(id).signature == "Ana"
    listed = text_of(walk.see(walk.to("agreements")))
    assert "Women's shelter" in listed and "Coming here" in listed


def test_about_a_child_only_where_she_decides_today() -> None:
    for who in DOORS:
        walk = Walk(who)
        id = walk.begin(f"agency:{CAST['SHEL']}")
        if who == "W1":
            about = text_of(walk.see(walk.to("agreement_people", id)))
            assert "Bo Alder" in about and "We do not know yet who decides this." in about
            walk.see(walk.to("agreement_kinds", id, BO), status=404)  # nobody is recorded: not known is no
        walk.tick(id, BEE, C.CHILD_HEALTH_DEV)
        kinds = walk.see(walk.to("agreement_kinds", id, BEE))
        assert "Weight and height" in kinds and re.search(r'value="7"[^>]* checked', kinds)
        walk.end_on(id)
        assert walk.signs(id).status_code == 302
        listed = walk.see(walk.to("agreements"))
        assert "How the child grows and learns" in listed and "somebody else decides" not in listed
        walk.see(walk.to("agreement_kinds", id, CAST["CAL"]), status=404)
        walk.see(walk.to("agreement_kinds", id, CAST["EVE"]), status=404)


def test_b05_a_capable_child_signs_and_nobody_else_does() -> None:
    walk = Walk("W2", "BIRCH")
    shown = walk.see(walk.to("agreement_whom", "sharing"))
    assert "Fin Birch" in shown  # he can be the one who signs
    theirs = walk.begin(f"agency:{CAST['SHEL']}", giver=str(CAST["EVE"]))
    about = text_of(walk.see(walk.to("agreement_people", theirs)))
    assert "Fin Birch decides alone." in about
    walk.see(walk.to("agreement_kinds", theirs, CAST["FIN"]), status=404)
    his = walk.begin(f"agency:{CAST['SHEL']}", giver=str(CAST["FIN"]))
    walk.tick(his, CAST["FIN"], C.SUD_COUNSELLING_NOTES)
    walk.end_on(his)
    assert walk.signs(his, typed="Fin").status_code == 302


def test_b04_whoever_may_only_visit_is_not_offered_as_a_signer() -> None:
    shown = Walk("W1").see(reverse("agreement_whom", args=[ALDER, "sharing"]))
    assert "Cal Ash" not in shown and "Dot Alder" not in shown
    answer = Walk("W1").send(
        reverse("agreement_whom", args=[ALDER, "sharing"]), giver=str(CAST["CAL"]), recipient=f"agency:{CAST['SHEL']}"
    )
    assert (
        answer.status_code == 302 and newest("consent.Consent", who="W1").giver_id == ANA
    )  # there is nobody to choose


@pytest.mark.parametrize("who", DOORS)
def test_sent_twice_is_one_form(who: str) -> None:
    walk, address = Walk(who), Walk(who).to("agreement_whom", "sharing")
    sent = {"submission": str(uuid.uuid4()), "recipient": f"agency:{CAST['SHEL']}"}
    before = count("consent.Consent")
    first, second = (walk.browser.post(address, sent) for _ in range(2))
    assert first["Location"] == second["Location"] and count("consent.Consent") == before + 1


def test_tampered_fields_change_nothing() -> None:
    """A16: no override by a field added by hand; no recipient, kind, day or person that was not offered."""
    walk = Walk("W1")
    for recipient in ("agency:", "class:treating_providers", "class:nobody", f"agency:{uuid.uuid4()}", "person:x", ""):
        answer = walk.send(walk.to("agreement_whom", "sharing"), recipient=recipient, consent_overridden="true")
        assert answer.status_code == 422, recipient
    id = walk.ready()
    for kinds in (["13"], ["99"], ["-1"], ["x"], ["0", "13"]):
        assert walk.send(walk.to("agreement_kinds", id, ANA), kinds=kinds).status_code == 422, kinds
    assert lines(id) == {(ANA, C.SERVICE_USE)}
    yesterday = (timezone.localdate() - timedelta(1)).isoformat()
    assert walk.send(walk.to("agreement_until", id), until=yesterday).status_code == 422
    assert walk.send(walk.to("agreement_until", id), until="own", **day("own", yesterday)).status_code == 422
    assert walk.send(walk.to("agreement_purpose", id), purpose="criminal").status_code == 422
    assert walk.browser.get(walk.to("agreement_new", "everything")).status_code == 404


def test_a_last_day_of_today_is_whole() -> None:
    walk = Walk("W1")
    id = walk.ready()
    walk.end_on(id, 0)
    assert walk.signs(id).status_code == 302
    listed = text_of(walk.see(walk.to("agreement", id)))
    assert "in force" in listed and "It ends soon." in listed


def test_a05_a_yes_beside_a_no_says_that_the_no_stays() -> None:
    walk = Walk("W1")
    id = walk.begin(f"person:{CAST['DRX']}")
    walk.tick(id, ANA, C.SERVICE_USE)
    shown = text_of(walk.see(walk.to("agreement_look", id)))
    assert "There is a no that stays" in shown and "Dr X" in shown and "does not undo that" in shown
    other = walk.begin(f"agency:{CAST['SHEL']}")
    walk.tick(other, ANA, C.SERVICE_USE)
    assert "There is a no that stays" not in walk.see(walk.to("agreement_look", other))


def test_two_people_change_one_draft_and_both_versions_are_shown() -> None:
    walk = Walk("W1")
    id = walk.ready()
    stale = {"submission": str(uuid.uuid4()), "version": "1", "kinds": [str(int(C.SUD))]}
    answer = walk.browser.post(walk.to("agreement_kinds", id, ANA), stale)
    where = str(answer["Location"])
    shown = text_of(walk.see(where))
    assert "Coming here" in shown and "Using, and getting better" in shown and "Nothing is lost." in shown
    assert lines(id) == {(ANA, C.SERVICE_USE)}
    assert walk.browser.post(where, {"submission": str(uuid.uuid4()), "choose": "yours"}).status_code == 302
    assert lines(id) == {(ANA, C.SUD)}


def test_a_draft_is_put_away_and_never_signed() -> None:
    walk = Walk("W1")
    id = walk.ready()
    assert walk.browser.post(walk.to("agreement_put_away", id)).status_code == 302
    for name in ("agreement_sign", "agreement_look", "agreement_until", "agreement_people"):
        walk.see(walk.to(name, id), status=404)


def test_each_other_form_stands_alone() -> None:
    walk = Walk("W1")
    for kind, only in (("messages", C.CONTACT), ("video_training", C.DYAD_OBSERVATION)):
        where = walk.on(walk.to("agreement_whom", kind))
        id = uuid.UUID(where.split("/")[-3])
        kinds = walk.see(walk.to("agreement_kinds", id, ANA))
        assert re.findall(r'name="kinds" value="(\d+)"', kinds) == [str(int(only))]
        assert newest("consent.Consent").agency_id == CAST["LEAD"]
