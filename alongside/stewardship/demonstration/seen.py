"""How children grow and learn, and how the two are seen together: for some families, by chance of their own.

Chance here has its own seed, so that everything else of a story stays as it was.
"""

from __future__ import annotations

import random
from datetime import date

from alongside.assessment.growth_standards import MEASURED, table
from alongside.instruments.rules.ages import completed_months
from alongside.stewardship.demonstration import records as r
from alongside.stewardship.demonstration.teller import CHILD_HEALTH, DYAD, MENTAL_HEALTH, day
from alongside.stewardship.demonstration.telling import Telling

RATING, PLAY, STRESS = "CLINICIAN-RELATIONSHIP-RATING", "NCAST-TEACHING", "PSI-4-SF"
GROWTH_AGES = (61, 122, 183, 274, 365, 548, 730, 1095, 1460)  # days of age at which a child is usually measured
YEAR = 365
CHARTS = {"female": "girls", "male": "boys"}
# What the five levels of the clinician's view mean in the practice programme.
LEVELS = (
    "The two rarely find each other yet.",
    "One of them looks for the other, and sometimes it is answered.",
    "They find each other in quiet moments and lose each other when it gets loud.",
    "They mostly read each other, and find back after a hard moment.",
    "They are at ease with each other, also when it is hard.",
)


def watched(t: Telling) -> None:
    """Add what was seen of this family's children, when chance has it. After everything else is told."""
    rng = random.Random(f"{t.id}/seen")
    opened = date.fromisoformat(t.rows[r.Family][0].opened_on).toordinal()
    known = {row.person_id: row for row in t.rows[r.Child]}
    for child, dyad, born in t.children:
        if t.now - born > 6 * YEAR or born > t.now - 70:
            continue
        record = known[child]
        if rng.random() < 0.5:
            _grows(t, rng, record, born, opened)
        if rng.random() < 0.4:
            _learns(t, rng, record, born, opened)
        if rng.random() < 0.3:
            _seen_together(t, rng, dyad, max(born + 200, opened + 40))


def _grows(t: Telling, rng: random.Random, child: r.Child, born: int, opened: int) -> None:
    """Weight, length and head at the usual ages, along lines of the child's own."""
    chart = CHARTS.get(child.sex)
    if chart is None:
        return
    lines = {measured: rng.gauss(0, 0.8) for measured in MEASURED}
    for age in GROWTH_AGES:
        at = born + age + rng.randint(-6, 9)
        if not opened < at < t.now:
            continue
        counted = at - _counts_from(child, born, at)
        if counted < 0:
            continue  # before the due date there is no usual range
        by, stamp = t.worker("nurse", at), t.stamp(at)
        position = "lying" if counted < 731 else "standing"
        for measured, line in lines.items():
            value = table(measured, chart)[counted].at(max(-2.6, min(2.6, line + rng.gauss(0, 0.2))))
            t.add(
                r.Growth(t.new_id(), t.id, child.person_id, CHILD_HEALTH, day(at), measured, f"{value:.2f}",
                         position if measured == "length" else "", stamp, by)
            )  # fmt: skip


def _counts_from(child: r.Child, born: int, at: int) -> int:
    """The day from which this child's age is counted: the due date when born before 37 weeks, until two years old."""
    early = 280 - (child.gestation_days or 280)
    return born + early if early > 21 and completed_months(date.fromordinal(born), date.fromordinal(at)) < 24 else born


