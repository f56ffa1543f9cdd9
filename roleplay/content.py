"""Whether one text holds what another one says, by the words that carry content."""

from __future__ import annotations

import re

from roleplay.coaching import NoteWords


def holds(note: str, text: str, words: NoteWords, share: float) -> bool:
    """Whether the note has this share of the text's content words; figures must be there whole."""
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 5 and digits in re.sub(r"\D", "", note):
        return True  # a number is the same however it is spaced
    wanted = _content(text, words)
    there = _content(note, words)
    if not wanted:
        return False
    found = sum(1 for word in wanted if word in there or (not word.isdigit() and any(_kin(word, w) for w in there)))
    return found / len(wanted) >= share


def _content(text: str, words: NoteWords) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if word not in words.small}


def _kin(one: str, other: str) -> bool:
    """Whether two words share a stem, as "refund" and "refunded" do."""
    length = max(4, min(len(one), len(other)) - 2)
    return len(one) >= 4 and len(other) >= 4 and one[:length] == other[:length]
