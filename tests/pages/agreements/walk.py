"""Somebody at one of the two doors of agreements, step by step, and what is kept of it."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from html import unescape
from typing import Any

from django.urls import reverse
from django.utils import timezone

from alongside.consent.models import Consent, ConsentLine
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as
from tests.client import client_as
from tests.pages.writing import day

ALDER, ANA, BEE, BO = CAST["ALDER"], CAST["ANA"], CAST["BEE"], CAST["BO"]
DOORS = ["W1", "p_ana"]
DRAWN = "M10 10L60 80L90 20"


class Walk:
    """Somebody at one of the two doors."""

    def __init__(self, who: str, family: str = "ALDER") -> None:
        self.who, self.browser, self.family = who, client_as(who), CAST[family]
        self.hers = who.startswith("p_")

    def to(self, name: str, *args: Any) -> str:
        return reverse(f"my_{name}", args=args) if self.hers else reverse(name, args=[self.family, *args])

    def see(self, address: str, status: int = 200) -> str:
        answer = self.browser.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return unescape(answer.content.decode())

    def send(self, address: str, **fields: Any) -> Any:
        """Send what the page there asks, with the version that it shows."""
        shown = self.see(address)
        version = re.search(r'name="version" value="(\d+)"', shown)
        sent = {"submission": str(uuid.uuid4()), **({"version": version[1]} if version else {}), **fields}
        return self.browser.post(address, sent)

    def on(self, address: str, **fields: Any) -> str:
        answer = self.send(address, **fields)
        assert answer.status_code == 302, unescape(answer.content.decode())
        return str(answer["Location"])

    def begin(self, recipient: str, kind: str = "sharing", **more: Any) -> uuid.UUID:
        where = self.on(self.to("agreement_whom", kind), recipient=recipient, **more)
        found = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}(?=/[a-z-]+/$)", where)
        assert found, where
        return uuid.UUID(found[0])

    def tick(self, id: uuid.UUID, person: uuid.UUID, *kinds: C) -> None:
        self.on(self.to("agreement_kinds", id, person), kinds=[str(int(k)) for k in kinds])

    def end_on(self, id: uuid.UUID, days: int = 60) -> None:
        self.on(
            self.to("agreement_until", id),
            until="own",
            **day("own", (timezone.localdate() + timedelta(days)).isoformat()),
        )

    def signs(self, id: uuid.UUID, **fields: Any) -> Any:
        given = {"how": "typed", "typed": "Ana", "explained": ["aloud"]} | fields
        return self.send(self.to("agreement_sign", id), **given)

    def ready(self, recipient: str = f"agency:{CAST['SHEL']}", **more: Any) -> uuid.UUID:
        """A draft with one line and a last day."""
        id = self.begin(recipient, **more)
        self.tick(id, ANA, C.SERVICE_USE)
        self.end_on(id)
        return id


def row(id: uuid.UUID) -> Consent:
    with acting_as("p_ana"):
        return Consent.objects.get(pk=id)


def lines(id: uuid.UUID) -> set[tuple[uuid.UUID, int]]:
    with acting_as("p_ana"):
        return set(ConsentLine.objects.filter(consent=id, withdrawn_at=None).values_list("subject", "category"))


def text_of(page: str) -> str:
    """The words of the main part."""
    main = page[page.index("<main") : page.index("</main")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))
