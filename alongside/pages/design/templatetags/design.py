"""The components as template tags: ``{% load design %}``. Each shows one template of ``design/components/``.

Every text given to a tag is escaped by its template; the content between a tag and its end tag is already rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.forms import BaseForm
from django.middleware.csrf import get_token
from django.template import defaultfilters
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from alongside.pages.design.days import day_format
from alongside.pages.design.forms import AsOfForm, first_control
from alongside.pages.design.icons import ICONS
from alongside.pages.design.signs import colon

register = template.Library()
register.simple_tag(colon)

LANES = {"woman", "child", "together"}


def show(component: str, **context: Any) -> SafeString:
    """Render ``design/components/<component>.html`` with ``context``."""
    return get_template(f"design/components/{component}.html").render(context)


def _anchor(heading: Any, id: str) -> str:
    """A stable id for a heading: ``id`` plus -heading, else made from the words."""
    words = id or re.sub(r"[^\w-]+", "-", slugify(str(heading), allow_unicode=True)) or "part"
    return f"{words}-heading"


def _token(context: template.Context) -> str:
    """The CSRF token of the page, or "" when a template is rendered without a request."""
    token = context.get("csrf_token")
    if token and token != "NOTPROVIDED":
        return str(token)
    request = context.get("request")
    return get_token(request) if request is not None else ""


@register.filter(name="date", expects_localtime=True)
def written_day(value: Any, format: Any = "DATE_FORMAT") -> Any:
    """Instead of Django's own: the first of a month as French has it."""
    return defaultfilters.date(value, day_format(value, format)) if value else ""


@register.simple_tag
def icon(name: str = "") -> str:
    """A small line drawing from ``icons.ICONS``; decorative, so put words beside it. No name, no drawing."""
    if not name:
        return ""
    paths, rounds = ICONS[name]
    return show("icon", name=name, paths=paths, rounds=rounds)


@register.simple_block_tag
def card(content: str, heading: Any = "", level: int = 2, id: str = "", tone: str = "", icon: str = "") -> str:
    """A white box of its own. ``tone``: "" | warm | quiet."""
    heading_id = _anchor(heading, id)
    drawing = _icon(icon)
    parts = {"content": content, "heading": heading, "level": level, "id": id, "tone": tone}
    return show("card", **parts, heading_id=heading_id, icon_svg=drawing)


@register.simple_block_tag
def section(content: str, heading: Any, level: int = 2, id: str = "", lead: Any = "") -> str:
    """A headed part of a page without a box; ``lead`` is one sentence under the heading."""
    return show(
        "section", content=content, heading=heading, level=level, id=id, lead=lead, heading_id=_anchor(heading, id)
    )


@register.simple_block_tag
def notice(content: str, heading: Any = "", tone: str = "info") -> str:
    """Something good to know. ``tone``: info | warm. There is no alarm."""
    drawing = _icon("info" if tone == "info" else "sun")
    return show("notice", content=content, heading=heading, tone=tone, icon_svg=drawing)


@register.simple_tag
def instrumentnotice(words: Any, language: str = "") -> str:
    """Whose instrument this is and on which terms it is shown: on every rendering of it, on screen and on paper."""
    return show("instrumentnotice", words=words, language=language) if words else ""


@register.simple_block_tag
def pill(content: str, tone: str = "") -> str:
    """A short state in words. ``tone``: "" | outline (not yet, expected). Never a colour for a person."""
    return show("pill", content=content, tone=tone)


@register.simple_block_tag
def button(
    content: str, kind: str = "main", type: str = "submit", name: str = "", value: Any = "", icon: str = ""
) -> str:
    """A button. ``kind``: main | quiet | plain | small."""
    return show("button", content=content, kind=kind, type=type, name=name, value=value, icon_svg=_icon(icon))


@register.simple_block_tag
def linkbutton(content: str, url: str, kind: str = "main", icon: str = "") -> str:
    """A link that looks like a button: it goes somewhere, it changes nothing."""
    return show("linkbutton", content=content, url=url, kind=kind, icon_svg=_icon(icon))


