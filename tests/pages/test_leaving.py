"""Letters, reports and talks: what may be said before anything is written, with her, sent, and on her page."""

from __future__ import annotations

import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from alongside.consent import actions as consent
from alongside.consent.models import Consent, Disclosure, Letter
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.pages.writing import ALDER, ANA, BEE, NOBODY, count, newest
from tests.wall.leaving.steps import stamp

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
LETTERS = reverse("leaving", args=[ALDER])


def see(who: str, address: str, status: int = 200) -> str:
    answer = client_as(who).get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return unescape(answer.content.decode())


def send(who: str, address: str, **fields: Any) -> Any:
    """Send what the page there asks, with the version that it shows."""
    browser = client_as(who)
    shown = browser.get(address).content.decode()
    version = re.search(r'name="version" value="(\d+)"', shown)
    return browser.post(
        address, {"submission": str(uuid.uuid4()), **({"version": version[1]} if version else {}), **fields}
    )


def on(who: str, address: str, **fields: Any) -> str:
    answer = send(who, address, **fields)
    assert answer.status_code == 302, unescape(answer.content.decode())
    return str(answer["Location"])


def begun(kind: str = "told_first", to: str = "", purpose: str = "care", about: str = "", **more: Any) -> uuid.UUID:
    where = on(
        "W1", reverse("leaving_begin", args=[ALDER]), kind=kind, to=to or f"agency:{CAST['HOSP']}", purpose=purpose,
        about=about or f"woman:{ANA}", language="en", **more,
    )  # fmt: skip
    return uuid.UUID(where.rstrip("/").split("/")[-1])


def at(name: str, letter: uuid.UUID, *more: Any) -> str:
    return reverse(f"leaving_{name}", args=[ALDER, letter, *more])


def written(**more: Any) -> uuid.UUID:
    letter = begun(**more)
    on(
        "W1",
        at("write", letter, int(C.SUD)),
        strengths="STRONG she told it herself",
        concerns="HARD Friday",
        her_words="HERS",
    )
    return letter


def test_what_may_be_said_is_shown_before_anything_is_written() -> None:
    letter = begun()
    page = see("W1", at("letter", letter))
    may, _sep, may_not = page.partition("What may not be said to them, and why")
    for kind in ("Using substances", "Everyday matters", "How she feels"):
        assert kind in may and kind not in may_not.split("</dl>")[0]
    assert "Being safe from somebody" in may_not and "about other information" in may_not
    assert at("write", letter, int(C.SUD)) in may and at("write", letter, int(C.IPV_SAFETY)) not in page


def test_nothing_may_be_said_and_she_can_be_asked() -> None:
    letter = begun(to=f"agency:{CAST['SHEL']}")
    page = see("W1", at("letter", letter))
    assert "Nothing may be said to them for this, today" in page and reverse("agreements", args=[ALDER]) in page
    answer = send("W1", at("write", letter, int(C.SERVICE_USE)), strengths="KEPT what I typed")
    assert answer.status_code == 200
    again = unescape(answer.content.decode())
    assert "This is not covered by what she agreed to" in again and "KEPT what I typed" in again


def test_a_letter_with_her_from_the_first_word_to_her_page() -> None:
    letter = written()
    page = see("W1", at("letter", letter))
    assert page.index("STRONG") < page.index("HARD") < page.index("HERS")
    assert "Send it" not in page and "Read it with her" in page  # not before it was read with her
    on("W1", at("with_her", letter), title="A letter we wrote together", told_before="with_her", present="on",
       comment="MINE it is fair")  # fmt: skip
    assert "HARD" in see("W1", at("with_her", letter))
    where = on("W1", at("send", letter))
    assert where == at("letter", letter)
    page = see("W1", where)
    assert "It stays as it left" in page and at("write", letter, int(C.SUD)) not in page
    for name in ("write", "with_her", "send", "put_away"):
        see("W1", at(name, letter, *([int(C.SUD)] if name == "write" else [])), 404)
    paper = see("W1", at("paper", letter))
    assert paper.index("STRONG") < paper.index("HARD") < paper.index("HERS")
    assert "This was shared for one purpose." in paper and "MINE" not in paper and "draft" not in paper
    row = newest("consent.Disclosure", letter=letter)
    hers = see("p_ana", reverse("my_seen"))
    assert "Hospital partner" in hers and "They got a letter. You said yes to this." in hers
    one = see("p_ana", reverse("my_seen_one", args=[row.id]))
    for words in (
        "STRONG she told it herself",
        "HARD Friday",
        "HERS",
        "MINE it is fair",
        "This was shared for one purpose.",
    ):
        assert words in one
    assert "We did it with you." in one and "You were there." in one


