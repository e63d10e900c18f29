"""All addresses. Every one names the ``May`` it needs or is public (tests/house/test_addresses.py)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from alongside.pages.public import again, agency, feed, hello, messages, set_up
from alongside.pages.public import views as public

CLOSED = ("signup", "email", "confirm-email", "password/reset", "password/set")

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/enter/", public.enter, name="enter"),
    path("account/again/", again.again, name="again"),
    path("account/set-up/", set_up.set_up, name="set_up"),
    path("account/set-up/password/", set_up.set_up_password, name="set_up_password"),
    *(path(f"account/{name}/", public.closed) for name in CLOSED),
    path("account/agency/", agency.agencies, name="agency_doors"),
    path("account/agency/<slug:door>/", agency.to_agency, name="to_agency"),
    path("account/agency/<slug:door>/back/", agency.from_agency, name="from_agency"),
    path("", include("alongside.pages.mother.mine.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/leave/", public.leave),
    path("walk-in/", public.walk_in, name="walk_in"),
    path("leave/", public.leave, name="leave"),
    path("sign-out/", public.sign_out, name="sign_out"),
    path("language/", public.language, name="language"),
    path("messages/in/", messages.messages_in, name="messages_in"),
    path("notes/<str:key>.ics", feed.feed, name="feed"),
    path("alive/", public.alive, name="alive"),
    path("hello/", hello.hello, name="hello"),
    path("hello/thanks/", hello.thanks, name="hello_thanks"),
    path("design/", include("alongside.pages.design.urls")),
    path("", include("alongside.pages.mother.urls")),
    path("", include("alongside.pages.partner.urls")),
    path("", include("alongside.pages.mother.agreements.urls")),
    path("", include("alongside.pages.worker.urls")),
]
handler404 = "alongside.pages.public.views.not_found"
handler500 = "alongside.pages.public.views.something_broke"
