"""What the room can say about a text: words that could hurt, and whether it reads easily."""

from alongside.wording.rules.reading import EASY, Reading, hard_sentences, read
from alongside.wording.rules.words import AUDIENCES, VOICES, Audience, Finding, Language, Span, Voice, check, worst

__all__ = [
    "AUDIENCES",
    "EASY",
    "VOICES",
    "Audience",
    "Finding",
    "Language",
    "Reading",
    "Span",
    "Voice",
    "check",
    "hard_sentences",
    "read",
    "worst",
]
