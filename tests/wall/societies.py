"""A society that holds the right over a child signs some of the random forms; the rest of a world stays as it was drawn."""

from __future__ import annotations

import random
import uuid
from typing import Any

HERS: dict[str, Any] = {"giver_agency_id": None, "witness_id": None, "signer_name": "", "signer_role": ""}


def or_a_society(row: dict[str, Any], subjects: list[uuid.UUID], children: list[uuid.UUID], society: uuid.UUID) -> None:
    """Every other form about one child alone is given by the society, on paper, before somebody of ours."""
    own = random.Random(row["id"].int)  # nothing is drawn from the world's own numbers
    gives = len(subjects) == 1 and subjects[0] in children and own.random() < 0.5
    row |= HERS
    if gives:
        row |= {"giver_id": subjects[0], "giver_agency_id": society, "witness_id": row["recorded_by"]}
        row |= {"signer_name": "x", "signer_role": "x", "signed_how": row["signed_how"] and "paper"}
