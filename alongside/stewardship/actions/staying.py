"""Waits of the practice programme, with what there is meanwhile; days away and who is there; good-byes and hellos."""

from __future__ import annotations

import random
import uuid
from contextlib import suppress
from datetime import date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from alongside.accounts.terms import RoleName
from alongside.agencies.models import Agency
from alongside.continuity.actions import ask_cover
from alongside.continuity.models import Away, Cover, Farewell, MeetingRhythm, Wait, WaitStep
from alongside.continuity.terms import AskedBy, StepKind, WhyWaiting
from alongside.enrolment.models import HandOver, KeyWorker, TeamMember
from alongside.enrolment.terms import WorksWith
from alongside.families.models import Child, Family, Woman
from alongside.families.terms import ChildState
from alongside.recordkeeping.rules import Refused

MOST = 30  # families
GOODBYES = ("Thank you for the walks. I will think of you two at the pond.", "I was glad each time your door opened.")
HELLOS = ("I like soup and short walks. See you on Thursday?", "I read nothing yet. I would rather hear it from you.")
# For whom, service, where else, why, her words, and what happened after how many days.
WAITS: tuple[tuple[str, str, str, WhyWaiting, str, tuple[tuple[int, StepKind, str], ...]], ...] = (
    ("child", "child_care", "", WhyWaiting.NO_PLACE, "Two mornings would be a start.",
     ((0, StepKind.MEANWHILE, "play_group"), (40, StepKind.OFFERED, ""), (47, StepKind.BEGAN, ""))),
    ("child", "daycare_entry", "Sunny House daycare", WhyWaiting.AGENCY, "The one near my sister.",
     ((2, StepKind.CALLED, ""), (9, StepKind.WENT, ""), (30, StepKind.NO_ANSWER, ""),
      (33, StepKind.MEANWHILE, "play_group"))),
    ("woman", "parent_infant_therapy", "", WhyWaiting.NOBODY, "",
     ((3, StepKind.MEANWHILE, "mothers_group"), (60, StepKind.OFFERED, ""))),
    ("woman", "womens_group", "", WhyWaiting.BEGINS_LATER, "I would rather begin with the others.", ()),
    ("woman", "", "Harbour Street dental clinic", WhyWaiting.PAPERS, "",
     ((5, StepKind.ASKED, ""), (12, StepKind.ANSWERED, ""))),
    ("child", "child_counselling", "", WhyWaiting.NO_PLACE, "",
     ((20, StepKind.OFFERED, ""), (21, StepKind.NOT_THIS, ""), (50, StepKind.BEGAN, ""))),
)  # fmt: skip


def load_staying(*, agency: Agency, counsellor: uuid.UUID, on: date, seed: int, by: uuid.UUID, at: datetime) -> None:
    """What the families of ``counsellor`` wait for, as far as ``MOST``; her days away; good-byes (as the loader)."""
    rng = random.Random(f"{seed} waits")
    MeetingRhythm.objects.create(
        agency=agency, woman_days=21, child_days=28, dyad_days=28, recorded_by=by, recorded_at=at
    )
    mine = TeamMember.objects.filter(colleague_id=counsellor, during__contains=on).order_by("family_id")
    families = list(dict.fromkeys(mine.values_list("family_id", flat=True)))[:MOST]
    women = dict(Woman.objects.filter(family_id__in=families).order_by("-pk").values_list("family_id", "pk"))
    born = Child.objects.filter(family_id__in=families, state=ChildState.BORN).order_by("-pk")
    children = dict(born.values_list("family_id", "pk"))
    for n, family in enumerate(families):
        whom, service, elsewhere, why, words, steps = WAITS[n % len(WAITS)]
        person = (children if whom == "child" else women).get(family)
        if person is None:
            continue
        asked = on - timedelta(days=rng.randint(6, 100))
        of = {"family_id": family, "person_id": person, "recorded_by": counsellor, "recorded_at": at}
        wait = Wait.objects.create(
            service=service, elsewhere=elsewhere, asked_on=asked, asked_by=rng.choice([AskedBy.HERSELF, AskedBy.US]),
            why=why, her_words=words, **of,
        )  # fmt: skip
        for days, kind, instead in steps:
            day = asked + timedelta(days=days)
            if day > on:
                break
            place = day + timedelta(days=7) if kind == StepKind.OFFERED else None
            WaitStep.objects.create(wait=wait, kind=kind, on=day, instead=instead, place_on=place, **of)
    _away(counsellor, on, at)
    _farewells(families, at)


def _away(counsellor: uuid.UUID, on: date, at: datetime) -> None:
    """Two weeks away from next month on; a team mate was asked for some families, and said yes for most of those."""
    first = on + timedelta(days=20)
    days = DateRange(first, first + timedelta(days=14))
    stamp = {"recorded_by": counsellor, "recorded_at": at}
    away = Away.objects.create(colleague_id=counsellor, during=days, **stamp)
    mine = KeyWorker.objects.filter(colleague_id=counsellor, during__contains=first).values("family_id")
    mates = TeamMember.objects.filter(family_id__in=mine, during__contains=first, works_with=WorksWith.FAMILY)
    mates = mates.exclude(colleague_id=counsellor).exclude(role=RoleName.PEER).order_by("family_id", "during", "id")
    first_of = {mate.family_id: mate for mate in reversed(mates)}
    for n, (family, mate) in enumerate(sorted(first_of.items())[:8]):
        with suppress(Refused):  # kept out of this file, or away herself
            cover = ask_cover(
                family=Family(pk=family), away=away, colleague=mate.colleague, role=mate.role, first=days.lower,
                last=days.upper - timedelta(days=1), by=counsellor, at=at,
            )  # fmt: skip
            if n % 3 != 2:
                Cover.objects.filter(pk=cover.pk).update(agreed_at=at)


def _farewells(families: list[uuid.UUID], at: datetime) -> None:
    over = HandOver.objects.filter(family_id__in=families).order_by("family_id", "on", "id")
    for n, row in enumerate(over[:12]):
        said = (("goodbye", GOODBYES[n % 2], row.from_colleague_id), ("hello", HELLOS[n % 2], row.to_colleague_id))
        for kind, words, who in said[: 1 + (n % 3 != 2)]:
            Farewell.objects.create(
                family_id=row.family_id, hand_over=row, kind=kind, words=words, recorded_by=who, recorded_at=at
            )
