"""What three women of the practice programme asked for, and the Elder who is beside two of them at their yes."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta
from typing import NamedTuple

from alongside.accounts.actions import instants
from alongside.accounts.terms import PARTS, RoleName
from alongside.care.actions import record_contact
from alongside.care.models import Promise
from alongside.care.terms import ForWhom, Mode
from alongside.culture.models import CulturalOffer, ElderBeside
from alongside.culture.terms import Answer, How, What
from alongside.enrolment.models import TeamMember
from alongside.families.models import Family
from alongside.recordkeeping.models import new_id
from alongside.safekeeping.models import Cell
from alongside.safekeeping.terms import Category, Reach
from alongside.stewardship.actions.agreeing import Stories
from alongside.stewardship.actions.writing import copy
from alongside.stewardship.demonstration import people
from alongside.stewardship.demonstration.plan import work_day

ELDER = (RoleName.ELDER.value, 0)
_CELL = ("principal", "family", "subject", "reach", "categories", "writes", "valid", "basis")


class Asked(NamedTuple):
    """She asked, ``ago`` days before today; ``notes``: of the Elder beside her since then, by working days ago."""

    story: str
    what: What
    answer: Answer
    her_words: str
    ago: int
    notes: tuple[tuple[int, Mode, str], ...] = ()
    coming: tuple[int, time, str] | None = None


ASKED = (
    Asked("long", What.LANGUAGE, Answer.YES, "I want Rose to hear the songs from somebody who grew up with them.", 75,
          ((21, Mode.IN_PERSON, "We looked at the photographs of her grandmother. She knew every name."),
           (8, Mode.HOME, "The song again, because she asked for it. She sang, and I only hummed."),
           (3, Mode.PHONE, "She called to ask one word. We talked about the whole verse.")),
          (2, time(14), "Tea, and the second verse of the song")),
    Asked("T-10", What.ELDER, Answer.YES, "Somebody older. I do not want to explain everything first.", 30,
          ((3, Mode.ELSEWHERE, "We sat by the water. She said little and stayed long."),),
          (3, time(11), "A walk by the water, if the weather is kind")),
    Asked("T-09", What.CIRCLE, Answer.NOT_NOW, "After my exam. Then I would like to sit with the others.", 20),
)  # fmt: skip


def load_culture(known: Stories) -> None:
    """What they asked for, in the stories that this programme holds (as the loader)."""
    for asked in ASKED:
        if asked.story in known.told:
            _asked(asked, known)


def _asked(asked: Asked, known: Stories) -> None:
    family, her = known.family(asked.story), known.her(asked.story)
    on, by = known.day - timedelta(days=asked.ago), known.counsellor(asked.story)
    CulturalOffer.objects.create(
        id=new_id(), family_id=family, subject=her, how=How.ASKED, what=asked.what, answer=asked.answer, on=on,
        her_words=asked.her_words, recorded_by=by, recorded_at=known.at(asked.ago),
    )  # fmt: skip
    if asked.answer == Answer.YES:
        _beside(asked, known, family, her, on + timedelta(days=1))


def _beside(asked: Asked, known: Stories, family: uuid.UUID, her: uuid.UUID, since: date) -> None:
    """What ``begin_with_elder`` writes, with the days of the story; what the Elder wrote, and what comes next."""
    elder, at = known.who(ELDER), known.at(asked.ago - 1)
    arranged_by = known.who((people.SUPERVISOR, 0))
    member = TeamMember.objects.create(
        id=new_id(), family_id=family, colleague_id=elder, role=RoleName.ELDER, during=(since, None),
        recorded_by=arranged_by, recorded_at=at,
    )  # fmt: skip
    ElderBeside.objects.create(
        id=new_id(), family_id=family, subject=her, colleague_id=elder, member=member, begun_on=since,
        recorded_by=arranged_by, recorded_at=at,
    )  # fmt: skip
    part = PARTS[RoleName.ELDER]
    cell = (elder, family, her, Reach.ONE.value, part.reads, part.writes, instants(since, None), member.pk)
    copy(Cell, _CELL, [cell])
    for ago, mode, words in asked.notes:
        day = work_day(known.day, -ago)
        record_contact(
            family=Family(id=family), subject=her, for_whom=ForWhom.WOMAN, category=int(Category.CULTURAL), on=day,
            mode=mode, note=words, present=[her], by=elder, at=known.at((known.day - day).days),
        )  # fmt: skip
    if asked.coming:
        ahead, at_time, what = asked.coming
        Promise.objects.create(
            id=new_id(), family_id=family, subject=her, category=int(Category.CULTURAL), what=what,
            on=work_day(known.day, ahead), at_time=at_time, worker=elder, recorded_by=elder, recorded_at=known.at(3),
        )  # fmt: skip
