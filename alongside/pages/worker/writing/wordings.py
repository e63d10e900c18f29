"""Words that could also be said another way: quietly, while somebody writes, and once more after she saved.

What is asked here is kept nowhere and stands in no line of the trail. She who writes decides; nothing is ever held up.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.http import require_POST

from alongside.access.policy import May
from alongside.care.models import Contact
from alongside.pages.page import page
from alongside.wording import rules as wording

LONGEST = 20_000  # characters that are looked through
MOST = 8  # findings that are shown beside one text


def findings(text: str, *, to_her: bool = False) -> list[wording.Finding]:
    """What could be said another way in ``text``, in the language of the page; quotations are never touched."""
    language: Any = (translation.get_language() or "en")[:2]
    audience: Any = "woman" if to_her else "note"
    found = wording.check(text[:LONGEST], audience=audience, language=language if language in ("en", "fr") else None)
    return [each for each in found if each.level != "ask" and each.suggestions]


def of_contact(contact: Contact) -> list[wording.Finding]:
    """Of a note: our words. Hers are hers, and are never looked at."""
    return [
        *findings(contact.note),
        *findings(contact.helped),
        *findings(contact.between_you, to_her=True),
    ]


@require_POST
@page(May.WRITE_IN_FAMILY)
def wording_look(request: HttpRequest) -> HttpResponse:
    """Findings in what is being typed (``text``; ``to``: "woman" when it is written to her). Nothing is kept.

    Positions count as scripts count (UTF-16 units), in the text as it was sent.
    """
    text = request.POST.get("text", "")[:LONGEST]
    found = findings(text, to_her=request.POST.get("to") == "woman")[:MOST]
    rows = [
        {
            "start": _units(text[: each.start]),
            "end": _units(text[: each.end]),
            "text": each.text,
            "say": list(each.suggestions[:3]),
            "why": each.why,
        }
        for each in found
    ]
    return JsonResponse({"found": rows})


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
