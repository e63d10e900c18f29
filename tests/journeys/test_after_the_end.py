"""An answer that crosses with the end of its sitting; what she said long ago; other windows of the worker."""

from __future__ import annotations

import re
import uuid

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import CAST
from tests.databases import Cluster
from tests.journeys.conftest import PHONE, Site, look, opened, walk_in

QUESTION = "Thoughts that you would be better off dead"
PHQ, GAD = "Patient Health Questionnaire-9", "Generalized Anxiety"


def of(family: str) -> str:
    return f"/families/{CAST[family]}/questions/"


def handed(context: BrowserContext, who: str, family: str, measure: str | None) -> Page:
    """This colleague offers it (or it lies open already), and hands the device over."""
    page = context.new_page()
    walk_in(page, who)
    if measure:
        page.goto(f"{of(family)}offer/")
        page.locator("label", has_text=measure).first.click()
        page.get_by_role("button", name="Save").click()
    begin(page, family, measure)
    return page


def begin(page: Page, family: str, measure: str | None) -> None:
    """Only with this measure, where others lie open too."""
    page.goto(f"{of(family)}begin/")
    for label in page.locator("label[for^=id_occasions_]").all() if measure else ():
        if measure not in label.inner_text():
            label.click()
    page.get_by_role("button", name="Begin").click()
    expect(page).to_have_title("Notes")


def to_the_ninth(page: Page) -> None:
    page.wait_for_load_state("load")  # a count waits for nothing
    step = page.locator("main a.button")
    while not page.get_by_role("heading", name=QUESTION).count():
        with page.expect_navigation():
            step.first.click()
        step = page.get_by_role("link", name="Skip for now").or_(page.get_by_role("link", name="Go on"))


def test_a_hard_answer_that_comes_when_another_device_took_over_reaches_somebody(
    chromium: Browser, site: Site, width: int
) -> None:
    family, who, colleague = ("ALDER", "Wanda", "Pilar") if width == PHONE else ("BIRCH", "Willa", "Suki")
    first, second = opened(chromium, site, width=width), opened(chromium, site, width=width)
    page = handed(first, who, family, PHQ)
    to_the_ninth(page)
    # A colleague goes on with her on another device; nobody noticed that the first one still lies in her lap.
    other = handed(second, colleague, family, None)
    expect(other.get_by_role("main")).to_contain_text("Begin")
    page.get_by_text("Several days").click()
    expect(page.locator("[data-says]")).to_have_text(
        "Kept, though the questions had closed. Somebody of the team is told of it."
    )
    look(page, f"after-late-autosaved-{width}")
    with page.expect_navigation():
        page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("These questions have closed")
    expect(page.get_by_role("main")).to_contain_text("Somebody of the team is told of it now")
    expect(page.get_by_role("main")).to_contain_text("Several days")
    look(page, f"after-late-kept-{width}")
    # Whatever else she presses, she is not sent to the staff's sign-in.
    page.goto("/notes/look/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page has closed")
    expect(page.get_by_role("main")).not_to_contain_text("Several days")
    look(page, f"after-late-closed-{width}")
    # Somebody has it, and reads that it came late; so do those who read her answers.
    third = opened(chromium, site, width=width)
    page = third.new_page()
    walk_in(page, "Dana")
    page.goto("/watch/")
    page.locator("#open a").first.click()
    page.get_by_role("button", name="I have it").click()
    expect(page.get_by_role("main")).to_contain_text("It came when the questions had closed")
    look(page, f"after-late-alert-{width}")
    page.get_by_role("link", name="Close it").click()
    page.get_by_label("What was done").fill("We went to her at once.")
    page.get_by_role("button", name="Save and close").click()
    page.goto(of(family))
    page.locator("#answered").get_by_role("link", name=re.compile(PHQ)).first.click()
    expect(page.get_by_role("main")).to_contain_text("came after the questions had closed")
    look(page, f"after-late-word-for-word-{width}")
    for context in (first, second, third):
        context.close()


