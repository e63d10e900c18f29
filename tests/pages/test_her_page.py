"""A woman's own pages: signing in, setting up, her device; what is said to nobody, and what stays behind."""

from __future__ import annotations

import itertools
import re
import uuid
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth import hashers
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings

from alongside.accounts import actions, queries
from alongside.accounts.rules import check_name, check_words, plain_code
from alongside.accounts.terms import CodePurpose, PageState
from alongside.pages.mother.mine.entering import NOT_TOGETHER, WAIT
from alongside.safekeeping.actions import acting
from alongside.wording.rules import check, hard_sentences, read
from tests.cast import CAST, T0, acting_as
from tests.client import client_as
from tests.pages.test_doors import SECRET
from tests.pages.test_doors import code as of_the_app

pytestmark = pytest.mark.usefixtures("committing")
ANA, ALDER = CAST["ANA"], CAST["ALDER"]
WORDS = "blue kettle on the hill"
numbers = itertools.count(1)
# What nothing on her pages may say, in either language: title, address, cookie, icon, a word in the page's text or code.
TELLING = re.compile(
    r"alongside|programm|mother|mère\b|women|femmes|substance|drug|drogue|addict|recover|clinic|counsel|intervenante en"
    r"|breaking|cycle|portal|client|case\b|patient|baby|bébé|parenting|society|court\b", re.I,
)  # fmt: skip


@pytest.fixture(autouse=True)
def no_tries_before() -> None:
    cache.clear()


def make(purpose: str = CodePurpose.SET_UP) -> str:
    with acting_as("W1"):
        return actions.make_her_code(family=ALDER, person=ANA, purpose=purpose, by=CAST["W1"], at=T0).text


def set_up(browser: Client, called: str, words: str = WORDS) -> Any:
    assert browser.post("/account/my/start/", {"code": make()})["Location"] == "/account/my/start/words/"
    return browser.post("/account/my/start/words/", {"called": called, "words": words, "again": words})


@pytest.fixture
def called() -> str:
    """Her page is set up, with nothing beside her words yet; the name she chose."""
    name = f"blue door {next(numbers)}"
    assert set_up(Client(), name)["Location"] == "/account/my/keys/"
    return name


def sign_in(browser: Client, called: str, words: str = WORDS, code: str = "", **more: Any) -> Any:
    return browser.post("/my/in/", {"called": called, "words": words, "code": code}, **more)


def inside(called: str) -> Client:
    browser = Client()
    page = sign_in(browser, called, code=make(CodePurpose.SIGN_IN))
    assert page["Location"] == "/my/", page.text
    return browser


def lives(browser: Client) -> bool:
    return browser.get("/my/").status_code == 200


# --- setting up


def test_from_the_code_to_her_first_page() -> None:
    browser = Client()
    assert set_up(browser, "first way")["Location"] == "/account/my/keys/"
    assert browser.get("/account/my/keys/").status_code == 200
    page = browser.post("/account/my/keys/", {})
    assert page["Location"] == "/my/"
    assert lives(browser)
    # What she was in the middle of is over.
    assert browser.get("/account/my/keys/")["Location"] == "/my/in/"
    assert browser.get("/account/my/start/words/")["Location"] == "/account/my/start/"


def test_without_the_code_no_page_of_setting_up_opens() -> None:
    for address in ("start/words/", "keys/", "keys/app/", "keys/paper/", "keys/device/", "keys/words/"):
        for page in (Client().get(f"/account/my/{address}"), Client().post(f"/account/my/{address}", {"x": "y"})):
            assert page.status_code == 302 and page["Location"] in ("/my/in/", "/account/my/start/"), address


