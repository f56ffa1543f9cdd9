"""Cues compiled: phrases with gaps, choices and word lists as one tree, walked once for each word of a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from roleplay.reading.phrases import Phrase, Step, parse_cue
from roleplay.reading.sentences import Sentence

GAP = 4
"""The most words that ``...`` stands for."""

_MOST_WORDS = 20_000  # remembered spellings, so that endless gibberish cannot fill the memory


class Match(NamedTuple):
    """A cue found: its label, and the words from ``first`` up to, but without, ``last``."""

    label: str
    first: int
    last: int


class _Node:
    """A place in the tree: what may come next, and which labels end here."""

    __slots__ = ("begins", "gaps", "labels", "lists", "next", "numbers", "skips", "stems", "words")

    def __init__(self) -> None:
        self.next: dict[object, _Node] = {}
        self.words: dict[str, list[_Node]] = {}
        self.stems: list[tuple[str, _Node]] = []
        self.lists: list[tuple[object, _Node]] = []
        self.numbers: list[_Node] = []
        self.gaps: list[_Node] = []
        self.begins: list[_Node] = []  # reached without a word, where a clause begins
        self.skips: list[_Node] = []  # reached without a word
        self.labels: list[tuple[str, str]] = []


class Lexicon:
    """Many cues under their labels, found together."""

    def __init__(self, groups: Mapping[str, Iterable[str]], lists: Mapping[str, Iterable[str]], language: str) -> None:
        """Build from cues by label, and from the word lists that the cues use."""
        self.language = language
        self.root = _Node()
        self.lists: dict[object, _Node] = {name: _Node() for name in lists}
        self._vocabulary: set[str] = set()
        self._starts: dict[str, list[tuple[_Node, object]]] = {}
        for name, phrases in lists.items():
            for phrase in phrases:
                self._add(self.lists[name], parse_cue(phrase, language), name)
        for label, cues in groups.items():
            for cue in cues:
                self._add(self.root, parse_cue(cue, language), label)

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every whole word that stands in a cue."""
        return frozenset(self._vocabulary)

    def find(self, sentence: Sentence, asks: bool | None = None) -> list[Match]:
        """Every cue in the sentence. ``asks`` says whether it is a question, when its mark does not tell."""
        walk = _Walk(self, sentence, sentence.asks if asks is None else asks)
        for first, word in enumerate(sentence.words):
            walk.first = first
            for node, name in self._start(word):
                if name is None:
                    walk.go(node, first + 1)
                elif name == "^":
                    if first in sentence.begins:
                        walk.go(node, first)
                else:
                    for last in walk.ends(name, first):
                        walk.go(node, last)
        return list(dict.fromkeys(walk.found))

    def _add(self, root: _Node, phrase: Phrase, label: str) -> None:
        node = root
        for step in phrase.steps:
            node = self._step(node, step)
        if node is not root and (label, phrase.marks) not in node.labels:
            node.labels.append((label, phrase.marks))

    def _step(self, node: _Node, step: Step) -> _Node:
        """The node after this step, made when there is none yet."""
        if known := node.next.get(step):
            return known
        made = node.next[step] = _Node()
        if step.optional:
            node.skips.append(made)
        if step.phrases:
            if step.phrases not in self.lists:
                self.lists[step.phrases] = _Node()
                for phrase in step.phrases:
                    self._add(self.lists[step.phrases], Phrase(phrase, ""), "")
            node.lists.append((step.phrases, made))
        for word in step.words:
            if word == "...":
                node.gaps.append(made)
            elif word == "^":
                node.begins.append(made)
            elif word == "{n}":
                node.numbers.append(made)
            elif word.startswith("<"):
                node.lists.append((word[1:-1], made))
            elif word.endswith("*"):
                node.stems.append((word[:-1], made))
            else:
                self._vocabulary.add(word)
                node.words.setdefault(word, []).append(made)
        return made

    def _start(self, word: str) -> list[tuple[_Node, object]]:
        """Where a cue can begin with this word: the node after it, or after the list or ``^`` that is named."""
        if (known := self._starts.get(word)) is None:
            if len(self._starts) >= _MOST_WORDS:
                self._starts.clear()
            known = self._starts[word] = []
            for node in _closure(self.root):
                known += [(after, None) for after in node.words.get(word, ())]
                known += [(after, None) for stem, after in node.stems if word.startswith(stem)]
                known += [(after, None) for after in node.numbers if word[0].isdigit()]
                known += [(after, name) for name, after in node.lists if self._opens(self.lists[name], word, 0)]
                known += [(after, "^") for after in node.begins if self._opens(after, word, 0)]
        return known

    def _opens(self, root: _Node, word: str, depth: int) -> bool:
        """Whether a phrase from here can begin with the word. Lists within lists end at a depth of 8."""
        return depth < 8 and any(
            word in node.words
            or bool(node.gaps)
            or any(word.startswith(stem) for stem, _ in node.stems)
            or (bool(node.numbers) and word[0].isdigit())
            or any(self._opens(self.lists[name], word, depth + 1) for name, _ in node.lists)
            or any(self._opens(after, word, depth + 1) for after in node.begins)
            for node in _closure(root)
        )


