"""Random families for asking the database and the rules the same question.

Everything is drawn from one seeded generator and written as tables hold it. Days lie around today, on both sides of every
edge (ends today, begins tomorrow); moments keep a distance from now, so that a slow test asks the same question as a fast one.
"""

from __future__ import annotations

import hashlib
import random
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import psycopg
from psycopg.types.range import DateRange, TimestamptzRange

from alongside.accounts.terms import PARTS
from alongside.safekeeping.terms import BETWEEN_THEM, CLINICIANS, EVERYTHING, IN_AN_EMERGENCY, Category, Kind, mask
from tests.wall.sealing import draw_seals, seal_or_open
from tests.wall.societies import HERS, or_a_society

CATEGORIES = [int(c) for c in Category]
# agency -> (kind, role of its people)
AGENCIES = {
    "hospital": "prenatal_partner", "public_health": "partner_staff", "child_welfare": "child_welfare",
    "justice": "partner_staff", "shelter": "partner_staff", "mental_health": "partner_staff",
}  # fmt: skip
STAFF = ["counsellor", "counsellor", "child_care", "manager", "peer", "nurse"]
CLASSES = ["treating_providers", "health_custodians", "child_welfare", "outside", "everybody"]
PURPOSES = ["care", "care", "care_coordination", "care_coordination", "research", "family_court"]


@dataclass(frozen=True)
class Somebody:
    """Somebody who signs in, with her token."""

    id: uuid.UUID
    kind: Kind
    role: str
    agency: uuid.UUID | None = None
    agency_kind: str = ""
    person: uuid.UUID | None = None

    @property
    def token(self) -> str:
        return f"token of {self.id}"

    @property
    def reads(self) -> int:
        return PARTS[self.role].reads


@dataclass
class Home:
    """A family, the people in it, and who might look at it."""

    id: uuid.UUID
    woman: uuid.UUID
    children: list[uuid.UUID]
    carers: list[uuid.UUID]
    dyads: dict[uuid.UUID, uuid.UUID]  # child -> dyad
    askers: list[Somebody] = field(default_factory=list)
    glass: list[tuple[uuid.UUID, uuid.UUID, int, datetime]] = field(default_factory=list)  # who, subject, mask, opened