def _learns(t: Telling, rng: random.Random, child: r.Child, born: int, opened: int) -> None:
    """An assessment about each birthday; the mother hears it first. (Copies: ``actions.leaving``.)"""
    for year in range(1, 6):
        at = born + year * YEAR + rng.randint(5, 60)
        if not opened + 30 < at < t.now:
            continue
        told = at + rng.randint(4, 24)
        heard = told < t.now
        by, stamp = t.worker("therapist", at), t.stamp(at)
        on, due = date.fromordinal(at), _counts_from(child, born, at)
        months = completed_months(date.fromordinal(born), on)
        corrected = max(0, completed_months(date.fromordinal(due), on)) if due != born else None
        said = t.words.SEEN
        id = t.new_id()
        t.add(
            r.Development(
                id, t.id, child.person_id, CHILD_HEALTH, day(at), rng.choice(said["examiner"]),
                rng.choice(said["profession"]), months, corrected, rng.choice(said["strengths"]),
                rng.choice(said["needs"]) if rng.random() < 0.8 else "", rng.choice(said["help"]),
                rng.choice(said["her_view"]) if heard and rng.random() < 0.6 else "", day(told) if heard else None,
                "in_person" if heard else "", by if heard else None, stamp, by,
            )
        )  # fmt: skip
        for domain in rng.sample(sorted(said["sides"]), 2):
            strengths, tool = said["sides"][domain]
            t.add(r.Side(t.new_id(), t.id, child.person_id, CHILD_HEALTH, id, domain, tool, strengths, "", stamp, by))


def _seen_together(t: Telling, rng: random.Random, dyad: str, since: int) -> None:
    """Once a year, by one, two or three of the three; nobody looks at everything every time."""
    ease = rng.gauss(0.5, 0.15)  # of this pair, for the story alone: written down nowhere
    for at in range(since, t.now - 10, YEAR + 20):
        views = rng.sample(("her", "clinician", "play"), rng.choice((1, 2, 3, 3)))
        if "her" in views:
            _occasion(t, dyad, MENTAL_HEALTH, STRESS, at, _on(rng, 1 - ease, 36, 180), "her_report", "counsellor")
        if "clinician" in views:
            _rated(t, rng, dyad, at + rng.randint(1, 12), _on(rng, ease, 1, 5))
        if "play" in views:
            _played(t, rng, dyad, at + rng.randint(1, 20), _on(rng, ease, 20, 70))
        if len(views) > 1 and rng.random() < 0.5:
            later = min(at + 30, t.now - 1)
            t.add(
                r.Reflection(t.new_id(), t.id, dyad, DYAD, day(later), rng.choice(t.words.SEEN["reflection"]),
                             rng.choice(t.words.SEEN["her_reflection"]) if rng.random() < 0.6 else "", t.stamp(later),
                             t.worker("therapist", later))
            )  # fmt: skip


def _on(rng: random.Random, where: float, low: int, high: int) -> int:
    return round(low + (high - low) * min(0.97, max(0.03, where + rng.gauss(0, 0.15))))


def _occasion(t: Telling, dyad: str, category: int, code: str, at: int, total: int, source: str, part: str) -> str:
    at, id = min(at, t.now - 1), t.new_id()
    t.add(
        r.Occasion(id, t.id, dyad, category, code, "", day(at), "done", total, source, "", t.stamp(at),
                   t.worker(part, at))
    )  # fmt: skip
    return id


def _rated(t: Telling, rng: random.Random, dyad: str, at: int, level: int) -> None:
    id = _occasion(t, dyad, DYAD, RATING, at, level, "clinician", "therapist")
    evidence = ",".join(rng.sample(("sessions", "observation", "file", "team"), rng.randint(1, 3)))
    t.add(
        r.Rating(t.new_id(), t.id, dyad, DYAD, id, f"{{{evidence}}}", rng.choice(t.words.NOTES["therapist"]),
                 t.stamp(min(at, t.now - 1)), t.worker("therapist", at))
    )  # fmt: skip


def _played(t: Telling, rng: random.Random, dyad: str, at: int, total: int) -> None:
    id = _occasion(t, dyad, DYAD, PLAY, at, total, "observed", "therapist")
    worker = t.colleague("therapist")  # whoever is trained to code, also from another team
    t.add(
        r.Play(t.new_id(), t.id, dyad, DYAD, id, "teaching", day(min(at, t.now - 1)), rng.randint(4, 8),
               f"{rng.randint(100, 999)}", worker, "NCAST", rng.random() < 0.5, t.stamp(min(at, t.now - 1)), worker)
    )  # fmt: skip
