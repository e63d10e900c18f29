"""T-13: whoever signs in, in whatever part, is denied every category that was not granted to her.

Every part of ``accounts.terms`` is given to somebody of the kind it is for, and random categories are opened to her by every
way there is (a place on the team, an agreement, a child in her care, a page of her own). What she sees is never more than
what was opened and her part reads; somebody in the same part to whom nothing was opened sees nothing at all.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg.types.range import DateRange, TimestamptzRange

from alongside.accounts.terms import PARTS
from alongside.project import roles
from alongside.safekeeping.terms import Category, Kind
from tests.cast import CAST
from tests.databases import Cluster
from tests.wall.test_same_decision import ZONE
from tests.wall.worlds import CATEGORIES, Home, Somebody, Worlds

NAME = f"alongside_role_matrix_{os.getpid()}"
TIMES = 6  # families for each part
HERSELF = {"pregnant", "mother", "mother_apart"}
CARERS = {"kin_carer", "foster_carer", "partner"}
OUTSIDE = {"partner_staff", "child_welfare", "prenatal_partner", "advocate"}


def kind_of(role: str) -> Kind:
    """Whose part this is."""
    if role in HERSELF:
        return Kind.HERSELF
    return Kind.CARER if role in CARERS else Kind.PARTNER if role in OUTSIDE else Kind.STAFF


class Matrix(Worlds):
    """Random families, each with one asker to whom something was opened and one to whom nothing was."""

    def opened(
        self, role: str, lead: uuid.UUID, agencies: dict[str, uuid.UUID]
    ) -> tuple[Home, Somebody, Somebody, dict]:
        """The family; she; her twin in the same part; per person or dyad the mask that was opened to her."""
        home = self.bare()
        kind = kind_of(role)
        granted = {
            subject: self.random.getrandbits(14) for subject in (home.woman, *home.children, *home.dyads.values())
        }
        if kind in (Kind.HERSELF, Kind.CARER):
            person = home.woman if kind == Kind.HERSELF else home.carers[0]
            who = self.somebody(kind, role, person=person)
            twin = self.somebody(kind, role, person=self.bare().woman if kind == Kind.HERSELF else home.carers[1])
            granted = self.at_home(home, kind, person)
        elif kind == Kind.PARTNER:
            agency_kind = self.random.choice(list(agencies))
            who, twin = (self.somebody(kind, role, agencies[agency_kind], agency_kind) for _ in range(2))
            granted = self.agreed(home, who, granted)
        else:
            who, twin = (self.somebody(kind, role, lead, "programme") for _ in range(2))
            for subject, mask in granted.items():
                self.cell(principal=who.id, family=home.id, subject=subject, reach="one", categories=mask, beyond=0,
                          valid=TimestamptzRange(None, None), basis=self.id())  # fmt: skip
        self.homes.append(home)
        return home, who, twin, granted

    def bare(self) -> Home:
        """A family of a woman, two children and two others, with a note in every category about each of them."""
        id = self.add("families_family", id=self.id(), agency_id=self.agencies["programme"], name="", opened_on=self.today,
                      version=1, **self.stamp())  # fmt: skip
        woman = self.person(id, "woman", None)
        children = [self.person(id, "child", self.today.replace(year=self.today.year - 5, day=1)) for _ in range(2)]
        carers = [self.person(id, "other", None) for _ in range(2)]
        self.add("families_woman", person_id=woman, family_id=id, her_why="", version=1)
        dyads = {}
        for child in children:
            self.add("families_child", person_id=child, family_id=id, state="born", birth_order=1, sex="", withdrawal_care="",
                     feeding="")  # fmt: skip
            dyads[child] = self.add("families_dyad", id=self.id(), family_id=id, woman_id=woman, child_id=child,
                                    began_on=self.today, began="birth", **self.stamp())  # fmt: skip
            self.add("families_decisionright", id=self.id(), topic="release", holder_id=woman, holder_agency_id=None,
                     during=DateRange(self.today.replace(year=self.today.year - 4, day=1), None), basis="", family_id=id,
                     child_id=child, note="", source="staff", **self.stamp())  # fmt: skip
        for subject in (woman, *children, *dyads.values()):
            for category in CATEGORIES:
                self.add("care_contact", id=self.id(), family_id=id, subject=subject, for_whom="woman", category=category,
                         on=self.today, mode="home", reached="met", worker=id, present=[], also_present="", purpose="",
                         note="x", her_words="", between_you="", believed=False, items_given="", about=[],
                         released_on=self.today, **self.stamp())  # fmt: skip
        return Home(id, woman, children, carers, dyads)

    def at_home(self, home: Home, kind: Kind, person: uuid.UUID) -> dict[uuid.UUID, int]:
        """Her own page: all that is hers and her children's, as far as her part reads. A carer: the child who is with her."""
        everything = (1 << len(Category)) - 1
        if kind == Kind.HERSELF:
            return dict.fromkeys((home.woman, *home.children, *home.dyads.values()), everything)
        self.add("families_livingarrangement", id=self.id(), kind="kin", day_to_day="", carer_id=person, family_id=home.id,
                 child_id=home.children[0], note="", source="staff",
                 during=DateRange(self.today.replace(year=self.today.year - 1, day=1), None), **self.stamp())  # fmt: skip
        return {home.children[0]: 1 << Category.CONTACT | 1 << Category.CHILD_HEALTH_DEV}

    def agreed(self, home: Home, who: Somebody, wanted: dict[uuid.UUID, int]) -> dict[uuid.UUID, int]:
        """A signed form with lines for the woman and the children; of two together what both say."""
        usual = "care" if who.agency_kind in ("hospital", "public_health", "mental_health") else "care_coordination"
        year = self.today.year
        form = self.add(
            "consent_consent", id=self.id(), family_id=home.id, effect="permit", form_id=None, recipient_kind="agency",
            giver_id=home.woman, agency_id=who.agency, colleague_id=None, recipient_class="", purpose=usual,
            during=DateRange(self.today.replace(year=year - 1, day=1), self.today.replace(year=year + 1, day=1)),
            explained="", signed_at=self.past(30), signed_how="typed", signature="x", copy_given="", withdrawn_at=None,
            version=1, **self.stamp(),
        )  # fmt: skip
        people = {subject: mask for subject, mask in wanted.items() if subject in (home.woman, *home.children)}
        for person, mask in people.items():
            self.add("consent_outsideworker", id=self.id(), family_id=home.id, person_id=person, colleague_id=who.id,
                     known_as="", during=DateRange(self.today.replace(year=year - 1, day=1), None), **self.stamp())  # fmt: skip
            for category in (c for c in CATEGORIES if mask >> c & 1):
                self.add("consent_consentline", id=self.id(), family_id=home.id, consent_id=form, subject=person,
                         category=category, withdrawn_at=None, **self.stamp())  # fmt: skip
        pairs = {dyad: people[child] & people[home.woman] for child, dyad in home.dyads.items()}
        return people | pairs


