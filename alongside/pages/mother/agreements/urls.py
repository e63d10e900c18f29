"""Addresses of agreements, twice: on her own page, and beside her in a worker's session."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path

from alongside.access.policy import May
from alongside.pages.mother.agreements import beginning, ending, listing, paper, signing, steps, trying, versions
from alongside.pages.mother.agreements.door import Agreeing, through

_FORM = "<uuid:id>"
_PAGES: list[tuple[str, str, Agreeing]] = [
    ("", "agreements", listing.agreements),
    ("new/<slug:kind>/", "agreement_new", beginning.new),
    ("new/<slug:kind>/whom/", "agreement_whom", beginning.whom),
    ("versions/<uuid:aside>/", "agreement_versions", versions.versions),
    (f"{_FORM}/", "agreement", paper.agreement),
    (f"{_FORM}/what-for/", "agreement_purpose", steps.purpose),
    (f"{_FORM}/about/", "agreement_people", steps.people),
    (f"{_FORM}/about/<uuid:person>/", "agreement_kinds", steps.kinds),
    (f"{_FORM}/until/", "agreement_until", steps.until),
    (f"{_FORM}/look/", "agreement_look", steps.look),
    (f"{_FORM}/put-away/", "agreement_put_away", steps.put_away),
    (f"{_FORM}/try/", "agreement_try", trying.try_it),
    (f"{_FORM}/sign/", "agreement_sign", signing.sign),
    (f"{_FORM}/signed/", "agreement_signed", paper.signed),
    (f"{_FORM}/copy/", "agreement_copy", paper.copy),
    (f"{_FORM}/copy/file/", "agreement_keep_copy", paper.keep_copy),
    (f"{_FORM}/anew/", "agreement_renew", paper.renew),
    (f"{_FORM}/lift/", "agreement_lift", signing.lift),
    (f"{_FORM}/back/", "agreement_back", ending.take_back),
    (f"{_FORM}/back/<uuid:line>/", "agreement_back_line", ending.take_back),
]
_HERS = "my/agreements/"
_BESIDE_HER = "families/<uuid:family>/agreements/"


def _twice() -> Iterator[URLPattern]:
    for route, name, view in _PAGES:
        yield path(f"{_HERS}{route}", through(May.OWN_PAGE)(view), name=f"my_{name}")
        yield path(f"{_BESIDE_HER}{route}", through(May.WRITE_IN_FAMILY)(view), name=name)


urlpatterns: list[URLPattern] = list(_twice())
