"""Verbs of assessment: measuring with care."""

from alongside.assessment.actions.recording import Row, not_available, record_many, record_occasion

__all__ = ["Row", "not_available", "record_many", "record_occasion"]
