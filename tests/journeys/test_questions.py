"""First measures, few and chosen with her, over two visits; a device that opens nothing else; a letter to print."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from alongside.assessment.rules import telling
from tests.cast import CAST
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in
from tests.journeys.steps import tick

F, ANA, FAMILY_OF_EVE = CAST["ALDER"], CAST["ANA"], CAST["BIRCH"]
WORDS = {
    "en": {
        "ask": "Questions and answers", "offer": "Offer questions", "save": "Save", "with": "Begin with her",
        "begin": "Begin", "on": "Go on", "next": "Next", "skip": "Skip for now", "not": "I would rather not say",
        "pause": "Pause", "kept": "It is kept. Go on whenever you like.", "back": "Give the device back",
        "said": "This is what you said", "through": "I am through", "thanks": "Thank you", "hide": "Hide",
        "out": "left out", "nothing": "There is nothing here to see", "sure": "Is this what you meant?",
        "yes": "Yes, that is what I meant", "how": "How are you now?", "unsaid": "Go on without saying",
    },
    "fr-ca": {
        "ask": "Questions et réponses", "offer": "Proposer des questions", "save": "Enregistrer",
        "with": "Commencer avec elle", "begin": "Commencer", "on": "Continuer", "next": "La suite",
        "skip": "Passer pour l’instant", "not": "Je préfère ne pas le dire", "pause": "Pause",
        "kept": "C’est gardé. Continuez quand vous voulez.", "back": "Rendre l’appareil",
        "said": "Voici ce que vous avez dit", "through": "J’ai terminé", "thanks": "Merci", "hide": "Cacher",
        "out": "laissée de côté", "nothing": "Il n’y a rien à voir ici", "sure": "Est-ce bien ce que vous vouliez dire",
        "yes": "Oui, c’est ce que je voulais dire", "how": "Comment allez-vous maintenant",
        "unsaid": "Continuer sans le dire",
    },
}  # fmt: skip
# Which family, language and browser: each walks the whole way once, on a telephone.
WAYS = [
    pytest.param("ALDER", "Wanda", "en", True, id="english"),
    pytest.param("BIRCH", "Willa", "fr-ca", False, id="french without scripts"),
]


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).or_(
        page.get_by_role("link", name=words, exact=True)
    ).first.click()


def pick(page: Page, words: str) -> None:
    page.locator("label", has_text=words).first.click()


@pytest.mark.parametrize(("family", "worker", "language", "scripts"), WAYS)
def test_first_measures_few_and_chosen_with_her_over_two_visits(
    chromium: Browser, site: Site, family: str, worker: str, language: str, scripts: bool
) -> None:
    say, tag = WORDS[language], f"questions-{language}-{'js' if scripts else 'plain'}"
    window = opened(chromium, site, width=PHONE, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=PHONE, language=language)
    page = window.new_page()
    # They choose together: two of them, one about how she feels, one about worry.
    walk_in(page, worker)
    page.goto(f"/families/{CAST[family]}/")
    press(page, say["ask"])
    look(page, f"{tag}-1-nothing-yet", eyes=eyes)
    press(page, say["offer"])
    tick(page, "PHQ-9", "GAD-7", "yes")
    if scripts:  # nothing half under the header
        page.evaluate("scrollTo(0, 0)")
    look(page, f"{tag}-2-offer", eyes=eyes)
    press(page, say["save"])
    look(page, f"{tag}-3-lying-open", eyes=eyes)
    press(page, say["with"])
    look(page, f"{tag}-4-begin", eyes=eyes)
    press(page, say["begin"])
    expect(page).to_have_title("Notes")
    look(page, f"{tag}-5-hers", eyes=eyes)
    # From here on the device is in her hands: a staff address shows nothing, and so does going back.
    page.goto(f"/families/{CAST[family]}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(say["nothing"])
    look(page, f"{tag}-6-nothing-here", eyes=eyes)
    page.get_by_role("main").get_by_role("link").first.click()
    press(page, say["begin"])
    look(page, f"{tag}-7-measure", eyes=eyes)
    press(page, say["on"])
    expect(page.locator("h1")).to_contain_text("Feeling nervous")
    look(page, f"{tag}-8-question", eyes=eyes)
    # One answer, one left out, one she would rather not give.
    pick(page, "Several days")
    if scripts:
        expect(page.locator("[data-says]")).not_to_be_empty()
    press(page, say["next"])
    press(page, say["skip"])
    pick(page, say["not"])
    press(page, say["next"])
    press(page, say["hide"])
    expect(page.get_by_role("main")).not_to_contain_text("Worrying")
    look(page, f"{tag}-9-hidden", eyes=eyes)
    press(page, say["on"])
    press(page, say["pause"])
    # How she is, never what about; nothing is kept of it unless she says so.
    expect(page.get_by_role("heading", level=1)).to_contain_text(say["how"])
    look(page, f"{tag}-10-how-she-is", eyes=eyes)
    press(page, say["unsaid"])
    expect(page.get_by_role("heading", level=1)).to_have_text(say["kept"])
    look(page, f"{tag}-10-paused", eyes=eyes)
    press(page, say["back"])
    expect(page).to_have_url(re.compile("/walk-in/"))
    page.go_back()
    expect(page.get_by_role("main")).not_to_contain_text(say["kept"])
    window.close()
    # Another day, another device: her worker signs in and it goes on where it was.
    window = opened(chromium, site, width=PHONE, language=language, javascript=scripts)
    page = window.new_page()
    walk_in(page, worker)
    page.goto(f"/families/{CAST[family]}/questions/begin/")
    press(page, say["begin"])
    press(page, say["on"])
    expect(page.locator("h1")).to_contain_text("Not being able to stop")  # the one that was left out
    _answer_the_rest(page, say)
    expect(page.get_by_role("heading", level=1)).to_have_text(say["said"])
    look(page, f"{tag}-11-read-back", eyes=eyes)
    press(page, say["through"])
    expect(page.get_by_role("heading", level=1)).to_have_text(say["thanks"])
    look(page, f"{tag}-12-thanks", eyes=eyes)
    # Given back: after signing in the worker lands on the family's questions.
    press(page, say["back"])
    page.locator("button", has_text=worker).first.click()
    expect(page).to_have_url(re.compile(f"/families/{CAST[family]}/questions/$"))
    look(page, f"{tag}-13-answered", eyes=eyes)
    page.get_by_role("link", name=re.compile("Generali[sz]ed Anxiety|GAD", re.I)).first.click()
    expect(page.get_by_role("main")).to_contain_text("Several days (1)")
    look(page, f"{tag}-14-word-for-word", eyes=eyes)
    for context in (window, eyes):
        if context:
            context.close()


def _answer_the_rest(page: Page, say: dict[str, str]) -> None:
    """The first answer of each question that is still asked, to the end; asked once about the one somebody is told of."""
    for _step in range(40):
        heading = page.locator("h1").first.inner_text()
        if say["said"] in heading:
            return
        if say["sure"] in heading:
            press(page, say["yes"])
        elif page.locator("input[name=answer]").count():
            page.locator(".asking .choice label").first.click()
            with page.expect_navigation():  # it waits until the answer that was just chosen is saved
                press(page, say["next"])
        else:
            press(page, say["on"])
    raise AssertionError("the questions do not end")


@pytest.fixture
def desk(chromium: Browser, site: Site) -> BrowserContext:
    context = opened(chromium, site, width=DESK)
    yield context
    context.close()


def test_a_device_in_her_hands_opens_nothing_of_the_staff(desk: BrowserContext) -> None:
    page = desk.new_page()
    walk_in(page, "Pilar")
    page.goto(f"/families/{F}/timeline/")
    page.goto(f"/families/{F}/questions/offer/")
    tick(page, "MSPSS", "later")
    press(page, "Save")
    page.goto(f"/families/{F}/questions/begin/")
    press(page, "Begin")
    look(page, "questions-desk-hers")
    cookies = {each["name"]: each for each in desk.cookies()}
    assert cookies["token"]["httpOnly"] and set(cookies) <= {
        "token",
        "csrftoken",
        "django_language",
        "messages",
    }
    for _times in range(3):  # back through what the worker looked at before
        page.go_back()
        expect(page.get_by_role("main")).not_to_contain_text("Ana")
    for where in ("/", f"/families/{F}/", f"/families/{F}/questions/", "/families/", "/team/", "/trail/", "/words/"):
        page.goto(where)
        expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here to see")
        expect(page.get_by_role("main")).not_to_contain_text("Ana")
    page.goto("/account/enter/")  # what signs in is gone from this device
    expect(page).to_have_url(re.compile("/account/login/"))
    page.goto("/notes/")
    press(page, "Stop")
    look(page, "questions-desk-how-she-is")
    press(page, "Go on without saying")
    press(page, "Give the device back")
    page.goto("/notes/")
    expect(page).to_have_url(re.compile("/account/login/"))


def test_a_letter_to_print_tells_strangers_nothing(desk: BrowserContext) -> None:
    page = desk.new_page()
    walk_in(page, "Willa")
    page.goto(f"/families/{FAMILY_OF_EVE}/women/{CAST['EVE']}/safe-contact/")
    page.locator("[name=way-0-channel]").select_option("post")
    page.locator("[name=way-0-value]").fill("General delivery, 12 Main Street")
    press(page, "Save")
    page.goto(f"/families/{FAMILY_OF_EVE}/questions/offer/")
    tick(page, "ECR-RS-general", "yes")
    press(page, "Save")
    press(page, "Questions by post")
    look(page, "questions-letter-choose")
    pick(page, "Experiences in Close")
    press(page, "Make the letter")
    expect(page).to_have_title("Notes")
    look(page, "questions-letter")
    page.emulate_media(media="print")
    printed = page.locator("main").inner_text()
    assert telling(printed) == []
    code = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", printed)
    assert code and "Ève" not in printed and "Willa" not in printed
    page.emulate_media(media="screen")
    press(page, "Back")
    press(page, "A letter came back")
    page.get_by_label("Code on the letter").fill(code[0].lower())
    press(page, "Type in the answers")
    press(page, "Begin")
    press(page, "Go on")
    expect(page.locator("input[name=answer]").first).to_be_visible()
    expect(page.get_by_role("contentinfo")).to_contain_text("You are asking in your own session.")
    look(page, "questions-desk-typing-in")


def test_the_first_page_in_her_hands_is_small(desk: BrowserContext) -> None:
    page = desk.new_page()
    walk_in(page, "Suki")
    page.goto(f"/families/{F}/questions/offer/")
    tick(page, "READINESS-RULER", "yes")
    press(page, "Save")
    page.goto(f"/families/{F}/questions/begin/")
    loaded: dict[str, int] = {}
    page.on("response", lambda r: loaded.update({r.url: len(r.body()) if r.ok else 0}))
    press(page, "Begin")
    page.wait_for_load_state("networkidle")
    hers = {url: size for url, size in loaded.items() if "/begin/" not in url}
    assert "/notes/" in "".join(hers) and 2_000 < sum(hers.values()) <= 60_000, hers
