"""What was held: sessions, how they kept to their plan, what she said afterwards. All of it adds rows."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from alongside.enrolment.rules import require
from alongside.families.actions.insisting import one_of
from alongside.families.rules import clean
from alongside.library.terms import About
from alongside.programmes import queries, rules
from alongside.programmes.actions.giving import (
    check_colleagues,
    check_plan,
    check_texts,
    of_delivery,
    of_whom,
    turns_of,
)
from alongside.programmes.models import AfterWords, Delivery, Fidelity, SessionHeld
from alongside.programmes.terms import No, SeenBy, There
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.services.models import Session
from alongside.services.terms import Mode, Setting


@transaction.atomic
def hold_session(
    *, delivery: Delivery, number: int | None, on: date, led_by: Collection[uuid.UUID], there: Collection[str],
    setting: str, minutes: int | None = None, mode: str = Mode.IN_PERSON, about: Sequence[str] = (), did: str = "",
    her_words: str = "", order_why: str = "", sure: Collection[str] = (), marks: Sequence[str] = (),
    seen_by: str = SeenBy.SELF, note: str = "", session: Session | None = None, by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> SessionHeld:  # fmt: skip
    """A session that took place. ``number``: of the plan, or none of its; one that was held before is held again.

    ``about``: what it was about; left out, as the plan says. ``marks``: what was said to each mark of the plan, in its
    order. ``sure``: codes that were asked about already (``relationship_first``, ``held_meanwhile``): each is asked
    once, and neither holds anybody up. ``session``: it was this one of ours, at which it was said that somebody of the
    family came; it stands once with a delivery (``held_with_session``). Two who write down the same session at once
    stand in a row here, so that the second is told of the first. The same ``id`` sent twice is one session. Raises
    ``Refused`` with a code of ``terms.No`` and the field.
    """
    if id is not None and (known := SessionHeld.objects.filter(delivery=delivery, pk=id).first()) is not None:
        return known
    row = _row(
        delivery, at, id=id or new_id(), number=number, on=on, led_by=led_by, there=there, setting=setting, mode=mode,
        minutes=minutes, about=about, did=did, order_why=order_why, session=_at_it(delivery, session, on),
    )  # fmt: skip
    words, noted = clean(her_words), clean(note)
    check_texts({"her_words": words, "note": noted})
    if any(marks):
        require(rules.check_marks(rules.asked_of(check_plan(delivery.programme, delivery.plan)), marks), field="marks")
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('programme ' || %s, 0))", [str(delivery.pk)])
    before = SessionHeld.objects.filter(family_id=delivery.family_id, delivery=delivery, superseded_at=None)
    if session is not None and before.filter(session=session).exists():
        raise Refused(No.HELD_WITH_SESSION, field="number")
    if No.HELD_MEANWHILE not in sure and (same := before.filter(number=number, on=on).first()) is not None:
        raise Refused(No.HELD_MEANWHILE, field="number", held=same)
    _check_order(row, before, sure)
    row.recorded_by, row.recorded_at = by, at
    row.save(force_insert=True)
    write_trail([entry("programme session held", held=row.pk, **of_whom(delivery))], by=by)
    if any(marks):
        mark_session(held=row, answers=marks, seen_by=seen_by, note=noted, by=by, at=at)
    if words:
        say_after(delivery=delivery, held=row, words=words, on=on, by=by, at=at)
    return row


@transaction.atomic
def put_session_right(
    *, held: SessionHeld, number: int | None, on: date, led_by: Collection[uuid.UUID], there: Collection[str],
    setting: str, minutes: int | None = None, mode: str = Mode.IN_PERSON, about: Sequence[str] = (), did: str = "",
    by: uuid.UUID, at: datetime,
) -> SessionHeld:  # fmt: skip
    """A further row in place of one that was written wrongly, which stays in the record.

    Marks and her words stay where they were said, and are shown with the newest row (queries.given).

    Raises ``Refused`` like ``hold_session``, and ``session_put_right`` when somebody was quicker.
    """
    delivery = held.delivery
    row = _row(
        delivery, at, id=new_id(), number=number, on=on, led_by=led_by, there=there, setting=setting, mode=mode,
        minutes=minutes, about=about, did=did, order_why=held.order_why,
        session=held.session if on == held.on else None,
    )  # fmt: skip
    if not SessionHeld.objects.filter(pk=held.pk, superseded_at=None).update(superseded_at=at):
        raise Refused(No.SESSION_PUT_RIGHT)
    row.corrects, row.recorded_by, row.recorded_at = held, by, at
    row.save(force_insert=True)
    write_trail([entry("programme session held", held=row.pk, **of_whom(delivery))], by=by)
    return row


@transaction.atomic
def mark_session(
    *, held: SessionHeld, answers: Sequence[str], seen_by: str = SeenBy.SELF, note: str = "", by: uuid.UUID,
    at: datetime, id: uuid.UUID | None = None,
) -> Fidelity:  # fmt: skip
    """How a session kept to the marks of its plan; ``answers`` in their order, "" where nothing is said.

    Said again it is a further row; nothing is written over. Raises ``Refused``: ``nothing_marked``, ``too_long``,
    ``session_put_right`` when somebody put it right meanwhile.
    """
    if id is not None and (known := Fidelity.objects.filter(held=held, pk=id).first()) is not None:
        return known
    if not SessionHeld.objects.filter(pk=held.pk, superseded_at=None).exists():
        raise Refused(No.SESSION_PUT_RIGHT)
    delivery = held.delivery
    asked, noted = marks_of(delivery.programme, delivery.plan, answers, seen_by, note)
    of = of_delivery(delivery, by, at)
    del of["delivery"]
    row = Fidelity(
        id=id or new_id(),
        held=held,
        asked=asked,
        answers=list(answers),
        seen_by=SeenBy(seen_by).value,
        note=noted,
        **of,
    )
    row.save(force_insert=True)
    write_trail([entry("programme session marked", held=held.pk, **of_whom(delivery))], by=by)
    return row


@transaction.atomic
def say_after(
    *, delivery: Delivery, words: str, on: date, held: SessionHeld | None = None, by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> AfterWords:  # fmt: skip
    """What she says afterwards, word for word; told to us or written by her. Raises ``Refused``: ``words_needed``."""
    if id is not None and (known := AfterWords.objects.filter(delivery=delivery, pk=id).first()) is not None:
        return known
    words = clean(words)
    if not words:
        raise Refused(No.WORDS_NEEDED, field="words")
    check_texts({"words": words})
    require(rules.check_day(on, timezone.localdate(at)), field="on")
    row = AfterWords(id=id or new_id(), held=held, words=words, on=on, **of_delivery(delivery, by, at))
    row.save(force_insert=True)
    write_trail([entry("programme: her words", **of_whom(delivery))], by=by)
    return row


def marks_of(
    programme: str, plan: str, answers: Sequence[str], seen_by: str, note: str
) -> tuple[list[str], str]:  # fmt: skip
    """The marks that are asked and the note as it can be kept; else ``Refused``."""
    one_of(seen_by, SeenBy.values, "seen_by")
    noted = clean(note)
    check_texts({"note": noted})
    asked = rules.asked_of(check_plan(programme, plan))
    require(rules.check_marks(asked, answers), field="marks")
    return asked, noted


def check_about(about: Sequence[str]) -> list[str]:
    """What a session was about, each once; else ``Refused``."""
    for each in about:
        one_of(each, About.values, "about")
    return [each.value for each in About if each in set(about)]


def _row(delivery: Delivery, at: datetime, **said: Any) -> SessionHeld:
    """The session as the database can hold it, without who wrote it down; else ``Refused``."""
    version = check_plan(delivery.programme, delivery.plan)
    one_of(said["setting"], Setting.values, "setting")
    one_of(said["mode"], Mode.values, "mode")
    for who in said["there"]:
        one_of(who, There.values, "there")
    if not said["there"]:
        raise Refused(No.NOBODY_TOOK_PART, field="there")
    if not said["led_by"]:
        raise Refused(No.NOBODY_THERE, field="led_by")
    said["did"], said["order_why"] = clean(said["did"]), clean(said["order_why"])
    check_texts({"did": said["did"], "order_why": said["order_why"]})
    require(rules.check_day(said["on"], timezone.localdate(at), delivery.begins_on), field="on")
    require(rules.check_minutes(said["minutes"]), field="minutes")
    _order, _out, added = rules.adapted(version, turns_of(delivery))
    require(rules.check_number(said["number"], version, added), field="number")
    check_colleagues(list(said["led_by"]), said["on"], "led_by")
    of_plan = next((session.about for session in version.sessions if session.n == said["number"]), About.OPEN.value)
    said["about"] = check_about(said["about"]) or [of_plan]
    said["there"] = [who for who in There.values if who in set(said["there"])]
    said["led_by"] = list(dict.fromkeys(said["led_by"]))
    return SessionHeld(
        delivery=delivery, family_id=delivery.family_id, subject=delivery.subject, category=delivery.category, **said
    )


def _at_it(delivery: Delivery, session: Session | None, on: date) -> Session | None:
    """One of our sessions, of that day, at which it was said that somebody of this family came; else ``Refused``."""
    if session is None:
        return None
    if not queries.was_at(delivery.family_id, session.pk):
        raise Refused(No.NOT_AT_IT, field="number")
    if on != timezone.localdate(session.during.lower):
        raise Refused(No.DAY_OF_SESSION, field="on")
    return session


def _check_order(row: SessionHeld, before: Any, sure: Collection[str]) -> None:
    """Relationship before behaviour: asked once, with a reason or without it is kept."""
    if row.order_why or row.delivery.order_why or No.RELATIONSHIP_FIRST in sure:
        return
    earlier = list(before.filter(on__lte=row.on).values_list("about", flat=True))
    if rules.comes_too_early(row.about, earlier):
        raise Refused(No.RELATIONSHIP_FIRST, field="order_why")
