"""Pictures: the same numbers as their table, escaped, quick, and honest about what is missing."""

from __future__ import annotations

import datetime as dt
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.pages.design import specimens
from alongside.pages.design.effects import Interval, effects_svg
from alongside.pages.design.scores import Point, bars_svg, scores_svg
from alongside.pages.design.timeline import Labels, Lane, Moment, Stretch, timeline_svg

DAY = dt.date
LANES = [Lane("woman", "Robin"), Lane("child:1", "Baby"), Lane("together", "Both")]
START, END = DAY(2020, 1, 1), DAY(2024, 1, 1)
NASTY = '<script>"&'


def draw(*events: Moment | Stretch, **labels: object) -> str:
    return timeline_svg(events, LANES, START, END, Labels("Our story", **labels))


def rows(html: str) -> list[list[str]]:
    body = re.search(r"<tbody>(.*)</tbody>", html, re.DOTALL)
    assert body
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", body[1])]


def wellformed(html: str) -> None:
    for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        ElementTree.fromstring(svg)


def test_picture_and_table_say_the_same() -> None:
    html = draw(
        Moment("woman", DAY(2021, 5, 2), "First call"),
        Moment("child:1", DAY(2021, 9, 1), "Born"),
        Stretch("child:1", DAY(2021, 9, 1), None, "With Robin"),
    )
    assert html.count('<circle class="v-dot v-dot--woman') == 2, "one in each of the two drawings"
    assert html.count("v-bar v-bar--child ") == 2
    assert [row[2] for row in rows(html)] == ["First call", "With Robin", "Born"] or len(rows(html)) == 3
    assert "– now" in html
    wellformed(html)


def test_it_has_a_name_a_sentence_and_hides_the_drawing() -> None:
    html = draw(Moment("woman", DAY(2021, 5, 2), "First call"), sentence="She called first.")
    assert html.count('role="img"') == 2
    assert html.count(">She called first.</desc>") == 2
    assert html.count('<g aria-hidden="true">') == 2
    assert "style=" not in html


def test_nothing_outside_the_window_or_the_lanes() -> None:
    html = draw(
        Moment("woman", DAY(2019, 1, 1), "before"),
        Moment("stranger", DAY(2021, 1, 1), "stranger"),
        Stretch("woman", DAY(2015, 1, 1), DAY(2020, 1, 1), "over"),
    )
    assert rows(html) == []
    assert "stranger" not in html
    with pytest.raises(ValueError, match="end after"):
        timeline_svg([], LANES, END, START, Labels("x"))


def test_an_empty_timeline_still_has_its_lanes() -> None:
    html = draw()
    assert html.count("v-axis--") == 6
    assert "0 moments" in html
    wellformed(html)


def test_overlapping_stretches_lie_under_each_other() -> None:
    html = draw(
        Stretch("woman", DAY(2020, 1, 1), DAY(2021, 1, 1), "one"),
        Stretch("woman", DAY(2020, 6, 1), DAY(2022, 1, 1), "two"),
        Stretch("woman", DAY(2021, 1, 1), None, "three"),
    )
    heights = re.findall(r'v-bar--woman[^>]* y="([\d.]+)"', html)[:3]
    assert heights[0] == heights[2] != heights[1]


def test_words_and_kinds_are_escaped() -> None:
    html = timeline_svg(
        [Moment(NASTY, DAY(2021, 1, 1), NASTY, NASTY), Stretch(NASTY, DAY(2021, 1, 1), None, NASTY, NASTY)],
        [Lane(NASTY, NASTY)],
        START,
        END,
        Labels(NASTY, NASTY, {NASTY: NASTY}),
    )
    assert "<script>" not in html
    wellformed(html)


def test_a_birth_is_never_swallowed_by_a_crowd() -> None:
    crowd = [Moment("woman", START + dt.timedelta(days=n), f"contact {n}") for n in range(600)]
    birth = Moment("woman", DAY(2020, 7, 1), "Born", "birth")
    html = draw(*crowd, birth, marked=frozenset({"birth"}))
    assert html.count('class="v-mark') == 2
    table = rows(html)
    assert [row[2] for row in table if "moment" not in row[2]] == ["Born"]
    assert sum(int(row[2].split()[0]) for row in table if "moment" in row[2]) == 600


def test_seven_hundred_moments_are_few_dots() -> None:
    narrow = re.search(r'<svg class="viz viz--narrow".*?</svg>', specimens._dense(), re.DOTALL)
    assert narrow and narrow[0].count("<circle") <= 3 * 30


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.dates(DAY(1990, 1, 1), DAY(2090, 1, 1)), max_size=40),
    st.dates(DAY(2000, 1, 1), DAY(2050, 1, 1)),
    st.integers(1, 20000),
)
def test_any_days_can_be_drawn(days: list[dt.date], start: dt.date, length: int) -> None:
    events = [Moment("woman", day, "x") for day in days] + [Stretch("together", day, None, "y") for day in days[:5]]
    html = timeline_svg(events, LANES, start, start + dt.timedelta(days=length), Labels("x", today=start))
    wellformed(html)
    assert "nan" not in html and "inf" not in html