def _closure(root: _Node) -> list[_Node]:
    """The node and all that are reached from it without a word."""
    found = [root]
    for node in found:
        found += [after for after in node.skips if after not in found]
    return found


class _Walk:
    """One walk over one sentence."""

    __slots__ = ("_asks", "_known", "_lists", "_sentence", "_words", "first", "found")

    def __init__(self, lexicon: Lexicon, sentence: Sentence, asks: bool) -> None:
        self._lists = lexicon.lists
        self._sentence = sentence
        self._words = sentence.words
        self._asks = asks
        self._known: dict[tuple[object, int], list[int]] = {}
        self.first = 0
        self.found: list[Match] = []

    def go(self, node: _Node, at: int) -> None:
        """Follow every cue from this node on, with the next word at ``at``."""
        for label, marks in node.labels:
            if not marks:
                self.found.append(Match(label, self.first, at))
            elif self._fits(marks, at):
                self.found.append(Match(label, self.first, self._run_on(at) if "+" in marks else at))
        for following, last in self._after(node, at):
            self.go(following, last)

    def ends(self, name: object, at: int) -> list[int]:
        """Where a phrase of the list can end that begins at this word."""
        key = (name, at)
        if (known := self._known.get(key)) is None:
            known = self._known[key] = []  # an unfinished answer stops a list that holds itself
            todo = [(self._lists[name], at)]
            while todo:
                node, last = todo.pop()
                if last not in known and last > at and any(self._fits(marks, last) for _, marks in node.labels):
                    known.append(last)
                todo.extend(self._after(node, last))
        return known

    def _after(self, node: _Node, at: int) -> Iterator[tuple[_Node, int]]:
        for following in node.skips:
            yield following, at
        if at >= len(self._words):
            return
        if node.begins and at in self._sentence.begins:
            for following in node.begins:
                yield following, at
        word = self._words[at]
        for following in node.words.get(word, ()):
            yield following, at + 1
        for stem, following in node.stems:
            if word.startswith(stem):
                yield following, at + 1
        if node.numbers and word[0].isdigit():
            for following in node.numbers:
                yield following, at + 1
        for name, following in node.lists:
            for last in self.ends(name, at):
                yield following, last
        for following in node.gaps:
            for skipped in range(at, min(at + GAP, len(self._words)) + 1):
                yield following, skipped

    def _run_on(self, at: int) -> int:
        """The end of a cue that takes up to four more words of its clause into the quote."""
        last = at
        while last < len(self._words) and last - at < GAP and last not in self._sentence.begins:
            last += 1
        return last

    def _fits(self, marks: str, last: int) -> bool:
        return (
            ("$" not in marks or last == len(self._words) or last in self._sentence.begins)
            and ("?" not in marks or self._asks)
            and ("!" not in marks or self._sentence.exclaims)
        )