def test_taken_back_between_writing_and_sending() -> None:
    letter = written()
    on("W1", at("with_her", letter), title="x", told_before="told")
    with acting_as("p_ana"):
        consent.withdraw(consent=Consent.objects.get(pk=ident("C3")), **stamp())
    page = see("W1", at("letter", letter))
    assert "Not covered any more" in page and "it was withdrawn" in page
    answer = send("W1", at("send", letter))
    assert answer.status_code == 200 and "This is not covered" in unescape(answer.content.decode())
    assert count("consent.Disclosure", letter=letter) == 0
    with acting_as("W1"):
        assert Letter.objects.get(pk=letter).sent_at is None


def test_words_that_hurt_are_looked_at_once_more() -> None:
    letter = begun()
    on("W1", at("write", letter, int(C.SUD)), strengths="She is clean now.")
    page = see("W1", at("letter", letter))
    assert "It could also be said like this" in page
    on("W1", at("with_her", letter), title="x", told_before="told")
    answer = send("W1", at("send", letter))
    assert answer.status_code == 200 and "One more look, please" in unescape(answer.content.decode())
    on("W1", at("send", letter), sure="yes")  # she who writes decides
    assert count("consent.Disclosure", letter=letter) == 1


def test_her_own_words_are_left_as_they_are() -> None:
    letter = begun()
    on("W1", at("write", letter, int(C.SUD)), strengths="She called.", her_words="I am clean now.")
    assert "It could also be said like this" not in see("W1", at("letter", letter))


def test_bad_input_keeps_what_was_typed() -> None:
    letter = written()
    answer = send("W1", at("with_her", letter), title="x", told_before="not_yet", comment="KEPT")
    page = unescape(answer.content.decode())
    assert answer.status_code == 200 and "Please say why she was not told before." in page and "KEPT" in page
    answer = send("W1", reverse("leaving_begin", args=[ALDER]), kind="support", to="agency:nobody", purpose="care")
    assert answer.status_code == 200 and "Please" in unescape(answer.content.decode())
    see("W1", at("write", letter, 99), 404)


def test_two_write_at_once_and_nothing_is_lost() -> None:
    letter = written()
    address = at("write", letter, int(C.SUD))
    stale = {"submission": str(uuid.uuid4()), "version": "1", "strengths": "MINE at the same time"}
    answer = client_as("SUP").post(address, stale)
    assert answer.status_code == 302 and "two-versions" in answer["Location"]
    page = see("SUP", answer["Location"])
    assert "MINE at the same time" in page and "STRONG she told it herself" in page
    on("SUP", answer["Location"], choose="yours")
    assert "MINE at the same time" in see("W1", at("letter", letter))


def test_it_waits_on_her_page_for_her_safety_alone() -> None:
    letter = written()
    on("W1", at("with_her", letter), title="x", told_before="not_yet", why_not="no_time")
    assert "It waits on her page until" not in see("W1", at("send", letter))
    on("W1", at("with_her", letter), title="x", told_before="not_yet", why_not="not_safe")
    answer = send("W1", at("send", letter), hidden_until_day="1", hidden_until_month="1", hidden_until_year="2999",
                  hidden_why="he reads along")  # fmt: skip
    page = unescape(answer.content.decode())
    assert answer.status_code == 200 and "within the next 31 days" in page and "he reads along" in page


def test_a_talk_is_written_down_too_and_what_came_after() -> None:
    letter = begun(kind="talk")
    on("W1", at("write", letter, int(C.SERVICE_USE)), strengths="She comes each week.")
    on("W1", at("with_her", letter), title="Case conference", told_before="told")
    on("W1", at("send", letter))
    row = newest("consent.Disclosure", letter=letter)
    assert row.kind == "conversation"
    line = reverse("leaving_line", args=[ALDER, row.id])
    assert "She comes each week." in see("W1", line)
    on("W1", reverse("leaving_after", args=[ALDER, row.id]), kind="acknowledged", words="AFTER by phone")
    on("W1", reverse("leaving_after", args=[ALDER, row.id]), kind="her_comment", words="AFTER she says yes")
    assert see("W1", line).count("AFTER") == 2
    assert see("p_ana", reverse("my_seen_one", args=[row.id])).count("AFTER") == 2


def test_put_away_is_not_sent() -> None:
    letter = written()
    on("W1", at("put_away", letter))
    assert "A letter we wrote together" not in see("W1", LETTERS)
    see("W1", at("send", letter), 404)


