"""Words that came from elsewhere keep their protection: to a court they go by an order made for them alone."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from alongside.consent import actions, queries
from alongside.consent.actions import To
from alongside.consent.models import Disclosure, Letter, SentBack
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.pages.partner.shared import one
from tests.pages.test_leaving import at, begun, on, see
from tests.pages.test_leaving import send as send_page
from tests.pages.test_papers import kept, row
from tests.pages.writing import ALDER, ANA, newest
from tests.wall.leaving.steps import stamp

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
IN_COURT: dict[str, Any] = {"kind": "progress", "to": f"agency:{CAST['CAS']}", "purpose": "family_court"}
NEW = f"/families/{ALDER}/letters/new/"
SENT = ident("sent ANA")  # the society's plan, of which its sender said nothing: so it is protected
IT_HOLDS = "It holds words from what another agency sent:"
THE_BAR = "Substance use records are not used in a proceeding without an order made for them"


def writable(letter: uuid.UUID) -> bool:
    """Whether everyday matters may be said in it, as its page says."""
    return at("write", letter, int(C.SERVICE_USE)) in see("W1", at("letter", letter))


def said_with_her(letter: uuid.UUID, *drawn: uuid.UUID) -> None:
    on("W1", at("with_her", letter), title="Report", told_before="told", draws_on=[str(each) for each in drawn])


def lines(letter: uuid.UUID) -> list[Disclosure]:
    with acting_as("W1"):
        return list(Disclosure.objects.filter(letter_id=letter))


@pytest.mark.parametrize(
    ("paper", "of_ours", "of_theirs"), [("", False, False), ("court_order", True, False), ("part2_order", True, True)]
)
def test_a_court_gets_words_of_a_document_only_by_an_order_for_them(paper: str, of_ours: bool, of_theirs: bool) -> None:
    if paper:
        kept(kind=paper)
    assert writable(begun(**IN_COURT)) is of_ours
    letter = begun(**IN_COURT, draws_on=[str(SENT)])
    assert writable(letter) is of_theirs
    answer = send_page("W1", at("write", letter, int(C.SERVICE_USE)), strengths="KEPT what I typed")
    assert answer.status_code == (302 if of_theirs else 200)
    page = see("W1", at("letter", letter))
    assert IT_HOLDS in page and "Child-welfare society" in page and THE_BAR in page


def test_the_same_letter_with_and_without_the_order() -> None:
    """Begun as our own words alone; then she ticks whose words are in it, and an ordinary order does not carry it."""
    kept(kind="court_order")
    letter = begun(**IN_COURT)
    on("W1", at("write", letter, int(C.SERVICE_USE)), strengths="She comes every week.")
    said_with_her(letter, SENT)
    page = see("W1", at("letter", letter))
    assert "Not covered any more" in page and IT_HOLDS in page
    answer = send_page("W1", at("send", letter))
    assert answer.status_code == 200 and "not covered by what she agreed to" in answer.text
    assert lines(letter) == []
    order = row(kept(kind="part2_order", reference="P2-9"))
    assert "Not covered any more" not in see("W1", at("letter", letter))
    on("W1", at("send", letter))
    [line] = lines(letter)
    assert (line.basis, line.legal_basis_id) == ("court_order", order.pk) and line.notice


def test_put_right_before_it_leaves_it_goes_by_the_ordinary_order() -> None:
    ordinary = row(kept(kind="court_order"))
    letter = begun(**IN_COURT, draws_on=[str(SENT)])
    said_with_her(letter)
    assert IT_HOLDS not in see("W1", at("letter", letter))
    on("W1", at("write", letter, int(C.SERVICE_USE)), strengths="She comes every week.")
    on("W1", at("send", letter))
    assert [line.legal_basis_id for line in lines(letter)] == [ordinary.pk]


def test_for_her_care_it_goes_as_it_always_went() -> None:
    letter = begun(draws_on=[str(SENT)])
    on("W1", at("write", letter, int(C.SERVICE_USE)), strengths="She comes every week.")
    said_with_her(letter, SENT)
    on("W1", at("send", letter))
    assert [line.basis for line in lines(letter)] == ["consent"]


def test_what_is_not_to_be_seen_is_protected_and_stays_said() -> None:
    hidden = uuid.uuid4()
    with acting_as("W1"):
        from alongside.agencies.models import Agency

        letter = actions.begin_letter(
            family=ALDER, subject=ANA, to=To(Agency.objects.get(pk=CAST["CAS"])), kind="progress", purpose="family_court",
            language="en", draws_on=[hidden], **stamp(),
        )  # fmt: skip
        assert (queries.part2_of(Letter(family_id=ALDER)), queries.part2_of(letter)) == (None, True)
    assert "something that you do not read" in see("W1", at("letter", letter.pk))
    said_with_her(letter.pk, SENT)
    said_with_her(letter.pk)
    with acting_as("W1"):
        assert Letter.objects.get(pk=letter.pk).draws_on == [hidden]


@pytest.mark.parametrize(("ticked", "part2"), [({}, True), ({"not_part2": "on"}, False)])
def test_the_sender_says_that_it_is_not_protected(ticked: dict[str, str], part2: bool) -> None:
    page = client_as("CW1").get(f"{one('ANA')}send/").text
    assert "None of it comes from the records of a substance use programme" in page
    fields = {"kind": "hand_off", "about": "1", "words": "SHE is well", "submission": str(uuid.uuid4()), **ticked}
    client_as("CW1").post(f"{one('ANA')}send/", fields, follow=True)
    sent = newest("consent.SentBack")
    assert (sent.words, sent.part2) == ("SHE is well", part2)
    kept(kind="court_order")
    assert writable(begun(**IN_COURT, draws_on=[str(sent.pk)])) is not part2
    assert not writable(begun(**IN_COURT, draws_on=[str(sent.pk), str(SENT)]))  # one protected document is enough
    protected = see("W1", f"/families/{ALDER}/sent/").count("Protected by 42 CFR Part 2")
    assert protected == (2 if part2 else 1)


def test_it_is_asked_where_something_came_and_only_of_this_family() -> None:
    assert f'value="{SENT}"' in see("W1", NEW)
    assert "draws_on" not in see("W1", f"/families/{ALDER}/letters/take-along/")
    answer = client_as("W1").post(
        NEW,
        {"submission": str(uuid.uuid4()), "about": f"woman:{ANA}", "language": "en",
         "draws_on": [str(ident("somebody else's"))], **IN_COURT},
    )  # fmt: skip
    assert answer.status_code == 200 and "draws_on" in answer.context["form"].errors


def test_two_who_said_it_at_once_see_both() -> None:
    letter = begun(**IN_COURT)
    browser = client_as("W1")
    browser.get(at("with_her", letter))
    said_with_her(letter, SENT)
    answer = browser.post(
        at("with_her", letter),
        {"submission": str(uuid.uuid4()), "version": "1", "title": "Mine", "told_before": "told"},
    )
    page = see("W1", answer["Location"])
    assert "Mine" in page and "Child-welfare society" in page


def test_one_statement_more_however_much_came() -> None:
    """Of what came a letter asks once, for its page and for the decision; without any it does not ask."""
    with acting_as("W1"):
        first = SentBack.objects.get(pk=SENT)
    asked = []
    for ids in ([], [SENT], [SENT, uuid.uuid4(), uuid.uuid4()]):
        letter = Letter(family_id=first.family_id, draws_on=ids)
        with acting_as("W1"), statements() as found:
            queries.part2_of(letter)
        asked.append(len(found))
    assert asked[1] == asked[2] == asked[0] + 1
