"""Pages about a child's development and growth: strengths first, the mother first, and nothing for the wrong people."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from alongside.assessment.models import DevelopmentalAssessment, Growth
from alongside.families.models import Child
from tests.cast import CAST, TODAY, acting_as
from tests.client import client_as, statements
from tests.pages.writing import ALDER, BEE, NOBODY, count, day, errors, newest, send, url

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


COPY = {**day("on", TODAY.isoformat()), "to_words": "Dr Y", "what": "all of it", "she_agreed": "on"}


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
    assert page.status_code == 200 and "The mother hears it first." in str(errors(page)["on"])
    assert "Dr Y" in page.text and count("assessment.DevelopmentRelease") == 0
    told(found)
    assert send("W1", url("development_release", ALDER, found.pk), COPY).status_code == 302
    assert "Dr Y" in client_as("W1").get(url("development", ALDER, found.pk)).text


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
    send("W1", url("development_release", ALDER, found.pk), {**COPY, "to_words": "Dr Z", "her_words_too": "on"})
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
    page = send("SUP", url("development_release", ALDER, found.pk), {**COPY, "she_agreed": ""})
    assert "ground" in errors(page)


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