@pytest.mark.parametrize(
    "guess", ["", "ANA", "Ana Alder", "1995-05-04", "04/05/1995", "+14165550123", "AAAA-BBBB-CCCC"]
)
def test_nothing_that_can_be_known_of_her_begins_it(guess: str) -> None:
    """An ex-partner with her name, her birthday and her number."""
    page = Client().post("/account/my/start/", {"code": guess})
    assert page.status_code == 200 and "Location" not in page
    page = sign_in(Client(), "Ana Alder", "04051995", guess)
    assert page.status_code == 200 and settings.TOKEN_COOKIE not in page.cookies


def test_a_held_page_says_nothing_of_why_and_opens_nothing(called: str) -> None:
    browser = Client()
    page = set_up(browser, "+1 416 555 0123")  # her own safe number: not held
    assert page.status_code == 302
    with acting_as("W1"):
        from alongside.families.actions import know_contact
        from alongside.families.models import Person

        know_contact(person=Person.objects.get(pk=CAST["CAL"]), value="cal@example.org", by=CAST["W1"], at=T0)
    browser = Client()
    page = set_up(browser, "Cal@example.org")
    assert page.status_code == 200 and "Your worker looks at one thing with you first" in page.text
    assert "Cal" not in page.text
    assert browser.get("/account/my/keys/")["Location"] == "/my/in/"
    with acting_as("W1"):
        held = queries.her_page(ANA)
    assert held is not None and held.state == PageState.HELD
    worker = client_as("W1")
    assert "please talk with her" in worker.get(f"/families/{ALDER}/").text
    assert "Please talk with her first, alone" in worker.get(own_page()).text
    page = worker.post(own_page("check/"), {"submission": str(uuid.uuid4()), "hers": "yes"})
    assert page.status_code == 302
    assert sign_in(Client(), "cal@example.org", code=make(CodePurpose.SIGN_IN))["Location"] == "/my/"


def test_her_words_are_never_sent_back(called: str) -> None:
    browser = Client()
    browser.post("/account/my/start/", {"code": make()})
    page = browser.post(
        "/account/my/start/words/", {"called": "river", "words": "one kettle here", "again": "two kettles"}
    )
    assert "not the same" in page.text and "river" in page.text and "kettle" not in page.text
    page = inside(called).post("/my/safe/signing-in/", {"words": "one kettle here"})
    assert "kettle" not in page.text


WEAK = [
    ("river", "short", "words_short"), ("river", "12345678", "words_easy"), ("river", "aaaaaaaa", "words_easy"),
    ("river", "04051995", "words_easy"), ("river", "1995-05-04", "words_easy"), ("river", "05/04/1995", "words_easy"),
    ("river", "4 5 1995", "words_short"), ("river song", "river song", "words_are_name"), ("river", "x" * 201, "words_long"),
    ("river", "my river here", "words_are_name"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "words", "because"), WEAK)
def test_words_that_somebody_close_would_guess(name: str, words: str, because: str) -> None:
    assert check_words(words, called=name).because == because


@pytest.mark.parametrize("words", [WORDS, "7 calm horses", "34971286", "été au bord du lac", "99999187"])
def test_words_that_are_fine(words: str) -> None:
    assert check_words(words, called="river")


def test_names_for_signing_in() -> None:
    assert check_name("sky") and check_name("Zoé") and not check_name("ab") and not check_name("x" * 201)


def test_a_code_is_read_as_it_was_meant() -> None:
    assert plain_code(" abcd-efgh–jk23 ") == "ABCDEFGHJK23"
    assert plain_code("12O4 567o") == "12045670"


# --- signing in


def test_each_way_beside_her_words(called: str) -> None:
    user = queries.her_sign_in(called)
    assert user is not None
    with transaction.atomic(using="gate"):
        TOTP.activate(user, SECRET)
        first, second, *_ = RecoveryCodes.activate(user).get_unused_codes()
    for code in (make(CodePurpose.SIGN_IN), of_the_app(SECRET), first, f"{second[:4]} {second[4:]}"):
        browser = Client()
        assert sign_in(browser, called.upper(), code=code)["Location"] == "/my/"
        assert lives(browser)
        assert "Location" not in sign_in(Client(), called, code=code)  # each opens once