def test_a_missing_answer_breaks_the_line_and_is_in_the_table() -> None:
    points = [Point(DAY(2023, m, 1), v) for m, v in ((1, 29.0), (2, 24.0), (3, None), (4, 12.5))]
    html = scores_svg(points, "Feeling low", 0, 63, "less is lighter")
    assert html.count('class="v-ring"') == 2
    assert html.count("<polyline") == 2, "one run of two answers in each drawing; a single answer has no line"
    assert [row[1] for row in rows(html)] == ["29", "24", "not answered", "12.5"]
    assert "29 on 1 January 2023, 12.5 on 1 April 2023; 3 answers, 1 not answered." in html
    wellformed(html)


@pytest.mark.parametrize("values", [[5.0], [0.0, 0.0], [None], [None, None], [-3.0, 4.0]])
def test_few_or_odd_answers_are_drawn(values: list[float | None]) -> None:
    html = scores_svg([Point(DAY(2023, n + 1, 1), v) for n, v in enumerate(values)], NASTY)
    wellformed(html)
    assert "<script>" not in html and "nan" not in html


def _said(html: str, css: str) -> list[str]:
    """The words of one of the two pictures, those of this kind."""
    return re.findall(rf'class="{css}"[^>]*>([^<]*)</text>', html.split("</svg>")[0])


def test_what_was_said_on_one_day_does_not_lie_on_itself() -> None:
    """The newest number is said; the others stand in the table."""
    twice = scores_svg([Point(DAY(2026, 11, 22), 2), Point(DAY(2026, 11, 22), 5)], "x", 0, 10)
    assert _said(twice, "v-label v-strong") == ["5"] and _said(twice, "v-tick").count("Nov 2026") == 1
    assert [row[1] for row in rows(twice)] == ["2", "5"]
    month = scores_svg([Point(DAY(2026, 11, 2), 2), Point(DAY(2026, 11, 22), 5)], "x", 0, 10)
    assert _said(month, "v-label v-strong") == ["2", "5"] and _said(month, "v-tick").count("Nov 2026") == 1
    then_none = scores_svg([Point(DAY(2026, 1, 2), 3), Point(DAY(2026, 11, 2), None)], "x", 0, 10)
    assert _said(then_none, "v-label v-strong") == ["3"]


def test_no_answers_no_picture() -> None:
    assert scores_svg([], "x") == "" and bars_svg([], "x") == ""


def test_bars() -> None:
    html = bars_svg([("Visits", 10), (NASTY, 0)], "How we met")
    assert "<script>" not in html
    assert rows(html)[0] == ["Visits", "10"]
    wellformed(html)


def test_effects_stand_around_a_line_of_no_difference() -> None:
    rows_ = [
        Interval("Better", 20.3, 2.5, 38.1, "20.3", "20.3 (2.5 to 38.1)"),
        Interval(NASTY, -4.0, -9.0, 1.0, "x", NASTY),
    ]
    html = effects_svg(rows_, "What came of it", "in points", uid="e")
    wellformed(html)
    assert "<script>" not in html and "nan" not in html
    assert rows(html)[0] == ["Better", "20.3 (2.5 to 38.1)"]
    narrow = html.split("</svg>")[0]
    noughts = {float(x) for x in re.findall(r'<line class="v-cutoff" x1="([0-9.]+)"', narrow)}
    ends = [
        (float(a), float(b)) for a, b in re.findall(r'<line class="v-line" x1="([0-9.]+)"[^>]*x2="([0-9.]+)"', narrow)
    ]
    dots = [float(x) for x in re.findall(r'<circle class="v-dot v-dot--line" cx="([0-9.]+)"', narrow)]
    assert len(noughts) == 1, "one line of no difference for all"
    nought = noughts.pop()
    (first_low, first_high), (second_low, second_high) = ends[0], ends[3]
    assert nought < first_low < dots[0] < first_high, "all of the first lies to the right of it"
    assert second_low < dots[1] < nought < second_high, "the second reaches over it"
    assert min(second_low, first_low) > 0 and max(first_high, second_high) < 360


def test_nothing_to_draw_is_no_picture() -> None:
    assert effects_svg([], "x", "y") == ""


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(0, 50), st.floats(0, 50)), min_size=1, max_size=8))
def test_any_effects_can_be_drawn(values: list[tuple[float, float, float]]) -> None:
    html = effects_svg([Interval("word " * 30, v, v - a, v + b, "w", "w") for v, a, b in values], "x", "y")
    wellformed(html)
    assert "nan" not in html and "inf" not in html
