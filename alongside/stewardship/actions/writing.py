"""Stories into tables, many families at a time: COPY as the loader, and the cells that let each team in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED
from psycopg import sql

from alongside.accounts.actions import instants
from alongside.accounts.terms import PARTS, RoleName
from alongside.afterwards import models as afterwards
from alongside.assessment import models as assessment
from alongside.assessment.actions.scoring import ENGINE
from alongside.assessment.models import Occasion, Score
from alongside.assessment.terms import Mode, Respondent, ScoreSource
from alongside.care import models as care
from alongside.culture import models as culture
from alongside.enrolment import models as enrolment
from alongside.families import models as families
from alongside.goals import models as goals
from alongside.instruments.rules import Definition
from alongside.instruments.rules.definition import Scale
from alongside.instruments.rules.scoring import band_of
from alongside.peers import models as peers
from alongside.safekeeping.models import Cell, Exclusion
from alongside.safekeeping.terms import BETWEEN_THEM, EVERYTHING, Category, Reach, mask
from alongside.stewardship.demonstration import FamilyStory
from alongside.stewardship.demonstration import records as r

NOBODY = str(uuid.UUID(int=0))
# Whose picture it is -> who answered, when not herself.
ANSWERED = {
    ScoreSource.CLINICIAN.value: Respondent.CLINICIAN.value,
    ScoreSource.OBSERVED.value: Respondent.CODER.value,
}

TABLES: dict[type, type[models.Model]] = {
    r.Family: families.Family, r.Person: families.Person, r.NameKey: families.NameKey, r.Woman: families.Woman,
    r.Pregnancy: families.Pregnancy, r.DueDate: families.DueDate, r.Exposure: families.Exposure,
    r.Child: families.Child,
    r.Dyad: families.Dyad, r.Identity: families.Identity, r.EarlierChild: families.EarlierChild,
    r.Living: families.LivingArrangement, r.Legal: families.LegalStatus, r.Involvement: families.AgencyInvolvement,
    r.Right: families.DecisionRight, r.Relationship: families.Relationship, r.Household: families.Household,
    r.Stay: families.HouseholdStay, r.SafeContact: families.SafeContact, r.SafeWay: families.SafeWay,
    r.Enrolment: enrolment.Enrolment, r.StateChange: enrolment.StateChange, r.TeamMember: enrolment.TeamMember,
    r.KeyWorker: enrolment.KeyWorker, r.HandOver: enrolment.HandOver, r.ReturnToUse: enrolment.ReturnToUse,
    r.UsePattern: enrolment.UsePattern, r.WelcomeBack: enrolment.WelcomeBack, r.KeptOut: enrolment.KeptOut,
    r.Ending: enrolment.Ending, r.Occasion: Occasion, r.Contact: care.Contact, r.Promise: care.Promise,
    r.Mentioned: care.Mentioned, r.MentionedTurn: care.MentionedTurn, r.ReachWish: care.ReachWish,
    r.UsedAnswer: care.UsedAnswer, r.AskedToday: care.AskedToday,
    r.Known: care.Known, r.KnownVersion: care.KnownVersion,
    r.Growth: assessment.Growth, r.Development: assessment.DevelopmentalAssessment,
    r.Side: assessment.DevelopmentDomain,
    r.Rating: assessment.ClinicianRating, r.Play: assessment.Observation, r.Reflection: assessment.Reflection,
    r.Goal: goals.Goal, r.GoalStep: goals.GoalStep, r.GoalRating: goals.GoalRating,
    r.GoalStanding: goals.GoalStanding, r.GoalTalk: goals.GoalTalk,
    r.SafetyPlan: care.SafetyPlan, r.SafetyVersion: care.SafetyVersion, r.SafetyTurn: care.SafetyTurn,
    r.SafetyCopy: care.SafetyCopy, r.LaneVersion: care.LaneVersion, r.LaneSignature: care.LaneSignature,
    r.PeerWish: peers.PeerWish, r.PeerAnswer: peers.PeerAnswer, r.PeerMatch: peers.PeerMatch,
    r.PeerAllowance: peers.PeerAllowance, r.PeerContact: peers.PeerContact,
    r.CulturalOffer: culture.CulturalOffer,
    r.ClosingView: afterwards.ClosingView, r.Goodbye: afterwards.Goodbye, r.StayInTouch: afterwards.StayInTouch,
}  # fmt: skip

_CELL = ("principal", "family", "subject", "reach", "categories", "writes", "valid", "basis")
_EXCLUSION = ("id", "principal", "family")


@dataclass(frozen=True)
class AllFiles:
    """Somebody let into every file of her agency: principal, what it rests on, and when (``tstzrange`` literal)."""

    principal: str
    basis: str
    valid: str


@dataclass(frozen=True)
class Measure:
    """A measure of the catalogue by which occasions are told: its version, and the scale of which its total is."""

    id: str
    terms: Definition
    scale: str

    def came_to(self, total: int) -> tuple[str, str]:
        """The band of a total and the cut-offs it meets (an array literal); remembered, as totals repeat."""
        return _came_to(self.id, self.terms.scale(self.scale), total)


_CAME_TO: dict[tuple[str, int], tuple[str, str]] = {}


def _came_to(id: str, scale: Scale, total: int) -> tuple[str, str]:
    if (id, total) not in _CAME_TO:
        met = ",".join(f'"{each.key}"' for each in scale.cutoffs if each.check.holds(total))
        _CAME_TO[id, total] = (band_of(scale, total) or "", f"{{{met}}}")
    return _CAME_TO[id, total]


def write(
    stories: Iterable[FamilyStory], *, agencies: dict[str, str], lead: str, all_files: list[AllFiles],
    measures: dict[str, Measure],
) -> int:  # fmt: skip
    """Write a batch of stories; answers the number of rows, cells included.

    ``agencies`` maps items of the reference configuration to ids; ``lead`` is the agency that keeps the files;
    ``measures`` are those of the catalogue by code.
    """
    batch = list(stories)
    count = 0
    for kind in r.KINDS:
        rows = [row for story in batch for row in story.of(kind)]
        if kind is r.Family:
            rows = [row._replace(agency_id=lead) for row in rows]
        elif kind is r.Involvement:
            rows = [row._replace(agency_id=agencies[row.agency_id]) if row.agency_id else row for row in rows]
        elif kind is r.Right:
            rows = [
                row._replace(holder_agency_id=agencies[row.holder_agency_id]) if row.holder_agency_id else row
                for row in rows
            ]
        elif kind is r.Occasion:
            count += _occasions(rows, measures)
            continue
        count += copy(TABLES[kind], kind._fields, rows)  # type: ignore[attr-defined]
    count += copy(Cell, _CELL, [cell for story in batch for cell in cells(story, all_files)])
    out = [(row.id, row.colleague_id, row.family_id) for story in batch for row in story.of(r.KeptOut)]
    return count + copy(Exclusion, _EXCLUSION, out)


_SCORE = (
    "id", "family_id", "subject", "category", "occasion_id", "definition_id", "scale", "value", "band", "met",
    "missing", "prorated", "reason", "engine", "recorded_at", "recorded_by",
)  # fmt: skip


def _occasions(rows: list[r.Occasion], measures: dict[str, Measure]) -> int:
    """Occasions with the version of their measure, and what each total came to (its id is made of the occasion's)."""
    told, scores = [], []
    for row in rows:
        measure = measures.get(row.instrument)
        who = ANSWERED.get(row.source, Respondent.HERSELF.value)
        told.append((*row, measure.id if measure else None, Mode.RESULT.value, who))
        if measure and measure.scale and row.total is not None:
            band, met = measure.came_to(row.total)
            scores.append(
                (f"{int(row.id, 16) ^ 1:032x}", row.family_id, row.subject, row.category, row.id, measure.id,
                 measure.scale, row.total, band, met, 0, False, "", ENGINE, row.recorded_at, row.recorded_by)
            )  # fmt: skip
    columns = (*r.Occasion._fields, "definition_id", "mode", "respondent")
    return copy(Occasion, columns, told) + copy(Score, _SCORE, scores)


def copy(model: type[models.Model], columns: tuple[str, ...], rows: list[Any]) -> int:
    """COPY ``rows`` into the table of ``model``; columns not named get the default of their field."""
    if not rows:
        return 0
    missing = _defaults(model, columns)
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, (*columns, *missing)))
    )
    rest = tuple(missing.values())
    with connection.cursor() as cursor, cursor.copy(statement) as into:
        for row in rows:
            into.write_row((*row, *rest))
    return len(rows)


