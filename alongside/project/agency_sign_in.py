"""Agencies' own sign-in: what we ask of the library beyond what it does by itself.

The library does the exchange (code, state, PKCE). Here every token's signature, issuer, audience, age and nonce are
looked at, nobody is let sign herself up, nothing that an agency says about somebody is kept but the number it gave her,
and an account is reached only through the door of the agency at which its holder is registered.

A sign-in there proves who she is. What she sees comes from agreements, and from nothing that her agency says about her.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import uuid
from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from alongside.accounts import queries as accounts
from alongside.accounts.models import User
from alongside.project.agency_doors import AgencyDoor
from alongside.safekeeping.terms import Kind

log = logging.getLogger("alongside.page")

# Signatures with a key that the agency alone holds. Never "none", never a secret that two know.
SIGNED_WITH = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
CLOCKS_DIFFER = 120  # seconds
ENDPOINTS = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
# Ways of signing in (RFC 8176) that are two factors by themselves: several, or a key that is unlocked by her.
TWO_FACTORS = {"mfa"}
SOMETHING_SHE_KNOWS = {"pwd", "pin", "kba"}
SOMETHING_SHE_HAS_OR_IS = {"otp", "hwk", "swk", "sc", "pop", "fpt", "face", "iris", "retina", "vbm"}


class NotAccepted(OAuth2Error):
    """What came back from an agency does not open anything here. The reason is a code, for the log alone."""


class AgencyAdapter(DefaultSocialAccountAdapter):
    """Which agencies there are (from the settings alone), and who may come in through them."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """The agencies of the settings; the library's own table of them stays empty."""
        return [
            _app(door)
            for door in settings.AGENCY_DOORS.values()
            if provider in (None, door.id, AgencyProvider.id) and client_id in (None, door.client_id)
        ]

    def get_provider(self, request: HttpRequest, provider: str, client_id: Any = None) -> AgencyProvider:
        """One agency's door, by its short word. Raises SocialApp.DoesNotExist for any other word."""
        door = settings.AGENCY_DOORS.get(provider)
        if door is None:
            raise SocialApp.DoesNotExist
        return AgencyProvider(request, _app(door))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Who this is: known by the number her agency gave her, or, the first time, by her address."""
        sociallogin.token = None  # what the agency would let us do in her name: nothing, and it is kept nowhere
        claims, door = sociallogin.claims, settings.AGENCY_DOORS[sociallogin.provider.app.provider_id]
        try:
            user = sociallogin.user if sociallogin.is_existing else _known_by_address(door, claims)
            if not may_come_through(door, user.pk):
                raise NotAccepted("not_of_this_agency")
        except NotAccepted as no:
            raise ImmediateHttpResponse(refused(request, door.id, str(no))) from no
        if not sociallogin.is_existing:
            sociallogin.connect(request, user)
        sociallogin.two_factors = gave_two_factors(door, claims)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Whatever went wrong on the way looks the same; the log says which door and why, and nobody's name."""
        kind = type(exception).__name__ if exception else str(error)
        code = str(exception) if isinstance(exception, NotAccepted) else kind
        raise ImmediateHttpResponse(refused(request, provider.app.provider_id, code))


