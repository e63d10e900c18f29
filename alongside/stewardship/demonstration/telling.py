"""Telling one family: where the children live, her time with the programme, and what happens in it."""

from __future__ import annotations

from typing import Any

from alongside.stewardship.demonstration import people
from alongside.stewardship.demonstration import records as r
from alongside.stewardship.demonstration.teller import (
    MENTAL_HEALTH,
    PEER,
    SERVICE_USE,
    TIMES,
    Moment,
    Teller,
    day,
    days,
)


class Telling(Teller):
    """One family while it is told, with one method for each kind of thing that happens."""

    # --- tracks

    def living(self, child: str, kind: str, since: int, until: int | None, ordinal: int, **more: Any) -> None:
        """Where the child lives from ``since`` until before ``until``; ``ordinal`` is when we wrote it down."""
        note, carer, gone, source = (
            more.get("note", ""),
            more.get("carer"),
            more.get("gone"),
            more.get("source", "herself"),
        )
        by = self.worker("counsellor", ordinal)
        over, over_by = (self.stamp(gone), by) if gone is not None else (None, None)
        self.add(
            r.Living(
                self.new_id(),
                self.id,
                child,
                kind,
                days(since, until),
                source,
                note,
                carer,
                over,
                over_by,
                self.stamp(ordinal),
                by,
            )
        )

    def legal(self, child: str, kind: str, since: int, until: int | None, ordinal: int, **more: Any) -> None:
        """What the law says; as above."""
        by = self.worker("counsellor", ordinal)
        gone = more.get("gone")
        over, over_by = (self.stamp(gone), by) if gone is not None else (None, None)
        self.add(
            r.Legal(self.new_id(), self.id, child, kind, days(since, until), more.get("source", "document"),
                    more.get("note", ""), more.get("basis", ""), over, over_by, self.stamp(ordinal), by)
        )  # fmt: skip

    def involved(self, child: str, kind: str, since: int, until: int | None, ordinal: int, agency: str | None) -> None:
        """Which children's aid society is involved, and how."""
        by = self.worker("counsellor", ordinal)
        self.add(
            r.Involvement(self.new_id(), self.id, child, kind, days(since, until), "agency", "", agency, None, None,
                          self.stamp(ordinal), by)
        )  # fmt: skip

    def right(
        self,
        child: str,
        topic: str,
        since: int,
        until: int | None,
        ordinal: int,
        *,
        holder: str | None,
        agency: str | None = None,
    ) -> None:
        """Who may decide this for the child."""
        by = self.worker("counsellor", ordinal)
        self.add(
            r.Right(
                self.new_id(),
                self.id,
                child,
                topic,
                days(since, until),
                "document",
                holder,
                agency,
                "",
                self.stamp(ordinal),
                by,
            )
        )

    # --- being with the programme

    def enrol(self, person: str, ordinal: int, came_by: str = "") -> str:
        """She (or a child) is with the programme."""
        eid = self.new_id()
        self.add(
            r.Enrolment(eid, self.id, person, day(ordinal), came_by, self.stamp(ordinal), self.colleague("intake"))
        )
        return eid

    def state(self, enrolment: str, person: str, state: str, because: str, ordinal: int, her_words: str = "") -> None:
        """From this day on."""
        by = self.worker("counsellor", ordinal)
        self.add(
            r.StateChange(
                self.new_id(),
                self.id,
                person,
                enrolment,
                state,
                because,
                day(ordinal),
                her_words,
                self.stamp(ordinal),
                by,
            )
        )

    def join(
        self,
        part: str,
        since: int,
        until: int | None = None,
        *,
        works_with: str = "family",
        child: str | None = None,
        left: bool = False,
    ) -> str:
        """A colleague joins the team; answers who."""
        who = self.colleague(part, left)
        self.team.setdefault(part, []).append(Moment(who, since, until))
        by = self.colleague(people.SUPERVISOR)
        self.add(
            r.TeamMember(
                self.new_id(), self.id, who, part, works_with, child, days(since, until), self.stamp(since), by
            )
        )
        return who

    def key_worker(self, person: str, colleague: str, since: int, until: int | None) -> None:
        """The one to turn to."""
        by = self.colleague(people.SUPERVISOR)
        self.add(r.KeyWorker(self.new_id(), self.id, person, colleague, days(since, until), self.stamp(since), by))

    def hand_over(self, gone: str, came: str, ordinal: int, why: str = "leaving") -> None:
        """One goes, another comes."""
        self.add(
            r.HandOver(self.new_id(), self.id, gone, came, day(ordinal), why, self.rng.random() < 0.7,
                       self.say("to_know"),
                       self.hers("hand_over"), self.stamp(ordinal), gone)
        )  # fmt: skip

    def welcome_back(self, ordinal: int, her_words: str = "") -> None:
        """She is back; only what changed was asked."""
        changed = (
            "{"
            + ",".join(self.rng.sample(("contact", "living", "children", "people", "wishes"), self.rng.randint(1, 3)))
            + "}"
        )
        words = her_words or self.hers("welcome")
        self.add(
            r.WelcomeBack(self.new_id(), self.id, self.woman, day(ordinal), changed, words, self.stamp(ordinal),
                          self.worker("counsellor", ordinal))
        )  # fmt: skip

    def returned(self, kind: str, ordinal: int, **said: str) -> None:
        """A return to use, a near return, or how she kept her child safe."""
        was = kind == "return"
        self.add(
            r.ReturnToUse(
                self.new_id(), self.id, self.woman, kind, day(ordinal), said.get("substance", ""),
                said.get("her_words") or self.hers("return"), said.get("helped") or self.say("helped"),
                said.get("cared") or self.say("cared"), said.get("support") or self.say("support"),
                said.get("told") or (self.say("told") if was else ""), said.get("next") or self.say("next"),
                self.stamp(ordinal), self.worker("counsellor", ordinal),
            )
        )  # fmt: skip

    def occasion(
        self,
        subject: str,
        instrument: str,
        wave: str,
        ordinal: int,
        total: int | None,
        state: str = "done",
        note: str = "",
    ) -> None:
        """Something was measured, or could not be."""
        self.add(
            r.Occasion(self.new_id(), self.id, subject, MENTAL_HEALTH, instrument, wave, day(ordinal), state,
                       total if state == "done" else None, "her_report", note, self.stamp(ordinal),
                       self.worker("counsellor", ordinal))
        )  # fmt: skip

    def promise(
        self, what: str, ordinal: int, made: int, part: str = "counsellor", place: str = "", travel: int | None = None
    ) -> None:
        """Something said will happen; open until its day, done afterwards (mostly)."""
        worker = self.worker(part, made)
        coming = ordinal >= self.now
        state = "open" if coming else self.rng.choice(("kept", "kept", "kept", "kept", "changed", "let_go"))
        settled = None if coming else day(ordinal)
        # What a peer supporter arranges is of her own kind: she reads of a woman's days only what that woman allows.
        kind = PEER if part == "peer" and worker == self.colleague("peer") else SERVICE_USE
        self.add(
            r.Promise(self.new_id(), self.id, self.woman, kind, what, day(ordinal), self.rng.choice(TIMES),
                      worker,
                      state, settled, self.stamp(made), worker, place, travel)
        )  # fmt: skip
