"""The words we use and avoid, as data, and how a text is read before they are looked for. Plain Python."""

from __future__ import annotations

from alongside.wording.vocabulary.folding import Folded, fold
from alongside.wording.vocabulary.languages import plainly_other_language
from alongside.wording.vocabulary.loader import LANGUAGES, LEVELS, TONE, Term, Vocabulary, VocabularyError, vocabulary
from alongside.wording.vocabulary.voices import own_words

__all__ = [
    "LANGUAGES",
    "LEVELS",
    "TONE",
    "Folded",
    "Term",
    "Vocabulary",
    "VocabularyError",
    "fold",
    "own_words",
    "plainly_other_language",
    "vocabulary",
]
