"""Every access case is tried at each layer it names, or it is said here why that layer is not there to be tried.

``tests/data/access_cases.json`` names layers: *app* (rules and pages), *db* (the wall itself), *portal* (her own page and
the doors of people outside), *files*, *logs*, and others of which this programme has none yet. ``tests/wall/cases/``
tries each case that names the database, ``alongside/consent/tests/cases/`` each that a rule decides.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from alongside.consent.tests.cases.test_cases import DECIDED, ELSEWHERE
from tests.databases import ROOT
from tests.wall.cases.test_cases import STORIES

CASES = {case["id"]: case for case in json.loads((ROOT / "tests" / "data" / "access_cases.json").read_text())["cases"]}
NAMED = sorted((name, layer) for name, case in CASES.items() for layer in case["layers"])

PAGES, WALL, CONSENT = "tests/pages/", "tests/wall/", "alongside/consent/tests/"
MESSAGES = "alongside/reminders/tests/"
ALSO: dict[tuple[str, str], str] = {
    ("A10", "app"): PAGES + "test_accounting.py::test_what_left_before_she_took_it_back_is_marked_as_made_while_it_was_in_force",
    # Written while it was allowed, sent after she took it back: it is decided at the moment of sending.
    ("A11", "export"): PAGES + "test_leaving.py::test_taken_back_between_writing_and_sending",
    ("A11", "jobs"): MESSAGES + "test_outbox.py::test_what_is_so_when_it_is_handed_over_counts",
    ("A16", "app"): PAGES + "agreements/test_making.py::test_tampered_fields_change_nothing",
    ("B04", "app"): PAGES + "agreements/test_making.py::test_b04_whoever_may_only_visit_is_not_offered_as_a_signer",
    ("B05", "app"): PAGES + "agreements/test_making.py::test_b05_a_capable_child_signs_and_nobody_else_does",
    ("B06", "portal"): PAGES + "partner/test_carers.py::test_a_foster_carer_sees_what_the_child_needs_and_each_look_is_a_line",
    ("B08", "app"): PAGES + "partner/test_carers.py::test_grandmother_is_family_and_carer",
    ("C02", "app"): PAGES + "her_page/test_setting_up.py::test_a_held_page_says_nothing_of_why_and_opens_nothing",
    ("C02", "db"): WALL + "test_her_page.py::test_the_ex_partners_address_or_number_is_held_for_a_person_to_look_at",
    ("C04", "notify"): MESSAGES + "test_rules.py::test_every_message_in_every_language_at_every_level",
    ("C05", "notify"): MESSAGES + "test_outbox.py::test_it_waits_for_her_hours_and_is_late_in_the_end",
    ("C06", "app"): PAGES + "test_reading_families.py::test_somebody_for_the_children_has_the_safe_way_and_no_other",
    ("C09", "files"): CONSENT + "test_documents.py::test_a_photo_keeps_the_picture_and_nothing_else",
    # No calendar file goes to her; what goes holds no address.
    ("C09", "notify"): MESSAGES + "test_outbox.py::test_what_is_so_when_it_is_handed_over_counts",
    ("C12", "notify"): MESSAGES + "test_killed.py::test_one_of_two_is_killed_and_a_device_that_is_not_safe_gets_nothing",
    ("C12", "portal"): PAGES + "her_page/test_leaving.py::test_my_device_may_not_be_safe",
    ("D06", "app"): PAGES + "test_reading.py::test_the_wrong_people_get_the_same_nothing",
    ("D06", "logs"): "tests/startup/test_database_server.py::test_the_log_repeats_nobodys_data",
    ("D12", "report"): PAGES + "test_looks.py::test_forty_files_and_ones_own_street_are_both_listed_with_how_often_it_was_work",
    ("D13", "app"): PAGES + "test_other_hands.py::test_a_page_opened_by_another_is_saved_only_when_she_says_so_and_in_her_own_name",
    ("E07", "report"): PAGES + "test_accounting.py::test_thirty_of_thirty_whichever_way_they_left_and_nobody_elses",
    ("F01", "app"): PAGES + "test_side_channels.py::test_f01_tile_list_pages_and_what_the_database_opens_are_one_number",
    ("F01", "report"): CONSENT + "test_counts.py::test_nobody_else_gets_any_count",
    ("F02", "report"): CONSENT + "test_counts.py::test_nothing_told_gives_a_small_number_away",
    ("F03", "app"): PAGES + "test_side_channels.py::test_f03_as_many_statements_and_as_much_work_whether_something_hidden_is_called_so",
    ("F04", "app"): PAGES + "test_reading.py::test_what_belongs_to_another_family_is_not_found_through_mine",
    ("F05", "app"): PAGES + "test_writing_people.py::test_nobody_can_choose_the_agency_the_recorder_or_the_family_by_adding_fields",
    ("F10", "logs"): PAGES + "test_doors.py::test_a_failing_page_leaves_no_words_in_the_log",
    ("F11", "app"): WALL + "test_roles.py::test_a_unique_key_is_no_oracle_beyond_a_random_id",
    ("H01", "app"): PAGES + "test_writing_contacts.py::test_added_fields_change_nothing",
    ("H06", "app"): PAGES + "agreements/test_copies.py::test_h06_a_form_is_shown_and_printed_as_it_was_signed",
}  # fmt: skip

# Layers that do not exist: nothing can leak from them. Whoever builds one takes its cases out of here.
NOT_BUILT = {
    "api": "there are pages, and no interface for other programs",
    "offline": "one page of numbers and of what a place does is kept on a device, about nobody; no record is",
    "admin": "there is no second site for administrators",
}
NOT_YET = {
    ("F15", "portal"): "there are no groups yet: no page lists women beside each other; they come with care in groups",
}


def _tests(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("name", "layer"), NAMED)
def test_each_case_is_tried_at_each_layer(name: str, layer: str) -> None:
    by_rule = layer == "app" and name in DECIDED
    by_database = layer == "db" and name in STORIES
    if (name, layer) in ALSO:
        path, test = ALSO[name, layer].split("::")
        assert test in _tests(ROOT / path), ALSO[name, layer]
    elif not by_rule and not by_database:
        assert layer in NOT_BUILT or (name, layer) in NOT_YET, "tried nowhere"


def test_nothing_is_said_of_a_case_or_layer_that_is_not_there() -> None:
    assert {*ALSO, *NOT_YET} <= set(NAMED)
    assert set(STORIES) == {name for name, layer in NAMED if layer == "db"}
    assert not set(DECIDED) & set(ELSEWHERE) and {*DECIDED, *ELSEWHERE} >= set(CASES)


def test_layers_that_are_said_not_to_be_there_are_not_there() -> None:
    from django.conf import settings

    apps = set(settings.INSTALLED_APPS)
    assert not apps & {"django.contrib.admin", "rest_framework", "ninja", "django_celery_beat"}
    sends = ("send_mail(", "EmailMessage(", "smtplib", "BEGIN:VCALENDAR")
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "alongside").rglob("*.py")
        if "tests" not in path.parts and any(word in path.read_text() for word in sends)
    }
    # A colleague is asked to sign in; a message goes to her.
    assert found == {"alongside/assessment/actions/calling.py", "alongside/reminders/actions/backends.py"}
    keeps = {
        path.name
        for path in (ROOT / "alongside").rglob("*.js")
        if re.search(r"serviceWorker|caches\.", path.read_text())
    }
    assert keeps == {"cannot_wait.js", "keeper.js"}  # tests/pages/test_safety.py reads what that page holds


def test_no_job_lets_anything_of_a_record_leave() -> None:
    """Each job, and what it may lean on: none on consent, where what leaves is decided and written down. What goes to
    her herself is decided by the verbs of its own room."""
    jobs = {path: ast.parse(path.read_text()) for path in (ROOT / "alongside").glob("*/jobs.py")}
    assert {path.parent.name for path in jobs} == {"assessment", "care", "evaluation", "reminders"}
    names = {
        name.split(".")[1]
        for tree in jobs.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in [node.module or ""]
        if name.startswith("alongside.")
    }
    assert names <= {"accounts", "assessment", "care", "evaluation", "recordkeeping", "reminders", "safekeeping"}
