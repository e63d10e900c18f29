"""What may be recorded, in plain Python."""

from alongside.assessment.rules.occasions import LARGEST, check_occasion, read_total

__all__ = ["LARGEST", "check_occasion", "read_total"]
