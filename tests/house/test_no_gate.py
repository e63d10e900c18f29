"""T-11: nothing depends on use, tests, readiness or attendance; nor is there a place to keep the last three."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.apps import apps

from tests.databases import ROOT, Cluster
from tests.house.no_gate import MAY_KNOW, NO_SUCH_THING, search
from tests.house.plants import planted

PACKAGE = ROOT / "alongside"


def test_nothing_in_the_programme_is_a_gate() -> None:
    assert [str(found) for found in search(PACKAGE)] == []


def test_every_place_that_may_know_exists() -> None:
    """A list of exceptions that has gone stale hides what comes after it."""
    assert [place for place in MAY_KNOW if not (PACKAGE / place).exists()] == []


# --- the search itself can fail: each line is planted in a copy of a real module, and must be seen ---

# where it is planted, and the lines
PLANTS: dict[str, tuple[str, str]] = {
    "a rule that asks": (
        "enrolment/rules.py",
        "def may_stay(woman):\n    return enrolment.returns_of(woman) == 0\n",
    ),
    "a model that is brought in": ("care/rules.py", "from alongside.enrolment.models import ReturnToUse\n"),
    "under another name": (
        "enrolment/actions/states.py",
        "from alongside.enrolment.models import ReturnToUse as Event\n\n"
        "def stop(w):\n    return Event.objects.count()\n",
    ),
    "through the woman": ("care/actions/promises.py", "def may(woman):\n    return not woman.returns.exists()\n"),
    "through a filter": (
        "families/actions/opening.py",
        "def some():\n    return Woman.objects.filter(returns__isnull=True)\n",
    ),
    "through a filter in a dict": ("access/scope.py", "WHO = {'returns__isnull': True}\n"),
    "through getattr": ("care/queries/home.py", "def few(woman):\n    return getattr(woman, 'returns').count()\n"),
    "in raw SQL": ("enrolment/queries.py", "GATE = 'select 1 from enrolment_returntouse'\n"),
    "in a job": (
        "care/jobs.py",
        "def nightly():\n    from alongside.enrolment.queries import patterns_of\n    return patterns_of(1)\n",
    ),
    "in the policy table": ("access/policy.py", "def kept_away(me):\n    return me.person.use_patterns\n"),
    "in a page": ("pages/worker/home.py", "def order(rows):\n    return [r for r in rows if not r.woman.returns]\n"),
    "where it may be read, a condition": (
        "enrolment/queries.py",
        "def returns_of(woman):\n    found = ReturnToUse.objects.all()\n    return found if found else None\n",
    ),
    "where it may be written, a condition": (
        "enrolment/actions/events.py",
        "def record_return(woman):\n    earlier = woman.returns.count()\n    more = earlier + 1\n"
        "    if more > 3:\n        end(woman)\n",
    ),
    "where it is shown, a comparison": (
        "pages/worker/writing/being_with.py",
        "def return_add(woman):\n    kind = ReturnKind.RETURN\n    return kind == woman.kind\n",
    ),
    "whether somebody met her then": ("services/rules.py", "from alongside.care.models import UsedAnswer\n"),
    "what was written to it, through the event": (
        "goals/queries.py",
        "def few(event):\n    return event.used_answers.count()\n",
    ),
    "that she asked for somebody, in raw SQL": ("care/queries/home.py", "GATE = 'select 1 from care_askedtoday'\n"),
    "a field": ("families/models/pregnancy.py", "class Test:\n    toxicology = 1\n"),
    "a choice": ("families/terms.py", "RESULT = [('urine', 'clean')]\n"),
    "a parameter": ("enrolment/rules.py", "def may_join(attendance: int) -> bool:\n    return True\n"),
    "a label": ("enrolment/terms.py", "ASK = _('Result of the drug test')\n"),
    "a word of another house": ("care/terms.py", "NO_SHOW = 'no_show'\n"),
}


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_gate_is_seen(plant: str, tmp_path: Path) -> None:
    before, after = planted(tmp_path, *PLANTS[plant])
    assert search(before) == [] != search(after)


def test_writing_it_down_and_showing_it_are_not_seen_as_gates(tmp_path: Path) -> None:
    """A search that shouts at everything would be switched off."""
    for place in (
        "enrolment/actions/events.py",
        "enrolment/queries.py",
        "care/queries/timeline.py",
        "enrolment/models.py",
    ):
        target = tmp_path / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PACKAGE / place, target)
    assert search(tmp_path) == []


# --- what is really there ---


def test_no_field_and_no_choice_holds_a_test_of_anybodys_body() -> None:
    """E-21, asked of the models as they are, not of their source."""
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("alongside."):
            continue
        for field in model._meta.get_fields():
            words = [field.name, str(getattr(field, "verbose_name", "")), str(getattr(field, "help_text", ""))]
            words += [str(part) for choice in getattr(field, "choices", None) or [] for part in choice]
            found += [f"{model.__name__}.{field.name}: {w}" for w in words if NO_SUCH_THING.search(w)]
    assert found == []


def test_in_the_database_only_its_own_wall_knows_a_return_to_use(cluster: Cluster, database: str) -> None:
    """No function, trigger, policy of another table, view or constraint asks about it."""
    with cluster.admin(database) as admin:
        functions = admin.execute(
            "select proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname in ('public', 'safekeeping') and prosrc ~* 'returntouse|usepattern|usedanswer|askedtoday'"
        ).fetchall()
        policies = admin.execute(
            "select tablename, policyname from pg_policies"
            " where coalesce(qual, '') || coalesce(with_check, '') ~* 'returntouse|usepattern|usedanswer|askedtoday'"
            " and tablename not in ('enrolment_returntouse', 'enrolment_usepattern', 'care_usedanswer', 'care_askedtoday')"
        ).fetchall()
        views = admin.execute(
            "select viewname from pg_views where definition ~* 'returntouse|usepattern|usedanswer|askedtoday'"
        ).fetchall()
        triggers = admin.execute(
            "select tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid where not tgisinternal"
            " and c.relname in ('enrolment_returntouse', 'enrolment_usepattern', 'care_usedanswer', 'care_askedtoday')"
        ).fetchall()
        pointed_at = admin.execute(
            "select conrelid::regclass::text from pg_constraint where contype = 'f'"
            " and confrelid in ('enrolment_returntouse'::regclass, 'enrolment_usepattern'::regclass,"
            " 'care_usedanswer'::regclass, 'care_askedtoday'::regclass)"
        ).fetchall()
    assert functions == policies == views == triggers == []
    assert pointed_at == [("care_usedanswer",)]  # what was written to it, and nothing else
