"""What an action says when it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from alongside.assessment.terms import No
from alongside.recordkeeping.rules import Refused


def refused(code: No) -> Any:
    """The block is refused, for just this reason."""
    return pytest.raises(Refused, match=f"^{code}$")
