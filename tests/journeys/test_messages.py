"""How messages may come: asked with her, a reminder of what comes next, and stopped by herself on her own page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import CAST, token_of
from tests.databases import Cluster
from tests.journeys.conftest import DESK, Site, look, opened, walk_in
from tests.journeys.test_goals import press

ALDER = CAST["ALDER"]
SAY = {
    "en": {
        "messages": "Messages to her", "write": "Write down what she says: Text message", "value": "The number or address",
        "wants": "She wants messages this way", "only": "Only she", "calls": "What does she call it?", "save": "Save",
        "remind": "She wants a reminder", "what": "What will happen", "stop": "Stop all of it now", "none": "We send you nothing",
        "other": "She would like another time.", "duty": "On duty", "read": "Read what came back",
        "have": "I have it",
    },
    "fr-ca": {
        "messages": "Messages à elle", "write": "Écrire ce qu’elle dit: Message texte", "value": "Le numéro ou l’adresse",
        "wants": "Elle veut des messages de cette façon", "only": "Elle seule", "calls": "Comment appelle-t-elle cela ?",
        "save": "Enregistrer", "remind": "Elle veut un rappel", "what": "Ce qui va arriver", "stop": "Tout arrêter maintenant",
        "none": "Nous ne vous envoyons rien", "other": "Elle aimerait un autre moment.", "duty": "De garde",
        "read": "Lire ce qui est revenu", "have": "Je m’en occupe",
    },
}  # fmt: skip


def _wrote_back(cluster: Cluster, site: Site) -> None:
    """As the service leaves it when she writes: something that cannot wait, and that she would like another time."""
    with cluster.admin(site.database) as admin:
        for table in ("notice", "heard"):
            admin.execute(f"delete from reminders_{table}")
        for kind, words in (("hard", "please, he is at the door"), ("other_time", "2")):
            admin.execute(
                "with heard as (insert into reminders_heard (id, family_id, woman_id, by, value, words, reference, came_at,"
                " read_at, meanings) values (uuidv7(), %(f)s, %(w)s, 'text', '+1', %(said)s, %(said)s, now(), now(),"
                " array[%(kind)s]) returning id) insert into reminders_notice (id, family_id, woman_id, kind, because,"
                " heard_id, told_at) select uuidv7(), %(f)s, %(w)s, %(kind)s, '', id, now() from heard",
                {"f": ALDER, "w": CAST["ANA"], "said": words, "kind": kind},
            )  # fmt: skip


@pytest.mark.parametrize(
    ("language", "scripts", "width"),
    [
        pytest.param("fr-ca", False, 320, id="french without scripts on a small phone"),
        pytest.param("en", True, DESK, id="english at a desk"),
    ],
)
def test_messages_come_as_she_says_and_stop_when_she_says(
    chromium: Browser, site: Site, cluster: Cluster, language: str, scripts: bool, width: int
) -> None:
    say, tag = SAY[language], f"messages-{language}-{width}"
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    page = window.new_page()
    walk_in(page, "Wanda")
    page.goto(f"/families/{ALDER}/")
    press(page, say["messages"])
    look(page, f"{tag}-1-nothing", eyes=eyes)
    with page.expect_navigation():
        page.locator("#wishes a").first.click()
    page.get_by_text(say["wants"], exact=True).click()
    page.get_by_label(say["value"]).fill("416 555 0123")
    page.get_by_text(say["only"], exact=True).click()
    page.get_by_label(say["calls"]).fill("baby group")  # would tell whoever reads it: she chooses other words
    press(page, say["save"])
    expect(page.get_by_label(say["calls"])).to_have_value("baby group")
    look(page, f"{tag}-2-form", eyes=eyes)
    page.get_by_label(say["calls"]).fill("Coffee with Sam")
    press(page, say["save"])
    expect(page.locator("#wishes")).to_contain_text("Coffee with Sam")

    page.goto(f"/families/{ALDER}/promises/add/")
    page.locator("[name=what]").fill("Bring the book")
    for part, value in (("day", "20"), ("month", "2"), ("year", "2099")):
        page.locator(f"[name=on_{part}]").fill(value)
    page.locator("[name=at_time]").fill("10:00")
    press(page, say["save"])
    page.goto(f"/families/{ALDER}/messages/")
    with page.expect_navigation():
        page.locator("#remind a").last.click()
    press(page, say["remind"])
    look(page, f"{tag}-3-reminded", eyes=eyes)
    # What comes back is found from where the day begins, by links alone.
    _wrote_back(cluster, site)
    page.goto("/")
    look(page, f"{tag}-4-home", eyes=eyes)
    expect(page.locator("#came-back")).to_contain_text(say["other"])
    press(page, say["duty"])
    look(page, f"{tag}-5-on-duty", eyes=eyes)
    press(page, say["read"])
    expect(page.get_by_role("main")).to_contain_text(say["other"])
    look(page, f"{tag}-6-came-back", eyes=eyes)
    with page.expect_navigation():
        page.locator("main article a").first.click()
    press(page, say["have"])
    expect(page.get_by_role("main")).to_contain_text("please, he is at the door")
    page.goto("/")
    page.locator("#came-back a").first.click()
    page.wait_for_url(f"**/families/{ALDER}/messages/")
    page.goto(f"/families/{ALDER}/")
    look(page, f"{tag}-7-family", eyes=eyes)
    expect(page.get_by_role("main")).to_contain_text(say["other"])

    hers = opened(chromium, site, width=width, language=language, javascript=scripts)
    hers.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    mine = hers.new_page()
    mine.goto("/my/messages/")
    expect(mine.get_by_role("main")).to_contain_text("+14165550123")
    look(mine, f"{tag}-8-hers", eyes=eyes)
    press(mine, say["stop"])
    expect(mine.get_by_role("main")).to_contain_text(say["none"])
    for each in (window, hers, eyes):
        if each:
            each.close()
