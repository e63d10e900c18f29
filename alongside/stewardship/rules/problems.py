"""What can be wrong with a file or a row, said so that somebody can mend it. Plain Python.

A problem is a code and the values for its sentence. No sentence repeats a name or a note: reports are shown on screens
and sent to colleagues. Only what is not about anybody (a date, a code, a column) is repeated.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

SHOWN = 40  # characters of a value that a sentence repeats

SENTENCES = {
    # Files
    "no_file": "There is no file or folder of this name.",
    "cannot_open": "The file cannot be read: {why}.",
    "empty": "The file is empty.",
    "workbook": (
        "This is a workbook (Excel or LibreOffice), not a CSV file. Open it there and save the sheet as “CSV "
        "UTF-8”."
    ),
    "web_page": "This is a web page, not a CSV file. Perhaps a sign-in page was saved in place of the download?",
    "other_kind": "This is {kind}, not a CSV file.",
    "binary": "This is not a text file, so it cannot be a CSV file.",
    "long_line": "A line is longer than {limit} million characters. Perhaps this is not a CSV file?",
    "bad_letters": "These bytes are not {encoding}. Please save the file as “CSV UTF-8”.",
    "open_quote": (
        "The quotation marks do not add up from here on. A quotation mark inside a text is written twice: \"\"."
    ),
    "no_columns": (
        "None of the columns is one of {table}.csv. It begins with: {found}. `alongside import --templates "
        "FOLDER` shows how they are named."
    ),
    "missing_columns": "These columns are missing: {columns}.",
    "unknown_column": (
        "The column “{column}” is not known here.{hint} Rename it or take it out, so that nothing is lost "
        "unseen; --ignore-columns leaves unknown columns out."
    ),
    "no_such_column": "There is no column “{column}”.{hint}",
    "same_header": "Two columns are called “{column}”. Please rename one.",
    "unknown_table": "It is not clear what is in this file.{hint} Known names: {names}.",
    "same_table": "There are two files for {table}.csv: {other} is the other.",
    "table_missing": "{table}.csv is needed and was not found.",
    "no_rows": "There are no rows under the header.",
    # Rows and cells
    "cells": (
        "This row has {found} cells and the header {wanted}. Is there a comma in a text without quotation "
        "marks around it?"
    ),
    "unnamed": "There is something in a column without a name.",
    "nul": "The column {column} holds a character (NUL) that no text can hold.",
    "needed": "{column} is empty. Please fill it in.",
    "too_long": (
        "{column} is {length} characters long; {limit} is the most that can be kept in one piece. Please "
        "shorten or split it."
    ),
    "date_form": "{column} is “{value}”. Dates are written year-month-day: {form}.",
    "date_either": (
        "{column} is “{value}”, which can be {one} or {other}. Please write the one that is meant, as year-"
        "month-day."
    ),
    "no_such_day": "{column} is “{value}”, and there is no such day. Please check it.",
    "time_form": "{column} is “{value}”. Times are written like 14:30.",
    "number_form": "{column} is “{value}”. A whole number is expected.",
    "score_form": (
        "{column} is “{value}”. A number is expected, such as 12 or 12.5; leave it empty if there is none."
    ),
    "out_of_bounds": "{column} is {value}; between {least} and {most} is possible. Please check it.",
    "yes_no": "{column} is “{value}”. Please write yes or no.",
    "weeks_form": "{column} is “{value}”. Weeks are written like 36, or 36+4 with days.",
    "unknown_choice": "{column} is “{value}”.{hint} One of: {choices}.",
    # Between rows and files
    "no_such_family": "There is no family with this family_key in families.csv.",
    "same_key": "This {column} is already used in line {line}.",
    "no_woman": "people.csv has no woman for this family.",
    "no_such_person": "{column}: nobody with this key belongs to this family in people.csv.",
    "not_a_woman": "{column}: this person is not a woman in people.csv.",
    "not_a_child": "{column}: this person is not a child in people.csv.",
    "which_woman": "There are several women in this family. Say in dyads.csv whose child this is.",
    "no_first_day": (
        "Neither birth (born_on) nor due date (due_on) is given. If nobody knows them, put the first day they"
        " were together into dyads.csv (began_on)."
    ),
    "same_dyad": "These two are already in line {line}.",
    "mixed_pregnancy": "Of the children with this due date some are born and some are not. Please check born_on.",
    "many_children": "Between one and eight children can be expected at one time.",
    "not_with_kind": "{column} does not belong to {kind}. Please take it out or move it to note.",
    "end_before_start": "The last day ({last}) is before the first ({first}). Please correct one of them.",
    "death_before_birth": (
        "The day of death ({last}) is before the day of birth ({first}). Please correct one of them."
    ),
    "still_to_come": "{column} is {value}, a day still to come. It can be brought over when it has happened.",
    "unlikely_year": "{column} is {value}. That year cannot be right. Please check it.",
    "weeks_at_birth": "Weeks at birth are between 20 and 45. Please check gestation.",
    "overlap": (
        "These days ({days}) overlap with line {line} ({other}). If one ended when the other began, give the "
        "day before as the last day."
    ),
    "before_first_contact": "This is before the first contact of this person.",
    "not_from_here": "“{new}” does not follow from “{old}” (line {line}). Please check the states and their days.",
    "same_state": "This is the same state as in line {line}; nothing changed.",
    "welcome_back": "After “{old}” (line {line}) she is active again with because = welcome_back.",
    "unknown_colleague": (
        "The colleague “{value}” is not known here.{hint} Add her or him first, or take the row out."
    ),
    "two_colleagues": "Two colleagues are called “{value}”. Please put this row in by hand afterwards.",
    "children_only": "In this part a colleague works with the children: works_with is children or one_child.",
    "which_child": "works_with is one_child: child_key says which.",
    "not_yours_to_write": "Your part here does not let you write about {category}.",
    "elsewhere": "This person was already brought over, with another family.",
    "refused": "The database refused this family: {why}",
    # Scores
    "no_id": "The column {column} is empty: it is not clear whose row this is.",
    "same_wave": "This person's {column} is already in line {line}.",
    "unknown_person": "Nobody here has this key. (To bring over people of a study, name it with --study.)",
    "other_total": "{wave} is already here with another value. Nothing was overwritten; please look at it by hand.",
    "total_too_long": "{column} is “{value}”: at most 8 digits before the point and 4 after it can be kept.",
    # Answers
    "no_item": (
        "“{column}” is no question of {measure}.{hint} Rename it or take it out; --ignore-columns leaves unknown"
        " columns out."
    ),
    "no_items": (
        "No column is a question of {measure}. `alongside instruments show {measure}` says how they are called."
    ),
    "same_answer": "The answer to {column} is there twice for this day (first in line {line}).",
    "not_an_answer": (
        "{column} is “{value}”, which is not one of its answers in {measure}. Leave it empty if there is none."
    ),
    "cannot_stand": "These answers cannot stand together: {why}.",
    "about_another": "{measure} is not about this person. (About her and a child: give the child's key.)",
    # Worth a second look; nothing is held up by these
    "told_at_once": (
        "Of this answer to {column} somebody would be told at once if it were given here. Nobody is told of answers"
        " that are brought over: please look whether she needs somebody now."
    ),
    "read_as": "Read as {encoding}, since it is not UTF-8. Please check letters with accents; it has: {letters}",
    "before_conception": "This birth is before the pregnancy could have begun. Is the due date right?",
    "very_early": "This is before 22 weeks. Is the due date right?",
    "very_late": "This is more than three weeks after the due date. Is the due date right?",
    "due_far_away": "This due date is more than 300 days away. Is it right?",
    "due_passed": "This due date has passed and no birth is given. Is it right?",
    "before_birth": "These days begin before the child's birth. Is that right?",
    "days_to_come": "These days begin in the future. Is that right?",
    "other_worker": "This worker is not a colleague here; the name is kept as who else was there.",
    "unknown_agency": "The agency “{value}” is not known here; its name is kept in the note.{hint}",
    "no_state": (
        "There is no row in enrolment.csv: she is brought over as being with you since the file was opened."
    ),
    "ignored_column": "The column “{column}” is left out, as you asked.",
    "ignored_file": "This file was not looked at.",
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """Something to mend, or (``second_look``) to look at again, in one line of one file. ``line`` 0: the whole file."""

    code: str
    file: str
    line: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    family: str = ""
    second_look: bool = False

    @property
    def sentence(self) -> str:
        """The whole sentence, without file and line."""
        return SENTENCES[self.code].format(**{k: plain(v) for k, v in self.values.items()})

    def __str__(self) -> str:
        """The sentence with file and line: ``people.csv, line 14: ...``."""
        where = f"{plain(self.file, 200)}, line {self.line}" if self.line else plain(self.file, 200)
        return f"{where}: {self.sentence}"


class FileTrouble(Exception):
    """A file that cannot be used as it is; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def plain(value: object, most: int = 2000) -> str:
    """``value`` as one line that cannot steer a terminal: control characters are taken out, long texts cut."""
    flat = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in str(value))
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def shown(value: str) -> str:
    """A cell's value, short enough for a sentence."""
    return plain(value, SHOWN)


def nearest(word: str, known: Iterable[str]) -> str:
    """`` Did you mean …?`` with the closest of ``known``, or nothing when none is close."""
    close = difflib.get_close_matches(word.casefold(), names := {k.casefold(): k for k in known}, n=1, cutoff=0.6)
    return f" Did you mean “{names[close[0]]}”?" if close else ""
