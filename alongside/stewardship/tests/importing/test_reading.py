"""Files as people have them: what can be read is read, and what cannot is named so that somebody can mend it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from alongside.stewardship.rules.caseload import Caseload
from alongside.stewardship.rules.problems import FileTrouble, Problem, nearest
from alongside.stewardship.rules.reading import open_csv

FAMILIES = "family_key,name,opened_on\nF1,Zoë & Léa,2023-05-01\n"


def workbook() -> bytes:
    """The beginning of an .xlsx file, which is a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    return out.getvalue()


NOT_CSV = {
    "a workbook": (workbook(), "a workbook (Excel or LibreOffice)"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a workbook"),
    "nothing": (b"", "The file is empty."),
    "only blank lines": (b"\xef\xbb\xbf\r\n \r\n\r\n", "The file is empty."),
    "a web page": (b"<!DOCTYPE html><html><body>Please sign in", "a web page"),
    "a web page after a comment": (b"<!-- proxy -->\n<html lang='en'>", "a web page"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "a picture"),
    "a database": (b"SQLite format 3\x00" + bytes(200), "a database"),
    "JSON": (b'{"people": []}', "a JSON file"),
    "random bytes": (bytes(range(256)) * 40, "not a text file"),
}


@pytest.mark.parametrize("what", NOT_CSV)
def test_what_is_not_a_csv_is_said_to_be_what_it_is(tmp_path: Path, what: str) -> None:
    content, words = NOT_CSV[what]
    path = tmp_path / "families.csv"
    path.write_bytes(content)
    with pytest.raises(FileTrouble) as said:
        open_csv(path)
    assert words in str(said.value)
    assert str(said.value).startswith("families.csv: ")


def test_no_file_and_a_folder_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match="There is no file"):
        open_csv(tmp_path / "missing.csv")
    with pytest.raises(FileTrouble, match="it is a folder"):
        open_csv(tmp_path)


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_any_usual_encoding_separator_and_line_end(tmp_path: Path, encoding: str, separator: str, ends: str) -> None:
    text = FAMILIES.replace(",", separator).replace("\n", ends)
    path = tmp_path / "families.csv"
    path.write_bytes(text.encode(encoding))
    source = open_csv(path)
    assert source.header == ["family_key", "name", "opened_on"]
    assert [r.cells for r in source.records()] == [["F1", "Zoë & Léa", "2023-05-01"]]
    guessed = encoding in ("cp1252", "latin-1")
    assert bool(source.looks) == guessed
    if guessed:
        assert str(source.looks[0]).endswith(
            "Read as Windows-1252, since it is not UTF-8. Please check letters with accents; it has: ë é"
        )
    source.close()


def test_an_encoding_can_be_named_and_must_fit(tmp_path: Path) -> None:
    path = tmp_path / "families.csv"
    path.write_bytes(FAMILIES.encode("cp850"))
    source = open_csv(path, encoding="cp850")
    assert next(source.records()).cells[1] == "Zoë & Léa"
    source.close()
    for wrong in ("utf-8", "no-such-encoding"):
        with pytest.raises(FileTrouble, match=f"not {wrong}"):
            open_csv(path, encoding=wrong)


def test_line_numbers_and_offsets_survive_line_breaks_in_quotes(tmp_path: Path) -> None:
    path = tmp_path / "families.csv"
    path.write_text(
        'family_key,name,opened_on\nF1,"two\nlines, ""quoted""",2023-05-01\n\nF2,é,2023-05-02\n,,\n\n', "utf-8"
    )
    source = open_csv(path)
    records = list(source.records())
    assert [(r.line, r.cells[0]) for r in records] == [(2, "F1"), (5, "F2")]
    assert records[0].cells[1] == 'two\nlines, "quoted"'
    for record in reversed(records):
        assert source.record_at(record.offset, record.line) == record
    source.close()


def test_a_quotation_mark_that_is_never_closed_is_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "families.csv"
    path.write_text('family_key,name,opened_on\nF1,fine,2023-05-01\nF2,"oh,2023-05-01\nF3,x,2023-05-01\n', "utf-8")
    source = open_csv(path)
    with pytest.raises(FileTrouble, match=r"families.csv, line 3: The quotation marks do not add up"):
        list(source.records())
    source.close()


def test_a_field_of_ten_million_characters_is_read(tmp_path: Path) -> None:
    path = tmp_path / "families.csv"
    path.write_text(f"family_key,name,opened_on\nF1,{'é' * 10_000_000},2023-05-01\n", "utf-8")
    source = open_csv(path)
    assert len(next(source.records()).cells[1]) == 10_000_000
    source.close()


def caseload(
    folder: Path, families: str, people: str = "family_key,person_key,kind\nF1,P1,woman\n", **more: bool
) -> Caseload:
    (folder / "families.csv").write_text(families, "utf-8")
    (folder / "people.csv").write_text(people, "utf-8")
    files = Caseload([folder], **more)
    list(files.index())
    return files


