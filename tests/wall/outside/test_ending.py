"""What ends it, at the next statement."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from psycopg import errors

from alongside.safekeeping.terms import Category as C
from tests.cast import CAST
from tests.databases import Cluster
from tests.wall.outside.looking import as_app, happens, lines, look, shared, words

TODAY = "(statement_timestamp() at time zone 'America/Toronto')::date"
ENDS = {
    "the agreement is withdrawn": "update consent_consent set withdrawn_at = now(), withdrawn_by = giver_id where id = any (%(c)s)",
    "each line is withdrawn": "update consent_consentline set withdrawn_at = now() where consent_id = any (%(c)s)",
    "its last day was yesterday": f"update consent_consent set during = daterange(lower(during), {TODAY}) where id = any (%(c)s)",
    "it begins tomorrow": f"update consent_consent set during = daterange({TODAY} + 1, null) where id = any (%(c)s)",
    "it was never signed": "update consent_consent set signed_at = null where id = any (%(c)s)",
    "it was signed by a clock that is ahead": "update consent_consent set signed_at = now() + interval '10 minutes' where id = any (%(c)s)",
    "it is for something else": "update consent_consent set purpose = 'research' where id = any (%(c)s)",
    "she no longer works with them": f"update consent_outsideworker set during = daterange(lower(during), {TODAY}) where colleague_id = %(me)s",
    "her part ended": "update safekeeping_capacity set valid = tstzrange(lower(valid), now()) where principal = %(me)s",
    "she is somebody no longer": "update safekeeping_principal set active = false where id = %(me)s",
    "the agency's door is shut": "update agencies_agency set shut_at = now() where id = %(cas)s",
    "she works elsewhere now": "update safekeeping_principal set agency = %(shel)s where id = %(me)s",
    "it went to another agency": "update consent_consent set agency_id = %(shel)s where id = any (%(c)s)",
    "the family keeps her out": "insert into safekeeping_exclusion (id, principal, family, since) values (gen_random_uuid(), %(me)s, %(f)s, now())",
    "it is kept from her": "update consent_consent set effect = 'deny' where id = any (%(c)s)",
}  # fmt: skip
STAYS = {
    "today is its last day": f"update consent_consent set during = daterange(lower(during), {TODAY} + 1) where id = any (%(c)s)",
    "her work with them ends today": f"update consent_outsideworker set during = daterange(lower(during), {TODAY} + 1) where colleague_id = %(me)s",
    "nothing happens": "select 1",
}  # fmt: skip


@pytest.mark.parametrize("what", ENDS)
def test_it_ends_at_the_next_statement(cluster: Cluster, town: str, what: str) -> None:
    assert shared(cluster, town, "CW1") == {"Ana A.", "Bee A."}
    happens(cluster, town, ENDS[what])
    assert shared(cluster, town, "CW1") == set()
    before = lines(cluster, town)
    with pytest.raises(errors.InsufficientPrivilege):
        look(cluster, town, "CW1", CAST["ANA"], words(C.SERVICE_USE))
    assert lines(cluster, town) == before
    with as_app(cluster, town, "CW1") as page:
        for table in ("care_contact", "care_promise", "care_careneed", "families_person", "consent_sentback",
                      "consent_sentdocument", "consent_sentbackstep", "consent_statement"):  # fmt: skip
            assert page.execute(f"select count(*) from {table}").fetchone() == (0,), table
    if "elsewhere" not in what and "agency" not in what and "work" not in what and "part" not in what:
        assert shared(cluster, town, "NUR") == ({"Bee Alder"})  # what others agreed to goes on


@pytest.mark.parametrize("what", STAYS)
def test_a_last_day_counts_wholly(cluster: Cluster, town: str, what: str) -> None:
    """The test above could pass with everything ended; this one could not."""
    happens(cluster, town, STAYS[what])
    assert shared(cluster, town, "CW1") == {"Ana A.", "Bee A."}
    with cluster.admin(town) as admin:
        ends = admin.execute(
            "select distinct upper(valid) at time zone 'America/Toronto' from safekeeping_cell"
            " where principal = %s and reach = 'outside' and subject = %s", [CAST["CW1"], CAST["ANA"]],
        ).fetchall()  # fmt: skip
    if "today" in what:
        midnight = timezone.localdate() + timedelta(days=1)
        assert [(end.date(), end.hour, end.minute) for (end,) in ends] == [(midnight, 0, 0)]


def test_whoever_decides_no_longer_for_a_child_ends_what_she_signed_for_it(cluster: Cluster, town: str) -> None:
    happens(
        cluster,
        town,
        f"update families_decisionright set during = daterange(lower(during), {TODAY}) where topic = 'release'",
    )
    assert shared(cluster, town, "CW1") == {"Ana A."}
    assert shared(cluster, town, "NUR") == set()


def test_an_agency_that_becomes_part_of_another_brings_nothing_along(cluster: Cluster, town: str) -> None:
    """Her agreement names one agency. Its people at their new one begin with nothing, and the others there too."""
    happens(cluster, town, "update safekeeping_principal set agency = %(shel)s where agency = %(cas)s")
    for who in ("CW1", "CW2"):
        assert shared(cluster, town, who) == set()
