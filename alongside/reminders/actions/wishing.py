"""How she wants messages, and of what she is to be reminded. A worker writes it with her."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.care.models import Promise
from alongside.care.terms import PromiseState
from alongside.families.models import Woman
from alongside.families.rules import clean, one_number
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused
from alongside.reminders import rules
from alongside.reminders.actions import verbs
from alongside.reminders.models import Notice, Reminded, Wish
from alongside.reminders.queries import wish_of, wishes_of
from alongside.reminders.terms import No, Others, SaidHow


@transaction.atomic
def save_wish(
    *, woman: Woman, way: str, base_version: int, wanted: bool, value: str = "", others: str = "", language: str = "en",
    kinds: Collection[str] = (), her_words: str = "", hard_words: str = "", stop_word: str = "",
    leave_message: bool = False, names: Sequence[str] = (), by: uuid.UUID, at: datetime,
) -> Wish:  # fmt: skip
    """What she says today about messages of this way; the earlier versions stay. ``names``: what no word may be.

    Raises ``Refused``: ``value_odd``, ``who_else``, ``not_by_voice``, ``wording``, ``message_too_long``,
    ``unknown_choice``; ``changed_since`` when it was changed meanwhile, by a colleague or by her stop word.
    """
    number = one_number(way, value)
    decision, field = rules.check_wish(
        by=way, wanted=wanted, value=number, others=others, language=language, kinds=kinds, her_words=clean(her_words),
        hard_words=clean(hard_words), stop_word=clean(stop_word), names=names,
    )  # fmt: skip
    if not decision:
        raise Refused(decision.because, field=field)
    newest = wish_of(woman.family_id, woman.pk, way)
    if (newest.version if newest else 0) != base_version:
        raise Refused(No.CHANGED_SINCE)
    wish = Wish(
        family_id=woman.family_id, woman=woman, by=way, version=base_version + 1, wanted=wanted, how=SaidHow.SHE_SAID,
        value=number or (newest.value if newest else ""), others=others or Others.NOT_ASKED, language=language,
        kinds=sorted(kinds), her_words=clean(her_words), hard_words=clean(hard_words), stop_word=clean(stop_word),
        leave_message=leave_message, said_on=timezone.localdate(at), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            wish.save(force_insert=True)
    except IntegrityError:
        raise Refused(No.CHANGED_SINCE) from None
    verb = "messages wished" if wanted else "messages stopped"
    write_trail([entry(verb, family=woman.family_id, subject=woman.pk, way=way)], by=by)
    return wish


@transaction.atomic
def stop_messages(*, family: uuid.UUID, woman: uuid.UUID, by: uuid.UUID, at: datetime) -> int:
    """She says no, on her own page or to a worker: every way ends at once. Returns how many ended."""
    ended = 0
    for newest in wishes_standing(family, woman):
        copied = {f.attname: getattr(newest, f.attname) for f in Wish._meta.concrete_fields if f.name not in _NEW}
        Wish.objects.create(
            **copied, version=newest.version + 1, wanted=False, how=SaidHow.SHE_SAID, said_on=timezone.localdate(at),
            recorded_by=by, recorded_at=at,
        )  # fmt: skip
        ended += 1
    if ended:
        write_trail([entry("messages stopped", family=family, subject=woman, count=ended)], by=by)
    return ended


_NEW = ("id", "version", "wanted", "how", "said_on", "recorded_by", "recorded_at")


def wishes_standing(family: uuid.UUID, woman: uuid.UUID) -> list[Wish]:
    """The newest wish of each way, of those that want messages."""
    return [wish for wish in wishes_of(family, woman) if wish.wanted]


@transaction.atomic
def remind_of_promise(*, promise: Promise, woman: Woman, by: uuid.UUID, at: datetime) -> Reminded:
    """She would like to be reminded of this. Raises ``Refused``: ``settled``, ``no_time_given``, ``is_over``,
    ``not_about_her``, ``asked_already``."""
    if promise.family_id != woman.family_id:
        raise Refused(No.NOT_ABOUT_HER)
    if promise.state != PromiseState.OPEN:
        raise Refused(No.SETTLED)
    if promise.at_time is None:
        raise Refused(No.NO_TIME_GIVEN, field="at_time")
    if promise.on < timezone.localdate(at):
        raise Refused(No.IS_OVER)
    asked = Reminded(
        family_id=woman.family_id, woman=woman, source="promise", target=promise.pk, recorded_by=by, recorded_at=at
    )
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError:
        raise Refused(No.ASKED_ALREADY) from None
    write_trail([entry("reminder asked for", family=woman.family_id, subject=woman.pk, promise=promise.pk)], by=by)
    return asked


@transaction.atomic
def no_reminder(*, reminded: Reminded, by: uuid.UUID, at: datetime) -> None:
    """She need not be reminded of this any more."""
    Reminded.objects.filter(pk=reminded.pk, taken_back_at=None).update(taken_back_at=at)
    line = entry("reminder taken back", family=reminded.family_id, subject=reminded.woman_id, target=reminded.target)
    write_trail([line], by=by)


@transaction.atomic
def take_notice(*, notice: Notice, by: uuid.UUID, at: datetime) -> None:
    """ "I have it". Whoever is told that it is hard, and is not of her team, may reach her from now on, for a time.

    Something hard stands again for others when nobody says in time that somebody was in touch (``settle_notice``). When
    it was taken is said by the database's clock. Raises ``Refused`` (``taken_already``).
    """
    free = Notice.objects.filter(pk=notice.pk, taken_at=None, taken_back_at=None)
    if not verbs.take_hard(notice.pk) and not free.update(taken_by=by, taken_at=at):
        raise Refused(No.TAKEN_ALREADY)
    write_trail([entry("notice taken", family=notice.family_id, subject=notice.woman_id, notice=notice.pk)], by=by)


@transaction.atomic
def settle_notice(*, notice: Notice, by: uuid.UUID) -> None:
    """Somebody was in touch about something hard, says whoever has it: it does not come back to others.

    Raises ``Refused`` (``taken_already``) where a colleague has it.
    """
    if not verbs.settle_hard(notice.pk):
        raise Refused(No.TAKEN_ALREADY)
    write_trail([entry("notice settled", family=notice.family_id, subject=notice.woman_id, notice=notice.pk)], by=by)


@transaction.atomic
def ask_other_time(*, family: uuid.UUID, woman: uuid.UUID, source: str, target: uuid.UUID, by: uuid.UUID) -> bool:
    """On her own page she would like another time of something to come; asked twice, her team is told once.

    ``False`` where it is not hers, is over, or does not take place.
    """
    if not verbs.ask_other_time(source, target):
        return False
    write_trail([entry("other time asked for", family=family, subject=woman, target=target)], by=by)
    return True


@transaction.atomic
def time_is_fine(*, family: uuid.UUID, woman: uuid.UUID, target: uuid.UUID, by: uuid.UUID) -> bool:
    """The time is fine after all. ``False`` where she had not asked, or somebody of her team has it already."""
    if not verbs.time_is_fine(target):
        return False
    write_trail([entry("other time taken back", family=family, subject=woman, target=target)], by=by)
    return True
