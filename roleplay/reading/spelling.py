"""Typing errors: a word that no cue knows is read as the one known word that is a single slip away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

SHORTEST = 6
"""Words shorter than this are left alone: in short words one letter makes another word."""

SHORTEST_CHANGED = 7
"""In a word shorter than this one changed letter makes another form of a verb (``chiudo``, ``chiuso``)."""

STEM = 5
ENDING = 2
"""A word of a known stem of so many letters, with so many behind it at the most, is an inflection and no slip."""

LONGEST = 16
_MOST = 20_000
_DRAWN_OUT = re.compile(r"(.)\1{2,}")


class Spelling:
    """Knows the words of a playbook."""

    def __init__(
        self, vocabulary: Iterable[str], typos: Mapping[str, str] | None = None, stems: Iterable[str] = ()
    ) -> None:
        """Learn these words, what some mistyped ones stand for, and the stems of words whose endings may be any."""
        self._typos = dict(typos or {})
        self._stems = frozenset(stem for stem in stems if len(stem) >= STEM)
        self._known = frozenset(vocabulary)
        self._near: dict[str, str] = {}
        for word in sorted(self._known):
            if SHORTEST <= len(word) <= LONGEST and word.isalpha():
                for shorter in _shortened(word):
                    self._near.setdefault(shorter, word)
        self._read: dict[str, str] = {}

    def __contains__(self, word: str) -> bool:
        """Whether a cue uses this word."""
        return word in self._known

    def correct(self, word: str) -> str:
        """The word that was meant: ``sooo`` is ``so``, ``apoligise`` is ``apologise``; else the word itself."""
        if (read := self._read.get(word)) is None:
            if len(self._read) >= _MOST:
                self._read.clear()
            read = self._read[word] = self._guess(word)
        return read

    def _guess(self, word: str) -> str:
        if word in self._typos:
            return self._typos[word]
        if word in self._known or not word.isalpha():
            return word
        if any(word[: len(word) - ending] in self._stems for ending in range(ENDING + 1)):
            return word
        if _DRAWN_OUT.search(word):
            for short in (_DRAWN_OUT.sub(r"\1\1", word), _DRAWN_OUT.sub(r"\1", word)):
                if short in self._known:
                    return short
            word = _DRAWN_OUT.sub(r"\1", word)
        if not SHORTEST <= len(word) <= LONGEST:
            return word
        if (meant := self._near.get(word)) and _same_ends(word, meant):
            return meant
        if len(word) < SHORTEST_CHANGED:
            return word
        for shorter in _shortened(word):
            meant = shorter if shorter in self._known else self._near.get(shorter, "")
            if meant and len(meant) >= SHORTEST and _same_ends(word, meant):
                return meant
        return word


def _shortened(word: str) -> list[str]:
    """The word without one of its inner letters; first and last stay, for they carry the form."""
    return [word[:at] + word[at + 1 :] for at in range(1, len(word) - 1)]


def _same_ends(word: str, meant: str) -> bool:
    return word[0] == meant[0] and word[-1] == meant[-1] and abs(len(word) - len(meant)) <= 1
