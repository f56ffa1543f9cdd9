"""A message cut into sentences, and a sentence into words that keep their place in it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MOST_CHARACTERS = 600
"""A sentence longer than this is cut at a space, so that a text without full stops stays cheap to read again."""
MOST_QUOTED = 14
"""Words up to which a clause is quoted whole."""

_QUOTED = re.compile(
    r"\"[^\"\n]{1,200}\"|“[^”\n]{1,200}”|«[^»\n]{1,200}»|‘[^’\n]{1,120}’(?!\w)|(?<![\w'])'[^'\n]{1,120}'(?!\w)"
)
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[\r\n\v\f\x85\u2028\u2029]+|(?<=[^\W\d_]{3})[.](?=[A-Z])")
_WORD = re.compile(r"\d+(?:[.,:/]\d+)*[^\W_]*|[^\W_]+(?:'[^\W_]+)*")
_PIECE = re.compile(r"\d+(?:[.,:/]\d+)*[^\W_]*|[^\W_]+")
_MASKED = r"(?<![\w*])(?:[^\W\d_]+\*+[^\W\d_]+|[^\W\d_]+\*{2,})|(?<![\w*])\*{4,}(?!\s*\d)"
_WITH_MASKS = {pattern: re.compile(f"{_MASKED}|{pattern.pattern}") for pattern in (_WORD, _PIECE)}
_BREAK = re.compile(r"[,;:.!?…()\[\]–—]|\s-+\s")


class _Fold(dict[int, int]):
    """Maps a character to the small, unaccented letter it stands for: always one character for one."""

    def __missing__(self, code: int) -> int:
        small = chr(code).lower()
        base = unicodedata.normalize("NFD", small)[:1] if len(small) == 1 else chr(code)
        folded = "'" if base in "’‘ʼ`´" else base
        self[code] = ord(folded)
        return ord(folded)


_FOLD = _Fold()


MASK = "bleep"
"""How a word reads whose letters are hidden behind asterisks ("b*tch"), as the cues write it."""


def fold(text: str) -> str:
    """The text in small letters without accents and with straight apostrophes; every character keeps its place."""
    return text.translate(_FOLD)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence. Places are counted in words; ``spans`` leads back to the characters."""

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    begins: frozenset[int]  # words with which a clause begins
    quoted: frozenset[int]  # words inside quotation marks
    asks: bool  # ends with a question mark
    exclaims: bool  # ends with an exclamation mark

    def quote(self, first: int, last: int) -> tuple[int, int]:
        """Where the words from ``first`` up to, but without, ``last`` stand in the sentence's text."""
        return self.spans[first][0], self.spans[last - 1][1]

    def clause(self, first: int, last: int) -> tuple[int, int]:
        """The clause around these words, as a person would quote it; the words alone when it is long."""
        start = max(begin for begin in self.begins if begin <= first)
        end = min((begin for begin in self.begins if begin >= last), default=len(self.words))
        return self.quote(start, end) if end - start <= MOST_QUOTED else self.quote(first, last)


def words_of(text: str, language: str) -> list[tuple[str, int, int]]:
    """The words of a text, folded, with their places. In English ``I'm`` is ``im``, as people type it; in Italian an
    apostrophe parts two words (``l'ordine``). A word that hides its letters behind asterisks reads as ``MASK``.
    """
    pattern = _PIECE if language == "it" else _WORD
    if "*" not in text:
        return [(found.group().replace("'", ""), *found.span()) for found in pattern.finditer(fold(text))]
    return [
        (MASK if "*" in found.group() else found.group().replace("'", ""), *found.span())
        for found in _WITH_MASKS[pattern].finditer(fold(text))
    ]


def parse(text: str, language: str) -> Sentence:
    """One sentence taken apart."""
    found = words_of(text, language)
    begins = {0}
    for index in range(1, len(found)):
        if _BREAK.search(text, found[index - 1][2], found[index][1]):
            begins.add(index)
    marks = [span.span() for span in _QUOTED.finditer(text)]
    quoted = {
        index
        for index, (_, start, end) in enumerate(found)
        if any(left <= start and end <= right for left, right in marks)
    }
    tail = text[found[-1][2] :] if found else text
    return Sentence(
        text=text,
        words=tuple(word for word, _, _ in found),
        spans=tuple((start, end) for _, start, end in found),
        begins=frozenset(begins),
        quoted=frozenset(quoted),
        asks="?" in tail,
        exclaims="!" in tail,
    )


def split(text: str, abbreviations: frozenset[str]) -> list[tuple[int, str]]:
    """The sentences of a text, each with the place where it begins. Quotation marks hold a sentence together."""
    marks = [span.span() for span in _QUOTED.finditer(text)] if any(mark in text for mark in "\"'“«‘") else []
    cuts = []
    for end in _END.finditer(text):
        if any(left < end.start() and end.end() < right for left, right in marks):
            continue
        if end.group().startswith(".") and _last_word(text, end.start()) in abbreviations:
            continue
        cuts.append(end.end())
    pieces = []
    start = 0
    for cut in [*cuts, len(text)]:
        while cut - start > MOST_CHARACTERS:
            space = text.rfind(" ", start + 1, start + MOST_CHARACTERS)
            middle = space if space > start else start + MOST_CHARACTERS
            pieces.append((start, text[start:middle]))
            start = middle
        if cut > start:
            pieces.append((start, text[start:cut]))
        start = cut
    return [(at, piece) for at, piece in pieces if not piece.isspace()]


def _last_word(text: str, end: int) -> str:
    start = end
    while start > 0 and end - start < 12 and text[start - 1].isalpha():
        start -= 1
    return fold(text[start:end])
