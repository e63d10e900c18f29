"""What the tests of keeping instruments share: some that ship, a document of ours, and sending and asking for a page."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.urls import reverse

from alongside.instruments import queries
from alongside.instruments.actions.loading import shipped_id
from alongside.instruments.catalogue import shipped
from tests.cast import acting_as
from tests.client import client_as

PHQ = shipped_id("PHQ-9", "standard-2w", "en")
RAAS = shipped_id("RAAS-close", "1996-close", "en")
EPDS = shipped_id("EPDS", "1987", "en")
KPCS = shipped_id("KPCS", "2008", "en")
BAYLEY = shipped_id("BAYLEY-4", "4th-edition", "en")
KEEPING = [
    ("use_declare", ()),
    ("draft_new", ()),
    ("instrument_switch", (PHQ,)),
    ("words_install", (EPDS,)),
    ("words_take_out", (EPDS,)),
    ("norm_record", (PHQ,)),
    ("definition_retire", (PHQ,)),
]
EPDS_LINES = "\n".join(f"Secret words {n}" for n in range(1, 11))


def ours(version: str = "site-1", start: str = "phq-9.") -> dict[str, Any]:
    document = next(json.loads(each.text()) for each in shipped() if each.path.name.startswith(start))
    document["scoring"]["version"] = document["questionnaire"]["version"] = version
    return document


def post(name: str, *args: Any, who: str = "DIR", **fields: Any) -> Any:
    return client_as(who).post(reverse(name, args=args), {"submission": str(uuid.uuid4()), **fields})


def get(name: str, *args: Any, who: str = "DIR", query: str = "") -> Any:
    return client_as(who).get(reverse(name, args=args) + query)


def drafted(document: dict[str, Any] | None = None) -> uuid.UUID:
    page = post("draft_new", document=json.dumps(document or ours()))
    assert page.status_code == 302, page.text
    with acting_as("DIR"):
        return queries.drafts().first().id


def put_words_in() -> None:
    assert post("words_install", EPDS, permission="letter", questions=EPDS_LINES).status_code == 302