class AgencyOAuth(OpenIDConnectOAuth2Adapter):
    """The exchange with one agency."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the agency publishes about its sign-in. Raises NotAccepted when that is not whole, or another one's."""
        held = super().openid_config
        if not isinstance(held, dict) or not all(isinstance(held.get(name), str) for name in ENDPOINTS):
            raise NotAccepted("not_published")
        if held["issuer"] != self.get_provider().app.settings["issuer"]:
            raise NotAccepted("another_issuer")
        return held

    def get_access_token_data(self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: Any = None) -> Any:
        """Hand in the code; remember which nonce was asked for with it."""
        if not pkce_code_verifier:
            raise NotAccepted("no_verifier")
        self.nonce = nonce_of(pkce_code_verifier)
        return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        """Look at the token that says who she is. Raises NotAccepted when any part of it does not fit."""
        claims = self._claims(app, kwargs["response"].get("id_token"))
        if not claims.get("email") and "userinfo_endpoint" in self.openid_config:
            told = self._fetch_user_info(token.token)
            if told.get("sub") != claims["sub"]:
                raise NotAccepted("another_subject")
            claims |= {name: told.get(name) for name in ("email", "email_verified")}
        login = self.get_provider().sociallogin_from_response(request, claims)
        login.claims = claims
        return login

    def _claims(self, app: Any, id_token: Any) -> dict[str, Any]:
        try:
            if jwt.get_unverified_header(id_token or "").get("alg") not in SIGNED_WITH:
                raise NotAccepted("not_signed_by_them")
            _named, key = jwtkit.fetch_key(id_token, self.openid_config["jwks_uri"], jwtkit.lookup_kid_jwk)
            claims = jwt.decode(
                id_token,
                key=key,
                algorithms=sorted(SIGNED_WITH),
                issuer=app.settings["issuer"],
                audience=app.client_id,
                leeway=CLOCKS_DIFFER,
                options={"require": NEEDED},
            )
        except jwt.PyJWTError as problem:
            raise NotAccepted(type(problem).__name__) from problem
        except (KeyError, TypeError, ValueError) as problem:
            raise NotAccepted("not_readable") from problem
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise NotAccepted("incomplete")
        if claims["nonce"] != self.nonce:
            raise NotAccepted("another_nonce")
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != app.client_id:
            raise NotAccepted("for_somebody_else")
        return claims

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Back to the sign-in pages, whose cookie is sent nowhere else."""
        back = request.build_absolute_uri(reverse("from_agency", args=[self.provider_id]))
        return back if settings.LOOPBACK else back.replace("http://", "https://", 1)


class AgencyProvider(OpenIDConnectProvider):
    """One agency's own sign-in, asked with PKCE and a nonce, for no more than who she is."""

    oauth2_adapter_class = AgencyOAuth

    def get_pkce_params(self) -> dict[str, str]:
        """PKCE always; the nonce is made from its secret, so that both belong to this one attempt in this browser."""
        asked = super().get_pkce_params()
        return {**asked, "nonce": nonce_of(asked["code_verifier"])}

    def serialize(self) -> dict[str, Any]:
        """Which door it is, while her second factor is asked for here: two agencies may have given us one name."""
        return {"id": self.app.provider_id}

    def get_default_scope(self) -> list[str]:
        return ["openid", "email"]

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Nothing of what an agency says about somebody is kept."""
        return {}

    def extract_common_fields(self, data: Any) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: Any) -> list[Any]:
        return []


def _app(door: AgencyDoor) -> SocialApp:
    return SocialApp(
        provider=AgencyProvider.id,
        provider_id=door.id,
        name=door.name,
        client_id=door.client_id,
        secret=door.client_secret,
        settings={"server_url": door.issuer, "issuer": door.issuer, "oauth_pkce_enabled": True},
    )


def nonce_of(verifier: str) -> str:
    """A nonce that only whoever holds the PKCE verifier can name, and that does not tell it."""
    digest = hashlib.sha256(f"nonce of {verifier}".encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def gave_two_factors(door: AgencyDoor, claims: dict[str, Any]) -> bool:
    """Whether her agency says that she gave two factors: by ``amr`` (RFC 8176), or an ``acr`` of the configuration."""
    if claims.get("acr") in door.second_factor:
        return True
    said = claims.get("amr")
    ways = {way for way in said if isinstance(way, str)} if isinstance(said, list) else set()
    return bool(ways & TWO_FACTORS) or bool(ways & SOMETHING_SHE_KNOWS and ways & SOMETHING_SHE_HAS_OR_IS)


def may_come_through(door: AgencyDoor, account: uuid.UUID) -> bool:
    """This account has a part today at the very agency whose door this is, as somebody from outside."""
    return bool(accounts.principals_at(account, uuid.UUID(door.agency), Kind.PARTNER))


def _known_by_address(door: AgencyDoor, claims: dict[str, Any]) -> User:
    """The first time: an account that is registered without a password here, with an address that the agency checked.

    Once the agency's number for her is known, her address alone opens nothing: it may be given to somebody else there.
    """
    address = str(claims.get("email") or "").strip().lower()
    if not address or not (claims.get("email_verified") is True or door.address_is_checked):
        raise NotAccepted("no_checked_address")
    user = User.objects.using("gate").filter(email=address).first()
    if user is None or user.has_usable_password():
        raise NotAccepted("not_registered")
    if SocialAccount.objects.filter(user_id=user.pk, provider=door.id).exists():
        raise NotAccepted("another_number")
    return user


def refused(request: HttpRequest, door: str, code: str) -> Any:
    """One page for everything that did not fit."""
    log.warning("sign-in through the door %s was not accepted: %s", door, code)
    return render(request, "public/agency_refused.html", status=403)
