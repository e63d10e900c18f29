"""Pages about a child's development and growth: strengths first, the mother first, and nothing for the wrong people."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.db import connection

from alongside.assessment.models import DevelopmentalAssessment, Growth
from alongside.consent import actions as consent
from alongside.consent.models import Consent, DisclosedPart
from alongside.families.models import Child, DecisionRight
from tests.cast import CAST, TODAY, acting_as, ident
from tests.client import client_as, statements
from tests.pages.writing import ALDER, ANA, BEE, DOT, NOBODY, count, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

ON = (TODAY - timedelta(days=20)).isoformat()
REPORT = {
    **day("on", ON), "examiner": "Dr Rivers", "examiner_is": "psychologist", "strengths": "She laughs with everybody.",
    "needs": "Few words so far.", "recommendations": "Sing every day.", "her_view": "She says mama at night.",
}  # fmt: skip


def written(**more: str) -> DevelopmentalAssessment:
    page = send("W1", url("development_add", ALDER, BEE), {**REPORT, **more})
    assert page.status_code == 302, errors(page)
    return newest("assessment.DevelopmentalAssessment")


def told(found: DevelopmentalAssessment) -> None:
    page = send(
        "W1", url("development_tell", ALDER, found.pk),
        {**day("told_on", TODAY.isoformat()), "told_how": "in_person", "her_view": "She says mama at night.",
         "version": str(found.version)},
    )  # fmt: skip
    assert page.status_code == 302, errors(page)


COPY = {
    "to": f"agency:{CAST['CAS']}", "purpose": "care_coordination", "language": "en", "told_before": "with_her",
    "present": "on",
}  # fmt: skip
SHELTER = {**COPY, "to": f"agency:{CAST['SHEL']}"}


def test_strengths_stand_first_and_the_list_says_who_has_not_heard() -> None:
    found = written()
    page = client_as("W1").get(url("development", ALDER, found.pk)).text
    assert (
        0 < page.index("She laughs with everybody.") < page.index("Few words so far.") < page.index("Sing every day.")
    )
    assert "The mother hears it first" in page and "24 months old" in page
    listed = client_as("W1").get(url("developments", ALDER, BEE)).text
    assert "The mother has not heard it yet." in listed


def test_without_a_strength_it_is_not_saved_and_says_so_kindly() -> None:
    page = send("W1", url("development_add", ALDER, BEE), {**REPORT, "strengths": ""})
    assert page.status_code == 200 and "strengths" in errors(page)
    assert count("assessment.DevelopmentalAssessment") == 0


def test_a_copy_before_she_heard_it_is_refused_in_kind_words_and_nothing_is_lost() -> None:
    found = written()
    assert url("development_release", ALDER, found.pk) not in client_as("W1").get(
        url("development", ALDER, found.pk)
    ).text  # fmt: skip
    page = send("W1", url("development_release", ALDER, found.pk), COPY)
    assert page.status_code == 200 and "The mother hears it first." in str(errors(page)["to"])
    assert str(CAST["CAS"]) in page.text and count("assessment.DevelopmentRelease") == 0
    told(found)
    assert send("W1", url("development_release", ALDER, found.pk), COPY).status_code == 302
    assert "Child-welfare society" in client_as("W1").get(url("development", ALDER, found.pk)).text


def test_to_whom_it_may_go_is_shown_before_anything_is_chosen() -> None:
    found = written()
    told(found)
    where = url("development_release", ALDER, found.pk)
    page = unescape(client_as("W1").get(where).text)
    before = page[: page.index('name="to"')]
    assert "Child-welfare society" in before and "Public-health nursing partner" in before
    assert "Hospital partner" not in before and "She laughs with everybody." in before
    assert url("agreements", ALDER) in before and url("leaving_begin", ALDER) in before
    assert "She says mama at night." not in page
    with statements() as asked:
        client_as("W1").get(where)
    assert len(asked) <= 45, len(asked)  # and no more with more agencies: all are answered from one world


def test_without_an_agreement_it_says_kindly_what_can_be_done_and_nothing_typed_is_lost() -> None:
    found = written()
    told(found)
    where = url("development_release", ALDER, found.pk)
    sent = {**SHELTER, "told_before": "not_yet", "why_not": "not_reached", "hidden_why": "KEPT what I typed"}
    page = send("W1", where, sent)
    text = unescape(page.text)
    assert page.status_code == 200 and "This is not covered by what she agreed to" in str(errors(page)["to"])
    assert "Make an agreement about it, with whoever decides for the child" in text and "KEPT what I typed" in text
    assert f'value="{SHELTER["to"]}" selected' in text
    assert count("assessment.DevelopmentRelease") == 0 and count("consent.Disclosure", kind="report") == 0
    # A tick and words of hers are no agreement: they are not even asked for any more.
    page = send("W1", where, {**sent, "she_agreed": "on", "ground": "the court asks for it"})
    assert page.status_code == 200 and count("consent.Disclosure", kind="report") == 0


def test_taken_back_nobody_may_have_a_copy_and_the_page_says_so() -> None:
    found = written()
    told(found)
    with acting_as("p_ana"):
        for key in ("C2", "C5"):
            consent.withdraw(consent=Consent.objects.get(pk=ident(key)), by=ANA, at=datetime.now(UTC))
    page = unescape(client_as("W1").get(url("development_release", ALDER, found.pk)).text)
    assert "Nobody has agreed to a copy yet" in page and url("agreements", ALDER) in page
    assert send("W1", url("development_release", ALDER, found.pk), COPY).status_code == 200
    assert count("assessment.DevelopmentRelease") == 0


def test_she_reads_every_word_of_the_copy_on_her_page_and_can_answer() -> None:
    found = written()
    told(found)
    send("W1", url("development_release", ALDER, found.pk), COPY)
    line = newest("consent.Disclosure", kind="report")
    hers = unescape(client_as("p_ana").get(url("my_seen")).text)
    assert "Child-welfare society" in hers and "They got a report." in hers
    one = unescape(client_as("p_ana").get(url("my_seen_one", line.pk)).text)
    for words in ("She laughs with everybody.", "Few words so far.", "We did it with you.", "You were there."):
        assert words in one
    assert "This was shared for one purpose." in one and "She says mama at night." not in one
    # The very words of the ledger are what is printed.
    gone = newest("assessment.DevelopmentRelease")
    copy = unescape(client_as("W1").get(url("development_copy", ALDER, gone.pk)).text)
    with acting_as("W1"):
        for paragraph in DisclosedPart.objects.get(disclosure=line).snapshot.split("\n\n"):
            assert paragraph in copy
    assert "This was shared for one purpose." in copy and "Copy for Child-welfare society" in copy


def test_the_form_says_on_whose_page_it_stands_by_who_decides() -> None:
    found = written()
    told(found)
    where = url("development_release", ALDER, found.pk)

    def decides(**holder: uuid.UUID) -> str:
        with acting_as("W1"):
            DecisionRight.objects.filter(child_id=BEE, superseded_at=None).update(superseded_at=datetime.now(UTC))
            if holder:
                DecisionRight.objects.create(
                    family_id=ALDER, child_id=BEE, topic="release", during=(date(2024, 2, 10), None), **holder,
                    recorded_by=CAST["W1"], recorded_at=datetime.now(UTC),
                )  # fmt: skip
        page, hers = unescape(client_as("W1").get(where).text), holder == {"holder_id": ANA}
        assert ("It waits on her page until" in page) == hers
        with acting_as("p_ana"), connection.cursor() as cursor:  # it says what the wall does
            cursor.execute(
                "select count(*) from safekeeping_cell where principal = safekeeping.me() and subject = %s"
                " and valid @> statement_timestamp()",
                [BEE],
            )
            assert bool(cursor.fetchone()[0]) == hers
        return page

    assert "Word for word it stands on the mother’s page." in decides(holder_id=ANA)
    society = "Child-welfare society decides for the child today, so it does not stand on the mother’s page."
    assert society in decides(holder_agency_id=CAST["CAS"])
    aunt = decides(holder_id=DOT)
    assert "decides for the child today, so it does not stand on the mother’s page." in aunt and society not in aunt
    assert "The child decides, so it stands on the child’s own page" in decides(holder_id=BEE)
    assert "stands on nobody’s page" in decides()


def test_her_report_and_a_copy_have_titles_that_tell_nobody_anything() -> None:
    found = written()
    hers = client_as("W1").get(url("development_print", ALDER, found.pk)).text
    assert "<title>Notes · Alongside</title>" in hers and "She says mama at night." in hers
    told(found)
    send("W1", url("development_release", ALDER, found.pk), COPY)
    gone = newest("assessment.DevelopmentRelease")
    copy = client_as("W1").get(url("development_copy", ALDER, gone.pk)).text
    assert "<title>Notes · Alongside</title>" in copy and "She laughs with everybody." in copy
    assert "She says mama at night." not in copy  # her own words stay with her unless she wants them to go
    send("W1", url("development_release", ALDER, found.pk), {**COPY, "her_words_too": "on"})
    gone = newest("assessment.DevelopmentRelease")
    assert "She says mama at night." in client_as("W1").get(url("development_copy", ALDER, gone.pk)).text


def test_a_changed_report_is_no_longer_printed_for_others() -> None:
    found = written()
    told(found)
    send("W1", url("development_release", ALDER, found.pk), COPY)
    gone = newest("assessment.DevelopmentRelease")
    change = {name: text for name, text in REPORT.items() if not name.startswith("on_")} | {"needs": "A hearing test."}
    page = send("W1", url("development_change", ALDER, found.pk), {**change, "version": "1"})
    assert page.status_code == 302
    assert client_as("W1").get(url("development_copy", ALDER, gone.pk)).status_code == 404
    assert "The mother hears it first" in client_as("W1").get(url("development", ALDER, found.pk)).text


def test_what_stood_before_can_be_read() -> None:
    found = written()
    where = url("development_domain", ALDER, found.pk, "communication")
    send("W1", where, {"strengths": "Points at birds.", "needs": "", "tool": "", "version": "1"})
    send("W1", where, {"strengths": "Says bird.", "needs": "", "tool": "", "version": "2"})
    page = client_as("W1").get(url("development", ALDER, found.pk)).text
    assert "Says bird." in page and "Language and communication: Points at birds." in page
    change = {name: text for name, text in REPORT.items() if not name.startswith("on_")} | {"needs": "Sleep."}
    send("W1", url("development_change", ALDER, found.pk), {**change, "version": "3"})
    page = client_as("W1").get(url("development", ALDER, found.pk)).text
    assert page.count("<dt>Each side of development</dt>") == 2  # the last change was not about a side


def test_two_changes_at_once_are_put_side_by_side() -> None:
    found = written()
    change = {name: text for name, text in REPORT.items() if not name.startswith("on_")} | {"version": "1"}
    send("PIT", url("development_change", ALDER, found.pk), {**change, "needs": "Sleep at night."})
    page = send("W1", url("development_change", ALDER, found.pk), {**change, "needs": "Play with others."})
    assert page.status_code == 302 and "two-versions" in page["Location"]
    both = client_as("W1").get(page["Location"]).text
    assert "Sleep at night." in both and "Play with others." in both
    side = {"strengths": "Points at birds.", "needs": "", "tool": "seen at play", "version": "1"}
    page = send("W1", url("development_domain", ALDER, found.pk, "communication"), side)
    assert "Points at birds." in client_as("W1").get(page["Location"]).text
    assert send("W1", page["Location"], {"choose": "yours", "version": "2"}).status_code == 302
    assert "Points at birds." in client_as("W1").get(url("development", ALDER, found.pk)).text


def test_only_whoever_leads_is_asked_whether_it_goes_on_without_her() -> None:
    found = written()
    where = url("development_without", ALDER, found.pk)
    assert client_as("W1").get(where).status_code == 404
    assert where not in client_as("W1").get(url("development", ALDER, found.pk)).text
    decided = {"why": "died", "tried": "She died in spring.", **day("on", TODAY.isoformat())}
    assert send("W1", where, decided).status_code == 404
    assert send("SUP", where, decided).status_code == 302
    assert "She died in spring." in client_as("SUP").get(url("development", ALDER, found.pk)).text
    assert send("SUP", url("development_release", ALDER, found.pk), SHELTER).status_code == 200  # not by that alone
    assert send("SUP", url("development_release", ALDER, found.pk), COPY).status_code == 302


PLACES = ["developments", "growth", "development_add", "growth_add"]


@pytest.mark.parametrize("who", [*NOBODY, "PEER"])
def test_the_wrong_people_find_nothing(who: str) -> None:
    found = written()
    told(found)
    send("W1", url("development_release", ALDER, found.pk), COPY)
    gone = newest("assessment.DevelopmentRelease")
    places = [url(name, ALDER, BEE) for name in PLACES] + [
        url(name, ALDER, found.pk)
        for name in (
            "development",
            "development_print",
            "development_change",
            "development_tell",
            "development_release",
        )
    ]
    for place in [*places, url("development_copy", ALDER, gone.pk)]:
        page = client_as(who).get(place)
        assert page.status_code == 404 and "laughs" not in page.text, (who, place)


def test_those_who_work_with_the_children_write_about_them() -> None:
    page = send("CHC", url("development_add", ALDER, BEE), REPORT)
    assert page.status_code == 302
    assert client_as("CHC").get(page["Location"]).status_code == 200


def test_growth_is_drawn_with_words_and_a_table_and_z_only_in_it() -> None:
    where = url("growth", ALDER, BEE)
    assert "Nothing is measured yet" in client_as("W1").get(where).text
    sent = {**day("on", ON), "weight": "11,5", "length": "85", "position": "lying", "head": ""}
    assert send("W1", url("growth_add", ALDER, BEE), sent).status_code == 302
    assert "Which picture?" in client_as("W1").get(where).text  # nobody wrote whether Bee is a girl
    with acting_as("W1"):
        Child.objects.filter(pk=BEE).update(sex="girl")
    with statements() as few:
        page = client_as("W1").get(where).text
    assert "inside the usual range" in page and "z (WHO), for staff" in page
    picture, _table = page.split('<details class="disclosure">')[:2]
    assert "z (WHO)" not in picture and "<svg" in picture and "WHO’s picture for girls." in picture
    for n in range(1, 8):
        send(
            "W1",
            url("growth_add", ALDER, BEE),
            {**sent, **day("on", (TODAY - timedelta(days=20 + 30 * n)).isoformat())},
        )
    with statements() as many:
        assert client_as("W1").get(where).status_code == 200
    assert len(few) == len(many) <= 8


def test_a_number_far_from_usual_is_asked_about_once_and_then_saved() -> None:
    with acting_as("W1"):
        Child.objects.filter(pk=BEE).update(sex="girl")
    sent = {**day("on", ON), "weight": "45"}
    page = send("W1", url("growth_add", ALDER, BEE), sent)
    assert page.status_code == 200 and "Is it right?" in page.text and count("assessment.Growth") == 0
    assert send("W1", url("growth_add", ALDER, BEE), {**sent, "sure": "yes"}).status_code == 302
    row: Growth = newest("assessment.Growth")
    where = url("growth_correct", ALDER, BEE, row.pk)
    page = send("W1", where, {"value": "4500"})
    assert page.status_code == 200 and "value" in errors(page)
    assert send("W1", where, {"value": "11.5"}).status_code == 302
    assert client_as("W1").get(where).status_code == 404  # corrected already
    assert count("assessment.Growth", superseded_at=None) == 1 and count("assessment.Growth") == 2


def test_on_the_timeline_in_the_childs_lane() -> None:
    found = written()
    told(found)
    page = client_as("W1").get(url("timeline", ALDER)).text
    assert "Growing and learning: assessment by Dr Rivers" in page and "The mother heard the report" in page
    assert url("development", ALDER, found.pk) in page


def test_no_other_child_of_the_family_has_this_report() -> None:
    found = written()
    assert url("development", ALDER, found.pk) not in client_as("W1").get(url("developments", ALDER, CAST["BO"])).text
    assert client_as("W2").get(url("development", CAST["BIRCH"], found.pk)).status_code == 404
    assert client_as("W1").get(url("development", ALDER, uuid.uuid4())).status_code == 404
