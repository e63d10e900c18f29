"""Addresses of the pages on which workers write."""

from __future__ import annotations

from django.urls import URLPattern, path

from alongside.pages.worker.writing import (
    around,
    being_with,
    births,
    contacts,
    expecting,
    files,
    memory,
    occasions,
    opening,
    people,
    prenatal,
    programme,
    promises,
    reaching,
    team,
    tracks,
    versions,
    words,
)

_FAMILY = "families/<uuid:family>"
_PERSON = f"{_FAMILY}/people/<uuid:person>"
_WOMAN = f"{_FAMILY}/women/<uuid:woman>"
_CHILD = f"{_FAMILY}/children/<uuid:child>"
_PREGNANCY = f"{_FAMILY}/pregnancies/<uuid:pregnancy>"
_EARLIER = f"{_FAMILY}/earlier-children"
_PROMISE = f"{_FAMILY}/promises/<uuid:promise>"

urlpatterns: list[URLPattern] = [
    path("families/new/", opening.open_file, name="open_family"),
    path(f"{_FAMILY}/people/add/", people.person_add, name="person_add"),
    path(f"{_PERSON}/change/", people.person_change, name="person_change"),
    path(f"{_PERSON}/identity/add/", people.identity_add, name="identity_add"),
    path(f"{_PERSON}/identity/<uuid:row>/take-back/", people.identity_take_back, name="identity_take_back"),
    path(f"{_PERSON}/relationships/add/", around.relationship_add, name="relationship_add"),
    path(f"{_PERSON}/relationships/<uuid:row>/change/", around.relationship_change, name="relationship_change"),
    path(f"{_PERSON}/home/add/", around.stay_add, name="stay_add"),
    path(f"{_PERSON}/state/", being_with.state_change, name="state_change"),
    path(f"{_PERSON}/welcome-back/", being_with.welcome_back, name="welcome_back"),
    path(f"{_PERSON}/welcome-back/<uuid:welcome>/", being_with.welcome_next, name="welcome_next"),
    path(f"{_PERSON}/ending/", being_with.ending_add, name="ending_add"),
    path(f"{_PERSON}/key-worker/", team.key_worker, name="key_worker"),
    path(f"{_FAMILY}/name/", files.family_rename, name="family_rename"),
    path(f"{_WOMAN}/why/", files.why_change, name="why_change"),
    path(f"{_WOMAN}/with-us/", files.enrol, name="enrol"),
    path(f"{_WOMAN}/safe-contact/", reaching.safe_contact, name="safe_contact"),
    path(f"{_WOMAN}/children/add/", people.child_add, name="child_add"),
    path(f"{_WOMAN}/earlier-children/add/", people.earlier_child_add, name="earlier_child_add"),
    path(f"{_WOMAN}/pregnancies/add/", expecting.pregnancy_add, name="pregnancy_add"),
    path(f"{_WOMAN}/what-happened/add/", being_with.return_add, name="return_add"),
    path(f"{_WOMAN}/her-words/add/", being_with.pattern_add, name="pattern_add"),
    path(f"{_PREGNANCY}/due-date/", expecting.due_date, name="due_date"),
    path(f"{_PREGNANCY}/birth/", births.birth, name="birth"),
    path(f"{_PREGNANCY}/goes-not-on/", births.loss, name="loss"),
    path(f"{_PREGNANCY}/care/", prenatal.pregnancy_change, name="pregnancy_change"),
    path(f"{_PREGNANCY}/goes-on/", prenatal.pregnancy_reopen, name="pregnancy_reopen"),
    path(f"{_FAMILY}/met/<uuid:row>/take-back/", prenatal.exposure_take_back, name="exposure_take_back"),
    path(
        f"{_FAMILY}/earlier-children/<uuid:row>/take-back/",
        memory.earlier_child_take_back,
        name="earlier_child_take_back",
    ),
    path(f"{_FAMILY}/stays/<uuid:row>/correct/", around.stay_correct, name="stay_correct"),
    path(f"{_PERSON}/died/", memory.person_died, name="person_died"),
    path(f"{_PREGNANCY}/met/add/", expecting.exposure, name="exposure_add"),
    path(f"{_CHILD}/<slug:track>/add/", tracks.track_add, name="track_add"),
    path(f"{_CHILD}/<slug:track>/<uuid:row>/correct/", tracks.track_correct, name="track_correct"),
    path(f"{_FAMILY}/team/join/", team.team_join, name="team_join"),
    path(f"{_FAMILY}/team/<uuid:member>/leave/", team.team_leave, name="team_leave"),
    path(f"{_FAMILY}/team/<uuid:member>/hand-over/", team.hand_over, name="hand_over"),
    path(f"{_FAMILY}/keep-out/", team.keep_out, name="keep_out"),
    path(f"{_FAMILY}/keep-out/<uuid:row>/let-back/", team.let_back, name="let_back"),
    path(f"{_FAMILY}/contacts/add/", contacts.contact_add, name="contact_add"),
    path(f"{_FAMILY}/contacts/<uuid:contact>/correct/", contacts.contact_correct, name="contact_correct"),
    path(f"{_FAMILY}/contacts/<uuid:contact>/words/", contacts.contact_words, name="contact_words"),
    path(f"{_FAMILY}/promises/add/", promises.promise_add, name="promise_add"),
    path(f"{_PROMISE}/change/", promises.promise_change, name="promise_change"),
    path(f"{_PROMISE}/kept/", promises.promise_kept, name="promise_kept"),
    path(f"{_PROMISE}/let-go/", promises.promise_let_go, name="promise_let_go"),
    path(f"{_FAMILY}/measures/add/", occasions.occasion_add, name="occasion_add"),
    path(f"{_FAMILY}/two-versions/<uuid:aside>/", versions.two_versions, name="two_versions"),
    path("team/colleagues/add/", programme.colleague_add, name="colleague_add"),
    path("team/colleagues/<uuid:colleague>/parts/add/", programme.role_give, name="role_give"),
    path("team/colleagues/<uuid:colleague>/parts/<uuid:role>/end/", programme.role_end, name="role_end"),
    path("team/agencies/add/", programme.agency_add, name="agency_add"),
    path("team/agreements/add/", programme.agreement_add, name="agreement_add"),
    path("words/put/", words.text_put, name="text_put"),
    path("words/<uuid:text>/review/", words.text_review, name="text_review"),
    path("words/pay/", words.pay_add, name="pay_add"),
]
