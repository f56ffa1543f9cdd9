"""Cues compiled: phrases with gaps, alternatives and word lists as one tree, walked once for each word of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from roleplay.reading.sentences import Sentence, fold, words_of

GAP = 4
"""The most words that ``...`` stands for."""

_MOST_WORDS = 20_000  # remembered spellings, so that endless gibberish cannot fill the memory
_ELEMENT = re.compile(r"\.\.\.|…|\{n\}|\(?<\w+>\)?|\(?(?:[^\s()<>{}.,;:!?\"]|(?<=\d)[.,:](?=\d))+\)?")


class Match(NamedTuple):
    """A cue found: its label, and the words from ``first`` up to, but without, ``last``."""

    label: str
    first: int
    last: int


class _Node:
    """A place in the tree: what may come next, and which labels end here."""

    __slots__ = ("gap", "labels", "lists", "next", "number", "stems", "words")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.words: dict[str, list[_Node]] = {}
        self.stems: list[tuple[str, _Node]] = []
        self.lists: list[tuple[str, _Node]] = []
        self.gap: _Node | None = None
        self.number: _Node | None = None
        self.labels: list[tuple[str, str]] = []

    def step(self, element: str) -> _Node:
        """The node after this element of a cue, made when there is none yet."""
        if known := self.next.get(element):
            return known
        node = self.next[element] = _Node()
        if element == "...":
            self.gap = node
        elif element == "{n}":
            self.number = node
        elif element.startswith("<"):
            self.lists.append((element[1:-1], node))
        else:
            for word in element.split("|"):
                if word.endswith("*"):
                    self.stems.append((word[:-1], node))
                elif word:
                    self.words.setdefault(word, []).append(node)
        return node


def elements(cue: str, language: str) -> tuple[list[str], str]:
    """A cue taken apart: its elements, and the marks that bind it to a place or a kind of sentence."""
    body = cue.strip()
    marks = "^" if body.startswith("^") else ""
    while body and body[-1] in "$?!":
        marks += body[-1]
        body = body[:-1].rstrip()
    found: list[str] = []
    for element in _ELEMENT.findall(body.lstrip("^")):
        optional = element.startswith("(") and element.endswith(")")
        inner = element.strip("()")
        if inner in ("...", "…"):
            parts = ["..."]
        elif inner == "{n}" or inner.startswith("<"):
            parts = [inner]
        elif "|" in inner or "*" in inner:
            parts = [fold(inner).replace("'", "")]
        else:
            parts = [word for word, _, _ in words_of(inner, language)]
        found.extend(f"({part})" if optional else part for part in parts)
    return found, marks


class Lexicon:
    """Many cues under their labels, found together."""

    def __init__(self, groups: Mapping[str, Iterable[str]], lists: Mapping[str, Iterable[str]], language: str) -> None:
        """Build from cues by label, and from the word lists that the cues use."""
        self.language = language
        self._root = _Node()
        self._lists = {name: _Node() for name in lists}
        for name, phrases in lists.items():
            for phrase in phrases:
                self._add(self._lists[name], phrase, name)
        for label, cues in groups.items():
            for cue in cues:
                self._add(self._root, cue, label)
        self._starts: dict[str, tuple[list[_Node], list[tuple[str, _Node]]]] = {}

    def _add(self, root: _Node, cue: str, label: str) -> None:
        parts, marks = elements(cue, self.language)
        nodes = [root]
        for part in parts:
            if part.startswith("("):
                nodes += [node.step(part[1:-1]) for node in nodes]
            else:
                nodes = [node.step(part) for node in nodes]
        for node in nodes:
            if node is not root and (label, marks) not in node.labels:
                node.labels.append((label, marks))

    def vocabulary(self) -> frozenset[str]:
        """Every whole word that stands in a cue."""
        found: set[str] = set()
        todo = [self._root, *self._lists.values()]
        while todo:
            node = todo.pop()
            found.update(node.words)
            todo.extend(node.next.values())
        return frozenset(found)

    def find(self, sentence: Sentence, asks: bool | None = None) -> list[Match]:
        """Every cue in the sentence. ``asks`` says whether it is a question, when its mark does not tell."""
        walk = _Walk(self, sentence, sentence.asks if asks is None else asks)
        for first, word in enumerate(sentence.words):
            nodes, lists = self._start(word)
            walk.first = first
            for node in nodes:
                walk.go(node, first + 1)
            for name, node in lists:
                for last in walk.ends(name, first):
                    walk.go(node, last)
            if self._root.number is not None and word[0].isdigit():
                walk.go(self._root.number, first + 1)
        return list(dict.fromkeys(walk.found))

    def _start(self, word: str) -> tuple[list[_Node], list[tuple[str, _Node]]]:
        """Where a cue can begin with this word."""
        if (known := self._starts.get(word)) is not None:
            return known
        root = self._root
        nodes = [*root.words.get(word, ()), *(node for stem, node in root.stems if word.startswith(stem))]
        lists = [(name, node) for name, node in root.lists if self._opens(name, word)]
        if len(self._starts) >= _MOST_WORDS:
            self._starts.clear()
        self._starts[word] = (nodes, lists)
        return nodes, lists

    def _opens(self, name: str, word: str) -> bool:
        node = self._lists[name]
        return (
            word in node.words
            or any(word.startswith(stem) for stem, _ in node.stems)
            or (node.number is not None and word[0].isdigit())
            or any(inner != name and self._opens(inner, word) for inner, _ in node.lists)
        )


class _Walk:
    """One walk over one sentence."""

    __slots__ = ("_asks", "_known", "_lists", "_sentence", "_words", "first", "found")

    def __init__(self, lexicon: Lexicon, sentence: Sentence, asks: bool) -> None:
        self._lists = lexicon._lists
        self._sentence = sentence
        self._words = sentence.words
        self._asks = asks
        self._known: dict[tuple[str, int], list[int]] = {}
        self.first = 0
        self.found: list[Match] = []

    def go(self, node: _Node, at: int) -> None:
        for label, marks in node.labels:
            if not marks or self._fits(marks, self.first, at):
                self.found.append(Match(label, self.first, at))
        for following, last in self._after(node, at):
            self.go(following, last)

    def ends(self, name: str, at: int) -> list[int]:
        """Where a phrase of the list can end that begins at this word."""
        key = (name, at)
        if (known := self._known.get(key)) is None:
            known = self._known[key] = []  # an unfinished answer stops a list that holds itself
            todo = list(self._after(self._lists[name], at))
            while todo:
                node, last = todo.pop()
                if last not in known and any(not marks or self._fits(marks, at, last) for _, marks in node.labels):
                    known.append(last)
                todo.extend(self._after(node, last))
        return known

    def _after(self, node: _Node, at: int) -> Iterable[tuple[_Node, int]]:
        if node.gap is not None:
            for skipped in range(at, min(at + GAP, len(self._words)) + 1):
                yield from self._after(node.gap, skipped)
        if at >= len(self._words):
            return
        word = self._words[at]
        for following in node.words.get(word, ()):
            yield following, at + 1
        for stem, following in node.stems:
            if word.startswith(stem):
                yield following, at + 1
        if node.number is not None and word[0].isdigit():
            yield node.number, at + 1
        for name, following in node.lists:
            for last in self.ends(name, at):
                yield following, last

    def _fits(self, marks: str, first: int, last: int) -> bool:
        begins = self._sentence.begins
        return (
            ("^" not in marks or first in begins)
            and ("$" not in marks or last == len(self._words) or last in begins)
            and ("?" not in marks or self._asks)
            and ("!" not in marks or self._sentence.exclaims)
        )