@register.simple_block_tag(takes_context=True)
def postbutton(
    context: template.Context, content: str, url: str, kind: str = "quiet", icon: str = "", **hidden: Any
) -> str:
    """One button in its own POST form with the CSRF token; further keyword arguments become hidden fields."""
    return show(
        "postbutton", content=content, url=url, kind=kind, icon_svg=_icon(icon), hidden=hidden, token=_token(context)
    )


@register.simple_block_tag
def actions(content: str) -> str:
    """A row of buttons that wraps on phones."""
    return show("actions", content=content)


@register.simple_block_tag
def summary(content: str, compact: bool = False) -> str:
    """A list of terms and answers (``dl``); put ``entry`` tags inside."""
    return show("summary", content=content, compact=compact)


@register.simple_block_tag
def entry(content: str, term: Any, url: str = "", change: Any = "") -> str:
    """One term and its answer inside ``summary``, with an optional "change" link."""
    return show("entry", content=content or "–", term=term, url=url, change=change or _("Change"))


@register.simple_block_tag
def empty(content: str, title: Any, url: str = "", action: Any = "", icon: str = "leaf", level: int = 2) -> str:
    """Nothing here yet: a title, what to do (the content), and one action."""
    return show("empty", content=content, title=title, url=url, action=action, level=level, icon_svg=_icon(icon))


@register.simple_block_tag
def disclosure(content: str, summary: Any, open: bool = False) -> str:
    """More on request (``details``)."""
    return show("disclosure", content=content, summary=summary, open=open)


@register.simple_block_tag
def table(content: str, caption: Any, columns: Iterable[Any], hide_caption: bool = False) -> str:
    """A table that becomes cards on a phone; ``columns`` are the headings ("A|B" or a list), inside go ``row`` tags.

    A text marked for translation in a template arrives lazy: it is one text, not a list of letters.
    """
    names = str(columns).split("|") if isinstance(columns, str | Promise) else columns
    return show("table", content=content, caption=caption, columns=names, hide_caption=hide_caption)


@register.simple_block_tag
def row(content: str) -> str:
    """One row of a ``table``; put ``cell`` tags inside."""
    return show("row", content=content)


@register.simple_block_tag
def cell(content: str, label: Any = "", head: bool = False) -> str:
    """One cell; ``label`` repeats the column heading on phones; ``head=True`` for the cell that names the row."""
    return show("cell", content=content, label=label, head=head)


@register.simple_block_tag
def listing(content: str, label: Any = "") -> str:
    """A list of people, families or papers; put ``item`` tags inside."""
    return show("listing", content=content, label=label)


@register.simple_block_tag
def item(content: str, title: Any, url: str = "", aside: Any = "") -> str:
    """One line of a ``listing``: a title that links, a detail (the content), a word at the end."""
    return show("item", content=content, title=title, url=url, aside=aside)


@register.simple_block_tag
def moments(content: str, label: Any = "") -> str:
    """The timeline as a list (shown first on phones); put ``moment`` tags inside."""
    return show("moments", content=content, label=label)


@register.simple_block_tag
def moment(
    content: str,
    title: Any,
    on: Any = None,
    until: Any = None,
    lane: str = "",
    who: Any = "",
    url: str = "",
    recorded: Any = "",
    level: int = 3,
) -> str:
    """One moment: days, title, lane (woman | child | together), ``who`` in words, ``recorded`` by whom and when."""
    lane = lane if lane in LANES else ""
    return show(
        "moment",
        content=content,
        title=title,
        on=on,
        until=until,
        lane=lane,
        who=who,
        url=url,
        recorded=recorded,
        level=level,
    )


@register.simple_block_tag
def person(content: str, name: Any, kind: Any = "", alias: Any = "", pronouns: Any = "", level: int = 1) -> str:
    """The heading of a person's page: name, what she likes to be called, pronouns. No colour, no score, no photo."""
    name = name or _("No name given")
    return show("person", content=content, name=name, kind=kind, alias=alias, pronouns=pronouns, level=level)


@register.simple_block_tag
def herwords(content: str, who: Any = "", when: Any = None) -> str:
    """Words left exactly as she said them."""
    return show("herwords", content=content, who=who, when=when)