def test_without_scripts_and_in_french_it_is_kept_too(chromium: Browser, site: Site) -> None:
    window = opened(chromium, site, width=PHONE, javascript=False, language="fr-ca")
    eyes = opened(chromium, site, width=PHONE, language="fr-ca")
    page = window.new_page()
    walk_in(page, "Willa")
    page.goto(f"{of('CEDAR')}offer/")
    page.locator("label", has_text=GAD).first.click()
    page.get_by_role("button", name="Enregistrer").click()
    page.goto(f"{of('CEDAR')}begin/")
    page.get_by_role("button", name="Commencer").click()
    page.locator("main a.button").first.click()
    page.locator("main a.button").first.click()
    desk = opened(chromium, site)
    staff = desk.new_page()
    walk_in(staff, "Suki")
    staff.goto(of("CEDAR"))
    staff.get_by_role("button", name="End it on the other device").click()
    page.locator(".asking .choice label").first.click()
    page.get_by_role("button", name="La suite").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ces questions sont fermées")
    expect(page.get_by_role("main")).to_contain_text("gardé quand même, à côté de vos autres réponses")
    look(page, "after-late-fr", eyes=eyes)
    page.goto("/notes/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette page s’est fermée")
    look(page, "after-closed-fr", eyes=eyes)
    for context in (window, eyes, desk):
        context.close()


def test_what_she_said_long_ago_is_shown_to_her_before_it_goes_on(
    chromium: Browser, site: Site, cluster: Cluster, width: int
) -> None:
    family, who = ("MAPLE", "Willa") if width == PHONE else ("BIRCH", "Suki")
    measure = GAD
    window = opened(chromium, site, width=width)
    page = handed(window, who, family, measure)
    page.locator("main a.button").first.click()
    page.locator("main a.button").first.click()
    for _each in range(2):
        page.locator(".asking .choice label").nth(1).click()
        with page.expect_navigation():
            page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Pause").click()
    # How she is, with somebody to talk to: she says so, and it reaches her team.
    expect(page.get_by_role("heading", level=1)).to_have_text("How are you now?")
    look(page, f"after-how-she-is-{width}")
    page.get_by_text("I would like somebody with me").click()
    page.get_by_role("button", name="Tell my worker").click()
    expect(page.get_by_role("main")).to_contain_text("somebody is here")
    look(page, f"after-how-she-is-said-{width}")
    page.get_by_role("button", name="Give the device back").click()
    page.locator("button", has_text=who).first.click()
    expect(page.get_by_role("main")).to_contain_text("“I would like somebody with me”")
    look(page, f"after-how-she-is-told-{width}")
    with cluster.admin(site.database) as admin:  # forty days go by
        admin.execute(
            "update assessment_answer set recorded_at = recorded_at - interval '40 days' where occasion_id in"
            " (select id from assessment_occasion where family_id = %s and instrument = 'GAD-7')",
            [uuid.UUID(str(CAST[family]))],
        )
    begin(page, family, measure)
    page.locator("main a.button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this still so?")
    look(page, f"after-long-ago-{width}")
    if width == PHONE:
        page.get_by_role("button", name="Yes, it is still so: go on").click()
    else:
        page.get_by_role("button", name="Begin anew").click()
    page.locator("main a.button").first.click()
    expect(page.get_by_text("Question 3 of" if width == PHONE else "Question 1 of")).to_be_visible()
    window.close()


def test_other_windows_of_the_worker_go_away_when_she_hands_the_device_over(chromium: Browser, site: Site) -> None:
    context = opened(chromium, site)
    page = context.new_page()
    walk_in(page, "Dana")
    windows = [context.new_page() for _each in range(2)]
    for window, where in zip(windows, (f"/families/{CAST['ALDER']}/", "/families/"), strict=True):
        window.goto(where)
        expect(window.get_by_role("main")).to_contain_text("Ana")
    page.goto(f"{of('ALDER')}offer/")
    page.locator("label", has_text="Brief Assessment of Recovery Capital").or_(
        page.locator("label", has_text="Multidimensional Scale")
    ).first.click()
    page.get_by_role("button", name="Save").click()
    page.goto(f"{of('ALDER')}begin/")
    page.get_by_role("button", name="Begin").click()
    expect(page).to_have_title("Notes")
    for window in windows:  # without anybody touching them
        expect(window).to_have_url(f"{site.address}/notes/hidden/")
        expect(window).to_have_title("Notes")
        expect(window.get_by_role("main")).not_to_contain_text("Ana")
        look(window, "after-window-gone")
        window.go_back()
        expect(window.locator("body")).not_to_contain_text("Alder")
    # What is in her hands stays as it is; her own second window too.
    second = context.new_page()
    second.goto("/notes/")
    expect(page).to_have_url(f"{site.address}/notes/")
    page.locator("main a.button").first.click()
    expect(second).to_have_url(f"{site.address}/notes/")
    # Not even what a window kept in its memory asks for anything of the staff.
    for where in (f"/families/{CAST['ALDER']}/", "/families/", "/"):
        answer = page.request.get(where)
        assert answer.status == 404 and "Alder" not in answer.text()
    context.close()
