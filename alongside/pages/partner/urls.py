"""Pages of people outside: those at partner agencies, and carers."""

from __future__ import annotations

from django.urls import URLPattern, path

from alongside.pages.partner import caring, sending, shared

_PERSON = "shared/<uuid:person>"

urlpatterns: list[URLPattern] = [
    path("shared/", shared.people, name="shared"),
    path(f"{_PERSON}/", shared.person, name="shared_person"),
    path(f"{_PERSON}/have-it/", shared.have_it, name="shared_have_it"),
    path(f"{_PERSON}/send/", sending.send, name="shared_send"),
    path(f"{_PERSON}/sent/<uuid:sent>/", sending.document, name="shared_document"),
    path("caring/", caring.children, name="caring"),
    path("caring/<uuid:child>/", caring.child, name="caring_child"),
]
