"""Cues compiled: phrases with gaps, choices and word lists as one tree, walked once for each word of a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from roleplay.reading.phrases import Phrase, Step, parse_cue
from roleplay.reading.sentences import Sentence

GAP = 4
"""The most words that ``...`` stands for."""

_STRANGE = "\u00b7"  # stands for every word that no cue knows
_MOST_WORDS = 20_000  # remembered spellings, so that endless gibberish cannot fill the memory


class Match(NamedTuple):
    """A cue found: its label, and the words from ``first`` up to, but without, ``last``."""

    label: str
    first: int
    last: int


class _Node:
    """A place in the tree: what may come next, and which labels end here. Its index is made at the first visit."""

    __slots__ = (
        "after",
        "bare",
        "closed",
        "ends",
        "labels",
        "leaf",
        "lists",
        "next",
        "numbers",
        "pairs",
        "stems",
        "words",
    )

    def __init__(self) -> None:
        self.next: dict[Step, _Node] = {}
        self.labels: tuple[tuple[str, str], ...] = ()
        self.closed: tuple[list[_Node], list[_Node]] | None = None
        self.bare = False  # nothing ends here, and only the next word can lead on
        self.pairs: dict[tuple[str, str], list[tuple[_Node, _Node | None]]] | None = None  # where very many cues begin

    def close(self, trees: Mapping[object, _Node]) -> tuple[list[_Node], list[_Node]]:
        """Index this place and all that are reached from it without a word; returns gaps and beginnings of clauses."""
        if self.closed is None:
            self.words: dict[str, list[_Node]] = {}
            self.stems: list[tuple[str, _Node]] = []
            self.numbers: list[_Node] = []
            self.lists: list[tuple[_Node, _Node]] = []  # the list's own tree, and the node after it
            self.after: dict[str, list[tuple[_Node, _Node | None]]] = {}
            self.closed = ([], [])
            reached = [self]
            for node in reached:
                for step, after in node.next.items():
                    self._index(step, after, trees)
                    if step.optional and after not in reached:
                        reached.append(after)
            self.ends = list(dict.fromkeys(label for node in reached for label in node.labels))
            self.leaf = not any(node.next for node in reached)
            self.bare = not self.ends and not self.closed[0] and not self.closed[1]
        return self.closed

    def _index(self, step: Step, after: _Node, trees: Mapping[object, _Node]) -> None:
        if self.closed is None:
            return
        gaps, begins = self.closed
        if step.phrases:
            self.lists.append((trees[step.phrases], after))
        for word in step.words:
            if word == "...":
                gaps.append(after)
            elif word == "^":
                begins.append(after)
            elif word == "{n}":
                self.numbers.append(after)
            elif word.startswith("<"):
                self.lists.append((trees[word[1:-1]], after))
            elif word.endswith("*"):
                self.stems.append((word[:-1], after))
            else:
                self.words.setdefault(word, []).append(after)

    def follow(self, word: str, trees: Mapping[object, _Node]) -> list[tuple[_Node, _Node | None]]:
        """Where the word leads: nodes, each with the list whose phrases lead there, if it is a list."""
        self.close(trees)
        if (known := self.after.get(word)) is None:
            known = self.after[word] = []
            known += [(after, None) for after in self.words.get(word, ())]
            known += [(after, None) for stem, after in self.stems if word.startswith(stem)]
            if word[0].isdigit():
                known += [(after, None) for after in self.numbers]
            known += [(after, tree) for tree, after in self.lists if _opens(tree, word, trees, 0)]
        return known

    def follow_two(self, word: str, ahead: str, trees: Mapping[object, _Node]) -> list[tuple[_Node, _Node | None]]:
        """Where the word leads if ``ahead`` comes next (empty: nothing comes), for a place that many cues leave."""
        if self.pairs is None:
            return self.follow(word, trees)
        if (known := self.pairs.get((word, ahead))) is None:
            if len(self.pairs) >= _MOST_WORDS:
                self.pairs.clear()
            ways = self.follow(word, trees)
            known = [way for way in ways if _leads(*way, word, ahead, trees)]
            self.pairs[word, ahead] = known
        return known


def _leads(after: _Node, tree: _Node | None, word: str, ahead: str, trees: Mapping[object, _Node]) -> bool:
    """Whether two words can lead on to this place, or past it; in doubt they can."""
    after.close(trees)
    through = not after.bare or (ahead != "" and bool(after.follow(ahead, trees)))
    if tree is None:
        return through
    if tree.close(trees)[0] or tree.close(trees)[1]:
        return True
    for node, inner in tree.follow(word, trees):
        gaps, begins = node.close(trees)
        if inner is not None or gaps or begins or (node.ends and through):
            return True
        if ahead and node.follow(ahead, trees):
            return True
    return False


def _opens(tree: _Node, word: str, trees: Mapping[object, _Node], depth: int) -> bool:
    """Whether a phrase from here can begin with the word. Lists within lists end at a depth of 8."""
    if tree.follow(word, trees):
        return True
    gaps, begins = tree.close(trees)
    return depth < 8 and (bool(gaps) or any(_opens(after, word, trees, depth + 1) for after in begins))


class Lexicon:
    """Many cues under their labels, found together."""

    def __init__(self, groups: Mapping[str, Iterable[str]], lists: Mapping[str, Iterable[str]], language: str) -> None:
        """Build from cues by label, and from the word lists that the cues use."""
        self.language = language
        self.root = _Node()
        self._lists: dict[object, _Node] = {name: _Node() for name in lists}
        self._vocabulary: set[str] = set()
        self._stems: set[str] = set()
        self._plain: dict[str, str] = {}
        for name, phrases in lists.items():
            for phrase in phrases:
                self._add(self._lists[name], parse_cue(phrase, language), name)
        for label, cues in groups.items():
            for cue in cues:
                self._add(self.root, parse_cue(cue, language), label)
        self._prefixes = tuple(self._stems)
        for crowded in (self.root, *self.root.close(self._lists)[1]):
            crowded.pairs = {}

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every whole word that stands in a cue."""
        return frozenset(self._vocabulary)

    @property
    def stems(self) -> frozenset[str]:
        """Every beginning of a word that stands in a cue."""
        return frozenset(self._stems)

    def find(self, sentence: Sentence) -> tuple[list[Match], list[Match]]:
        """Every cue in the sentence, the longest from each place; and those that count only in a question."""
        walk = _Walk(self._lists, sentence, [self._known(word) for word in sentence.words])
        root = self.root
        for first in range(len(sentence.words)):
            walk.first = first
            walk.go(root, first)
        return walk.matches(walk.found), walk.matches(walk.asking)

    def _known(self, word: str) -> str:
        """The word as the tree knows it: all strange words are one, and all strange numbers."""
        if (known := self._plain.get(word)) is None:
            if len(self._plain) >= _MOST_WORDS:
                self._plain.clear()
            strange = word not in self._vocabulary and not word.startswith(self._prefixes)
            known = self._plain[word] = ("0" if word[0].isdigit() else _STRANGE) if strange else word
        return known

    def _add(self, root: _Node, phrase: Phrase, label: str) -> None:
        node = root
        for step in phrase.steps:
            node = self._step(node, step)
        if node is not root and (label, phrase.marks) not in node.labels:
            node.labels += ((label, phrase.marks),)

    def _step(self, node: _Node, step: Step) -> _Node:
        """The node after this step, made when there is none yet."""
        if known := node.next.get(step):
            return known
        made = node.next[step] = _Node()
        if step.phrases and step.phrases not in self._lists:
            self._lists[step.phrases] = _Node()
            for phrase in step.phrases:
                self._add(self._lists[step.phrases], Phrase(phrase, ""), "")
        for word in step.words:
            if word.endswith("*"):
                if len(word) > 1:
                    self._stems.add(word[:-1])
            elif word[0].isalnum():
                self._vocabulary.add(word)
        return made


