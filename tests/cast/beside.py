"""When Ana used: what her people wrote to it, and that she asked for somebody once; each with words that must not leak."""

from __future__ import annotations

from datetime import date

from tests.cast.people import CAST, T0, ident


def write_beside() -> None:
    """One row of each, to the event of the cast (records)."""
    from alongside.care.models import AskedToday, Known, KnownVersion, UsedAnswer

    f, r = CAST["ALDER"], {"recorded_by": CAST["W1"], "recorded_at": T0}
    for n, (step, state) in enumerate((("met", "done"), ("children", "done"), ("tell", "asking"), ("helped", "done"))):
        UsedAnswer.objects.create(
            id=ident(f"used {step}"), family_id=f, woman_id=CAST["ANA"], event_id=ident("return 1"), step=step, state=state,
            number=1, on=date(2026, 1, 20), words=f"SECRET {step}", place="SECRET room" if n == 0 else "",
            colleague_id=CAST["W1"] if n == 0 else None, contact_id=ident("contact 1") if n == 0 else None, **r,
        )  # fmt: skip
    AskedToday.objects.create(
        id=ident("asked today"), family_id=f, woman_id=CAST["ANA"], wants="call", on=date(2026, 1, 19),
        her_words="SECRET please", settled_as="reached", settled_at=T0, settled_by=CAST["W1"], recorded_by=CAST["ANA"],
        recorded_at=T0,
    )  # fmt: skip
    for name, kind, only in (("all", "helps", []), ("some", "never", [CAST["W1"]])):
        row = Known.objects.create(
            id=ident(f"known {name}"), family_id=f, woman_id=CAST["ANA"], kind=kind, only=only, **r
        )
        KnownVersion.objects.create(
            id=ident(f"known {name} 1"), family_id=f, woman_id=CAST["ANA"], known=row, number=1, on=date(2026, 2, 3),
            words=f"SECRET {kind}", only=only, colleague_id=CAST["W1"], agreed_at=T0, **r,
        )  # fmt: skip
