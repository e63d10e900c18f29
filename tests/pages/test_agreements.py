"""Agreements, through both doors: made step by step, signed, copied, taken back, kept from somebody, lifted."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.consent.actions.forms import form_id
from alongside.consent.models import Consent, ConsentLine, Form
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as
from tests.client import client_as
from tests.pages.writing import count, day, newest

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ALDER, ANA, BEE, BO = CAST["ALDER"], CAST["ANA"], CAST["BEE"], CAST["BO"]
DOORS = ["W1", "p_ana"]
DRAWN = "M10 10L60 80L90 20"


class Walk:
    """Somebody at one of the two doors."""

    def __init__(self, who: str, family: str = "ALDER") -> None:
        self.who, self.browser, self.family = who, client_as(who), CAST[family]
        self.hers = who.startswith("p_")

    def to(self, name: str, *args: Any) -> str:
        return reverse(f"my_{name}", args=args) if self.hers else reverse(name, args=[self.family, *args])

    def see(self, address: str, status: int = 200) -> str:
        answer = self.browser.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return unescape(answer.content.decode())

    def send(self, address: str, **fields: Any) -> Any:
        """Send what the page there asks, with the version that it shows."""
        shown = self.see(address)
        version = re.search(r'name="version" value="(\d+)"', shown)
        sent = {"submission": str(uuid.uuid4()), **({"version": version[1]} if version else {}), **fields}
        return self.browser.post(address, sent)

    def on(self, address: str, **fields: Any) -> str:
        answer = self.send(address, **fields)
        assert answer.status_code == 302, unescape(answer.content.decode())
        return str(answer["Location"])

    def begin(self, recipient: str, kind: str = "sharing", **more: Any) -> uuid.UUID:
        where = self.on(self.to("agreement_whom", kind), recipient=recipient, **more)
        found = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}(?=/[a-z-]+/$)", where)
        assert found, where
        return uuid.UUID(found[0])

    def tick(self, id: uuid.UUID, person: uuid.UUID, *kinds: C) -> None:
        self.on(self.to("agreement_kinds", id, person), kinds=[str(int(k)) for k in kinds])

    def end_on(self, id: uuid.UUID, days: int = 60) -> None:
        self.on(
            self.to("agreement_until", id),
            until="own",
            **day("own", (timezone.localdate() + timedelta(days)).isoformat()),
        )

    def signs(self, id: uuid.UUID, **fields: Any) -> Any:
        given = {"how": "typed", "typed": "Ana", "explained": ["aloud"]} | fields
        return self.send(self.to("agreement_sign", id), **given)

    def ready(self, recipient: str = f"agency:{CAST['SHEL']}", **more: Any) -> uuid.UUID:
        """A draft with one line and a last day."""
        id = self.begin(recipient, **more)
        self.tick(id, ANA, C.SERVICE_USE)
        self.end_on(id)
        return id


def row(id: uuid.UUID) -> Consent:
    with acting_as("p_ana"):
        return Consent.objects.get(pk=id)


def lines(id: uuid.UUID) -> set[tuple[uuid.UUID, int]]:
    with acting_as("p_ana"):
        return set(ConsentLine.objects.filter(consent=id, withdrawn_at=None).values_list("subject", "category"))


def text_of(page: str) -> str:
    """The words of the main part."""
    main = page[page.index("<main") : page.index("</main")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


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
    for name in ("agreement_purpose", "agreement_until"):
        assert (
            not re.search(r"<input[^>]* checked", walk.see(walk.to(name, id)).split("<main")[1])
            or name == "agreement_purpose"
        )
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
        assert "How they grow and learn" not in listed or "somebody else decides" not in listed
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
@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"how": "drawn", "drawn": DRAWN}, ""),
        ({"how": "drawn", "drawn": ""}, "The signature is missing."),
        ({"how": "drawn", "drawn": 'M0 0L1 1"><script>alert(1)</script>'}, "The signature is missing."),
        ({"how": "typed", "typed": "  "}, "The signature is missing."),
        ({"how": "spoken", "witness": ""}, "Please say who was there and heard it."),
    ],
)
def test_ways_to_sign(who: str, fields: dict[str, str], says: str) -> None:
    walk = Walk(who)
    id = walk.ready()
    answer = walk.signs(id, **fields)
    if says:
        shown = unescape(answer.content.decode())
        assert answer.status_code == 422 and says in shown and row(id).signed_at is None
        assert "<script>alert" not in answer.content.decode()
        return
    assert answer.status_code == 302 and row(id).signed_how == fields["how"]


def test_said_aloud_before_a_colleague_who_is_named() -> None:
    walk = Walk("W1")
    id = walk.ready()
    assert walk.signs(id, how="spoken", typed="", witness=str(CAST["PIT"])).status_code == 302
    held = row(id)
    assert held.signed_how == "spoken" and held.witness_id == CAST["PIT"] and held.explained == "It was read to her"
    shown = text_of(walk.see(walk.to("agreement", id)))
    assert "Pilar, parent-infant therapist" in shown
    # On her own page nobody can be named as having been there.
    alone = Walk("p_ana")
    other = alone.ready()
    assert alone.signs(other, how="spoken", typed="", witness=str(CAST["PIT"])).status_code == 422


def test_how_it_was_read_is_asked_beside_her_and_known_on_her_own_page() -> None:
    walk = Walk("W1")
    id = walk.ready()
    answer = walk.signs(id, explained=[])
    assert answer.status_code == 422 and "Please say how it was read or explained." in unescape(answer.content.decode())
    alone = Walk("p_ana")
    mine = alone.ready()
    assert alone.signs(mine, explained=[]).status_code == 302 and row(mine).explained == "read on her own page"


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


@pytest.mark.parametrize("who", DOORS)
def test_taking_back_a_line_and_then_all(who: str) -> None:
    walk = Walk(who)
    id = CAST["C1"]
    with acting_as("p_ana"):
        line = ConsentLine.objects.get(consent=id, category=C.SERVICE_USE)
    before = text_of(walk.see(walk.to("agreement_back_line", id, line.pk)))
    # First what cannot be called back, what they may notice, whom she can talk with, that nothing is asked; then the button.
    for said in (
        "we cannot call back",
        "a letter, Child-welfare society",
        "may notice that",
        "You need not say why",
        "talk about it first",
    ):
        assert said in before, said
        assert before.index(said) < before.index("Take it back now")
    assert walk.send(walk.to("agreement_back_line", id, line.pk)).status_code == 302
    assert lines(id) == {(ANA, C.DYAD_OBSERVATION)}
    with acting_as("CW1"):
        from alongside.care.models import Contact

        assert not Contact.objects.filter(subject=ANA).exists()
    shown = walk.see(walk.to("agreement", id))
    assert "Taken back" in shown or "taken back" in shown
    assert "This was taken back already" in walk.see(walk.to("agreement_back_line", id, line.pk))
    assert walk.send(walk.to("agreement_back", id)).status_code == 302
    assert row(id).withdrawn_at is not None
    # A10: what left before stays, with the form it rested on.
    assert "a letter, Child-welfare society" in text_of(walk.see(walk.to("agreement", id)))


def test_a05_a_yes_beside_a_no_says_that_the_no_stays() -> None:
    walk = Walk("W1")
    id = walk.begin(f"person:{CAST['DRX']}")
    walk.tick(id, ANA, C.SERVICE_USE)
    shown = text_of(walk.see(walk.to("agreement_look", id)))
    assert "There is a no that stays" in shown and "Dr X" in shown and "does not undo that" in shown
    other = walk.begin(f"agency:{CAST['SHEL']}")
    walk.tick(other, ANA, C.SERVICE_USE)
    assert "There is a no that stays" not in walk.see(walk.to("agreement_look", other))


def test_keeping_something_from_somebody_and_lifting_part_of_it() -> None:
    walk = Walk("W1")
    id = walk.begin(f"agency:{CAST['CAS']}", kind="keeping_from")
    kinds = walk.see(walk.to("agreement_kinds", id, ANA))
    assert "This stays closed:" in kinds and "They do not see:" not in kinds
    walk.tick(id, ANA, C.SERVICE_USE, C.SUD)
    walk.on(walk.to("agreement_until", id), until="none")
    assert walk.signs(id).status_code == 302
    assert row(id).effect == "deny" and row(id).during.upper is None
    with acting_as("CW1"):
        from alongside.care.models import Contact

        assert not Contact.objects.filter(subject=ANA).exists()
    # Taking it back is not a way: lifting is signed.
    assert walk.browser.get(walk.to("agreement_back", id)).status_code == 404
    lift = walk.to("agreement_lift", id)
    assert walk.send(lift, how="typed", typed="", explained=["aloud"]).status_code == 422
    kept = f"{ANA}.{int(C.SUD)}"
    assert walk.send(lift, keep=[kept], how="typed", typed="Ana", explained=["aloud"]).status_code == 302
    assert row(id).withdrawn_at is not None
    newer = newest("consent.Consent")
    assert newer.replaces_id == id and lines(newer.pk) == {(ANA, C.SUD)}
    with acting_as("CW1"):
        assert Contact.objects.filter(subject=ANA).exists()  # C1 stands again


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


def test_made_anew_the_old_one_stands_until_the_new_one_is_signed() -> None:
    walk = Walk("W1")
    answer = walk.browser.post(walk.to("agreement_renew", CAST["C3"]))
    id = uuid.UUID(str(answer["Location"]).split("/")[-3])
    assert row(CAST["C3"]).withdrawn_at is None
    assert lines(id) == {(ANA, C.SERVICE_USE), (ANA, C.SUD), (ANA, C.MENTAL_HEALTH_TRAUMA)}
    walk.end_on(id)
    walk.signs(id)
    assert row(CAST["C3"]).withdrawn_at is not None
    assert "a newer one stands in its place" in text_of(walk.see(walk.to("agreements")))


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


def test_each_other_form_stands_alone() -> None:
    walk = Walk("W1")
    for kind, only in (("messages", C.CONTACT), ("video_training", C.DYAD_OBSERVATION)):
        where = walk.on(walk.to("agreement_whom", kind))
        id = uuid.UUID(where.split("/")[-3])
        kinds = walk.see(walk.to("agreement_kinds", id, ANA))
        assert re.findall(r'name="kinds" value="(\d+)"', kinds) == [str(int(only))]
        assert newest("consent.Consent").agency_id == CAST["LEAD"]