def sentences(problems: list[Problem]) -> str:
    return "\n".join(map(str, problems))


def test_missing_columns_are_named(tmp_path: Path) -> None:
    with caseload(tmp_path, "family_key,name\nF1,x\n") as files:
        assert sentences(files.problems) == "families.csv, line 1: These columns are missing: opened_on."


def test_a_column_nobody_knows_is_named_with_the_closest_one(tmp_path: Path) -> None:
    families = "family_key,opend_on,opened_on,shoe\nF1,,2023-05-01,38\n"
    with caseload(tmp_path, families.replace("opened_on", "when", 1)) as files:
        said = sentences(files.problems)
        assert "“opend_on” is not known here. Did you mean “opened_on”?" in said
        assert "“shoe” is not known here. Rename it" in said
    with caseload(tmp_path, "family_key,opened_on,shoe\nF1,2023-05-01,38\n", ignore_columns=True) as files:
        assert files.problems == []
        assert "“shoe” is left out" in sentences(files.looks)


def test_two_columns_of_one_name_and_headers_in_other_spellings(tmp_path: Path) -> None:
    with caseload(tmp_path, "family_key,name,name,opened_on\nF1,a,b,2023-05-01\n") as files:
        assert "Two columns are called “name”" in sentences(files.problems)
    with caseload(tmp_path, "Family Key , NAME,Opened-On\nF1,a,2023-05-01\n") as files:
        assert files.problems == []
        [bundle] = files.families()
        assert bundle.rows["families"][0]["family_key"] == "F1"


def test_a_file_of_something_else_is_not_taken_for_families(tmp_path: Path) -> None:
    with caseload(tmp_path, "sku;price\n1;2\n") as files:
        assert "None of the columns is one of families.csv" in sentences(files.problems)


def test_unknown_and_missing_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "familes.csv").write_text(FAMILIES, "utf-8")
    said = sentences(Caseload([tmp_path / "familes.csv", tmp_path / "gone.csv"]).problems)
    assert "Did you mean “families”?" in said
    assert "gone.csv: There is no file" in said
    assert "people.csv is needed" in said


def test_headers_alone_are_not_a_caseload(tmp_path: Path) -> None:
    with caseload(tmp_path, "family_key,opened_on\n") as files:
        assert "There are no rows" in sentences(files.problems)


def test_rows_of_no_family_and_keys_used_twice_are_named(tmp_path: Path) -> None:
    people = "family_key,person_key,kind\nF1,P1,woman\nF2,P1,woman\nF9,P3,woman\n,P4,woman\n"
    with caseload(tmp_path, "family_key,opened_on\nF1,2023-05-01\nF2,2023-05-01\nF1,2024-05-01\n", people) as files:
        said = sentences(files.astray)
        assert "people.csv, line 4: There is no family with this family_key" in said
        assert "people.csv, line 5: family_key is empty" in said
        problems = {bundle.key: sentences(bundle.problems) for bundle in files.families()}
    assert problems["F1"] == "families.csv, line 4: This family_key is already used in line 2."
    assert problems["F2"] == "people.csv, line 3: This person_key is already used in line 2."


def test_rows_may_stand_in_any_order(tmp_path: Path) -> None:
    people = "family_key,person_key,kind\nF2,P3,woman\nF1,P1,woman\nF2,P4,child\nF1,P2,child\n"
    with caseload(tmp_path, "family_key,opened_on\nF1,2023-05-01\nF2,2023-05-01\n", people) as files:
        found = {b.key: [(r.line, r["person_key"]) for r in b.rows["people"]] for b in files.families()}
    assert found == {"F1": [(3, "P1"), (5, "P2")], "F2": [(2, "P3"), (4, "P4")]}


def test_a_row_with_too_few_or_too_many_cells_is_named(tmp_path: Path) -> None:
    people = "family_key,person_key,kind\nF1,P1,woman\nF1,P2\nF1,P3,other,Smith, Jo\nF1,P4,other,,\n"
    with caseload(tmp_path, "family_key,opened_on\nF1,2023-05-01\n", people) as files:
        [bundle] = files.families()
    assert [str(p)[:47] for p in bundle.problems] == [
        "people.csv, line 3: This row has 2 cells and th", "people.csv, line 4: This row has 5 cells and th",
    ]  # fmt: skip


def test_no_sentence_can_steer_a_terminal_or_repeats_a_long_value() -> None:
    said = str(Problem("no_such_day", "a\x1b[31m.csv", 2, {"column": "on", "value": "\x1b]0;x\x07‮9"}))
    assert "\x1b" not in said and "\x07" not in said and "‮" not in said


def test_the_closest_word_is_found_or_none() -> None:
    assert nearest("Familly_key", ["family_key", "kind"]) == " Did you mean “family_key”?"
    assert nearest("xyz", ["family_key", "kind"]) == ""