@register.simple_block_tag(takes_context=True)
def calmform(
    context: template.Context,
    content: str,
    form: BaseForm,
    submit: Any = "",
    action: str = "",
    cancel_url: str = "",
    cancel: Any = "",
    by_hand: bool = False,
) -> str:
    """A whole POST form: token, fields, in whose name, buttons. ``by_hand=True``: the content holds the fields."""
    return show(
        "calmform",
        writer=context.get("me"),
        content=content,
        form=form,
        action=action,
        submit=submit or _("Save"),
        by_hand=by_hand,
        cancel_url=cancel_url,
        cancel=cancel or _("Go back without saving"),
        token=_token(context),
        multipart=form.is_multipart(),
    )


@register.simple_block_tag
def conflict(content: str, rows: Iterable[Any], who: Any = "", when: Any = None) -> str:
    """Two versions side by side (``conflicts.side_by_side`` makes the rows); the content holds the choices."""
    return show("conflict", content=content, rows=rows, who=who, when=when)


@register.simple_tag
def errorsummary(*forms: Any) -> str:
    """What to check, at the top of a page, with links to the boxes; nothing when all is well. Takes formsets too."""
    rows = [found for form in forms if form for found in _faults(form)]
    return show("errorsummary", rows=rows, count=len(rows)) if rows else ""


def _faults(form: Any) -> Iterable[dict[str, Any]]:
    if not hasattr(form, "fields"):
        for message in form.non_form_errors():
            yield {"target": "", "words": message}
        for each in form.forms:
            yield from _faults(each)
        return
    for name, messages in form.errors.items():
        field = None if name == "__all__" or form[name].is_hidden else form[name]
        for message in messages:
            if field is None:
                yield {"target": "", "words": message}
                continue
            together = "%(label)s %(message)s" if str(field.label).endswith("?") else _("%(label)s: %(message)s")
            yield {"target": first_control(field), "words": together % {"label": field.label, "message": message}}


@register.simple_tag
def tabs(items: Iterable[Mapping[str, Any]], label: Any) -> str:
    """Pages that belong together: items with ``url``, ``label``, ``current``."""
    return show("tabs", items=items, label=label)


@register.simple_tag
def pager(newer: str = "", older: str = "", newer_label: Any = "", older_label: Any = "", label: Any = "") -> str:
    """Links to the newer and older part of a long list; nothing when there is one part only."""
    return show(
        "pager",
        newer=newer,
        older=older,
        newer_label=newer_label or _("Newer"),
        older_label=older_label or _("Older"),
        label=label or _("More of this list"),
    )


@register.simple_tag
def asof(form: AsOfForm, today_url: str = "?", action: str = "", **keep: Any) -> str:
    """The bar that shows a page as it was on a day. ``keep``: other query values to carry along."""
    kept = [(name, value) for name, value in keep.items() if value not in ("", None)]
    return show("asof", form=form, day=form.day, today_url=today_url, action=action, keep=kept)


@register.simple_tag
def carried(form: Any, **replaced: Any) -> str:
    """What was sent, as hidden fields, for a page that asks once more (``conflict``); ``replaced`` overrides values."""
    return show("carried", pairs=_pairs(form, replaced))


def _pairs(form: Any, replaced: Mapping[str, Any]) -> list[tuple[str, Any]]:
    fresh = {form.add_prefix(name): value for name, value in replaced.items()}
    stems = tuple(form.add_prefix(name) for name in form.fields)
    pairs = list(fresh.items())
    for key in form.data:
        if key in fresh or not any(key == stem or key.startswith(f"{stem}_") for stem in stems):
            continue
        values = form.data.getlist(key) if hasattr(form.data, "getlist") else [form.data[key]]
        pairs += [(key, value) for value in values]
    return pairs


def _icon(name: str) -> str:
    return icon(name)


@register.simple_block_tag
def specimen(content: str, name: str, title: Any, note: Any = "", tag: str = "") -> str:
    """One component in the gallery with a word on how it is reached by everybody."""
    shown = tag or name
    return get_template("design/specimen.html").render(
        {"content": content, "name": name, "title": title, "note": note, "tag": shown}
    )
