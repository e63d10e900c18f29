"""No score on a person: nothing orders, filters, counts or colours people by what they answered (issue: no ranking).

A score is read by the family it belongs to. So no query, page, job or rule may order, filter or aggregate by a score or
a total, and no template may make a class, a colour or an order of one. Names alone are compared: a net with small holes,
which a planted line must not slip through.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import ROOT
from tests.house.plants import planted

PACKAGE = ROOT / "alongside"

# Fields that hold what an answer came to, as they are named in a query, alone or behind a relation.
SCORE = re.compile(r"^-?(?:\w+__)*(?:scores?__(?:value|band|met|at_least)|band|met|at_least|total)(?:__\w+)?$")
ASKING = frozenset({"filter", "exclude", "order_by", "annotate", "aggregate", "alias", "get", "F", "Q", "OrderBy"})
COUNTING = frozenset({"Avg", "Sum", "Max", "Min", "StdDev", "Variance", "Rank", "RowNumber", "PercentRank", "Ntile"})
# SQL by hand that orders or groups by a score.
SQL = re.compile(
    r"(?:order by|group by|rank\(\)|ntile\()[^;]{0,200}\b(?:o\.total|assessment_score|s\.value|s\.band|o\.band)\b", re.I
)
# A class, a style or a colour that comes of a score, a band or a change.
MARKUP = re.compile(
    r"(?:class|style|fill|stroke|data-[\w-]+)=\"[^\"]*\{\{[^}]*(?:score|band|total|value|klass|change|level|risk)[^}]*\}\}",
    re.I,
)
DRAWN = re.compile(
    r"(?:class|style|fill|stroke)=\\?[\"'][^\"']*\{[^}]*(?:score|band|klass|change|reliable|risk)[^}]*\}", re.I
)
# Where a column of that name is no score: {place: why}
NOT_A_SCORE = {
    "stewardship/rules/scores.py": "the reader of a file",
    "evaluation/": "figures of groups, without people",
}


def modules(package: Path) -> Iterator[Path]:
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).as_posix()
        if "/tests/" not in f"/{parts}" and "/migrations/" not in f"/{parts}":
            yield path


def asked_by_score(source: str) -> Iterator[int]:
    """Lines on which a query orders, filters or counts by a score."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value):
            yield node.lineno
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in ASKING | COUNTING:
            continue
        said = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        said += [keyword.arg for keyword in node.keywords if keyword.arg]
        if name in ("order_by", "filter", "exclude", "F", *COUNTING) and any(SCORE.match(each) for each in said):
            yield node.lineno


def search(package: Path) -> list[str]:
    found = []
    for path in modules(package):
        place = path.relative_to(package).as_posix()
        if any(place.startswith(known) for known in NOT_A_SCORE):
            continue
        source = path.read_text()
        found += [f"{place}:{line}" for line in asked_by_score(source)]
        found += [f"{place}: {drawn[0]}" for drawn in DRAWN.finditer(source)]
    for path in sorted(package.rglob("*.html")):
        found += [f"{path.relative_to(package)}: {drawn[0]}" for drawn in MARKUP.finditer(path.read_text())]
    return found


def test_nothing_orders_filters_counts_or_colours_people_by_a_score() -> None:
    assert search(PACKAGE) == []


PLANTS = {
    "an order": ("assessment/queries/results.py", "def worst():\n    return Occasion.objects.order_by('-total')\n"),
    "through a relation": (
        "families/queries/people.py", "def low():\n    return Woman.objects.order_by('occasions__scores__value')\n",
    ),
    "a filter": ("access/scope.py", "def flagged():\n    return Occasion.objects.filter(scores__value__gte=10)\n"),
    "a band": ("care/queries/home.py", "def red():\n    return Score.objects.filter(band='severe')\n"),
    "a cut-off": ("care/queries/home.py", "def met():\n    return Score.objects.filter(met__contains=['>=10'])\n"),
    "a mean by worker": ("enrolment/queries.py", "def mean():\n    return Occasion.objects.aggregate(Avg('total'))\n"),
    "in raw SQL": ("care/queries/timeline.py", "WORST = 'select 1 from assessment_occasion o order by o.total desc'\n"),
    "a rank": ("care/queries/home.py", "RANK = 'select rank() over (order by s.value) from assessment_score s'\n"),
    "a colour that is drawn": ("pages/design/panels.py", "def dot(band):\n    return f'<circle class=\"v-{band}\"/>'\n"),
}  # fmt: skip


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_ranking_is_seen(plant: str, tmp_path: Path) -> None:
    before, after = planted(tmp_path, *PLANTS[plant])
    assert search(before) == [] != search(after)


def test_a_planted_colour_in_a_template_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "pages" / "one.html"
    page.parent.mkdir()
    page.write_text('<li class="card">{{ line.value }}</li>')
    assert search(tmp_path) == []
    page.write_text('<li class="person--{{ person.band }}">')
    assert search(tmp_path) != []
