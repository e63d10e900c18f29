"""Our own programme as an arm, on the pages: made once, asked of women one by one, read by code; and a site's own arm."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from alongside.accounts.terms import PARTS, RoleName
from alongside.consent.models import Consent
from alongside.evaluation.models import FlowCount, OwnArm, PlanRun, Result
from alongside.evaluation.rules.framing import assemble
from alongside.evaluation.rules.registering import Shape
from alongside.evaluation.tests.test_studies import AT_WORK, process
from alongside.pages.worker.presented.studies import answered, balance
from tests import own_women
from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.databases import Cluster
from tests.own_women import STUDY, TITLE, WOMEN
from tests.pages.writing import ALDER, day, errors, send, url

pytestmark = pytest.mark.usefixtures("committing")
NEW = {
    "title": "With us", "question": "Does it help?", "design": "compared", "arms": "usual\nhere", "waves": "start, year",
    "measures": "mood", "primary": "mood.year",
}  # fmt: skip
OWN = {
    "arm": "here", "unit": "woman", "measures": "mood = PHQ-9 total", "waves": "start = 0-3\nyear = 10-14",
    "columns": ["contacts", "age_band"],
}  # fmt: skip
PLAN = """[[analysis]]
name = "Who is there"
method = "describe"
options = { columns = ["mood.start"], arm = "arm" }
"""


@pytest.fixture(scope="module", autouse=True)
def women(cluster: Cluster, committing: str) -> None:
    own_women.write_in(cluster, committing)


def begun(**more: str) -> str:
    answer = send("EVAL", url("study_begin"), {**NEW, **more})
    assert answer.status_code == 302, errors(answer)
    return str(answer["Location"])


def test_it_is_made_an_arm_once_before_a_plan_is_frozen_and_the_page_says_how_many_by_code() -> None:
    there = begun()
    for wrong, field, said in (
        ({"measures": "sleep = PHQ-9"}, "measures", "mood = PHQ-9"), ({"measures": "mood = NOTHERE"}, "measures", "do not know"),
        ({"waves": "year = 14-10"}, "waves", "year = 10-14"), ({"waves": "later = 1-2"}, "waves", "year = 10-14"),
        ({"columns": ["child_with_her"]}, "columns", "said of a child"),
    ):  # fmt: skip
        back = send("EVAL", f"{there}own/", {**OWN, **wrong})
        assert said in str(errors(back)[field]) and back.context["form"]["arm"].value() == "here"
    assert send("EVAL", f"{there}own/", OWN)["Location"] == there
    assert "already" in str(errors(send("EVAL", f"{there}own/", OWN)))
    assert "once five women said yes" in client_as("EVAL").get(there).text
    frozen = begun()
    plan = send("EVAL", f"{frozen}plan/", {"toml": PLAN, "version": "0"})["Location"]
    send("EVAL", f"{plan}freeze/", {})
    assert "is frozen" in str(errors(send("EVAL", f"{frozen}own/", OWN)))
    counted = []
    for address in (there, url("study", STUDY)):
        with statements() as asked:
            page = client_as("EVAL").get(address).text
        counted.append(len(asked))
    assert f"{WOMEN} rows are in the table now, by code" in page and "SECRET" not in page
    assert "no number is of fewer than five women" in page  # one woman said no
    assert "age_band: 20-24" in page and "100 %" not in page and "under 20" not in page
    assert counted[0] == counted[1] <= 14


def test_of_our_own_arm_no_number_below_five_is_on_the_page() -> None:
    shape = Shape(("usual", "here"), ("start", "year"), ("mood",))
    rows = [(f"{arm}{n}", f"{arm}{n}", arm, *answer) for arm, many in (("usual", 3), ("here", 6)) for n in range(many)
            for answer in (("age", "", None, "young" if n < 4 else "old"), ("cluster", "", None, f"W-{n}"),
                           ("mood", "start", 10.0 + n, None), *([("mood", "year", 7.0, None)] if n < 4 else []))]  # fmt: skip
    frame = assemble(shape, ["age", "cluster"], rows)
    few, start, year = "fewer than five", "mood.start", "mood.year"
    assert balance(frame, shape.arms, "here") == [
        ("Participants", ["3", "6"]), ("age: old", ["0 (0 %)", few]), ("age: young", ["3 (100 %)", few]),
        (start, ["11.0 (1.0)", "12.5 (1.9)"]),
    ]  # fmt: skip
    assert answered(frame, shape.arms, "here") == [(start, ["3", "6"]), (year, ["3", few])]
    assert answered(frame, shape.arms) == [(start, ["3", "6"]), (year, ["3", "4"])]
    assert balance(frame.only([year]), shape.arms, "here")[-1] == (year, ["7.0 (0.0)", few])


def test_every_column_says_what_it_is_and_where_it_is_from() -> None:
    page = client_as("EVAL").get(url("study_dictionary", STUDY)).text
    assert "Patient Health Questionnaire-9 (PHQ-9), total, standard-2w" in page and "20-24" in page
    answer = client_as("EVAL").get(url("study_dictionary_file", STUDY))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["column"] for row in rows] == [
        "code", "arm", "age_band", "months_with_us", "contacts", "sessions", "ending_goals", "mood.start", "mood.year",
    ]  # fmt: skip
    assert rows[3]["unit"] == "months, whole ones" and "10 to under 14 months" in rows[-1]["values"]
    assert (
        "fewer than five women of ours" in rows[2]["values"] and "fewer than five women of ours" in rows[-1]["values"]
    )
    assert "most of what she wanted" in rows[6]["values"] and rows[-1]["what"] == "Registered as primary"


def test_a_run_is_as_of_a_day_and_tells_the_answer_of_no_one_woman(cluster: Cluster, committing: str) -> None:
    there, today = url("study", STUDY), datetime.now(UTC).date()
    plan = send("EVAL", f"{there}plan/", {"toml": PLAN, "version": "0"})["Location"]
    send("EVAL", f"{plan}freeze/", {})
    later = send("EVAL", f"{plan}run/", day("as_of", str(today + timedelta(9))))
    assert "not come yet" in str(errors(later)["as_of"])
    nobody = send("EVAL", f"{plan}run/", day("as_of", str(today - timedelta(300))))
    assert "nobody in this study" in str(errors(nobody))
    on = today - timedelta(100)
    run = send("EVAL", f"{plan}run/", day("as_of", str(on)))["Location"]
    with acting_as("EVAL"):
        row = PlanRun.objects.get(pk=run.rstrip("/").split("/")[-1])
        assert row.as_of == on
    assert process(cluster, committing, "worker", AT_WORK.format(run=row.pk)) == "1 0"
    with acting_as("EVAL"):
        [told] = Result.objects.filter(run=row).values_list("told", flat=True)
    [group] = told["values"]["groups"]
    assert (group["arm"], group["n"], group["mean"]) == ("here", WOMEN, 22.5)
    shown = client_as("EVAL").get(run).text
    assert "Our own programme as of" in shown and "median" in shown
    assert "smallest" not in str(told) + shown and "largest" not in str(told) + shown
    extract = client_as("EVAL").get(url("study_extract", STUDY)).text
    assert "months_with_us" in extract and "cluster" not in extract


def test_she_is_asked_for_one_study_by_name_beside_her_worker_and_on_her_own_page() -> None:
    beside, own = url("agreement_whom", ALDER, "research"), url("my_agreement_whom", "research")
    made = []
    for who, address in (("W1", beside), ("p_ana", own)):
        page = client_as(who).get(address).text
        assert "A study of ours" in page and TITLE in page and "A question to ask first" not in page
        answer = send(who, address, {"recipient": f"study:{STUDY}"})
        assert answer.status_code == 302, answer.text
        made.append(answer["Location"])
        assert f"for the study “{TITLE}” alone" in client_as(who).get(made[-1]).text
    assert send("W1", beside, {"recipient": f"study:{ident('study waits')}"}).status_code == 422
    assert TITLE not in client_as("W1").get(url("agreement_whom", ALDER, "sharing")).text
    with acting_as("W1"):
        rows = Consent.objects.filter(study=STUDY, giver_id=CAST["ANA"])
        assert {(row.study_title, row.purpose, row.agency_id, row.signed_at) for row in rows} == {
            (TITLE, "research", CAST["LEAD"], None)
        } and len(rows) == 2  # fmt: skip
    # What the evaluator reads of it is nothing.
    with acting_as("EVAL"):
        assert not Consent.objects.exists()


def test_a_sites_coordinator_reads_the_rows_of_her_arm_and_no_page_of_the_study() -> None:
    there = begun()
    table = "id,mood.start\nS-1,12\nS-2,9\n"
    form = client_as("EVAL").get(f"{there}people/").text
    assert "Comparison site" in form and "Hospital partner" not in form
    given = {"table": table, "in_arm": "usual", "sure": "yes"}
    assert send("EVAL", f"{there}people/", {**given, "site": str(CAST["OTHER_SITE"])}).status_code == 302
    ours = {"table": table.replace("S-", "H-"), "in_arm": "here", "sure": "yes"}
    assert send("EVAL", f"{there}people/", ours).status_code == 302
    with statements() as asked:
        page = client_as("SITE2").get(url("site_arm")).text
    assert len(asked) <= 3 and "2 participants" in page and page.count("table.csv") == 1
    with acting_as("SITE2"):
        from alongside.evaluation.models import StudyImport

        [file] = StudyImport.objects.filter(file="table.csv")
    with statements() as asked:
        rows = client_as("SITE2").get(url("site_arm_file", file.pk)).text
    assert len(asked) <= 4 and "S-1" in rows and "H-1" not in rows
    assert url("site_arm") in client_as("SITE2").get("/").text
    for who, address in (
        ("SITE2", there),
        ("SITE2", url("studies")),
        ("W1", url("site_arm")),
        ("DIR", url("site_arm")),
    ):
        assert client_as(who).get(address).status_code == 404, (who, address)
    with acting_as("EVAL"):
        other = StudyImport.objects.filter(site=None).first()
    assert other and client_as("SITE2").get(url("site_arm_file", other.pk)).status_code == 404


def test_a_site_that_is_asked_brings_its_file_itself_and_nothing_typed_is_lost() -> None:
    there, site = begun(title="Both of us"), str(CAST["OTHER_SITE"])
    study = there.rstrip("/").split("/")[-1]
    bring = url("site_bring", study)
    assert client_as("SITE2").get(bring).status_code == 404
    assert send("EVAL", f"{there}own/", OWN).status_code == 302
    assert "Comparison site" in client_as("EVAL").get(f"{there}site/").text
    asked = {"site": site, "arm": "usual", "may": "yes"}
    assert "site" in errors(send("EVAL", f"{there}site/", {**asked, "site": ""}))
    assert "arm" in errors(send("EVAL", f"{there}site/", {**asked, "arm": "here"}))  # our own programme's
    assert send("EVAL", f"{there}site/", asked)["Location"] == there
    assert "brings in its files itself" in client_as("EVAL").get(there).text
    page = client_as("SITE2").get(url("site_arm")).text
    assert "Both of us" in page and bring in page
    for who in ("EVAL", "W1", "DIR"):
        assert client_as(who).get(bring).status_code == 404, who
    named = {"table": "id,mood.start,name\nZ-1,12,Ana Reyes\n"}
    refused = send("SITE2", bring, named)
    assert "table" in errors(refused) and "Ana Reyes" in refused.text
    assert "table" in errors(
        send("SITE2", bring, {"table": f"id,mood.start\n{'Z' * 35}-1,12\n"})
    )  # too long with its arm
    # A code that somebody in another arm has: it is hers as well, and nothing says that it is taken.
    ours = {"table": "id,mood.start\nZ-1,20\n", "in_arm": "here", "sure": "yes"}
    assert send("EVAL", f"{there}people/", ours).status_code == 302
    table = {"table": "id,mood.start,mood.year\nZ-1,12,9\nZ-2,9,\n"}
    assert "2 participants would come in" in send("SITE2", bring, table).text
    file = str(send("SITE2", bring, {**table, "sure": "yes"})["Location"])
    with statements() as counted:
        rows = client_as("SITE2").get(file).text
    assert len(counted) <= 4 and "usual-Z-1" in rows and "usual-Z-2" in rows and "20" not in rows.split("<tbody>")[1]
    assert "in the study already" in str(errors(send("SITE2", bring, {**table, "sure": "yes"})))  # her own, again
    assert "Comparison site" in client_as("EVAL").get(there).text
    assert send("EVAL", f"{there}site/", {**asked, "may": "no"}).status_code == 302
    assert client_as("SITE2").get(bring).status_code == 404 and client_as("SITE2").get(file).status_code == 200
    assert bring not in client_as("SITE2").get(url("site_arm")).text


def test_a_communitys_steward_reads_the_question_and_nothing_goes_on_before_her_yes(
    cluster: Cluster, committing: str
) -> None:
    part = PARTS[RoleName.STEWARD]
    with cluster.admin(committing) as admin:
        admin.execute(
            "update safekeeping_capacity set abilities = %s, categories = 0, writes = 0 where principal = %s",
            [part.abilities, CAST["COUNCIL"]],
        )
    there = begun(asks_steward="on", title="Ours to say")
    assert send("EVAL", f"{there}own/", OWN).status_code == 302
    plan = send("EVAL", f"{there}plan/", {"toml": PLAN, "version": "0"})["Location"]
    send("EVAL", f"{plan}freeze/", {})
    assert "data steward" in str(errors(send("EVAL", f"{plan}run/", {})))
    assert "Ours to say" not in client_as("W1").get(url("agreement_whom", ALDER, "research")).text
    study = there.rstrip("/").split("/")[-1]
    answer = url("study_answer", study)
    steward = client_as("COUNCIL")
    listed = steward.get(url("studies")).text
    assert "Ours to say" in listed and answer in listed and TITLE not in listed
    page = steward.get(answer).text
    assert "Does it help?" in page and "May this study go on?" in page
    for address in (there, plan, f"{there}people/", f"{there}dictionary/"):
        assert steward.get(address).status_code == 404, address
    assert client_as("EVAL").get(answer).status_code == client_as("DIR").get(answer).status_code == 404
    assert "agreed" in errors(steward.post(answer, {"submission": str(uuid.uuid4()), "words": "We read it."}))
    assert send(steward, answer, {"agreed": "no", "words": "Not yet."})["Location"] == url("studies")
    assert "data steward" in str(errors(send("EVAL", f"{plan}run/", {})))
    assert send(steward, answer, {"agreed": "yes", "words": "In a good way."}).status_code == 302
    assert "nobody in this study" in str(errors(send("EVAL", f"{plan}run/", {})))  # asked by now, and nobody said yes
    assert "Ours to say" in client_as("W1").get(url("agreement_whom", ALDER, "research")).text
    with acting_as("EVAL"):
        assert OwnArm.objects.filter(study=study).count() == 1


def test_what_the_forms_know_stands_beside_what_was_written_and_takes_nothing_from_it(
    cluster: Cluster, committing: str
) -> None:
    """Last here: whoever said no is taken out of the study, so that no count is of fewer than five."""
    there, way = url("study", STUDY), url("study_count", STUDY)
    beside = "What the forms of our own programme say"
    assert beside not in client_as("EVAL").get(there).text + client_as("EVAL").get(f"{way}?known=in_arm").text
    with cluster.admin(committing) as admin:
        admin.execute("select set_config('session_replication_role', 'replica', false)")
        gone = "update consent_consent set study = null, study_title = '' where study = %s and signed_at is null"
        admin.execute(gone, [STUDY])
    assert send("EVAL", way, {"step": "in_arm", "arm": "here", "count": "9", "why": "as we think"}).status_code == 302
    page = client_as("EVAL").get(there)
    known = {(each.step, each.arm): (each.count, each.written, bool(each.url)) for each in page.context["known"]}
    assert known == {
        ("asked", ""): (6, None, False), ("said_no", ""): (0, None, False), ("in_arm", "here"): (6, 9, True),
        ("stopped", "here"): (0, None, True),
    }  # fmt: skip
    assert beside in page.text and f"{way}?known=in_arm" in page.text
    form = client_as("EVAL").get(f"{way}?known=in_arm").context["form"]
    assert [form[name].value() for name in ("step", "arm", "count")] == ["in_arm", "here", 6]
    for other in ("", "?known=asked", "?known=nothing"):  # of the whole study: other arms have people of their own
        assert client_as("EVAL").get(f"{way}{other}").context["form"]["count"].value() is None
    with acting_as("EVAL"):
        counted = FlowCount.objects.filter(study=STUDY, step="in_arm").values_list("count", flat=True)
        assert list(counted) == [9], "nobody wrote another number"
