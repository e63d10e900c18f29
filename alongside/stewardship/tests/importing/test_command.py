"""``alongside import`` from the command line, on a database of its own, with everybody of the cast behind the wall."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from alongside.project import roles
from alongside.stewardship.rules.reference import ANSWERS, TRIAL, TRIAL_LONG
from alongside.stewardship.tests.make_caseload import write_caseload
from tests.cast import STAFF, token_of
from tests.databases import ROOT, Cluster

WAVES = {"bdi.pre": "start", "bdi.2m": "2 months", "bdi.3m": "3 months", "bdi.5m": "5 months", "bdi.8m": "8 months"}
INTAKE = STAFF["INT"][1]
Run = Callable[..., subprocess.CompletedProcess[str]]
Ask = Callable[..., list[tuple]]


TABLES = ("families_person", "families_child", "families_livingarrangement", "care_contact", "enrolment_statechange")
# Families of the story: the cast's were recorded at a fixed moment, those of the trial have a name.
BROUGHT = "f.name = '' and f.recorded_at > timestamptz '2026-03-02 10:00Z' and f.opened_on < date '2026-01-01'"


def counts(ask: Ask, who: str = "INT") -> dict[str, int]:
    """How many rows of each table this person sees in the families of the story."""
    found = {}
    for table in TABLES:
        query = f"select count(*) from {table} x join families_family f on f.id = x.family_id where {BROUGHT}"
        [(found[table],)] = ask(who, query)
    return found


def rows_of(story: Story, table: str) -> list[dict[str, str]]:
    """What stands in one of the story's files."""
    with (story.report.parent / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def waves_of_the_file() -> dict[str, tuple[int, int]]:
    """{wave: (how many have a score, its sum)}, straight from the file."""
    with (ROOT / "tests" / "data" / "hsaur3_BtheB_wide.csv").open() as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 100
    values = {column: [int(row[column]) for row in rows if row[column] not in ("", "NA")] for column in WAVES}
    return {WAVES[column]: (len(found), sum(found)) for column, found in values.items()}


PEOPLE = "families_family f join families_person p on p.family_id = f.id where f.name = 'Beat the Blues'"
WITH_SCORES = PEOPLE.replace(" where", " join assessment_occasion o on o.subject = p.id where")
BY_WAVE = """
    select o.wave, count(*) filter (where o.state = 'done'), coalesce(sum(o.total), 0)::int,
           count(*) filter (where o.state = 'not_available' and o.total is null), count(*)
      from assessment_occasion o join families_family f on f.id = o.family_id
     where f.name = 'Beat the Blues' group by 1
"""


@pytest.fixture(scope="module")
def trial(run: Run, ask: Ask) -> dict[str, tuple[int, str, dict]]:
    """The trial as the handbook says, step by step: (exit code, output, what is there afterwards)."""
    steps = {"dry": TRIAL.replace(" --write", ""), "done": TRIAL, "again": TRIAL, "long": TRIAL_LONG}
    found = {}
    for step, command in steps.items():
        done = run(command)
        there = {wave: tuple(rest) for wave, *rest in ask("INT", BY_WAVE)}
        found[step] = (done.returncode, done.stdout + done.stderr, there)
    return found


def test_the_real_trial_as_the_handbook_says(trial: dict[str, tuple[int, str, dict]], ask: Ask) -> None:
    code, told, there = trial["dry"]
    assert code == 0 and "Would be brought over: 100 people" in told, told
    assert there == {}, "a dry run writes nothing"

    code, told, there = trial["done"]
    assert code == 0, told
    expected = waves_of_the_file()
    assert there == {wave: (n, total, 100 - n, 100) for wave, (n, total) in expected.items()}
    assert sum(n for n, _ in expected.values()) == 380
    people = (
        f"select count(*), count(distinct p.name) from {PEOPLE} and p.is_alias and starts_with(p.name, 'Participant ')"
    )
    assert ask("INT", people) == [(100, 100)]
    days = f"select distinct o.on::text from {WITH_SCORES} order by 1"
    assert [d for (d,) in ask("INT", days)] == [
        "2001-01-15", "2001-03-15", "2001-04-15", "2001-06-15", "2001-09-15",
    ]  # fmt: skip


def test_one_person_of_the_trial_by_hand(trial: object, ask: Ask) -> None:
    found = dict(ask("INT", f"select o.wave, o.total::int from {WITH_SCORES} and p.name = 'Participant 17'"))
    with (ROOT / "tests" / "data" / "hsaur3_BtheB_wide.csv").open() as handle:
        [row] = [row for row in csv.DictReader(handle) if row["id"] == "17"]
    assert found == {wave: int(row[column]) if row[column] else None for column, wave in WAVES.items()}


def test_the_scores_of_the_trial_carry_the_measure_and_its_figures(
    trial: dict[str, tuple[int, str, dict]], ask: Ask
) -> None:
    """Done when (issue of assessment): instrument, norms and reliable change per person."""
    told = trial["done"][1]
    assert "BDI-II: Beck Depression Inventory II, version 21-item." in told
    assert "Reliable change (Jacobson–Truax) from 9.35 points on: r = 0.93 (test-retest 1 week" in told
    assert (
        "SD = 12.75, from: 500 outpatients, Beck, Steer & Brown 1996 (general knowledge: check in your manual)" in told
    )
    assert "These figures do not come from women like yours" in told
    with_measure = WITH_SCORES.replace(" where", " left join instruments_definition d on d.id = o.definition_id where")
    definitions = f"select d.code, d.version, count(*) from {with_measure} group by 1, 2"
    assert ask("INT", definitions) == [("BDI-II", "21-item", 500)]
    assert ask("INT", f"select distinct o.category from {WITH_SCORES}") == [(4,)], "as the measure says"


@pytest.mark.parametrize("step", ["again", "long"])
def test_the_same_scores_again_add_nothing(trial: dict[str, tuple[int, str, dict]], step: str) -> None:
    code, told, there = trial[step]
    assert code == 0, told
    assert "Brought over: 0 people" in told and "500 occasions already here" in told
    assert "Already here, left as they are: 100 people." in told
    assert there == trial["done"][2]


def test_a_measure_known_by_name_alone_goes_on_as_before(trial: object, run: Run, ask: Ask) -> None:
    command = TRIAL.replace("BDI-II", "'Mood in the morning'").replace("Beat the Blues", "Mornings")
    done = run(command)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (
        "Mood in the morning is not in the catalogue: kept under this name, without norms and cut-offs." in done.stdout
    )
    rows = ask(
        "INT",
        "select distinct o.instrument, o.definition_id from assessment_occasion o join families_family f"
        " on f.id = o.family_id where f.name = 'Mornings'",
    )
    assert rows == [("Mood in the morning", None)]


def test_a_score_that_the_measure_cannot_have_is_named(trial: object, run: Run, tmp_path: Path) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_text("id,bdi.pre\n501,64\n502,63\n503,-1\n", "utf-8")
    command = TRIAL.split(" --column")[0].replace("tests/data/hsaur3_BtheB_wide.csv", str(odd))
    done = run(command + " --column bdi.pre=0")
    assert done.returncode == 1
    assert "odd.csv, line 2: bdi.pre is 64; between 0 and 63 is possible" in done.stdout
    assert "odd.csv, line 4: bdi.pre is -1; between 0 and 63 is possible" in done.stdout
    assert "Would be brought over: 1 person" in done.stdout


def test_own_figures_come_with_the_scores_once(trial: object, run: Run, ask: Ask) -> None:
    figures = "--norm 'sd=9.6,r=0.86,type=illustrative,source=our own trial, 2003,cutoff=14.5'"
    norms = "select sd::float, r::float, r_type, source, cutoff::float from instruments_sitenorm where code = 'BDI-II'"
    refused = run(f"{TRIAL} {figures}")
    assert refused.returncode == 1 and "does not include keeping norms" in refused.stderr, refused.stdout
    director = TRIAL.replace(INTAKE, STAFF["DIR"][1])
    looked = run(f"{director.replace(' --write', '')} {figures}")
    assert "Would be kept as our own figures" in looked.stdout and ask("DIR", norms) == []
    for words in ("Kept as our own figures, from today on.", "These figures are kept already."):
        done = run(f"{director} {figures}")
        assert done.returncode == 0 and words in done.stdout, done.stdout + done.stderr
        assert "from 9.96 points on: r = 0.86 (illustrative), SD = 9.6, from: our own trial, 2003." in done.stdout
        assert ask("DIR", norms) == [(9.6, 0.86, "illustrative", "our own trial, 2003", 14.5)]


def test_answers_question_by_question(trial: object, run: Run, ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "phq9.csv"
    items = [str(n) for n in range(1, 10)]
    rows = [f"p{n},2024-0{month}-05," + ",".join(["1"] * 8 + ["0"]) for n in range(1, 5) for month in (1, 6)]
    file.write_text("\n".join(["person_key,day," + ",".join(items), *rows, "p5,2024-01-05,7,,,,,,,,"]) + "\n", "utf-8")
    command = ANSWERS.replace("phq9.csv", str(file)) + " --study Earlier"
    looked = run(command.replace(" --write", ""))
    assert looked.returncode == 1 and "Would be brought over: 4 people" in looked.stdout, looked.stdout + looked.stderr
    assert "phq9.csv, line 10: 1 is “7”, which is not one of its answers in PHQ-9" in looked.stdout
    count = (
        "select count(distinct o.id), count(distinct a.id), count(distinct s.id), min(s.value)::float"
        " from assessment_occasion o join families_family f on f.id = o.family_id"
        " left join assessment_answer a on a.occasion_id = o.id left join assessment_score s on s.occasion_id = o.id"
        " where f.name = 'Earlier'"
    )
    assert ask("INT", count) == [(0, 0, 0, None)]
    done = run(command)
    assert "Brought over: 4 people (4 new records, 8 occasions done)" in done.stdout, done.stdout + done.stderr
    assert ask("INT", count) == [(8, 72, 8, 8.0)]
    again = run(command)
    assert "8 occasions already here" in again.stdout and ask("INT", count) == [(8, 72, 8, 8.0)]
    assert ask("W1", count) == [(0, 0, 0, None)]
    for code, says in (("NOT-KNOWN", "is not in the catalogue"), ("PERINATAL-POEM-community", "belongs to nobody")):
        refused = run(command.replace("PHQ-9", code))
        assert refused.returncode == 1 and says in refused.stderr, refused.stdout


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("--norm sd=9.6", "--norm is written"),
        ("--norm sd=9.6,r=0.8,source=x,mean=3", "--norm is written"),
        ("--norm sd=nine,r=0.8,source=x", "sd is a number"),
        ("--about sud", "BDI-II is about mental_health_trauma"),
    ],
)
def test_options_that_do_not_fit_are_said(trial: object, run: Run, more: str, says: str) -> None:
    done = run(f"{TRIAL.replace(INTAKE, STAFF['DIR'][1])} {more}")
    assert done.returncode != 0 and says in " ".join((done.stdout + done.stderr).replace("│", " ").split())
    assert "Traceback" not in done.stderr


