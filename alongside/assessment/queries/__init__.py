"""Named questions of assessment."""

from alongside.assessment.queries.occasions import Key, known_keys, occasions_of, series

__all__ = ["Key", "known_keys", "occasions_of", "series"]