class _Walk:
    """One walk over one sentence."""

    __slots__ = ("_begins", "_count", "_exclaims", "_known", "_trees", "_words", "asking", "first", "found")

    def __init__(self, trees: Mapping[object, _Node], sentence: Sentence, words: list[str]) -> None:
        self._trees = trees
        self._words = words
        self._count = len(words)
        self._begins = sentence.begins
        self._exclaims = sentence.exclaims
        self._known: dict[tuple[_Node, int], list[int]] = {}
        self.first = 0
        self.found: dict[tuple[str, int], int] = {}
        self.asking: dict[tuple[str, int], int] = {}

    def matches(self, found: dict[tuple[str, int], int]) -> list[Match]:
        """What was found, as matches."""
        return [Match(label, first, last) for (label, first), last in found.items()]

    def go(self, node: _Node, at: int) -> None:
        """Follow every cue from this node on, with the next word at ``at``."""
        gaps, begins = node.closed or node.close(self._trees)
        for label, marks in node.ends:
            if marks:
                self._keep_marked(label, marks, at)
            elif self.found.get((label, self.first), 0) < at:
                self.found[label, self.first] = at
        if node.leaf or at >= self._count:
            return
        words = self._words
        word = words[at]
        ahead = words[at + 1] if at + 1 < self._count else ""
        known = node.after.get(word) if node.pairs is None else node.follow_two(word, ahead, self._trees)
        if known is None:
            known = node.follow(word, self._trees)
        for following, tree in known:
            if tree is None:
                if not following.bare or following.after.get(ahead, True):
                    self.go(following, at + 1)
                continue
            if (ends := self._known.get((tree, at))) is None:
                ends = self._ends(tree, at)
            for last in ends:
                if not following.bare or last >= self._count or following.after.get(words[last], True):
                    self.go(following, last)
        if gaps:
            self._leap(gaps, at)
        if begins and at in self._begins:
            for following in begins:
                self.go(following, at)

    def _leap(self, gaps: list[_Node], at: int) -> None:
        words, trees = self._words, self._trees
        until = min(at + GAP, len(words) - 1)
        for following in gaps:
            more, begins = following.closed or following.close(trees)
            if more or begins or following.ends:
                for skipped in range(at, min(at + GAP, len(words)) + 1):
                    self.go(following, skipped)
                continue
            after = following.after
            for skipped in range(at, until + 1):
                word = words[skipped]
                known = after.get(word)
                if known or (known is None and following.follow(word, trees)):
                    self.go(following, skipped)

    def _ends(self, tree: _Node, at: int) -> list[int]:
        """Where a phrase of the list can end that begins at this word; asked once for each place."""
        known = self._known[tree, at] = []  # an unfinished answer stops a list that holds itself
        self._gather(tree, at, at, known)
        return known

    def _gather(self, node: _Node, start: int, at: int, known: list[int]) -> None:
        gaps, begins = node.closed or node.close(self._trees)
        if node.ends and at > start and at not in known:
            known.append(at)
        if node.leaf or at >= self._count:
            return
        words = self._words
        word = words[at]
        if (ways := node.after.get(word)) is None:
            ways = node.follow(word, self._trees)
        ahead = words[at + 1] if at + 1 < self._count else ""
        for following, tree in ways:
            if tree is None:
                if not following.bare or following.after.get(ahead, True):
                    self._gather(following, start, at + 1, known)
                continue
            if (ends := self._known.get((tree, at))) is None:
                ends = self._ends(tree, at)
            for last in ends:
                if not following.bare or last >= self._count or following.after.get(words[last], True):
                    self._gather(following, start, last, known)
        for following in gaps:
            for skipped in range(at, min(at + GAP, self._count) + 1):
                if not following.bare or skipped >= self._count or following.after.get(words[skipped], True):
                    self._gather(following, start, skipped, known)
        if begins and at in self._begins:
            for following in begins:
                self._gather(following, start, at, known)

    def _keep_marked(self, label: str, marks: str, at: int) -> None:
        if "$" in marks and at != len(self._words) and at not in self._begins:
            return
        if "!" in marks and not self._exclaims:
            return
        last = self._run_on(at) if "+" in marks else at
        found = self.asking if "?" in marks else self.found
        if found.get((label, self.first), 0) < last:
            found[label, self.first] = last

    def _run_on(self, at: int) -> int:
        """The end of a cue that takes up to four more words of its clause into the quote."""
        last = at
        while last < len(self._words) and last - at < GAP and last not in self._begins:
            last += 1
        return last