def test_the_child_only_reads_nothing_of_hers() -> None:
    letter = written()
    on("W1", at("with_her", letter), title="x", told_before="told")
    on("W1", at("send", letter))
    page = see("PEER", at("letter", letter))  # knows that she comes here, not what she uses
    assert "HARD" not in page and "STRONG" not in page
    row = newest("consent.Disclosure", letter=letter)
    line = see("PEER", reverse("leaving_line", args=[ALDER, row.id]))
    assert "HARD" not in line and "not for your part to read" in line
    see("CHC", at("letter", letter), 404)
    assert "Hospital partner" not in see("CHC", LETTERS)


@pytest.mark.parametrize("who", [*NOBODY, "W2", "PRIV", "COUNCIL"])
def test_nothing_there_for_anybody_else(who: str) -> None:
    letter = written()
    with acting_as("W1"):
        line = Disclosure.objects.get(pk=ident("D1")).pk
    for address in (
        LETTERS, at("letter", letter), at("paper", letter), at("write", letter, int(C.SUD)), at("with_her", letter),
        at("send", letter), at("put_away", letter), reverse("leaving_begin", args=[ALDER]),
        reverse("leaving_line", args=[ALDER, line]), reverse("leaving_after", args=[ALDER, line]),
    ):  # fmt: skip
        see(who, address, 404)


def test_a_fixed_number_of_statements() -> None:
    letter = written()

    def asked(address: str) -> int:
        browser = client_as("W1")
        browser.get(address)
        with statements() as found:
            assert browser.get(address).status_code == 200
        return len(found)

    few = asked(LETTERS), asked(at("letter", letter))
    on("W1", at("write", letter, int(C.SERVICE_USE)), strengths="more")
    for _ in range(3):
        other = written()
        on("W1", at("with_her", other), title="x", told_before="told", comment="hm")
        on("W1", at("send", other))
    assert (asked(LETTERS), asked(at("letter", letter))) == few
    assert few[0] <= 14 and few[1] <= 30


def test_as_of_a_day() -> None:
    written()
    assert "A letter we wrote together" in see("W1", LETTERS)
    then = see("W1", LETTERS + "?on=2026-02-10")
    assert (
        "A letter we wrote together" not in then and "Child-welfare society" in then and "Write to somebody" not in then
    )
    assert "Nothing had left by that day." in see("W1", LETTERS + "?on=2026-01-10")


def test_about_the_child_the_mother_named_in_it() -> None:
    """What a child's letter says about her mother needs her mother's word for that recipient too."""
    alone = begun(to=f"agency:{CAST['PHU']}", about=f"child:{BEE}", kind="hand_off")
    assert at("write", alone, int(C.CHILD_HEALTH_DEV)) in see("W1", at("letter", alone))
    both = begun(to=f"agency:{CAST['PHU']}", about=f"child:{BEE}", kind="hand_off", also=[str(ANA)])
    assert at("write", both, int(C.CHILD_HEALTH_DEV)) not in see("W1", at("letter", both))


def test_what_she_says_to_a_note_is_written_down_for_her_and_stands_beside_it() -> None:
    """D-93: in the office, on her page when the note is there, and with whoever reads the note outside."""
    note = ident("contact 0")
    address = reverse("contact_said", args=[ALDER, note])
    answer = send("W1", address, words="")
    assert answer.status_code == 200 and count("consent.Statement", target=note) == 1
    on("W1", address, words="HERS I came at ten", asks_change="on")
    for where in (reverse("contact", args=[ALDER, note]), reverse("contacts", args=[ALDER])):
        page = see("W1", where)
        assert "HERS I came at ten" in page and "She wants it put right." in page
    on("W1", reverse("contact_share", args=[ALDER, note]), show="yes")
    assert "HERS I came at ten" in see("p_ana", reverse("my_file"))
    for who in ("W2", "p_cal", "CHC", "PRIV"):
        see(who, address, 404)
    see("PEER", reverse("contact_said", args=[ALDER, ident("contact 1")]), 404)  # about using: not hers to write


def test_her_words_go_along_to_whoever_reads_the_note_outside() -> None:
    on("W1", reverse("contact_share", args=[ALDER, ident("contact 0")]), show="yes")
    on("W1", reverse("contact_said", args=[ALDER, ident("contact 0")]), words="HERS I came at ten")
    assert "HERS I came at ten" in see("CW1", reverse("shared_person", args=[ANA]))
