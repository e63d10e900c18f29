"""Files as a person reads them: templates and pages without tags and code, Markdown without code and addresses.

Every sign that is not read is replaced by one other sign, so that all positions stay those of the file.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace

from alongside.wording.rules import Finding

# Put in the place of what is not read: BREAK ends a text, JOIN is nothing at all.
BREAK, JOIN = "\u2029", "\u200b"


def as_read(file: str, text: str) -> str:
    """`text`, same length, as a reader of this file meets it, told by the ending of its name."""
    ending = file.rpartition(".")[2].lower()
    if ending in ("html", "htm", "xhtml"):
        return mask_template(text)
    return mask_markdown(text) if ending in ("md", "markdown") else text


def as_written(findings: list[Finding], seen: str, text: str) -> list[Finding]:
    """Findings in what was seen, with the words as they stand in the file; tags after the last letter are left out."""
    told = []
    for f in findings:
        end = f.start + len(seen[f.start : f.end].rstrip(JOIN))
        told.append(replace(f, end=end, text=text[f.start : end]))
    return told


# --- templates

_TEMPLATE = re.compile(
    r"(?P<comment>\{#.*?#\}|\{%-?\s*comment\b.*?\{%-?\s*endcomment\s*%\}|<!--.*?-->|<(?P<what>script|style|blockquote)\b.*?</(?P=what)>)"
    r"|(?P<tag>\{%.*?%\})|(?P<value>\{\{.*?\}\})|(?P<html></?(?P<name>[a-zA-Z][\w-]*)(?:\"[^\"]*\"|'[^']*'|[^'\">])*>)",
    re.DOTALL,
)
_STRINGS = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")
_READ_ALOUD = re.compile(r"\b(?:title|aria-label|alt|placeholder)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_INLINE = {"a", "abbr", "b", "bdi", "cite", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "time", "u"}
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
_SAYS = re.compile(r"\{%-?\s*(?:translate|trans)\b")


def mask_template(text: str) -> str:
    """`text`, same length, with only what a person would read or hear left in it."""

    def mask(match: re.Match[str]) -> str:
        whole = match.group()
        if match["tag"]:
            inline = bool(_SAYS.match(whole))
            return _keep(whole, [m for m in _STRINGS.finditer(whole) if _is_prose(m)], JOIN if inline else BREAK)
        if match["value"]:
            return _keep(whole, [m for m in _STRINGS.finditer(whole) if _is_prose(m)], " ")
        if match["html"] and match["name"].lower() == "q":
            return _filled(whole[1:], JOIN) + ("”" if whole[1] == "/" else "“")
        if match["html"]:
            spoken = list(_READ_ALOUD.finditer(_keep_tags_out(whole)))
            return _keep(whole, spoken, JOIN if match["name"].lower() in _INLINE and not spoken else BREAK)
        return _keep(whole, [], BREAK)

    return _ENTITY.sub(_sign, _TEMPLATE.sub(mask, text))


def _sign(match: re.Match[str]) -> str:
    """A character reference (&rsquo;) as the one sign it stands for."""
    sign = html.unescape(match.group())
    return JOIN * (len(match.group()) - 1) + sign if len(sign) == 1 else match.group()


def _keep_tags_out(tag: str) -> str:
    return re.sub(r"\{[{%#].*?[}%#]\}", lambda m: " " * len(m.group()), tag, flags=re.DOTALL)


def _is_prose(match: re.Match[str]) -> bool:
    inner = match[1] or match[2] or ""
    return " " in inner.strip() or inner[:1].isupper()


def _keep(whole: str, parts: list[re.Match[str]], fill: str) -> str:
    out, done = [], 0
    for part in parts:
        start, end = part.span(1) if part[1] is not None else part.span(2)
        out += [_filled(whole[done:start], fill), part.string[start:end]]
        done = end
    return "".join(out) + _filled(whole[done:], fill)


def _filled(text: str, fill: str) -> str:
    return "".join(sign if sign in "\r\n" else fill for sign in text)


# --- docs

_MARKDOWN = re.compile(
    r"^(?P<fence>```|~~~).*?^(?P=fence)[^\n]*$|<!--.*?-->|`[^`\n]+`|(?<=\])\([^)\n]*\)|<https?://[^>\n]+>|https?://\S+",
    re.DOTALL | re.MULTILINE,
)


def mask_markdown(text: str) -> str:
    """`text`, same length, without code, addresses and comments; cells of a table are texts of their own."""
    text = _MARKDOWN.sub(lambda m: _filled(m.group(), " "), text)
    return re.sub(r"(?<= )\|(?= )|^\||\|$", BREAK, text, flags=re.MULTILINE).replace(f" {BREAK} ", BREAK * 3)
