"""The week around today in some families: who was met, what was written, what comes next.

By chance of its own, after everything else is told, so that no other row of a story changes by it. What happened is of
the days before today; what was arranged is of the days after it. Working days are counted, so that a week told on a
Sunday is a week of work too.
"""

from __future__ import annotations

import random
from datetime import date
from typing import NamedTuple

from alongside.stewardship.demonstration import records as r
from alongside.stewardship.demonstration.lanes import lane
from alongside.stewardship.demonstration.named import NAMED
from alongside.stewardship.demonstration.plan import work_day
from alongside.stewardship.demonstration.teller import (
    CHILD_HEALTH,
    DYAD,
    PEER,
    REPRODUCTIVE,
    SERVICE_USE,
    SUD,
    day,
)
from alongside.stewardship.demonstration.telling import Telling
from alongside.stewardship.demonstration.week_words import ARRANGED, LANES, MET, MISSED, MISSED_STORIES, Arranged, Met

MISSED_EVERY, MISSED_AT = 12, 11  # of the families, those whom we missed this week
KIND = {"therapist": DYAD, "child_care": CHILD_HEALTH, "peer": PEER, "nurse": REPRODUCTIVE, "outreach": SERVICE_USE}


def this_week(t: Telling) -> None:
    """Add the week of a named story, word for word; of some others, that we missed each other."""
    rng = random.Random(f"{t.id}/week")
    if t.index >= len(NAMED):
        if t.index % MISSED_EVERY == MISSED_AT and _with_us(t):
            _none_since(t, _ago(t, 1))
            _missed(t)
        return
    story = list(NAMED)[t.index]
    for met in MET[story]:
        _met(t, rng, met)
    for arranged in ARRANGED[story]:
        _arranged(t, arranged)
    _moved(t, rng)
    for told in LANES.get(story, ()):
        lane(t, told, [_ago(t, 2)] * len(told.versions))
    if story in MISSED_STORIES:
        _none_since(t, _ago(t, 1))
        _missed(t)


class _Whom(NamedTuple):
    subject: str
    present: str
    for_whom: str


def _ago(t: Telling, count: int) -> int:
    """The day number of so many working days before today."""
    return work_day(date.fromordinal(t.now), -count).toordinal()


def _with_us(t: Telling) -> bool:
    """Neither quiet, nor ended, nor only just heard of; and there is a way to reach her that is safe."""
    last = max((row for row in t.rows[r.StateChange] if row.person_id == t.woman), key=lambda row: row.from_on)
    reached = [row.channel for row in t.rows[r.SafeWay]]
    return last.state == "active" and bool(reached) and "none" not in reached


def _whom(t: Telling, child: str) -> _Whom:
    """Of the woman, or of a child by name; a plus before it: of the two together."""
    if not child:
        return _Whom(t.woman, f"{{{t.woman}}}", "woman")
    id = next(row.id for row in t.rows[r.Person] if row.name == child.removeprefix("+"))
    if child.startswith("+"):
        dyad = next(row.id for row in t.rows[r.Dyad] if row.child_id == id)
        return _Whom(dyad, f"{{{t.woman},{id}}}", "dyad")
    return _Whom(id, f"{{{id}}}", "child")


def _met(t: Telling, rng: random.Random, met: Met) -> None:
    """A contact of these days with its note; a peer's with its domains; what she mentioned in it."""
    at, whom = _ago(t, met.ago), _whom(t, met.child)
    worker = t.worker(met.part, at)
    kind = DYAD if whom.for_whom == "dyad" else KIND.get(met.part, SUD if met.about_using else SERVICE_USE)
    note = r.Contact(
        t.new_id(), t.id, whom.subject, whom.for_whom, kind, day(at), met.at_time, met.minutes, met.mode, "met", worker,
        whom.present, "", met.note, met.her_words, met.between_you, False, "", t.stamp(at), worker,
        purposes=f"{{{met.purpose}}}" if met.purpose else "{}", given=f"{{{met.given}}}", helped=met.helped,
    )  # fmt: skip
    t.add(note)
    if met.domains:
        t.add(
            r.PeerContact(
                t.new_id(), t.id, t.woman, note.id, worker, f"{{{met.domains}}}", f"{{{met.forms}}}", f"{{{met.help}}}",
                note.recorded_at, worker,
            )
        )  # fmt: skip
    if met.mentioned:
        on = day(t.now - rng.randint(0, 1))
        t.add(
            r.Mentioned(t.new_id(), t.id, t.woman, kind, note.id, met.mentioned, on, note.recorded_at, note.recorded_by)
        )


def _arranged(t: Telling, arranged: Arranged) -> None:
    """Something said will happen on one of the coming days."""
    on, whom, made = work_day(date.fromordinal(t.now), arranged.ahead), _whom(t, arranged.child), _ago(t, 3)
    kind = KIND.get(arranged.part, SERVICE_USE) if arranged.child or arranged.part == "peer" else SERVICE_USE
    worker = t.worker(arranged.part, made)
    t.add(
        r.Promise(
            t.new_id(), t.id, whom.subject, kind, arranged.what, on.isoformat(), arranged.at_time, worker, "open", None,
            t.stamp(made), worker,
        )
    )  # fmt: skip


def _none_since(t: Telling, at: int) -> None:
    """Take out what was told of these last days: we missed each other, and have not met since."""
    gone = {row.id for row in t.rows[r.Contact] if row.on >= day(at)}
    things = {row.id for row in t.rows[r.Mentioned] if row.contact_id in gone}
    for kind, of in ((r.MentionedTurn, things), (r.Mentioned, gone), (r.PeerContact, gone)):
        held = "mentioned_id" if kind is r.MentionedTurn else "contact_id"
        t.rows[kind] = [row for row in t.rows[kind] if getattr(row, held) not in of]
    t.rows[r.Contact] = [row for row in t.rows[r.Contact] if row.id not in gone]


def _missed(t: Telling) -> None:
    """We did not meet yesterday, or the last working day; nobody knows why, and nothing follows from it."""
    at = _ago(t, 1)
    worker = t.worker("counsellor", at)
    t.add(
        r.Contact(
            t.new_id(), t.id, t.woman, "woman", SERVICE_USE, day(at), "14:00", None, "home", "did_not_meet_unknown",
            worker, "{}", "", MISSED["fr" if t.french else "en"], "", "", False, "", t.stamp(at), worker,
        )
    )  # fmt: skip
    ways = [row.channel for row in t.rows[r.SafeWay] if row.channel in ("text", "call")]
    t.add(
        r.ReachWish(
            t.new_id(), t.id, t.woman, "please", "{" + ",".join(ways[:1]) + "}", None, "", "", t.stamp(at - 30), worker
        )
    )


def _moved(t: Telling, rng: random.Random) -> None:
    """Her newest goal that goes on: her number of this week."""
    ended = {row.goal_id for row in t.rows[r.GoalStanding]}
    going = [row for row in t.rows[r.Goal] if row.id not in ended]
    if not going:
        return
    goal, at = going[-1], _ago(t, 2)
    by = t.worker("counsellor", at)
    t.add(
        r.GoalRating(
            t.new_id(), t.id, goal.subject, goal.category, goal.id, day(at), rng.randint(4, 8), "", t.stamp(at), by
        )
    )
