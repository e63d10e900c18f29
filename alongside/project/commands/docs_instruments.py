"""The page of docs/ about the instruments that come along: whose they are, what ships how, norms and their sources."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from alongside.instruments.catalogue import PACKS, shipped
from alongside.instruments.rules import read
from alongside.instruments.rules.definition import Definition

WORDS = {
    "shipped": "come along",
    "overlay": "installed by a site with permission",
    "score_only": "stay with the publisher; results are entered",
}
HEADS = {
    "open": "Free to use",
    "noncommercial": "Free where no money is made with it",
    "no_derivatives": "Free as long as not a word is changed",
    "score_only": "No words come along",
    "own": "Our own wording",
}
INTRODUCTION = """\
Each instrument lies in `alongside/instruments/catalogue/` in the pack of its licence; the pack's `LICENCE.md` names
terms and owners. The packs are data beside the code: the code's licence does not reach them. A site says what it uses
instruments for, and an instrument whose terms do not allow that is not shown. The notice of each is shown with it, on
paper too. [How a definition is written](instrument-definitions.md).

English only: no French wording of these instruments was read at a named source, and instruments are not translated by
us. A site that holds an official translation adds it as a definition of its own.

*Not verified* means that the owner's terms are general knowledge and were not read at their source.
"""
LOINC_NOTICE = """\
These codes are content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, Inc. and the Logical
Observation Identifiers Names and Codes (LOINC) Committee, and is available at no cost under the license at
http://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief Institute, Inc.
"""


def instruments_page(old: str) -> str:
    """What comes along, pack by pack, and every norm and reliability with its source."""
    definitions = [(one.pack, read(json.loads(one.text()))) for one in shipped()]
    lines = ["# Instruments that come along\n", "<!-- Made by `alongside docs`. Change the files, not this page. -->\n"]
    lines += [INTRODUCTION, f"{len(definitions)} definitions.\n"]
    for pack in PACKS:
        lines += [f"## {HEADS[pack]} (`{pack}`)\n", "| code | name and version | measures | about · answered by | "]
        lines[-1] += "minutes | words | asked | terms |"
        lines.append("|---|---|---|---|---|---|---|---|")
        lines += [_row(one) for where, one in definitions if where == pack]
        lines.append("")
    lines += [
        "## Norms and reliability\n",
        "A statement of reliable change names the reliability, its kind and its source. *Context* marks numbers of",
        "another form, which are shown and never used. None of these people were mothers who use substances; a site",
        "may enter its own.\n",
        "| code | scale | reliability | kind | source |",
        "|---|---|---|---|---|",
        *(row for _, one in definitions for row in _reliabilities(one)),
        "",
        "| code | scale | SD, r | clinical mean (SD) | general mean (SD) | fixed rule in use |",
        "|---|---|---|---|---|---|",
        *(row for _, one in definitions for row in _norms(one)),
        "",
        "## LOINC\n",
        "Only codes on which several independent sources agree; where there is none, none is given. A wrong code that",
        "validates is worse than none.\n",
        "| code | form | scales |",
        "|---|---|---|",
        *(row for _, one in definitions for row in _loinc(one)),
        "",
        LOINC_NOTICE,
    ]
    return "\n".join(lines)


def _row(one: Definition) -> str:
    asked = "available" if one.default_enabled else "off until switched on"
    asked = "only when she chooses it" if one.opt_in else asked
    terms = one.licence.statement + ("" if one.licence.seen else " *Not verified.*")
    return _cells(
        f"`{one.code}`", f"{one.title} ({one.version})", ", ".join(one.constructs), f"{one.subject} · {one.respondent}",
        one.minutes, WORDS[one.licence.text], asked, terms,
    )  # fmt: skip


def _reliabilities(one: Definition) -> Iterator[str]:
    for row in one.reliability:
        low, high = row.get("range", (row["r"], row["r"]))
        told = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        confidence = f" ({row['confidence']})" if row.get("confidence") else ""
        context = "" if row.get("applies", True) else " *Context.*"
        yield _cells(f"`{one.code}`", row["scale"], told, row["type"] + context, row["source"] + confidence)


def _norms(one: Definition) -> Iterator[str]:
    for row in one.norms:
        spread = ", ".join(f"{row[key]:g}" for key in ("SD_ref", "r") if key in row)
        kind = f" ({row['r_type']})" if row.get("r_type") else ""
        context = "" if row.get("applies", True) else " *Context.*"
        fixed = row.get("fixed", {})
        rules = [f"{key.replace('_', ' ')} {value}" for key, value in fixed.items() if key != "source"]
        source = f" ({fixed['source']})" if "source" in fixed else ""
        yield _cells(
            f"`{one.code}`", row["scale"] + context, spread + kind, _group(row, "clin"), _group(row, "func"),
            ", ".join(rules) + source,
        )  # fmt: skip


def _loinc(one: Definition) -> Iterator[str]:
    known = one.source.get("loinc")
    if known:
        scales = ", ".join(f"{scale} {code}" for scale, code in known["scales"].items())
        yield _cells(f"`{one.code}`", known.get("panel", ""), scales)


def _group(row: Mapping[str, Any], which: str) -> str:
    if f"M_{which}" not in row:
        return ""
    return f"{row[f'M_{which}']:g} ({row[f'SD_{which}']:g}): {row[which]}"


def _cells(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "/").replace("\n", " ") for cell in cells) + " |"
