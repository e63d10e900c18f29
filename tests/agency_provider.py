"""An agency's own sign-in for the tests: a real OpenID provider (Authlib's, served by Flask) in a process of its own.

It insists on a registered client and its secret, on PKCE with S256 and on a nonce. Its people are told to it over HTTP;
so is how it should misbehave ("lies"), for the tests of what we do not accept.

    python -m tests.agency_provider PORT CLIENT_ID CLIENT_SECRET REDIRECT_URI…
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Provider:
    """A running provider, as a test talks to it."""

    issuer: str

    def person(self, sub: str, **claims: Any) -> None:
        """Somebody who can sign in there, and what the agency says about her."""
        self._put(f"people/{sub}", claims)

    def lies(self, **how: Any) -> None:
        """From now on: claims that replace the true ones (``None`` leaves one out), ``alg``, ``key``, ``discovery``."""
        self._put("lies", how)

    def asked(self) -> list[dict[str, str]]:
        """What came to its first page since it began, oldest first."""
        with urllib.request.urlopen(f"{self.issuer}/asked", timeout=5) as answer:
            return json.loads(answer.read())

    def _put(self, path: str, held: dict[str, Any]) -> None:
        body = json.dumps(held).encode()
        asking = urllib.request.Request(
            f"{self.issuer}/{path}", body, {"Content-Type": "application/json"}, method="PUT"
        )
        urllib.request.urlopen(asking, timeout=5).read()


@contextmanager
def running(*redirect_uris: str, client_id: str = "alongside", secret: str = "a secret of two") -> Iterator[Provider]:
    """The provider, until the end of the block."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.agency_provider", str(port), client_id, secret, *redirect_uris], cwd=ROOT,
        env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    issuer = f"http://localhost:{port}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{issuer}/.well-known/openid-configuration", timeout=2).read()
                break
            except (urllib.error.URLError, ConnectionError):
                if process.poll() is not None:
                    raise RuntimeError("the provider did not start") from None
                time.sleep(0.1)
        yield Provider(issuer)
    finally:
        process.terminate()
        process.wait(10)


