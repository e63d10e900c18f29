"""Made-up content for the gallery. Nobody here is real."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.pages.design.conflicts import side_by_side
from alongside.pages.design.effects import Interval, effects_svg
from alongside.pages.design.forms import AsOfForm, CalmForm, DayField
from alongside.pages.design.icons import ICONS
from alongside.pages.design.scores import Point, bars_svg, scores_svg
from alongside.pages.design.timeline import Labels, Lane, Moment, Stretch, timeline_svg

COLOURS = ("paper", "card", "sand", "ink", "muted", "plum", "teal", "clay", "gold", "sky", "leaf", "berry")


class VisitForm(CalmForm):
    """A form with one of each kind of question."""

    whys: ClassVar = {"reach": gettext_lazy("So that nobody writes or calls in a way that is not safe for her.")}
    sections = (
        (gettext_lazy("The visit"), gettext_lazy("What happened, in plain words."), ("on", "how", "note")),
        (gettext_lazy("Staying in touch"), "", ("reach", "told", "where", "photo_ok")),
    )

    called = forms.CharField(label=gettext_lazy("What does she like to be called?"), max_length=80)
    on = DayField(label=gettext_lazy("When was it?"), help_text=gettext_lazy("For example 27 3 2024"))
    how = forms.ChoiceField(
        label=gettext_lazy("How did you meet?"),
        choices=[
            ("home", gettext_lazy("At her place")),
            ("here", gettext_lazy("Here")),
            ("call", gettext_lazy("By phone")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("What did you notice together?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=gettext_lazy("She can read this."),
    )
    reach = forms.MultipleChoiceField(
        label=gettext_lazy("How is it safe to reach her?"),
        choices=[
            ("text", gettext_lazy("Text message")),
            ("call", gettext_lazy("Call")),
            ("friend", gettext_lazy("Through a friend")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    told = forms.BooleanField(label=gettext_lazy("I told her what I write down"), required=False)
    where = forms.ChoiceField(
        label=gettext_lazy("Where"),
        choices=[
            ("", gettext_lazy("Please choose")),
            ("east", gettext_lazy("East house")),
            ("west", gettext_lazy("West house")),
        ],
        required=False,
    )
    photo_ok = forms.EmailField(label=gettext_lazy("Her e-mail address"), required=False)


def context(query: Mapping[str, Any]) -> dict[str, Any]:
    """Everything the gallery template shows; ``query`` as of a request's GET."""
    sent = {"on_day": "31", "on_month": "2", "on_year": "2024", "photo_ok": "sam", "reach": ["text"], "note": "…"}
    form = VisitForm(sent) if query.get("check") else VisitForm()
    mine = VisitForm({"called": "Sam", "on": "2024-03-27", "how": "home", "note": _("We read a book.")})
    return {
        "wide": True,
        "demo": True,
        "nav": _nav(),
        "seen_by": _("everybody"),
        "form": form,
        "as_of": AsOfForm(query),
        "past": AsOfForm({"as_of": "2024-03-01"}, auto_id="past_%s"),
        "tabs": _tabs(),
        "rows": side_by_side(
            mine.answers()[:4],
            {
                _("What does she like to be called?"): "Sam",
                _("What did you notice together?"): _("We went to the park."),
            },
        ),
        "mine": mine,
        "icons": sorted(ICONS),
        "colours": COLOURS,
        "day": dt.date(2024, 3, 27),
        "later": dt.date(2024, 6, 2),
        "moment_now": dt.datetime(2024, 3, 27, 14, 5, tzinfo=dt.UTC),
        "timeline": _timeline(),
        "dense": _dense(),
        "scores": _scores(),
        "bars": bars_svg(
            [(_("Home visits"), 34), (_("Groups"), 21), (_("By phone"), 55)], _("How we met in one year"), uid="bars"
        ),
        "effects": effects_svg(
            [
                Interval(_("Fewer had a hard time after a year"), 12.0, 3.0, 21.0, *[_("12 points (3 to 21)")] * 2),
                Interval(_("More slept through the night"), 4.0, -6.0, 14.0, *[_("4 points (−6 to 14)")] * 2),
            ],
            _("What came of a made-up programme"),
            _("in percentage points"),
            uid="effects",
        ),
        "columns": [_("Who"), _("Since"), _("What for")],
    }


def _nav() -> list[dict[str, Any]]:
    return [
        {"url": "#main", "label": _("Today"), "current": True, "icon": "sun"},
        {"url": "#listing", "label": _("Families"), "icon": "people"},
        {"url": "#timeline", "label": _("Timeline"), "icon": "clock"},
    ]


def _tabs() -> list[dict[str, Any]]:
    return [
        {"url": "#tabs", "label": _("Today"), "current": True},
        {"url": "#timeline", "label": _("Timeline")},
        {"url": "#person", "label": _("Her team")},
    ]


def _lanes() -> list[Lane]:
    return [Lane("woman", _("Robin")), Lane("child", _("Robin’s baby")), Lane("together", _("The two together"))]


def _timeline() -> str:
    day = dt.date
    events = [
        Stretch("woman", day(2022, 5, 1), day(2023, 2, 1), _("With friends"), "unknown"),
        Stretch("woman", day(2023, 2, 1), None, _("Own apartment")),
        Stretch("child", day(2022, 10, 2), day(2023, 1, 12), _("Hospital"), "apart"),
        Stretch("child", day(2023, 1, 12), day(2023, 9, 20), _("With grandmother"), "apart"),
        Stretch("child", day(2023, 9, 20), None, _("With Robin")),
        Moment("woman", day(2022, 3, 14), _("First call")),
        Moment("woman", day(2023, 6, 3), _("Group begins")),
        Moment("child", day(2022, 10, 2), _("Born, 2.1 kg"), "birth"),
        Moment("child", day(2024, 1, 15), _("First steps")),
        Moment("together", day(2023, 3, 3), _("First visit")),
        Moment("together", day(2023, 9, 20), _("Home together"), "birth"),
        Moment("together", day(2024, 4, 9), _("Play, filmed")),
    ]
    kinds = {
        "birth": _("A day to remember"),
        "moment": _("A moment"),
        "stretch": _("A stretch of time"),
        "apart": _("Living apart"),
        "unknown": _("Not sure"),
    }
    labels = Labels(_("Robin and the baby"), kinds=kinds, marked=frozenset({"birth"}), today=day(2024, 9, 1))
    return timeline_svg(events, _lanes(), day(2022, 1, 1), day(2024, 12, 31), labels, uid="story")


def _dense() -> str:
    start = dt.date(2019, 1, 1)
    keys = ("woman", "child", "together")
    days = [start + dt.timedelta(days=n * 3 + n % 17) for n in range(700)]
    busy = [day if day.year % 3 else day.replace(month=6, day=day.day % 28 + 1) for day in days]
    events = [Moment(keys[(n * 7 + day.month) % 3], day, _("Contact"), "contact") for n, day in enumerate(busy)]
    labels = Labels(_("Six years, seven hundred moments"), kinds={"contact": _("One dot: one or more moments")})
    return timeline_svg(events, _lanes(), start, dt.date(2024, 12, 31), labels, uid="dense")


def _scores() -> str:
    points = [
        Point(dt.date(2023, 1, 10), 29),
        Point(dt.date(2023, 3, 14), 24),
        Point(dt.date(2023, 4, 18), None, _("She did not want to, that day")),
        Point(dt.date(2023, 6, 20), 17),
        Point(dt.date(2023, 9, 12), 12),
    ]
    return scores_svg(points, _("Feeling low"), 0, 63, _("less is lighter"), uid="low")
