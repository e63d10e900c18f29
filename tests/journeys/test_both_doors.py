"""One agreement through both doors: she tries it and signs, a children's aid worker reads, she sees that, takes a line back.

After that his page is, byte for byte, the page of a colleague of his with whom that kind was never shared.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import CAST, ident, token_of
from tests.databases import Cluster
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in
from tests.journeys.steps import press, tick

ANA, ALDER = CAST["ANA"], CAST["ALDER"]
SAY = {
    "en": {
        "share": "Share something", "on": "Go on", "next": "Next", "choose": "Choose", "keep": "Keep this", "try": "Try it",
        "sign": "Go on to sign", "typed": "Sign with my typed name", "signed": "It is signed", "none": "No copy:",
        "done": "Done", "seen": "What went outside", "looked": "They looked at it here.", "yes": "You said yes to this.",
        "using": "Using, and getting better", "line": "Take this line back", "now": "Take it back now",
        "before": "we cannot call back", "worker": "your worker is there for you", "gone": "From now on they see nothing of it",
        "over": "taken back", "private": "What stays private", "judge": "A judge orders it.",
    },
    "fr-ca": {
        "share": "Partager quelque chose", "on": "Continuer", "next": "La suite", "choose": "Choisir", "keep": "Garder ceci",
        "try": "Essayer", "sign": "Passer à la signature", "typed": "Signer avec mon nom tapé", "signed": "C’est signé",
        "none": "Pas de copie", "done": "C’est fait", "seen": "Ce qui est sorti", "looked": "Ils l’ont lu ici.", "yes": "Vous avez dit oui.",
        "using": "Consommer, et aller mieux",
        "line": "Reprendre cette ligne", "now": "Le reprendre maintenant", "before": "on ne peut pas le reprendre", "worker": "votre intervenante est là",
        "gone": "on n’en voit plus rien", "over": "repris", "private": "Ce qui reste privé", "judge": "Un juge l’ordonne.",
    },
}  # fmt: skip
# Each language meets each screen, with scripts and without them.
WAYS = [
    pytest.param("en", True, DESK, id="english at a desk"),
    pytest.param("fr-ca", False, PHONE, id="french without scripts on a phone"),
]


@pytest.fixture(scope="module", autouse=True)
def a_colleague_of_his(cluster: Cluster, site: Site) -> Iterator[None]:
    """Colin works with both of them at the same society, as Cora does; nobody has sent anything yet."""
    with cluster.admin(site.database) as admin, admin.transaction():
        for person, name in ((ANA, "Ana A."), (CAST["BEE"], "Bee A.")):
            admin.execute(
                "insert into consent_outsideworker (id, family_id, person_id, colleague_id, known_as, during, recorded_by,"
                " recorded_at) values (gen_random_uuid(), %s, %s, %s, %s, daterange(null, null), %s, now())",
                [ALDER, person, CAST["CW2"], name, CAST["W1"]],
            )
        admin.execute("set local session_replication_role = replica")
        for table in ("consent_sentbackstep", "consent_sentdocument"):
            admin.execute(f"delete from {table} where sent_back_id = %s", [ident("sent ANA")])  # type: ignore[arg-type]
        admin.execute("delete from consent_sentback where id = %s", [ident("sent ANA")])
    yield


def read(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))).strip()


def parts(page: Page) -> list[str]:
    """What is shown of somebody, part by part, as it is read."""
    return [read(each.inner_html()) for each in page.locator("section:has(> article.shared)").all()]


def bytes_of(page: Page, address: str) -> str:
    """A page as the server sent it, without the marks of forms and without the name of whoever is signed in."""
    answer = page.request.get(address)
    assert answer.status == 200, address
    text = re.sub(r'((?:csrfmiddlewaretoken|submission)" value="|nonce=")[^"]*', r"\1", answer.text())
    return re.sub(r"Cora|Colin", "somebody", text)


def theirs(page: Page) -> list[str]:
    return [bytes_of(page, path) for path in ("/shared/", f"/shared/{ANA}/", f"/shared/{ANA}/send/")]


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS)
def test_what_she_takes_back_looks_as_if_it_had_never_been_shared(
    chromium: Browser, site: Site, language: str, scripts: bool, width: int
) -> None:
    say, tag = SAY[language], f"doors-{language}-{width}"
    kind = {"width": width, "language": language, "javascript": scripts}
    hers, his, never = (opened(chromium, site, **kind) for _n in range(3))  # type: ignore[arg-type]
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    ana, cora, colin = (window.new_page() for window in (hers, his, never))
    hers.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    walk_in(cora, "Cora")
    walk_in(colin, "Colin")
    assert theirs(cora) == theirs(colin)

    # What stays private can be read before anything is asked.
    ana.goto("/my/agreements/")
    press(ana, say["private"])
    expect(ana.get_by_role("main")).to_contain_text(say["judge"])
    ana.goto("/my/agreements/")
    press(ana, say["share"])
    press(ana, say["on"])
    tick(ana, f"person:{CAST['CW1']}")
    press(ana, say["next"])
    tick(ana, "care_coordination")
    press(ana, say["next"])
    with ana.expect_navigation():
        ana.locator("main").get_by_role("link", name=say["choose"]).first.click()
    ana.locator("label[for=kind_1]").click()
    ana.locator("label[for=kind_2]").click()
    press(ana, say["keep"])
    press(ana, say["next"])
    ana.locator("main .choice label").first.click()
    press(ana, say["next"])
    with ana.expect_navigation():
        ana.locator("main").get_by_role("link", name=say["try"], exact=True).click()
    look(ana, f"{tag}-1-try", eyes=eyes)
    tried = parts(ana)
    assert any("SECRET use" in part for part in tried)
    assert theirs(cora) == theirs(colin), "trying shares nothing"
    with ana.expect_navigation():
        ana.locator(".back a").click()
    press(ana, say["sign"])
    ana.locator("input[name=typed]").fill("Ana")
    press(ana, say["typed"])
    expect(ana.locator("h1")).to_have_text(say["signed"])
    ana.locator("label", has_text=say["none"]).click()
    press(ana, say["done"])
    form = ana.url

    # The worker reads exactly what she tried.
    cora.goto("/shared/")
    with cora.expect_navigation():
        cora.get_by_role("link", name="Ana A.").click()
    look(cora, f"{tag}-2-what-he-reads", eyes=eyes)
    assert parts(cora) == tried
    colin.goto(f"/shared/{ANA}/")
    assert not any("SECRET use" in part for part in parts(colin))
    assert theirs(cora) != theirs(colin)

    # She sees that, word for word.
    ana.goto("/my/seen/")
    expect(ana.get_by_role("main")).to_contain_text(say["looked"])
    expect(ana.get_by_role("main")).to_contain_text(say["yes"])
    look(ana, f"{tag}-3-what-went-outside", eyes=eyes)
    with ana.expect_navigation():
        ana.locator("article h2 a", has_text="Cora").first.click()
    expect(ana.get_by_role("main")).to_contain_text("SECRET use")
    look(ana, f"{tag}-4-every-word", eyes=eyes)

    # She takes one kind back, and is told first what that cannot do.
    ana.goto(form)
    line = ana.locator("li, p, div").filter(has=ana.get_by_role("link", name=say["line"])).filter(has_text=say["using"])
    with ana.expect_navigation():
        line.last.get_by_role("link", name=say["line"]).last.click()
    for told in (say["before"], say["worker"], say["using"]):
        expect(ana.get_by_role("main")).to_contain_text(told)
    expect(ana.get_by_role("main")).to_contain_text("Cora")
    look(ana, f"{tag}-5-before-it-is-taken-back", eyes=eyes)
    press(ana, say["now"])
    expect(ana.locator("#messages")).to_contain_text(say["gone"])
    look(ana, f"{tag}-6-taken-back", eyes=eyes)

    # The next request of his open page is that of a colleague who never had it.
    cora.reload()
    assert parts(cora) == parts(colin)
    assert theirs(cora) == theirs(colin)
    look(cora, f"{tag}-7-his-next-request", eyes=eyes)
    for window in filter(None, (hers, his, never, eyes)):
        window.close()