class Worlds:
    """Writes random homes in one connection that row-level security does not bind."""

    def __init__(self, connection: psycopg.Connection, seed: int, today: date, now: datetime) -> None:
        self.db, self.random, self.today, self.now = connection, random.Random(seed), today, now
        self.rows: dict[str, list[dict]] = {}
        self.homes: list[Home] = []
        self.agencies: dict[str, uuid.UUID] = {}
        self.staff, self.partners = list[Somebody](), list[Somebody]()

    def id(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128), version=4)

    def day(self, since: int, until: int) -> date:
        """A day so many days from today; often one of the four around an edge."""
        if self.random.random() < 0.3:
            return self.today + timedelta(self.random.choice([-1, 0, 1, 2]))
        return self.today + timedelta(self.random.randint(since, until))

    def days(self) -> DateRange:
        first = self.day(-500, 20)
        if self.random.random() < 0.35:
            return DateRange(first, None)
        return DateRange(first, max(first + timedelta(1), self.day(-60, 400)))

    def past(self, most: int = 400) -> datetime:
        """A moment that is over: an hour to ``most`` days ago."""
        return self.now - timedelta(seconds=self.random.randint(3600, most * 86400))

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def some(self, chance: float) -> list[int]:
        return [c for c in CATEGORIES if self.random.random() < chance]

    def add(self, table: str, **values: object) -> uuid.UUID:
        self.rows.setdefault(table, []).append(values)
        return values.get("id")  # type: ignore[return-value]

    def stamp(self) -> dict[str, object]:
        return {"recorded_by": self.id(), "recorded_at": self.past(900)}

    # --- who there is

    def people_of_agencies(self, lead: uuid.UUID) -> None:
        self.agencies["programme"] = lead
        for role in STAFF:
            self.staff.append(self.somebody(Kind.STAFF, role, lead, "programme"))
        for kind, role in AGENCIES.items():
            agency = self.add(
                "agencies_agency", id=self.id(), name=f"{kind} {self.id()}", kind=kind, reference="", **self.stamp()
            )
            self.agencies[kind] = agency
            for _ in range(2):
                self.partners.append(self.somebody(Kind.PARTNER, role, agency, kind))

    def somebody(
        self,
        kind: Kind,
        role: str,
        agency: uuid.UUID | None = None,
        agency_kind: str = "",
        person: uuid.UUID | None = None,
    ) -> Somebody:
        id = person if kind == Kind.HERSELF and person else self.id()
        who = Somebody(id, kind, role, agency, agency_kind, person)
        part = PARTS[role]
        self.add("safekeeping_principal", id=id, agency=agency, person=person, kind=kind.value, name="", active=True)
        always = TimestamptzRange(None, None)
        self.add("safekeeping_capacity", id=self.id(), principal=id, abilities=part.abilities, categories=part.reads,
                 writes=part.writes, valid=always)  # fmt: skip
        self.add("safekeeping_session", token_hash=hashlib.sha256(who.token.encode()).digest(), principal=id,
                 kind=kind.value, agency=agency, idle_limit=timedelta(days=1), expires_at=self.now + timedelta(days=1), second_factor=True, purpose="")  # fmt: skip
        if agency:
            self.add("accounts_colleague", id=id, agency_id=agency, name=role, about="", **self.stamp())
        return who

    # --- one family

    def home(self) -> Home:
        id = self.add("families_family", id=self.id(), agency_id=self.agencies["programme"], name="", opened_on=self.today,
                      version=1, **self.stamp())  # fmt: skip
        woman = self.person(id, "woman", None)
        children = [self.person(id, "child", self.birth()) for _ in range(2)]
        carers = [self.person(id, "other", None) for _ in range(2)]
        self.add("families_woman", person_id=woman, family_id=id, her_why="", version=1)
        dyads = {}
        for child in children:
            self.add("families_child", person_id=child, family_id=id, state="born", birth_order=1, sex="", withdrawal_care="",
                     feeding="")  # fmt: skip
            dyads[child] = self.add("families_dyad", id=self.id(), family_id=id, woman_id=woman, child_id=child,
                                    began_on=self.today, began="birth", **self.stamp())  # fmt: skip
        home = Home(id, woman, children, carers, dyads)
        home.askers = [
            self.somebody(Kind.HERSELF, "mother", person=woman),
            *(self.somebody(Kind.CARER, "kin_carer", person=carer) for carer in carers),
            *self.random.sample(self.staff, 4),
            *self.random.sample(self.partners, 5),
        ]
        self.team(home)
        for child in children:
            self.tracks(home, child)
        self.elsewhere(home)
        for _ in range(self.random.randint(1, 6)):
            self.form(home)
        self.notes(home)
        self.also_elsewhere(home)
        draw_seals(self, home)
        self.homes.append(home)
        return home

    def also_elsewhere(self, home: Home) -> None:
        """The woman, or a child, is also somebody of an earlier home: said, agreed to, or over. Some work with both."""
        if not self.homes or not self.maybe(0.4):
            return
        other = self.random.choice(self.homes[-4:])
        mine, theirs = self.random.choice([(home.woman, other.woman), (home.children[0], other.children[0])])
        for who in home.askers:
            if who.kind == Kind.PARTNER and self.maybe(0.8):
                self.works_elsewhere(other, who, theirs)
                if who not in other.askers:
                    other.askers.append(who)
                if self.maybe(0.7):
                    self.form(other, named=who)
        (one, family), (two, family_of_two) = sorted([(mine, home.id), (theirs, other.id)])
        agreed = self.past(20) if self.maybe(0.5) else None
        self.add("consent_sameperson", id=self.id(), recorded_by=self.id(), recorded_at=self.past(60), person_id=one,
                 family_id=family, other_person_id=two, other_family_id=family_of_two, why="x", agreed_at=agreed,
                 agreed_by=self.id() if agreed else None, apart_why="",
                 ended_at=self.past(10) if self.maybe(0.2) else None)  # fmt: skip

    def birth(self) -> date | None:
        if self.maybe(0.15):
            return None
        if self.maybe(0.3):  # about to decide for herself, or since yesterday
            turned = self.today - timedelta(self.random.choice([-2, -1, 0, 1, 300]))
            return turned.replace(year=turned.year - self.random.choice([16, 18]), day=min(turned.day, 28))
        return self.today - timedelta(self.random.randint(10, 6000))

    def person(self, family: uuid.UUID, kind: str, born: date | None) -> uuid.UUID:
        return self.add("families_person", id=self.id(), family_id=family, kind=kind, name="", legal_name="", other_names=[],
                        is_alias=False, pronouns="", born_on=born, languages=[], interpreter="", sort_key="", version=1,
                        **self.stamp())  # fmt: skip

    def team(self, home: Home) -> None:
        """The first two of our own are let in: the whole file, or the children and how to reach the mother."""
        own = [who for who in home.askers if who.kind == Kind.STAFF]
        for who in own[:3]:
            valid = TimestamptzRange(self.past(), None if self.maybe(0.8) else self.past(200))
            if valid.upper and valid.upper <= valid.lower:
                valid = TimestamptzRange(valid.lower, None)
            common = {"principal": who.id, "family": home.id, "valid": valid, "basis": self.id(), "beyond": 0}
            if who.role == "child_care":
                for child in home.children:
                    self.cell(subject=child, reach="one", categories=who.reads, **common)
                    self.cell(subject=home.dyads[child], reach="one", categories=who.reads & BETWEEN_THEM, **common)
                self.cell(subject=home.woman, reach="one", categories=mask(Category.CONTACT), **common)
            else:
                self.cell(subject=home.id, reach="file", categories=EVERYTHING, **common)
        for who in self.random.sample(home.askers, 1 if self.maybe(0.25) else 0):
            if who.agency:
                self.add("safekeeping_exclusion", id=self.id(), principal=who.id, family=home.id, since=self.past(),
                         lifted_at=self.past(1) if self.maybe(0.3) else None)  # fmt: skip
        if own and self.maybe(0.3):
            who, subject = own[-1], self.random.choice([home.woman, *home.children])
            opened = self.now - timedelta(minutes=self.random.choice([5, 30, 70]))
            opens = self.random.getrandbits(14) & IN_AN_EMERGENCY * (who.role in CLINICIANS)
            home.glass.append((who.id, subject, opens, opened))
            self.cell(principal=who.id, family=home.id, subject=subject, reach="glass", categories=0, beyond=opens,
                      valid=TimestamptzRange(opened, opened + timedelta(hours=1)), basis=self.id())  # fmt: skip

    def cell(self, **values: object) -> None:
        self.add("safekeeping_cell", writes=0, **values)

    def stretches(self) -> Iterable[DateRange]:
        """One after the other, sometimes with a gap, the last one often open."""
        first = self.today - timedelta(self.random.randint(100, 900))
        for _ in range(self.random.randint(1, 3)):
            if self.maybe(0.4):
                first += timedelta(self.random.randint(0, 40))
            last = max(first + timedelta(1), self.day(-200, 60))
            if self.maybe(0.4):
                yield DateRange(first, None)
                return
            yield DateRange(first, last)
            first = last

    def tracks(self, home: Home, child: uuid.UUID) -> None:
        common = {"family_id": home.id, "child_id": child, "note": "", "source": "staff"}
        for during in self.stretches():
            holder, agency = self.random.choice(
                [(home.woman, None)] * 5
                + [(child, None), (home.carers[0], None), (None, self.agencies["child_welfare"])]
            )
            self.add("families_decisionright", id=self.id(), topic="release", holder_id=holder, holder_agency_id=agency,
                     during=during, basis="", **common, **self.stamp())  # fmt: skip
        for during in self.stretches():
            self.add("families_livingarrangement", id=self.id(), kind="kin", during=during, day_to_day="",
                     carer_id=self.random.choice([None, *home.carers]), **common, **self.stamp())  # fmt: skip
        if self.maybe(0.08):
            self.add("families_legalstatus", id=self.id(), kind="adopted", during=DateRange(self.day(-200, 30), None), basis="",
                     **common, **self.stamp())  # fmt: skip

    def elsewhere(self, home: Home) -> None:
        for who in home.askers:
            for person in (home.woman, *home.children):
                if who.kind == Kind.PARTNER and self.maybe(0.7):
                    self.works_elsewhere(home, who, person)

    def works_elsewhere(self, home: Home, who: Somebody, person: uuid.UUID) -> None:
        self.add("consent_outsideworker", id=self.id(), family_id=home.id, person_id=person, colleague_id=who.id,
                 known_as="", during=self.days(), **self.stamp())  # fmt: skip

    def form(self, home: Home, named: Somebody | None = None) -> None:
        effect = "deny" if self.maybe(0.3) else "permit"
        subjects = self.random.choice([[home.woman], home.children[:1], [home.woman, *home.children], home.children])
        signed = None if self.maybe(0.1) else self.now + timedelta(days=2) if self.maybe(0.05) else self.past()
        kind = self.random.choice(["agency", "agency", "agency", "colleague", "class"])
        asked = [who for who in home.askers if who.agency and (effect == "deny" or who.kind == Kind.PARTNER)]
        named = named or self.random.choice(asked)
        # Most forms are for what the people of that agency read for.
        usual = "care" if named.agency_kind in ("hospital", "public_health", "mental_health") else "care_coordination"
        form = self.add(
            "consent_consent", id=self.id(), family_id=home.id, effect=effect, form_id=None, recipient_kind=kind,
            giver_id=self.random.choice([home.woman] * 8 + home.children + home.carers),
            agency_id=named.agency if kind == "agency" else None, colleague_id=named.id if kind == "colleague" else None,
            recipient_class=self.random.choice(CLASSES) if kind == "class" else "",
            purpose=usual if self.maybe(0.8) else self.random.choice(PURPOSES), during=self.days(), explained="",
            signed_at=signed, signed_how="typed" if signed else "", signature="x" if signed else "", copy_given="",
            withdrawn_at=self.past(20) if self.maybe(0.15) else None, version=1, **self.stamp(),
        )  # fmt: skip
        or_a_society(self.rows["consent_consent"][-1], subjects, home.children, self.agencies["child_welfare"])
        chance = self.random.choice([0.3, 0.6, 0.9])
        for subject in subjects:
            for category in self.some(chance):
                self.add("consent_consentline", id=self.id(), family_id=home.id, consent_id=form, subject=subject,
                         category=category, withdrawn_at=self.past(20) if self.maybe(0.1) else None, **self.stamp())  # fmt: skip

    def notes(self, home: Home) -> None:
        people = [home.woman, *home.children]
        for subject, category in ((who, kind) for who in (*people, *home.dyads.values()) for kind in self.some(0.45)):
            about: list[uuid.UUID | None] | None = []
            if self.maybe(0.3):
                about = self.random.sample([*people, home.carers[0]], self.random.randint(1, 2))
                about += [None] if len(self.rows.get("care_contact", ())) % 5 == 0 else []  # nobody said who else
            elif self.maybe(0.1):
                about = None
            self.add(
                "care_contact", id=self.id(), family_id=home.id, subject=subject, for_whom="woman", category=category,
                on=self.today, mode="home", reached="met", worker=home.id, present=[], also_present="", purpose="",
                note="x", her_words="", between_you="", believed=False, items_given="", about=about,
                released_on=self.today if self.maybe(0.8) else None, **self.stamp(),
            )  # fmt: skip

    # --- writing

    def write(self) -> None:
        """Everything that was drawn, table by table; then the compiled cells and bars of each family."""
        form = self.add("consent_form", id=self.id(), kind="sharing", profile="ontario", language="en", version=self.random.randint(2, 10**6),
                        text="x", sha256="", source="", **self.stamp())  # fmt: skip
        for row in self.rows.get("consent_consent", ()):
            row |= HERS | row | {"form_id": form}
        self.db.execute("set session_replication_role = replica")
        for table, rows in self.rows.items():
            columns = list(rows[0])
            names = ", ".join(f'"{c}"' for c in columns)
            with self.db.cursor() as cursor, cursor.copy(f"copy {table} ({names}) from stdin") as copy:
                for row in rows:
                    copy.write_row([row[c] for c in columns])
        self.db.execute("set session_replication_role = origin")
        self.rows.clear()
        self.db.execute("select safekeeping.compile_family(f) from unnest(%s::uuid[]) f", [[h.id for h in self.homes]])
        self.db.execute("analyze")

    def change(self, home: Home) -> None:
        """One thing changes, as an action would write it, in a statement of its own."""
        pick = self.random.choice
        what = pick(["withdraw", "withdraw line", "sign", "worker ends", "right ends", "right begins", "moves", "birthday",
                     "switched off", "adopted", "two after all", "sealed", "unsealed"])  # fmt: skip
        one = "(select id from {} where family_id = %s order by id limit 1 offset %s)"
        some = self.random.randint(0, 3)
        if what == "withdraw":
            self.db.execute(
                "update consent_consent set withdrawn_at = statement_timestamp() - interval '1 hour' where withdrawn_at is null"
                f" and id = {one.format('consent_consent')}", [home.id, some])  # fmt: skip
        elif what == "withdraw line":
            self.db.execute(
                "update consent_consentline set withdrawn_at = statement_timestamp() - interval '1 hour'"
                f" where withdrawn_at is null and id = {one.format('consent_consentline')}", [home.id, some])  # fmt: skip
        elif what == "sign":
            self.db.execute(
                "update consent_consent set signed_at = statement_timestamp() - interval '1 hour', signature = 'x',"
                " signed_how = case when giver_agency_id is null then 'typed' else 'paper' end where signed_at is null"
                " and withdrawn_at is null and family_id = %s", [home.id])  # fmt: skip
        elif what == "worker ends":
            self.db.execute(
                "update consent_outsideworker set during = daterange(lower(during), greatest(lower(during) + 1, %s))"
                f" where id = {one.format('consent_outsideworker')}", [self.day(-3, 3), home.id, some])  # fmt: skip
        elif what == "right ends":
            self.db.execute(
                "update families_decisionright set superseded_at = statement_timestamp()"
                f" where id = {one.format('families_decisionright')}", [home.id, some])  # fmt: skip
        elif what == "right begins":
            for during in self.stretches():
                self.db.execute(
                    "insert into families_decisionright (id, family_id, child_id, topic, holder_id, during, basis, note, source,"
                    " recorded_by, recorded_at) select %s, %s, %s, 'release', %s, %s, '', '', 'staff', %s, now()"
                    " where not exists (select from families_decisionright r where r.child_id = %s and r.superseded_at is null"
                    " and r.topic = 'release' and r.during && %s)",
                    [self.id(), home.id, home.children[0], pick([home.woman, home.carers[1], home.children[0]]), during,
                     self.id(), home.children[0], during])  # fmt: skip
        elif what == "moves":
            self.db.execute(
                f"update families_livingarrangement set carer_id = %s where id = {one.format('families_livingarrangement')}",
                [pick([None, *home.carers]), home.id, some])  # fmt: skip
        elif what == "birthday":
            self.db.execute(
                "update families_person set born_on = %s where id = %s", [self.birth(), pick(home.children)]
            )
        elif what == "switched off":
            self.db.execute("update safekeeping_principal set active = not active where id = %s", [home.carers[0]])
        elif what == "two after all":
            self.db.execute(
                "update consent_sameperson set ended_at = statement_timestamp() - interval '1 hour'"
                " where ended_at is null and %s in (family_id, other_family_id)", [home.id])  # fmt: skip
        elif what in ("sealed", "unsealed"):
            seal_or_open(self, home, what)
        elif what == "adopted" and self.maybe(0.2):
            self.db.execute(
                "insert into families_legalstatus (id, family_id, child_id, kind, during, basis, note, source, recorded_by,"
                " recorded_at) select %s, %s, %s, 'adopted', daterange(%s, null), '', '', 'staff', %s, now() where not exists"
                " (select from families_legalstatus s where s.child_id = %s)",
                [self.id(), home.id, home.children[1], self.day(-100, 3), self.id(), home.children[1]])  # fmt: skip
