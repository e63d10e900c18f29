"""``/design/``: every component with made-up words, to look at and to test."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alongside.pages.design import specimens
from alongside.pages.page import public


@public
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component once. ``?check=1`` shows the page as after a form that needs another look."""
    return render(request, "design/gallery.html", specimens.context(request.GET))
