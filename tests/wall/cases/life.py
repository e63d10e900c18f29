"""One transaction in which things happen to people of the cast, and the stories that are told of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import psycopg
import pytest
from psycopg import errors

from alongside.project import roles
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, ident, token_of


class Life:
    """One transaction in which things happen, and in which anybody may look; taken back at the end."""

    def __init__(self, admin: psycopg.Connection) -> None:
        self.admin = admin

    def happens(self, statement: str, *values: object) -> int:
        """Something is so, whoever wrote it."""
        self.admin.execute("reset role")
        return self.admin.execute(statement, values).rowcount  # type: ignore[arg-type]

    def sees(self, who: str, query: str, *values: object) -> list[tuple]:
        """What she sees, the same in each shape of the policies."""
        found = []
        for shape in (roles.APP, roles.SMALL, roles.REPORT):
            self.become(who, shape)
            found.append(self.admin.execute(query, values).fetchall())  # type: ignore[arg-type]
        assert found[0] == found[1] == found[2]
        return found[0]

    def notes(self, who: str, family: str = "ALDER") -> list[str]:
        query = "select note from care_contact where note <> '' and family_id = %s order by 1"
        return [note for (note,) in self.sees(who, query, CAST[family])]

    def tries(self, who: str, statement: str, *values: object) -> int:
        """She tries to do it; how many rows it changed."""
        self.become(who, roles.APP)
        with self.admin.transaction():
            return self.admin.execute(statement, values).rowcount  # type: ignore[arg-type]

    def refused(self, who: str, statement: str, *values: object) -> None:
        with pytest.raises((errors.InsufficientPrivilege, errors.CheckViolation)):
            self.tries(who, statement, *values)

    def become(self, who: str, role: str) -> None:
        self.admin.execute("reset role")
        self.admin.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
        self.admin.execute(f"set local role {role}")

    # --- things that happen often

    def note(self, subject: uuid.UUID, category: C, words: str, *, about: list[uuid.UUID] | None = None,
             family: str = "ALDER", released: bool = True) -> uuid.UUID:  # fmt: skip
        id = uuid.uuid4()
        self.happens(
            "insert into care_contact (id, recorded_by, family_id, subject, for_whom, category, \"on\", mode, reached, worker,"
            " present, also_present, purpose, note, her_words, between_you, believed, items_given, about, released_on)"
            " values (%s, %s, %s, %s, 'woman', %s, current_date, 'home', 'met', %s, '{}', '', '', %s, '', '', false, '', %s,"
            " case when %s then current_date end)",
            id, CAST["W1"], CAST[family], subject, category, CAST["W1"], words, about if about is not None else [], released,
        )  # fmt: skip
        return id

    def agreement(
        self, to: str, lines: dict[str, tuple[C, ...]], *, giver: str = "ANA", effect: str = "permit", purpose: str = "care",
        during: str = "[2026-01-01,)", signed: str | None = "2026-01-10T15:00:00Z", klass: str = "", family: str = "ALDER",
    ) -> uuid.UUID:  # fmt: skip
        id = uuid.uuid4()
        self.happens(
            "insert into consent_consent (id, recorded_by, family_id, giver_id, effect, form_id, recipient_kind, agency_id,"
            " recipient_class, purpose, during, explained, signed_at, signed_how, signature, copy_given, version)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'x', %s, %s, %s, '', 1)",
            id, CAST["W1"], CAST[family], CAST[giver], effect, ident("form sharing"), "class" if klass else "agency",
            None if klass else CAST[to], klass, purpose, during, signed, "typed" if signed else "", "x" if signed else "",
        )  # fmt: skip
        for subject, categories in lines.items():
            for category in categories:
                self.happens(
                    "insert into consent_consentline (id, recorded_by, family_id, consent_id, subject, category)"
                    " values (%s, %s, %s, %s, %s, %s)",
                    uuid.uuid4(), CAST["W1"], CAST[family], id, CAST[subject], category,
                )  # fmt: skip
        return id

    def works_with(self, colleague: str, person: str, family: str = "ALDER") -> None:
        self.happens(
            "insert into consent_outsideworker (id, recorded_by, family_id, person_id, colleague_id, known_as, during)"
            " values (%s, %s, %s, %s, %s, '', '[2026-01-01,)')",
            uuid.uuid4(), CAST["W1"], CAST[family], CAST[person], CAST[colleague],
        )  # fmt: skip

    def decides(self, child: str, holder: str, during: str = "[2024-01-01,)", family: str = "ALDER") -> None:
        self.happens(
            "update families_decisionright set superseded_at = statement_timestamp() where child_id = %s", CAST[child]
        )
        self.happens(
            "insert into families_decisionright (id, recorded_by, family_id, child_id, topic, holder_id, during, note, basis,"
            " source) values (%s, %s, %s, %s, 'release', %s, %s, '', '', 'staff')",
            uuid.uuid4(), CAST["W1"], CAST[family], CAST[child], CAST[holder], during,
        )  # fmt: skip


Story = Callable[[Life], None]
STORIES: dict[str, Story] = {}


def story(name: str) -> Callable[[Story], Story]:
    def keep(told: Story) -> Story:
        STORIES[name] = told
        return told

    return keep