def _defaults(model: type[models.Model], given: tuple[str, ...]) -> dict[str, Any]:
    """{column: default} of the fields that are not given, may not be empty, and that the database does not fill."""
    found: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        column = field.column
        if column is None or column in given or field.null or isinstance(field, models.AutoField):
            continue
        if field.db_default is not NOT_PROVIDED:
            continue
        if not field.has_default():
            raise TypeError(f"{model._meta.label}.{field.name} has no default and no story tells it")
        value = field.get_default()
        found[column] = "{}" if value == [] else value
    return found


# --- who is let in

_STRETCHES: dict[str, str] = {}


def stretch(during: str) -> str:
    """A range of days as the instants it covers in the programme's time zone."""
    found = _STRETCHES.get(during)
    if found is None:
        if len(_STRETCHES) > 20_000:
            _STRETCHES.clear()
        since, until = during[1:-1].split(",")
        found = _STRETCHES[during] = instants(date.fromisoformat(since), date.fromisoformat(until) if until else None)
    return found


def cells(story: FamilyStory, all_files: list[AllFiles]) -> Iterable[tuple[Any, ...]]:
    """Cells of one family: those of its team as ``enrolment.join_team`` writes them, and of those with every file."""
    family = story.id
    inside = [(child.person_id, EVERYTHING) for child in story.of(r.Child)]
    inside += [(dyad.id, BETWEEN_THEM) for dyad in story.of(r.Dyad)]
    for member in story.of(r.TeamMember):
        if member.role in (RoleName.PEER, RoleName.ELDER):  # by a match, by her yes alone (peers, culture)
            continue
        part, valid = PARTS[member.role], stretch(member.during)
        reads, writes = EVERYTHING & part.reads, EVERYTHING & part.writes
        who = member.colleague_id
        if member.works_with == "family":
            yield who, family, family, Reach.FILE.value, reads, writes, valid, member.id
            continue
        yield who, family, NOBODY, Reach.CHILDREN.value, reads, writes, valid, member.id
        for subject, of_it in inside:
            yield who, family, subject, Reach.ONE.value, reads & of_it, writes & of_it, valid, member.id
        for woman in story.of(r.Woman):
            yield who, family, woman.person_id, Reach.ONE.value, mask(Category.CONTACT), 0, valid, member.id
    for one in all_files:
        yield one.principal, family, family, Reach.FILE.value, EVERYTHING, EVERYTHING, one.valid, one.basis
