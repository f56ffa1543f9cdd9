"""What takes the force out of a cue: negation, quotation marks, reported speech, hypotheticals, sarcasm."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from roleplay.reading.cues import Match
from roleplay.reading.sentences import Sentence

REACH = 4
"""How many words before a cue a negator still denies it."""

AFTER = 5
"""How many words after a thing a refusal of it is looked for ("a refund is not possible")."""


class Force(StrEnum):
    """How a cue is meant."""

    PLAIN = "plain"
    NEGATED = "negated"
    QUOTED = "quoted"
    REPORTED = "reported"
    HYPOTHETICAL = "hypothetical"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue as it is meant, with its place in the sentence's text."""

    label: str
    force: Force
    first: int
    last: int
    start: int
    end: int


class Scope:
    """The bounds and deniers of one sentence, from its ``scope.`` matches."""

    def __init__(self, sentence: Sentence, matches: list[Match]) -> None:
        """Sort the matches of the scope."""
        self._sentence = sentence
        spared = _covered(matches, "scope.not_negating")
        self._negators = _covered(matches, "scope.negators") - spared
        self._breaks = _covered(matches, "scope.breaks") | sentence.begins
        self._hypothetical = sorted(match.last for match in matches if match.label == "scope.hypothetical")
        self._reported = sorted(match.last for match in matches if match.label == "scope.reported")
        self._refusals = sorted(match.first for match in matches if match.label == "scope.refused_after")

    def cue(self, match: Match) -> Cue:
        """The match as it is meant."""
        start, end = self._sentence.quote(match.first, match.last)
        return Cue(match.label, self._force(match), match.first, match.last, start, end)

    def refused_after(self, cue: Cue) -> bool:
        """Whether the thing named by the cue is refused just after it."""
        return any(cue.last <= first <= cue.last + AFTER for first in self._refusals)

    def denied(self, first: int) -> bool:
        """Whether a negator reaches the word ``first``."""
        for at in range(first - 1, max(first - REACH, 0) - 1, -1):
            if at + 1 in self._breaks:
                return False
            if at in self._negators:
                return True
        return False

    def turns(self, first: int) -> bool:
        """Whether the clause turns ("but", "so", "however") behind the word ``first``."""
        for at in range(first + 1, len(self._sentence.words)):
            if at in self._breaks:
                return at not in self._sentence.begins
        return False

    def _force(self, match: Match) -> Force:
        if match.first in self._sentence.quoted:
            return Force.QUOTED
        if self.denied(match.first):
            return Force.NEGATED
        if any(last <= match.first and not self._broken(last, match.first) for last in self._hypothetical):
            return Force.HYPOTHETICAL
        if any(0 <= match.first - last <= REACH and not self._broken(last, match.first) for last in self._reported):
            return Force.REPORTED
        return Force.PLAIN

    def _broken(self, left: int, right: int) -> bool:
        return any(left < at <= right for at in self._breaks)


def sarcastic(sentence: Sentence, matches: list[Match]) -> Match | None:
    """The words that make the sentence sarcastic, if it is: a phrase of the list, or a shouted word of degree after an
    interjection ("oh, I am SO sorry").
    """
    for match in matches:
        if match.label == "scope.sarcasm" and match.first not in sentence.quoted:
            return match
    openings = [match for match in matches if match.label == "scope.interjections" and match.first == 0]
    if not openings:
        return None
    for match in matches:
        if match.label != "scope.degrees":
            continue
        start, end = sentence.quote(match.first, match.last)
        word = sentence.text[start:end]
        stretched = len(word) > 3 and any(word[at : at + 1] * 3 == word[at : at + 3] for at in range(len(word) - 2))
        if stretched or (len(word) > 1 and word.isupper() and not sentence.text.isupper()):
            return Match("scope.sarcasm", 0, min(match.last + 1, len(sentence.words)))
    return None


def _covered(matches: list[Match], label: str) -> frozenset[int]:
    return frozenset(at for match in matches if match.label == label for at in range(match.first, match.last))
