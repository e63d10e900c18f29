"""All that is asked of her in one place: an appointment elsewhere, what lies too close, her own days, a calendar of her own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from tests.cast import CAST, token_of
from tests.databases import Cluster
from tests.journeys.conftest import DESK, Site, look, opened, walk_in
from tests.journeys.steps import choose, fill_day, press, send

ALDER = CAST["ALDER"]
SAY = {
    "en": {
        "calendar": "Calendar", "add": "An appointment elsewhere", "what": "What is it?", "court": "A court or a lawyer",
        "health": "A clinic, a hospital or a doctor", "begins": "At what time?", "where": "Where?",
        "way": "How many minutes does it take to get there?", "along": "Does one of us go along?", "save": "Save",
        "longer": "longer than there is", "days": "My days", "off": "It is called off", "called_off": "Called off",
        "own": "In a calendar of your own", "make": "Make an address", "turn_off": "Turn it off now", "times": "When I come",
        "new": "Add something of my own", "keep": "Keep it", "is_off": "It is off", "mine": "In a calendar of my own",
        "kept": "A place is kept for your child.", "drive": "We drive you.", "other": "I need a different time",
        "told": "She would like another time.", "fine": "Never mind, the time is fine",
    },
    "fr-ca": {
        "calendar": "Agenda", "add": "Un rendez-vous ailleurs", "what": "Qu’est-ce que c’est ?", "court": "Un tribunal ou une personne avocate",
        "health": "Une clinique, un hôpital ou un médecin", "begins": "À quelle heure ?", "where": "Où ?",
        "way": "Combien de minutes faut-il pour y aller ?", "along": "Est-ce que l’une de nous y va aussi ?",
        "save": "Enregistrer", "longer": "de plus que le temps qu’il y a", "days": "Mes journées", "off": "C’est annulé",
        "called_off": "Annulé", "own": "Dans un agenda à vous", "make": "Créer une adresse", "turn_off": "Le désactiver maintenant",
        "times": "Quand je viens", "new": "Ajouter quelque chose à moi", "keep": "Garder", "is_off": "C’est annulé pour moi",
        "mine": "Dans un agenda à moi", "kept": "Une place est gardée pour votre enfant.",
        "drive": "Nous venons vous chercher en voiture.", "other": "J’ai besoin d’un autre moment",
        "told": "Elle aimerait un autre moment.", "fine": "Finalement, le moment me convient",
    },
}  # fmt: skip
WAYS = [
    pytest.param("fr-ca", False, 320, id="french without scripts on a small phone"),
    pytest.param("en", True, DESK, id="english at a desk"),
]


@pytest.fixture(autouse=True)
def a_group_to_come(cluster: Cluster, site: Site) -> None:
    """The mothers' group is in two days; Bee has her place next door, and somebody drives them."""
    with cluster.admin(site.database) as admin:
        for table, more in (("services_session", ", held_at = null"), ("services_booking", ", transport = 'we_drive'")):
            admin.execute(
                f"update {table} set during = tstzrange(date_trunc('day', now()) + interval '2 days 15 hours',"
                f" date_trunc('day', now()) + interval '2 days 17 hours'){more}"
            )


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS)
def test_what_is_asked_of_her_stands_in_one_place(
    chromium: Browser, site: Site, language: str, scripts: bool, width: int
) -> None:
    say, tag = SAY[language], f"calendar-{language}-{width}-{'js' if scripts else 'plain'}"
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    page = window.new_page()
    walk_in(page, "Wanda")
    page.goto(f"/families/{ALDER}/")
    press(page, say["calendar"])
    look(page, f"{tag}-1-empty", eyes=eyes)
    on = timezone.localdate() + timedelta(days=3)
    for what, who, hour, place, way in (
        ("the judge", "court", "09:00", "Court house", "50"), ("teeth", "health", "10:15", "Clinic", "20"),
    ):  # fmt: skip
        press(page, say["add"])
        page.get_by_label(say["what"]).fill(what)
        page.get_by_text(say[who], exact=True).click()
        fill_day(page, "on", str(on.day), str(on.month), str(on.year))
        page.get_by_label(say["begins"]).fill(hour)
        page.get_by_label(say["where"]).fill(place)
        page.get_by_label(say["way"]).fill(way)
        page.get_by_label(say["along"]).select_option(str(CAST["W1"]))
        look(page, f"{tag}-2-form-{who}", eyes=eyes)
        press(page, say["save"])
    expect(page.get_by_role("main")).to_contain_text(say["longer"])
    look(page, f"{tag}-3-close", eyes=eyes)

    # Hers, as the colleague who goes along; one of the two is moved by a call of ours.
    page.goto(f"/calendar/?on={on.isoformat()}&show=day")
    expect(page.get_by_role("main")).to_contain_text("the judge")
    look(page, f"{tag}-4-my-day", eyes=eyes)
    # A visit across town on the same day; and a talk online, to which she means to come.
    page.goto(f"/families/{ALDER}/promises/add/")
    for name, text in (("what", "a visit"), ("at_time", "11:20"), ("place", "the park"), ("travel", "40")):
        page.locator(f"[name={name}]").fill(text)
    fill_day(page, "on", str(on.day), str(on.month), str(on.year))
    look(page, f"{tag}-4-visit", eyes=eyes)
    send(page)
    page.goto(f"/calendar/?on={on.isoformat()}&show=day")
    expect(page.get_by_role("main").locator("li, article").filter(has_text="the park")).to_contain_text(say["longer"])
    look(page, f"{tag}-4-too-far", eyes=eyes)
    page.goto("/sessions/new/")
    page.locator("[name=service]").select_option("addiction_counselling")
    page.locator("[name=begins]").fill("16:00")
    page.locator("[name=way_in]").fill("http://meet.example.org/j/77")
    fill_day(page, "on", str(on.day), str(on.month), str(on.year))
    choose(page, "mode", "online")
    choose(page, "there", f"{CAST['W1']} counsellor")
    send(page)
    expect(page.locator("[name=way_in]")).to_have_attribute("aria-invalid", "true")
    look(page, f"{tag}-4-way-in", eyes=eyes)
    page.locator("[name=way_in]").fill("https://meet.example.org/j/77")
    send(page)
    look(page, f"{tag}-4-session", eyes=eyes)
    talk = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.goto(f"/families/{ALDER}/sessions/new/?to={talk}")
    choose(page, "people", str(CAST["ANA"]))
    send(page)
    page.goto(f"/families/{ALDER}/calendar/")
    page.get_by_role("link", name=say["off"]).last.click()
    look(page, f"{tag}-5-off", eyes=eyes)
    press(page, say["off"])
    expect(page.get_by_role("main")).to_contain_text(say["called_off"])
    expect(page.get_by_role("main")).not_to_contain_text(say["longer"])
    page.goto("/calendar/")
    press(page, say["own"])
    look(page, f"{tag}-6-feed", eyes=eyes)
    press(page, say["make"])
    expect(page.locator(".feed-address")).to_contain_text("/notes/")
    look(page, f"{tag}-7-address", eyes=eyes)
    press(page, say["turn_off"])
    expect(page.locator(".feed-address")).to_have_count(0)

    # On her own page: the same days, and one of her own.
    hers = opened(chromium, site, width=width, language=language, javascript=scripts)
    hers.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    mine = hers.new_page()
    mine.goto("/my/")
    coming = mine.locator("#next")
    for words in (say["kept"], say["drive"], "Wanda", "Pilar", "Blue room"):
        expect(coming).to_contain_text(words)
    expect(coming).not_to_contain_text("Bee")
    look(mine, f"{tag}-7-first", eyes=eyes)
    press(mine, say["other"])
    expect(mine.get_by_role("main")).to_contain_text("Play room")
    look(mine, f"{tag}-7-other", eyes=eyes)
    page.goto("/messages/")
    expect(page.get_by_role("main")).to_contain_text(say["told"])
    look(page, f"{tag}-7-told", eyes=eyes)
    press(mine, say["fine"])
    page.reload()
    expect(page.get_by_role("main")).not_to_contain_text(say["told"])
    mine.goto("/my/")
    press(mine, say["times"])
    expect(mine.get_by_role("main")).to_contain_text("the judge")
    expect(mine.locator('a[href="https://meet.example.org/j/77"]')).to_be_visible()
    look(mine, f"{tag}-8-hers", eyes=eyes)
    press(mine, say["new"])
    look(mine, f"{tag}-9-new", eyes=eyes)
    mine.get_by_label(say["what"]).fill("my sister")
    fill_day(mine, "on", str(on.day), str(on.month), str(on.year))
    mine.get_by_label(say["begins"]).fill("15:00")
    press(mine, say["keep"])
    expect(mine.get_by_role("main")).to_contain_text("my sister")
    look(mine, f"{tag}-10-added", eyes=eyes)
    press(mine, say["is_off"])
    expect(mine.get_by_role("button", name=say["is_off"])).to_have_count(0)
    press(mine, say["mine"])
    look(mine, f"{tag}-11-feed", eyes=eyes)
    mine.get_by_role("button", name=say["make"]).click()
    expect(mine.locator(".feed-address")).to_contain_text("/notes/")
    look(mine, f"{tag}-12-address", eyes=eyes)
    for each in (window, hers, eyes):
        if each:
            each.close()
