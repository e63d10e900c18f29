"""Write what Ana answered over a year into a database of the journeys: ``python -m tests.make_results``."""

from __future__ import annotations

import os
from datetime import date


def main() -> None:
    """Three times of PHQ-9 and GAD-7, support, closeness, the two together, results entered from a form."""
    import django

    os.environ["ALONGSIDE_PROCESS"] = "test"
    django.setup()
    from alongside.assessment.actions import not_available
    from alongside.families.models import Family
    from tests.cast import CAST, T0, acting_as, dyad
    from tests.results import PHQ, all_the_same, answered, phq

    def numbered(count: int, value: object) -> dict[str, object]:
        return all_the_same([str(n) for n in range(1, count + 1)], value)

    with acting_as("W1"):
        both = dyad("ANA", "BEE")
        for on, low, worry, close in (
            (date(2025, 1, 10), 20, 2, 2), (date(2025, 7, 10), 17, 2, 3), (date(2026, 1, 10), 8, 1, 4),
        ):  # fmt: skip
            answered("PHQ-9", on, phq(low))
            answered("GAD-7", on, all_the_same(PHQ[:7], worry))
            answered("MSPSS", on, numbered(12, close + 1))
            answered("RAAS-close", on, numbered(18, close))
            answered("PRFQ", on, numbered(18, close), subject=both)
        answered("PHQ-9", date(2025, 10, 2), all_the_same(PHQ[:7], 1))
        answered("BARC-10", date(2026, 1, 10), numbered(10, 5))
        answered("ACE-10", date(2025, 7, 10), {"total": 4})
        family = Family.objects.get(pk=CAST["ALDER"])
        not_available(
            family=family, subject=CAST["ANA"], category=4, instrument="PHQ-9", waves=[("3 months", date(2025, 4, 10))],
            by=CAST["W1"], at=T0,
        )  # fmt: skip


if __name__ == "__main__":
    main()