def test_who_sees_the_people_of_the_trial(trial: object, ask: Ask) -> None:
    """The importer, and those with every file; nobody else, not even a count."""
    seen = {who: ask(who, f"select count(*) from {PEOPLE}")[0][0] for who in [*STAFF, "p_ana", "p_cal", "p_foster"]}
    assert {who for who, count in seen.items() if count} == {"INT", "SUP", "DIR"}
    assert seen["INT"] == seen["SUP"] >= 100
    keys = {who: ask(who, "select count(*) from stewardship_importedkey")[0][0] for who in STAFF}
    assert {who for who, count in keys.items() if count} == {"INT", "DIR"}, "those whose part imports"
    assert keys["INT"] == keys["DIR"] >= 200


def test_another_value_is_named_and_never_written_over(trial: object, run: Run, ask: Ask, tmp_path: Path) -> None:
    changed = tmp_path / "later.csv"
    changed.write_text("id,bdi.pre,bdi.12m\n17,1,\n18,,NA\n101,12,3.5\n102,twelve,\n103,-1e3,\n", "utf-8")
    command = TRIAL.split(" --column")[0].replace("tests/data/hsaur3_BtheB_wide.csv", str(changed))
    done = run(command + " --column bdi.pre=0 --column bdi.12m=12 --write")
    assert done.returncode == 1
    assert "later.csv, line 2: start is already here with another value" in done.stdout
    assert "later.csv, line 3: start is already here with another value" in done.stdout
    assert "later.csv, line 5: bdi.pre is “twelve”. A number is expected" in done.stdout
    assert "later.csv, line 6: bdi.pre is “-1e3”" in done.stdout
    assert "1 new records" in done.stdout
    query = f"select p.name, o.wave, o.state, o.total::float from {WITH_SCORES}"
    rows = ask("INT", f"{query} and (o.wave = '12 months' or p.name ~ 'Participant 10[123]') order by 1, 2")
    assert rows == [
        ("Participant 101", "12 months", "done", 3.5), ("Participant 101", "start", "done", 12.0),
        ("Participant 17", "12 months", "not_available", None), ("Participant 18", "12 months", "not_available", None),
    ]  # fmt: skip


