"""What her pages say: words that would tell somebody what this is, and the words as they are read."""

from __future__ import annotations

import re

# What nothing on her pages may say, in either language: title, address, cookie, icon, a word in the page's text or code.
TELLING = re.compile(
    r"alongside|programm|mother|mère\b|women|femmes|substance|drug|drogue|addict|recover|clinic|counsel|intervenante en"
    r"|breaking|cycle|portal|client|case\b|patient|baby|bébé|parenting|society|court\b", re.I,
)  # fmt: skip


def plain(html: str) -> str:
    """What is read on a page: each item and heading a sentence of its own."""
    main = re.findall(r"(?s)<main.*?</main>", html)[0]
    ended = re.sub(r"</(h1|h2|h3|p|li|label|legend|button)>", ".\n", main)
    return re.sub(r"\s*\.+\s*\n", ".\n", re.sub(r"<[^>]+>|&[a-z#0-9]+;", " ", ended))
