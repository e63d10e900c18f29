"""For whom the programme usually is, and the page for everybody: a word left there, taken in by a person."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.families.actions.insisting import one_of
from alongside.families.models import Family
from alongside.families.rules import NewPerson, clean
from alongside.families.terms import Channel, ContentLevel
from alongside.intake import rules
from alongside.intake.actions.first import Heard, begin
from alongside.intake.models import Door, Knock
from alongside.intake.terms import How, Knows, Reply, TakenAs, ToldBy, WhoFor
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused

SHORT = {"called": 200, "value": 200, "good_times": 500, "we_are_called": 200, "language": 40, "source": 40}
LONGEST = 4_000  # characters of what somebody writes on the page for everybody
_EMPTY = dict.fromkeys((*SHORT, "words"), "")


@transaction.atomic
def keep_door(
    *, agency: Agency, who_for: Sequence[str], child_under: int, answer_days: int, words: str = "", words_fr: str = "",
    by: uuid.UUID, at: datetime,
) -> Door:  # fmt: skip
    """What is said of the door from now on; what was said before stays in the record. It informs and asks nothing.

    Raises ``Refused``: ``too_long``, ``unknown_choice``; ProgrammingError (42501) for whoever may not say it.
    """
    for code in who_for:
        one_of(code, WhoFor.values, "who_for")
    texts = {"words": clean(words), "words_fr": clean(words_fr)}
    if found := rules.check_texts(texts):
        raise Refused("too_long", field=found, limit=rules.LONGEST_TEXT, length=len(texts[found]))
    row = Door(
        id=new_id(), agency=agency, who_for=list(dict.fromkeys(WhoFor(code).value for code in who_for)),
        child_under=child_under, answer_days=answer_days, recorded_by=by, recorded_at=at, **texts,
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([entry("door kept")], by=by)
    return row


def leave_word(
    *, id: uuid.UUID, called: str = "", by: str, value: str = "", good_times: str = "", we_are_called: str = "",
    voicemail: bool = False, words: str = "", language: str = "", source: str = "",
) -> bool:  # fmt: skip
    """What somebody wrote on the page for everybody, where nobody is signed in. Sent twice it is kept once.

    Returns False when so much came within an hour that nothing more is taken (then she is asked to call). Raises
    ``Refused``: ``way_needed``, ``too_long``, ``unknown_choice``.
    """
    one_of(by, Reply.values, "by")
    given = {
        "called": called, "value": "" if by == Reply.I_COME else value, "good_times": good_times,
        "we_are_called": we_are_called, "language": language, "source": source,
    }  # fmt: skip
    said = {name: clean(text) for name, text in given.items()}
    heard = clean(words)
    for name, text in {**said, "words": heard}.items():
        if len(text) > SHORT.get(name, LONGEST):
            raise Refused("too_long", field=name, limit=SHORT.get(name, LONGEST), length=len(text))
    if by != Reply.I_COME and not said["value"]:
        raise Refused("way_needed", field="value")
    with connection.cursor() as cursor:
        cursor.execute(
            "select safekeeping.knock(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [id, said["called"], str(by), said["value"], said["good_times"], said["we_are_called"], voicemail, heard,
             said["language"], said["source"]],
        )  # fmt: skip
        return bool(cursor.fetchone()[0])


@transaction.atomic
def take_in(*, knock: Knock, colleague: Colleague, part: str, by: uuid.UUID, at: datetime) -> Family:
    """Whoever takes it opens her file with what she wrote; on the list it is empty from then on.

    Her number is used as she said it, and messages say nothing about us. Raises ``Refused``: ``taken`` when somebody
    was quicker; ProgrammingError (42501) for whoever may not open files.
    """
    heard = Heard(
        told_by=ToldBy.HERSELF, how=How.PAGE, words=knock.words, source=knock.source, knows=Knows.YES
    )  # fmt: skip
    held = {name: getattr(knock, name) for name in ("called", "by", "value", "we_are_called", "good_times", "language")}
    voicemail, came_on = knock.voicemail, timezone.localdate(knock.came_at)
    _close(knock, TakenAs.FILE, by=by, at=at)
    plan: dict[str, Any] = {"we_are_called": held["we_are_called"], "checked_on": came_on}
    if held["good_times"]:
        plan["note"] = held["good_times"]
    way: dict[str, Any] = {"channel": Channel.NONE.value, "content_level": ContentLevel.NOTHING}
    if held["by"] != Reply.I_COME:
        way |= {"channel": held["by"], "value": held["value"], "voicemail": voicemail}
    new = NewPerson(
        name=held["called"], is_alias=bool(held["called"]), languages=(held["language"],) if held["language"] else ()
    )
    return begin(
        colleague=colleague, part=part, woman=new, on=came_on, heard=heard, came_by=knock.source, plan=plan, way=way,
        by=by, at=at, id=knock.pk,
    )  # fmt: skip


@transaction.atomic
def put_aside(*, knock: Knock, by: uuid.UUID, at: datetime) -> None:
    """There is nothing to do about it (a trial, somebody who asks about something else). Its words are not kept.

    Raises ``Refused``: ``taken``.
    """
    _close(knock, TakenAs.ASIDE, by=by, at=at)
    write_trail([entry("knock put aside")], by=by)


def _close(knock: Knock, taken_as: str, *, by: uuid.UUID, at: datetime) -> None:
    waits = Knock.objects.filter(pk=knock.pk, taken_at=None)
    if not waits.update(taken_as=str(taken_as), taken_at=at, taken_by=by, voicemail=False, **_EMPTY):
        raise Refused("taken")