def test_a_counsellor_may_not_import_nor_may_somebody_unknown(run: Run, ask: Ask) -> None:
    for who, words in (
        (STAFF["W1"][1], "does not include bringing records over"),
        ("Nobody", "No colleague of this name"),
    ):
        refused = run(TRIAL.replace(INTAKE, who).replace("Beat the Blues", "Another study"))
        assert refused.returncode == 1
        assert words in refused.stderr
        assert "Traceback" not in refused.stderr
    assert ask("SUP", "select count(*) from families_family where name = 'Another study'") == [(0,)]


@pytest.mark.parametrize("who", ["W1", "SUP", "ADM", "PRIV", "EVAL", "NUR"])
def test_the_database_refuses_whoever_may_not_import(cluster: Cluster, place: str, who: str) -> None:
    with cluster.as_role(roles.APP, place) as connection:
        connection.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "insert into stewardship_importedkey (id, agency, kind, digest, family_id, record, recorded_by)"
                " select uuidv7(), safekeeping.my_agency(), 'family', 'x', uuidv7(), uuidv7(), safekeeping.me()"
            )


class Story:
    """A caseload of 200 families with one row to mend, brought over step by step."""

    def __init__(self, run: Run, ask: Ask, folder: Path) -> None:
        self.made = write_caseload(folder, 200, contacts=5, colleague=STAFF["W1"][1])
        self.command = ["import", "caseload", str(folder), "--as", INTAKE]
        self.contacts, self.report = folder / "contacts.csv", folder / "report.txt"
        lines = self.contacts.read_text("utf-8").split("\n")
        at = next(i for i, line in enumerate(lines) if line.startswith("F-00007,") and '"' not in line)
        whole = lines[at]
        lines[at] = whole.replace(whole.split(",")[4], "31/02/2024")
        self.contacts.write_text("\n".join(lines), "utf-8")
        self.counts = {"before": counts(ask)}
        self.told: dict[str, tuple[int, str]] = {}
        self.step("dry", run, ask)
        self.step("first", run, ask, "--write", "--report", str(self.report))
        lines[at] = whole
        self.contacts.write_text("\n".join(lines), "utf-8")
        self.step("mended", run, ask, "--write")
        self.step("again", run, ask, "--write")

    def step(self, name: str, run: Run, ask: Ask, *more: str) -> None:
        """Run the import once and remember what it told and what is there afterwards."""
        done = run([*self.command, *more])
        self.told[name] = (done.returncode, done.stdout + done.stderr)
        self.counts[name] = counts(ask)


