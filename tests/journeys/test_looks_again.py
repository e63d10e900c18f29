"""A page that is built like one without a fault is not shown to axe again: which pages are alike, and which never are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import conftest
from tests.journeys.conftest import look
from tests.journeys.looks import Looks

PAGE = """<!doctype html><html lang="en"><head><title>A family</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body { font: 16px/1.5 sans-serif; margin: 16px; color: #222; background: #fff } .faint { color: #bbb }
li a { display: block } li a, button, input { min-height: 44px } #small { margin: 32px } #small button { min-height: 0; width: 12px; height: 12px; padding: 0; border: 0 }
#box { height: 60px; overflow: auto } .dark { background: #333 } p a { color: #06c }
</style></head><body>
<header><a href="#main">Go to the main part</a> <nav aria-label="The file"><a href="/a">Her</a> <a href="/b">Notes</a></nav></header>
<main id="main" tabindex="-1"><h1>Ana</h1><h2 id="list">Notes</h2>
<ul aria-labelledby="list"><li><a href="/1">By the lake</a></li><li><a href="/2">At home</a></li></ul>
<section aria-label="Of today"><h2>Today</h2><p class="line">Tea, and <a href="/plans">plans</a> for the summer.</p></section>
<section aria-label="Of then"><h2>Then</h2><p id="then">We walked.</p></section>
<form method="post" action="/save"><input type="hidden" name="title"><input type="hidden" name="id"><fieldset><legend>Where</legend>
<label><input type="radio" name="where" value="home" checked> Home</label>
<label><input type="radio" name="where" value="street"> Street</label></fieldset>
<p><label for="note">What happened</label> <input id="note" name="note" aria-describedby="help" autocomplete="off">
<span id="help">In her words</span></p><button>Save</button></form>
<div id="small"><button aria-label="One"></button></div> <div id="box"><p>Short.</p></div>
<img alt="A lake" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">
<table><caption>Days</caption><thead><tr><th scope="col">Day</th><th scope="col">Who</th></tr></thead>
<tbody><tr><td>1</td><td>Wanda</td></tr></tbody></table></main></body></html>"""

# What somebody might break on a known page: the rule that tells of it, and how.
FAULTS = {
    "label": "the('label[for]').remove()",
    "link-name": "the('li a').textContent = ''",
    "image-alt": "the('img').removeAttribute('alt')",
    "color-contrast": "the('#then').className = 'faint'",
    "html-lang-valid": "document.documentElement.lang = 'englisch'",
    "valid-lang": "the('#then').lang = 'frz'",
    "landmark-unique": "the('section').setAttribute('aria-label', 'Of then')",
    "target-size": "the('#small').append(the('#small button').cloneNode(true))",
    "link-in-text-block": "the('p a').style.cssText = 'color: #444; text-decoration: none'",
}
# More of that kind: each is another page, and so another question to axe (asked once by hand: it finds them all, but for
# the two numbers, of which it only says that a person should look).
OTHERS = [
    "the('label[for]').textContent = ' '",
    "the('label[for]').setAttribute('for', 'notes')",
    "the('label[for]').style.display = 'none'",
    "the('li a').setAttribute('aria-hidden', 'true')",
    "the('form button').textContent = ''",
    "the('#small button').setAttribute('aria-label', '')",
    "the('li a').append(the('img')), the('img').alt = 'By the lake'",
    "the('.line').style.color = '#aaa'",
    "the('style').append('.line { color: #ccc }')",
    "the('.line').parentElement.className = 'dark'",
    "the('.line').parentElement.style.opacity = '.4'",
    "the('#then').id = 'help'",
    "the('#note').setAttribute('aria-describedby', 'nothing')",
    "document.documentElement.removeAttribute('lang')",
    "document.title = ''",
    "the('section h2').outerHTML = '<h4>Today</h4>'",
    "the('section h2').textContent = ''",
    "the('h1').outerHTML = '<h2>Ana</h2>'",
    "the('main').after(the('main').cloneNode(true))",
    "the('main').after(the('#then'))",
    "the('main').id = 'middle'",
    "the('ul').setAttribute('role', 'switch')",
    "the('#then').setAttribute('role', 'checkbox')",
    "the('form').setAttribute('aria-hidden', 'true')",
    "the('form button').innerHTML = '<a href=\"/x\">Save</a>'",
    "the('ul').append(the('#then'))",
    "the('#box p').innerHTML = 'Long. <br>'.repeat(9)",
    "the('meta').content = 'width=device-width, user-scalable=no'",
    "the('#note').setAttribute('autocomplete', 'surname')",
    "the('form button').tabIndex = 3",
    "the('th').textContent = ''",
    "the('th').scope = 'all'",
    "for (const a of document.querySelectorAll('li a')) a.accessKey = 'k'",
    "the('#small').style.marginTop = '-12px'",
]
WORDS = {
    "another name": "the('h1').textContent = 'Bluebird'",
    "another address": "the('li a').href = '/families/3/'",
    "what was typed before": "the('#note').value = '', the('.line').firstChild.data = 'Soup, and '",
    "more of the same": "for (let n = 0; n < 5; n++) the('ul').append(the('li').cloneNode(true))",
    "in French": "document.documentElement.lang = 'fr-ca', the('label[for]').textContent = 'Ce qui s’est passé'",
}


@pytest.fixture
def page(chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """The page above, and nothing known but that."""
    monkeypatch.setattr(conftest, "LOOKS", Looks())
    monkeypatch.setattr(conftest, "SHOTS", "")
    context = chromium.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    shown(page)
    look(page, "without a fault")
    assert conftest.LOOKS.asked == 1
    yield page
    context.close()


def shown(page: Page, change: str = "") -> None:
    """The page above with one thing changed."""
    page.set_content(PAGE)
    page.evaluate(f"() => {{ const the = (each) => document.querySelector(each); {change} }}")


def test_a_new_fault_of_a_known_page_is_found(page: Page) -> None:
    for rule, change in FAULTS.items():
        shown(page, change)
        with pytest.raises(AssertionError) as said:
            look(page, "with a fault")
        assert rule in str(said.value), f"{rule}: {said.value}"
    assert conftest.LOOKS.asked == 1 + len(FAULTS)


def test_whatever_is_built_otherwise_is_another_page(page: Page) -> None:
    known = []
    for change in [*FAULTS.values(), *OTHERS]:
        shown(page, change)
        if conftest.LOOKS.known(conftest.LOOKS.structure(page)):
            known.append(change)
    assert known == []


@pytest.mark.parametrize("inside", ["<iframe></iframe>", "<div><template shadowrootmode=open>a</template></div>"])
def test_what_cannot_be_read_is_looked_at_each_time(page: Page, inside: str) -> None:
    page.evaluate("inside => document.querySelector('main').setHTMLUnsafe(inside)", inside)
    assert conftest.LOOKS.structure(page) is None
    conftest.LOOKS.remember(None)
    assert not conftest.LOOKS.known(None)


def test_a_fault_is_never_remembered(page: Page) -> None:
    shown(page, FAULTS["label"])
    for _ in range(2):
        with pytest.raises(AssertionError, match="label"):
            look(page, "with a fault")
    assert conftest.LOOKS.asked == 3


def test_other_words_are_not_looked_at_again(page: Page) -> None:
    for change in WORDS.values():
        shown(page, change)
        look(page, "with other words")
    assert (conftest.LOOKS.steps, conftest.LOOKS.asked) == (1 + len(WORDS), 1)


def test_what_scripts_do_not_reach_is_looked_at_in_a_window_with_scripts(chromium: Browser, page: Page) -> None:
    """The same bytes without scripts: known from the window with scripts, and then known by themselves."""
    plain = chromium.new_context(viewport={"width": 390, "height": 900}, java_script_enabled=False)
    plain.route("**/*", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    silent = plain.new_page()
    silent.goto("http://alongside.example/")
    for _ in range(2):
        look(silent, "without scripts", eyes=page.context)
    assert conftest.LOOKS.asked == 1 and len(conftest.LOOKS.clean) == 2
    plain.unroute("**/*")
    plain.route("**/*", lambda route: route.fulfill(body=PAGE.replace("for=", "data-for="), content_type="text/html"))
    silent.goto("http://alongside.example/")
    with pytest.raises(AssertionError, match="label"):
        look(silent, "without scripts and without a label", eyes=page.context)
    plain.close()


def test_at_another_width_and_in_the_dark_it_is_another_page(page: Page) -> None:
    for asked, change in enumerate((lambda: page.set_viewport_size({"width": 1280, "height": 900}),
                                    lambda: page.emulate_media(color_scheme="dark")), 2):  # fmt: skip
        change()
        look(page, "elsewhere")
        assert conftest.LOOKS.asked == asked
