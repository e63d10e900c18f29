"""What can be recorded as an occasion. Plain Python. A total is a dated answer; nothing is computed from it here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from alongside.recordkeeping.rules import Decision, Refused

DONE, NOT_AVAILABLE = "done", "not_available"
PLACES = Decimal("0.0001")  # what the record keeps of a total
LARGEST = Decimal("99999999.9999")


def read_total(value: object) -> Decimal | None:
    """A total as a number with four places; ``None`` and "" mean that there is none.

    Raises ``Refused`` (``not_a_number`` also for NaN and infinity, ``too_large``), field ``total``.
    """
    if value is None or value == "":
        return None
    try:
        total = Decimal(str(value).strip())
    except InvalidOperation as odd:
        raise Refused("not_a_number", field="total") from odd
    if not total.is_finite():
        raise Refused("not_a_number", field="total")
    if abs(total) > LARGEST:
        raise Refused("too_large", field="total")
    return total.quantize(PLACES)


def check_occasion(
    *, instrument: str, on: date, today: date, state: str, total: Decimal | None, category: int | None, categories: int
) -> tuple[Decision, str]:
    """May this be recorded, and if not, which field is it about? ``categories`` is how many there are."""
    if not instrument.strip():
        return Decision(False, "instrument_needed"), "instrument"
    if category is None or not 0 <= category < categories:
        return Decision(False, "category_needed"), "category"
    if state == DONE and on > today:
        return Decision(False, "in_future"), "on"
    if state != DONE and total is not None:
        return Decision(False, "total_without_doing"), "total"
    return Decision(True), ""