@pytest.fixture(scope="module")
def story(run: Run, ask: Ask, tmp_path_factory: pytest.TempPathFactory) -> Story:
    return Story(run, ask, tmp_path_factory.mktemp("caseload"))


def test_a_dry_run_names_file_and_line_and_writes_nothing(story: Story) -> None:
    code, told = story.told["dry"]
    assert code == 1, told
    assert "Would be brought over: 199 families" in told
    assert re.search(r"contacts\.csv, line \d+: on is “31/02/2024”", told)
    assert story.counts["dry"] == story.counts["before"] == dict.fromkeys(TABLES, 0)


def test_a_family_with_a_row_to_mend_is_left_out_wholly(story: Story, ask: Ask) -> None:
    code, told = story.told["first"]
    assert code == 1 and "Brought over: 199 families" in told, told
    assert "Left out wholly until mended: 1 family (F-00007)." in story.report.read_text("utf-8")
    people = [row["family_key"] for row in rows_of(story, "people")]
    assert story.counts["first"]["families_person"] == len(people) - people.count("F-00007")
    contacts = [row["family_key"] for row in rows_of(story, "contacts")]
    assert story.counts["first"]["care_contact"] == len(contacts) - contacts.count("F-00007")


def test_once_mended_it_goes_in_and_nothing_goes_in_twice(story: Story) -> None:
    code, told = story.told["mended"]
    assert code == 0 and "Brought over: 1 family" in told, told
    assert "Already here, left as they are: 199 families." in told
    made = story.made
    children = [row for row in rows_of(story, "people") if row["kind"] == "child"]
    assert story.counts["mended"] == {
        "families_person": made["people"], "families_child": len(children), "care_contact": made["contacts"],
        "enrolment_statechange": made["enrolment"], "families_livingarrangement": made["tracks"] * 3 // 4,
    }  # fmt: skip
    code, told = story.told["again"]
    assert code == 0 and "Brought over: 0 families" in told, told
    assert story.counts["again"] == story.counts["mended"]


