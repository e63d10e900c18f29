"""Files as people have them: what can be read in two ways is asked about; a figure is never wrong in silence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from alongside.evaluation.analyse.reading import read_table
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods.refusing import Unfit


def table(folder: Path, text: str | bytes, **reading: object) -> Table:
    file = folder / "rows.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(file, **reading)  # type: ignore[arg-type]


def refused(code: str, read: object, *said: str) -> None:
    with pytest.raises(Unfit) as why:
        read()  # type: ignore[operator]
    assert why.value.code == code
    for words in said:
        assert words in f"{why.value.what} {why.value.do}"


def test_letters_and_separators(tmp_path: Path) -> None:
    """One file in every keeping and with every separator is the same table."""
    for separator in ",;\t|":
        text = f"id{separator}école{separator}score\n1{separator}Zoé{separator}1.5\n2{separator}{separator}NA\n"
        for letters in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
            read = table(tmp_path, text.encode(letters))
            assert read.names == ["id", "école", "score"] and read.labels("école") == ["Zoé", None], (
                separator,
                letters,
            )
            assert read.numbers("score")[0] == 1.5 and read.missing("score").tolist() == [False, True]
            assert bool(read.notes) == (letters == "cp1252")
    refused("bad_letters", lambda: table(tmp_path, "é\n1".encode("latin-1"), encoding="utf-8"), "utf-8")
    refused("no_file", lambda: read_table(tmp_path / "nowhere.csv"), "nowhere.csv")
    refused("no_header", lambda: table(tmp_path, ""))
    refused("column_twice", lambda: table(tmp_path, "a,a\n1,2\n"), "“a”")
    refused("row_length", lambda: table(tmp_path, "a,b\n1,2\n1,2,3\n"), "line 3")


def test_decimals(tmp_path: Path) -> None:
    """A decimal comma, thousands, and what might be either."""
    for cells, separator, expected in (
        (["1,5", "2", "-0,25"], ";", [1.5, 2, -0.25]), (['"1,5"', '"2,75"', "3"], ",", [1.5, 2.75, 3]),
        (["1.234,5", "2"], ";", [1234.5, 2]), (['"1,234.5"', "2"], ",", [1234.5, 2]),
        (["1,234", "0,5"], ";", [1.234, 0.5]), (["1 234,5", "−2"], "\t", [1234.5, -2]), (["1.5", "1e-3"], ";", [1.5, 0.001]),
        (['"1,234,567"', "8"], ",", [1234567, 8]), (["0.125", "2.5"], ";", [0.125, 2.5]),
    ):  # fmt: skip
        read = table(tmp_path, f"x{separator}y\n" + "".join(f"{cell}{separator}1\n" for cell in cells))
        assert read.numbers("x").tolist() == expected, cells
    doubtful = 'x,y\n"1,234",1\n"2,500",1\n'
    refused("decimal_unclear", lambda: table(tmp_path, doubtful).numbers("x"), "line 2", "--decimal")
    assert table(tmp_path, doubtful, decimal=",").numbers("x").tolist() == [1.234, 2.5]
    assert table(tmp_path, doubtful, decimal=".").numbers("x").tolist() == [1234, 2500]
    refused("two_decimal_signs", lambda: table(tmp_path, "x\ty\n1.5\t1\n2,5\t1\n").numbers("x"), "line 3")
    for bad in ("twelve", "1_000", "inf", "1.2.3", "5%", "12-3"):
        refused("no_number", lambda bad=bad: table(tmp_path, f"x,y\n1,1\n{bad},1\n").numbers("x"), "line 3", bad)
    assert np.isnan(table(tmp_path, "x,y\n-99,1\nNA,1\n .,1\n", missing=["-99"]).numbers("x")).all()


def test_days(tmp_path: Path) -> None:
    """Four forms are one day; where day and month could change places somebody is asked."""
    day = np.datetime64("2026-11-23")
    forms = (
        "2026-11-23",
        "23/11/2026",
        "11/23/2026",
        "23 November 2026",
        "23.11.2026",
        "23 novembre 2026",
        "23-Nov-2026",
    )
    for form in (*forms, "2026-11-23T10:30:00"):
        assert table(tmp_path, f"d,x\n{form},1\n,2\n").dates("d")[0] == day, form
    mixed = table(tmp_path, "d,x\n2026-11-23,1\n23 Nov. 2026,1\n1er août 2026,1\n").dates("d")
    assert mixed[1] == day and mixed[2] == np.datetime64("2026-08-01")
    two = "d,x\n03/04/2026,1\n05/06/2026,1\n"
    refused("date_unclear", lambda: table(tmp_path, two).dates("d"), "--date-form")
    assert table(tmp_path, two, date_form="dmy").dates("d")[0] == np.datetime64("2026-04-03")
    assert table(tmp_path, two, date_form="mdy").dates("d")[0] == np.datetime64("2026-03-04")
    # One day that fits one order only decides for the whole column; the same figure twice decides nothing and needs nothing.
    assert table(tmp_path, two + "25/06/2026,1\n").dates("d")[0] == np.datetime64("2026-04-03")
    assert table(tmp_path, "d,x\n03/03/2026,1\n").dates("d")[0] == np.datetime64("2026-03-03")
    refused(
        "two_date_forms", lambda: table(tmp_path, "d,x\n25/06/2026,1\n06/25/2026,1\n").dates("d"), "line 2", "line 3"
    )
    for bad in ("31/02/2026", "2026-13-01", "23/11/26", "soon", "23 Foober 2026"):
        refused("no_date", lambda bad=bad: table(tmp_path, f"d,x\n{bad},1\n").dates("d"), "line 2")
    refused("no_date", lambda: table(tmp_path, "d,x\n2026-11-23,1\n", date_form="d-month-y").dates("d"))
    assert table(tmp_path, "d,x\n2026-11-23,1\n03/04/2026,1\n", date_form="dmy").dates("d")[1] == np.datetime64(
        "2026-04-03"
    )


def test_days_between_two_dates(tmp_path: Path) -> None:
    """Four forms in one file; who is still there is counted until a day that is named; none goes back in time."""
    text = "id,came,left\na,2026-01-01,1 March 2026\nb,14/02/2026,02/28/2026\nc,3 mars 2026,\nd,,2026-05-01\n"
    counted = table(tmp_path, text, days=["stay=came:left:2026-11-23"])
    assert counted.labels("stay") == ["59", "14", "265", None]
    assert table(tmp_path, text, days=["stay=came:left"]).labels("stay") == ["59", "14", None, None]
    since = table(tmp_path, text, days=["since=2026-01-01:came"])
    assert since.labels("since") == ["0", "44", "61", None]
    refused("days_back", lambda: table(tmp_path, text, days=["stay=left:came"]), "Line 2")
    refused("column_twice", lambda: table(tmp_path, text, days=["left=came:left"]))
    for wrong in ("stay", "stay=came", "=came:left", "stay=came::left"):
        refused("bad_option", lambda wrong=wrong: table(tmp_path, text, days=[wrong]))


def test_wide_and_long(tmp_path: Path) -> None:
    """There and back again; a wave that is missing stays missing; one that stands twice is told."""
    long = "id,arm,sex,wave,score\n1,A,f,0,5\n1,A,f,1,\n2,B,m,1,7\n2,B,f,0,9\n3,A,f,0,1\n"
    wide = table(tmp_path, long, wide="id,wave,score")
    assert wide.names == [
        "id",
        "arm",
        "score.0",
        "score.1",
    ]  # sex changes within one person, so it is no column of hers
    assert wide.labels("score.0") == ["5", "9", "1"] and wide.labels("score.1") == [None, "7", None]
    back = table(tmp_path, "id,arm,a,b\n1,A,5,\n2,B,9,7\n", long=["score=a:0,b:1"])
    assert back.names == ["id", "arm", "wave", "score"] and back.labels("wave") == ["0", "1", "0", "1"]
    assert back.labels("id") == ["1", "1", "2", "2"] and back.labels("score") == ["5", None, "9", "7"]
    refused("wave_twice", lambda: table(tmp_path, long + "1,A,f,0,6\n", wide="id,wave,score"), "line 2", "line 7")
    refused("bad_option", lambda: table(tmp_path, long, wide="id,wave"))
    refused("no_column", lambda: table(tmp_path, long, wide="id,wave,scores"), "Did you mean score?")
    kept = table(tmp_path, long, where=["arm=A", "wave!=1"])
    assert kept.labels("id") == ["1", "3"] and kept.lines == [2, 6]


def test_groups_and_ids(tmp_path: Path) -> None:
    """Levels in an order one can foresee; an id that stands twice is told with both lines."""
    read = table(tmp_path, "id,dose,arm\na,10,TAU\nb,9,PA\nb,,\n")
    assert read.factor("dose")[1] == ["9", "10"] and read.factor("DOSE")[0].tolist() == [1, 0, -1]
    assert read.factor("arm", "TAU")[1] == ["TAU", "PA"]
    refused("no_level", lambda: read.factor("arm", "X"), "PA, TAU")
    refused("id_twice", lambda: read.unique_ids("id"), "line 3", "line 4")
    refused("id_missing", lambda: read.unique_ids("arm"), "line 4")
    refused("not_two_arms", lambda: read.keep(np.array([0])).two_arms("arm"), "TAU")
    assert read.complete("dose", "arm").tolist() == [True, True, False]
