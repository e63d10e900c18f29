"""Two agencies with a sign-in of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from alongside.project.agency_doors import AgencyDoor
from tests import agency_provider
from tests.agency_provider import Provider
from tests.cast import CAST

BACK = "http://testserver/account/agency/society/back/"
HOSPITALS = "http://testserver/account/agency/hospital/back/"
SECRET_OF_TWO = "a secret of two"
CORA = "cora@society.example.org"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with agency_provider.running(BACK, HOSPITALS, secret=SECRET_OF_TWO) as found:
        yield found


@pytest.fixture(autouse=True)
def doors(provider: Provider, settings: Any, no_tries_before: None) -> None:
    """Two agencies with this sign-in; its people and how it lies begin anew with each test."""
    common = {"issuer": provider.issuer, "client_id": "alongside", "client_secret": SECRET_OF_TWO}
    settings.AGENCY_DOORS = {
        "society": AgencyDoor("society", str(CAST["CAS"]), "The society", second_factor=("two",), **common),
        "hospital": AgencyDoor("hospital", str(CAST["HOSP"]), "The hospital", **common),
    }
    provider.lies()
    provider.person("cora", email=CORA, email_verified=True, amr=["mfa"])
