"""An emergency in a real browser, and its review: a clinician opens a little, whoever keeps privacy looks at it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.cast import CAST
from tests.journeys.conftest import PHONE, Site, look, opened
from tests.journeys.steps import coming_in, fill_day

WHY = "She was brought in unconscious and cannot tell us what she takes."


def test_it_is_opened_read_closed_and_looked_at(chromium: Browser, site: Site, width: int) -> None:
    context, page = coming_in(chromium, site, "Willa", width=width)
    page.goto("/families/")
    page.get_by_role("link", name="In an emergency").click()
    look(page, f"emergency-find-{width}")
    page.get_by_label("The whole name").fill("Ana Alder")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("Nobody was found")).to_be_visible()
    look(page, f"emergency-nobody-{width}")
    for part, value in (("day", "4"), ("month", "5"), ("year", "1995")):
        page.locator(f"[name=born_on_{part}]").fill(value)
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("radio", name="Ana Alder, born on 4 May 1995")).to_be_checked()
    look(page, f"emergency-open-{width}")
    page.get_by_label("Why it cannot wait").fill("urgent")
    page.locator("label", has_text="Using substances").click()
    page.get_by_role("button", name="Open for an hour").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look(page, f"emergency-check-{width}")
    page.get_by_label("Why it cannot wait").fill(WHY)
    page.get_by_role("button", name="Open for an hour").click()
    expect(page.get_by_text("SECRET use")).to_be_visible()
    expect(page.get_by_text("It closes by itself in 60 minutes.")).to_be_visible()
    look(page, f"emergency-one-{width}")
    page.goto("/team/")
    expect(page.get_by_text("You opened something in an emergency.")).to_be_visible()
    page.get_by_role("link", name="You opened something in an emergency.").click()
    page.get_by_role("link", name="Using substances").click()
    page.get_by_role("link", name="Close it now").click()
    look(page, f"emergency-close-{width}")
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("It is closed.")).to_be_visible()
    expect(page.get_by_text("You opened something")).to_have_count(0)
    context.close()


def test_it_is_looked_at_afterwards(chromium: Browser, site: Site, width: int) -> None:
    context, page = coming_in(chromium, site, "Priya", width=width)
    page.get_by_role("link", name="Privacy", exact=True).first.click()
    expect(page.get_by_role("heading", name="Emergencies to look at")).to_be_visible()
    look(page, f"privacy-desk-{width}")
    page.get_by_role("link", name="Look at it").first.click()
    expect(page.get_by_text(WHY)).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look(page, f"privacy-review-{width}")
    page.get_by_label("What you found").fill("It was needed, and nothing more was opened.")
    page.locator("label", has_text="Not yet: telling her now is not safe").click()
    page.get_by_label("Why it is not safe").fill(f"he reads along, {width}")
    tomorrow = timezone.localdate() + timedelta(days=1)
    fill_day(page, "not_told_until", str(tomorrow.day), str(tomorrow.month), str(tomorrow.year))
    page.get_by_role("button", name="Save").click()
    told_her_later(page, str(width))
    expect(page.get_by_text("It was needed, and nothing more was opened.").first).to_be_visible()
    page.goto("/privacy/ledger/")
    expect(page.get_by_role("cell", name="Child-welfare society").first).to_be_visible()
    look(page, f"privacy-ledger-{width}")
    page.goto(f"/privacy/accounting/{CAST['ANA']}/")
    look(page, f"privacy-accounting-{width}")
    page.goto("/privacy/breaches/")
    page.get_by_role("link", name="Something went wrong").click()
    page.get_by_label("What happened").fill("A letter went to an old address.")
    page.get_by_role("button", name="Save").click()
    look(page, f"privacy-breach-{width}")
    page.get_by_role("link", name="Write down what came of it").click()
    look(page, f"privacy-breach-step-{width}")
    page.locator("label", has_text="What was done about it").click()
    page.get_by_label("In a few words").fill("We ask for the address at each visit.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("We ask for the address at each visit.")).to_be_visible()
    a_court_paper(page, str(width))
    context.close()


def told_her_later(page: Page, tag: str) -> None:
    """What is kept from her waits on the desk with its reason and its day, until somebody writes that she knows."""
    page.goto("/privacy/")
    waits = page.locator("#to-tell")
    expect(waits.get_by_text(f"he reads along, {tag}")).to_be_visible()
    look(page, f"privacy-to-tell-{tag}")
    waits.get_by_role("link", name="Write down whether she was told").first.click()
    look(page, f"privacy-tell-{tag}")
    page.locator("label", has_text="Not yet: telling her now is not safe").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look(page, f"privacy-tell-check-{tag}")
    page.locator("label", has_text="Yes, she knows, and may read it on her page").click()
    page.get_by_label("How she was told").fill("By Wanda, at the park.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("By Wanda, at the park.").first).to_be_visible()


def a_court_paper(page: Page, tag: str) -> None:
    """Written down by a number, with a second look at what it does not let go."""
    page.goto(f"/privacy/papers/new/?about={CAST['ANA']}")
    page.get_by_role("button", name="Save").click()
    look(page, f"privacy-paper-check-{tag}")
    page.locator("label", has_text="A court order").first.click()
    page.get_by_label("Which court or office made it").fill("Ontario Court of Justice")
    page.get_by_label("Its number").fill(f"FC-{tag}")
    page.get_by_label("To whom may it go?").select_option(label="Child-welfare society")
    page.get_by_label("What for?").select_option(label="A family court proceeding")
    for kind in ("Everyday matters", "Using substances"):
        page.locator("label", has_text=kind).first.click()
    last = timezone.localdate() + timedelta(days=30)
    for part in ("day", "month", "year"):
        page.locator(f"[name=last_day_{part}]").fill(str(getattr(last, part)))
    page.locator("label", has_text="She knows of it").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Records about using need an order made for them.")).to_be_visible()
    look(page, f"privacy-paper-look-{tag}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=f"A court order, FC-{tag}")).to_be_visible()
    look(page, f"privacy-paper-{tag}")
    page.get_by_role("link", name="Write down what was done").click()
    look(page, f"privacy-paper-step-{tag}")
    page.locator("label", has_text="The court was asked").click()
    page.get_by_label("Why, in a few words").fill("Which records about using it means.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Which records about using it means.")).to_be_visible()
    look(page, f"privacy-paper-done-{tag}")
    page.goto("/privacy/papers/")
    look(page, f"privacy-papers-{tag}")


def test_in_french_and_without_scripts(chromium: Browser, site: Site) -> None:
    eyes = opened(chromium, site, width=PHONE, language="fr-ca")
    context, page = coming_in(chromium, site, "Willa", width=PHONE, language="fr-ca", javascript=False)
    page.goto("/account/again/")
    look(page, "again-fr", eyes=eyes)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Le nom complet").fill("Ana Alder")
    for part, value in (("day", "4"), ("month", "5"), ("year", "1995")):
        page.locator(f"[name=born_on_{part}]").fill(value)
    page.get_by_role("button", name="Chercher").click()
    page.get_by_label("Pourquoi cela ne peut pas attendre").fill(WHY)
    page.locator("label", has_text="La consommation").first.click()
    page.get_by_role("button", name="Ouvrir pour une heure").click()
    expect(page.get_by_text("SECRET use")).to_be_visible()
    look(page, "emergency-one-fr", eyes=eyes)
    context.close()
    context, page = coming_in(chromium, site, "Priya", width=PHONE, language="fr-ca", javascript=False)
    page.goto("/privacy/")
    page.get_by_role("link", name="Regarder").first.click()
    page.get_by_label("Ce que vous avez constaté").fill("C’était nécessaire.")
    page.locator("label", has_text="Oui, elle le sait").click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("C’était nécessaire.").first).to_be_visible()
    look(page, "privacy-desk-fr", eyes=eyes)
    page.goto(f"/privacy/papers/new/?about={CAST['ANA']}")
    look(page, "privacy-paper-new-fr", eyes=eyes)
    page.goto("/privacy/papers/")
    look(page, "privacy-papers-fr", eyes=eyes)
    context.close()
    eyes.close()
