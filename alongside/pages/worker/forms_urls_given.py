"""Addresses of the pages on which is written what is given: programmes, child care, peer support."""

from __future__ import annotations

from django.urls import URLPattern, path

from alongside.pages.worker.writing import (
    afterwards,
    carers,
    childs_days,
    culture,
    door,
    fetching,
    peers,
    peers_own,
    programme_groups,
    programme_sessions,
    programmes,
)

_FAMILY = "families/<uuid:family>"
_CHILD = f"{_FAMILY}/children/<uuid:child>"
_DELIVERY = f"{_FAMILY}/programmes/<uuid:delivery>"

urlpatterns: list[URLPattern] = [
    path("child-care/carers/new/", carers.carers_add, name="carers_add"),
    path("child-care/carers/<uuid:ratio>/end/", carers.carers_end, name="carers_end"),
    path("child-care/<uuid:session>/<uuid:booking>/came/", door.child_came, name="child_came"),
    path("child-care/<uuid:session>/<uuid:booking>/left/", door.child_left, name="child_left"),
    path("child-care/<uuid:session>/<uuid:booking>/came/not/", door.child_came_not, name="child_came_not"),
    path("child-care/<uuid:session>/<uuid:booking>/left/not/", door.child_left_not, name="child_left_not"),
    path(f"{_FAMILY}/after/<uuid:ending>/<slug:whose>/", afterwards.closing_say, name="closing_say"),
    path(f"{_FAMILY}/after/goodbye/", afterwards.goodbye_say, name="goodbye_say"),
    path(f"{_FAMILY}/after/touch/", afterwards.touch_say, name="touch_say"),
    path(f"{_FAMILY}/after/giving/", afterwards.giving_say, name="giving_say"),
    path(f"{_FAMILY}/after/giving/begin/", afterwards.giving_begin, name="giving_begin"),
    path(f"{_FAMILY}/culture/offer/", culture.culture_offer, name="culture_offer"),
    path(f"{_FAMILY}/culture/beside/", culture.culture_begin, name="culture_begin"),
    path(f"{_FAMILY}/culture/<uuid:beside>/end/", culture.culture_end, name="culture_end"),
    path(f"{_FAMILY}/culture/<uuid:beside>/note/", culture.culture_note, name="culture_note"),
    path("peers/myself/", peers_own.peer_profile, name="peer_profile"),
    path("peers/story/", peers_own.peer_story, name="peer_story"),
    path("peers/back/", peers_own.peer_take_back, name="peer_take_back"),
    path("peers/rest/", peers_own.peer_rest, name="peer_rest"),
    path("peers/agreement/<uuid:colleague>/", peers_own.peer_agreement, name="peer_agreement"),
    path("peers/agreements/<uuid:agreement>/agree/", peers_own.peer_agree, name="peer_agree"),
    path("peers/<uuid:match>/begin/", peers.peer_begin, name="peer_begin"),
    path("peers/<uuid:match>/not/", peers.peer_not, name="peer_not"),
    path("peers/<uuid:match>/pause/", peers.peer_pause, name="peer_pause"),
    path("peers/<uuid:match>/end/", peers.peer_end, name="peer_end"),
    path("peers/<uuid:match>/contact/", peers.peer_contact, name="peer_contact"),
    path(f"{_FAMILY}/peers/wish/", peers.peer_wish, name="peer_wish"),
    path(f"{_FAMILY}/peers/wish/close/", peers.peer_wish_close, name="peer_wish_close"),
    path(f"{_FAMILY}/peers/answer/", peers.peer_answer, name="peer_answer"),
    path(f"{_FAMILY}/peers/<uuid:match>/reads/", peers.peer_allow, name="peer_allow"),
    path(f"{_CHILD}/days/tell/", childs_days.day_tell, name="day_tell"),
    path(f"{_CHILD}/days/<uuid:told>/right/", childs_days.day_right, name="day_right"),
    path(f"{_CHILD}/days/places/", childs_days.places_give, name="places_give"),
    path(f"{_CHILD}/days/helps/", childs_days.help_say, name="help_say"),
    path(f"{_CHILD}/days/asked/", childs_days.consult_add, name="consult_add"),
    path(f"{_CHILD}/fetching/new/", fetching.fetcher_add, name="fetcher_add"),
    path(f"{_CHILD}/fetching/<uuid:line>/end/", fetching.fetcher_end, name="fetcher_end"),
    path(f"{_CHILD}/fetching/not/", fetching.fetch_bar, name="fetch_bar"),
    path(f"{_CHILD}/fetching/not/<uuid:line>/end/", fetching.fetch_bar_end, name="fetch_bar_end"),
    path(f"{_CHILD}/fetching/today/", fetching.fetch_today, name="fetch_today"),
    path(f"{_FAMILY}/programmes/begin/", programmes.delivery_begin, name="delivery_begin"),
    path(f"{_DELIVERY}/turn/", programmes.delivery_turn, name="delivery_turn"),
    path(f"{_DELIVERY}/adapt/", programmes.delivery_adapt, name="delivery_adapt"),
    path(f"{_DELIVERY}/workers/add/", programmes.delivery_worker_add, name="delivery_worker_add"),
    path(f"{_DELIVERY}/workers/<uuid:worker>/end/", programmes.delivery_worker_end, name="delivery_worker_end"),
    path(f"{_DELIVERY}/held/add/", programme_sessions.session_hold, name="session_hold"),
    path(f"{_DELIVERY}/held/<uuid:held>/change/", programme_sessions.held_change, name="held_change"),
    path(f"{_DELIVERY}/held/<uuid:held>/marks/", programme_sessions.held_mark, name="held_mark"),
    path("sessions/series/<uuid:series>/plan/", programme_groups.group_begin, name="group_begin"),
    path("programmes/groups/<uuid:group>/adapt/", programme_groups.group_adapt, name="group_adapt"),
    path("programmes/groups/<uuid:group>/<uuid:session>/", programme_groups.meeting_name, name="meeting_name"),
]
