"""One woman's story, from a call under another name to welcome back, in a real browser.

Prenatal self-referral with an alias → getting to know each other → twins born early → custody story → return to use → nine
quiet months → welcome back. Each step is looked at with axe; the pages answer alike in English and French, on a phone and
on a desk, with and without JavaScript.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from alongside.project import roles
from tests.databases import Cluster
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in

TODAY = date.today()  # noqa: DTZ011 (the browser's and the server's day)
WAYS = [
    pytest.param((width, language, javascript), id=f"{width}-{language}-{'script' if javascript else 'plain'}")
    # Each width with each language, each of them with and without JavaScript.
    for width, language, javascript in (
        (PHONE, "en", True),
        (PHONE, "fr-ca", False),
        (DESK, "en", False),
        (DESK, "fr-ca", True),
    )
]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


class Story:
    """The browser of her counsellor, and what the database knows (asked as the administrator: the tests' own eye)."""

    def __init__(self, page: Page, site: Site, cluster: Cluster, shots: str, eyes: BrowserContext | None) -> None:
        self.page, self.site, self.cluster, self.shots, self.eyes = page, site, cluster, shots, eyes
        self.family = ""

    def look(self, name: str) -> None:
        look(self.page, f"{self.shots}-{name}", eyes=self.eyes)

    def ask(self, query: str, *values: object) -> list[tuple]:
        with self.cluster.admin(self.site.database) as admin:
            return admin.execute(query, values).fetchall()

    def at(self, path: str, name: str) -> None:
        answer = self.page.goto(path)
        assert answer and answer.status == 200, f"{path}: {answer and answer.status}"
        self.look(name)

    def home(self, name: str) -> None:
        self.at(f"/families/{self.family}/", name)

    def write(self, path: str, name: str, **answers: object) -> None:
        """Open a form, look at it, answer, send; a second look that the page asks for is confirmed."""
        self.at(path, name)
        self.answer(**answers)
        self.send()

    def answer(self, **answers: object) -> None:
        for field, value in answers.items():
            if isinstance(value, date):
                for part in ("day", "month", "year"):
                    self.page.fill(f'[name="{field}_{part}"]', str(getattr(value, part)))
                continue
            found = self.page.locator(f'main [name="{field}"]')
            kind = found.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
            if kind == "select":
                found.first.select_option(str(value))
            elif kind == "radio":
                self.page.locator(f'main [name="{field}"][value="{value}"]').check(force=True)
            elif kind == "checkbox":
                which = found if value is True else self.page.locator(f'main [name="{field}"][value="{value}"]')
                which.first.check(force=True)
            else:
                found.first.fill(str(value))

    def send(self) -> None:
        for _ in range(2):
            before = self.page.url
            # The form's own button; "keep as a draft" and "one more line" have names. What is typed may be kept first.
            button = 'main form[method="post"] button:not([name]):not([type="button"])'
            with self.page.expect_navigation():
                self.page.locator(button).last.click()
            self.page.wait_for_load_state()
            if self.page.url != before or not self.page.locator('[name="sure"]').count():
                break
        problems = self.page.locator(".errorlist, .errsum, [data-summary]").all_inner_texts()
        assert not self.page.locator('[aria-invalid="true"]').count(), f"{self.page.url}: {problems}"

    def links(self, pattern: str) -> list[str]:
        found = re.findall(pattern, self.page.content())
        return list(dict.fromkeys(found))


@pytest.fixture(params=WAYS)
def story(request: pytest.FixtureRequest, chromium: Browser, site: Site, cluster: Cluster) -> Iterator[Story]:
    width, language, javascript = request.param
    context = opened(chromium, site, width=width, language=language, javascript=javascript)
    eyes = None if javascript else opened(chromium, site, width=width, language=language)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    yield Story(page, site, cluster, f"story-{width}-{language}-{'script' if javascript else 'plain'}", eyes)
    context.close()
    if eyes:
        eyes.close()


def test_her_story(story: Story) -> None:
    given_her_counsellor_is_here(story)
    when_she_calls_under_another_name(story)
    then_they_get_to_know_each_other(story)
    when_the_twins_are_born_early(story)
    when_one_of_the_twins_lives_elsewhere_for_a_while(story)
    when_she_returns_to_use_nothing_else_changes(story)
    when_nine_months_are_quiet(story)
    then_she_is_welcome_back(story)


def given_her_counsellor_is_here(story: Story) -> None:
    story.at("/walk-in/", "door")
    walk_in(story.page, "Wanda")
    story.look("home")
    story.at("/families/", "families")


def when_she_calls_under_another_name(story: Story) -> None:
    story.at("/families/new/", "new")
    story.answer(
        channel="text", value="+1 416 555 0199", we_are_called="Sam from the library", name="Bluebird 🐦", is_alias=True,
        expecting="yes", expected_children=2, due_on=ago(590), method="her_estimate", on=ago(1000), came_by="she called",
        her_why="I want this one to stay with me.",
    )  # fmt: skip
    story.send()
    if "/families/new/" in story.page.url:  # somebody is called alike: it is not one of them
        story.send()
    story.family = re.search(r"/families/([0-9a-f-]{36})/", story.page.url).group(1)  # type: ignore[union-attr]
    story.look("opened")
    assert "Bluebird" in story.page.inner_text("main")
    assert "Bluebird" not in story.page.title()
    [(state,)] = story.ask(
        "select state from enrolment_statechange s join families_woman w on w.person_id = s.person_id where s.family_id = %s",
        story.family,
    )
    assert state == "reaching_out"
    assert story.ask(
        "select count(*) from families_child where family_id = %s and state = 'expected'", story.family
    ) == [(2,)]
    [(level,)] = story.ask("select content_level from families_safeway where family_id = %s", story.family)
    assert level == 0


def then_they_get_to_know_each_other(story: Story) -> None:
    [(woman,)] = story.ask("select person_id from families_woman where family_id = %s", story.family)
    story.woman = str(woman)  # type: ignore[attr-defined]
    file = f"/families/{story.family}"
    story.write(
        f"{file}/contacts/add/", "contact", about=_first(story, "about"), on=ago(980), mode="street",
        note="We walked by the lake and she told me about her grandmother.", her_words="Nobody asked me for a test.",
    )  # fmt: skip
    story.write(f"{file}/people/{woman}/state/", "state", state="getting_to_know", because="we_met", from_on=ago(980))
    story.write(f"{file}/people/{woman}/state/", "state-active", state="active", because="she_wanted", from_on=ago(950))
    story.home("with-us")
    [pregnancy] = story.links(rf"/families/{story.family}/pregnancies/([0-9a-f-]+)/")
    story.pregnancy = pregnancy  # type: ignore[attr-defined]
    story.write(f"{file}/pregnancies/{pregnancy}/due-date/", "due-date", due_on=ago(600), method="ultrasound")
    assert story.ask("select count(*) from families_duedate where pregnancy_id = %s", pregnancy) == [(2,)]


def _first(story: Story, field: str) -> str:
    """The first choice of a question on the form that will be opened: the woman herself."""
    story.page.goto(f"/families/{story.family}/contacts/add/")
    return str(story.page.locator(f'main [name="{field}"]').first.get_attribute("value"))


def when_the_twins_are_born_early(story: Story) -> None:
    before = story.ask("select person_id from families_child where family_id = %s order by birth_order", story.family)
    dyads = story.ask("select id from families_dyad where family_id = %s order by id", story.family)
    story.write(
        f"/families/{story.family}/pregnancies/{story.pregnancy}/birth/", "birth", born_on=ago(642),  # type: ignore[attr-defined]
        name_0="Robin", weight_0=2100, home_0=True, name_1="Sage", weight_1=1950, hospital_1=20,
    )  # fmt: skip
    after = story.ask(
        "select person_id, state, gestation_days from families_child where family_id = %s order by birth_order",
        story.family,
    )
    assert [(i,) for i, _, _ in after] == before, "each child keeps the id it was expected under"
    assert {(state, days) for _, state, days in after} == {("born", 34 * 7)}
    assert story.ask("select id from families_dyad where family_id = %s order by id", story.family) == dyads
    story.home("born")
    assert "Robin" in story.page.inner_text("main") and "Sage" in story.page.inner_text("main")
    story.robin, story.sage = (str(i) for i, _, _ in after)  # type: ignore[attr-defined]


def when_one_of_the_twins_lives_elsewhere_for_a_while(story: Story) -> None:
    child = f"/families/{story.family}/children/{story.sage}"  # type: ignore[attr-defined]
    living = [("hospital", 642), ("mother", 622), ("kin", 560), ("foster", 520), ("mother", 450)]
    for n, (kind, days) in enumerate(living):
        story.write(f"{child}/living/add/", f"living-{n}", kind=kind, from_on=ago(days))
    for n, (kind, days) in enumerate([("place_of_safety", 560), ("interim_care", 520), ("supervision", 450)]):
        story.write(f"{child}/legal/add/", f"legal-{n}", kind=kind, from_on=ago(days))
    story.at(f"{child}/", "child")
    text = story.page.inner_text("main")
    assert "Robin" not in text and "grandmother" not in text
    story.at(f"/families/{story.family}/?on={ago(500).isoformat()}", "as-of")
    [(kind,)] = story.ask(
        "select kind from families_livingarrangement where child_id = %s and superseded_at is null and during @> %s",
        story.sage, ago(500),  # type: ignore[attr-defined]
    )  # fmt: skip
    assert kind == "foster"
    assert story.ask("select count(*) from families_legalstatus where child_id = %s", story.robin) == [(0,)]  # type: ignore[attr-defined]
    overlap = f"{child}/living/add/"
    story.at(overlap, "overlap")
    story.answer(kind="residential", from_on=ago(530), until_on=ago(510))
    box = story.page.locator('[name="ends_previous"]')
    if box.count():
        box.first.uncheck(force=True)
    story.page.locator('main form[method="post"] button').last.click()
    story.look("overlap-said")
    assert story.page.title().startswith(("Please check:", "Vérifiez ceci"))
    assert story.page.locator(f'[name="from_on_year"][value="{ago(530).year}"]').count() == 1, "nothing typed is lost"


def when_she_returns_to_use_nothing_else_changes(story: Story) -> None:
    counted = (
        "select (select count(*) from enrolment_statechange where family_id = %s),"
        " (select count(*) from enrolment_teammember where family_id = %s and upper(during) is null),"
        " (select count(*) from families_dyad where family_id = %s), (select count(*) from care_promise where family_id = %s)"
    )
    before = story.ask(counted, *[story.family] * 4)
    story.write(
        f"/families/{story.family}/women/{story.woman}/what-happened/add/", "return", kind="return", on=ago(400),  # type: ignore[attr-defined]
        her_words="I called you the same day.", who_cared="My sister was with them.", told="She told the worker with me.",
    )  # fmt: skip
    assert story.ask(counted, *[story.family] * 4) == before
    story.home("after-return")


def when_nine_months_are_quiet(story: Story) -> None:
    story.write(
        f"/families/{story.family}/contacts/add/", "last-contact", about=_first(story, "about"), on=ago(280), mode="home",
        note="Tea, and plans for the summer.",
    )  # fmt: skip
    night(story)
    [(state, since)] = story.ask(
        "select state, from_on from enrolment_statechange where family_id = %s and person_id = %s"
        " order by from_on desc, recorded_at desc limit 1",
        story.family, story.woman,  # type: ignore[attr-defined]
    )  # fmt: skip
    assert (state, since) == ("quiet", ago(220))
    assert story.ask(
        "select count(*) from enrolment_teammember where family_id = %s and upper(during) is null", story.family
    ) == [(1,)]
    story.home("quiet")


def night(story: Story) -> None:
    """What the worker does each night, with the worker's own database role and its named service."""
    token = f"night {story.family}"
    with story.cluster.as_role(roles.WORKER, story.site.database) as worker:
        worker.execute(
            "select safekeeping.open_service_session(%s, 'quiet-notice')", [hashlib.sha256(token.encode()).digest()]
        )
        worker.execute("select set_config('alongside.token', %s, true)", [token])
        worker.execute("select safekeeping.note_quiet(%s)", [TODAY])


def then_she_is_welcome_back(story: Story) -> None:
    files = story.ask("select count(*) from families_family")
    story.write(
        f"/families/{story.family}/people/{story.woman}/welcome-back/", "welcome-back", on=TODAY, changed="contact",  # type: ignore[attr-defined]
        her_words="I had a hard winter.",
    )  # fmt: skip
    story.look("only-what-changed")
    links = story.page.locator("main section a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert any("safe-contact" in link for link in links)
    assert not any("living" in link or "relationships" in link for link in links), "only what changed is asked"
    assert story.ask("select count(*) from families_family") == files, "the same file"
    [(state,)] = story.ask(
        "select state from enrolment_statechange where family_id = %s and person_id = %s"
        " order by from_on desc, recorded_at desc limit 1",
        story.family, story.woman,  # type: ignore[attr-defined]
    )  # fmt: skip
    assert state == "active"
    story.at(f"/families/{story.family}/timeline/", "timeline")
