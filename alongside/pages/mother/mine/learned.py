"""What we learned together, on her own page: the same for every woman here, whether she took part or not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from alongside.evaluation import queries
from alongside.families.models import Person
from alongside.pages.design.for_women import told
from alongside.pages.mother.mine.around import hers, show


@require_safe
@hers
def my_learned(request: HttpRequest, herself: Person) -> HttpResponse:
    """What was released, in her language where it stands in it. One statement; nothing in it is about her."""
    language = "fr" if (get_language() or "en").startswith("fr") else "en"
    return show(request, herself, "learned", {"each": [told(row, language) for row in queries.words_for_women()]})
