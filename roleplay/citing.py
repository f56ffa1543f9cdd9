"""Shortens a customer's words for a tip: a whole thought in a few words, never a shred that breaks off at an "and"."""

from __future__ import annotations

import re
from collections.abc import Collection

MOST = 38
"""Characters of a quote in a tip: with its reason and its wording, the tip then fits its box at 80 columns."""

_SENTENCE = re.compile(r"[^.!?…]+(?:[.!?…]+[\"”»']?|$)")
_EDGE = ' \t\n,;:.–—-"“”«»'


def cite(quote: str, line: str, dangling: Collection[str], most: int = MOST) -> str:
    """The quote as a tip shows it, at most ``most`` characters and its ellipses.

    A quote of fewer than two words, or one that ends in a ``dangling`` word (small letters: "and", "the"), gives way to
    the sentence of the line that it stands in. An empty quote gives way to the longest sentence of the line.
    """
    quote = _plain(quote)
    if len(quote.split()) >= 2 and _word(quote.split()[-1]) not in dangling:
        return _shortened(quote, "", most, dangling)
    sentences = [_plain(found) for found in _SENTENCE.findall(" ".join(line.split()))]
    around = [sentence for sentence in sentences if quote and quote in sentence]
    whole = around[0] if around else max(sentences, key=len, default=quote)
    return _shortened(whole, quote, most, dangling)


def _shortened(text: str, kept: str, most: int, dangling: Collection[str]) -> str:
    """As much of the text as there is room for, with the kept words in it, cut between words."""
    if len(text) <= most:
        return text
    words = text.split()
    last = len(text[: text.find(kept) + len(kept)].split()) if kept else 0
    first = 0
    while last - first > 1 and len(" ".join(words[first:last])) > most:
        first += 1
    end = max(last, first + 1)
    while end < len(words) and len(" ".join(words[first : end + 1])) <= most:
        end += 1
    while end - first > 2 and end < len(words) and end > last and _word(words[end - 1]) in dangling:
        end -= 1
    cut = " ".join(words[first:end]).strip(_EDGE)
    return ("…" if first else "") + cut + ("…" if end < len(words) else "")


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(_EDGE)


def _word(text: str) -> str:
    return text.strip(_EDGE + "!?…'").casefold()