def the_same(one: Any, two: Any) -> bool:
    """Two answers but for what a browser gets anew each time, and what she typed herself."""
    texts = [re.sub(r'value="[^"]*"', "", page.text) for page in (one, two)]
    return texts[0] == texts[1] and one.status_code == two.status_code and one.cookies.keys() == two.cookies.keys()


def test_whatever_does_not_fit_is_answered_alike(called: str) -> None:
    code = make(CodePurpose.SIGN_IN)
    wrong_words = sign_in(Client(), called, "something else", code)
    assert str(NOT_TOGETHER) in wrong_words.text and wrong_words.status_code == 200
    for page in (
        sign_in(Client(), "nobody at all", WORDS, code),
        sign_in(Client(), called, WORDS, "00000000"),
        sign_in(Client(), "wanda@example.org", WORDS, code),
    ):
        assert the_same(page, wrong_words)
        assert settings.TOKEN_COOKIE not in page.cookies
    assert "something else" not in wrong_words.text and code not in wrong_words.text
    with acting_as("W1"):
        held = queries.her_page(ANA)
    assert held is not None
    with acting_as("W1"):
        actions.close_her_page(page=held, by=CAST["W1"], at=T0)
    cache.clear()
    assert the_same(sign_in(Client(), called, WORDS, code), wrong_words)  # off looks like wrong


def test_a_right_code_is_not_used_up_by_wrong_words(called: str) -> None:
    code = make(CodePurpose.SIGN_IN)
    assert "Location" not in sign_in(Client(), called, "something else", code)
    assert sign_in(Client(), called, WORDS, code)["Location"] == "/my/"


def counting(verb: str, made: list[str]) -> Any:
    """The real thing, counted."""
    real = getattr(hashers.Argon2PasswordHasher, verb)

    def counted(*args: Any, **kwargs: Any) -> Any:
        made.append(verb)
        return real(*args, **kwargs)

    return counted


def test_a_name_nobody_has_takes_as_long(called: str) -> None:
    """Both hash the words once. (Counted, not timed: this machine is shared.)"""
    counted = []
    for name in (called, "nobody at all"):
        made: list[str] = []
        with pytest.MonkeyPatch.context() as patch:
            for verb in ("encode", "verify"):
                patch.setattr(hashers.Argon2PasswordHasher, verb, counting(verb, made))
            actions.who_comes_in(called=name, words="not these", code="1")
        counted.append(len(made))
    assert counted == [1, 1]


def test_too_many_tries_wait_for_a_known_and_an_unknown_name_alike(called: str) -> None:
    for name in (called, "nobody at all"):
        pages = [sign_in(Client(), name, "not these", "1") for _ in range(6)]
        assert [page.status_code for page in pages] == [200] * 5 + [429]
        assert str(WAIT) in pages[-1].text
    code = make(CodePurpose.SIGN_IN)
    assert sign_in(Client(), called, WORDS, code).status_code == 429  # also with the right ones
    cache.clear()
    assert sign_in(Client(), called, WORDS, code)["Location"] == "/my/"


def test_signing_in_gives_a_token_of_its_own_and_ends_the_one_before(called: str) -> None:
    """Session fixation: whatever the browser brought along is nobody's, and a stranger's token stays a stranger's."""
    browser = Client()
    browser.cookies[settings.TOKEN_COOKIE] = "planted by somebody"
    page = sign_in(browser, called, code=make(CodePurpose.SIGN_IN))
    first = page.cookies[settings.TOKEN_COOKIE].value
    assert first != "planted by somebody" and len(first) >= 43
    page = sign_in(browser, called, code=make(CodePurpose.SIGN_IN))
    second = page.cookies[settings.TOKEN_COOKIE].value
    assert second != first
    thief = Client()
    thief.cookies[settings.TOKEN_COOKIE] = first
    assert thief.get("/my/")["Location"] == "/my/in/"


