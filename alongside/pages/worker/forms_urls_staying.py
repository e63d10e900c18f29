"""Addresses of the pages on which is written how we stay with families: waits, how often we meet."""

from __future__ import annotations

from django.urls import URLPattern, path

from alongside.pages.worker.writing import cover, farewell, staying

_FAMILY = "families/<uuid:family>"

urlpatterns: list[URLPattern] = [
    path(f"{_FAMILY}/waits/add/", staying.wait_add, name="wait_add"),
    path(f"{_FAMILY}/waits/<uuid:wait>/step/", staying.wait_step, name="wait_step"),
    path("cover/away/add/", cover.away_add, name="away_add"),
    path("cover/away/<uuid:away>/shorten/", cover.away_shorten, name="away_shorten"),
    path("cover/away/<uuid:away>/stay/", cover.away_stay, name="away_stay"),
    path("cover/away/<uuid:away>/<uuid:family>/ask/", cover.cover_ask, name="cover_ask"),
    path("cover/<uuid:cover>/answer/", cover.cover_answer, name="cover_answer"),
    path("cover/<uuid:cover>/not/", cover.cover_not, name="cover_not"),
    path("cover/<uuid:cover>/end/", cover.cover_end, name="cover_end"),
    path("cover/<uuid:cover>/hand-back/", cover.hand_back, name="hand_back"),
    path(f"{_FAMILY}/team/hand-overs/<uuid:hand_over>/<slug:kind>/", farewell.farewell, name="farewell"),
    path("not-met/rhythm/", staying.rhythm, name="rhythm"),
]
