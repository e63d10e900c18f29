"""What is shown once, to be told in person, and kept nowhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alongside.accounts import queries
from alongside.accounts.actions import Handed
from alongside.accounts.models import Colleague


def code_page(request: HttpRequest, who: Colleague, handed: Handed, also: str = "", back: str = "team") -> HttpResponse:
    """The code, or the half of it that she is told: on this page alone, and only now. ``also``: said with it."""
    return render(
        request,
        "worker/writing/code.html",
        {
            "who": who.name,
            "also": also,
            "first": handed.first,
            "second": handed.second,
            "address": queries.address_of(who.id),
            "set_up_url": request.build_absolute_uri(reverse("set_up")),
            "back": reverse(back),
        },
    )
