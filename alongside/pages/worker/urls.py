"""Pages of those who work with families."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from alongside.pages.worker import (
    child,
    contacts,
    continuity,
    development,
    due,
    families,
    family,
    forms_urls,
    her,
    her_team,
    home,
    instruments,
    questions,
    results,
    seeing,
    sent,
    team,
    timeline,
    together,
    trail,
    watch,
    words,
)

_CHILD = "families/<uuid:family>/children/<uuid:child>"
_DEVELOPMENT = "families/<uuid:family>/development/<uuid:assessment>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("families/", families.families, name="families"),
    path("families/<uuid:family>/", family.family, name="family"),
    path("families/<uuid:family>/timeline/", timeline.timeline, name="timeline"),
    path("families/<uuid:family>/her/", her.her, name="her"),
    path("families/<uuid:family>/team/", her_team.her_team, name="her_team"),
    path("families/<uuid:family>/sent/", sent.sent_back, name="sent_back"),
    path("families/<uuid:family>/sent/<uuid:sent>/document/", sent.sent_document, name="sent_document"),
    path("families/<uuid:family>/contacts/", contacts.contacts, name="contacts"),
    path("families/<uuid:family>/contacts/<uuid:contact>/", contacts.contact, name="contact"),
    path("families/<uuid:family>/questions/", questions.questions, name="questions"),
    path("families/<uuid:family>/questions/<uuid:occasion>/", questions.answers, name="answers"),
    path("families/<uuid:family>/results/", results.results, name="results"),
    path("families/<uuid:family>/results/with-her/", results.results_with_her, name="results_with_her"),
    path("families/<uuid:family>/children/<uuid:child>/", child.child, name="child"),
    path(f"{_CHILD}/development/", development.developments, name="developments"),
    path(f"{_CHILD}/growth/", development.growth, name="growth"),
    path(f"{_DEVELOPMENT}/", development.development, name="development"),
    path(f"{_DEVELOPMENT}/print/", development.development_print, name="development_print"),
    path("families/<uuid:family>/copies/<uuid:release>/", development.development_copy, name="development_copy"),
    path("families/<uuid:family>/together/<uuid:dyad>/", together.together, name="together"),
    path("families/<uuid:family>/together/<uuid:dyad>/views/", seeing.three_views, name="three_views"),
    path("due/", due.due, name="due"),
    path("cycle/", due.cycle, name="cycle"),
    path("instruments/", instruments.instruments, name="instruments"),
    path("instruments/<uuid:definition>/", instruments.instrument, name="instrument"),
    path("instruments/drafts/<uuid:definition>/", instruments.draft, name="draft"),
    path("team/", team.team, name="team"),
    path("team/outside/", team.outside, name="outside"),
    path("team/continuity/", continuity.continuity, name="continuity"),
    path("trail/", trail.trail, name="trail"),
    path("watch/", watch.watch, name="watch"),
    path("watch/<uuid:alert>/", watch.alert, name="alert"),
    path("words/", words.words, name="words"),
    path("words/<uuid:text>/", words.text, name="text"),
    path("", include(forms_urls)),
]
