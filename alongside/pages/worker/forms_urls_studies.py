"""Addresses of forms: studies."""

from __future__ import annotations

from django.urls import URLPattern, path

from alongside.pages.worker.writing import for_women, own_arm, sites, studies

_STUDY = "studies/<uuid:study>"
_PLAN = "studies/plans/<uuid:plan>"
_WOMEN = "words/studies/<uuid:words>"

urlpatterns: list[URLPattern] = [
    path("studies/new/", studies.study_begin, name="study_begin"),
    path(f"{_STUDY}/people/", studies.study_file, name="study_file"),
    path(f"{_STUDY}/way/", studies.study_count, name="study_count"),
    path(f"{_STUDY}/plan/", studies.study_plan_write, name="study_plan_write"),
    path(f"{_STUDY}/extract/", studies.study_extract, name="study_extract"),
    path(f"{_STUDY}/word/", studies.study_answer, name="study_answer"),
    path(f"{_PLAN}/freeze/", studies.study_plan_freeze, name="study_plan_freeze"),
    path("studies/runs/<uuid:run>/women/", for_women.study_tell_women, name="study_tell_women"),
    path(f"{_WOMEN}/answer/", for_women.words_for_women_answer, name="words_for_women_answer"),
    path(f"{_WOMEN}/back/", for_women.words_for_women_back, name="words_for_women_back"),
    path(f"{_WOMEN}/anew/", for_women.words_for_women_anew, name="words_for_women_anew"),
    path(f"{_PLAN}/run/", own_arm.study_plan_run, name="study_plan_run"),
    path(f"{_STUDY}/own/", own_arm.study_own, name="study_own"),
    path(f"{_STUDY}/site/", sites.study_site, name="study_site"),
    path("studies/site/bring/<uuid:study>/", sites.site_bring, name="site_bring"),
]
