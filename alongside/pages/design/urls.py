"""The gallery of components; open to everybody, it holds nobody's data."""

from __future__ import annotations

from django.urls import path

from alongside.pages.design import views

app_name = "design"
urlpatterns = [path("", views.gallery, name="gallery")]