# --- leaving


def test_a_stolen_cookie_after_leaving_opens_nothing(called: str) -> None:
    for address, fields in (("/leave/", {"all": "1"}), ("/my/out/", {})):
        browser = inside(called)
        stolen = browser.cookies[settings.TOKEN_COOKIE].value
        page = browser.post(address, fields, headers={"accept": "text/html"})
        assert page["Clear-Site-Data"] == '"cache", "cookies", "storage"'
        thief = Client()
        thief.cookies[settings.TOKEN_COOKIE] = stolen
        for where in ("/my/", "/my/safe/", "/"):
            assert thief.get(where).status_code == 302, where
        assert not TELLING.search(page.text)


def test_leaving_half_way_through_setting_up_ends_it_too() -> None:
    browser = Client()
    set_up(browser, f"half way {next(numbers)}")
    stolen = browser.cookies[settings.SESSION_COOKIE_NAME].value
    page = browser.get("/account/my/keys/")
    assert 'action="/account/leave/"' in page.text
    assert browser.post("/account/leave/", headers={"accept": "text/html"}).status_code == 200
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert thief.get("/account/my/keys/")["Location"] == "/my/in/"


def test_my_device_may_not_be_safe(called: str) -> None:
    browser, other = inside(called), inside(called)
    page = browser.post("/my/safe/off/")
    assert settings.LEAVE_TO in page.text and not TELLING.search(page.text)
    assert page["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not lives(browser) and not lives(other)
    cache.clear()
    with pytest.raises(Exception, match="not_open"):
        make(CodePurpose.SIGN_IN)
    worker = client_as("W1")
    told = "Her page is off: she says that a device may not be safe."
    assert told in worker.get("/").text
    assert "She says that a device of hers may not be safe" in worker.get(f"/families/{ALDER}/").text
    assert "Please find a safe moment to talk with her, alone" in worker.get(own_page()).text
    for who in ("W2", "CHC", "p_cal", "p_ana"):
        assert told not in client_as(who).get("/", follow=True).text


def test_it_asks_to_be_sent_and_to_be_sent_by_her(called: str) -> None:
    browser = inside(called)
    assert browser.get("/my/safe/off/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    for address in ("/my/safe/off/", "/my/safe/traces/", "/my/out/", "/my/in/", "/account/my/start/"):
        assert strict.post(address).status_code == 403, address
    assert lives(browser)


# --- changing how she signs in


def test_she_says_her_words_again_before_she_changes_anything(called: str) -> None:
    browser = inside(called)
    assert browser.get("/account/my/keys/")["Location"] == "/my/in/"
    assert browser.post("/my/safe/signing-in/", {"words": "no"}).status_code == 200
    assert browser.post("/my/safe/signing-in/", {"words": WORDS})["Location"] == "/account/my/keys/"
    page = browser.get("/account/my/keys/paper/")
    codes = re.findall(r"<code>(\d{4} \d{4})</code>", page.text)
    assert len(codes) == 10
    fresh = re.findall(r"<code>(\d{4} \d{4})</code>", browser.post("/account/my/keys/paper/").text)
    assert len(set(codes) & set(fresh)) == 0
    page = browser.get("/account/my/keys/app/")
    secret = "".join(re.findall(r'class="key"><code>([A-Z2-7 ]+)</code>', page.text)[0].split())
    assert "otpauth://totp/My%20notes?" in page.text
    assert browser.post("/account/my/keys/app/", {"code": "000000"}).status_code == 200
    assert browser.post("/account/my/keys/app/", {"code": of_the_app(secret)})["Location"] == "/account/my/keys/"
    assert sign_in(Client(), called, code=fresh[0])["Location"] == "/my/"
    browser.post("/account/my/keys/", {"away": "recovery_codes"})
    assert "Location" not in sign_in(Client(), called, code=fresh[1])
    # Other words: whoever is in with the old ones is out, she is in anew.
    elsewhere = inside(called)
    page = browser.post("/account/my/keys/words/", {"words": "green kettle hill", "again": "green kettle hill"})
    assert page["Location"] == "/my/" and lives(browser) and not lives(elsewhere)
    cache.clear()
    assert "Location" not in sign_in(Client(), called, code=make(CodePurpose.SIGN_IN))


def test_when_her_session_ends_what_she_was_changing_ends_with_it(called: str) -> None:
    browser = inside(called)
    browser.post("/my/safe/signing-in/", {"words": WORDS})
    assert browser.get("/account/my/keys/").status_code == 200
    with acting(browser.cookies[settings.TOKEN_COOKIE].value), connection.cursor() as cursor:
        cursor.execute("select safekeeping.end_session()")
    assert browser.get("/account/my/keys/")["Location"] == "/my/in/"


# --- what her pages say, and what stays behind

PAGES = ["/my/", "/my/safe/", "/my/safe/signing-in/"]
OPEN = ["/my/in/", "/my/private/", "/account/my/start/", "/my/no-such-page/", "/account/my/no-such-page/"]


@pytest.mark.parametrize("language", ["en", "fr-ca"])
def test_title_address_cookies_and_words_tell_nobody_what_this_is(called: str, language: str) -> None:
    browser = inside(called)
    browser.cookies["django_language"] = language
    seen = [(a, browser.get(a)) for a in PAGES] + [
        (a, Client(headers={"accept-language": language}).get(a)) for a in OPEN
    ]
    titles = set()
    for address, page in seen:
        titles.add(re.findall(r"<title>(.*?)</title>", page.text, re.S)[0])
        assert page["Cache-Control"] == "no-store, max-age=0", address
        text = page.text
        if address == "/my/private/":  # says what the law asks, in words that are not about her
            text = re.sub(r"(?s)<div data-read>.*</div>", "", text)
        assert not TELLING.search(text), (address, TELLING.search(text))
        assert not TELLING.search(address)
        assert '<link rel="icon" href="data:,">' in page.text, address
        for cookie in [*page.cookies.values(), *browser.cookies.values()]:
            assert not TELLING.search(cookie.key + cookie.value) and not TELLING.search(str(cookie.get("path")))
    assert titles == ({"My notes"} if language == "en" else {"Mes notes"})


def test_her_name_is_on_no_page(called: str) -> None:
    browser = inside(called)
    for address in PAGES:
        text = browser.get(address).text
        assert "Ana" not in text and "Alder" not in text and called not in text, address


def test_no_cookie_outlives_the_browser(called: str) -> None:
    browser = Client()
    set: list[Any] = []
    for page in (
        browser.get("/my/in/"),
        browser.get("/my/private/"),
        browser.post("/language/", {"language": "fr-ca", "next": "/my/in/"}),
        browser.get("/account/my/key/"),
        sign_in(browser, called, code=make(CodePurpose.SIGN_IN)),
        browser.get("/my/"),
        browser.get("/my/safe/"),
        browser.post("/my/safe/traces/", {"few": "no"}),
    ):
        set += list(page.cookies.values())
    names = {cookie.key for cookie in set}
    assert {settings.TOKEN_COOKIE, "csrftoken", "django_language", "sessionid"} <= names
    kept = [c.key for c in set if (c["max-age"] or c["expires"]) and c.value]
    assert kept == []
    assert (
        Client().post("/language/", {"language": "fr-ca", "next": "/"}).cookies["django_language"]["max-age"]
    )  # staff


def test_a_name_of_the_programmes_own_choice(called: str) -> None:
    with override_settings(HER_NAME="Library list"):
        assert "<title>Library list</title>" in Client().get("/my/in/").text
        assert "“Library list”" in client_as("W1").get(own_page()).text


def test_a_host_name_for_her_pages_alone(called: str) -> None:
    with override_settings(HER_HOST="notes.example.org", ALLOWED_HOSTS=["notes.example.org", "testserver"]):
        there = {"headers": {"host": "notes.example.org"}}
        assert Client().get("/", **there)["Location"] == "/my/"
        assert Client().get("/my/in/", **there).status_code == 200
        for address in ("/account/login/", "/walk-in/", "/families/", "/design/", "/account/2fa/", "/notes/"):
            page = Client().get(address, **there)
            assert page.status_code == 404 and not TELLING.search(page.text), address
        assert Client().get("/account/login/").status_code == 200


def test_only_what_is_read_on_screen_is_hidden_by_its_look(called: str) -> None:
    """A password box would make the browser ask whether to keep her words."""
    for page in (Client().get("/my/in/"), inside(called).get("/my/safe/signing-in/")):
        assert 'type="password"' not in page.text and 'class="hushed' in page.text
        for box in re.findall(r"<input[^>]*>", page.text):
            assert 'type="hidden"' in box or 'autocomplete="off"' in box, box


def plain(html: str) -> str:
    """What is read on a page: each item and heading a sentence of its own."""
    main = re.findall(r"(?s)<main.*?</main>", html)[0]
    ended = re.sub(r"</(h1|h2|h3|p|li|label|legend|button)>", ".\n", main)
    return re.sub(r"\s*\.+\s*\n", ".\n", re.sub(r"<[^>]+>|&[a-z#0-9]+;", " ", ended))


@pytest.mark.parametrize(("language", "grade"), [("en", "en"), ("fr-ca", "fr")])
def test_a_girl_of_twelve_can_read_every_page(called: str, language: str, grade: Any) -> None:
    browser = inside(called)
    browser.cookies["django_language"] = language
    browser.post("/my/safe/signing-in/", {"words": WORDS})
    changing = ["/account/my/keys/", "/account/my/keys/app/", "/account/my/keys/paper/", "/account/my/keys/words/"]
    texts = {}
    for address in [*PAGES, *changing, "/my/in/", "/my/private/", "/account/my/start/"]:
        text = re.sub(r"\b[A-Z2-7]{4}( [A-Z2-7]{4})+|\d{4} \d{4}", "", plain(browser.get(address).text))
        assert read(text, grade).words > 5, address
        texts[address] = text
    short = [address for address, text in texts.items() if read(text, grade).words < 60]
    texts["all the short ones"] = "\n".join(texts.pop(address) for address in short)  # a grade needs some words
    for address, text in texts.items():
        found = read(text, grade)
        assert found.easy, (address, found, hard_sentences(text, grade))
        assert [f for f in check(text, audience="woman") if f.level == "avoid"] == [], address


def test_what_stays_private_is_read_before_any_question_and_before_signing_in() -> None:
    page = Client().get("/my/private/")
    assert page.status_code == 200
    for words in (
        "A child is being hurt, or may be.",
        "A judge orders it.",
        "Nobody outside sees it unless you say yes.",
    ):
        assert words in page.text
    assert '/my/private/?at=/my/in/"' in Client().get("/my/in/").text
    assert 'href="/my/in/"' in page.text
    back = Client().get("/my/private/?at=https://elsewhere.example/")
    assert "elsewhere" not in re.findall(r"(?s)<main.*</main>", back.text)[0]


# --- who finds nothing


@pytest.mark.parametrize("who", ["W1", "W2", "SUP", "PRIV", "ADM", "p_cal", "p_foster", "CW1", "EVAL", None])
def test_nobody_else_sees_a_page_of_hers(who: str | None) -> None:
    for address in PAGES:
        page = client_as(who).get(address)
        assert (page.status_code, page.get("Location")) in ((404, None), (302, "/my/in/")), address


def test_her_session_opens_nothing_of_the_staffs(called: str) -> None:
    browser = inside(called)
    assert browser.get("/")["Location"] == "/my/"
    for address in (f"/families/{ALDER}/", "/families/", "/team/", "/trail/", own_page(), "/instruments/", "/watch/"):
        page = browser.get(address)
        assert page.status_code == 404 and not TELLING.search(page.text), address


# --- the worker's page


def own_page(more: str = "", family: uuid.UUID = ALDER, person: uuid.UUID = ANA) -> str:
    return f"/families/{family}/people/{person}/own-page/{more}"


def test_a_worker_makes_a_code_that_is_shown_once() -> None:
    worker = client_as("W1")
    assert "/own-page/" in worker.get(f"/families/{ALDER}/").text
    sent = {"submission": str(uuid.uuid4()), "make": "set_up"}
    page = worker.post(own_page(), sent)
    code = re.findall(r"<code>([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})</code>", page.text)[0]
    assert page["Cache-Control"] == "no-store, max-age=0"
    again = worker.post(own_page(), sent, follow=True)
    assert code not in again.text and "shown once" in again.text
    assert Client().post("/account/my/start/", {"code": code}).status_code == 302
    assert code not in worker.get(own_page()).text


def test_a_code_that_could_not_be_made_yet_is_made_when_it_can() -> None:
    """What was asked for before her page was open is no second asking: the same form makes the code afterwards."""
    worker, sent = client_as("W1"), {"submission": str(uuid.uuid4()), "make": "sign_in"}
    set_up(Client(), f"blue door {next(numbers)}")
    assert worker.post(own_page("off/"), {"submission": str(uuid.uuid4())}).status_code == 302
    page = worker.post(own_page(), sent)
    assert "Please set it up with her first" in page.text and sent["submission"] in page.text
    set_up(Client(), f"blue door {next(numbers)}")
    assert "<code>" in worker.post(own_page(), sent).text
    assert "<code>" not in worker.post(own_page(), sent, follow=True).text


@pytest.mark.parametrize("who", ["W2", "W3", "CHC", "p_ana", "p_cal", "PRIV", "ADM", "EVAL", "CW1"])
def test_nobody_else_makes_one(who: str) -> None:
    for page in (
        client_as(who).get(own_page()),
        client_as(who).post(own_page(), {"submission": str(uuid.uuid4()), "make": "set_up"}),
        client_as(who).post(own_page("off/"), {"submission": str(uuid.uuid4())}),
    ):
        assert page.status_code == 404 or page["Location"] == "/account/login/"  # her own session ended above


def test_a_hand_made_form_makes_no_other_code() -> None:
    page = client_as("W1").post(own_page(), {"submission": str(uuid.uuid4()), "make": "everything"})
    assert page.status_code == 404
    for person in ("CAL", "BEE", "EVE"):
        assert client_as("W1").get(own_page(person=CAST[person])).status_code == 404


def test_numbers_of_others_are_written_down_and_taken_back() -> None:
    worker, cal = client_as("W1"), CAST["CAL"]
    page = worker.post(f"/families/{ALDER}/people/{cal}/reached-at/add/",
                       {"submission": str(uuid.uuid4()), "value": "416 555 7777"})  # fmt: skip
    assert page.status_code == 302
    page = worker.get(page["Location"])
    assert "416 555 7777" in page.text
    away = re.findall(rf"/families/{ALDER}/people/{cal}/reached-at/[0-9a-f-]+/take-back/", page.text)[0]
    worker.post(away, {"submission": str(uuid.uuid4())})
    assert "416 555 7777" not in worker.get(f"/families/{ALDER}/people/{cal}/change/").text
    assert client_as("W2").get(f"/families/{ALDER}/people/{cal}/reached-at/add/").status_code == 404


def test_each_step_is_in_the_trail_and_she_can_read_it(called: str) -> None:
    from alongside.recordkeeping.models import Trail

    browser = inside(called)
    with acting(browser.cookies[settings.TOKEN_COOKIE].value):
        verbs = set(Trail.objects.values_list("verb", flat=True))
    assert {"code to set up her page", "signed in to her page", "code to sign in"} <= verbs
