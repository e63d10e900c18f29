"""Alerts as far as they are for the asker, who is on duty, who comes after, and what is done then."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BooleanField, Case, IntegerField, Max, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from alongside.assessment import rules
from alongside.assessment.models import Alert, AlertStep, DutyShift, EscalationContact, Protocol

RECENT = timedelta(days=30)


@dataclass(frozen=True)
class Waiting:
    """What waits for the asker: with her and not taken by her, what she has, what nobody has.

    ``somebody``: there is anybody who would be told by name; asked only of those who arrange that. ``open_until``: what
    she opened in an emergency closes by itself then, the last of it; ``None`` when nothing is open.
    """

    for_her: int
    hers: int
    nobodys: int
    somebody: bool
    open_until: datetime | None = None


@dataclass(frozen=True)
class AlertAnswer:
    """The question and her answer to it, and no other answer."""

    definition: uuid.UUID
    instrument: str
    item: str
    value: object
    on: date
    late: bool = False


# One row in the order of ``Waiting``; whoever has more that waits asks for it along (reminders: messages).
WAITING = """
select count(*) filter (where with_colleague = %(me)s and state = 'raised') as for_her,
       count(*) filter (where with_colleague = %(me)s and state <> 'raised') as hers,
       count(*) filter (where with_colleague is null
                           or id = any ((select safekeeping.fallen_back())::uuid[])) as nobodys,
       not %(arranges)s
       or exists (select from assessment_escalationcontact e where e.active)
       or exists (select from assessment_dutyshift d where d.ended_at is null and d.during @> now()) as somebody,
       (select max(g.until) from consent_breakglass g
         where g.colleague_id = %(me)s and g.closed_at is null and g.until > statement_timestamp()) as open_until
  from assessment_alert where closed_at is null
"""


def waiting(principal: uuid.UUID, arranges: bool = False) -> Waiting:
    """Which answers wait for the asker, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, {"me": principal, "arranges": arranges})
        return Waiting(*cursor.fetchone())


def _alerts() -> QuerySet[Alert]:
    """Alerts the asker may see; ``holder_gone`` says of each whether whoever has it may no longer be told."""
    gone = RawSQL(
        "assessment_alert.id = any ((select safekeeping.fallen_back())::uuid[])", [], output_field=BooleanField()
    )
    return Alert.objects.annotate(holder_gone=gone)


def open_alerts(principal: uuid.UUID) -> QuerySet[Alert]:
    """Open alerts the asker may see: with her first, then those nobody has, the oldest first."""
    place = Case(
        When(with_colleague=principal, then=Value(0)),
        When(Q(with_colleague=None) | Q(holder_gone=True), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return _alerts().filter(closed_at=None).annotate(place=place).order_by("place", "recorded_at", "id")


def closed_alerts(since: datetime) -> QuerySet[Alert]:
    """Alerts closed since then that the asker may see, the newest first."""
    return Alert.objects.filter(closed_at__gte=since).order_by("-closed_at", "id")


def alert(id: uuid.UUID) -> Alert:
    """One alert. Raises Alert.DoesNotExist when it is hidden or not there."""
    return _alerts().get(pk=id)


def alert_steps(alerts: list[uuid.UUID]) -> QuerySet[AlertStep]:
    """What happened to these alerts, the oldest first."""
    return AlertStep.objects.filter(alert_id__in=alerts).order_by("recorded_at", "id")


def alert_answer(alert: uuid.UUID) -> AlertAnswer | None:
    """Her answer of which somebody was told, for whoever has the alert; ``None`` for anybody else."""
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.alert_answer(%s::uuid)", [alert])
        row = cursor.fetchone()
    if row is None:
        return None
    definition, instrument, item, value, words, on, late = row
    return AlertAnswer(definition, instrument, item, rules.raw("answered", value and Decimal(value), words), on, late)


def duties(agency: uuid.UUID, at: datetime) -> QuerySet[DutyShift]:
    """Who is on duty now and later, the soonest first."""
    rows = DutyShift.objects.filter(agency=agency, ended_at=None, during__endswith__gt=at)
    return rows.select_related("colleague").order_by("during", "id")


def escalation_list(agency: uuid.UUID) -> QuerySet[EscalationContact]:
    """Who is told when nobody on duty answers, in order."""
    rows = EscalationContact.objects.filter(agency=agency, active=True)
    return rows.select_related("colleague").order_by("place", "id")


def somebody_is_there(agency: uuid.UUID, at: datetime, using: str = DEFAULT_DB_ALIAS) -> tuple[bool, bool]:
    """(Somebody is on duty now, somebody is on the list). Asked where teams are arranged, and by the doctor."""
    here = {"agency": agency, "colleague__left_on": None}
    duty = DutyShift.objects.using(using).filter(ended_at=None, during__contains=at, **here)
    named = EscalationContact.objects.using(using).filter(active=True, **here)
    return duty.exists(), named.exists()


def protocols(agency: uuid.UUID) -> list[Protocol]:
    """The protocol of each instrument as it stands now; the one for all others first."""
    newest = Protocol.objects.filter(agency=agency).values("instrument").annotate(last=Max("recorded_at"))
    wanted = Q(pk__in=[])
    for row in newest:
        wanted |= Q(instrument=row["instrument"], recorded_at=row["last"])
    found = {row.instrument: row for row in Protocol.objects.filter(wanted, agency=agency).order_by("id")}
    return [found[name] for name in sorted(found)]


def protocol_for(agency: uuid.UUID, instrument: str, using: str = DEFAULT_DB_ALIAS) -> Protocol | None:
    """What is done here when such an answer comes: the newest of the instrument, else the newest for all."""
    rows = Protocol.objects.using(using).filter(agency=agency, instrument__in=[instrument, ""])
    return rows.order_by("-instrument", "-recorded_at", "-id").first()
