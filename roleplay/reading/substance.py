"""Whether a message says anything at all in the language of the call."""

from __future__ import annotations

import re
import unicodedata

from roleplay.reading.sentences import words_of
from roleplay.reading.tongue import Tongue

CHARACTERS = 2000
"""So much of a message is looked at."""

_CODE = re.compile(r"[{};=<>\\|]|\(\)|//|</|::|->")
_CLUSTER = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}")
_VOWEL = re.compile(r"[aeiouy]")


def has_substance(text: str, tongue: Tongue) -> bool:
    """False for nothing, a lone emoji, code, gibberish, and another language or script than the expected one."""
    text = text[:CHARACTERS]
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return any(char.isdigit() for char in text)
    latin = sum(1 for char in letters if char < "\u0250" or unicodedata.name(char, "").startswith("LATIN"))
    if latin * 2 < len(letters):
        return False
    if len(_CODE.findall(text)) * 12 > len(text):
        return False
    words = [word for word, _, _ in words_of(text, tongue.language)]
    own = sum(1 for word in words if word in tongue.common)
    if sum(1 for word in words if word in tongue.foreign) > own + (len(words) < 3):
        return False
    known = sum(1 for word in words if _is_known(word, tongue))
    if len(words) >= 4 and not known:
        return False
    odd = sum(1 for word in words if word.isalpha() and not _looks_like_a_word(word))
    return odd * 2 <= len(words) or known * 2 >= len(words)


def _is_known(word: str, tongue: Tongue) -> bool:
    return word in tongue.common or word[0].isdigit() or tongue.spelling.correct(word) in tongue.spelling


def _looks_like_a_word(word: str) -> bool:
    if len(word) <= 3:
        return True
    return len(word) <= 25 and _VOWEL.search(word) is not None and _CLUSTER.search(word) is None
