"""A playbook ready to read with: its cues compiled, and every sentence read so far remembered."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable
from dataclasses import dataclass

from roleplay.playbook import Playbook
from roleplay.reading.cues import Lexicon
from roleplay.reading.scope import Cue, Force, Scope, sarcastic
from roleplay.reading.sentences import Sentence, parse, split, words_of
from roleplay.reading.spelling import Spelling

REMEMBERED = 4096
"""How many sentences a tongue remembers: at a key press only the changed one is read again."""


_PLAIN = Force.PLAIN


def _place(cue: Cue) -> tuple[int, int]:
    return cue.first, -cue.last


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """What one sentence says: its cues as they are meant."""

    sentence: Sentence
    by_label: dict[str, list[Cue]]  # in order, the longest first
    scope: Scope
    asks: bool
    sarcasm: Cue | None

    def having(self, *labels: str, any_force: bool = False) -> list[Cue]:
        """The cues with one of these labels that are plainly meant (or all of them), in order; the longest first."""
        found: list[Cue] = []
        for label in labels:
            if cues := self.by_label.get(label):
                found += cues if any_force else [cue for cue in cues if cue.force is _PLAIN]
        if len(labels) > 1 and len(found) > 1:
            found.sort(key=_place)
        return found

    def text(self, cue: Cue) -> str:
        """The cue's own words."""
        return self.sentence.text[cue.start : cue.end]


class Tongue:
    """One language's playbook, compiled."""

    def __init__(self, playbook: Playbook) -> None:
        """Compile the cues of the agent's and of the customer's side."""
        self.playbook = playbook
        self.language = playbook.language
        self.agent = Lexicon(_agent_cues(playbook), playbook.words, self.language)
        self.customer = Lexicon(_customer_cues(playbook), playbook.words, self.language)
        self.common = frozenset(playbook.letters.common)
        self.foreign = frozenset(playbook.letters.foreign)
        self.abbreviations = frozenset(playbook.letters.abbreviations)
        typos = dict(line.split(maxsplit=1) for line in playbook.letters.typos)
        known = self.agent.vocabulary | self.customer.vocabulary | self.common
        self.spelling = Spelling(known, typos, self.agent.stems | self.customer.stems)
        self.sense = functools.lru_cache(maxsize=REMEMBERED)(self._sense)
        self.said = functools.lru_cache(maxsize=REMEMBERED)(self._said)

    def sentences(self, text: str) -> list[tuple[int, str]]:
        """The sentences of a text with their places."""
        return split(text, self.abbreviations)

    def parse(self, text: str) -> Sentence:
        """A sentence with its typing errors read as the words that were meant."""
        sentence = parse(text, self.language)
        return dataclasses.replace(sentence, words=tuple(map(self.spelling.correct, sentence.words)))

    def words(self, text: str) -> list[str]:
        """The words of a text, as cues are compared with them."""
        return [self.spelling.correct(word) for word, _, _ in words_of(text, self.language)]

    def _sense(self, text: str) -> Sense:
        return _understand(self.agent, self.parse(text))

    def _said(self, text: str) -> Sense:
        return _understand(self.customer, self.parse(text))


def _understand(lexicon: Lexicon, sentence: Sentence) -> Sense:
    matches, asking = lexicon.find(sentence)
    asks = sentence.asks or any(
        match.label == "questions.starts" and match.first in sentence.begins for match in matches
    )
    if asks:
        matches += asking
    scope = Scope(sentence, matches)
    by_label: dict[str, list[Cue]] = {}
    for match in matches:
        if not match.label.startswith("scope."):
            by_label.setdefault(match.label, []).append(scope.cue(match))
    for cues in by_label.values():
        cues.sort(key=_place)
    mock = sarcastic(sentence, matches)
    return Sense(sentence, by_label, scope, asks, scope.cue(mock) if mock else None)


def _agent_cues(playbook: Playbook) -> dict[str, Iterable[str]]:
    groups: dict[str, Iterable[str]] = {}
    for strategy, entry in playbook.strategies.items():
        for part in ("shown", "violated", "not_shown", "not_violated"):
            groups[f"{strategy}.{part}"] = getattr(entry, part)
    for name in ("slips", "scope", "questions", "promises", "answers", "details"):
        groups |= {f"{name}.{part}": cues for part, cues in getattr(playbook, name)}
    for index, given in enumerate(playbook.given):
        groups[f"given.{index}"] = given.asks
    for name in ("insult", "farewell", "limit", "guarded", "handover"):
        groups[name] = getattr(playbook, name)
    return groups


def _customer_cues(playbook: Playbook) -> dict[str, Iterable[str]]:
    groups: dict[str, Iterable[str]] = {f"customer.{part}": cues for part, cues in playbook.customer}
    groups |= {f"scope.{part}": cues for part, cues in playbook.scope}
    for index, given in enumerate(playbook.given):
        groups[f"given.{index}"] = given.gave
    return groups | {"questions.starts": playbook.questions.starts}


class _Same:
    """A key that compares by identity: a playbook is long and compiled once."""

    __slots__ = ("thing",)

    def __init__(self, thing: Playbook) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.thing is self.thing

    def __hash__(self) -> int:
        return id(self.thing)


@functools.lru_cache(maxsize=8)
def _compiled(key: _Same) -> Tongue:
    return Tongue(key.thing)


def tongue(playbook: Playbook) -> Tongue:
    """The compiled form of a playbook, made once."""
    return _compiled(_Same(playbook))
