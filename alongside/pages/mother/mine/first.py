"""Her first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from alongside.childcare import queries as childcare
from alongside.families.models import Person
from alongside.pages.mother.mine.around import hers, show
from alongside.pages.mother.mine.childs_days import since


@require_safe
@hers
def first(request: HttpRequest, herself: Person) -> HttpResponse:
    """Where she can go from here, in a few words. Nothing brings up a child who is not with her (E-17)."""
    return show(request, herself, "first", {"near": childcare.near_her(herself.family_id, since())})
