"""What this site says of instruments: what it uses them for, which it asks, which norms it goes by."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from alongside.instruments import queries
from alongside.instruments.models import Definition, SiteNorm, SiteUse, Switch
from alongside.instruments.terms import Because, Use
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def declare_use(*, uses: Collection[str], words: str = "", by: uuid.UUID, at: datetime) -> SiteUse:
    """Say what this site uses instruments for (``terms.Use``). From now on licences are read against it.

    Raises ``Refused`` (``no_use_named``). What was answered with an instrument that is refused from now on
    stays in the record; only asking anew ends.
    """
    named = {Use(use) for use in uses}
    if not named:
        raise Refused(Because.NO_USE_NAMED, field="uses")
    said = SiteUse.objects.create(
        **{use.value: use in named for use in Use}, words=words.strip(), recorded_by=by, recorded_at=at
    )
    write_trail([entry("use of instruments declared", uses=" ".join(sorted(named)))], by=by)
    return said


@transaction.atomic
def switch(*, code: str, on: bool, why: str = "", by: uuid.UUID, at: datetime) -> Switch:
    """Ask an instrument here, or not. Raises Definition.DoesNotExist for one that has no published version.

    Raises ``Refused``: ``not_allowed_here`` when its licence does not allow the declared uses;
    ``already_so`` when nothing would change.
    """
    row = queries.published(code)
    if row is None:
        raise Definition.DoesNotExist
    held = queries.site([code])
    if held.on(code, queries.definition(row.id).default_enabled) == on:
        raise Refused(Because.ALREADY_SO)
    if on and not queries.shown_how(row, held):
        raise Refused(Because.NOT_ALLOWED_HERE)
    made = Switch.objects.create(code=code, on=on, why=why.strip(), recorded_by=by, recorded_at=at)
    write_trail([entry("instrument switched", code=code, on=on)], by=by)
    return made


@transaction.atomic
def record_norm(
    *, code: str, scale: str, sd: Decimal, r: Decimal, r_type: str, source: str, valid_from: date,
    mean_clinical: Decimal | None = None, sd_clinical: Decimal | None = None,
    mean_general: Decimal | None = None, sd_general: Decimal | None = None, cutoff: Decimal | None = None,
    by: uuid.UUID, at: datetime,
) -> SiteNorm:  # fmt: skip
    """Norms of this site for one scale, with their source; they are used from ``valid_from`` on.

    ``sd`` and ``r`` (0 <= r < 1) make the reliable change; means and spreads of a clinical and a general group, or
    ``cutoff``, say where the scores of both meet. Raises ``Refused``: ``no_such_scale``,
    ``sd_positive``, ``r_between``, ``source_needed``.
    """
    row = queries.published(code)
    if row is None:
        raise Definition.DoesNotExist
    if scale not in queries.definition(row.id).every_scale:
        raise Refused(Because.NO_SUCH_SCALE, field="scale")
    for field, spread in (("sd", sd), ("sd_clinical", sd_clinical), ("sd_general", sd_general)):
        if spread is not None and spread <= 0:
            raise Refused(Because.SD_POSITIVE, field=field)
    if not 0 <= r < 1:
        raise Refused(Because.R_BETWEEN, field="r")
    if not source.strip():
        raise Refused(Because.SOURCE_NEEDED, field="source")
    norm = SiteNorm.objects.create(
        code=code, scale=scale, sd=sd, r=r, r_type=r_type.strip(), source=source.strip(), valid_from=valid_from,
        mean_clinical=mean_clinical, sd_clinical=sd_clinical, mean_general=mean_general, sd_general=sd_general,
        cutoff=cutoff, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("own norm recorded", code=code, scale=scale)], by=by)
    return norm
