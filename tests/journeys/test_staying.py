"""Staying with families: whom we have not met, a wait that moves on, cover for leave at her word, a good-bye and a hello."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import CAST, token_of
from tests.databases import Cluster
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, running, walk_in
from tests.journeys.steps import choose, fill_day, press, send

ALDER = CAST["ALDER"]
SAY = {
    "en": {
        "not_met": "Whom we have not met for a while", "add": "Somebody waits for something", "before": "For a later day",
        "happened": "Write down what happened", "place": "There is a place for Bee Alder.", "for": "Waits for each service",
        "with_you": "We asked for this with you", "no": "I no longer want it", "yes": "I want it after all",
        "away": "Write down days away", "who": "Who could be there meanwhile?", "asked": "Can you be there?",
        "there": "You are there meanwhile", "not_this": "Not this person", "else": "she would like somebody else",
        "ask": "Ask somebody to be there", "back": "Write what happened meanwhile", "were": "While you were away",
        "over": "Hand over from Wanda", "three": "The three met", "bye": "A good-bye you can still say", "hello": "Say hello",
        "says": "says good-bye", "took": "took over from",
    },
    "fr-ca": {
        "not_met": "Qui n’a pas eu de rencontre avec nous depuis un moment", "add": "Quelqu’un attend quelque chose",
        "before": "pour un jour plus tardif", "happened": "Noter ce qui s’est passé",
        "place": "Il y a une place pour Bee Alder.", "for": "Attentes pour chaque service",
        "with_you": "Nous avons demandé cela avec vous", "no": "Je ne le veux plus", "yes": "Je le veux finalement",
        "away": "Noter des jours d’absence", "who": "Qui pourrait être là pendant ce temps ?", "asked": "Pouvez-vous être là ?",
        "there": "Vous êtes là pendant ce temps", "not_this": "Pas cette personne", "else": "elle aimerait quelqu’un d’autre",
        "ask": "Demander à quelqu’un d’être là", "back": "Écrire ce qui s’est passé entre-temps",
        "were": "Pendant votre absence", "over": "Wanda, counsellor passe le relais", "three": "Les trois se sont rencontrées",
        "bye": "Un au revoir que vous pouvez encore dire", "hello": "Dire bonjour", "says": "dit au revoir",
        "took": "a pris le relais de",
    },
}  # fmt: skip
WAYS = [
    pytest.param("fr-ca", False, PHONE, id="french without scripts on a phone"),
    pytest.param("en", True, DESK, id="english at a desk"),
]


@dataclass(frozen=True)
class Walk:
    """One way of walking: the words, how a step is looked at, who opens a window."""

    chromium: Browser
    site: Site
    language: str
    scripts: bool
    width: int
    eyes: BrowserContext | None
    seen: set[str] = field(default_factory=set)

    @property
    def say(self) -> dict[str, str]:
        return SAY[self.language]

    def look(self, page: Page, name: str) -> None:
        """At each step once: a second colleague who is asked finds the same pages."""
        if name in self.seen:
            return
        self.seen.add(name)
        look(page, f"staying-{self.language}-{self.width}-{name}", eyes=self.eyes)

    def window(self) -> Page:
        kind = {"width": self.width, "language": self.language, "javascript": self.scripts}
        return opened(self.chromium, self.site, **kind).new_page()  # type: ignore[arg-type]

    def person(self, who: str) -> Page:
        page = self.window()
        walk_in(page, who)
        return page

    def herself(self) -> Page:
        page = self.window()
        page.context.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": self.site.address}])
        return page


@pytest.fixture
def site(cluster: Cluster, template: str) -> Iterator[Site]:
    """A clone for each way: at its end Wanda works with the family no longer."""
    with running(cluster, cluster.clone(template, f"alongside_journey_{os.getpid()}_staying")) as site:
        yield site


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS)
def test_we_stay(chromium: Browser, site: Site, language: str, scripts: bool, width: int) -> None:
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    walk = Walk(chromium, site, language, scripts, width, eyes)
    wanda, hers = walk.person("Wanda"), walk.herself()
    press(wanda, walk.say["not_met"])
    expect(wanda.get_by_role("main")).to_contain_text("Ana Alder")
    walk.look(wanda, "01-not-met")
    _a_wait(walk, wanda, hers)
    _days_away(walk, wanda, hers)
    _a_good_bye(walk, wanda, hers)
    counts = walk.person("Eva")
    for n, where in ((30, "/team/continuity/"), (31, "/waits/services/")):
        counts.goto(where)
        walk.look(counts, f"{n}-figures")


def _on(page: Page, name: str, days: int) -> None:
    on = timezone.localdate() + timedelta(days=days)
    fill_day(page, name, str(on.day), str(on.month), str(on.year))


def _happened(page: Page, say: dict[str, str], kind: str, days: int) -> None:
    page.goto(f"/families/{ALDER}/waits/")
    page.locator("article", has_text="Sunny House").get_by_role("link", name=say["happened"]).click()
    choose(page, "kind", kind)
    _on(page, "on", days)
    if kind == "meanwhile":
        page.locator("[name=instead]").select_option("play_group")
    if kind == "offered":
        _on(page, "place_on", 9)


def _a_wait(walk: Walk, wanda: Page, hers: Page) -> None:
    """For a daycare elsewhere, asked for with her; warm hand-over there; a place; she changes her mind and back."""
    say = walk.say
    wanda.goto(f"/families/{ALDER}/waits/")
    press(wanda, say["add"])
    choose(wanda, "who", str(CAST["BEE"]))
    choose(wanda, "asked_by", "us")
    choose(wanda, "why", "agency")
    _on(wanda, "asked_on", -20)
    wanda.locator("[name=her_words]").fill("The one near my sister.")
    send(wanda)  # for what?
    expect(wanda.locator("[name=her_words]")).to_have_value("The one near my sister.")
    walk.look(wanda, "02-for-what")
    wanda.locator("[name=service]").select_option("daycare_entry")
    wanda.locator("[name=elsewhere]").fill("Sunny House")
    send(wanda)
    for kind, days in (("called", -18), ("went", -15), ("meanwhile", -12), ("offered", -3)):
        _happened(wanda, say, kind, days)
        send(wanda)
    _happened(wanda, say, "no_answer", -10)
    wanda.locator("[name=words]").fill("Before the place was there.")
    send(wanda)
    expect(wanda.get_by_role("main")).to_contain_text(say["before"])
    expect(wanda.locator("[name=words]")).to_have_value("Before the place was there.")
    walk.look(wanda, "03-before")
    wanda.goto(f"/families/{ALDER}/waits/")
    walk.look(wanda, "04-waits")

    hers.goto("/my/waits/")
    card = hers.locator("article", has_text="Sunny House")
    for words in (say["with_you"], say["place"], "The one near my sister."):
        expect(card).to_contain_text(words)
    walk.look(hers, "05-hers")
    for button in (say["no"], say["yes"]):
        with hers.expect_navigation():
            card.get_by_role("button", name=button).click()
    expect(card.get_by_role("button", name=say["no"])).to_be_visible()
    wanda.goto("/")
    press(wanda, say["for"])
    walk.look(wanda, "06-services")
    wanda.goto("/waits/services/daycare_entry/?at=elsewhere")
    expect(wanda.get_by_role("main")).to_contain_text("Sunny House")
    walk.look(wanda, "07-who-waits")


def _asked(walk: Walk, wanda: Page, who: str, role: str) -> None:
    """From the first page, where the gap stands, to somebody who could be there."""
    wanda.goto("/")
    expect(wanda.locator("#uncovered")).to_contain_text(walk.say["who"])
    walk.look(wanda, "10-gap")
    with wanda.expect_navigation():
        wanda.locator("#uncovered a").first.click()
    walk.look(wanda, f"11-cover-{who}")
    press(wanda, walk.say["ask"])
    wanda.locator("[name=who]").select_option(f"{CAST[who]} {role}")
    walk.look(wanda, "12-ask")
    send(wanda)


def _agreed(walk: Walk, page: Page) -> None:
    page.goto("/")
    expect(page.locator("#cover-asked")).to_contain_text(walk.say["asked"])
    walk.look(page, "13-asked")
    with page.expect_navigation():
        page.locator("#cover-asked a").first.click()
    walk.look(page, "14-answer")
    send(page)
    page.goto("/")
    expect(page.locator("#covering")).to_contain_text("Ana Alder")
    walk.look(page, "15-there")


def _days_away(walk: Walk, wanda: Page, hers: Page) -> None:
    """Willa says yes; the woman says not this person; Pilar is there, and hands back."""
    say = walk.say
    wanda.goto("/cover/")
    press(wanda, say["away"])
    _on(wanda, "first", 0)
    _on(wanda, "last", 6)
    walk.look(wanda, "09-away")
    send(wanda)
    _asked(walk, wanda, "W2", "counsellor")
    willa = walk.person("Willa")
    _agreed(walk, willa)
    hers.goto("/my/meanwhile/")
    walk.look(hers, "16-who-is-there")
    press(hers, say["not_this"])
    walk.look(hers, "17-not-this-person")
    assert willa.goto(f"/families/{ALDER}/").status == 404  # type: ignore[union-attr]
    wanda.goto("/cover/")
    expect(wanda.get_by_role("main")).to_contain_text(say["else"])
    _asked(walk, wanda, "PIT", "therapist")
    pilar = walk.person("Pilar")
    _agreed(walk, pilar)
    press(pilar, say["back"])
    pilar.locator("[name=words]").fill("She came on Tuesday, and her sister called.")
    walk.look(pilar, "18-hand-back")
    send(pilar)
    wanda.goto("/")
    expect(wanda.locator("#handed-back")).to_contain_text("her sister called")
    expect(wanda.locator("#uncovered")).to_have_count(0)
    walk.look(wanda, "19-handed-back")


def _a_good_bye(walk: Walk, wanda: Page, hers: Page) -> None:
    """Wanda goes, Willa goes on: the three met, each says her own, and she reads it."""
    say = walk.say
    suki = walk.person("Suki")
    suki.goto(f"/families/{ALDER}/team/")
    suki.locator("#today details summary").click()
    press(suki, say["over"])
    suki.locator("[name=to_colleague]").select_option(str(CAST["W2"]))
    _on(suki, "on", 0)
    choose(suki, "why", "leaving")
    walk.look(suki, "20-hand-over")
    send(suki)
    suki.goto(f"/families/{ALDER}/team/")
    walk.look(suki, "21-still-to-come")
    with suki.expect_navigation():
        suki.locator("#hand-overs").get_by_role("link", name=say["three"]).first.click()
    walk.look(suki, "22-three")
    send(suki)
    wanda.goto("/")
    expect(wanda.locator("#goodbyes")).to_contain_text(say["bye"])
    expect(wanda.get_by_role("main")).not_to_contain_text("Ana Alder")
    walk.look(wanda, "23-goodbye")
    with wanda.expect_navigation():
        wanda.locator("#goodbyes a").first.click()
    wanda.locator("[name=words]").fill("Thank you for the walks.")
    walk.look(wanda, "24-her-words")
    send(wanda)
    willa = walk.person("Willa")
    willa.goto(f"/families/{ALDER}/team/")
    with willa.expect_navigation():
        willa.locator("#hand-overs").get_by_role("link", name=say["hello"]).first.click()
    willa.locator("[name=words]").fill("I like tea. See you on Thursday?")
    send(willa)
    walk.look(willa, "25-hello-said")
    hers.goto("/my/meanwhile/")
    for words in (say["took"], say["says"], "Thank you for the walks.", "I like tea."):
        expect(hers.get_by_role("main")).to_contain_text(words)
    walk.look(hers, "26-read")
