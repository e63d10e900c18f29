"""Her first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from alongside.families.models import Person
from alongside.pages.mother.mine.around import hers, show


@require_safe
@hers
def first(request: HttpRequest, herself: Person) -> HttpResponse:
    """Where she can go from here, in a few words."""
    return show(request, herself, "first")
