"""Named questions about safety plans: all of a family's, or one, as of a day; how she is reached; local protocols."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from alongside.accounts.models import HerPage
from alongside.accounts.terms import PageState, WhyOff
from alongside.care import rules
from alongside.care.models import LocalProtocol, SafetyCopy, SafetyPlan, SafetyTurn, SafetyVersion
from alongside.care.queries.standing import stood
from alongside.care.rules import Reaching
from alongside.care.terms import HerCopy, PlanKind
from alongside.families.models import HouseholdStay, Relationship, SafeContact
from alongside.families.rules import holds_on
from alongside.families.terms import Safety

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class PlanSeen:
    """One plan with its versions (the newest last), what was said of it afterwards, and how she has her copy."""

    plan: SafetyPlan
    versions: tuple[SafetyVersion, ...]
    turns: tuple[SafetyTurn, ...] = ()
    copies: tuple[SafetyCopy, ...] = ()

    @property
    def words(self) -> SafetyVersion:
        """What stands in it."""
        return self.versions[-1]

    @property
    def ended(self) -> bool:
        """She said that it is no longer needed."""
        return rules.has_ended(self.turns)  # type: ignore[arg-type]

    @property
    def looked_on(self) -> date:
        """When it was last made or looked at with her."""
        return max([self.words.on, *(turn.on for turn in self.turns)])

    @property
    def again_on(self) -> date | None:
        """When she would like to look at it again, as she said last; ``None`` when it has ended or she named no day."""
        if self.ended:
            return None
        said: list[SafetyVersion | SafetyTurn] = [self.words, *self.turns]
        return max(said, key=lambda row: (row.on, row.recorded_at)).again_on

    @property
    def copy(self) -> SafetyCopy | None:
        """How she chose to have it; ``None``: nothing on paper, which is how it begins."""
        return self.copies[-1] if self.copies else None


def plans_of(family_id: uuid.UUID, *, until: date | None = None, known_at: datetime | None = None) -> list[PlanSeen]:
    """Every safety plan of a family that the asker may read, in the order of its kinds; four statements.

    ``until``: the last day looked at. ``known_at``: only what was recorded by then. A plan of which the asker reads no
    words (any more) is not there, nor is one that was said anew in words that are not for the asker.
    """
    return _seen(SafetyPlan.objects.filter(family_id=family_id), family_id, until, known_at)


def plan_of(
    family_id: uuid.UUID, id: uuid.UUID, *, until: date | None = None, known_at: datetime | None = None
) -> PlanSeen:
    """One plan, as ``plans_of``. Raises SafetyPlan.DoesNotExist for one hidden, of another family, or not there."""
    found = _seen(SafetyPlan.objects.filter(family_id=family_id, pk=id), family_id, until, known_at)
    if not found:
        raise SafetyPlan.DoesNotExist
    return found[0]


def plan(family_id: uuid.UUID, id: uuid.UUID) -> SafetyPlan:
    """One plan alone. Raises SafetyPlan.DoesNotExist for one that is hidden, of another family, or not there."""
    return SafetyPlan.objects.get(family_id=family_id, pk=id)


def copy_of(plan: SafetyPlan) -> SafetyCopy | None:
    """How she chose to have it; ``None``: nobody has asked yet, so there is nothing anywhere."""
    return SafetyCopy.objects.filter(family_id=plan.family_id, plan=plan).order_by("-recorded_at", "-id").first()


def reaching(family_id: uuid.UUID, woman: uuid.UUID, day: date) -> tuple[Reaching, uuid.UUID | None]:
    """How she is reached safely and who is around her on ``day``, and the plan for reaching her that says so.

    Four statements. What the asker may not read of it counts as not known: nobody has asked her then.
    """
    contacts = SafeContact.objects.filter(family_id=family_id, woman_id=woman)
    contact = contacts.order_by("-version").first()
    unsafe = Relationship.objects.filter(
        family_id=family_id, person_id=woman, safety=Safety.UNSAFE, superseded_at=None, during__contains=day
    ).values_list("other_id", "other__name", "other__other_names")
    named = list(unsafe)
    page = HerPage.objects.filter(person=woman).first()
    found = Reaching(
        checked_on=contact.checked_on if contact else None,
        who_shares_the_phone=contact.who_shares_the_phone if contact else "",
        unsafe=tuple(name for _id, known_as, others in named for name in (known_as, *others) if name),
        lives_with_one=_live_together(family_id, woman, [other for other, _name, _others in named], day),
        page_off=page is not None and page.state == PageState.OFF and page.why_off == WhyOff.DEVICE,
    )
    return found, contact.pk if contact else None


def _live_together(family: uuid.UUID, woman: uuid.UUID, others: Collection[uuid.UUID], day: date) -> bool:
    """She lives on ``day`` with one of these; one statement."""
    stays = HouseholdStay.objects.filter(family_id=family, superseded_at=None, during__contains=day)
    lives: dict[uuid.UUID, set[uuid.UUID]] = {}
    for person, household in stays.values_list("person_id", "household_id"):
        lives.setdefault(person, set()).add(household)
    return any(lives.get(woman, set()) & lives.get(other, set()) for other in others)


def left_her_page(row: PlanSeen, today: date) -> bool:
    """She chose to have it on her page, and it is not there any more: how she is reached was changed since, somebody is
    called unsafe since, or she lives with somebody whom she calls so. The wall says the same (care/0007_safety). Three
    statements for such a plan, none for another one.
    """
    copy = row.copy
    if copy is None or copy.how != HerCopy.PAGE or row.plan.kind != PlanKind.VIOLENCE:
        return False
    of = {"family_id": row.plan.family_id}
    contact = SafeContact.objects.filter(woman_id=row.plan.subject, **of).order_by("-version").first()
    unsafe = list(Relationship.objects.filter(person_id=row.plan.subject, safety=Safety.UNSAFE, **of))
    around = [each.other_id for each in unsafe if each.superseded_at is None and holds_on(each.during, today)]
    together = _live_together(row.plan.family_id, row.plan.subject, around, today)
    since = any(each.recorded_at > copy.recorded_at for each in unsafe)
    return (contact.pk if contact else None) != copy.reached_by or since or together


def protocols(agency_id: uuid.UUID) -> Mapping[PlanKind, LocalProtocol]:
    """What this place does for each kind, as it was written last; none where nobody wrote one."""
    rows = LocalProtocol.objects.filter(agency_id=agency_id).order_by("kind", "-recorded_at", "-id").distinct("kind")
    return {PlanKind(row.kind): row for row in rows if row.words or row.words_fr}


def _by(rows: QuerySet[Row], known_at: datetime | None) -> QuerySet[Row]:
    return rows if known_at is None else rows.filter(recorded_at__lte=known_at)


def _seen(
    plans: QuerySet[SafetyPlan], family: uuid.UUID, until: date | None, known_at: datetime | None
) -> list[PlanSeen]:  # fmt: skip
    held = {plan.pk: plan for plan in plans}
    hangs: dict[str, Any] = {"family_id": family, "plan_id__in": list(held)}
    every = _under(SafetyVersion.objects.filter(**hangs).select_related("colleague").order_by("number"))
    turns = _by(SafetyTurn.objects.filter(**hangs), known_at)
    copies = _by(SafetyCopy.objects.filter(**hangs), known_at)
    if until is not None:
        turns = turns.filter(on__lte=until)
        copies = copies.filter(recorded_at__date__lte=until)  # chosen when it was written down
    of_turns = _under(turns.order_by("on", "recorded_at", "id"))
    of_copies = _under(copies.order_by("recorded_at", "id"))
    order = {kind.value: n for n, kind in enumerate(PlanKind)}
    found = [
        PlanSeen(plan, tuple(versions), tuple(of_turns.get(id, ())), tuple(of_copies.get(id, ())))
        for id, plan in held.items()
        if (versions := stood(every.get(id, ()), until, known_at))
    ]
    return sorted(found, key=lambda seen: (seen.ended, order[seen.plan.kind], seen.plan.recorded_at, seen.plan.pk))


def _under(rows: Iterable[Any]) -> dict[uuid.UUID, list[Any]]:
    found: dict[uuid.UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.plan_id, []).append(row)
    return found
