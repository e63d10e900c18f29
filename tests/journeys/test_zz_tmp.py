import pytest
from tests.cast import CAST
from tests.journeys.conftest import *


def test_shots(chromium, site, cluster):
    c = opened(chromium, site, width=390, language="fr-ca")
    p = c.new_page()
    walk_in(p, "Wanda")
    F, A = CAST["ALDER"], CAST["ANA"]
    p.goto(f"/families/{F}/women/{A}/pregnancies/add/")
    p.locator("[name=expected_children]").fill("2")
    for k, v in (("day", "1"), ("month", "3"), ("year", "2027")):
        p.locator(f"[name=due_on_{k}]").fill(v)
    p.locator("form.form button").first.click()
    p.wait_for_url(f"**/families/{F}/")
    p.screenshot(path="/tmp/w/shots2/family-fr.png", full_page=True)
    with cluster.admin(site.database) as a:
        pr = a.execute("select id from families_pregnancy where outcome='expecting'").fetchone()[0]
    p.goto(f"/families/{F}/pregnancies/{pr}/birth/")
    for k, v in (("day", "1"), ("month", "9"), ("year", "2026")):
        p.locator(f"[name=born_on_{k}]").fill(v)
    p.locator("form.form button").first.click()
    p.screenshot(path="/tmp/w/shots2/birth-fr.png", full_page=True)