def serve(port: int, client_id: str, secret: str, redirect_uris: list[str]) -> None:
    """The provider itself."""
    import flask
    from authlib.integrations.flask_oauth2 import AuthorizationServer
    from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, grants
    from authlib.oauth2.rfc7636 import CodeChallenge
    from authlib.oidc.core import OpenIDCode
    from joserfc import jwt
    from joserfc.jwk import KeySet, OctKey, RSAKey

    issuer = f"http://localhost:{port}"
    keys = [RSAKey.generate_key(2048, {"kid": name}) for name in ("ours", "somebody elses")]
    people: dict[str, dict[str, Any]] = {}
    codes: dict[str, Code] = {}
    tokens: dict[str, str] = {}
    lies: dict[str, Any] = {}
    asked: list[dict[str, str]] = []
    app = flask.Flask(__name__)

    class Client(ClientMixin):
        def get_client_id(self) -> str:
            return client_id

        def get_default_redirect_uri(self) -> str:
            return redirect_uris[0]

        def get_allowed_scope(self, scope: str) -> str:
            return scope

        def check_redirect_uri(self, redirect_uri: str) -> bool:
            return redirect_uri in redirect_uris

        def check_client_secret(self, given: str) -> bool:
            return given == secret

        def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
            return method in ("client_secret_basic", "client_secret_post")

        def check_response_type(self, response_type: str) -> bool:
            return response_type == "code"

        def check_grant_type(self, grant_type: str) -> bool:
            return grant_type == "authorization_code"

    @dataclass
    class Code(AuthorizationCodeMixin):
        code: str
        sub: str
        asked: dict[str, str]

        def get_redirect_uri(self) -> str:
            return self.asked["redirect_uri"]

        def get_scope(self) -> str:
            return self.asked["scope"]

        @property
        def code_challenge(self) -> str | None:
            return self.asked.get("code_challenge")

        @property
        def code_challenge_method(self) -> str | None:
            return self.asked.get("code_challenge_method")

    class Grant(grants.AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

        def save_authorization_code(self, code: str, request: Any) -> None:
            codes[code] = Code(code, request.user["sub"], dict(request.payload.data))

        def query_authorization_code(self, code: str, client: Any) -> Any:
            return codes.get(code)

        def delete_authorization_code(self, authorization_code: Any) -> None:
            codes.pop(authorization_code.code, None)

        def authenticate_user(self, authorization_code: Any) -> dict[str, Any]:
            return {"sub": authorization_code.sub}

    class WithToken(OpenIDCode):
        def exists_nonce(self, nonce: str, request: Any) -> bool:
            return False

        def encode_id_token(self, token: dict[str, Any], request: Any) -> str:
            now, code = int(time.time()), request.authorization_code
            claims = {"iss": issuer, "aud": client_id, "sub": code.sub, "iat": now, "exp": now + 300}
            claims |= {"nonce": code.asked["nonce"], **people[code.sub]}
            claims = {k: v for k, v in {**claims, **lies.get("claims", {})}.items() if v is not None}
            for name in ("iat", "exp"):
                claims[name] = claims.get(name, 0) + lies.get(f"{name}_off", 0) if name in claims else None
            claims = {k: v for k, v in claims.items() if v is not None}
            header = {"alg": lies.get("alg", "RS256"), "kid": "ours"}
            if header["alg"] == "none":
                return jwt.encode(header, claims, None, ["none"])
            if header["alg"] == "HS256":  # with the public key as if it were a secret that two know
                return jwt.encode(header, claims, OctKey.import_key(keys[0].as_pem(private=False)), ["HS256"])
            return jwt.encode(header, claims, keys[1] if lies.get("another_key") else keys[0], [header["alg"]])

    class Challenge(CodeChallenge):
        SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    server = AuthorizationServer(
        app,
        query_client=lambda given: Client() if given == client_id else None,
        save_token=lambda token, request: tokens.__setitem__(token["access_token"], request.user["sub"]),
    )
    server.register_grant(Grant, [WithToken(require_nonce=True), Challenge(required=True)])

    @app.get("/.well-known/openid-configuration")
    def configuration() -> Any:
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "jwks_uri": f"{issuer}/keys",
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            **lies.get("discovery", {}),
        }

    @app.get("/keys")
    def published() -> Any:
        return KeySet([keys[0]]).as_dict(private=False)

    @app.get("/authorize")
    def authorize() -> Any:
        asked.append(dict(flask.request.args))
        if flask.request.args.get("code_challenge_method") != "S256":
            return "PKCE with S256 is needed here", 400
        buttons = "".join(f'<p><button name="sub" value="{sub}">{sub}</button></p>' for sub in people)
        no = '<p><button name="sub" value="">No</button></p>'
        return (
            f'<!doctype html><html lang="en"><title>The agency</title><h1>Who are you?</h1><form method="post">'
            f"{buttons}{no}</form></html>"
        )

    @app.post("/authorize")
    def chosen() -> Any:
        sub = flask.request.form.get("sub")
        grant = server.get_consent_grant(end_user={"sub": sub} if sub else None)
        return server.create_authorization_response(grant=grant, grant_user={"sub": sub} if sub else None)

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    @app.get("/userinfo")
    def userinfo() -> Any:
        sub = tokens.get(flask.request.headers.get("Authorization", "").removeprefix("Bearer "))
        return {"sub": sub, **people[sub], **lies.get("userinfo", {})} if sub else ({}, 401)

    @app.put("/people/<sub>")
    def person(sub: str) -> Any:
        people[sub] = flask.request.get_json()
        return {}

    @app.put("/lies")
    def lie() -> Any:
        lies.clear()
        lies.update(flask.request.get_json())
        return {}

    @app.get("/asked")
    def what_was_asked() -> Any:
        return flask.jsonify(asked)

    app.run("127.0.0.1", port, threaded=True)


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:])
