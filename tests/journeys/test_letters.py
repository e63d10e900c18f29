"""A return to use, told first: written with her, read with her, sent, and on her page. And a worry about a child."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import CAST, token_of
from tests.journeys.conftest import DESK, Site, look, opened, walk_in

ALDER, BEE = CAST["ALDER"], CAST["BEE"]
SAY = {
    "en": {
        "letters": "Letters and reports", "new": "Write to somebody outside", "next": "Save", "write": "Write",
        "well": "What goes well", "hard": "What is hard, and what helps", "own": "In her own words",
        "with_her": "Read it with her", "comment": "What she says to it", "send": "Send it", "left": "It stays as it left.",
        "done": "We did it with you.", "consulted": "We talked it over", "words": "In words", "told": "Told to her, and with her",
        "reported": "Reported", "said": "What was said, word for word", "down": "Write it down", "law": "What the law says",
        "worried": "What worries you?", "state": "Reported", "must": "The law says that we must tell.",
    },
    "fr-ca": {
        "letters": "Lettres et rapports", "new": "Écrire à quelqu’un à l’extérieur", "next": "Enregistrer", "write": "Écrire",
        "well": "Ce qui va bien", "hard": "Ce qui est difficile, et ce qui aide", "own": "Dans ses propres mots",
        "with_her": "Le lire avec elle", "comment": "Ce qu’elle en dit", "send": "", "left": "Cela reste tel quel.",
        "done": "", "consulted": "Nous en avons parlé", "words": "En mots", "told": "", "reported": "", "said": "",
        "down": "", "law": "", "worried": "Qu’est-ce qui vous inquiète", "state": "", "must": "",
    },
}  # fmt: skip
WAYS = [
    pytest.param("fr-ca", False, 320, id="french without scripts on a small phone"),
    pytest.param("en", True, DESK, id="english at a desk"),
]


Windows = Callable[..., tuple[Page, BrowserContext | None]]


@pytest.fixture
def windows(chromium: Browser, site: Site) -> Iterator[Windows]:
    """Opens a page; and a window that runs scripts beside one that does not, to look with. All are closed in the end."""
    with ExitStack() as all_of_them:

        def window(**how: Any) -> BrowserContext:
            made = opened(chromium, site, **how)
            all_of_them.callback(made.close)
            return made

        def page(**how: Any) -> tuple[Page, BrowserContext | None]:
            eyes = None if how.get("javascript", True) else window(**how | {"javascript": True})
            return window(**how).new_page(), eyes

        yield page


def save(page: Page) -> None:
    """The button of the form that is open."""
    with page.expect_navigation():
        page.locator("main form button").first.click()


def tick(page: Page, name: str, value: str = "on") -> None:
    """A choice, by its label: that is what a finger finds."""
    box = f'input[name="{name}"]' + (f'[value="{value}"]' if value != "on" else "")
    page.locator(f'label[for="{page.locator(box).first.get_attribute("id")}"]').first.click()


def go(page: Page, address: str) -> None:
    """A link by where it leads."""
    with page.expect_navigation():
        page.locator(f'main a[href$="{address}"]').first.click()


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS)
def test_told_first_with_her_and_sent(windows: Windows, site: Site, language: str, scripts: bool, width: int) -> None:
    say, tag = SAY[language], f"letters-{language}-{width}-{'js' if scripts else 'plain'}"
    page, eyes = windows(width=width, language=language, javascript=scripts)
    walk_in(page, "Wanda")
    page.goto(f"/families/{ALDER}/")
    go(page, "/letters/")
    look(page, f"{tag}-1-list", eyes=eyes)
    go(page, "/letters/new/")
    tick(page, "kind", "told_first")
    page.locator("select[name=to]").select_option(f"agency:{CAST['HOSP']}")
    page.locator("select[name=purpose]").select_option("care")
    page.locator("select[name=about]").select_option(f"woman:{CAST['ANA']}")
    tick(page, "language", language)
    look(page, f"{tag}-2-begin", eyes=eyes)
    save(page)
    look(page, f"{tag}-3-what-may-be-said", eyes=eyes)
    go(page, "/write/2/")
    page.locator("[name=strengths]").fill("She told us the same day, and called her sister first.")
    page.locator("[name=concerns]").fill("She used on Friday. She would like an earlier visit at the clinic.")
    page.locator("[name=her_words]").fill("I want to keep going.")
    look(page, f"{tag}-4-write", eyes=eyes)
    save(page)
    expect(page.locator("#reads")).to_contain_text(say["well"])
    look(page, f"{tag}-5-reads", eyes=eyes)
    go(page, "/with-her/")
    tick(page, "told_before", "with_her")
    tick(page, "present")
    page.locator("[name=comment]").fill("It is fair.")
    look(page, f"{tag}-6-with-her", eyes=eyes)
    save(page)
    go(page, "/paper/")
    look(page, f"{tag}-7-paper", eyes=eyes)
    page.go_back()
    go(page, "/send/")
    look(page, f"{tag}-8-send", eyes=eyes)
    save(page)
    expect(page.get_by_role("main")).to_contain_text(say["left"])
    look(page, f"{tag}-9-left", eyes=eyes)

    own, hers_eyes = windows(width=width, language=language, javascript=scripts)
    own.context.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    own.goto("/my/seen/")
    expect(own.get_by_role("main")).to_contain_text("Hospital partner")
    own.get_by_role("link", name="Hospital partner").first.click()
    for words in (
        "She told us the same day",
        "She used on Friday",
        "I want to keep going.",
        "It is fair.",
        say["done"],
    ):
        expect(own.get_by_role("main")).to_contain_text(words)
    look(own, f"{tag}-10-on-her-page", eyes=hers_eyes)


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS)
def test_a_letter_that_she_takes_along(windows: Windows, language: str, scripts: bool, width: int) -> None:
    say, tag = SAY[language], f"along-{language}-{width}-{'js' if scripts else 'plain'}"
    page, eyes = windows(width=width, language=language, javascript=scripts)
    walk_in(page, "Wanda")
    page.goto(f"/families/{ALDER}/letters/")
    go(page, "/letters/take-along/")
    tick(page, "kind", "support")
    page.locator("[name=for_whom]").fill("Mrs Lind, who owns the house")
    page.locator("select[name=about]").select_option(f"woman:{CAST['ANA']}")
    tick(page, "language", language)
    look(page, f"{tag}-1-begin", eyes=eyes)
    save(page)
    look(page, f"{tag}-2-what-may-be-said", eyes=eyes)
    go(page, "/write/1/")
    page.locator("[name=strengths]").fill("She comes every week, and keeps her home in order.")
    save(page)
    go(page, "/with-her/")
    tick(page, "told_before", "with_her")
    save(page)
    go(page, "/paper/")
    look(page, f"{tag}-3-paper", eyes=eyes)
    page.go_back()
    go(page, "/send/")
    look(page, f"{tag}-4-give", eyes=eyes)
    save(page)
    expect(page.get_by_role("main")).to_contain_text(say["left"])
    look(page, f"{tag}-5-given", eyes=eyes)


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS)
def test_a_worry_about_a_child(windows: Windows, site: Site, language: str, scripts: bool, width: int) -> None:
    say, tag = SAY[language], f"worries-{language}-{width}-{'js' if scripts else 'plain'}"
    page, eyes = windows(width=width, language=language, javascript=scripts)
    walk_in(page, "Wanda")
    page.goto(f"/families/{ALDER}/worries/")
    look(page, f"{tag}-1-list", eyes=eyes)
    go(page, f"/children/{BEE}/worries/add/")
    page.locator("[name=words]").fill("A bruise on her arm on Sunday. She laughed and ate; her mother called me.")
    look(page, f"{tag}-2-worry", eyes=eyes)
    save(page)
    look(page, f"{tag}-3-one", eyes=eyes)
    go(page, "/consulted/")
    page.locator("[name=with_whom]").fill("Suki")
    page.locator("[name=words]").fill("We look at it together with her mother, and report it today.")
    look(page, f"{tag}-4-talked-over", eyes=eyes)
    save(page)
    go(page, "/told-her/")
    page.locator("[name=words]").fill("At her table. She makes the call with me.")
    save(page)
    go(page, "/report/")
    page.locator("select[name=to]").select_option(str(CAST["CAS"]))
    page.locator("[name=words]").fill("We saw a bruise on her arm on Sunday. Her mother called us herself.")
    tick(page, "present")
    look(page, f"{tag}-5-report", eyes=eyes)
    save(page)
    go(page, "/beside-her/")
    page.locator("[name=words]").fill("Her sister stays tonight.")
    save(page)
    expect(page.locator("#steps")).to_contain_text("Her sister stays tonight.")
    look(page, f"{tag}-6-steps", eyes=eyes)

    own, _eyes = windows(width=width, language=language)
    own.context.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    own.goto("/my/seen/")
    expect(own.get_by_role("main")).to_contain_text(say["must"])
    own.get_by_role("link", name="Child-welfare society").first.click()
    expect(own.get_by_role("main")).to_contain_text("Her mother called us herself.")
    expect(own.get_by_role("main")).not_to_contain_text("She laughed and ate")
    look(own, f"{tag}-7-on-her-page")
