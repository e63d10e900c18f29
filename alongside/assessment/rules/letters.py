"""What may stand in a letter that somebody else may open (T-14). Plain Python."""

from __future__ import annotations

import re

from alongside.instruments.rules import Definition

# Words that tell strangers where a letter comes from or what it is about: beginnings, in English and French.
TELLING = (
    "program", "clinic", "clini", "drug", "drogue", "court", "tribunal", "worker", "intervenant", "society", "société",
    "counsel", "conseill", "recover", "rétabliss", "parent", "baby", "babies", "bébé", "alcohol", "alcool", "drink",
    "cocaine", "heroin", "opioid", "substance", "addict", "dépend", "treatment", "traitement", "therap", "thérap",
    "hospital", "hôpital", "psychiat", "suicid", "abuse", "violen", "trauma", "depress", "dépress", "alongside",
    "mother", "child", "enfant", "mère", "welfare", "shelter", "refuge", "assault", "agress",
)  # fmt: skip
_TELLING = re.compile(rf"\b(?:{'|'.join(map(re.escape, TELLING))})", re.IGNORECASE)


def telling(text: str) -> list[str]:
    """Words in ``text`` that tell a stranger something."""
    return _TELLING.findall(text)


def plain_enough(terms: Definition, notice: str) -> bool:
    """Nothing that would stand on paper tells a stranger where it comes from or what it is about."""
    said = [terms.instructions, terms.stem, notice]
    for item in terms.every_item.values():
        said += [item.text, *(label for _value, label in item.options)]
    return not any(telling(text) for text in said)
