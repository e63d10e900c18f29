"""What a study is registered with, what a file may hold, what may leave, and whether the way through adds up."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from alongside.evaluation.analyse.reading import read_table
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.rules import bringing, flow, framing, leaving, planning, registering, telling
from alongside.evaluation.rules.bringing import Columns, bring, guess
from alongside.evaluation.rules.registering import Shape, check_study
from alongside.evaluation.terms import FlowStep, Layout, No, Telling
from tests.databases import ROOT

DATA = ROOT / "tests" / "data"
BTHEB = Shape(("TAU", "BtheB"), ("pre", "2m", "3m", "5m", "8m"), ("bdi",))
COLUMNS = Columns(code="id", arm="treatment")


def table(**columns: list[str | None]) -> Table:
    return Table(columns, name="file.csv")


def test_a_study_says_first_what_it_wants_to_know_and_which_outcome_counts() -> None:
    right = {
        "title": "BtB", "question": "Does it help?", "design": "random", "shape": BTHEB, "primary": ["bdi.8m"],
        "secondary": ["bdi.2m"],
    }  # fmt: skip
    assert check_study(**right)[0]  # type: ignore[arg-type]
    shape = {"arms": BTHEB.arms, "waves": BTHEB.waves, "measures": BTHEB.measures}
    wrong = [
        ({"title": " "}, No.TITLE_NEEDED), ({"question": ""}, No.QUESTION_NEEDED),
        ({"shape": Shape(**{**shape, "arms": ("TAU",)})}, No.ARMS_NEEDED), ({"design": "one_group"}, No.ONE_ARM),
        ({"shape": Shape(**{**shape, "waves": ()})}, No.WAVES_NEEDED),
        ({"shape": Shape(**{**shape, "measures": ()})}, No.MEASURES_NEEDED),
        ({"shape": Shape(**{**shape, "measures": ("bdi.ii",)})}, No.CODES_ONLY),
        ({"shape": Shape(**{**shape, "waves": ("pre", "PRE")})}, No.CODES_ONLY),
        ({"primary": []}, No.PRIMARY_NEEDED), ({"primary": ["bdi.9m"]}, No.OUTCOME_UNKNOWN),
        ({"secondary": ["bdi.8m"]}, No.OUTCOME_TWICE),
    ]  # fmt: skip
    for change, because in wrong:
        decision, field = check_study(**{**right, **change})  # type: ignore[arg-type]
        assert (decision.because, bool(field)) == (because, True), change
    assert registering.lines("pre, 2m\r\n\r\n8m;") == ("pre", "2m", "8m")


def test_whatever_would_say_who_somebody_is_is_found() -> None:
    names = {
        "First Name": Telling.NAME, "lastName": Telling.NAME, "prénom": Telling.NAME, "client_name": Telling.NAME,
        "E-mail": Telling.EMAIL, "courriel": Telling.EMAIL, "Phone no.": Telling.TELEPHONE, "cell": Telling.TELEPHONE,
        "DOB": Telling.BIRTH, "date_of_birth": Telling.BIRTH, "Date de naissance": Telling.BIRTH,
        "postal code": Telling.ADDRESS, "OHIP": Telling.NUMBER, "birth_weight": None, "gestation weeks at birth": None,
        "bdi.pre": None, "treatment": None, "age": None, "PhoneBill": Telling.TELEPHONE, "mailing": None,
    }  # fmt: skip
    assert {name: telling.called(name) for name in names} == names
    cells = [
        (["a@b.ca"] + [None] * 9, Telling.EMAIL), (["416-555-0100", "x"], Telling.TELEPHONE),
        (["+1 (416) 555-0100"], Telling.TELEPHONE), (["M5V 2T6", "no"], Telling.ADDRESS),
        (["1991-04-02", "1988-12-30"], Telling.DAY), (["02/04/1991", None], Telling.DAY),
        (["Ana Alder", "Ève Birch", "Gia O’Hara"], Telling.NAME),
        ([f"Word{chr(97 + n)}" for n in range(12)], Telling.NAME),
        (["she told me that she would rather not come on a Monday"], Telling.WORDS),
        (["Yes", "No"] * 20, None), (["<6m", ">6m"] * 9, None), ([str(n * 1.5) for n in range(50)], None),
        (["4,5", "12,25"], None), ([None] * 5, None), (["single mother", "two parents"] * 8, None),
    ]  # fmt: skip
    for column, kind in cells:
        assert telling.holds(column) is kind, column
    codes = {"W-017": True, "2": True, "a1_B": True, "Ana": False, "4165550100": False, "x@1.ca": False, "": False,
             "A 1": False, "1" * 41: False}  # fmt: skip
    assert {code: telling.is_code(code) for code in codes} == codes


def test_the_trial_comes_in_from_a_wide_file_and_the_same_from_a_long_one() -> None:
    wide = bring(read_table(DATA / "hsaur3_BtheB_wide.csv"), BTHEB, COLUMNS)
    assert wide.troubles == [] and wide.characteristics == ["drug", "length"]
    assert guess(read_table(DATA / "hsaur3_BtheB_wide.csv").names, BTHEB) == COLUMNS
    arms = [arm for _code, arm in wide.people]
    assert (len(arms), arms.count("TAU"), arms.count("BtheB")) == (100, 48, 52)
    scores = [answer for answer in wide.answers if answer[1] == "bdi"]
    assert len(scores) == 100 + 97 + 73 + 58 + 52
    assert (0, "bdi", "pre", 29.0, "") in wide.answers and (0, "drug", "", None, "No") in wide.answers
    rows = list(csv.DictReader((DATA / "hsaur3_BtheB_wide.csv").open()))
    spread = [
        (row["id"], row["treatment"], wave, row["drug"], row[f"bdi.{wave}"]) for row in rows for wave in BTHEB.waves
    ]
    names = ("id", "treatment", "wave", "drug", "BDI")
    long = Table({name: [row[n] or None for row in spread] for n, name in enumerate(names)}, name="long.csv")
    columns = guess(long.names, BTHEB)
    assert columns == Columns(code="id", arm="treatment", wave="wave", layout=Layout.LONG)
    found = bring(long, BTHEB, columns)
    assert found.troubles == [] and found.people == wide.people
    assert sorted(a for a in found.answers if a[1] == "bdi") == sorted(scores)


def test_whatever_is_wrong_with_a_file_is_said_with_column_and_line_and_nothing_comes_in() -> None:
    good = {"id": ["1", "2"], "arm": ["TAU", "BtheB"], "bdi.pre": ["3", "4"]}
    at = Columns(code="id", arm="arm")
    assert bring(table(**good), BTHEB, at).troubles == []
    wrong = [
        ({"id": ["1", "1"]}, at, No.ID_TWICE, "id", 3), ({"id": ["1", None]}, at, No.ID_MISSING, "id", 3),
        ({"id": ["Ana", "2"]}, at, No.CODE_TELLS, "id", 2), ({"arm": ["TAU", None]}, at, No.ARM_MISSING, "arm", 3),
        ({"arm": ["TAU", "other"]}, at, No.ARM_UNKNOWN, "arm", 3),
        ({"bdi.pre": ["3", "many"]}, at, No.SCORE_NO_NUMBER, "bdi.pre", 3),
        ({"Name": ["x", "y"]}, at, No.TELLS_WHO, "Name", 0),
        ({"seen": ["2024-01-02", None]}, at, No.TELLS_WHO, "seen", 0),
        ({}, Columns(code="code", arm="arm"), No.COLUMN_UNKNOWN, "code", 0),
        ({}, Columns(code="", arm="arm"), No.COLUMN_UNKNOWN, "", 0),
        ({"id": ["1", "2"], "bdi.pre": ["3", None], "bdi.9m": ["1", "1"]}, at, None, "", 0),
    ]  # fmt: skip
    for change, columns, because, column, line in wrong:
        found = bring(table(**{**good, **change}), BTHEB, columns)  # type: ignore[arg-type]
        told = [(trouble.because, trouble.column, trouble.line) for trouble in found.troubles]
        assert told == ([(because, column, line)] if because else []), change
    assert [t.because for t in bring(table(id=["1"], arm=["TAU"], x=["1"]), BTHEB, at).troubles] == [No.NO_MEASURE]
    assert [t.because for t in bring(table(id=[], arm=[]), BTHEB, at).troubles] == [No.FILE_EMPTY]
    long = {"id": ["1", "1", "2"], "arm": ["TAU", "TAU", "TAU"], "wave": ["pre", "2m", "pre"], "bdi": ["1", "2", "3"]}
    at = Columns(code="id", arm="arm", wave="wave", layout=Layout.LONG)
    for change, because in (
        ({}, None), ({"wave": ["pre", "pre", "pre"]}, No.WAVE_TWICE), ({"wave": ["pre", "9y", "pre"]}, No.WAVE_UNKNOWN),
        ({"arm": ["TAU", "BtheB", "TAU"]}, No.ARM_NOT_ONE), ({"drug": ["y", "n", "y"]}, No.DIFFERS),
    ):  # fmt: skip
        found = bring(table(**{**long, **change}), BTHEB, at)  # type: ignore[arg-type]
        assert [t.because for t in found.troubles] == ([because] if because else []), change
    many = table(id=["x"] * 40, arm=["TAU"] * 40, **{"bdi.pre": ["1"] * 40})
    assert len(bring(many, BTHEB, at_most := Columns(code="id", arm="arm")).troubles) == bringing.MOST_TROUBLES, at_most


def test_decimal_commas_stay_numbers_and_a_column_of_ours_is_never_taken_for_another() -> None:
    commas = table(id=["1", "2"], arm=["tau", "BTHEB"], BDI_pre=["3,5", "12,25"], code=["7", "8"])
    found = bring(commas, BTHEB, Columns(code="id", arm="arm"))
    assert found.troubles == [] and found.people == [("1", "TAU"), ("2", "BtheB")]
    assert [a[3] for a in found.answers if a[1] == "bdi"] == [3.5, 12.25]
    assert found.kept_as == {"code": "code_"} and (0, "code_", "", 7.0, "") in found.answers


def frame() -> framing.Frame:
    found = bring(read_table(DATA / "hsaur3_BtheB_wide.csv"), BTHEB, COLUMNS)
    import uuid

    ids = [uuid.UUID(int=n) for n in range(len(found.people))]
    rows = [(ids[n], *found.people[n], measure, wave, number, word) for n, measure, wave, number, word in found.answers]
    return framing.assemble(BTHEB, found.characteristics, rows)


def test_the_table_of_a_study_holds_what_the_file_held() -> None:
    whole = frame()
    assert whole.names == ("code", "arm", "drug", "length", "bdi.pre", "bdi.2m", "bdi.3m", "bdi.5m", "bdi.8m")
    again = list(csv.DictReader(io.StringIO(framing.as_csv(whole))))
    original = {row["id"]: row for row in csv.DictReader((DATA / "hsaur3_BtheB_wide.csv").open())}
    assert len(again) == 100
    for row in again:
        there = original[row.pop("code")]
        assert row.pop("arm") == there["treatment"]
        assert row == {name: there[name] for name in row}


def test_an_extract_leaves_only_when_nobody_in_it_is_one_of_few(tmp_path: Path) -> None:
    whole = frame()
    assert leaving.too_few(whole) == []  # at least 6 share arm, drug and length
    assert {few.column for few in leaving.too_few(whole, 7)} == {"drug", "length"}
    names = (*whole.names[:4], "age", *whole.names[4:])
    ages = tuple((*row[:4], float(n), *row[4:]) for n, row in enumerate(whole.rows))
    told = framing.Frame(names, ("drug", "length", "age"), ages)
    assert leaving.too_few(told) == [leaving.Few(No.TOO_FEW_ALIKE, "age", 100)]
    few = tuple((*row[:-1], row[-1] if n < 3 else None) for n, row in enumerate(whole.rows))
    [only] = leaving.too_few(framing.Frame(whole.names, whole.characteristics, few))
    assert (only.because, only.column) == (No.TOO_FEW_ANSWERS, "bdi.8m")
    # Brothers and sisters are one family, whoever says so: the table itself, or whoever asks.
    four = [f"M{n % 4}" for n in range(100)]
    assert leaving.too_few(whole, families=four)[0] == leaving.Few(No.TOO_FEW_ALIKE, "", 100)
    beside = tuple((*row[:2], mother, row[-1]) for row, mother in zip(whole.rows, four, strict=True))
    found = leaving.too_few(framing.Frame(("code", "arm", "Cluster", "bdi.8m"), ("Cluster",), beside))
    assert [few.because for few in found] == [No.TOO_FEW_ALIKE, No.TOO_FEW_ANSWERS]
    turned = leaving.with_new_codes(whole, lambda order: order.reverse())
    assert turned.rows[0] == ("P001", *whole.rows[-1][1:]) and turned.rows[-1][0] == "P100"
    packed = leaving.packed(turned, title="BtB", primary=["bdi.8m"], secondary=[])
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert sorted(archive.namelist()) == ["codebook.csv", "study.csv", "tableschema.json"]
        schema = json.loads(archive.read("tableschema.json"))
        book = {row["column"]: row for row in csv.DictReader(io.StringIO(archive.read("codebook.csv").decode()))}
        (tmp_path / "study.csv").write_bytes(archive.read("study.csv"))
    assert [field["name"] for field in schema["fields"]] == list(whole.names)
    types = {field["name"]: (field["type"], field.get("constraints", {}).get("enum")) for field in schema["fields"]}
    assert types["drug"] == ("string", ["No", "Yes"]) and types["bdi.8m"] == ("number", None)
    assert (book["bdi.8m"]["registered"], book["bdi.8m"]["answered"], book["bdi.8m"]["missing"]) == (
        "primary",
        "52",
        "48",
    )
    # What was taken out reads back as a study of the same shape.
    assert bring(read_table(tmp_path / "study.csv"), BTHEB, Columns(code="code", arm="arm")).troubles == []


def test_a_plan_is_the_one_of_the_command_line_on_the_studys_own_table() -> None:
    one = '[[analysis]]\nname = "who"\nmethod = "describe"\noptions = { columns = "bdi.pre", arm = "arm" }\n'
    [step] = planning.steps("seed = 7\n" + one)
    assert (step.name, step.method, step.seed) == ("who", "describe", 7)
    assert planning.steps('file = "study.csv"\n' + one)
    for wrong, about in (
        ("", "no [[analysis]]"), ("x =", "not TOML"), ('file = "other.csv"\n' + one, "study.csv"),
        (one.replace("describe", "guess"), "guess"), (one.replace("columns", "colums"), "who"),
        ("seed = 1.5\n" + one, "seed"), (one + one, "two analyses"), (one + 'why = "x"', "why"),
    ):  # fmt: skip
        with pytest.raises(Unfit) as why:
            planning.steps(wrong)
        assert about in f"{why.value.what} {why.value.do}", wrong


def test_the_way_through_a_study_adds_up_with_those_who_were_eligible_and_not_randomised() -> None:
    said = [(FlowStep.ASKED, "", 127), (FlowStep.NOT_ELIGIBLE, "", 12), (FlowStep.NOT_RANDOMISED, "", 14),
            (FlowStep.NOT_RANDOMISED, "", 15), (FlowStep.IN_ARM, "pup", 48), (FlowStep.IN_ARM, "tau", 52)]  # fmt: skip
    known = flow.newest(flow.Counted(*each) for each in said)
    assert known[FlowStep.NOT_RANDOMISED, ""].count == 15 and flow.open_ends(known, ("pup", "tau")) == 0
    known[FlowStep.IN_ARM, "tau"] = flow.Counted(FlowStep.IN_ARM, "tau", 50)
    assert flow.open_ends(known, ("pup", "tau")) == 2
    assert flow.open_ends({}, ("pup",)) == 0
    for step in FlowStep:
        first = step in (FlowStep.ASKED, FlowStep.NOT_ELIGIBLE, FlowStep.SAID_NO, FlowStep.NOT_RANDOMISED)
        assert bool(flow.check_count(step, "", ("pup",))) is first
        assert bool(flow.check_count(step, "pup", ("pup",))) is not first