Given = list[tuple[str, Home, Somebody, Somebody, dict[uuid.UUID, int]]]


@pytest.fixture(scope="module")
def given(cluster: Cluster, template: str) -> Iterator[Given]:
    cluster.clone(template, NAME)
    with cluster.admin(NAME) as admin:
        now = datetime.now(UTC)
        worlds = Matrix(admin, 13, now.astimezone(ZONE).date(), now)
        worlds.people_of_agencies(CAST["LEAD"])
        agencies = {kind: id for kind, id in worlds.agencies.items() if kind != "programme"}
        rows: Given = [
            (str(role), *worlds.opened(str(role), CAST["LEAD"], agencies)) for role in PARTS for _ in range(TIMES)
        ]
        worlds.write()
    yield rows
    cluster.drop(NAME)


def as_her(cluster: Cluster, who: Somebody) -> psycopg.Connection:
    page = cluster.as_role(roles.APP, NAME)
    page.execute("select set_config('alongside.token', %s, true)", [who.token])
    return page


@pytest.mark.parametrize("role", [str(role) for role in PARTS])
def test_nobody_sees_a_category_that_was_not_granted_to_her(cluster: Cluster, given: Given, role: str) -> None:
    reads = PARTS[role].reads
    for part, home, who, twin, granted in given:
        if part != role:
            continue
        with as_her(cluster, who) as page:
            seen: dict[uuid.UUID, int] = {}
            for family, subject, category in page.execute("select family_id, subject, category from care_contact"):
                assert family == home.id or (kind_of(role) == Kind.STAFF and reads)
                if family == home.id:
                    seen[subject] = seen.get(subject, 0) | 1 << category
            for subject, mask in seen.items():
                assert mask & ~(granted.get(subject, 0) & reads) == 0, (role, subject, bin(mask))
            if kind_of(role) in (Kind.STAFF, Kind.PARTNER):  # and what was granted is open: not everything is closed
                assert seen == {subject: mask & reads for subject, mask in granted.items() if mask & reads}
        with as_her(cluster, twin) as page:
            assert page.execute("select count(*) from care_contact where family_id = %s", [home.id]).fetchone() == (0,)
            everybody = "select count(*) from families_person where family_id = %s and id <> coalesce(%s, family_id)"
            assert page.execute(everybody, [home.id, twin.person]).fetchone() == (0,)