def test_who_sees_the_caseload(story: Story, ask: Ask) -> None:
    """The importer and those with every file see all, her counsellor her own third, others nothing."""
    everything = counts(ask)
    assert counts(ask, "SUP") == everything
    families = f"select count(*) from families_family f where {BROUGHT}"
    assert ask("INT", families) == [(200,)]
    assert ask("W1", families) == [(66,)], "every third family has her on its team"
    for who in ("W2", "W3", "CHC", "PEER", "EVAL", "ADM", "PRIV", "CW1", "NUR", "SITE2", "p_cal", "p_foster", "p_ana"):
        assert counts(ask, who) == dict.fromkeys(TABLES, 0), who
    keys = f"select count(*) from enrolment_keyworker k join families_family f on f.id = k.family_id where {BROUGHT}"
    assert ask("INT", keys) == [(66,)]


def test_what_is_written_is_what_the_files_say(story: Story, ask: Ask) -> None:
    mine = f"from families_family f join families_person p on p.family_id = f.id where {BROUGHT}"
    names = sorted(name for (name,) in ask("INT", f"select p.name {mine}"))
    assert names == sorted(row["name"].strip() for row in rows_of(story, "people"))
    notes = f"select c.note from care_contact c join families_family f on f.id = c.family_id where {BROUGHT}"
    assert sorted(n for (n,) in ask("INT", notes)) == sorted(row["note"] for row in rows_of(story, "contacts"))
    expected = f"select count(*) from families_child c join families_family f on f.id = c.family_id where {BROUGHT}"
    due = sum(1 for row in rows_of(story, "people") if row["due_on"])
    assert due > 0 and ask("INT", expected + " and c.state = 'expected' and c.pregnancy_id is not null") == [(due,)]


def test_the_trail_has_a_line_for_each_batch_and_is_whole(
    trial: object, story: Story, cluster: Cluster, place: str
) -> None:
    with cluster.admin(place) as admin:
        lines = admin.execute("select count(*) from recordkeeping_trail where verb = 'brought over'").fetchone()
        assert lines is not None and 3 <= lines[0] <= 8
        assert admin.execute("select count(*) from safekeeping.broken_links()").fetchone() == (0,)
        still_open = admin.execute(
            "select count(*) from safekeeping_session where ended_at is null and expires_at < now() + interval '1 year'"
        ).fetchone()
        assert still_open == (0,), "every command ends its session"


def test_import_alone_teaches_and_templates_need_no_database(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ALONGSIDE_", "DJANGO_"))}
    environment["ALONGSIDE_HOME"] = str(tmp_path / "nowhere")
    for words in (["import"], ["import", "--templates", str(tmp_path / "mine")]):
        told = subprocess.run(
            [sys.executable, "-m", "alongside", *words], env=environment, cwd=ROOT, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert told.returncode == 0, told.stderr
    assert (tmp_path / "mine" / "people.csv").read_text("utf-8").startswith("family_key,person_key,kind,name")
    assert not (tmp_path / "nowhere").exists()
