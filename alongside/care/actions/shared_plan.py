"""The shared plan: a lane said anew, and her signature under what stands. A version never overwrites one."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from alongside.accounts.models import Colleague
from alongside.care import rules
from alongside.care.actions.contacts import check_people
from alongside.care.models import LaneSignature, LaneVersion
from alongside.care.rules import LaneStep
from alongside.care.terms import Does
from alongside.consent.rules.agreeing import is_signature
from alongside.consent.terms import SignedHow
from alongside.enrolment.rules import require
from alongside.families.actions.insisting import one_of
from alongside.families.models import Family, Woman
from alongside.families.rules import clean
from alongside.goals.models import Goal
from alongside.recordkeeping.actions import entry, set_aside, write_trail
from alongside.recordkeeping.models import SetAside, new_id
from alongside.recordkeeping.rules import Refused

ABOUT = "care.laneversion"


@transaction.atomic
def say_lane(
    *, family: Family, woman: uuid.UUID, lane: str, base_version: int, on: date, her_words: str = "",
    steps: Sequence[LaneStep] = (), leads: str = "", goals: Collection[uuid.UUID] = (), again_on: date | None = None,
    about: Collection[uuid.UUID] | None = None, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> LaneVersion | SetAside:  # fmt: skip
    """What stands in a lane from now on; the versions before stay readable.

    ``base_version``: the number of the version that the form showed, 0 where nothing stood for whoever writes. What she
    may not read stands no longer then; she does not learn of it, and whoever reads it finds both. When somebody was
    quicker, what was written here is kept beside it. Exactly what stands already makes no version, and the same ``id``
    sent twice is one. ``leads``: which field leads, as usual for the lane when left out. ``goals``: goals of hers that
    it points to. ``about``: of whom else it speaks; ``None`` while nobody has said, and then nobody outside reads it.
    A lane may be emptied, once something stood in it.

    Raises ``Refused``: ``not_a_lane``, ``for_her_alone``, ``words_needed``, ``too_many_steps``, ``who_does_it``,
    ``too_long``, ``in_future``, ``again_is_past``, ``not_of_this_family``; ProgrammingError (42501) where the file or
    the kind is not hers to write in.
    """
    if id is not None and (known := LaneVersion.objects.filter(family=family, pk=id).first()) is not None:
        return known
    held = rules.lane_of(lane)
    if held is None:
        raise Refused("not_a_lane", field="lane")
    if not Woman.objects.filter(pk=woman, family=family).exists():
        raise Refused("for_her_alone", field="woman")
    values = _values(family.pk, woman, held, her_words, steps, leads, goals, on, again_on, about, at)
    with connection.cursor() as cursor:  # of two at one instant the second sees what the first said
        cursor.execute("select pg_advisory_xact_lock(4741, hashtext(%s))", [f"{family.pk} {held.value}"])
    newest = LaneVersion.objects.filter(family=family, lane=held).order_by("-number").first()
    # What stood before something that is not for her to read does not stand: for her the lane is empty.
    standing = newest if newest is not None and newest.superseded_at is None else None
    if standing is None and not rules.holds_something(values["her_words"], values["steps"], values["goals"]):
        raise Refused("words_needed", field="her_words")
    # Of whom it was said to speak is not unsaid (docs/decisions/0023): outside, nobody has said of these words.
    if values["about"] is None and standing is not None and standing.about:
        values["about"] = [*(person for person in standing.about if person), None]
    if standing is not None and _same(standing, values):
        return standing
    kind = int(rules.OF_LANE[held])
    version = LaneVersion(
        id=id or new_id(), family=family, subject=woman, category=kind, lane=held.value,
        number=base_version + 1 if standing else 0,  # 0: the database counts on, past what is hidden from her
        **values, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    if (standing.number if standing else 0) == base_version:
        try:
            with transaction.atomic():
                version.save(force_insert=True)
        except IntegrityError:  # somebody at the same moment
            newest = LaneVersion.objects.filter(family=family, lane=held).order_by("-number").first()
        else:
            # What stood before stands no longer, whoever may read it: the database sees to that.
            said = LaneVersion.objects.filter(pk=version.pk).values_list("number", flat=True).first()
            version.number = said or version.number
            write_trail([_line("plan said", version, number=version.number)], by=by)
            return version
    if newest is None:
        raise Refused("said_anew_since", field="her_words")
    return set_aside(
        family=family.pk, subject=woman, category=kind, about=ABOUT, target=newest.pk,
        written=_written(values), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def sign_plan(
    *, family: uuid.UUID, woman: uuid.UUID, versions: Collection[uuid.UUID], how: str, signature: str = "",
    witness: uuid.UUID | None = None, by: uuid.UUID, at: datetime,
) -> list[LaneSignature]:  # fmt: skip
    """She signs what was shown to her: these versions, each of which must still be what stands in its lane.

    ``how``: drawn (``signature`` holds the strokes as SVG path data), typed (her name), or spoken before ``witness``.
    What she signed already stays signed as it was. Nothing waits for a signature, and nothing opens by one. Raises
    ``Refused``: ``said_anew_since``, ``signature_missing``, ``drawing_too_long``, ``witness_missing``.
    """
    shown = list(LaneVersion.objects.filter(family_id=family, subject=woman, pk__in=versions, superseded_at=None))
    if not shown or len(shown) != len(set(versions)):
        raise Refused("said_anew_since")
    require(is_signature(how, signature, witness), field="signature")
    of = {"family_id": family, "subject": woman, "recorded_by": by, "recorded_at": at}
    signed = {row.version_id for row in LaneSignature.objects.filter(family_id=family, version__in=shown)}
    rows = [
        LaneSignature(
            id=new_id(), version=row, category=row.category, how=SignedHow(how).value,
            signature="" if how == SignedHow.SPOKEN else signature.strip(),
            witness_id=witness if how == SignedHow.SPOKEN else None, **of,
        )
        for row in shown
        if row.pk not in signed
    ]  # fmt: skip
    for row in rows:
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:  # on her own page and beside a worker at the same moment: one signature is enough
            continue
        write_trail([_line("plan signed", row.version, how=row.how)], by=by)
    return rows


def _values(
    family: uuid.UUID, woman: uuid.UUID, lane: Any, her_words: str, steps: Sequence[LaneStep], leads: str,
    goals: Collection[uuid.UUID], on: date, again_on: date | None, about: Collection[uuid.UUID] | None, at: datetime,
) -> dict[str, Any]:  # fmt: skip
    """What a version says, as the database can hold it; else ``Refused``."""
    words = clean(her_words)
    _check_length("her_words", words, rules.LONGEST_TEXT)
    tidy = [replace(step, what=clean(step.what), name=clean(step.name)) for step in steps]
    for step in tidy:
        _check_length("steps", step.what, rules.SHORT_TEXT)
        _check_length("steps", step.name, rules.SHORT_TEXT)
    require(rules.check_steps(tidy), field="steps")
    colleagues = {step.colleague for step in tidy if step.who == Does.COLLEAGUE and step.colleague}
    if Colleague.objects.filter(pk__in=colleagues).count() != len(colleagues):
        raise Refused("who_does_it", field="steps")
    leading = leads or rules.USUALLY_LEADS[lane].value
    one_of(leading, [each.value for each in rules.LEADING], "leads")
    pointed = list(dict.fromkeys(goals))
    if Goal.objects.filter(family_id=family, pk__in=pointed).count() != len(pointed):
        raise Refused("not_of_this_family", field="goals")
    check_people(family, about or ())
    today = timezone.localdate(at)
    require(rules.check_day(on, today), field="on")
    require(rules.check_again(again_on, today), field="again_on")
    return {
        "on": on, "her_words": words, "steps": [_only(step).kept() for step in tidy], "leads": leading,
        "goals": pointed, "again_on": again_on, "about": rules.others_named(about, woman),
    }  # fmt: skip


def _only(step: LaneStep) -> LaneStep:
    """With what goes along with who does it, and nothing left over from another choice."""
    named = step.who in (Does.SOMEBODY, Does.AGENCY)
    return replace(
        step, name=step.name if named else "", colleague=step.colleague if step.who == Does.COLLEAGUE else None
    )


def _same(row: LaneVersion, values: Mapping[str, Any]) -> bool:
    """Nothing new was said; the day on which somebody looked at it again is no news by itself."""
    return all(getattr(row, name) == value for name, value in values.items() if name != "on")


def _check_length(field: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise Refused("too_long", field=field, limit=limit, length=len(text))


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody wrote at the same time, as it can be kept in JSON."""
    days = {name: values[name].isoformat() if values[name] else None for name in ("on", "again_on")}
    about = values["about"] and [person and str(person) for person in values["about"]]
    return {**values, **days, "about": about, "goals": [str(id) for id in values["goals"]]}


def _line(verb: str, row: LaneVersion, **more: Any) -> dict[str, Any]:
    return entry(verb, family=row.family_id, subject=row.subject, lane=row.lane, version=row.pk, **more)
