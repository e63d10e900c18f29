"""Verbs of cultural programming: an offer and her answer, an Elder beside her, the Elder's note."""

from alongside.culture.actions.offering import begin_beside, end_beside, note, offer

__all__ = ["begin_beside", "end_beside", "note", "offer"]
