"""Components: every one is in the gallery, escapes what it is given, and follows the house rules of the style sheet."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test.signals import template_rendered
from django.utils import translation

from alongside.pages.design import specimens
from alongside.pages.design.conflicts import side_by_side
from alongside.pages.design.icons import ICONS

HERE = Path(__file__).resolve().parents[1]
TEMPLATES = HERE / "templates" / "design"
CSS = (HERE / "static" / "design" / "calm.css").read_text(encoding="utf-8")
ALL_TEMPLATES = sorted(TEMPLATES.rglob("*.html"))


def render(source: str, **context: object) -> str:
    return Template("{% load design %}" + source).render(Context(context))


def gallery(**query: str) -> str:
    return render_to_string("design/gallery.html", specimens.context(query))


def test_every_component_is_in_the_gallery() -> None:
    seen: set[str] = set()

    def note(sender: object, template: Template, **kwargs: object) -> None:
        seen.add(str(template.name))

    template_rendered.connect(note)
    try:
        gallery(check="1")
    finally:
        template_rendered.disconnect(note)
    missing = {f"design/components/{p.name}" for p in (TEMPLATES / "components").glob("*.html")} - seen
    assert not missing


def test_ids_in_the_gallery_are_single_and_links_lead_somewhere() -> None:
    html = gallery(check="1")
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), sorted({i for i in ids if ids.count(i) > 1})
    for attribute in ("for", "aria-labelledby", "aria-describedby"):
        for value in re.findall(rf'\s{attribute}="([^"]+)"', html):
            assert set(value.split()) <= set(ids), f"{attribute}={value}"


def test_the_page_says_its_language_and_offers_the_other_in_its_own_words() -> None:
    with translation.override("fr-ca"):
        html = gallery()
    assert '<html lang="fr-ca" dir="ltr">' in html
    assert re.search(r'value="en" lang="en">.*?English</button>', html, re.DOTALL)
    assert re.search(r'value="fr-ca" lang="fr-ca">.*?Français', gallery(), re.DOTALL)


def test_the_title_says_when_something_needs_a_look() -> None:
    assert "<title>Please check: Design" in gallery(check="1")
    assert "<title>Design" in gallery()


def test_practice_is_said_on_every_page_of_a_practice_programme() -> None:
    words = "Practice programme: nobody here is real"
    assert words in render_to_string("design/base.html", {"demo": True})
    assert words not in render_to_string("design/base.html", {})


def test_leaving_works_without_script_and_can_be_switched_off() -> None:
    html = render_to_string("design/base.html", {"leave_to": "https://example.org/"})
    assert '<form method="post" action="/leave/" class="leave"' in html
    assert 'data-leave-to="https://example.org/"' in html
    assert "data-leave" not in render_to_string("design/base.html", {"leave_url": ""})
    assert 'content="0;url=https://example.org/"' in render_to_string(
        "design/leave.html", {"leave_to": "https://example.org/"}
    )


NASTY = '<b onclick="x">"&\''


@pytest.mark.parametrize(
    "source",
    [
        "{% card heading=n id=n tone=n %}{{ n }}{% endcard %}",
        "{% section n id=n lead=n %}{{ n }}{% endsection %}",
        "{% notice heading=n tone=n %}{{ n }}{% endnotice %}",
        "{% pill tone=n %}{{ n }}{% endpill %}",
        "{% button kind=n type=n name=n value=n %}{{ n }}{% endbutton %}",
        "{% linkbutton n kind=n %}{{ n }}{% endlinkbutton %}",
        "{% postbutton n kind=n who=n %}{{ n }}{% endpostbutton %}",
        "{% actions %}{{ n }}{% endactions %}",
        "{% summary %}{% entry n url=n change=n %}{{ n }}{% endentry %}{% endsummary %}",
        "{% empty n url=n action=n %}{{ n }}{% endempty %}",
        "{% disclosure n %}{{ n }}{% enddisclosure %}",
        "{% table n columns %}{% row %}{% cell n %}{{ n }}{% endcell %}{% endrow %}{% endtable %}",
        "{% listing n %}{% item n url=n aside=n %}{{ n }}{% enditem %}{% endlisting %}",
        "{% moments n %}{% moment n lane=n who=n url=n recorded=n %}{{ n }}{% endmoment %}{% endmoments %}",
        "{% person n kind=n alias=n pronouns=n %}{{ n }}{% endperson %}",
        "{% herwords who=n %}{{ n }}{% endherwords %}",
        "{% conflict rows who=n %}{{ n }}{% endconflict %}",
        "{% tabs tabs n %}",
        "{% pager newer=n older=n newer_label=n older_label=n label=n %}",
    ],
)
def test_components_escape(source: str) -> None:
    rows = side_by_side([(NASTY, NASTY)], {NASTY: "x", "<i>": "<i>"})
    html = render(source, n=NASTY, columns=[NASTY], rows=rows, tabs=[{"url": NASTY, "label": NASTY, "current": True}])
    assert "<b onclick" not in html and "<i>" not in html
    assert "&lt;b onclick" in html


def test_what_is_not_there_is_not_drawn() -> None:
    assert render("{% pager %}").strip() == ""
    assert render("{% icon '' %}") == ""
    assert "–" in render("{% summary %}{% entry 'Language' %}{% endentry %}{% endsummary %}")
    assert "No name given" in render("{% person '' %}{% endperson %}")
    assert "Day not known" in render("{% moments %}{% moment 'Came' %}{% endmoment %}{% endmoments %}")
    with pytest.raises(KeyError):
        render("{% icon 'skull' %}")


def test_one_letter_and_right_to_left_names_stand_in_their_own_direction() -> None:
    assert "<bdi>ليلى</bdi>" in render("{% person 'ليلى' %}{% endperson %}")
    assert "<bdi>A</bdi>" in render("{% person 'A' %}{% endperson %}")


def test_conflicts_hide_nothing() -> None:
    rows = side_by_side([("Note", "mine "), ("Day", "1")], {"Note": "mine", "Day": "2", "Place": "here"})
    assert [(row.label, row.differs) for row in rows] == [("Note", False), ("Day", True), ("Place", True)]


def test_as_of_keeps_the_rest_of_the_address() -> None:
    form = specimens.AsOfForm({"as_of": "2024-03-01"})
    html = render("{% asof form today_url='?tab=2' tab='2' %}", form=form)
    assert '<input type="hidden" name="tab" value="2">' in html
    assert "as it was on 1 March 2024" in html
    assert form.day == dt.date(2024, 3, 1)


@pytest.mark.parametrize("path", ALL_TEMPLATES, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_no_inline_style_script_or_handler(path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)


def test_css_has_no_sides_only_starts_and_ends() -> None:
    bare = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
    found = re.findall(r"[^;{}]*\b(?:left|right)\b[^;{}]*", bare)
    found += re.findall(r"(?:margin|padding|border)-(?:top|bottom)\b|(?<![-\w])(?:width|height|top|bottom)\s*:", bare)
    assert not found


def test_css_is_small_and_asks_nobody_else() -> None:
    import gzip

    assert len(gzip.compress(CSS.encode())) < 10_000
    assert "url(" not in CSS and "@import" not in CSS and "!important" in CSS


def test_classes_used_are_known() -> None:
    """A class in a template that no rule knows is a misspelling, unless it only names something."""
    known = set(re.findall(r"\.([a-z][\w-]*)", CSS))
    used: set[str] = set()
    for path in ALL_TEMPLATES:
        source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text(encoding="utf-8"))
        for value in re.findall(r'class="([^"]*)"', source):
            used |= {name for name in value.split() if not name.endswith("-") and "--" not in name}
    assert used - known <= {"person__kind", "moment__lane", "listing__aside", "button"}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TOKENS = dict(re.findall(r"--([a-z-]+):(#[0-9A-F]{6})", CSS))
GROUNDS = ("paper", "card", "sand", "sky", "gold-soft", "plum-soft", "teal-soft", "clay-soft", "berry-soft")


@pytest.mark.parametrize("ground", GROUNDS)
def test_words_can_be_read(ground: str) -> None:
    assert contrast(TOKENS["ink"], TOKENS[ground]) >= 7
    for ink in ("muted", "plum", "plum-deep"):
        assert contrast(TOKENS[ink], TOKENS[ground]) >= 4.5, (ink, ground)


@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("card", "plum", 4.5),
        ("card", "berry", 4.5),
        ("berry", "card", 4.5),
        ("berry", "paper", 4.5),
        ("teal", "teal-soft", 3),
        ("teal", "paper", 4.5),
        ("clay", "gold-soft", 3),
        ("clay", "paper", 4.5),
        ("leaf", "paper", 3),
        ("line", "paper", 3),
        ("line", "card", 3),
        ("plum-deep", "gold", 3),
        ("plum", "plum-soft", 3),
        ("clay", "clay-soft", 3),
    ],
)
def test_shapes_can_be_seen(front: str, back: str, least: float) -> None:
    assert contrast(TOKENS[front], TOKENS[back]) >= least


def test_icons_are_only_numbers_and_strokes() -> None:
    for name, (paths, rounds) in ICONS.items():
        assert re.fullmatch(r"[a-z]+", name)
        assert all(re.fullmatch(r"[MmLlHhVvCcSsQqAaZz0-9 .,-]+", d) for d in paths)
        assert all(re.fullmatch(r"[\d.]+", n) for circle in rounds for n in circle)


def test_headings_of_a_table_may_be_one_translated_text() -> None:
    html = render('{% table caption="c" columns=_("When|Hours") %}{% endtable %}')
    assert html.count("<th ") == 2
    assert "When" in html and "Hours" in html
