"""What is said at an ending and long after, by her and by us. What is said anew stands beside what was said before."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from alongside.afterwards import queries, rules
from alongside.afterwards.models import ClosingView, Goodbye, StayInTouch
from alongside.afterwards.rules import Said
from alongside.afterwards.terms import ForWhat, HowOften, Way, Whose
from alongside.enrolment.models import Ending
from alongside.families.rules import clean
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Decision, Refused


def insist(decision: Decision, field: str) -> None:
    """Raise ``Refused`` for a rule's no."""
    if not decision:
        raise Refused(decision.because, field=field)


@transaction.atomic
def say_closing(
    *, ending: Ending, whose: str, answers: Sequence[tuple[str, Said]], base: uuid.UUID | None, by: uuid.UUID,
    at: datetime,
) -> list[ClosingView]:  # fmt: skip
    """What she says, or what we say, of how things stood at an ending. What stands as it stood is not written again.

    ``answers``: (name of the form's field, answer). ``base``: the newest row that the form showed, ``None`` for none.
    It closes nothing and changes no state. Raises ``Refused``: ``view_said_since``, ``other_words``,
    ``which_child_of_hers``, ``too_long``.
    """
    side = Whose(whose)
    with connection.cursor() as cursor:  # of two at one instant the second sees what the first said
        cursor.execute("select pg_advisory_xact_lock(4721, hashtext(%s))", [f"{ending.pk} {side.value}"])
    tidy = [(field, Said(each.matter, each.level, clean(each.words), each.child)) for field, each in answers]
    for field, each in tidy:
        insist(rules.check_said(each), field)
    last = queries.newest_view(ending.pk, side)
    if (last.pk if last else None) != base:
        raise Refused("view_said_since")
    rows = ClosingView.objects.filter(ending=ending, whose=side.value)
    stands = {(matter, child): (row.level, row.words) for (matter, child, _), row in rules.newest(rows).items()}
    made = []
    for each in rules.changed([each for _, each in tidy], stands):
        row = ClosingView(
            id=new_id(), family_id=ending.family_id, subject=ending.person_id, ending=ending,
            category=int(rules.CATEGORY[each.matter]), matter=each.matter.value, child_id=each.child,
            whose=side.value, level=each.level, words=each.words, recorded_by=by, recorded_at=at,
        )  # fmt: skip
        row.save(force_insert=True)
        made.append(row)
    if made:
        write_trail([entry("closing view said", family=ending.family_id, subject=ending.person_id)], by=by)
    return made


@transaction.atomic
def say_goodbye(
    *, family: uuid.UUID, woman: uuid.UUID, on: date, takes_along: str = "", leaves: str = "", offered: bool = False,
    we_say: str = "", by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> Goodbye:  # fmt: skip
    """A talk at the end, or long after. The same ``id`` sent twice is one.

    Of what she leaves to others the newest talk alone counts: said anew without offering it, it is taken back.
    Raises ``Refused``: ``in_future``, ``too_long``.
    """
    if id is not None and (known := Goodbye.objects.filter(subject=woman, pk=id).first()) is not None:
        return known
    insist(rules.check_day(on, timezone.localdate(at)), "on")
    texts = {"takes_along": clean(takes_along), "leaves": clean(leaves), "we_say": clean(we_say)}
    for field, text in texts.items():
        insist(rules.check_text(text), field)
    row = Goodbye(
        id=id or new_id(), family_id=family, subject=woman, on=on, offered=bool(offered and texts["leaves"]),
        recorded_by=by, recorded_at=at, **texts,
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([entry("goodbye said", family=family, subject=woman)], by=by)
    return row


@transaction.atomic
def say_touch(
    *, family: uuid.UUID, woman: uuid.UUID, wanted: bool, ways: Collection[str] = (), for_what: Collection[str] = (),
    how_often: str = HowOften.YEAR, her_words: str = "", by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> StayInTouch:  # fmt: skip
    """Whether, how and for what we may get in touch after an ending; the newest counts.

    The same ``id`` sent twice is one. Raises ``Refused``: ``touch_way_needed``, ``too_long``.
    """
    if id is not None and (known := StayInTouch.objects.filter(subject=woman, pk=id).first()) is not None:
        return known
    insist(rules.check_touch(wanted, ways, for_what), "ways")
    words = clean(her_words)
    insist(rules.check_text(words), "her_words")
    row = StayInTouch(
        id=id or new_id(), family_id=family, subject=woman, wanted=wanted,
        ways=[Way(way).value for way in ways] if wanted else [],
        for_what=[ForWhat(what).value for what in for_what] if wanted else [],
        how_often=HowOften(how_often).value, her_words=words, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([entry("staying in touch said", family=family, subject=woman)], by=by)
    return row
