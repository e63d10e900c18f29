"""One woman all the way: from the street to a safety plan, with everybody who walks beside her."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import CAST, ident
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, sideways, walk_in
from tests.journeys.steps import choose, fill_day, met_on_the_street, note_of, press, send, talk, tick

SAY = {
    "en": {
        "short": "The short one, for the street or the telephone", "three": "We had 3 talks so far.", "welcomed": "Welcomed on",
        "welcome": "Welcome her", "save": "Save", "plan": "Our plan", "words": "What she says about this, in her words",
        "what": "What is done (1)", "sign": "Read it with her, and sign", "aloud": "She said it, and this colleague heard it",
        "witness": "Who was there and heard it", "signed": "She signed it on",
        "new": "Something new takes place", "service": "What is it?", "group": "Mothers’ group", "begins": "Begins at",
        "missing": "Somebody is missing whom this needs", "to": "To what?", "was": "How it was", "came": "Came", "in": "Came in",
        "home": "Goes home", "given": "Something given?", "food": "Food",
        "missed": "We missed each other", "out": "Write down that we reached out",
        "wish": "She would like a peer supporter", "says": "What she says", "yes": "Yes", "contact": "Write down a contact",
        "done": "Engaging · Supporting · Coaching · Sharing lived experience", "chosen": "Somebody chose you",
        "begin": "Begin a programme", "which": "Which plan?", "hold": "Write down a session", "minutes": "How many minutes?",
        "did": "done", "why": "Why she wants it, in her words",
        "move": "Move it to another time", "room": "The room cannot be used", "moved": "It was to be on",
        "else": "Somebody came who was not on the list",
        "kind": "Make one: thoughts of suicide", "alone": "What helps me when I am alone", "plans": "Safety plans",
    },
    "fr-ca": {
        "short": "Le court, pour la rue ou le téléphone", "three": "Nous avons eu 3 conversations jusqu’ici.",
        "welcomed": "Accueillie le", "welcome": "L’accueillir", "save": "Enregistrer", "plan": "Notre plan",
        "words": "Ce qu’elle en dit, dans ses mots", "what": "Ce qui se fait (1)", "sign": "Le lire avec elle, et signer",
        "aloud": "Elle l’a dit, et cette collègue l’a entendu", "witness": "Qui était là et l’a entendu",
        "signed": "Elle l’a signé le", "new": "Quelque chose de nouveau a lieu", "service": "Qu’est-ce que c’est ?",
        "group": "Groupe de mères", "begins": "Commence à", "missing": "Il manque une personne", "to": "À quoi ?",
        "was": "Comment c’était", "came": "Est venue", "in": "Arrive", "home": "Rentre à la maison",
        "given": "Quelque chose de donné ?", "food": "De la nourriture", "missed": "On s’est manqué",
        "out": "Noter que nous lui avons fait signe", "wish": "Elle aimerait une paire aidante", "says": "Ce qu’elle dit",
        "yes": "Oui", "contact": "Noter un contact", "done": "Créer le lien · Soutenir · Guider · Partager son vécu",
        "chosen": "Quelqu’un vous a choisie", "begin": "Commencer un programme", "which": "Quel plan ?",
        "hold": "Noter une séance", "minutes": "Combien de minutes ?", "did": "fait",
        "move": "La déplacer à un autre moment", "room": "La salle ne peut pas servir", "moved": "Elle devait avoir lieu",
        "else": "Quelqu’un est venu sans être sur la liste",
        "why": "Pourquoi elle le veut, dans ses mots", "kind": "En faire un : des pensées de suicide",
        "alone": "Ce qui m’aide quand je suis seule", "plans": "Plans de sécurité",
    },
}  # fmt: skip
SMALL = 320  # the narrowest screen that is read without scrolling to the side
WAYS = [
    pytest.param("fr-ca", False, PHONE, "00:05", id="french without scripts on a phone"),
    pytest.param("en", True, DESK, "02:05", id="english at a desk"),
]


@dataclass
class Way:
    """Whoever walks it, on which screen, in which language; and where her file is."""

    chromium: Browser
    site: Site
    language: str
    scripts: bool
    width: int
    begins: str
    eyes: BrowserContext | None
    file: str = ""
    woman: str = ""
    child: str = ""
    dyad: str = ""
    step: int = 0

    def say(self, key: str) -> str:
        """The words of a link, a button, a sentence."""
        return SAY[self.language][key]

    def window(self, width: int = 0) -> BrowserContext:
        """A window of this way; a narrower one for a phone in a hallway."""
        return opened(
            self.chromium, self.site, width=width or self.width, language=self.language, javascript=self.scripts
        )

    def somebody(self, who: str, width: int = 0) -> Page:
        """One of the cast on a page of her own."""
        page = self.window(width).new_page()
        walk_in(page, who)
        return page

    def look(self, page: Page, what: str) -> None:
        """No fault, nothing to the side."""
        self.step += 1
        look(page, f"long-{self.language}-{self.step:02d}-{what}", eyes=self.eyes)


def days_ago(n: int) -> tuple[str, str, str]:
    """A day as the three boxes ask for it."""
    on: date = timezone.localdate() - timedelta(days=n)
    return str(on.day), str(on.month), str(on.year)


@pytest.mark.parametrize(("language", "scripts", "width", "begins"), WAYS)
def test_one_woman_all_the_way(
    chromium: Browser, site: Site, language: str, scripts: bool, width: int, begins: str
) -> None:
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    way = Way(chromium, site, language, scripts, width, begins, eyes)
    wanda = way.somebody("Wanda")
    _on_the_street(way, wanda)
    _getting_to_know(way, wanda)
    _her_child_and_her_team(way, wanda)
    _our_plan(way, wanda)
    _home_visit(way)
    _missed(way, wanda)  # yesterday; and today she comes to the group
    _group_with_child_care(way, wanda)
    _peer(way, wanda)
    _parents_under_pressure(way)
    _safety_plan(way, wanda)
    for context in chromium.contexts:
        context.close()


def _on_the_street(way: Way, page: Page) -> None:
    """Her alias, and one safe way to reach her: nothing more."""
    way.file = met_on_the_street(
        page, way.say("short"), f"Wren-{way.language}", days_ago(40), channel="text", value="+1 416 555 0142"
    )
    expect(page.get_by_role("main")).to_contain_text("Wren")
    way.look(page, "met")
    found = re.search(r"/women/([0-9a-f-]{36})/", page.content())
    assert found, "the file has a page of hers"
    way.woman = found.group(1)


def _getting_to_know(way: Way, page: Page) -> None:
    """Three talks, in her order."""
    talk(page, way.file, "why", days_ago(36), words_my_why="My girl. She is two.", how="street")
    talk(page, way.file, "using", days_ago(33), whole="never", how="home")
    talk(page, way.file, "parent", days_ago(29), words_for_us="Sundays with her", how="home")
    page.goto(f"{way.file}getting-to-know/")
    expect(page.get_by_role("main")).to_contain_text(way.say("three"))
    way.look(page, "talks")
    press(page, way.say("welcome"))
    send(page)
    expect(page.get_by_role("main")).to_contain_text(way.say("welcomed"))


def _her_child_and_her_team(way: Way, page: Page) -> None:
    page.goto(f"{way.file}women/{way.woman}/children/add/")
    page.locator("[name=name]").fill("Kit")
    fill_day(page, "born_on", *days_ago(800))
    way.look(page, "child")
    send(page)
    page.goto(way.file)
    way.child = re.search(rf"{way.file}children/([0-9a-f-]{{36}})/", page.content()).group(1)  # type: ignore[union-attr]
    way.dyad = re.search(rf"{way.file}together/([0-9a-f-]{{36}})/", page.content()).group(1)  # type: ignore[union-attr]
    page.goto(f"{way.file}children/{way.child}/living/add/")
    page.locator("[name=kind]").select_option("mother")
    fill_day(page, "from_on", *days_ago(800))
    send(page)
    suki = way.somebody("Suki")
    for who, role, works_with in (("PIT", "therapist", "family"), ("CHC", "child_care", "children")):
        suki.goto(f"{way.file}team/join/")
        suki.locator("[name=colleague]").select_option(str(CAST[who]))
        suki.locator("[name=role]").select_option(role)
        choose(suki, "works_with", works_with)
        fill_day(suki, "from_on", *days_ago(28))
        send(suki)


def _our_plan(way: Way, page: Page) -> None:
    """In her words, and signed when she says it aloud."""
    page.goto(f"{way.file}plan/everyday/")
    page.get_by_label(way.say("words")).fill("A bed for Kit, and a key of my own.")
    page.get_by_label(way.say("what")).fill("Ask for a crib")
    tick(page, "both")
    press(page, way.say("save"))
    expect(page.locator("section").filter(has_text="A bed for Kit").first).to_be_visible()
    press(page, way.say("sign"))
    page.get_by_label(way.say("witness")).select_option(label="Pilar, parent-infant therapist")
    press(page, way.say("aloud"))
    expect(page.get_by_role("main")).to_contain_text(way.say("signed"))
    way.look(page, "plan")


def _home_visit(way: Way) -> None:
    """By the therapist, on a phone in the hallway."""
    phone = way.somebody("Pilar", PHONE)
    note_of(
        phone, way.file, f"dyad:{way.dyad}", days_ago(9), "home", note="On the kitchen floor, with every pot there is."
    )
    phone.locator("[name=between_you]").fill("You drummed, and she drummed back.")
    look(phone, f"long-{way.language}-home-visit", eyes=way.eyes)
    press(phone, way.say("save"))
    phone.goto(f"{way.file}contacts/")
    expect(phone.get_by_role("main")).to_contain_text("every pot there is")


def _missed(way: Way, page: Page) -> None:
    """Nothing follows but a hand held out, in the way she said is safe."""
    note_of(page, way.file, f"woman:{way.woman}", days_ago(1), "home")
    tick(page, "did_not_meet_unknown")
    press(page, way.say("save"))
    page.goto("/")
    expect(page.locator("#missed")).to_contain_text("Wren")
    way.look(page, "missed")
    page.goto(way.file)
    expect(page.get_by_role("main")).to_contain_text(way.say("missed"))
    press(page, way.say("out"))
    way.look(page, "reaching-out")
    press(page, way.say("save"))
    page.goto("/")
    expect(page.get_by_role("main")).not_to_contain_text(way.say("missed"))


def _group_with_child_care(way: Way, page: Page) -> None:
    """Both facilitators or it is not planned; Kit next door; who came, said in one act; and home again."""
    page.goto("/sessions/")
    way.look(page, "sessions")
    press(page, way.say("new"))
    page.get_by_label(way.say("service")).select_option(label=way.say("group"))
    fill_day(page, "on", *days_ago(0))
    page.get_by_label(way.say("begins")).fill(way.begins)
    page.locator("[name=minutes]").fill("90")
    tick(page, f"{CAST['W1']} counsellor", f"{CAST['CHC']} child_care", "next_door")
    page.locator("[name=minding]").select_option(str(ident("next door")))
    press(page, way.say("save"))
    expect(page.get_by_role("main")).to_contain_text(way.say("missing"))  # T-15
    way.look(page, "one-missing")
    tick(page, f"{CAST['PIT']} therapist")
    press(page, way.say("save"))
    expect(page.get_by_role("heading", level=1)).to_have_text(way.say("group"))
    session = page.url.rstrip("/").rsplit("/", 1)[1]
    page.goto(f"{way.file}sessions/new/")
    page.get_by_label(way.say("to")).select_option(value=session)
    tick(page, way.woman, way.child)
    way.look(page, "booking")
    press(page, way.say("save"))

    chris = way.somebody("Chris")
    chris.goto(f"/child-care/{session}/")
    way.look(chris, "room")
    press(chris, way.say("in"))
    tick(chris, way.woman)
    press(chris, way.say("save"))
    expect(chris.get_by_role("main")).to_contain_text("Wren")

    page.goto(f"/sessions/{session}/")
    press(page, way.say("was"))
    for name in ("Wren", "Kit"):
        page.locator("fieldset.came", has_text=name).get_by_text(way.say("came"), exact=True).first.click()
    wren = page.locator("fieldset.came", has_text="Wren")
    wren.get_by_text(way.say("given")).click()
    wren.get_by_text(way.say("food"), exact=True).click()
    way.look(page, "came")
    page.set_viewport_size({"width": SMALL, "height": 700})
    assert not sideways(page), "on the smallest phone"
    page.set_viewport_size({"width": way.width, "height": 900})
    press(page, way.say("save"))
    expect(page.locator("#coming")).to_contain_text("Wren")
    page.goto("/services/")
    way.look(page, "services")

    chris.goto(f"/child-care/{session}/")
    press(chris, way.say("home"))
    tick(chris, way.woman)
    press(chris, way.say("save"))
    way.look(chris, "home-again")


def _moved(way: Way, page: Page) -> None:
    """Another group, to which she means to come: moved, and it is read at its new time."""
    page.goto("/sessions/new/")
    page.get_by_label(way.say("service")).select_option(label=way.say("group"))
    fill_day(page, "on", *days_ago(-3))
    page.get_by_label(way.say("begins")).fill(way.begins)
    tick(page, f"{CAST['W1']} counsellor", f"{CAST['PIT']} therapist")
    press(page, way.say("save"))
    session = page.url.rstrip("/").rsplit("/", 1)[1]
    page.goto(f"{way.file}sessions/new/?to={session}")
    tick(page, way.woman)
    press(page, way.say("save"))
    page.goto(f"/sessions/{session}/")
    press(page, way.say("move"))
    fill_day(page, "on", *days_ago(-4))
    page.locator("[name=begins]").fill("13:40")
    tick(page, "room")
    page.locator("[name=words]").fill("We meet upstairs.")
    way.look(page, "move")
    press(page, way.say("save"))
    expect(page.get_by_role("main")).to_contain_text(way.say("moved"))
    way.look(page, "moved")
    page.goto(f"{way.file}sessions/")
    expect(page.locator("#coming")).to_contain_text("40")


def _peer(way: Way, page: Page) -> None:
    """She would like somebody; she says yes, and so does Gia; a contact in four domains."""
    page.goto(f"{way.file}peers/")
    press(page, way.say("wish"))
    page.locator("[name=her_words]").fill("Somebody calm.")
    send(page)
    press(page, way.say("says"))
    tick(page, str(CAST["PEER"]), "yes")
    page.locator("[name=goes_by]").fill("Wren")
    way.look(page, "answer")
    send(page)
    gia = way.somebody("Gia")
    gia.goto("/peers/")
    expect(gia.get_by_role("main")).to_contain_text(way.say("chosen"))
    press(gia, way.say("yes"))
    press(gia, way.say("yes"))
    gia.goto(f"{way.file}peers/")
    press(gia, way.say("contact"))
    tick(gia, "engaging", "supporting", "coaching", "sharing", "emotional")
    way.look(gia, "contact")
    press(gia, way.say("save"))
    gia.goto(f"{way.file}peers/")
    expect(gia.get_by_role("main")).to_contain_text(way.say("done"))
    way.look(gia, "beside")


def _parents_under_pressure(way: Way) -> None:
    """Begun with her; a session with its minutes and what was kept of it."""
    page = way.somebody("Pilar")
    page.goto(f"{way.file}programmes/")
    press(page, way.say("begin"))
    page.get_by_label(way.say("which")).select_option(value="pup/10-visits")
    tick(page, f"dyad:{way.dyad}")
    page.get_by_label(way.say("why")).fill("Mornings without shouting")
    fill_day(page, "begins_on", *days_ago(20))
    press(page, way.say("save"))
    if page.locator(".marks li").count() == 0:  # asked once why it comes so early
        press(page, way.say("save"))
    expect(page.locator(".marks li")).to_have_count(10)
    press(page, way.say("hold"))
    fill_day(page, "on", *days_ago(12))
    page.get_by_label(way.say("minutes")).fill("80")
    tick(page, "partly")
    way.look(page, "pup-session")
    press(page, way.say("save"))
    expect(page.locator(".marks li").first).to_contain_text(way.say("did"))
    expect(page.locator("#steps")).to_contain_text(re.compile(r"1\s*h 20\s*min"))
    way.look(page, "pup")


def _safety_plan(way: Way, page: Page) -> None:
    """In her words; and it is nobody's list of risks."""
    page.goto(f"{way.file}safety/")
    press(page, way.say("kind"), exact=True)
    page.get_by_label(way.say("alone")).fill("Walk to the river and count bridges.")
    way.look(page, "safety")
    press(page, way.say("save"), exact=True)
    expect(page.locator("blockquote").first).to_contain_text("count bridges")
    page.goto(f"{way.file}timeline/")
    way.look(page, "timeline")
