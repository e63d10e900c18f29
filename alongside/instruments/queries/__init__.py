"""Named questions about instruments: which there are, how this site may show them, which norms it goes by."""

from alongside.instruments.queries.definitions import (
    ENGLISH,
    definition,
    definitions,
    draft_so_far,
    drafts,
    published,
    row,
    this_version,
    versions,
)
from alongside.instruments.queries.norms import norms_for, own_norm, own_norms
from alongside.instruments.queries.showing import (
    OnShelf,
    Shown,
    catalogue,
    introduction,
    on_shelf,
    shown_how,
    to_ask,
    with_words,
    without_words,
)
from alongside.instruments.queries.site import (
    Site,
    declaration,
    declarations,
    overlay_of,
    site,
    switch_of,
)

__all__ = [
    "ENGLISH",
    "OnShelf",
    "Shown",
    "Site",
    "catalogue",
    "declaration",
    "declarations",
    "definition",
    "definitions",
    "draft_so_far",
    "drafts",
    "introduction",
    "norms_for",
    "on_shelf",
    "overlay_of",
    "own_norm",
    "own_norms",
    "published",
    "row",
    "shown_how",
    "site",
    "switch_of",
    "this_version",
    "to_ask",
    "versions",
    "with_words",
    "without_words",
]
