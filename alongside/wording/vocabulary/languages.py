"""Which language a sentence is in, told by its small words."""

from __future__ import annotations

import re

_ENGLISH = """
the a an and or of to in on at for with by from is was are were be been has have had she he they her his their him them
it this that who which not no do does did will would can could should about after before into out up we our you your my
i as than then there when where what all also again very
"""
# Without words that are also English (a, on, son, me, plus).
_FRENCH = """
le la les un une des du de et ou en dans sur avec par pour est était sont été être ont avait elle il elles ils sa ses
leur leurs lui ce cet cette ces qui que dont ne pas nous vous tu je se au aux mais très chez depuis après avant encore
toujours aussi mère l' d' qu' n' j' c' s' m' t'
"""
SMALL_WORDS = {"en": frozenset(_ENGLISH.split()), "fr": frozenset(_FRENCH.split())}
# A letter on its own (hep C, J. denies) says nothing; one that leans on the next word (d'alcool) is French.
_WORD = re.compile(r"\b(?:[cdjlmnst]|qu)'(?=\w)|[^\W\d_]+", re.IGNORECASE)
# French in form, at home in English.
_SETTLED = re.compile(r"\b(?:per se|et al|en route|de facto|ad hoc|du jour|vis-à-vis)\b", re.IGNORECASE)


def plainly_other_language(sentence: str, language: str) -> bool:
    """Is this plainly a sentence of the other language? One that mixes both, or has no small words, is not."""
    words = [word.lower() for word in _WORD.findall(_SETTLED.sub(" ", sentence))]
    mine = sum(word in SMALL_WORDS[language] for word in words)
    other = sum(word in small for lang, small in SMALL_WORDS.items() if lang != language for word in words)
    return other > 2 * mine
