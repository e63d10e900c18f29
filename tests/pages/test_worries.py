"""A worry about a child (E-04): written down, talked over, told to her, reported once by whoever has it, somebody beside her."""

from __future__ import annotations

import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from alongside.consent.profiles import shipped
from tests.cast import CAST, ident
from tests.client import client_as, statements
from tests.pages.test_leaving import on, see, send
from tests.pages.writing import ALDER, BEE, BO, NOBODY, count, day, newest

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
WORRIES = reverse("worries", args=[ALDER])


def begun(who: str = "W1", child: uuid.UUID = BEE) -> uuid.UUID:
    where = on(who, reverse("worry_add", args=[ALDER, child]), words="SAW a bruise", **day("on", "2026-03-01"))
    return uuid.UUID(where.rstrip("/").split("/")[-1])


def step(report: uuid.UUID, name: str, who: str = "W1", **more: Any) -> Any:
    return send(who, reverse("worry_step", args=[ALDER, report, name]), **{**day("on", "2026-03-01"), **more})


def reported(report: uuid.UUID, who: str = "W1", **more: Any) -> Any:
    given = {"to": str(CAST["CAS"]), "words": "WE saw a bruise on Sunday.", **more}
    return send(who, reverse("worry_report", args=[ALDER, report]), **given)


def test_the_law_is_that_of_the_profile_with_its_source() -> None:
    page = see("W1", WORRIES)
    assert shipped()["ontario"].sources["report"] in page and "CYFSA s. 125" in page


def test_from_the_worry_to_her_page() -> None:
    report = begun()
    address = reverse("worry", args=[ALDER, report])
    page = see("W1", address)
    assert "SAW a bruise" in page and re.search(r"Written .*Wanda", page)
    answer = reported(report)
    assert answer.status_code == 200
    again = unescape(answer.content.decode())
    assert "Please write down first whether she was told" in again and "WE saw a bruise on Sunday." in again
    assert step(report, "consulted", words="ASKED what they think", with_whom="Suki").status_code == 302
    assert step(report, "told-her", words="AT her table, she made the call with me").status_code == 302
    assert reported(report, present="on").status_code == 302
    assert step(report, "beside-her", words="HER sister stays tonight").status_code == 302
    page = see("W1", address)
    assert page.index("SAW") < page.index("ASKED") < page.index("AT her table") < page.index("HER sister")
    assert "With Child-welfare society." in page
    row = newest("consent.Disclosure", report=report)
    assert (row.basis, row.told_before, row.present) == ("duty_to_report", "with_her", True)
    hers = see("p_ana", reverse("my_seen_one", args=[row.id]))
    assert "WE saw a bruise on Sunday." in hers and "The law says that we must tell." in hers
    assert "SAW a bruise" not in hers and "ASKED" not in hers  # what was thought stays with the team
    see("W1", reverse("worry_report", args=[ALDER, report]))
    assert "This was reported already." in unescape(reported(report).content.decode())
    assert count("consent.Disclosure", report=report) == 1


def test_not_told_needs_a_why_and_a_day_to_look_again() -> None:
    report = begun()
    answer = step(report, "not-told", words="KEPT he is at home")
    page = unescape(answer.content.decode())
    assert answer.status_code == 200 and "Please say why she was not told before." in page and "KEPT he is" in page
    answer = step(report, "not-told", why_not="not_safe")
    assert "Please say on which day telling her is looked at again." in unescape(answer.content.decode())
    assert step(report, "not-told", why_not="not_safe", **day("again_on", "2026-03-04")).status_code == 302
    page = see("W1", reverse("worry", args=[ALDER, report]))
    form = see("W1", reverse("worry_report", args=[ALDER, report]))
    assert "It waits on her page until" in form
    assert "It waits on her page until" not in see("W1", reverse("worry_report", args=[ALDER, begun()]))
    assert "telling her then was not safe" in page.lower() and "Looked at again on" in page


def test_the_duty_is_not_passed_on() -> None:
    report = begun()
    step(report, "told-her", words="yes")
    page = see("SUP", reverse("worry", args=[ALDER, report]))
    assert "the duty is not passed on" in page and reverse("worry_report", args=[ALDER, report]) not in page
    see("SUP", reverse("worry_report", args=[ALDER, report]), 404)


def test_whoever_looks_after_the_children_writes_her_own_and_sees_no_other() -> None:
    report = begun("CHC")
    page = see("CHC", WORRIES)
    assert reverse("worry", args=[ALDER, report]) in page and page.count("moment__when") == 1  # not W1's about Bo
    see("CHC", reverse("worry", args=[ALDER, ident("report BO")]), 404)
    assert step(report, "told-her", "CHC", words="yes").status_code == 302
    assert reported(report, "CHC").status_code == 302


def test_no_report_was_needed_and_nothing_left() -> None:
    report = begun(child=BO)
    assert "In words" in unescape(step(report, "not-reported").content.decode())
    assert step(report, "not-reported", words="Looked at with the nurse: an insect bite.").status_code == 302
    assert "No report was needed" in see("W1", reverse("worry", args=[ALDER, report]))
    assert count("consent.Disclosure", report=report) == 0
    see("W1", reverse("worry_step", args=[ALDER, report, "reported"]), 404)


@pytest.mark.parametrize("who", [*NOBODY, "W2", "PRIV"])
def test_nothing_there_for_anybody_else(who: str) -> None:
    report = begun()
    for address in (
        WORRIES, reverse("worry", args=[ALDER, report]), reverse("worry_add", args=[ALDER, BEE]),
        reverse("worry_step", args=[ALDER, report, "consulted"]), reverse("worry_report", args=[ALDER, report]),
    ):  # fmt: skip
        see(who, address, 404)


def test_as_of_a_day_and_a_fixed_number_of_statements() -> None:
    def asked() -> int:
        with statements() as found:
            assert client_as("W1").get(WORRIES).status_code == 200
        return len(found)

    begun()
    few = asked()
    for _ in range(3):
        step(begun(), "consulted", words="x")
    assert asked() == few <= 12
    assert "Nothing had been written by that day." in see("W1", WORRIES + "?on=2026-01-10")
    assert "SAW" not in see("W1", WORRIES + "?on=2026-02-10")
